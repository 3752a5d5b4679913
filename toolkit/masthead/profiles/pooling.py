"""Partial pooling: outlets' estimates drawn towards the mean of the outlets, small outlets most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from scipy.special import ndtri

from masthead.schema import POOLED
from masthead.stats.shrinkage import FEWEST, shrink

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature

    Floats = NDArray[np.float64]
    Row = dict[str, Any]


class Scale(NamedTuple):
    """A scale on which an outlet's sampling error hardly depends on its value: its name, the way there and back."""

    name: str
    to: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]


def pool_profiles(profiles: pa.Table, catalogue: Sequence[Feature], *, level: float = 0.95) -> pa.Table:
    """PROFILES with what partial pooling makes of each estimate: a POOLED table, row by row.

    For each feature the outlets' estimates are shrunk towards their weighted mean (``masthead.stats.shrinkage``), on
    the square-root scale for densities, the arcsine scale for shares, and as they are for means and formulas. An
    outlet's sampling error is that of the wider side of its cluster-bootstrap interval; an outlet too small for one
    is taken to vary between clusters as the others do. ``pooled`` and its ``level`` interval are in the feature's
    unit, ``tau2`` is the variance between outlets on ``pooling_scale``, ``shrinkage`` how far the estimate is drawn
    to ``pooled_mean``, from 0 to 1. Null, with ``pooling_reason``, for fewer than four outlets.
    """
    known = {feature.name: feature for feature in catalogue}
    rows = profiles.to_pylist()
    by_feature: dict[str, list[Row]] = {}
    for row in rows:
        row.update(dict.fromkeys(POOLED.names[len(profiles.column_names) :]))
        by_feature.setdefault(row["feature"], []).append(row)
    for name, outlets in by_feature.items():
        if name in known:
            _pool(outlets, _scale(known[name]), level)
    return pa.Table.from_pylist(rows, schema=POOLED)


def _scale(feature: Feature) -> Scale:
    if feature.kind == "density":
        return Scale("square root", np.sqrt, lambda root: np.maximum(root, 0.0) ** 2)
    if feature.kind == "share":
        return Scale(
            "arcsine",
            lambda share: np.arcsin(np.sqrt(np.clip(share / feature.high, 0.0, 1.0))),
            lambda angle: feature.high * np.sin(np.clip(angle, 0.0, np.pi / 2)) ** 2,
        )
    return Scale("as it is", lambda value: value, lambda value: np.clip(value, feature.low, feature.high))


def _pool(outlets: Sequence[Row], scale: Scale, level: float) -> None:
    """Fill in the pooled figures of one feature's rows."""
    rows = [row for row in outlets if row["estimate"] is not None]
    variances = _variances(rows, scale, level)
    if variances is None or len(rows) < FEWEST:
        reason = f"pooling needs {FEWEST} outlets" if len(rows) < FEWEST else "no outlet has an interval"
        for row in rows:
            row["pooling_reason"] = reason
        return
    found = shrink(scale.to(_column(rows, "estimate")), variances)
    reach = -float(ndtri((1.0 - level) / 2)) * found.errors
    limits = scale.back(found.values - reach), scale.back(found.values + reach)
    shared = {"pooled_mean": float(scale.back(np.array(found.mean))), "tau2": found.tau2, "pooling_scale": scale.name}
    for n, row in enumerate(rows):
        row |= shared | {  # noqa: PLW2901 - the row itself is filled in
            "pooled": float(scale.back(found.values)[n]),
            "pooled_low": float(limits[0][n]),
            "pooled_high": float(limits[1][n]),
            "shrinkage": float(found.share[n]),
        }


def _variances(rows: Sequence[Mapping[str, Any]], scale: Scale, level: float) -> Floats | None:
    """Sampling variances on the scale; None where no outlet has an interval of some width."""
    if not rows:
        return None
    value, low, high = (scale.to(_column(rows, name)) for name in ("estimate", "low", "high"))
    clusters = _column(rows, "n_clusters")
    # A limit at the end of the scale is nearer than the error is: the other side tells.
    variances: Floats = (np.maximum(value - low, high - value) / ndtri((1.0 - level) / 2)) ** 2
    told = np.isfinite(variances) & (variances > 0)
    if not told.any():
        return None
    freedom = clusters[told] - 1
    one_cluster = (freedom * clusters[told] * variances[told]).sum() / freedom.sum()
    variances[~told] = one_cluster / np.maximum(clusters[~told], 1)
    return variances


def _column(rows: Sequence[Mapping[str, Any]], name: str) -> Floats:
    return np.array([np.nan if row[name] is None else row[name] for row in rows], dtype=np.float64)
