"""What a compiled function may do with placed groups and their arrays, told to Numba.

An array is an address and a length here, a row of records is read where it is, and an index is never counted from the
end: Numba's own arrays carry seven words and ask of every index whether it is negative.
"""

from __future__ import annotations

import hashlib
import operator
import sys
from typing import TYPE_CHECKING, Any

from masthead.native.backend.numba_names import (
    AbstractTemplate,
    AttributeTemplate,
    cgutils,
    from_dtype,
    infer_getattr,
    infer_global,
    lower_builtin,
    lower_getattr_generic,
    lower_setattr_generic,
    models,
    register_model,
    signature,
    types,
)
from masthead.native.backend.numba_names import (
    llvm_ir as ir,
)
from masthead.native.dialect import (
    eight_bytes,
    leading_zeros,
    prefetch,
    wrapped_product,
    wrapped_shift,
    wrapped_sum,
)
from masthead.native.structs import NUMBER, Group, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = ir.IntType(64)
_BYTE = ir.IntType(8).as_pointer()


def _digest(kind: Rows | Group) -> str:
    """A short name for what something is: names of types are part of every function's name."""
    return hashlib.sha256(repr(kind).encode()).hexdigest()[:10]


class GroupType(types.Type):
    """The address of a placed group."""

    def __init__(self, group: Group) -> None:
        self.group = group
        super().__init__(name=f"{group.name}_{_digest(group)}")


