"""Every feature against its exact cases in ``tests/cases/<family>.toml``.

    [["loaded.emotive"]]
    text = "The mayor slammed the plan."
    hits = ["emotive own slammed"]          # every hit of the family, in order: category, voice, the words
    value = 200.0                           # the feature's value; left out: null

A hit in the headline is written ``title: category voice words``. A case with a value other than 0 is a *yes*, one
with 0 or null a *no*; every feature must have both (of the choice sets, every concept).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from masthead.features.measuring import count_columns

from masthead.features import FAMILIES, Instruments, catalogue, measure_article

LISTED = tuple(family for family in FAMILIES if family != "readability")
"""Readability has cases of counts and values, in a file of its own form."""

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


@cache
def _instruments() -> Instruments:
    return Instruments()


ROWS = {feature.name: feature for feature in catalogue() if feature.family in LISTED}
ALL = _cases()


def _measured(case: Case) -> tuple[tuple[str, ...], float | None]:
    counts, _, hits = measure_article(case.text, case.title, [], _instruments())
    family = case.feature.split(".", 1)[0]
    fields = {"text": case.text, "title": case.title or ""}
    shown = tuple(
        ("title: " if hit.field == "title" else "")
        + f"{hit.category} {hit.voice} {fields[hit.field][hit.start : hit.end]}"
        for hit in sorted(hits, key=lambda hit: (hit.field, hit.start, hit.end, hit.category))
        if hit.family == family
    )
    known: dict[str, Any] = counts or dict.fromkeys(count_columns(_instruments()), np.nan)
    sums = {name: np.array(known.get(name, 0.0)) for name in ROWS[case.feature].columns}
    value = float(ROWS[case.feature].estimate(sums))
    return shown, None if np.isnan(value) else value


@pytest.mark.parametrize("case", ALL, ids=[f"{case.feature}-{case.number}" for case in ALL])
def test_case(case: Case) -> None:
    hits, value = _measured(case)
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
