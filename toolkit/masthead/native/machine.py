"""Machine code of the text model: carried by a wheel, or made by Numba once an installation and kept in the cache.

It is a matter of speed and nothing else. What the wheel carries is used, else what is in the cache, which LLVM loads
without Numba; more is made only within ``compiling``. Where there is none, every entry runs in Python mode.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import metadata
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from masthead.native import library
from masthead.native.fingerprint import fingerprint
from masthead.native.structs import NUMBER, Placed
from masthead.storage.cache import Cache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from masthead.native.structs import Group

    Kinds = tuple[Group | str, ...]
    Code = Callable[..., int]

CHECKED = "MASTHEAD_BOUNDS"
"""Set to 1, it makes machine code check that every place is inside its array, at a third of the speed."""
_FILE = "code.o"
NOTES: list[str] = []
"""Where the cache could not be used, and why."""
_ENGINES: list[Any] = []
"""Engines own the memory in which their code is; code is never unloaded."""
_lock = RLock()
_loaded: dict[tuple[Any, bool, Kinds], Code] = {}
_allowed: ContextVar[tuple[bool, bool]] = ContextVar("allowed", default=(True, False))
"""Whether machine code may be used, and whether it may be made; of each thread."""


@contextmanager
def compiling() -> Iterator[None]:
    """Within this, an entry without machine code has it made: half a minute, and raising what Numba raises."""
    yield from _with(use=True, make=True)


@contextmanager
def python_mode() -> Iterator[None]:
    """Within this, every entry runs in Python mode."""
    yield from _with(use=False, make=False)


def _with(*, use: bool, make: bool) -> Iterator[None]:
    before = _allowed.set((use, make))
    try:
        yield
    finally:
        _allowed.reset(before)


def kept(function: Any, kinds: Kinds | None = None) -> bool:
    """Whether there is machine code of this very function for this machine, and it may be used.

    It is carried by the wheel, in this process, or whole in the cache, for ``kinds`` of arguments or for any.
    """
    if not _allowed.get()[0]:
        return False
    if not _checked() and library.carries(f"{_name(function)}-" if kinds is None else symbol(function, kinds)):
        return True
    if not _can_load():
        return False
    if any(key[:2] == (function, _checked()) and kinds in (None, key[2]) for key in _loaded):
        return True
    keeper, name = Cache(), f"{_key(function, _checked())}-*"
    names = [_folder(function, kinds)] if kinds is not None else [path.name for path in keeper.root.glob(name)]
    return any(keeper.has(name) for name in names if not name.endswith(".lock"))


def _can_load() -> bool:
    """Whether LLVM can be imported, and Numba's version is known, which is part of the name of machine code."""
    try:
        import llvmlite.binding  # noqa: F401, PLC0415 - heavy

        metadata.version("numba")
    except (ImportError, OSError, metadata.PackageNotFoundError):  # there may be no memory for it
        return False
    return True


def code_of(function: Any, args: tuple[Placed | int, ...]) -> Code | None:
    """The machine code of a function for arguments like these: loaded, from the cache, or made; None for none."""
    use, make = _allowed.get()
    if not use:
        return None
    kinds: Kinds = tuple(arg.layout if isinstance(arg, Placed) else NUMBER for arg in args)
    key = function, _checked(), kinds
    if key not in _loaded and (make or kept(function, kinds)):
        with _lock:
            if key not in _loaded:
                _loaded[key] = _load(function, kinds)
    return _loaded.get(key)


def kinds_in_use(function: Any) -> list[Kinds]:
    """The kinds of arguments with which this process has called the machine code of a function."""
    return [kinds for called, checked, kinds in _loaded if (called, checked) == (function, _checked())]


def symbol(function: Any, kinds: Kinds) -> str:
    """What the machine code of a function for these kinds of arguments goes by."""
    return f"{_name(function)}-{hashlib.sha256(repr(kinds).encode()).hexdigest()[:8]}"


def _load(function: Any, kinds: Kinds) -> Code:
    name = symbol(function, kinds)
    carried = None if _checked() else library.address_of(name)
    if carried is not None:
        return _callable(carried, name, kinds)

    def build(folder: Path) -> None:
        from masthead.native.backend.build import build as compile_function  # noqa: PLC0415 - numba is heavy

        (folder / _FILE).write_bytes(compile_function(function, kinds, name, target_machine(), _checked()))

    keeper = Cache()
    code = (keeper.get_or_build(_folder(function, kinds), build) / _FILE).read_bytes()
    NOTES.extend(keeper.notes)
    return _callable(_loaded_by_llvm(code, name), name, kinds)


def _name(function: Any) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _folder(function: Any, kinds: Kinds) -> str:
    """What the code goes by in the cache."""
    return f"{_key(function, _checked())}-{symbol(function, kinds).rpartition('-')[2]}"


@cache
def _key(function: Any, checked: bool) -> str:
    """The part of that name which stands for all that the code is made from but the kinds of its arguments."""
    made_from = fingerprint(function), _compiler(), metadata.version("numba"), _machine_name(), checked
    return f"machine-{hashlib.sha256(repr(made_from).encode()).hexdigest()[:24]}"


@cache
def _compiler() -> str:
    """SHA-256 of the code that makes machine code of the dialect."""
    here = Path(__file__).parent
    files = [here / "dialect.py", here / "structs.py", *sorted((here / "backend").glob("*.py"))]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _checked() -> bool:
    return os.environ.get(CHECKED) == "1"


@cache
def target_machine(processor: str | None = None) -> Any:
    """The machine at hand, as LLVM writes code for it.

    With a name of LLVM's for a processor it is one of these, and the code can be loaded at any address.
    """
    import llvmlite.binding as llvm  # noqa: PLC0415 - heavy

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    triple = llvm.get_process_triple()
    target = llvm.Target.from_triple(triple)
    if processor is not None:
        return target.create_target_machine(cpu=processor, opt=2, reloc="pic", codemodel="default")
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=2,
        codemodel="jitdefault",
        jit=True,
        **({"reloc": "static"} if triple.startswith("x86") else {}),
    )


def _machine_name() -> str:
    """What machine code depends on beside its source: the processor and LLVM."""
    import llvmlite.binding as llvm  # noqa: PLC0415 - heavy

    features = llvm.get_host_cpu_features().flatten()
    return f"{llvm.get_process_triple()} {llvm.get_host_cpu_name()} {features} {llvm.llvm_version_info}"


def _loaded_by_llvm(code: bytes, name: str) -> int:
    """Where the function of this name is in memory, of some object code."""
    import llvmlite.binding as llvm  # noqa: PLC0415 - heavy

    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _ENGINES.append(engine)
    return int(engine.get_function_address(name))


def _callable(address: int, name: str, kinds: Kinds) -> Code:
    """A function of machine code in memory. What it raises (only checked code does) becomes an IndexError."""
    types = [ctypes.c_int64 if kind == NUMBER else ctypes.c_void_p for kind in kinds]
    result, problem = ctypes.POINTER(ctypes.c_int64), ctypes.POINTER(ctypes.c_void_p)
    function = ctypes.CFUNCTYPE(ctypes.c_int32, result, problem, *types)(address)

    def call(*args: Placed | int) -> int:
        value, raised = ctypes.c_int64(), ctypes.c_void_p()
        given = (arg.address if isinstance(arg, Placed) else arg for arg in args)
        if function(ctypes.byref(value), ctypes.byref(raised), *given):
            raise IndexError(f"{name.rpartition('-')[0]}: a place outside its array")
        return value.value

    return call
