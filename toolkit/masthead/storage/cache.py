"""masthead's own files: the data that ships with it, and a content-addressed cache.

The cache is a folder of files for each key, built once, whole or not there at all. Bundled data is inside the wheel, or
in the checkout of an editable install.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import orjson
from filelock import FileLock, Timeout
from platformdirs import user_cache_dir

from masthead.errors import OutputFailed, UnreadableInput, UsageError
from masthead.storage.commit import sync_folder
from masthead.storage.hashing import hash_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

CACHE_VARIABLE = "MASTHEAD_CACHE"
_COMPLETE = ".complete"
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}")
_LOCK_SECONDS = 600
KEPT_DAYS = 14
_PACKAGE = Path(__file__).resolve().parent.parent


def cache_root() -> Path:
    """The cache folder: ``MASTHEAD_CACHE`` if set, else the user's cache folder of this system."""
    override = os.environ.get(CACHE_VARIABLE)
    return Path(override) if override else Path(user_cache_dir("masthead"))


class Cache:
    """Folders of built files under ``root``, one a key. ``notes`` says where the cache could not be used.

    What no run has used for ``KEPT_DAYS`` is removed when something new is built: most of it belongs to other versions
    of masthead or of a word list.
    """

    def __init__(self, root: str | Path | None = None) -> None:
        self.root = Path(root) if root is not None else cache_root()
        self.notes: list[str] = []

    def has(self, key: str) -> bool:
        """Whether the files of ``key`` are there and whole."""
        return _is_whole(self.root / _entry_name(key))

    def get_or_build(self, key: str, build: Callable[[Path], None]) -> Path:
        """The folder of ``key``, calling ``build(folder)`` to fill it where it is missing or damaged.

        ``build`` fills an empty temporary folder, which is then renamed; concurrent runs wait for the first.
        Where the cache can't be used (read-only, full, a file in the way) the files are built in a temporary
        folder that lives as long as this process, and a note is added. What ``build`` raises passes through,
        except that an OSError in the temporary folder too becomes OutputFailed.
        """
        entry = self.root / _entry_name(key)
        if _is_whole(entry):
            _note_use(entry)
            return entry
        try:
            return self._build_locked(entry, build)
        except (OSError, Timeout, OutputFailed) as error:  # the last where build writes as outputs are written
            reason = error.what if isinstance(error, OutputFailed) else error
            self.notes.append(f"cache folder {self.root} can't be used ({reason}); built in a temporary folder")
            return _build_aside(build)

    def _build_locked(self, entry: Path, build: Callable[[Path], None]) -> Path:
        self.root.mkdir(parents=True, exist_ok=True)
        with FileLock(self.root / f"{entry.name}.lock", timeout=_LOCK_SECONDS):
            if _is_whole(entry):
                return entry
            for left in self.root.glob(f".{entry.name}.*"):  # by a run that was killed as it held this lock
                shutil.rmtree(left, ignore_errors=True)
            temporary = Path(tempfile.mkdtemp(dir=self.root, prefix=f".{entry.name}."))
            try:
                build(temporary)
                _seal(temporary)
                if entry.exists():
                    self.notes.append(f"cache entry {entry.name} was damaged and has been built again")
                    _remove(entry)
                temporary.rename(entry)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
            sync_folder(self.root)
        self._remove_unused()
        return entry

    def trim(self, prefix: str, most: int) -> None:
        """Remove what was longest not used of all whose keys begin with ``prefix``, so that ``most`` bytes are left."""
        with suppress(OSError):  # another run may be at it
            entries = [(path.stat().st_mtime, path.parent) for path in self.root.glob(f"{prefix}*/{_COMPLETE}")]
            for _, entry in sorted(entries, reverse=True):
                most -= sum(_sizes(entry).values())
                if most < 0:
                    _remove_entry(entry)

    def _remove_unused(self) -> None:
        oldest = time.time() - KEPT_DAYS * 86_400
        for left in self.root.glob(".*.*"):
            with suppress(OSError):
                if left.is_dir() and left.stat().st_mtime < oldest:
                    shutil.rmtree(left)
        for sealed in self.root.glob(f"*/{_COMPLETE}"):
            with suppress(OSError):  # another run may be at it
                if sealed.stat().st_mtime < oldest:
                    _remove_entry(sealed.parent)


def _remove_entry(entry: Path) -> None:
    with suppress(OSError):  # another run may be at it
        shutil.rmtree(entry)
        entry.with_name(f"{entry.name}.lock").unlink(missing_ok=True)


def _note_use(entry: Path) -> None:
    with suppress(OSError):  # a cache that can't be written to is used all the same
        os.utime(entry / _COMPLETE)


def _entry_name(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else hash_bytes(key.encode())


def _sizes(folder: Path) -> dict[str, int]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != _COMPLETE)
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}


def _seal(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    (folder / _COMPLETE).write_bytes(orjson.dumps(_sizes(folder), option=orjson.OPT_SORT_KEYS))


def _is_whole(folder: Path) -> bool:
    try:
        return bool(orjson.loads((folder / _COMPLETE).read_bytes()) == _sizes(folder))
    except (OSError, ValueError):
        return False


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _build_aside(build: Callable[[Path], None]) -> Path:
    try:
        folder = Path(tempfile.mkdtemp(prefix="masthead-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        build(folder)
    except OSError as error:
        raise OutputFailed(
            f"no place to keep intermediate files: {error.strerror or error}",
            fix=f"Free some space, or point {CACHE_VARIABLE} at a writable folder.",
        ) from error
    return folder


def bundled(relative: str) -> Path:
    """The path of bundled data, named as in the repository, e.g. ``corpora/demo``.

    Looked up under the installed package's ``bundled`` folder, then under the root of the checkout. Raises
    UnreadableInput where it is in neither and UsageError for a name that leads out of them.
    """
    name = PurePosixPath(relative)
    if name.is_absolute() or ".." in name.parts:
        raise UsageError(f"bundled data has a relative name, not {relative!r}")
    checkout = _PACKAGE.parent.parent
    candidates = [_PACKAGE / "bundled" / name]
    if (checkout / "pyproject.toml").is_file():
        candidates.append(checkout / name)
    for candidate in candidates:
        if candidate.exists():
            return candidate
    raise UnreadableInput(
        f"the bundled data {relative!r} is not part of this installation",
        where=str(candidates[0]),
        fix="Install masthead again from a wheel or a complete checkout.",
    )
