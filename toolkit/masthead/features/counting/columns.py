"""Hits from rows as the pass writes them to columns in the order of HITS."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.features.counting import output as out
from masthead.native.dialect import entry
from masthead.native.structs import Placed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.features.counting.output import Output
    from masthead.text.records import Records


class Columns(NamedTuple):
    """The fields of hits, one array each; strings by their numbers, or by place and size among the letters."""

    article: NDArray[np.int32]
    title: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    family: NDArray[np.int32]
    category: NDArray[np.int32]
    term: NDArray[np.int32]
    term_at: NDArray[np.int32]
    term_size: NDArray[np.int32]
    canonical: NDArray[np.int32]
    canonical_at: NDArray[np.int32]
    canonical_size: NDArray[np.int32]
    voice: NDArray[np.int32]
    group: NDArray[np.int32]
    weight: NDArray[np.float32]


def hit_columns(output: Output) -> Columns:
    """The hits of a batch by article, field, place, family and category."""
    count = int(output.state[out.N_HITS])
    order = np.empty(count, np.int64)
    out.sort_all(output.hits, order, np.empty(count, np.int64), count)
    numbers = np.empty((len(Columns._fields) - 1, count), np.int32)
    columns = Columns._make([*numbers, np.empty(count, np.float32)])
    _lay_out(output.hits, order, Placed(columns))
    return columns


@entry
def _lay_out(hits: Records, order: NDArray[np.int64], columns: Columns) -> int:
    for at in range(len(order)):
        hit = hits[order[at]]
        columns.article[at], columns.title[at] = hit.article, hit.title
        columns.start[at], columns.end[at] = hit.start, hit.end
        columns.family[at], columns.category[at] = hit.family, hit.category
        columns.term[at], columns.term_at[at], columns.term_size[at] = hit.term, hit.term_at, hit.term_size
        columns.canonical[at] = hit.canonical
        columns.canonical_at[at], columns.canonical_size[at] = hit.canonical_at, hit.canonical_size
        columns.voice[at], columns.group[at], columns.weight[at] = hit.voice, hit.group, hit.weight
    return len(order)
