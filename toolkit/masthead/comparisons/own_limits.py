"""The outlets' own intervals beside their differences, so that one table has both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

ENDS = {"estimate_low": "low", "estimate_high": "high"}


def with_own_limits(comparisons: pa.Table, profiles: pa.Table | None) -> pa.Table:
    """COMPARISONS with the limits of PROFILES as those of the estimates; as it is where there are no profiles."""
    if profiles is None:
        return comparisons
    places = {key: place for place, key in enumerate(_keys(profiles))}
    chosen = pa.array([places.get(key) for key in _keys(comparisons)], pa.int64())
    for name, end in ENDS.items():
        place = comparisons.schema.get_field_index(name)
        comparisons = comparisons.set_column(place, comparisons.schema.field(place), profiles[end].take(chosen))
    return comparisons


def _keys(table: pa.Table) -> Sequence[tuple[str, str]]:
    return list(zip(table["outlet"].to_pylist(), table["feature"].to_pylist(), strict=True))
