"""Choices: for a concept with rival wordings, the share of each, own voice apart from quotations, by referent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.features.base import Feature
from masthead.storage import coded_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.lexicons import ChoiceSet

    Integers = NDArray[np.int64]

_ENTMAN = (
    "Entman, R. M. (1993). Framing: Toward Clarification of a Fractured Paradigm. Journal of Communication 43(4), 51-58"
)


COLUMN = "choices"
TYPE = pa.list_(pa.field("element", pa.struct([("name", pa.string()), ("count", pa.float64())])))
"""The child is called what Parquet calls it, so that a table read back has the same schema."""


def features(sets: Sequence[ChoiceSet]) -> tuple[Feature, ...]:
    """One feature a wording: its share among the own-voice mentions of its concept."""
    return tuple(
        Feature(
            name=f"choices.{choice.concept}.{wording}",
            family="choices",
            title=f"{choice.declaration.title}: {wording.replace('_', ' ')}",
            kind="share",
            unit="% of own-voice mentions",
            numerator=(f"choices.{choice.concept}.{wording}.own",),
            denominator=tuple(f"choices.{choice.concept}.{other}.own" for other in choice.wordings),
            scale=100.0,
            high=100.0,
            higher=f"chosen more often among {', '.join(choice.wordings).replace('_', ' ')}",
            citation=_ENTMAN if choice.declaration.citation == "ours" else choice.declaration.citation,
            version=choice.declaration.version,
            voice_aware=True,
        )
        for choice in sets
        for wording in choice.wordings
    )


def widen(features: pa.Table, names: Iterable[str]) -> pa.Table:
    """FEATURES with a count column for each of ``names`` (``choices.<concept>.<wording>[@<referent>].<voice>``).

    There are thousands of such counts and few in any one article, so FEATURES keeps them in one list column,
    ``choices``, of the counts that are not 0. A widened count is 0 where the list lacks it and null where the list
    is null. A table without the list, and names it has as columns already, are left as they are.
    """
    known = set(features.column_names)
    missing = (name for name in dict.fromkeys(names) if name not in known)
    wanted = {name: index for index, name in enumerate(missing)}
    if COLUMN not in known or not wanted:
        return features
    lists = features[COLUMN].combine_chunks()
    rows, at, counts = _found(lists, wanted)
    order = np.argsort(at, kind="stable")
    ends = np.searchsorted(at[order], np.arange(len(wanted) + 1))
    unknown = lists.is_null().to_numpy(zero_copy_only=False)
    widened = [coded_counts(rows[own], counts[own], unknown) for own in np.split(order, ends[1:-1])]
    return pa.table([*features.columns, *widened], [*features.column_names, *wanted])


def summed(features: pa.Table, places: Mapping[str, int], height: int) -> NDArray[np.float64]:
    """The counts of the ``choices`` column that ``places`` names, added up in the row it gives for each.

    An array of ``height`` rows with one column per article; 0 where the list lacks a count or is null.
    """
    counts = np.zeros((height, features.num_rows))
    if COLUMN not in features.column_names:
        return counts
    rows, at, found = _found(features[COLUMN].combine_chunks(), places)
    np.add.at(counts, (at, rows), found)
    return counts


def _found(lists: pa.ListArray, places: Mapping[str, int]) -> tuple[Integers, Integers, NDArray[np.float64]]:
    """The articles, places and numbers of the counts that ``places`` names."""
    rows = pc.list_parent_indices(lists).to_numpy()
    found = lists.flatten()
    names = pc.dictionary_encode(found.field("name"))
    place = np.array([places.get(name, -1) for name in names.dictionary.to_pylist()], dtype=np.int64)
    at = place[names.indices.to_numpy()] if len(place) else np.empty(0, np.int64)
    kept = at >= 0
    return rows[kept], at[kept], found.field("count").to_numpy()[kept]


def is_count_of_choices(column: str) -> bool:
    """Whether a column of FEATURES, widened or not, holds counts of choices."""
    return column == COLUMN or column.startswith(f"{COLUMN}.")


def counted_names(features: pa.Table) -> list[str]:
    """The names in the ``choices`` column of a FEATURES table, sorted; none where it has no such column."""
    if COLUMN not in features.column_names:
        return []
    return sorted(pc.unique(features[COLUMN].combine_chunks().flatten().field("name")).to_pylist())
