"""Texts kept compressed, since a model's texts are read only a few times and take a quarter of the memory so.

Python's strings take four times as much: two bytes a sign where a text holds a single one beyond Latin-1, as every
masked text does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self, overload

import numpy as np
import pyarrow as pa

from masthead.text.masking import mask_texts, own_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

TEXT = ("text", "excluded")
"""The columns of articles that their texts are made of."""

AT_ONCE = 5_000
"""Articles whose texts are taken and masked together."""

_LONE = "surrogatepass"
_CODEC = pa.Codec("zstd", compression_level=1)


class PackedTexts(Sequence[str]):
    """Texts that are strings only while they are read; to take some of them copies none."""

    __slots__ = ("_packed",)

    def __init__(self, packed: Iterable[tuple[bytes, int]]) -> None:
        self._packed = tuple(packed)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Pack texts one by one."""
        plain = (text.encode("utf-8", _LONE) for text in texts)
        return cls((_CODEC.compress(text, asbytes=True), len(text)) for text in plain)

    def take(self, rows: Iterable[int] | NDArray[Any]) -> Self:
        """Some of the texts, by number."""
        return type(self)(self._packed[row] for row in rows)

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [_unpacked(*packed) for packed in self._packed[index]]
        return _unpacked(*self._packed[index])


def _unpacked(packed: bytes, size: int) -> str:
    text: bytes = _CODEC.decompress(packed, decompressed_size=size, asbytes=True)
    return text.decode("utf-8", _LONE)


def packed_texts(
    articles: pa.Table, rows: Sequence[int], outlets: Sequence[str], hidden: Sequence[str] | None
) -> PackedTexts:
    """The texts of the articles in ``rows``, of ``outlets``, without furniture.

    The names ``hidden`` and those of each text's own outlet are masked; with None nothing is.
    """
    order = np.argsort(rows)
    return PackedTexts.of(_as_stored(articles, rows, [outlets[at] for at in order], hidden)).take(np.argsort(order))


def _as_stored(
    articles: pa.Table, rows: Sequence[int], outlets: Sequence[str], hidden: Sequence[str] | None
) -> Iterator[str]:
    """Texts in the order of the table: to take rows in another order copies all texts."""
    columns = articles.select([name for name in TEXT if name in articles.column_names])
    wanted, done = np.zeros(articles.num_rows, bool), 0
    wanted[rows] = True
    for start in range(0, articles.num_rows, AT_ONCE):
        part = columns.slice(start, AT_ONCE).filter(pa.array(wanted[start : start + AT_ONCE]))
        texts, done = own_texts(part), done + part.num_rows
        yield from texts if hidden is None else mask_texts(texts, outlets[done - part.num_rows : done], hidden)
