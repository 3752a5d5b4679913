"""Types of what the text model reads and writes: arrays of numbers or of rows, and rows whose fields are declared.

A row is declared as a class whose annotations are the numbers of this module; ``dtype_of`` makes the memory layout of
it. So a type checker knows every field, and a field stands in one place.
"""

from __future__ import annotations

from typing import Annotated, Any, Protocol, TypeVar, get_type_hints, overload

import numpy as np

T_co = TypeVar("T_co", covariant=True)
Int8 = Annotated[int, np.int8]
Int16 = Annotated[int, np.int16]
Int32 = Annotated[int, np.int32]
Int64 = Annotated[int, np.int64]
Float32 = Annotated[float, np.float32]


class Array(Protocol[T_co]):
    """An array of one dimension, of numbers or rows."""

    def __len__(self) -> int: ...
    def __getitem__(self, place: int, /) -> T_co: ...
    def __setitem__(self, place: int, value: Any, /) -> None: ...


class Grid(Protocol[T_co]):
    """An array of two dimensions, by row or by row and column."""

    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, place: tuple[int, int], /) -> T_co: ...
    @overload
    def __getitem__(self, place: int, /) -> Array[T_co]: ...
    def __setitem__(self, place: tuple[int, int], value: Any, /) -> None: ...


Ints = Array[int]
Floats = Array[float]


def dtype_of(row: type[Any]) -> np.dtype[Any]:
    """The layout of rows of a declared kind."""
    hints = get_type_hints(row, include_extras=True)
    return np.dtype([(name, kind.__metadata__[0]) for name, kind in hints.items()], align=True)
