"""Every name of Numba and llvmlite that machine code is made with; most of them are no public interface.

A new version of Numba may move or change any of these: ``pyproject.toml`` bounds the version from above, and a test
names each that is gone. Nothing else in the package imports Numba.
"""

from llvmlite import ir as llvm_ir
from llvmlite.binding import (
    Linkage,
    ModuleRef,
    create_pass_builder,
    create_pipeline_tuning_options,
    parse_assembly,
)
from numba.core import cgutils, ir, types
from numba.core.codegen import CodeLibrary
from numba.core.compiler import CompilerBase, Flags
from numba.core.compiler_lock import global_compiler_lock
from numba.core.compiler_machinery import FunctionPass, LoweringPass, PassManager, register_pass
from numba.core.funcdesc import PythonFunctionDescriptor
from numba.core.lowering import Lower
from numba.core.registry import cpu_target
from numba.core.typed_passes import IRLegalization, NopythonTypeInference, PreLowerStripPhis
from numba.core.typing.templates import (
    AbstractTemplate,
    AttributeTemplate,
    infer_getattr,
    infer_global,
    signature,
)
from numba.core.untyped_passes import FixupArgs, GenericRewrites, IRProcessing, ReconstructSSA, TranslateByteCode
from numba.extending import (
    lower_builtin,
    lower_getattr_generic,
    lower_setattr_generic,
    models,
    register_model,
    typeof_impl,
)
from numba.np.numpy_support import from_dtype

__all__ = [
    "AbstractTemplate",
    "AttributeTemplate",
    "CodeLibrary",
    "CompilerBase",
    "FixupArgs",
    "Flags",
    "FunctionPass",
    "GenericRewrites",
    "IRLegalization",
    "IRProcessing",
    "Linkage",
    "Lower",
    "LoweringPass",
    "ModuleRef",
    "NopythonTypeInference",
    "PassManager",
    "PreLowerStripPhis",
    "PythonFunctionDescriptor",
    "ReconstructSSA",
    "TranslateByteCode",
    "cgutils",
    "cpu_target",
    "create_pass_builder",
    "create_pipeline_tuning_options",
    "from_dtype",
    "global_compiler_lock",
    "infer_getattr",
    "infer_global",
    "ir",
    "llvm_ir",
    "lower_builtin",
    "lower_getattr_generic",
    "lower_setattr_generic",
    "models",
    "parse_assembly",
    "register_model",
    "register_pass",
    "signature",
    "typeof_impl",
    "types",
]
