"""Machine code from the cache into this process. Only LLVM's own library is needed for that, Numba is not."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import TYPE_CHECKING, Any

import llvmlite.binding as llvm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_KEPT: list[Any] = []
"""Engines own the memory in which their code is; code is never unloaded."""


@cache
def target_machine() -> llvm.TargetMachine:
    """The machine at hand, as LLVM writes code for it."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    triple = llvm.get_process_triple()
    options = {"reloc": "static"} if triple.startswith("x86") else {}
    return llvm.Target.from_triple(triple).create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=2,
        codemodel="jitdefault",
        jit=True,
        **options,
    )


def machine_name() -> str:
    """What machine code depends on beside its source: the processor and LLVM."""
    features = llvm.get_host_cpu_features().flatten()
    return f"{llvm.get_process_triple()} {llvm.get_host_cpu_name()} {features} {llvm.llvm_version_info}"


def load(code: bytes, name: str, arguments: Sequence[Any]) -> Callable[..., int]:
    """A function of some object code, given the types of its arguments.

    What it raises (only checked code does) becomes an IndexError.
    """
    module = llvm.parse_assembly("")
    engine = llvm.create_mcjit_compiler(module, target_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _KEPT.append(engine)
    result, problem = ctypes.POINTER(ctypes.c_int64), ctypes.POINTER(ctypes.c_void_p)
    function = ctypes.CFUNCTYPE(ctypes.c_int32, result, problem, *arguments)(engine.get_function_address(name))

    def call(*given: int) -> int:
        value, raised = ctypes.c_int64(), ctypes.c_void_p()
        if function(ctypes.byref(value), ctypes.byref(raised), *given):
            raise IndexError(f"{name}: a place outside its array")
        return value.value

    return call
