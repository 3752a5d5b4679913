"""The machine code that a platform wheel carries: one shared library for every processor of its kind.

With it a released masthead needs neither Numba nor a compiler. It is used only while the files it was made from are as
they were then, so a rule that somebody edits in an installed masthead is never counted by the code of the old one.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE = Path(__file__).parents[1]
FOLDER = "native/carried"
"""Where in the package a wheel keeps the library and its index."""
_INDEX = "index.json"


class Index(NamedTuple):
    """What stands beside a library: its file, the functions in it, and what it was made from.

    ``files`` are paths inside the package, ``made_from`` is the SHA-256 of what is in them.
    """

    library: str
    functions: list[str]
    files: list[str]
    made_from: str

    def write(self, folder: Path) -> None:
        """Write the index beside its library."""
        (folder / _INDEX).write_text(json.dumps(self._asdict(), indent=1) + "\n", encoding="utf-8")


def digest_of(files: Iterable[str], package: Path = PACKAGE) -> str:
    """SHA-256 of files of the package, with their names. Raises OSError where one is missing."""
    digest = hashlib.sha256()
    for name in files:
        content = (package / name).read_bytes()
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def carries(name: str) -> bool:
    """Whether this installation carries machine code whose name begins so, and may use it."""
    index = _index()
    return index is not None and any(held.startswith(name) for held in index.functions) and _library() is not None


def address_of(name: str) -> int | None:
    """Where the machine code of this name is in memory; None for none."""
    index, library = _index(), _library()
    if index is None or library is None or name not in index.functions:
        return None
    return ctypes.cast(library[name], ctypes.c_void_p).value


@cache
def _index() -> Index | None:
    """The index of this installation's library; None without one, and where a file has changed since."""
    try:
        index = Index(**json.loads((PACKAGE / FOLDER / _INDEX).read_bytes()))
        return index if digest_of(index.files, PACKAGE) == index.made_from else None
    except (OSError, ValueError, TypeError):
        return None


@cache
def _library() -> ctypes.CDLL | None:
    """The library, loaded; None where the system can't load it."""
    index = _index()
    try:
        return None if index is None else ctypes.CDLL(str(PACKAGE / FOLDER / index.library))
    except OSError:
        return None
