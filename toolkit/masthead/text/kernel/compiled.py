"""How the kernel is compiled, and where the machine code is kept.

Numba's own cache does not notice that a function in *another* file has changed. So the folder's name is the hash of
all files of the kernel: a changed kernel never meets old code.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
from numba.core.compiler import Compiler

from masthead.storage.cache import cache_root

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")
_CHECKED = "NUMBA_BOUNDSCHECK"
_settings: Any = numba.config
_njit: Any = numba.njit


class _Part(Compiler):
    """Compiles a function that others call: its code is made better once, as part of an entry, and not at each level.

    Numba optimises every function together with all that it calls, which for calls ten deep is ten times the work.
    """

    def compile_extra(self, func: Any) -> Any:
        level, _settings.OPT = _settings.OPT, 1
        try:
            return super().compile_extra(func)  # type: ignore[no-untyped-call]
        finally:
            _settings.OPT = level


def compiled(function: Function) -> Function:
    """Compile a part of the kernel on its first call, without Python's lock, and keep the machine code for later runs.

    The kernel allocates nothing, so arrays are not reference-counted in it: counting cost more than the work itself.
    """
    return _compiled(function, pipeline_class=_Part)


def inlined(function: Function) -> Function:
    """Compile a function into each of its callers: for the few small ones that run for every character or token."""
    return _compiled(function, pipeline_class=_Part, forceinline=True)


def entry(function: Function) -> Function:
    """Compile a function that Python calls, with everything in it, for speed."""
    return _compiled(function)


def _compiled(function: Function, **options: Any) -> Function:
    own, _settings.CACHE_DIR = _settings.CACHE_DIR, own_folder()
    try:
        made = _njit(cache=True, nogil=True, error_model="numpy", _nrt=False, **options)(function)
    finally:
        _settings.CACHE_DIR = own
    return cast("Function", made)


@cache
def own_folder() -> str:
    """Where machine code is kept: ``NUMBA_CACHE_DIR`` where set, else the user's cache folder, else a temporary one."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        return os.environ["NUMBA_CACHE_DIR"]
    folder = cache_root() / f"kernel-{source_hash()[:20]}{'-checked' if os.environ.get(_CHECKED) == '1' else ''}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except OSError:
        temporary = tempfile.mkdtemp(prefix="masthead-kernel-")
        atexit.register(shutil.rmtree, temporary, ignore_errors=True)
        return temporary


@cache
def source_hash() -> str:
    """SHA-256 of the kernel's files and of Numba's version."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(Path(__file__).parents[2].glob("*/kernel/**/*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
