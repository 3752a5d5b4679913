"""FEATURES by outlet and cluster: rows numbered in an order of their own, columns decoded when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.errors import UsageError, did_you_mean
from masthead.profiles.clusters import clusters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]
    Packed = NDArray[np.uint8]

UNKNOWN_GROUP = "unknown"
KEEP = 8_000_000


@dataclass(frozen=True, slots=True)
class ClusterTable:
    """FEATURES by group, cluster and id, with a number for each group and cluster.

    ``features`` are in the order that they came in; a row of the cluster table is one of them, and ``order`` says
    which. ``groups`` are the sorted names; ``row_group`` and ``row_cluster`` hold one code per row, both ascending;
    ``cluster_group`` one group code per cluster. ``by`` names the column that groups, usually ``outlet``.

    Columns are sorted and decoded when they are asked for, and at most ``KEEP`` numbers of them kept.
    """

    features: pa.Table
    order: NDArray[np.intp]
    groups: tuple[str, ...]
    row_group: NDArray[np.intp]
    row_cluster: NDArray[np.intp]
    cluster_group: NDArray[np.intp]
    _counts: dict[str, Floats] = field(default_factory=dict)
    _known: dict[frozenset[str], Packed] = field(default_factory=dict)
    _positive: dict[tuple[str, ...], Packed] = field(default_factory=dict)

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
        return cls(features, order.to_numpy().astype(np.intp), groups, row_group, row_cluster, row_group[new_cluster])

    def __len__(self) -> int:
        return len(self.order)

    def kept(self, rows: NDArray[np.bool_]) -> ClusterTable:
        """Some of the rows, with the numbers that groups and clusters have."""
        return replace(
            self,
            order=self.order[rows],
            row_group=self.row_group[rows],
            row_cluster=self.row_cluster[rows],
            _counts={},
            _known={},
            _positive={},
        )

    def column(self, name: str) -> pa.ChunkedArray:
        """A column of FEATURES, in the order of the rows."""
        return self.features.column(name).take(pa.array(self.order))

    def count(self, name: str) -> Floats:
        """A count column as floats, NaN where unknown."""
        if name not in self._counts:
            whole = pc.cast(self.features.column(name), pa.float64()).to_numpy()
            self._counts[name] = np.asarray(whole, dtype=np.float64)[self.order]
            while len(self._counts) > max(1, KEEP // max(len(self), 1)):
                del self._counts[next(iter(self._counts))]
        return self._counts[name]

    def total(self, names: Sequence[str]) -> Floats:
        """The sum of some count columns, not to be written to: of one it is the column itself."""
        first, *others = names
        found = self.count(first)
        for name in others:
            found = found + self.count(name)
        return found

    def known(self, names: Iterable[str]) -> Truths:
        """Which rows have all of some counts; wordings of one concept ask for the same."""
        wanted = frozenset(names)
        if wanted not in self._known:
            found = np.ones(len(self), np.bool_)
            for name in sorted(wanted):
                if len(wanted) > 1:
                    found &= self.known((name,))
                else:
                    found = ~np.isnan(self.count(name))
            self._known[wanted] = np.packbits(found)
        return self._unpacked(self._known[wanted])

    def positive(self, names: tuple[str, ...]) -> Truths:
        """Which rows have something of the sum of some counts."""
        if names not in self._positive:
            self._positive[names] = np.packbits(self.total(names) > 0)
        return self._unpacked(self._positive[names])

    def _unpacked(self, packed: Packed) -> Truths:
        return np.unpackbits(packed, count=len(self)).view(np.bool_)


def group_names(features: pa.Table, by: str = "outlet") -> tuple[str, ...]:
    """The groups that ``ClusterTable.of`` would find; UsageError where the column is missing."""
    require_columns(features, (by,))
    names = pc.fill_null(pc.cast(features.column(by), pa.string()), UNKNOWN_GROUP)
    return tuple(sorted(pc.unique(names).to_pylist()))


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
