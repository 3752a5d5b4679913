"""The shared library of a platform wheel: machine code for every processor of its kind, linked by zig."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from masthead.native import machine
from masthead.native.backend.build import build
from masthead.native.library import PACKAGE, Index, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMES = {"linux": "machine.so", "darwin": "machine.dylib", "win32": "machine.dll"}
_LEAST = {"x86_64": "x86-64", "aarch64": "generic", "arm64": "generic", "AMD64": "x86-64"}
"""The processor of each kind that every other one can stand in for, as LLVM calls it."""


def write_library(function: Any, folder: Path, processor: str) -> Index:
    """Write the library of a function, for every call that this process has made of it, with its index to ``folder``.

    ``processor`` is the kind of processor as ``platform.machine()`` tells it, or a name of LLVM's. The library is taken
    for made from every file of the package that has been imported by now. Raises subprocess.CalledProcessError where it
    cannot be linked.
    """
    used = machine.kinds_in_use(function)
    names = [machine.symbol(function, kinds) for kinds in used]
    target = machine.target_machine(_LEAST.get(processor, processor))
    index = Index(_NAMES[sys.platform], names, files := _imported(), digest_of(files))
    with TemporaryDirectory() as place:
        objects = [Path(place) / f"{number}.o" for number in range(len(used))]
        for path, name, kinds in zip(objects, names, used, strict=True):
            path.write_bytes(build(function, kinds, name, target, checked=False))
        _link(folder / index.library, objects)
    index.write(folder)
    return index


def _imported() -> list[str]:
    """The files of the package that have been imported, without those that only compile."""
    paths = [Path(module.__file__ or "") for name, module in list(sys.modules.items()) if name.startswith("masthead")]
    inside = sorted(path.relative_to(PACKAGE).as_posix() for path in paths if path.is_relative_to(PACKAGE))
    return [name for name in inside if not name.startswith("native/backend/")]


def _link(library: Path, objects: Iterable[Path]) -> None:
    command = [sys.executable, "-m", "ziglang", "cc", "-shared", "-s", "-nostdlib", "-o", str(library)]
    subprocess.run([*command, *map(str, objects)], check=True, capture_output=True, text=True)  # noqa: S603
