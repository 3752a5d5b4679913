"""From article rows to cluster sums, in an order that does not depend on the order of the rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.profiles.rows import require_columns
from masthead.stats import Formula, Moments, Ratio, Resampler, bootstrap_intervals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature
    from masthead.profiles.rows import ClusterTable
    from masthead.stats import Statistic

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]
    Keep = Callable[[Callable[[], Moments]], Moments]

BLOCK_FEATURES = 16
BLOCK_NUMBERS = 8_000_000
"""Numbers in the sums of a block, where there are many clusters."""
KEEP_SUMS = 10_000_000
_COLUMNS = 3
"""Columns of sums that a ratio takes, about: itself, its square and its product with what it is divided by."""


class _Kept:
    """Sums of blocks, ``KEEP_SUMS`` numbers of them, which are made again where there was no room to keep them.

    It knows neither blocks nor their table, so that the memory of all is given back as soon as they are not needed.
    """

    def __init__(self) -> None:
        self._made: dict[int, Moments] = {}

    def sums(self, block: int, make: Callable[[], Moments]) -> Moments:
        """Those of the block with a number."""
        if block not in self._made:
            self._made[block] = make()
            while len(self._made) > 1 and sum(found.matrix.size for found in self._made.values()) > KEEP_SUMS:
                del self._made[next(iter(self._made))]
        return self._made[block]


class Usable(NamedTuple):
    """The articles that some features can be used for, by cluster: see ``Block``."""

    clusters: NDArray[np.int32]
    sizes: NDArray[np.int64]
    articles: NDArray[np.int64]
    members: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Features that the same articles can be used for, and the cluster sums of those articles.

    ``indices`` are positions in the catalogue; ``clusters`` the codes of the ``n`` clusters with a usable
    article; ``sizes`` and ``articles`` count clusters and articles by group, ``members`` the usable articles of each
    cluster; ``moments`` holds the sums, and is made again where it is not kept; ``form`` are these without clusters.
    ``totals`` are sums by group, shape ``(columns, groups)``, 0 where a group has no usable article. ``comparable``
    says of each group whether the features can be compared with those of others, and ``hits`` names the columns of
    ``moments`` that each feature's hits add up from.
    """

    indices: tuple[int, ...]
    clusters: NDArray[np.int32]
    sizes: NDArray[np.int64]
    articles: NDArray[np.int64]
    members: NDArray[np.int32]
    form: Moments
    totals: Floats
    comparable: NDArray[np.bool_]
    hits: tuple[tuple[int, ...], ...]
    sums: Callable[[], Moments]

    @property
    def moments(self) -> Moments:
        """Sums of the clusters."""
        return self.sums()

    def group_rows(self, group: int) -> slice:
        """Where the clusters of one group stand in ``clusters`` and ``moments``."""
        start = int(self.sizes[:group].sum())
        return slice(start, start + int(self.sizes[group]))


def group_intervals(block: Block, group: int, resampler: Resampler, *, level: float, min_clusters: int) -> Floats:
    """Limits of a block's statistics for one group, shape ``(statistics, 2)``; NaN below ``min_clusters``."""
    if block.sizes[group] < max(2, min_clusters):
        return np.full((len(block.indices), 2), np.nan)
    return bootstrap_intervals(block.moments.rows(block.group_rows(group)), resampler, level=level)


def all_intervals(
    blocks: Sequence[Block], groups: Sequence[str], *, seed: int, draws: int, level: float, min_clusters: int
) -> list[Floats]:
    """Each group's own limits by block: arrays of shape ``(features of the block, groups, 2)``."""
    limits = [np.full((len(block.indices), len(groups), 2), np.nan) for block in blocks]
    few = draws * max((int(block.sizes.sum()) for block in blocks), default=0) <= BLOCK_NUMBERS
    kept = [Resampler(seed, name, draws) for name in groups] if few else None
    for block, found in zip(blocks, limits, strict=True):
        for group, name in enumerate(groups):
            resampler = Resampler(seed, name, draws) if kept is None else kept[group]
            found[:, group] = group_intervals(block, group, resampler, level=level, min_clusters=min_clusters)
    return limits


