"""Every feature against its exact cases in ``tests/cases/<family>.toml``.

    [["loaded.emotive"]]
    text = "The mayor slammed the plan."
    hits = ["emotive own slammed"]          # every hit of the family, in order: category, voice, the words
    value = 200.0                           # the feature's value; left out: null

Reported speech repeats words that content and quotations hold: only the cases of its feature list it.

A hit in the headline is written ``title: category voice words``. A case with a value other than 0 is a *yes*, one
with 0 or null a *no*; every feature must have both (of the choice sets, every concept).
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

from masthead.features import FAMILIES, catalogue
from masthead.features.choices import widen
from modes import articles_of

if TYPE_CHECKING:
    from modes import CounterInMode

LISTED = tuple(family for family in FAMILIES if family != "readability")
"""Readability has cases of counts and values, in a file of its own form."""

REPORTED = "attribution.reported_share"
CASES = Path(__file__).parents[1] / "cases"


class Case(NamedTuple):
    feature: str
    number: int
    text: str
    title: str | None
    hits: tuple[str, ...]
    value: float | None


def _cases() -> list[Case]:
    found = []
    for family in LISTED:
        for feature, rows in tomllib.loads((CASES / f"{family}.toml").read_text(encoding="utf-8")).items():
            assert feature.startswith(f"{family}."), f"{family}.toml: {feature}"
            for number, row in enumerate(rows, start=1):
                unknown = row.keys() - {"text", "title", "hits", "value"}
                assert not unknown, f"{family}.toml: {feature}: {unknown}"
                found.append(
                    Case(feature, number, row["text"], row.get("title"), tuple(row.get("hits", ())), row.get("value"))
                )
    return found


ROWS = {feature.name: feature for feature in catalogue() if feature.family in LISTED}
COLUMNS = sorted({name for feature in ROWS.values() for name in feature.columns})
ALL = _cases()


@pytest.fixture(scope="session")
def measured(counter: CounterInMode) -> dict[Case, tuple[tuple[str, ...], float | None]]:
    """What the Counter finds in each case: the hits of the family as a case writes them, and the feature's value."""
    found = counter.measure(articles_of([case.text for case in ALL], [case.title for case in ALL]))
    hits: dict[str, list[str]] = {}
    for row in found.hits.to_pylist():
        case = ALL[int(row["article_id"].removeprefix("a"))]
        if row["family"] == _family(case) and (row["category"] != "reported" or case.feature == REPORTED):
            words = {"text": case.text, "title": case.title or ""}[row["field"]][row["start"] : row["end"]]
            field = "title: " if row["field"] == "title" else ""
            hits.setdefault(row["article_id"], []).append(f"{field}{row['category']} {row['voice']} {words}")
    features = widen(found.features, [name for name in COLUMNS if name.startswith("choices.")])
    columns = {name: features[name].to_numpy() for name in COLUMNS}
    values = {}
    for number, (case, article) in enumerate(zip(ALL, features["id"].to_pylist(), strict=True)):
        feature = ROWS[case.feature]
        value = float(feature.estimate({name: columns[name][number] for name in feature.columns}))
        values[case] = tuple(hits.get(article, ())), None if np.isnan(value) else value
    return values


def _family(case: Case) -> str:
    return case.feature.split(".", 1)[0]


@pytest.mark.parametrize("case", ALL, ids=[f"{case.feature}-{case.number}" for case in ALL])
def test_case(case: Case, measured: dict[Case, tuple[tuple[str, ...], float | None]]) -> None:
    hits, value = measured[case]
    assert hits == case.hits
    assert value == (None if case.value is None else pytest.approx(case.value, abs=5e-4))


def _covered(name: str) -> str:
    """What must have cases of its own: a feature, or the whole concept of a choice set."""
    return ".".join(name.split(".")[:2]) if name.startswith("choices.") else name


@pytest.mark.parametrize("name", sorted({_covered(name) for name in ROWS}))
def test_every_feature_has_a_yes_and_a_no(name: str) -> None:
    values = [case.value or 0.0 for case in ALL if _covered(case.feature) == name]
    assert any(values), "no case with a value"
    assert not all(values), "no case with 0 or null"


def test_no_case_is_for_an_unknown_feature() -> None:
    assert {case.feature for case in ALL} <= ROWS.keys()