class RowsType(types.Type):
    """An array of one dimension: address and length; of two: address, length and width."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.dtype = from_dtype(rows.dtype)
        super().__init__(name=f"Rows_{_digest(rows)}")

    @property
    def words(self) -> int:
        """How many words it takes."""
        return 1 + self.rows.dimensions

    def row(self) -> RowsType:
        """What one row of two dimensions is."""
        return RowsType(self.rows._replace(dimensions=1))


def type_of(kind: Rows | Group | str) -> types.Type:
    """The type of a field."""
    if isinstance(kind, Group):
        return GroupType(kind)
    return RowsType(kind) if isinstance(kind, Rows) else types.int64


register_model(GroupType)(models.OpaqueModel)


@register_model(RowsType)
class _RowsModel(models.StructModel):
    def __init__(self, manager: Any, rows: RowsType) -> None:
        numbers = [("length", types.int64), ("width", types.int64)][: rows.rows.dimensions]
        super().__init__(manager, rows, [("address", types.voidptr), *numbers])


@infer_getattr
class _Fields(AttributeTemplate):
    key = GroupType

    def generic_resolve(self, group: Any, name: str) -> Any:  # type: ignore[override]
        found = group.group.field(name)
        return type_of(found[0]) if found else None


@infer_global(len)
class _Length(AbstractTemplate):
    def generic(self, args: Sequence[types.Type], kws: Any) -> Any:
        if len(args) == 1 and isinstance(args[0], RowsType):
            return signature(types.int64, args[0])
        return None


@infer_global(prefetch)
class _Prefetch(AbstractTemplate):
    def generic(self, args: Sequence[types.Type], kws: Any) -> Any:
        return signature(types.none, args[0], types.int64)


@infer_global(eight_bytes)
class _EightBytes(AbstractTemplate):
    def generic(self, args: Sequence[types.Type], kws: Any) -> Any:
        return signature(types.int64, args[0], types.int64)


@infer_global(wrapped_sum)
@infer_global(wrapped_product)
@infer_global(wrapped_shift)
class _Wrapped(AbstractTemplate):
    def generic(self, args: Sequence[types.Type], kws: Any) -> Any:
        return signature(types.int64, types.int64, types.int64)


@lower_builtin(wrapped_sum, types.Integer, types.Integer)
def _add(context: Any, builder: Any, sig: Any, args: Sequence[Any]) -> Any:
    return builder.add(*args)


@lower_builtin(wrapped_product, types.Integer, types.Integer)
def _multiply(context: Any, builder: Any, sig: Any, args: Sequence[Any]) -> Any:
    return builder.mul(*args)


@lower_builtin(wrapped_shift, types.Integer, types.Integer)
def _move_up(context: Any, builder: Any, sig: Any, args: Sequence[Any]) -> Any:
    return builder.shl(*args)


@infer_global(leading_zeros)
class _LeadingZeros(AbstractTemplate):
    def generic(self, args: Sequence[types.Type], kws: Any) -> Any:
        return signature(types.int64, types.int64)


@lower_builtin(eight_bytes, RowsType, types.Integer)
def _load_eight(context: Any, builder: Any, sig: Any, args: Sequence[Any]) -> Any:
    _check(context, builder, builder.add(args[1], _WORD(7)), builder.extract_value(args[0], 1))
    pointer = builder.gep(builder.extract_value(args[0], 0), [args[1]])
    loaded = builder.load(builder.bitcast(pointer, _WORD.as_pointer()), align=1)
    return builder.bswap(loaded) if sys.byteorder == "little" else loaded


@lower_builtin(leading_zeros, types.Integer)
def _count_zeros(context: Any, builder: Any, sig: Any, args: Sequence[Any]) -> Any:
    return builder.ctlz(args[0], ir.Constant(ir.IntType(1), 0))


@lower_builtin(prefetch, RowsType, types.Integer)
def _ask_for(context: Any, builder: Any, sig: Any, args: Sequence[Any]) -> Any:
    data = context.get_data_type(sig.args[0].dtype)
    pointer = builder.gep(builder.bitcast(builder.extract_value(args[0], 0), data.as_pointer()), [args[1]])
    number = ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [_BYTE, number, number, number])
    function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
    builder.call(function, [builder.bitcast(pointer, _BYTE), number(0), number(3), number(1)])
    return context.get_dummy_value()


def _element(rows: types.Type, index: types.Type) -> tuple[types.Type, types.Type] | None:
    """The type of ``rows[index]`` and the type that the index is made into."""
    if not isinstance(rows, RowsType):
        return None
    if isinstance(index, types.Integer):
        return (rows.dtype, types.int64) if rows.rows.dimensions == 1 else (rows.row(), types.int64)
    if isinstance(index, types.BaseTuple) and len(index) == rows.rows.dimensions == 2:
        return rows.dtype, types.UniTuple(types.int64, 2)
    return None


@infer_global(operator.getitem)
class _GetItem(AbstractTemplate):
    def generic(self, args: Sequence[types.Type], kws: Any) -> Any:
        found = _element(args[0], args[1])
        return signature(found[0], args[0], found[1]) if found else None


@infer_global(operator.setitem)
class _SetItem(AbstractTemplate):
    def generic(self, args: Sequence[types.Type], kws: Any) -> Any:
        found = _element(args[0], args[1])
        return signature(types.none, args[0], found[1], found[0]) if found else None


def _load_word(builder: Any, address: Any, place: int, *, fixed: bool) -> Any:
    word = builder.gep(builder.bitcast(address, _WORD.as_pointer()), [_WORD(place)])
    loaded = builder.load(word)
    if fixed:
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


@lower_getattr_generic(GroupType)
def _get_field(context: Any, builder: Any, group: GroupType, address: Any, name: str) -> Any:
    found = group.group.field(name)
    assert found is not None
    kind, place = found
    if kind == NUMBER:
        return _load_word(builder, address, place, fixed=False)
    pointer = builder.inttoptr(_load_word(builder, address, place, fixed=True), _BYTE)
    if not isinstance(kind, Rows):
        return pointer
    rows = RowsType(kind)
    value = builder.insert_value(ir.Constant(context.get_value_type(rows), ir.Undefined), pointer, 0)
    for word in range(1, rows.words):
        value = builder.insert_value(value, _load_word(builder, address, place + word, fixed=True), word)
    return value


@lower_setattr_generic(GroupType)
def _set_number(context: Any, builder: Any, sig: Any, args: Sequence[Any], name: str) -> None:
    found = sig.args[0].group.field(name)
    word = builder.gep(builder.bitcast(args[0], _WORD.as_pointer()), [_WORD(found[1])])
    builder.store(context.cast(builder, args[1], sig.args[1], types.int64), word)


@lower_builtin(len, RowsType)
def _len(context: Any, builder: Any, sig: Any, args: Sequence[Any]) -> Any:
    return builder.extract_value(args[0], 1)


def _check(context: Any, builder: Any, index: Any, size: Any) -> None:
    if context.enable_boundscheck:
        cgutils.do_boundscheck(context, builder, index, size)


def _pointer(context: Any, builder: Any, rows: RowsType, value: Any, index: Any) -> Any:
    """The address of an element; of a row where there are two dimensions and one index."""
    address = builder.extract_value(value, 0)
    if rows.rows.dimensions == 2:
        width = builder.extract_value(value, 2)
        row = index if index.type == _WORD else builder.extract_value(index, 0)
        _check(context, builder, row, builder.extract_value(value, 1))
        offset = builder.mul(row, width)
        if index.type != _WORD:
            column = builder.extract_value(index, 1)
            _check(context, builder, column, width)
            offset = builder.add(offset, column)
    else:
        offset = index
        _check(context, builder, index, builder.extract_value(value, 1))
    data = context.get_data_type(rows.dtype)
    return builder.gep(builder.bitcast(address, data.as_pointer()), [offset], inbounds=True)


@lower_builtin(operator.getitem, RowsType, types.Integer)
@lower_builtin(operator.getitem, RowsType, types.BaseTuple)
def _get_item(context: Any, builder: Any, sig: Any, args: Sequence[Any]) -> Any:
    rows = sig.args[0]
    pointer = _pointer(context, builder, rows, args[0], args[1])
    if isinstance(sig.return_type, RowsType):
        value = ir.Constant(context.get_value_type(sig.return_type), ir.Undefined)
        value = builder.insert_value(value, builder.bitcast(pointer, _BYTE), 0)
        return builder.insert_value(value, builder.extract_value(args[0], 2), 1)
    return context.unpack_value(builder, rows.dtype, pointer)


@lower_builtin(operator.setitem, RowsType, types.Integer, types.Any)
@lower_builtin(operator.setitem, RowsType, types.BaseTuple, types.Any)
def _set_item(context: Any, builder: Any, sig: Any, args: Sequence[Any]) -> Any:
    rows = sig.args[0]
    pointer = _pointer(context, builder, rows, args[0], args[1])
    if isinstance(rows.dtype, types.Record):
        size = context.get_abi_sizeof(context.get_data_type(rows.dtype))
        cgutils.raw_memcpy(builder, pointer, args[2], _WORD(1), size)
    else:
        context.pack_value(builder, rows.dtype, args[2], pointer)
    return context.get_dummy_value()


@lower_builtin(operator.contains, types.UniTuple, types.Integer)
def _is_one_of(context: Any, builder: Any, sig: Any, args: Sequence[Any]) -> Any:
    """``value in (one, other)`` as comparisons in a row."""
    listed, wanted = sig.args
    value = context.cast(builder, args[1], wanted, types.int64)
    found = ir.Constant(ir.IntType(1), 0)
    for place in range(listed.count):
        one = context.cast(builder, builder.extract_value(args[0], place), listed.dtype, types.int64)
        found = builder.or_(found, builder.icmp_signed("==", one, value))
    return found
