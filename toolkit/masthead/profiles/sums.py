"""From article rows to cluster sums, in an order that does not depend on the order of the rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from masthead.profiles.rows import require_columns
from masthead.stats import Formula, Moments, Ratio, bootstrap_intervals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature
    from masthead.profiles.rows import ClusterTable
    from masthead.stats import Resampler, Statistic

    Floats = NDArray[np.float64]

BLOCK_FEATURES = 16


@dataclass(frozen=True, slots=True)
class Block:
    """Features that the same articles can be used for, and the cluster sums of those articles.

    ``indices`` are positions in the catalogue; ``clusters`` the codes of the ``n`` clusters with a usable
    article; ``sizes`` and ``articles`` count clusters and articles by group, ``members`` the usable articles of each
    cluster; ``moments`` holds the sums. ``comparable`` says of each group whether the features can be compared with
    those of others, and ``hits`` names the columns of ``moments`` that each feature's hits add up from.
    """

    indices: tuple[int, ...]
    clusters: NDArray[np.intp]
    sizes: NDArray[np.int64]
    articles: NDArray[np.int64]
    members: NDArray[np.int64]
    moments: Moments
    comparable: NDArray[np.bool_]
    hits: tuple[tuple[int, ...], ...]

    def group_rows(self, group: int) -> slice:
        """Where the clusters of one group stand in ``clusters`` and ``moments``."""
        start = int(self.sizes[:group].sum())
        return slice(start, start + int(self.sizes[group]))

    def group_totals(self) -> Floats:
        """Sums by group, shape ``(columns, groups)``, 0 where a group has no usable article."""
        present = np.flatnonzero(self.sizes)
        totals = np.zeros((self.moments.matrix.shape[1], len(self.sizes)))
        if present.size:
            totals[:, present] = self.moments.totals(self.sizes[present])
        return totals


def group_intervals(block: Block, group: int, resampler: Resampler, *, level: float, min_clusters: int) -> Floats:
    """Limits of a block's statistics for one group, shape ``(statistics, 2)``; NaN below ``min_clusters``."""
    if block.sizes[group] < max(2, min_clusters):
        return np.full((len(block.indices), 2), np.nan)
    return bootstrap_intervals(block.moments.rows(block.group_rows(group)), resampler, level=level)


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
    return [
        _block(table, catalogue, together[at : at + BLOCK_FEATURES], marked if lacking else np.ones_like(marked))
        for (_, lacking), together in same.items()
        for at in range(0, len(together), BLOCK_FEATURES)
    ]


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


def _block(
    table: ClusterTable, catalogue: Sequence[Feature], indices: list[int], comparable: NDArray[np.bool_]
) -> Block:
    usable = usable_rows(table, catalogue[indices[0]])
    rows: NDArray[np.intp] | slice = slice(None) if usable.all() else np.flatnonzero(usable)
    row_cluster = table.row_cluster[rows]
    starts = np.flatnonzero(np.diff(row_cluster, prepend=-1))
    groups = len(table.groups)
    columns: dict[tuple[str, ...], int] = {}
    parts = [tuple(columns.setdefault(key, len(columns)) for key in _parts(catalogue[index])) for index in indices]
    sums = np.empty((len(starts), len(columns)))
    for key, column in columns.items() if len(starts) else ():
        sums[:, column] = np.add.reduceat(table.total(key)[rows], starts)
    members = row_cluster[starts]
    member_groups = table.cluster_group[members]
    statistics = [
        _statistic(catalogue[index], sums[:, part[0]], member_groups)
        for index, part in zip(indices, parts, strict=True)
    ]
    return Block(
        indices=tuple(indices),
        clusters=members,
        sizes=np.bincount(member_groups, minlength=groups),
        articles=np.bincount(table.row_group[rows], minlength=groups),
        members=np.diff(starts, append=len(row_cluster)),
        moments=Moments.of(sums, statistics, parts),
        comparable=comparable,
        hits=tuple(
            tuple(columns[key] for key in parts_of if set(key) <= set(catalogue[index].hits))
            for index, parts_of in ((index, _parts(catalogue[index])) for index in indices)
        ),
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