REASONS = {"empty": "without text", "too_short": "too short", "language": "not in English"}
NO_HITS = "no hits, so how they cluster is unknown"
_UNIT = re.compile(r"(?:% of|per [\d,]+|mean of) (.+)")


def blocks_of(table: ClusterTable, catalogue: Sequence[Feature], unmarked: frozenset[str] = frozenset()) -> list[Block]:
    """Cluster sums for every feature of the catalogue, features with the same usable articles together.

    An article is usable for a feature when none of the columns it reads is null and, where it has a
    denominator, that is above 0. Groups that are ``unmarked``, without quotation marks, are not comparable in features
    that need these. Raises ``UsageError`` where the table lacks a column.
    """
    for feature in catalogue:
        require_columns(table.features, feature.columns, needed_by=feature.name)
    marked = np.array([name not in unmarked for name in table.groups], np.bool_)
    same: dict[tuple[bytes, bool], list[int]] = {}
    for index, feature in enumerate(catalogue):
        lacking = feature.needs_marks and not marked.all()
        same.setdefault((np.packbits(usable_rows(table, feature)).tobytes(), lacking), []).append(index)
    blocks: list[Block] = []
    kept = _Kept()
    for (_, lacking), together in same.items():
        usable = _usable(table, catalogue[together[0]])
        comparable = marked if lacking else np.ones_like(marked)
        parts = _parted(catalogue, together, len(usable.clusters))
        for part in parts:
            blocks.append(_block(table, catalogue, part, comparable, usable, partial(kept.sums, len(blocks))))
    return blocks


