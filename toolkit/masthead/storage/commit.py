"""The commit protocol: an output is complete or absent, and two runs never write the same one."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from filelock import FileLock, Timeout

from masthead.errors import Locked, OutputFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_READABLE_BY_ALL = 0o644
_MOST = 80
_LEFTOVER = re.compile(r"\.(.+)\.(?:[a-z0-9_]{8}\.part|lock)", re.DOTALL)
"""The temporary file that is to become a file, and the lock that is held meanwhile."""


def write_atomically(path: str | Path, write: Callable[[BinaryIO], None]) -> None:
    """Call ``write`` with a binary file and put what it wrote at ``path`` in one step.

    The bytes go to a temporary file beside ``path``, are flushed to disk and renamed, so a reader sees the
    old file or the whole new one. Raises OutputFailed (folder missing, not writable, disk full) and Locked
    (another run is writing ``path``); whatever ``write`` raises besides OSError passes through. In each case
    the temporary file is gone and an earlier output is untouched. What a run that was killed has left of
    ``path`` is removed.
    """
    target = Path(path)
    _refuse_impossible(target)
    with _locked(target):
        try:
            _remove_leftovers(target)
            _write_and_rename(target, write)
        except OSError as error:
            raise _failed(target, error) from error


def put_in_place(source: Path, target: str | Path) -> None:
    """Have the bytes of a finished file at ``target`` too, in one step: under a second name, or as a copy.

    The copy is for file systems without second names, and for others. Raises OutputFailed and Locked.
    """
    target = Path(target)
    if target.exists() and target.samefile(source):
        return
    _refuse_impossible(target)
    with _locked(target):
        try:
            _remove_leftovers(target)
            if not _linked(source, target):
                _write_and_rename(target, lambda file: _copy(source, file))
        except OSError as error:
            raise _failed(target, error) from error


def _linked(source: Path, target: Path) -> bool:
    temporary = target.with_name(f".{target.name[:_MOST]}.{secrets.token_hex(4)}.part")
    try:
        temporary.hardlink_to(source)
    except OSError:
        return False
    try:
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(target.parent)
    return True


def _copy(source: Path, file: BinaryIO) -> None:
    with source.open("rb") as original:
        shutil.copyfileobj(original, file)


def is_leftover(name: str) -> bool:
    """Whether a file is called as those that ``write_atomically`` works with, which outlive it if it is killed."""
    return _LEFTOVER.fullmatch(name) is not None


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk, so that a rename in it survives a power cut, where supported."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_and_rename(target: Path, write: Callable[[BinaryIO], None]) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:_MOST]}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            write(cast("BinaryIO", file))
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_READABLE_BY_ALL)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(target.parent)


def _remove_leftovers(target: Path) -> None:
    for path in target.parent.glob(".*.part"):
        left = _LEFTOVER.fullmatch(path.name)
        if left is not None and left[1] == target.name[:_MOST]:
            path.unlink(missing_ok=True)


def _refuse_impossible(target: Path) -> None:
    if target.is_dir():
        raise OutputFailed("this is a folder", where=str(target), fix="Name a file in it with -o FILE.")
    if not target.parent.is_dir():
        raise OutputFailed(
            f"the folder {str(target.parent)!r} does not exist",
            where=str(target),
            fix=f"Create it first (mkdir -p '{target.parent}') or choose another place with -o FILE.",
        )


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    lock_path = target.with_name(f".{target.name[:_MOST]}.lock")
    lock = FileLock(lock_path)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Locked(
            "another run is writing this file",
            where=str(target),
            fix="Wait for it to end, or choose another place with -o FILE.",
        ) from error
    except OSError as error:
        raise _failed(target, error) from error
    try:
        yield
    finally:
        # Unlinked while still held: a run that opened it before gets a lock on a nameless file, and the worst
        # that can follow is two complete files renamed one after the other.
        with suppress(OSError):
            lock_path.unlink()
        lock.release()


def _failed(target: Path, error: OSError) -> OutputFailed:
    return OutputFailed(
        f"could not write: {error.strerror or error}",
        where=str(target),
        fix="Free some space or choose a writable place with -o FILE; an earlier output is untouched.",
    )
