"""What a function's machine code is made from, as a hash: its code, and the functions and constants that it uses."""

from __future__ import annotations

import hashlib
import inspect
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from masthead.native.dialect import INLINED


def fingerprint(function: Any) -> str:
    """SHA-256 of the code of a function of the dialect and of all it calls, docstrings and line numbers left out.

    Names are followed through the modules that a function uses, to functions of the dialect and to constants: a change
    to anything that ends up in the machine code changes the hash, and nothing else does.
    """
    digest = hashlib.sha256()
    todo, seen = [function], {function}
    while todo:
        at = todo.pop()
        digest.update(f"{at.__module__}.{at.__qualname__} {INLINED.get(at)}".encode())
        digest.update(repr(_code(at.__code__, at.__doc__)).encode())
        for name, value in sorted(_used(at).items()):
            if value in INLINED if isinstance(value, FunctionType) else False:
                digest.update(f"{name}={value.__module__}.{value.__qualname__}".encode())
                if value not in seen:
                    seen.add(value)
                    todo.append(value)
            else:
                digest.update(f"{name}={_constant(value)}".encode())
    return digest.hexdigest()


def _code(code: CodeType, doc: str | None) -> tuple[Any, ...]:
    consts = tuple(_code(item, None) if isinstance(item, CodeType) else item for item in code.co_consts if item != doc)
    return code.co_code, consts, code.co_names, code.co_varnames, code.co_argcount


def _used(function: Any) -> dict[str, Any]:
    """The globals that a function names, and what it may take from the modules among them."""
    names = function.__code__.co_names
    found = {name: function.__globals__[name] for name in names if name in function.__globals__}
    for module in [name for name, value in found.items() if inspect.ismodule(value)]:
        of: ModuleType = found.pop(module)
        found |= {f"{module}.{name}": getattr(of, name) for name in names if hasattr(of, name)}
    return found


def _constant(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype.descr} {value.shape} {value.tobytes().hex()}"
    if isinstance(value, int | float | str | tuple | np.generic):
        return repr(value)
    return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', type(value).__name__)}"
