"""What a mark depends on: one cluster with much of the hits, one outlet among the others, or a few long articles.

Nothing is resampled or permuted anew. From cluster sums comes the difference that is left when something is left out,
with its standard error. The mark is taken to go where that difference has the other sign; where its interval, moved and
widened like the error, holds 0; or where the difference over its error has shrunk by more than p allows: below
z(cut-off) / z(p) of what it was, the cut-off being the largest p that q still lets pass and z the normal deviate. Of
the least p there can be, z is at least the difference over its error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.special import ndtri

from masthead.comparisons.differences import Tested
from masthead.comparisons.summary import THRESHOLD
from masthead.numerals import percent
from masthead.profiles import ClusterTable, blocks_of
from masthead.schema import VOICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.options import CompareOptions
    from masthead.features.base import Feature

    Floats = NDArray[np.float64]
    Row = dict[str, Any]

LARGE_SHARE = 0.25
"""A cluster with more of an outlet's hits than this carries the rate."""
LONGEST = 0.02
"""The share of each outlet's articles, the longest, that are left out: one at least."""
_MOST_NAMED = 3
_WORDS = tuple(f"words.{voice}" for voice in VOICES)


@dataclass(frozen=True, slots=True)
class Case:
    """Where a row of a comparison comes from; ``base`` is the code of its reference, None for the rest."""

    table: ClusterTable
    feature: Feature
    tested: Tested
    place: int
    group: int
    base: int | None
    options: CompareOptions


class Difference(NamedTuple):
    """A difference and its standard error."""

    value: float
    error: float


def say_fragile(rows: Sequence[Row], cutoff: float) -> None:
    """Fill in ``fragile`` of the marked rows that have a ``case``, in place, with the cut-off of all that are read."""
    marked = [row for row in rows if row["marked"] and "case" in row]
    for row, longest in zip(marked, _without_longest([row["case"] for row in marked]), strict=True):
        row["fragile"] = "; ".join(_reasons(row, longest, cutoff)) or None


def cutoff_of(rows: Iterable[Row]) -> float:
    """The largest p that q lets pass, 0 where it lets none; q must be known."""
    return max((row["p"] for row in rows if row["q"] is not None and row["q"] < THRESHOLD), default=0.0)


def _reasons(row: Row, longest: Difference | None, cutoff: float) -> Iterator[str]:
    case: Case = row["case"]
    for group in (case.group, case.base):
        share = 0.0 if group is None else largest_share(case.tested, case.place, group)
        if share > LARGE_SHARE:
            whose = "" if group == case.group else f" of {case.table.groups[group or 0]}"
            yield f"one cluster holds {percent(share)} of the hits{whose}"
    whole = _difference(case.tested, case.place, case.group, _others(case))
    gone = [name for name, left in _without_outlets(case) if not withstands(row, whole, left, cutoff, case.options)]
    if gone:
        more = f" or {len(gone) - _MOST_NAMED} others" if len(gone) > _MOST_NAMED else ""
        yield f"disappears without {' or '.join(gone[:_MOST_NAMED])}{more}"
    if longest is not None and not withstands(row, whole, longest, cutoff, case.options):
        yield f"disappears without the longest {percent(LONGEST)} of articles"


def withstands(row: Row, whole: Difference, left: Difference, cutoff: float, options: CompareOptions) -> bool:
    """Whether a mark stays with the difference that is ``left`` of the ``whole``, as the module says."""
    if not whole.error > 0 or not left.error >= 0:
        return True
    if left.value * whole.value <= 0:
        return False
    if row["low"] is not None:
        nearer = row["low"] if whole.value > 0 else row["high"]
        reach = abs(whole.value - nearer) * left.error / whole.error
        if abs(left.value) <= reach:
            return False
    if left.error == 0:
        return True
    size = abs(whole.value) / whole.error
    z = -float(ndtri(row["p"] / 2))
    z = max(z, size) if row["p"] <= 1 / (options.permutations + 1) else z
    return bool(abs(left.value) / left.error / size >= -float(ndtri(cutoff / 2)) / z)


def largest_share(tested: Tested, place: int, group: int) -> float:
    """The largest share of an outlet's hits that one cluster holds; 0 where there are none or nobody counts them."""
    block = tested.block
    hits = block.moments.matrix[block.group_rows(group)][:, list(block.hits[place])].sum(axis=1)
    return float(hits.max() / hits.sum()) if len(hits) and hits.sum() > 0 else 0.0


def _others(case: Case) -> NDArray[np.intp]:
    """The outlets that the case's one is compared with."""
    if case.base is not None:
        return np.array([case.base])
    everyone = np.arange(len(case.table.groups))
    able = case.tested.able(everyone, case.options.min_clusters)[case.place]
    return np.flatnonzero(able & (everyone != case.group))


def _difference(tested: Tested, place: int, group: int, others: NDArray[np.intp]) -> Difference:
    values, variances = tested.estimate[place], tested.variance[place]
    error = variances[group] + variances[others].sum() / len(others) ** 2
    return Difference(float(values[group] - values[others].mean()), float(np.sqrt(error)))


def _without_outlets(case: Case) -> Iterator[tuple[str, Difference]]:
    """What is left of the difference from the rest without each of the others, by its name."""
    others = _others(case)
    for left_out in others if len(others) > 1 else ():
        kept = others[others != left_out]
        yield case.table.groups[left_out], _difference(case.tested, case.place, case.group, kept)


def _without_longest(cases: Sequence[Case]) -> list[Difference | None]:
    """What is left of each difference without the longest articles; None where their length is not known."""
    found: list[Difference | None] = [None] * len(cases)
    for table in {id(case.table): case.table for case in cases}.values():
        own = [number for number, case in enumerate(cases) if case.table is table]
        shorter = without_longest(table)
        if shorter is not None:
            for number, left in zip(own, _again(shorter, [cases[number] for number in own]), strict=True):
                found[number] = left
    return found


def without_longest(table: ClusterTable) -> ClusterTable | None:
    """The table without the longest articles of each group, as many as ``LONGEST`` says; None without word counts."""
    if not set(_WORDS) <= set(table.features.column_names):
        return None
    words = np.nan_to_num(table.total(_WORDS))
    order = np.lexsort((np.arange(len(words)), -words, table.row_group))
    sizes = np.bincount(table.row_group, minlength=len(table.groups))
    rank = np.empty(len(words), np.intp)
    rank[order] = np.concatenate([np.arange(size) for size in sizes])
    return table.kept(rank >= np.ceil(LONGEST * sizes)[table.row_group])


def _again(table: ClusterTable, cases: Sequence[Case]) -> Iterator[Difference | None]:
    """The differences of ``cases`` in some of the articles, None where one of the outlets has too few of them."""
    catalogue = list({case.feature.name: case.feature for case in cases}.values())
    tested = {
        catalogue[index].name: (result, place)
        for block in blocks_of(table, catalogue)
        for result in (Tested.blank(block),)
        for place, index in enumerate(block.indices)
    }
    for case in cases:
        result, place = tested[case.feature.name]
        known = np.isfinite(result.variance[place])
        others = _others(case)
        others = others[known[others]]
        enough = len(others) > 0 and known[case.group]
        yield _difference(result, place, case.group, others) if enough else None
