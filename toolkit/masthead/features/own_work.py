"""Feature rows of an outlet's own work: agency copy, what another outlet printed before, and repeats counted apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class NotOwn:
    """Articles that do not count as their outlet's own work, or count once more than they should.

    ``agencies`` are articles that are agency copy, by agency, ``republished`` copies of other outlets' articles, and
    ``repeated``, by outlet, articles that are in their own outlet already. ``total`` are all articles, ``counted`` and
    ``reprints_counted`` say whether these are counted among them all the same, and ``emptied`` are the outlets of which
    nothing else is there.
    """

    agencies: Mapping[str, int]
    republished: int
    total: int
    counted: bool
    emptied: tuple[str, ...]
    repeated: Mapping[str, int] = field(default_factory=dict)
    reprints_counted: bool = False

    @property
    def agency(self) -> int:
        """Articles that are agency copy."""
        return sum(self.agencies.values())


@dataclass(frozen=True, slots=True)
class OwnWork:
    """FEATURES under both choices: ``own`` without agency copy and copies of others, ``whole`` with these."""

    own: pa.Table
    whole: pa.Table
    found: NotOwn


def own_work(features: pa.Table, *, keep_reprints: bool = False) -> OwnWork:
    """The rows of FEATURES that are their outlet's own work, and a count of the others.

    Not its own are agency copy (``agency``), and an article that repeats one of another outlet (``copy_of``, followed
    to the first in the chain; an original that is not among the rows is unknown and does not count). Of an article that
    is several times in one outlet, the first counts, unless ``keep_reprints``. Rows of a table without these columns
    are all own.
    """
    wire, repeated = _column(features, "agency"), repeats(features)
    copied = _copied(features) & ~wire
    once = ~repeated | keep_reprints
    own = ~(wire | copied) & once
    names = features.filter(wire & once)["agency"].to_pylist() if wire.any() else []
    outlets = set(features["outlet"].unique().to_pylist()) - set(features.filter(own)["outlet"].unique().to_pylist())
    found = NotOwn(
        dict(Counter(names).most_common()),
        int((copied & once).sum()),
        features.num_rows,
        counted=False,
        emptied=tuple(sorted(outlets)),
        repeated=dict(sorted(Counter(features.filter(repeated)["outlet"].to_pylist()).items())),
        reprints_counted=keep_reprints,
    )
    return OwnWork(_filtered(features, own), _filtered(features, once), found)


def repeats(table: pa.Table) -> Truths:
    """Which rows of ARTICLES or FEATURES are in their own outlet already: the original there, or an earlier copy."""
    if not _column(table, "copy_of").any() or "id" not in table.column_names:
        return np.zeros(table.num_rows, np.bool_)
    root, outlets = _roots(table), _outlets(table)
    at_home = outlets[root] == outlets
    rows = np.arange(table.num_rows)
    # The original of its own outlet comes first, then the order of the rows.
    order = np.lexsort((rows, ~(at_home & (root == rows)), outlets, root))
    same = (root[order][1:] == root[order][:-1]) & (outlets[order][1:] == outlets[order][:-1])
    found = np.zeros(table.num_rows, np.bool_)
    found[order[1:][same]] = True
    return found


def _filtered(features: pa.Table, kept: Truths) -> pa.Table:
    return features if kept.all() else features.filter(kept)


def _column(features: pa.Table, name: str) -> Truths:
    """Where a text column says something; nowhere if there is no such column."""
    if name not in features.column_names:
        return np.zeros(features.num_rows, np.bool_)
    said: Truths = pc.is_valid(features[name]).to_numpy()
    return said


def _copied(features: pa.Table) -> Truths:
    """Rows whose original, through all copies in between, is in another outlet."""
    if not _column(features, "copy_of").any() or "id" not in features.column_names:
        return np.zeros(features.num_rows, np.bool_)
    outlets = _outlets(features)
    different: Truths = outlets[_roots(features)] != outlets
    return different


def _roots(table: pa.Table) -> NDArray[np.int64]:
    """The row of each row's original, through all copies in between; its own where that is not among the rows."""
    places = pc.index_in(table["copy_of"], value_set=table["id"].combine_chunks(), skip_nulls=True)
    rows = np.arange(table.num_rows)
    root: NDArray[np.int64] = np.where(pc.is_valid(places).to_numpy(), pc.fill_null(places, 0).to_numpy(), rows)
    for _ in range(table.num_rows.bit_length()):
        root = root[root]
    return root


def _outlets(table: pa.Table) -> NDArray[np.int32]:
    codes: NDArray[np.int32] = pc.dictionary_encode(table["outlet"].combine_chunks()).indices.to_numpy()
    return codes
