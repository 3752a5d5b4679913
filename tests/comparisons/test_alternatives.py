"""Sensitivity: one choice changed at a time, and what that makes of each difference."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from masthead.comparisons.alternatives import try_alternatives
from masthead.comparisons.options import CompareOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.features import catalogue
from masthead.schema import HITS, SENSITIVITY

LOADED, QUOTED = (
    next(feature for feature in catalogue() if feature.name == name)
    for name in ("loaded.all", "attribution.quoted_share")
)
OPTIONS = CompareOptions(draws=50, permutations=199)


def articles(**more: Any) -> list[dict[str, Any]]:
    """Two outlets over 20 days: Alpha's own voice is loaded, Beta's quotations are, the headlines of both are plain."""
    random = np.random.default_rng(0)
    rows = []
    for outlet, own, quoted in (("Alpha", 12, 2), ("Beta", 4, 30)):
        for day in range(20):
            counts = dict.fromkeys((*LOADED.columns, *QUOTED.columns), 0.0)
            for category in (
                "label",
                "evaluative",
                "delegitimising",
                "euphemism",
                "intensifier",
                "emotive",
                "absolutist",
            ):
                counts |= {f"loaded.{category}.{voice}": 0.0 for voice in ("own", "attributed", "quoted")}
            rows.append(
                {
                    "id": f"{outlet}{day}",
                    "outlet": outlet,
                    "date": f"2031-01-{day + 1:02}",
                    "event": None,
                    "genre": "news",
                    "agency": None,
                    "copy_of": None,
                    "reason": None,
                    **counts,
                    "loaded.label.own": float(random.poisson(own)),
                    "loaded.label.quoted": float(random.poisson(quoted)),
                    "words.own": 500.0,
                    "words.attributed": 200.0,
                    "words.quoted": 300.0,
                    "loaded.headline_terms": 0.0,
                    "headline_words": 10.0,
                    **more,
                }
            )
    return rows


def told(rows: list[dict[str, Any]], **options: Any) -> dict[tuple[str, str, str], dict[str, Any]]:
    table = try_alternatives(pa.Table.from_pylist(rows), [LOADED, QUOTED], OPTIONS, **options)
    assert table.schema == SENSITIVITY
    return {(row["choice"], row["outlet"], row["feature"]): row for row in table.to_pylist()}


def hit(article: str, weight: float, voice: str = "own", **more: Any) -> dict[str, Any]:
    row = {"article_id": article, "field": "text", "start": 0, "end": 1, "family": "loaded", "category": "label"}
    return row | {"term": "x", "voice": voice, "weight": weight} | more


def test_the_first_rows_are_the_comparison_itself():
    rows = articles()
    plain = compare_outlets(pa.Table.from_pylist(rows), [LOADED, QUOTED], OPTIONS).to_pylist()
    found = told(rows)
    for row in plain:
        made = found["as compared", row["outlet"], row["feature"]]
        assert [made[name] for name in ("difference", "low", "high", "p", "q")] == [
            row[name] for name in ("difference", "low", "high", "p", "q")
        ]
        assert made["changed"] is False


def test_counting_quotations_turns_the_difference_round():
    found = told(articles())
    own, all_voices = (found[choice, "Alpha", "loaded.all"] for choice in ("as compared", "quotations"))
    assert (own["conclusion"], all_voices["conclusion"]) == ("higher", "lower")
    assert all_voices["changed"] is True
    hits = sum(row["loaded.label.own"] + row["loaded.label.quoted"] for row in articles()[:20])
    assert all_voices["estimate"] == pytest.approx(hits / 20_000 * 1000)


def test_headline_words_are_added_to_both_sides_of_the_rate():
    found = told(articles(**{"loaded.headline_terms": 1.0}))
    own = sum(row["loaded.label.own"] for row in articles()[:20])
    assert found["headlines", "Alpha", "loaded.all"]["estimate"] == pytest.approx((own + 20) / (20 * 510) * 1000)


def test_a_choice_has_no_rows_for_features_that_it_does_not_concern():
    found = told(articles())
    assert {choice for choice, _, feature in found if feature == "attribution.quoted_share"} == {"as compared"}
    assert {choice for choice, _, feature in found if feature == "loaded.all"} == {
        "as compared",
        "quotations",
        "headlines",
    }


def test_agency_copy_is_counted_or_left_out_whatever_the_comparison_does_not_do():
    rows = articles()
    for row in rows[:5]:
        row["agency"] = "AP"
    own = [row for row in rows if row["agency"] is None]
    found = told(own, otherwise=pa.Table.from_pylist(rows))
    assert found["as compared", "Alpha", "loaded.all"]["n_articles"] == 15
    assert found["with wire", "Alpha", "loaded.all"]["n_articles"] == 20
    found = told(rows, otherwise=pa.Table.from_pylist(own))
    assert found["as compared", "Alpha", "loaded.all"]["n_articles"] == 20
    assert found["without wire", "Alpha", "loaded.all"]["n_articles"] == 15


def test_news_alone_is_tried_where_there_is_opinion():
    rows = articles()
    for row in rows[:4]:
        row["genre"] = "opinion"
    assert told(rows)["news alone", "Alpha", "loaded.all"]["n_articles"] == 16


def test_thresholds_count_the_hits_of_the_own_voice_from_a_weight_on():
    rows = articles()
    hits = [
        hit("Alpha0", 0.1),
        hit("Alpha0", 0.5),
        hit("Alpha1", 0.9),
        hit("Alpha1", 0.9, voice="quoted"),
        hit("Alpha1", 0.9, field="title"),
        hit("Alpha1", 0.3, category="scare_quote"),
        hit("Alpha1", 0.9, family="hedging"),
    ]
    found = told(rows, hits=pa.Table.from_pylist(hits, schema=HITS))
    assert found["faint words", "Alpha", "loaded.all"]["estimate"] == pytest.approx(3 / 10_000 * 1000)
    assert found["strong words", "Alpha", "loaded.all"]["estimate"] == pytest.approx(2 / 10_000 * 1000)
    assert found["strong words", "Alpha", "loaded.all"]["difference"] == pytest.approx(2 / 10_000 * 1000)


def test_what_becomes_untested_has_not_changed():
    rows = articles()
    for row in rows[:11]:
        row["genre"] = "opinion"
    found = told(rows)["news alone", "Alpha", "loaded.all"]
    assert (found["conclusion"], found["changed"]) == (None, False)
    assert found["reason"] == "too few clusters (9 < 10)"
