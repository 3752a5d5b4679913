"""From article rows to cluster sums, in an order that does not depend on the order of the rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.errors import UsageError, did_you_mean
from masthead.profiles.clusters import clusters
from masthead.stats import Formula, Moments, Ratio, bootstrap_intervals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature
    from masthead.stats import Resampler, Statistic

    Floats = NDArray[np.float64]

UNKNOWN_GROUP = "unknown"
BLOCK_FEATURES = 16


@dataclass(frozen=True, slots=True)
class ClusterTable:
    """FEATURES sorted by group, cluster and id, with a number for each group and cluster.

    ``groups`` are the sorted names; ``row_group`` and ``row_cluster`` hold one code per row, both ascending;
    ``cluster_group`` one group code per cluster. ``by`` names the column that groups, usually ``outlet``.
    """

    features: pa.Table
    groups: tuple[str, ...]
    row_group: NDArray[np.intp]
    row_cluster: NDArray[np.intp]
    cluster_group: NDArray[np.intp]
    _counts: dict[str, Floats] = field(default_factory=dict)
    _known: dict[frozenset[str], NDArray[np.bool_]] = field(default_factory=dict)

    @classmethod
    def of(cls, features: pa.Table, by: str = "outlet") -> ClusterTable:
        """Sort ``features`` and number its groups and clusters.

        Raises ``UsageError`` where a column needed is missing.
        """
        require_columns(features, ("id", "outlet", by))
        names = pc.fill_null(pc.cast(features.column(by).combine_chunks(), pa.string()), UNKNOWN_GROUP)
        outlets = pc.cast(features.column("outlet").combine_chunks(), pa.string())
        labels = pc.binary_join_element_wise(outlets, clusters(features).labels, "\x1f")
        keys = pa.table({"group": names, "cluster": labels, "id": features.column("id")})
        order = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in keys.column_names])
        keys = keys.take(order)
        row_group, new_group = _codes(keys.column("group"))
        _, new_label = _codes(keys.column("cluster"))
        new_cluster = new_group | new_label
        groups = tuple(keys.column("group").filter(pa.array(new_group)).to_pylist())
        row_cluster = np.cumsum(new_cluster) - 1
        return cls(features.take(order), groups, row_group, row_cluster, row_group[new_cluster])

    def kept(self, rows: NDArray[np.bool_]) -> ClusterTable:
        """Some of the rows, with the numbers that groups and clusters have."""
        counts = {name: column[rows] for name, column in self._counts.items()}
        features = self.features.filter(pa.array(rows))
        return replace(
            self,
            features=features,
            row_group=self.row_group[rows],
            row_cluster=self.row_cluster[rows],
            _counts=counts,
            _known={names: known[rows] for names, known in self._known.items()},
        )

    def count(self, name: str) -> Floats:
        """A count column as floats, NaN where unknown."""
        if name not in self._counts:
            column = pc.cast(self.features.column(name), pa.float64())
            self._counts[name] = np.asarray(column.to_numpy(), dtype=np.float64)
        return self._counts[name]

    def known(self, names: Iterable[str]) -> NDArray[np.bool_]:
        """Which rows have all of some counts; wordings of one concept ask for the same."""
        wanted = frozenset(names)
        if wanted not in self._known:
            unknown = [np.isnan(self.count(name)) for name in sorted(wanted)]
            self._known[wanted] = ~np.logical_or.reduce(unknown)
        return self._known[wanted]


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


def group_names(features: pa.Table, by: str = "outlet") -> tuple[str, ...]:
    """The groups that ``ClusterTable.of`` would find; UsageError where the column is missing."""
    require_columns(features, (by,))
    names = pc.fill_null(pc.cast(features.column(by), pa.string()), UNKNOWN_GROUP)
    return tuple(sorted(pc.unique(names).to_pylist()))


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
    reasons = table.features.column("reason")[rows] if "reason" in table.features.column_names else None
    found = Counter(reason or "not measured" for reason in (reasons.to_pylist() if reasons else [None] * len(missing)))
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    said = ", ".join(f"{count} {REASONS.get(reason, reason)}" for reason, count in ordered)
    return f"no usable articles: {said}"


def _counted_in(feature: Feature) -> str:
    """What a feature is counted in, as its unit says: attributions where it is % of these."""
    said = _UNIT.search(feature.unit)
    return said[1] if said else " + ".join(feature.denominator)


def require_columns(features: pa.Table, names: Iterable[str], *, needed_by: str | None = None) -> None:
    """Raise ``UsageError`` for the first of ``names`` that the table lacks."""
    for name in names:
        if features.schema.get_field_index(name) < 0 and name not in features.column_names:
            purpose = f", which feature {needed_by!r} needs" if needed_by else ""
            hint = did_you_mean(name, features.column_names)
            raise UsageError(
                f"The feature table has no column {name!r}{purpose}.{hint}",
                fix="Measure the articles again with `masthead measure`, or give the articles themselves.",
            )


def _codes(column: pa.ChunkedArray) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Ascending codes of a sorted column, and where each new value begins."""
    new = np.ones(len(column), dtype=np.bool_)
    if len(column) > 1:
        values = column.combine_chunks()
        new[1:] = pc.not_equal(values[1:], values[:-1]).to_numpy(zero_copy_only=False)
    return np.cumsum(new) - 1, new


def usable_rows(table: ClusterTable, feature: Feature) -> NDArray[np.bool_]:
    """Which rows are usable for a feature, as ``blocks_of`` says."""
    known = table.known(feature.columns)
    if feature.denominator:
        known = known & (np.sum([table.count(name) for name in feature.denominator], axis=0) > 0)
    return known


def _block(
    table: ClusterTable, catalogue: Sequence[Feature], indices: list[int], comparable: NDArray[np.bool_]
) -> Block:
    rows = np.flatnonzero(usable_rows(table, catalogue[indices[0]]))
    row_cluster = table.row_cluster[rows]
    starts = np.flatnonzero(np.diff(row_cluster, prepend=-1))
    groups = len(table.groups)
    columns: dict[tuple[str, ...], int] = {}
    parts = [tuple(columns.setdefault(key, len(columns)) for key in _parts(catalogue[index])) for index in indices]
    summed = [np.sum([table.count(name)[rows] for name in key], axis=0) for key in columns]
    sums = np.add.reduceat(np.column_stack(summed), starts, axis=0) if rows.size else np.empty((0, len(columns)))
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
        members=np.diff(starts, append=len(rows)),
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
