"""Ids that more than one article of some files has, found in bounded memory however many articles there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from masthead.sources.eights import eight, lowest, mixed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from masthead.sources.eights import Words

ID = "id"
AT_A_TIME = 4_000_000
"""Ids whose keys are looked at together; files with more are gone through once for each such part."""
IDS_ONCE = (
    "Leave one of the two out; if they are different articles, read them all into one table and measure that: "
    "masthead read PATH --on-duplicate suffix -o articles.parquet."
)
"""What to do about an id of two articles."""
MOST = 20
_ROWS = 65_536


class Repeat(NamedTuple):
    """An id, and the files of the first article that has it and of another."""

    id: str
    first: Path
    again: Path


def repeated_ids(paths: Sequence[Path], *, most: int = MOST) -> list[Repeat]:
    """The first ids that occur twice in Parquet files with a column ``id``. Raises OSError and ArrowException."""
    rows = sum(pq.read_metadata(path).num_rows for path in paths)
    parts = np.uint64(1 + rows // AT_A_TIME)
    found: list[Repeat] = []
    for part in range(int(parts)):
        every = [keys[keys % parts == part] for _, column in _columns(paths) for keys in (_keys(column),)]
        values, times = np.unique(np.concatenate([np.zeros(0, np.uint64), *every]), return_counts=True)
        if (times > 1).any():
            found += _named(paths, values[times > 1], most - len(found))
        if len(found) >= most:
            break
    return found


def _named(paths: Sequence[Path], doubtful: Words, most: int) -> list[Repeat]:
    """Those of some keys that really are of one id."""
    first: dict[str, Path] = {}
    found: dict[str, Repeat] = {}
    for path, column in _columns(paths):
        for name in column.filter(pa.array(np.isin(_keys(column), doubtful))).to_pylist():
            if name in first and name not in found:
                found[name] = Repeat(name, first[name], path)
                if len(found) == most:
                    return list(found.values())
            first.setdefault(name, path)
    return list(found.values())


def _columns(paths: Sequence[Path]) -> Iterator[tuple[Path, pa.Array]]:
    for path in paths:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_ROWS, columns=[ID]):
                yield path, batch.column(0).cast(pa.large_string())


def _keys(ids: pa.Array) -> Words:
    """A number for each id that is the same for equal ids, and seldom for others."""
    offsets = np.frombuffer(ids.buffers()[1], np.int64)[ids.offset : ids.offset + len(ids) + 1]
    data = np.frombuffer(ids.buffers()[2] or b"", np.uint8)
    starts, lengths = offsets[:-1], np.diff(offsets)
    keys: Words = lengths.astype(np.uint64)
    for done in range(0, int(lengths.max(initial=0)), 8):
        longer = np.flatnonzero(lengths > done)
        words = eight(data, starts[longer] + done) & lowest(lengths[longer] - done)
        keys[longer] = mixed([keys[longer], words])
    return keys
