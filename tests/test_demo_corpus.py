"""The bundled corpus is what its manifest says, and the tool recovers what its makers intended."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import masthead

CORPUS = Path(__file__).parents[1] / "corpora" / "demo"
MANIFEST = tomllib.loads((CORPUS / "corpus.toml").read_text(encoding="utf-8"))
PAIRS = [
    (intent["feature"], high, low) for intent in MANIFEST["intent"] for high in intent["high"] for low in intent["low"]
]


@cache
def articles() -> list[dict[str, Any]]:
    return masthead.read(CORPUS).articles.to_pylist()


@cache
def estimates() -> dict[tuple[str, str], float]:
    rows = masthead.profile(masthead.measure(CORPUS), keep_wire=True).table.to_pylist()
    return {(row["outlet"], row["feature"]): row["estimate"] for row in rows}


def test_every_outlet_covers_every_event_once() -> None:
    outlets = {outlet["name"] for outlet in MANIFEST["outlets"].values()}
    found = sorted((article["outlet"], article["event"]) for article in articles())
    assert found == sorted((outlet, event) for outlet in outlets for event in MANIFEST["events"])
    assert len(found) == 96


def test_every_article_has_a_title_a_date_and_150_to_400_words() -> None:
    for article in articles():
        body = article["text"]
        for span in reversed(article["excluded"]):
            body = body[: span["start"]] + body[span["end"] :]
        assert article["title"], article["id"]
        assert article["date"][:4] == "2031", article["id"]
        assert 150 <= len(body.split()) <= 400, (article["outlet"], article["event"], len(body.split()))


def test_two_outlets_run_the_same_agency_story() -> None:
    bodies = {
        article["outlet"]: article["text"].split("---\n")[-1]
        for article in articles()
        if article["event"] == "river-dam" and "Meridian Wire" in article["text"]
    }
    assert sorted(bodies) == ["Harrow Chronicle", "National Ledger"]
    sentences = [set(body.replace("\n", " ").split(". ")) for body in bodies.values()]
    assert len(sentences[0] & sentences[1]) >= 0.7 * min(map(len, sentences))


@pytest.mark.parametrize(
    ("feature", "high", "low"), PAIRS, ids=[" > ".join(pair[1:]) + f" {pair[0]}" for pair in PAIRS]
)
def test_the_intended_order_is_recovered(feature: str, high: str, low: str) -> None:
    assert estimates()[high, feature] > estimates()[low, feature]
