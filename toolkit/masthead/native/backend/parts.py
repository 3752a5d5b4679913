"""Calls between the functions of the text model, and the few passes of Numba that they need."""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Any

from masthead.native.backend.numba_names import (
    CodeLibrary,
    CompilerBase,
    FixupArgs,
    Flags,
    FunctionPass,
    GenericRewrites,
    IRLegalization,
    IRProcessing,
    Lower,
    LoweringPass,
    NopythonTypeInference,
    PassManager,
    PreLowerStripPhis,
    PythonFunctionDescriptor,
    ReconstructSSA,
    TranslateByteCode,
    cpu_target,
    ir,
    models,
    register_model,
    register_pass,
    signature,
    typeof_impl,
    types,
)
from masthead.native.dialect import INLINED, inlined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Function = Callable[..., Any]
    Key = tuple[Function, tuple[types.Type, ...], int]


class Library(CodeLibrary):
    """Collects the lowered functions as they come, without making anything of them."""

    def __init__(self) -> None:
        super().__init__(cpu_target.target_context.codegen(), "text model")
        self.modules: list[str] = []
        self.linked: list[CodeLibrary] = []

    def add_ir_module(self, ir_module: Any) -> None:
        """Keep a module's text."""
        self.modules.append(str(ir_module))

    def add_linking_library(self, library: CodeLibrary) -> None:
        """Keep a library of Numba's own that a function needs."""
        if library not in self.linked:
            self.linked.append(library)

    def finalize(self) -> None:
        """Nothing: ``build`` puts the modules together."""

    def get_function(self, name: str) -> Any:
        """Not asked for here."""
        raise NotImplementedError(name)

    def get_llvm_str(self) -> str:
        """The modules one after the other."""
        return "\n".join(self.modules)

    def get_asm_str(self) -> str:
        """Not asked for here."""
        raise NotImplementedError


class PartType(types.Callable, types.Opaque):
    """A function of the text model as another one sees it: there is one compiled form of it for each set of types.

    Whole numbers of any size are one type, so that there is in fact one form.
    """

    def __init__(self, function: Function) -> None:
        self.function = function
        super().__init__(f"part({function.__module__}.{function.__qualname__})")

    def get_call_type(self, context: Any, args: Sequence[types.Type], kws: Mapping[str, types.Type]) -> Any:
        """Compile the function for these types unless it is; returns the signature."""
        if kws:
            names = self.function.__code__.co_varnames[len(args) : self.function.__code__.co_argcount]
            args = (*args, *(kws[name] for name in names))
        return lowered(self.function, tuple(map(_plain, args))).signature

    def get_call_signatures(self) -> tuple[list[Any], bool]:
        """What has been compiled."""
        return [found.signature for (one, *_), found in _LOWERED.items() if one is self.function], True

    def get_impl_key(self, sig: Any) -> Any:
        """What the compiled form goes by among the functions of the target."""
        return self.function, sig.args, _BUILDS[0]


register_model(PartType)(models.OpaqueModel)


@typeof_impl.register(FunctionType)
def _type_of_function(function: Function, _context: Any) -> PartType | None:
    return PartType(function) if function in INLINED else None


def _plain(given: types.Type) -> types.Type:
    given = types.unliteral(given)
    return types.int64 if isinstance(given, types.Integer) else given


class Lowered:
    """A function that has been lowered into the library: how it is called and what it gives."""

    def __init__(self, descriptor: Any, returns: types.Type, args: tuple[types.Type, ...]) -> None:
        self.descriptor = descriptor
        self.signature = signature(returns, *args)


_LOWERED: dict[Key, Lowered] = {}
LIBRARY = Library()
CHECKED: list[bool] = [False]
"""Whether bounds are checked; one for all, as all functions are in one library."""
_BUILDS: list[int] = [0]


def begin(*, checked: bool) -> None:
    """Start afresh: what was lowered for one entry is not linked into the next."""
    CHECKED[0] = checked
    _BUILDS[0] += 1
    _LOWERED.clear()
    LIBRARY.modules.clear()
    LIBRARY.linked.clear()


