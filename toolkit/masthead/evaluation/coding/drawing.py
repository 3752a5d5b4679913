"""Whole articles drawn at random within each outlet, every one with a known probability."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.profiles.rows import ClusterTable
from masthead.profiles.sums import usable_rows
from masthead.stats import generator

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from masthead.features.base import Feature

    Rows = NDArray[np.intp]


class Drawn(NamedTuple):
    """An article that was drawn from its outlet, and with what probability."""

    id: str
    outlet: str
    probability: float


def draw(features: pa.Table, asked: Sequence[Feature], n: int, seed: int, *, by_counts: bool) -> list[Drawn]:
    """``n`` articles of each outlet, or all where it has fewer, in the order of outlets and ids.

    Articles are those usable for any of the features ``asked``. With ``by_counts`` half are drawn from the articles in
    which masthead counts something for one of them and half from the others, so that what is rare is in the sample; an
    article's probability is then that of its half. The draw depends on the seed, the outlet and the ids alone.
    """
    table = ClusterTable.of(features)
    usable = np.any([usable_rows(table, feature) for feature in asked], axis=0)
    counted = np.any([_counts(table, feature) for feature in asked], axis=0)
    ids = table.column("id").to_pylist()
    drawn = []
    for group, outlet in enumerate(table.groups):
        rows = np.flatnonzero(usable & (table.row_group == group))
        rows = rows[np.argsort(np.array([ids[row] for row in rows.tolist()], object), kind="stable")]
        parts = [rows[counted[rows]], rows[~counted[rows]]] if by_counts else [rows]
        random = generator(seed, "sample", outlet)
        for part, size in zip(parts, _sizes(parts, n), strict=True):
            chosen = np.sort(random.choice(len(part), size, replace=False)) if size else np.zeros(0, np.intp)
            drawn += [Drawn(str(ids[row]), outlet, size / len(part)) for row in part[chosen].tolist()]
    return sorted(drawn, key=lambda one: (one.outlet, one.id))


def _counts(table: ClusterTable, feature: Feature) -> NDArray[np.bool_]:
    """In which articles masthead counts something for a feature."""
    numerator, _ = feature.totals({name: table.count(name) for name in feature.columns})
    return np.nan_to_num(numerator) > 0


def _sizes(parts: Sequence[Rows], n: int) -> list[int]:
    """How many to draw of each part: as near to even as the parts allow, ``n`` in all."""
    sizes, left = [0] * len(parts), n
    for done, place in enumerate(sorted(range(len(parts)), key=lambda place: len(parts[place]))):
        sizes[place] = min(len(parts[place]), left // (len(parts) - done))
        left -= sizes[place]
    return sizes
