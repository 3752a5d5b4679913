"""Small hand-made tables that follow the schemas, for reports to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from masthead.features.base import Feature
from masthead.profiles.overview import Overview
from masthead.schema import COMPARISONS, PROFILES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Tables = tuple[pa.Table, pa.Table]


def feature(name: str, title: str, unit: str, *, primary: bool = True) -> Feature:
    return Feature(
        name=name,
        family=name.partition(".")[0],
        title=title,
        kind="density",
        unit=unit,
        numerator=("n",),
        denominator=("d",),
        higher="more of them",
        citation="Doe (2020)",
        primary=primary,
    )


@pytest.fixture
def catalogue() -> tuple[Feature, ...]:
    return (
        feature("loaded.all", "Loaded terms", "per 1,000 own-voice words"),
        feature("style.questions", "Question marks", "per 1,000 words"),
        feature("style.numbers", "Numbers", "per 1,000 words", primary=False),
    )


@pytest.fixture
def tables(catalogue: Sequence[Feature]) -> Callable[..., Tables]:
    """Profiles and comparisons of outlets named: the first one is high on loaded terms, q 0.004."""

    def make(outlets: Sequence[str], **changed: Any) -> Tables:
        profiles, comparisons = [], []
        for row in catalogue:
            for place, outlet in enumerate(outlets):
                first = place == 0 and row.name == "loaded.all"
                profile = {
                    "outlet": outlet,
                    "feature": row.name,
                    "family": row.family,
                    "primary": row.primary,
                    "estimate": 12.34 if first else 5.0,
                    "low": 10.0 if first else 4.0,
                    "high": 15.0 if first else 6.0,
                    "n_articles": 20,
                    "n_clusters": 12,
                    "numerator": 40.0,
                    "denominator": 8000.0,
                    "unit": row.unit,
                    "reason": None,
                }
                profiles.append({**profile, **changed.get(outlet, {})})
                comparisons.append(
                    {
                        "feature": row.name,
                        "family": row.family,
                        "primary": row.primary,
                        "outlet": outlet,
                        "reference": "rest",
                        "estimate": profile["estimate"],
                        "difference": 7.34 if first else -0.5,
                        "low": 5.0 if first else -1.0,
                        "high": 9.0 if first else 0.1,
                        "effect": 1.4 if first else -0.1,
                        "p": 0.001 if first else 0.4,
                        "q": (0.004 if first else 0.6) if row.primary else None,
                        "marked": first and row.primary,
                        "hits": 40.0,
                        "hits_expected": 16.0,
                        "hits_reference": 20.0,
                        "n_articles": 20,
                        "n_clusters": 12,
                        "reason": None,
                    }
                )
        return pa.Table.from_pylist(profiles, schema=PROFILES), pa.Table.from_pylist(comparisons, schema=COMPARISONS)

    return make


@pytest.fixture
def overview() -> Callable[..., Overview]:
    def make(outlets: Sequence[str], **more: Any) -> Overview:
        return Overview(
            dict.fromkeys(outlets, 20), {"event": 20 * len(outlets)}, more.get("opinion", {}), more.get("rejects", 0)
        )

    return make