def lowered(function: Function, args: tuple[types.Type, ...]) -> Lowered:
    """Lower a function for some types unless it is."""
    key = function, args, _BUILDS[0]
    if key not in _LOWERED:
        flags: Any = Flags()
        flags.release_gil = flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
        flags.forceinline = INLINED[function]
        flags.error_model = "numpy"
        flags.boundscheck = CHECKED[0]
        context = cpu_target.target_context
        pipeline = _Pipeline(cpu_target.typing_context, context, LIBRARY, args, None, flags, {})
        found = _LOWERED[key] = pipeline.compile_extra(function)
        context.insert_func_defn([(_call_of(found), key, args)])
    return _LOWERED[key]


def _call_of(found: Lowered) -> Any:
    """How a call is written; only checked code can fail, so only that looks at what it returns beside the value."""
    descriptor = found.descriptor

    def call(context: Any, builder: Any, sig: Any, args: Sequence[Any]) -> Any:
        function = context.declare_function(builder.module, descriptor)
        status, value = context.call_conv.call_function(
            builder, function, descriptor.restype, descriptor.argtypes, args
        )
        if CHECKED[0]:
            with builder.if_then(status.is_error, likely=False):
                context.call_conv.return_status_propagate(builder, status)
        return value

    call.libs = ()  # type: ignore[attr-defined]
    return call


@inlined
def _least(one: Any, other: Any) -> Any:
    return other if other < one else one  # noqa: FURB136 (this is what min is here)


@inlined
def _most(one: Any, other: Any) -> Any:
    return other if other > one else one  # noqa: FURB136


@inlined
def _whole(number: Any) -> Any:
    return number + 0


_BUILTINS = {min: _least, max: _most, int: _whole}


@register_pass(mutates_CFG=False, analysis_only=False)
class _OwnBuiltins(FunctionPass):
    """Put functions of two numbers in the place of Python's: Numba's own are compiled and linked apart for each use."""

    _name = "own_builtins"

    def __init__(self) -> None:
        """There is nothing to set."""

    def run_pass(self, state: Any) -> bool:
        for block in state.func_ir.blocks.values():
            for assigned in block.find_insts(ir.Assign):
                if isinstance(assigned.value, ir.Global) and any(assigned.value.value is one for one in _BUILTINS):
                    assigned.value.value = _BUILTINS[assigned.value.value]
        return True


@register_pass(mutates_CFG=True, analysis_only=False)
class _LowerPart(LoweringPass):
    """Lower a typed function into the library."""

    _name = "lower_part"

    def __init__(self) -> None:
        """There is nothing to set."""

    def run_pass(self, state: Any) -> bool:
        descriptor = PythonFunctionDescriptor.from_specialized_function(
            state.func_ir,
            state.typemap,
            state.return_type,
            state.calltypes,
            mangler=state.targetctx.mangler,
            inline=state.flags.forceinline,
            noalias=False,
            abi_tags=(),
        )
        with state.targetctx.push_code_library(LIBRARY):
            Lower(state.targetctx, LIBRARY, descriptor, state.func_ir, metadata=state.metadata).lower()
        state.cr = Lowered(descriptor, state.return_type, tuple(state.args))
        return True


class _Pipeline(CompilerBase):
    """The passes of Numba that these functions need."""

    def define_pipelines(self) -> list[PassManager]:
        passes = PassManager("part")
        for one, reason in (
            (TranslateByteCode, "read the function"),
            (FixupArgs, "its arguments"),
            (IRProcessing, "its blocks"),
            (_OwnBuiltins, "min, max and int"),
            (GenericRewrites, "constant places"),
            (ReconstructSSA, "a variable for each value"),
            (NopythonTypeInference, "types"),
            (PreLowerStripPhis, "no phi nodes"),
            (IRLegalization, "deletions in place"),
            (_LowerPart, "LLVM's language"),
        ):
            passes.add_pass(one, reason)
        passes.finalize()
        return [passes]
