"""One module of all functions that an entry needs, made better as a whole, as object code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.native.backend import parts
from masthead.native.backend.memory import type_of
from masthead.native.backend.numba_names import (
    Linkage,
    ModuleRef,
    cgutils,
    create_pass_builder,
    create_pipeline_tuning_options,
    global_compiler_lock,
    parse_assembly,
    types,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.native.structs import Group, Rows

_SPEED = 2


@global_compiler_lock
def build(
    function: Callable[..., int], kinds: tuple[Rows | Group | str, ...], name: str, machine: Any, checked: bool
) -> bytes:
    """The object code of a function and all that it calls for a machine, with the function under ``name``."""
    parts.begin(checked=checked)
    entry = parts.lowered(function, tuple(type_of(kind) for kind in kinds))
    if not isinstance(entry.signature.return_type, types.Integer):
        raise TypeError(f"{function.__qualname__} must return a whole number")
    module = _linked(entry.descriptor.mangled_name, name)
    tuning = create_pipeline_tuning_options(speed_level=_SPEED)
    builder = create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)
    return bytes(machine.emit_object(module))


def _linked(entry: str, name: str) -> ModuleRef:
    """All functions in one module, in which the entry alone can be seen from outside."""
    module = parse_assembly("")
    for text in parts.LIBRARY.modules:
        module.link_in(parse_assembly(cgutils.normalize_ir_text(text)))
    unwanted = [library.name for library in parts.LIBRARY.linked if library.name != "nrt"]
    if unwanted:
        raise TypeError(f"the text model calls functions of Numba that are compiled apart: {', '.join(unwanted)}")
    for function in module.functions:
        if function.name == entry:
            function.name = name
        elif not function.is_declaration:
            function.linkage = Linkage.internal
    module.verify()
    return module
