"""Feature rows of an outlet's own work: agency copy, and what another outlet printed before, counted apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class NotOwn:
    """Articles that are not their outlet's own work: agency copy by agency, and copies of other outlets' articles.

    ``total`` are all articles, ``counted`` says whether these are counted among them all the same, and ``emptied`` are
    the outlets of which nothing else is there.
    """

    agencies: Mapping[str, int]
    republished: int
    total: int
    counted: bool
    emptied: tuple[str, ...]

    @property
    def agency(self) -> int:
        """Articles that are agency copy."""
        return sum(self.agencies.values())


def own_work(features: pa.Table) -> tuple[pa.Table, NotOwn]:
    """The rows of FEATURES that are their outlet's own work, and a count of the others.

    Not its own are agency copy (``agency``), and an article that repeats one of another outlet (``copy_of``, followed
    to the first in the chain; an original that is not among the rows is unknown and does not count). Rows of a table
    without these columns are all own.
    """
    wire = _column(features, "agency")
    copied = _copied(features) & ~wire
    own = ~(wire | copied)
    names = features.filter(wire)["agency"].to_pylist() if wire.any() else []
    outlets = set(features["outlet"].unique().to_pylist()) - set(features.filter(own)["outlet"].unique().to_pylist())
    agencies = dict(Counter(names).most_common())
    found = NotOwn(agencies, int(copied.sum()), features.num_rows, counted=False, emptied=tuple(sorted(outlets)))
    return (features if own.all() else features.filter(own)), found


def _column(features: pa.Table, name: str) -> NDArray[np.bool_]:
    """Where a text column says something; nowhere if there is no such column."""
    if name not in features.column_names:
        return np.zeros(features.num_rows, np.bool_)
    said: NDArray[np.bool_] = pc.is_valid(features[name]).to_numpy()
    return said


def _copied(features: pa.Table) -> NDArray[np.bool_]:
    """Rows whose original, through all copies in between, is in another outlet."""
    if not _column(features, "copy_of").any() or "id" not in features.column_names:
        return np.zeros(features.num_rows, np.bool_)
    places = pc.index_in(features["copy_of"], value_set=features["id"].combine_chunks(), skip_nulls=True)
    rows = np.arange(features.num_rows)
    root = np.where(pc.is_valid(places).to_numpy(), pc.fill_null(places, 0).to_numpy(), rows)
    for _ in range(features.num_rows.bit_length()):
        root = root[root]
    outlets = pc.dictionary_encode(features["outlet"].combine_chunks()).indices.to_numpy()
    different: NDArray[np.bool_] = outlets[root] != outlets
    return different
