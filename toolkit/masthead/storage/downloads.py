"""Files from the network, by pooch: whole and checked or not there at all, and taken up again where they broke off.

This is the only part of masthead that asks the network for anything, and it does so only when it is called.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from filelock import FileLock, Timeout

from masthead.errors import Locked, MastheadError, OutputFailed, UnreadableInput, UsageError
from masthead.storage.hashing import hash_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_BLOCK = 1 << 16
_SECONDS = (20.0, 60.0)
_HASHES = re.compile(r"expected (?:\w+:)?(\w+) but got (\w+)")
_GONE = (404, 410)
_RANGE_NOT_SATISFIABLE = 416
_PARTIAL = 206


class Downloaded(NamedTuple):
    """A file that is there now: its SHA-256, its size, and whether it was there before or was taken up again."""

    path: Path
    sha256: str
    bytes: int
    present: bool
    resumed_at: int


def download(
    url: str,
    target: Path,
    *,
    known: str | None = None,
    otherwise: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Downloaded:
    """Fetch ``url`` to ``target`` unless a file with the ``known`` checksum (``sha256:...``, ``md5:...``) is there.

    What arrived before a break is kept beside the target and taken up by the next call, provided that the checksum is
    known or the server vouches (ETag or date) that the file is still the same. ``progress`` is told the bytes that are
    there and their total, 0 where the server does not say. ``otherwise`` says in errors what else can be done.

    Raises UnreadableInput where the network or the server fails or the checksum differs (the file is then removed),
    OutputFailed where it can't be written, Locked where another run fetches the same file, and UsageError where pooch
    is not installed.
    """
    pooch = _pooch(url)
    with _writing(target):
        parts = _Parts(target, url, vouched=known is not None, progress=progress)
        before = target.is_file()
        try:
            pooch.retrieve(url, known, fname=target.name, path=target.parent, downloader=parts)
        except (MastheadError, KeyboardInterrupt):
            raise
        except Exception as error:
            raise _failure(error, url, target, parts, otherwise) from error
    present = before and not parts.asked
    return Downloaded(target, hash_file(target), target.stat().st_size, present, parts.resumed_at)


class _Parts:
    """The downloader that pooch calls: it writes to a file of its own, which outlives a break."""

    def __init__(self, target: Path, url: str, *, vouched: bool, progress: Callable[[int, int], None] | None) -> None:
        self.part = target.with_name(f".{target.name[:80]}.part")
        self.facts = target.with_name(f".{target.name[:80]}.part.json")
        self.url = url
        self.vouched = vouched
        self.progress = progress or (lambda _done, _total: None)
        self.asked = False
        self.resumed_at = 0

    def __call__(self, url: str, output_file: str | Path, _pooch: object, check_only: bool = False) -> None:
        """Fetch what is missing, then hand the whole file over."""
        if check_only:
            raise NotImplementedError
        self.asked = True
        have, validator = self._kept()
        if not self._fetch(url, have, validator):
            self.drop()
            self._fetch(url, 0, "")
        self.part.replace(output_file)
        self.drop()

    def drop(self) -> None:
        """Forget what arrived."""
        self.part.unlink(missing_ok=True)
        self.facts.unlink(missing_ok=True)

    def _kept(self) -> tuple[int, str]:
        """Bytes that arrived earlier and may be kept, and what the server calls the version they are from."""
        try:
            facts = orjson.loads(self.facts.read_bytes())
            have, validator = self.part.stat().st_size, str(facts["validator"])
            usable = facts["url"] == self.url and (bool(validator) or self.vouched)
        except (OSError, ValueError, KeyError, TypeError):
            have, validator, usable = 0, "", False
        if not usable:
            self.drop()
            return 0, ""
        return have, validator

    def _fetch(self, url: str, have: int, validator: str) -> bool:
        """Fetch from byte ``have`` on; False where the server has no such part."""
        import requests  # noqa: PLC0415 - comes with pooch, an extra

        headers = {"Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
            if validator:
                headers["If-Range"] = validator
        with requests.get(url, headers=headers, stream=True, timeout=_SECONDS) as response:
            if response.status_code == _RANGE_NOT_SATISFIABLE and have:
                return False
            response.raise_for_status()
            goes_on = have > 0 and response.status_code == _PARTIAL
            if goes_on and not response.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
                return False
            self.resumed_at = have if goes_on else 0
            self._write(response, self.resumed_at)
        return True

    def _write(self, response: Any, have: int) -> None:
        etag = response.headers.get("ETag", "")
        validator = response.headers.get("Last-Modified", "") if not etag or etag.startswith("W/") else etag
        self.facts.write_bytes(orjson.dumps({"url": self.url, "validator": validator}))
        length = response.headers.get("Content-Length", "")
        total = have + int(length) if length.isdigit() else 0
        with self.part.open("ab" if have else "wb") as file:
            for block in response.iter_content(_BLOCK):
                file.write(block)
                have += len(block)
                self.progress(have, total)


def _pooch(url: str) -> Any:
    try:
        import pooch  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            "fetching needs pooch, which is not installed",
            fix=f"pip install 'masthead[fetch]', or download it yourself: {url}",
        ) from error
    pooch.get_logger().setLevel(logging.ERROR)
    return pooch


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """The target's folder made, and the target locked against another run."""
    lock_path = target.with_name(f".{target.name[:80]}.lock")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(lock_path)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Locked("another run is fetching this file", where=str(target), fix="Wait for it to end.") from error
    except OSError as error:
        raise _unwritable(error, target) from error
    try:
        yield
    finally:
        lock_path.unlink(missing_ok=True)
        lock.release()


def _failure(error: Exception, url: str, target: Path, parts: _Parts, otherwise: str) -> MastheadError:
    """What went wrong, in the user's words; a file that is not what it should be has been removed."""
    import requests  # noqa: PLC0415 - comes with pooch, an extra

    arrived = parts.part.stat().st_size if parts.part.is_file() else 0
    if isinstance(error, requests.HTTPError):
        parts.drop()
        return _refused(error, url, otherwise)
    if isinstance(error, requests.RequestException):
        if arrived:
            return UnreadableInput(
                f"the download broke off after {arrived:,} bytes",
                where=url,
                fix="Run the command again: it goes on from there, if the server can.",
            )
        late = isinstance(error, requests.Timeout) or "timed out" in str(error)
        what = "the server did not answer in time" if late else "no connection"
        return UnreadableInput(what, where=url, fix=f"Check the network and try again. {otherwise}".strip())
    hashes = _HASHES.search(str(error)) if isinstance(error, ValueError) else None
    if hashes:
        parts.drop()
        return UnreadableInput(
            f"the file is not the published one: its checksum is {hashes[2]}, it should be {hashes[1]}; removed",
            where=url,
            fix=f"Try again; if it stays so, the owners have changed the file. {otherwise}".strip(),
        )
    if isinstance(error, OSError):
        return _unwritable(error, target)
    raise error


def _refused(error: Any, url: str, otherwise: str) -> UnreadableInput:
    status, reason = error.response.status_code, error.response.reason
    moved = "The file is no longer there. " if status in _GONE else "The server may be busy: try again later. "
    return UnreadableInput(
        f"the server answered {status} {reason}".strip(), where=url, fix=f"{moved}{otherwise}".strip()
    )


def _unwritable(error: OSError, target: Path) -> OutputFailed:
    return OutputFailed(
        f"could not write: {error.strerror or error}",
        where=str(target),
        fix="Free some space, or choose another folder with --data DIR.",
    )
