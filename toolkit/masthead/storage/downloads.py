"""Files from the network, by pooch: whole and checked or not there at all.

Nothing else in masthead asks the network for anything but what the user named: an address of articles, or a scheduler.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from masthead.errors import MastheadError, OutputFailed, UnreadableInput, UsageError
from masthead.storage.hashing import hash_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_BLOCK = 1 << 16
_SECONDS = (20.0, 60.0)
_HASHES = re.compile(r"expected (?:\w+:)?(\w+) but got (\w+)")
_GONE = (404, 410)


class Downloaded(NamedTuple):
    """A file that is there now: where it is from, the checksum its owners publish, if any, and its own.

    ``known`` is ``algorithm:digits``, ``bytes`` the size; ``present`` says that the file was there before.
    """

    url: str
    known: str | None
    path: Path
    sha256: str
    bytes: int
    present: bool


def download(
    url: str,
    target: Path,
    *,
    known: str | None = None,
    otherwise: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Downloaded:
    """Fetch ``url`` to ``target`` unless a file with the ``known`` checksum (``sha256:...``, ``md5:...``) is there.

    ``progress`` is told the bytes that are there and their total, 0 where the server does not say. ``otherwise`` says
    in errors what else can be done.

    Raises UnreadableInput where the network or the server fails or the checksum differs (nothing of the file is then
    kept), OutputFailed where it can't be written, and UsageError where pooch is not installed.
    """
    pooch = _pooch(url)
    told = _Told(progress)
    loader = pooch.HTTPDownloader(progressbar=told, chunk_size=_BLOCK, timeout=_SECONDS)
    try:
        action = pooch.retrieve(url, known, target.name, target.parent, lambda *told: told[1], loader)
    except (OSError, ValueError) as error:
        raise _failure(error, url, target, told.done, otherwise) from error
    return Downloaded(url, known, target, hash_file(target), target.stat().st_size, action == "fetch")


class _Told:
    """The progress bar that pooch moves: hands on how many bytes have come, of how many."""

    def __init__(self, progress: Callable[[int, int], None] | None) -> None:
        self.progress = progress
        self.total = self.done = 0

    def update(self, more: int) -> None:
        self.done = min(self.done + more, self.total or self.done + more)  # the last block is not a whole one
        if self.progress is not None:
            self.progress(self.done, self.total)

    def reset(self) -> None:
        self.done = 0

    def close(self) -> None:
        """Nothing is open."""


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


def _failure(error: OSError | ValueError, url: str, target: Path, arrived: int, otherwise: str) -> MastheadError:
    """What went wrong, in the user's words."""
    import requests  # noqa: PLC0415 - comes with pooch, an extra

    if isinstance(error, requests.HTTPError) and error.response is not None:
        status = error.response.status_code
        what = f"the server answered {status} {error.response.reason}".strip()
        fix = "The file is no longer there." if status in _GONE else "The server may be busy: try again later."
    elif isinstance(error, requests.RequestException) and arrived:
        what, fix, otherwise = f"the download broke off after {arrived:,} bytes", "Run the command again.", ""
    elif isinstance(error, requests.RequestException):
        late = isinstance(error, requests.Timeout) or "timed out" in str(error)
        what = "the server did not answer in time" if late else "no connection"
        fix = "Check the network and try again."
    elif isinstance(error, OSError):
        what, fix = (
            f"could not write: {error.strerror or error}",
            "Free some space, or choose another folder with --data DIR.",
        )
        return OutputFailed(what, where=str(target), fix=fix)
    elif hashes := _HASHES.search(str(error)):
        what = f"the file is not the published one: its checksum is {hashes[2]}, it should be {hashes[1]}; removed"
        fix = "Try again; if it stays so, the owners have changed the file."
    else:
        raise error
    return UnreadableInput(what, where=url, fix=f"{fix} {otherwise}".strip())
