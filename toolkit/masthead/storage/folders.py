"""A folder that one run at a time writes to: its lock, who holds that, and what runs that were killed left behind."""

from __future__ import annotations

import os
import shutil
import socket
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from masthead.errors import Locked, OutputFailed
from masthead.storage.commit import is_leftover, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOCK = ".masthead.lock"
_HOLDER = ".masthead.run"
"""Says who holds the lock: some systems let nobody else read a file that is locked."""


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Hold the folder, which is made where there is none, for this run alone; clear away what killed runs left.

    Raises Locked, naming who holds it, and OutputFailed where the folder can't be created or written to.
    """
    lock = FileLock(folder / LOCK)
    try:
        folder.mkdir(exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Locked(
            f"another run is writing to this folder: {_told(folder)}",
            where=str(folder),
            fix="Wait for it to end, or choose another place with -o FOLDER.",
        ) from error
    except OSError as error:
        what = "the folder can't be created" if not folder.is_dir() else "the folder can't be written to"
        raise OutputFailed(
            f"{what}: {error.strerror or error}", where=str(folder), fix="Choose another place with -o FOLDER."
        ) from error
    try:
        _clear(folder)
        with suppress(OSError):  # only for the error of another run
            began = time.strftime("%Y-%m-%d %H:%M:%S")
            (folder / _HOLDER).write_text(f"process {os.getpid()} on {socket.gethostname()}, since {began}", "utf-8")
        yield
    finally:
        _clear(folder)
        with suppress(OSError):  # unlinked while held: FileLock does not take a lock on a nameless file
            (folder / LOCK).unlink()
        lock.release()


def write_folder(folder: Path, write: Callable[[Path], None]) -> None:
    """Call ``write`` with an empty folder, and have what it wrote there as ``folder``, which is complete or absent.

    A folder that is there already is replaced when all is written, and stays as it is if anything fails. Raises
    OutputFailed, and Locked where another run is at it; what ``write`` raises passes through.
    """
    made = folder.with_name(f".{folder.name}.new")
    whole = made / "whole"
    before = folder.with_name(f".{folder.name}.old")
    with sole_writer(made):
        try:
            shutil.rmtree(whole, ignore_errors=True)  # of a run that was killed
            whole.mkdir()
            write(whole)
            sync_folder(whole)
            if folder.exists():
                shutil.rmtree(before, ignore_errors=True)
                folder.replace(before)
            whole.replace(folder)
            sync_folder(folder.parent)
            shutil.rmtree(before, ignore_errors=True)
        except OSError as error:
            raise OutputFailed(
                f"could not write: {error.strerror or error}",
                where=str(folder),
                fix="Free some space or choose a writable place with -o FOLDER; an earlier output is untouched.",
            ) from error
        finally:
            shutil.rmtree(whole, ignore_errors=True)
    with suppress(OSError):
        made.rmdir()


def writer_of(folder: Path) -> str | None:
    """Who is writing to the folder now; None where nobody is."""
    if not (folder / LOCK).is_file():
        return None
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _told(folder)
    except OSError:
        return None
    lock.release()
    return None


def leftovers(folder: Path) -> list[Path]:
    """Temporary files and locks in a folder that nobody is writing to."""
    return sorted(path for path in folder.iterdir() if is_leftover(path.name) or path.name in (LOCK, _HOLDER))


def _clear(folder: Path) -> None:
    for path in leftovers(folder):
        if path.name != LOCK:
            with suppress(OSError):
                path.unlink()


def _told(folder: Path) -> str:
    try:
        return (folder / _HOLDER).read_text("utf-8")
    except (OSError, ValueError):
        return "it does not say which"
