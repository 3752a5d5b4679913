"""Files in an object store, or wherever else fsspec reaches: found by their addresses, fetched when they are read.

Nothing is looked for or fetched but what the user named. A file is fetched whole to a temporary folder and removed when
it has been read.
"""

from __future__ import annotations

import errno
import glob
import hashlib
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.errors import UnreadableInput, UsageError
from masthead.sources.rows import Unusable
from masthead.sources.shelf import no_room

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESS = re.compile(r"[a-z][a-z0-9+.\-]*://", re.IGNORECASE)
_BLOCK = 1 << 20
_FIX = "Check the address, the connection and the credentials that its package looks for."


def is_remote(item: object) -> bool:
    """Whether an input is an address such as ``s3://bucket/folder``."""
    return isinstance(item, str) and _ADDRESS.match(item) is not None


def remote_files(address: str) -> tuple[str, list[str]]:
    """The address of the folder that is named and of each file in it, in order; one file, or those of a pattern.

    Raises UnreadableInput where there is none, or the place can't be reached, UsageError where a package is missing.
    """
    system, place = _opened(address)
    try:
        if glob.has_magic(place):
            found = [name for name in system.glob(place) if system.isfile(name)]
            root = re.split(r"[*?\[]", place)[0].rpartition("/")[0]
        else:
            found = [place] if system.isfile(place) else system.find(place)
            root = place.rpartition("/")[0] if found == [place] else place
    except Exception as error:  # each system has its own errors
        raise UnreadableInput(f"this can't be listed ({_said(error)})", where=address, fix=_FIX) from error
    if not found:
        raise UnreadableInput("no such file or folder", where=address, fix="Check the address.")
    listed = sorted(found) if glob.has_magic(place) else sorted(found, key=lambda name: _order(name[len(root) :]))
    return system.unstrip_protocol(root), [system.unstrip_protocol(name) for name in listed]


def _order(name: str) -> list[tuple[bool, str]]:
    """Sorts the files of a folder as those of this machine are: its own, and then those of each folder in it."""
    *folders, file = name.strip("/").split("/")
    return [*((True, folder) for folder in folders), (False, file)]


@contextmanager
def fetched(address: str, name: str, most: int) -> Iterator[Path]:
    """A temporary copy, called ``name``, of a file of at most so many bytes; raises Unusable where there is none."""
    with tempfile.TemporaryDirectory(prefix="masthead-") as folder:
        path = Path(folder) / name
        try:
            system, place = _opened(address)
            size = system.size(place)
            if size is not None and size > most:
                raise Unusable("too large", f"it has more than {most:,} bytes")
            system.get_file(place, str(path))
        except Unusable:
            raise
        except Exception as error:
            if getattr(error, "errno", None) == errno.ENOSPC:
                raise no_room(error) from error  # type: ignore[arg-type]
            raise Unusable("not fetched", _said(error)) from error
        yield path


def hash_remote(address: str) -> str:
    """SHA-256 of a file's bytes, which pass and are not kept; raises OSError where it can't be read."""
    digest = hashlib.sha256()
    try:
        system, place = _opened(address)
        with system.open(place, "rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except Exception as error:
        raise OSError(_said(error)) from error
    return digest.hexdigest()


def _opened(address: str) -> tuple[Any, str]:
    try:
        import fsspec  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            "reading from an address needs fsspec", where=address, fix='pip install "masthead[remote]"'
        ) from error
    try:
        system, place = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UsageError(f"this address can't be opened ({error})", where=address, fix=_FIX) from error
    return system, str(place)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {(str(error).splitlines() or [''])[0][:200]}"
