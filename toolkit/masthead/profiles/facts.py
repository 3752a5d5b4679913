"""What a result says of its own making, for its manifest: from which the methods of a paper are stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from masthead.features.rows import shown
from masthead.profiles.clusters import kinds_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from masthead.features.base import Feature

METHOD = "method"
FEWEST_HITS = 10
"""Hits that an outlet must have, or would have at the rate it is compared with, for a test to say anything."""
FEW_HITS = f"too few hits for a test (below {FEWEST_HITS}, found and expected)"
FEW_MISSES = f"nearly all are hits: too few others for a test (below {FEWEST_HITS}, found and expected)"
_COUNTED = ("low", "difference_low", "p", "q", "corrected_low", "pooled", "rank_low")


def method_facts(
    features: pa.Table, table: pa.Table, catalogue: Sequence[Feature], options: Mapping[str, Any]
) -> dict[str, Any]:
    """The facts of a result ``table`` made of FEATURES, under the manifest's key ``METHOD``.

    ``clusters`` counts articles by kind of cluster, ``features`` are the primary features, or those of the option
    ``families``, ``known`` says how many rows have an interval (``low``), a ``p``, a ``q``, and how many q corrects
    over (``family``: those with too few hits for a test count too); ``options`` are those of the result.
    """
    known = {name: len(table) - table[name].null_count for name in _COUNTED if name in table.column_names}
    if "q" in known and "reason" in table.column_names:
        few = pc.is_in(table["reason"], value_set=pa.array([FEW_HITS, FEW_MISSES]))
        tried = pc.and_(few, table["primary"]) if "primary" in table.column_names else few
        known["family"] = known["q"] + (pc.sum(tried).as_py() or 0)
    return {
        METHOD: {
            "clusters": dict(sorted(kinds_of(features).items())),
            "features": [feature.name for feature in shown(catalogue, options.get("families", ()))],
            "known": known,
            **{name: value for name, value in options.items() if name not in ("families", "features")},
        }
    }