def _parted(catalogue: Sequence[Feature], indices: list[int], clusters: int) -> Iterator[list[int]]:
    """Features in the parts that make a block: fewer of them where there are many clusters.

    But formulas of sums, whose resamples are drawn again for each block, stay together.
    """
    most = max(1, min(BLOCK_FEATURES, BLOCK_NUMBERS // (_COLUMNS * max(clusters, 1))))
    formulas = [index for index in indices if catalogue[index].formula is not None and most < BLOCK_FEATURES]
    for part, step in (([index for index in indices if index not in formulas], most), (formulas, BLOCK_FEATURES)):
        yield from (part[at : at + step] for at in range(0, len(part), step))


def reason_unknown(
    table: ClusterTable,
    feature: Feature,
    block: Block,
    group: int,
    counted: dict[str, Any],
    min_clusters: int,
) -> str | None:
    """Why a row lacks its estimate or its interval, or None where it has both."""
    if block.sizes[group] == 0:
        return reason_without_articles(table, feature, group)
    if counted["estimate"] is None:
        return "no value"
    if block.sizes[group] < max(2, min_clusters):
        return f"too few clusters ({block.sizes[group]} < {max(2, min_clusters)})"
    if counted["low"] is not None:
        return None
    return NO_HITS if counted["estimate"] == feature.low else "no variation between clusters"


def reason_without_articles(table: ClusterTable, feature: Feature, group: int) -> str:
    """Why a group has no usable article for a feature, in words."""
    rows = slice(*np.searchsorted(table.row_group, [group, group + 1]))
    missing = ~table.known(feature.columns)[rows]
    if not missing.all():
        return f"no {_counted_in(feature)}" if feature.denominator else "no value"
    reasons = table.features.column("reason") if "reason" in table.features.column_names else None
    own = [None] * len(missing) if reasons is None else reasons.take(pa.array(table.order[rows])).to_pylist()
    found = Counter(reason or "not measured" for reason in own)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    said = ", ".join(f"{count} {REASONS.get(reason, reason)}" for reason, count in ordered)
    return f"no usable articles: {said}"


def _counted_in(feature: Feature) -> str:
    """What a feature is counted in, as its unit says: attributions where it is % of these."""
    said = _UNIT.search(feature.unit)
    return said[1] if said else " + ".join(feature.denominator)


def usable_rows(table: ClusterTable, feature: Feature) -> NDArray[np.bool_]:
    """Which rows are usable for a feature, as ``blocks_of`` says."""
    known = table.known(feature.columns)
    if feature.denominator:
        known &= table.positive(feature.denominator)
    return known


def _rows_of(table: ClusterTable, feature: Feature) -> tuple[NDArray[np.intp] | slice, NDArray[np.intp]]:
    """The usable rows for a feature, and where among them each cluster begins."""
    usable = usable_rows(table, feature)
    rows: NDArray[np.intp] | slice = slice(None) if usable.all() else np.flatnonzero(usable)
    return rows, np.flatnonzero(np.diff(table.row_cluster[rows], prepend=-1))


def _usable(table: ClusterTable, feature: Feature) -> Usable:
    rows, starts = _rows_of(table, feature)
    row_cluster, groups = table.row_cluster[rows], len(table.groups)
    members = row_cluster[starts]
    return Usable(
        clusters=members.astype(np.int32),
        sizes=np.bincount(table.cluster_group[members], minlength=groups),
        articles=np.bincount(table.row_group[rows], minlength=groups),
        members=np.diff(starts, append=len(row_cluster)).astype(np.int32),
    )


def _block(
    table: ClusterTable,
    catalogue: Sequence[Feature],
    indices: list[int],
    comparable: Truths,
    usable: Usable,
    keep: Keep,
) -> Block:
    features = [catalogue[index] for index in indices]
    columns: dict[tuple[str, ...], int] = {}
    parts = [tuple(columns.setdefault(key, len(columns)) for key in _parts(feature)) for feature in features]

    def sums() -> Floats:
        rows, starts = _rows_of(table, features[0])
        found = np.empty((len(starts), len(columns)))
        for key, column in columns.items() if len(starts) else ():
            found[:, column] = np.add.reduceat(table.total(key)[rows], starts)
        return found

    first = sums()
    groups = table.cluster_group[usable.clusters]
    statistics = [_statistic(feature, first[:, part[0]], groups) for feature, part in zip(features, parts, strict=True)]
    moments = keep(lambda: Moments.of(first, statistics, parts))
    present = np.flatnonzero(usable.sizes)
    totals = np.zeros((moments.matrix.shape[1], len(usable.sizes)))
    if present.size:
        totals[:, present] = moments.totals(usable.sizes[present])
    return Block(
        indices=tuple(indices),
        **usable._asdict(),
        form=moments.without_rows(),
        totals=totals,
        comparable=comparable,
        hits=tuple(
            tuple(columns[key] for key in _parts(feature) if set(key) <= set(feature.hits)) for feature in features
        ),
        sums=lambda: keep(lambda: Moments.of(sums(), statistics, parts)),
    )


def _parts(feature: Feature) -> list[tuple[str, ...]]:
    """The sums a feature is computed from, each as the columns that are added up."""
    if feature.formula is None:
        return [feature.numerator, feature.denominator]
    return [(name,) for name in feature.columns]


def _statistic(feature: Feature, hits: Floats, groups: NDArray[np.intp]) -> Statistic:
    """The feature as a statistic of its parts; ``hits`` are the first part of every cluster, ``groups`` its group."""
    if feature.formula is None:
        return Ratio(feature.scale, feature.low, feature.high, lump(hits, groups))
    return Formula(_formula(feature), feature.low, feature.high)


def _formula(feature: Feature) -> Callable[[Floats], Floats]:
    def estimate(sums: Floats) -> Floats:
        return feature.estimate(dict(zip(feature.columns, sums, strict=True)))

    return estimate


def lump(hits: Floats, groups: NDArray[np.intp]) -> float:
    """The mean hits of a cluster that has any, in the group where that is least: the one most like a group of none."""
    having = hits > 0
    if not having.any():
        return 1.0
    clusters = np.bincount(groups[having])
    sums = np.bincount(groups[having], weights=hits[having])
    return float((sums[clusters > 0] / clusters[clusters > 0]).min())
