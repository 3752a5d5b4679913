"""Each article counting the same: means by hand, beside ratios of sums, and what does not go with it."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from masthead.comparisons.compare import compare
from masthead.comparisons.options import CompareOptions
from masthead.errors import UsageError
from masthead.features.base import Feature
from masthead.profiles import profile, profile_outlets
from masthead.profiles.weighing import weigh_articles
from masthead.storage import bundled

COMMON: dict[str, Any] = {"family": "loaded", "higher": "more", "citation": "none", "primary": True}
LOADED = Feature(
    name="loaded",
    title="Loaded",
    kind="density",
    unit="per 1,000 words",
    numerator=("hits",),
    denominator=("words",),
    scale=1000.0,
    **COMMON,
)
LENGTH = Feature(
    name="length",
    title="Sentence length",
    kind="formula",
    unit="words",
    numerator=("words", "sentences"),
    formula=lambda sums: sums["words"] / sums["sentences"],
    **COMMON,
)


def articles() -> pa.Table:
    """One long article with few hits, two short ones, and one without a word."""
    columns = {"id": ["a", "b", "c", "d"], "outlet": ["Quill"] * 4, "date": [None] * 4, "event": [None] * 4}
    counts = {"hits": [10, 4, 0, 0], "words": [1000, 100, 200, 0], "sentences": [50, 10, 10, 0]}
    return pa.table({name: pa.array(values) for name, values in (columns | counts).items()})


def figures(weigh: Any) -> dict[str, dict[str, Any]]:
    table, catalogue = weigh_articles(articles(), (LOADED, LENGTH), weigh)
    return {row["feature"]: row for row in profile_outlets(table, catalogue).to_pylist()}


def test_a_ratio_of_sums_becomes_the_mean_of_the_articles_rates() -> None:
    assert figures("length")["loaded"]["estimate"] == pytest.approx(1000 * 14 / 1300)
    assert figures("article")["loaded"]["estimate"] == pytest.approx((10 + 40 + 0) / 3)


def test_a_formula_is_the_mean_of_the_articles_own_values() -> None:
    assert figures("length")["length"]["estimate"] == pytest.approx(1300 / 70)
    assert figures("article")["length"]["estimate"] == pytest.approx((20 + 10 + 20) / 3)


def test_an_article_with_nothing_to_divide_by_does_not_count() -> None:
    row = figures("article")["loaded"]
    assert (row["n_articles"], row["numerator"], row["denominator"]) == (3, 50.0, 3.0)


def test_profile_and_compare_agree_and_the_manifest_says_so() -> None:
    demo = bundled("corpora/demo")
    described = {row["outlet"]: row for row in profile(demo, weigh="article").table.to_pylist() if _loaded(row)}
    found = compare(demo, CompareOptions(weigh="article"))
    compared = {row["outlet"]: row for row in found.table.to_pylist() if _loaded(row)}
    assert {outlet: row["estimate"] for outlet, row in compared.items()} == {
        outlet: row["estimate"] for outlet, row in described.items()
    }
    assert found.manifest["method"]["weigh"] == "article"
    rest = [row["estimate"] for outlet, row in compared.items() if outlet != "Harrow Chronicle"]
    own = compared["Harrow Chronicle"]
    assert own["difference"] == pytest.approx(own["estimate"] - sum(rest) / len(rest))


def test_codes_do_not_go_with_it_and_the_reason_is_given() -> None:
    with pytest.raises(UsageError, match="codes correct a ratio of sums over articles"):
        profile(bundled("corpora/demo"), weigh="article", codes=[])
    with pytest.raises(UsageError, match="codes correct a ratio of sums over articles"):
        compare(bundled("corpora/demo"), CompareOptions(weigh="article"), codes=[])


def _loaded(row: dict[str, Any]) -> bool:
    return bool(row["feature"] == "loaded.all")
