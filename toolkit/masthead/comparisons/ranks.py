"""Ranks of outlets with intervals, for those who rank anyway: how many are above for certain, and how many below.

All pairs of outlets are compared at once. An outlet's rank lies between one more than the number of outlets that are
higher for certain and all but the number that are lower (Mogstad, Romano, Shaikh and Wilhelm 2024). Limits of pairs
are made of the outlets' own limits (MOVER; Zou and Donner 2008) at the level at which all pairs hold together: that of
the studentised range (Tukey and Kramer; Hayter 1984). Ranks of resampled figures, the usual way (Goldstein and
Spiegelhalter 1996), are too narrow where outlets are alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from scipy.special import ndtr

from masthead.comparisons.options import CompareOptions
from masthead.errors import UsageError, options_of
from masthead.features import ready
from masthead.profiles import profile_outlets
from masthead.schema import RANKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature

    Floats = NDArray[np.float64]
    Row = dict[str, Any]

UNKNOWN = "no interval to compare by"


def rank_outlets(
    features: Any, catalogue: Sequence[Feature] | None = None, options: CompareOptions | None = None
) -> pa.Table:
    """Rank outlets on each feature, the highest first: a RANKS table.

    ``features`` and the catalogue are those of ``compare_outlets``. ``rank`` counts the outlets with a higher estimate;
    ``rank_low`` and ``rank_high`` hold all ranks of a feature together at ``level``. Outlets with fewer than
    ``min_clusters`` clusters are not ranked; one without an interval may have any rank. Signed scores, which have no
    least value, are not ranked. Raises UsageError where fewer than two outlets are given.
    """
    options = options_of(options, CompareOptions)
    table, rows = ready(features, catalogue)
    outlets = sorted(set(table.column("outlet").to_pylist()))
    if len(outlets) < 2:
        raise UsageError("ranks need two outlets or more", fix="`masthead profile` describes a single outlet.")
    usual = profile_outlets(table, rows, **options.intervals).to_pylist()
    found: list[Row] = []
    for feature in rows:
        own = [row for row in usual if row["feature"] == feature.name]
        able = [row for row in own if _able(row, feature, options)]
        level = simultaneous_level(len(able), options.level)
        wide = _wide(table, feature, level, options) if len(able) > 1 else []
        limits = {row["outlet"]: (row["low"], row["high"]) for row in wide}
        found += _ranked(own, able, limits)
    return pa.Table.from_pylist(found, schema=RANKS)


def _wide(table: pa.Table, feature: Feature, level: float, options: CompareOptions) -> list[Row]:
    """The outlets' limits at the level of all pairs; no feature that is ranked is resampled."""
    found = profile_outlets(table, [feature], level=level, draws=options.draws, min_clusters=options.min_clusters)
    rows: list[Row] = found.to_pylist()
    return rows


def simultaneous_level(outlets: int, level: float) -> float:
    """The level of one pair's limits at which those of all pairs of ``outlets`` hold together at ``level``."""
    if outlets < 2:
        return level
    from scipy.stats import studentized_range  # noqa: PLC0415 - slow to import, needed here only

    return float(2 * ndtr(studentized_range.ppf(level, outlets, np.inf) / np.sqrt(2)) - 1)


def rank_limits(values: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The lowest and highest rank of each outlet, 1 being the highest value.

    ``low`` and ``high`` are the outlets' limits at the level of ``simultaneous_level``, infinite where unknown.
    """
    difference = values[:, None] - values[None, :]
    below = np.sqrt((values - low)[:, None] ** 2 + (high - values)[None, :] ** 2)
    higher = difference - below > 0
    return 1.0 + higher.sum(axis=0), len(values) - higher.sum(axis=1).astype(np.float64)


def _able(row: Row, feature: Feature, options: CompareOptions) -> bool:
    enough = row["n_clusters"] >= max(2, options.min_clusters)
    return enough and row["estimate"] is not None and bool(np.isfinite(feature.low))


def _ranked(own: Sequence[Row], able: Sequence[Row], limits: dict[str, tuple[float | None, float | None]]) -> list[Row]:
    values = np.array([row["estimate"] for row in able])
    ends = [limits.get(row["outlet"], (None, None)) for row in able]
    low = np.array([-np.inf if end[0] is None else end[0] for end in ends])
    high = np.array([np.inf if end[1] is None else end[1] for end in ends])
    lowest, highest = rank_limits(values, low, high) if len(able) > 1 else (np.empty(0), np.empty(0))
    ranks = {}
    for place, row in enumerate(able if len(able) > 1 else ()):
        ranks[row["outlet"]] = {
            "rank": int(1 + (values > values[place]).sum()),
            "rank_low": int(lowest[place]),
            "rank_high": int(highest[place]),
            "reason": UNKNOWN if np.isinf(low[place]) else None,
        }
    blank = dict.fromkeys(("rank", "rank_low", "rank_high"))
    wanted = [name for name in RANKS.names if name not in (*blank, "n_ranked")]
    made = []
    for row in own:
        kept = {name: row[name] for name in wanted} | {"n_ranked": len(ranks)}
        why = row["reason"] or ("no other outlet is ranked" if able else "not ranked")
        made.append(kept | ranks.get(row["outlet"], blank | {"reason": why}))
    return sorted(made, key=lambda row: (row["rank"] is None, row["rank"] or 0, row["outlet"]))
