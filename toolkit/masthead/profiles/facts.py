"""What a result says of its own making, for its manifest: from which the methods of a paper are stated."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from masthead.features.rows import shown
from masthead.profiles.clusters import clusters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.features.base import Feature

METHOD = "method"
_COUNTED = ("low", "difference_low", "p", "q", "corrected_low", "pooled", "rank_low")


def method_facts(
    features: pa.Table, table: pa.Table, catalogue: Sequence[Feature], options: Mapping[str, Any]
) -> dict[str, Any]:
    """The facts of a result ``table`` made of FEATURES, under the manifest's key ``METHOD``.

    ``clusters`` counts articles by kind of cluster, ``features`` are the primary features, or those of the option
    ``families``, ``known`` says how many rows have an interval (``low``), a ``p``, a ``q``; ``options`` are those of
    the result.
    """
    kinds = Counter(str(kind) for kind in clusters(features).kinds)
    known = {name: len(table) - table[name].null_count for name in _COUNTED if name in table.column_names}
    return {
        METHOD: {
            "clusters": dict(sorted(kinds.items())),
            "features": [feature.name for feature in shown(catalogue, options.get("families", ()))],
            "known": known,
            **{name: value for name, value in options.items() if name not in ("families", "features")},
        }
    }
