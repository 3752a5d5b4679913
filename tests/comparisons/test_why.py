"""Why two articles are one event or are not, in words and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from masthead.comparisons.events import find_events
from masthead.comparisons.options import EventsOptions
from masthead.comparisons.why import why_event
from masthead.errors import UsageError
from masthead.schema import ARTICLES, EVENT_REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.results import Result

DAM = "On Monday Velk council voted down the river dam; mayor Karl Voss wanted 40 million crowns for the Teal Gorge works."
AGAIN = "Karl Voss loses: council of Velk turns the Teal Gorge dam down, and 40 million crowns with it, on Monday."
TAX = "Finance minister Ada Lind raises fuel tax by 12 per cent; hauliers in Port Emmer threaten a strike."


def why(first: str, second: str, *rows: dict[str, Any], **options: Any) -> Result:
    blank = dict.fromkeys(ARTICLES.names)
    made = [{**blank, "outlet": f"o{place}", "title": "", **row} for place, row in enumerate(rows)]
    return why_event(pa.Table.from_pylist(made, schema=ARTICLES), first, second, EventsOptions(**options))


def article(name: str, text: str, day: int | None = 1, **more: Any) -> dict[str, Any]:
    return {"id": name, "text": text, "date": None if day is None else f"2031-05-{day:02}", **more}


def of_kind(found: Result, kind: str) -> list[dict[str, Any]]:
    return [row for row in found.table.to_pylist() if row["kind"] == kind]


def value(found: Result, kind: str) -> float:
    (row,) = of_kind(found, kind)
    return float(row["value"])


CORPUS: Sequence[dict[str, Any]] = (article("a", DAM), article("b", AGAIN, 2), article("t", TAX, 2))


def test_one_event_is_told_with_the_names_and_numbers_that_both_have() -> None:
    found = why("a", "b", *CORPUS)
    assert found.table.schema == EVENT_REASONS
    assert found.details["same"]
    assert found.details["because"].startswith("One event of 2 articles: they are linked directly. They share 40, ")
    assert [row["what"] for row in of_kind(found, "number")] == ["40"]
    assert {row["what"] for row in of_kind(found, "name")} == {"Velk", "Karl", "Voss", "Teal", "Gorge"}
    assert {row["n_articles"] for row in of_kind(found, "name")} == {2}


def test_what_words_add_is_the_likeness_of_all_and_days_multiply_it() -> None:
    found = why("a", "b", *CORPUS)
    parts = [row["value"] for row in found.table.to_pylist() if row["kind"] in ("name", "number", "word")]
    assert value(found, "words") == pytest.approx(sum(parts))
    assert parts[1:] != []
    factors = value(found, "days") * value(found, "dates")
    assert value(found, "likeness") == pytest.approx(value(found, "words") * factors)
    (named,) = of_kind(found, "days")
    assert (named["first"], named["second"]) == ("Monday", "Monday")
    (link,) = of_kind(found, "link")
    assert (link["first"], link["second"]) == ("a", "b")
    assert link["value"] == pytest.approx(value(found, "likeness"), rel=1e-5)


def test_two_events_are_told_with_the_share_they_reach_and_the_one_asked() -> None:
    found = why("a", "t", *CORPUS)
    assert not found.details["same"]
    assert found.details["because"] == (
        "Not one event. Their similarity is 0.00 of that within their groups; "
        "0.38 is required (--similarity). They share no name or number."
    )
    assert value(found, "share") < value(found, "asked") == pytest.approx(0.38)
    assert value(found, "probability") < 0.5
    assert of_kind(found, "link") == []


def test_the_explanation_agrees_with_the_events() -> None:
    for least in (0.1, 0.4, 0.9, 1.0):
        found = why("a", "b", *CORPUS, similarity=least)
        assert (
            found.details["same"]
            == (value(found, "share") >= value(found, "asked"))
            == (value(found, "probability") >= 0.5)
        )


def test_articles_of_one_event_that_are_not_alike_are_told_by_the_links_between() -> None:
    words = [f"word{number} " for number in range(200)]
    rows = [article(f"a{start}", "".join(words[start : start + 100])) for start in (0, 45, 90)]
    found = why("a0", "a90", *rows, similarity=0.2)
    assert found.details["because"].startswith("One event of 3 articles: they are linked through 1 other article.")
    assert [(row["first"], row["second"]) for row in of_kind(found, "link")] == [("a0", "a45"), ("a45", "a90")]


def test_days_that_are_too_far_apart_are_named() -> None:
    found = why("a", "b", article("a", DAM, 1), article("b", DAM, 12))
    assert found.details["because"].startswith(
        "Not one event: they are 11 days apart, and none lasts more than 6 (--days)."
    )
    found = why("a", "b", article("a", DAM, 1), article("b", DAM, 6))
    assert found.details["because"].startswith(
        "Not one event, 5 days apart with a window of 3 (--days). Their similarity is"
    )


def test_without_dates_there_is_no_row_of_dates() -> None:
    found = why("a", "b", article("a", DAM, None), article("b", AGAIN, None))
    assert of_kind(found, "dates") == []
    assert found.details["same"]


def test_events_that_articles_came_with_are_named_as_the_reason() -> None:
    rows = (
        article("a", DAM, event="dam"),
        article("b", DAM),
        article("c", TAX, event="dam"),
        article("d", DAM, event="x"),
    )
    assert why("a", "b", *rows).details["because"].startswith("The input gives a an event, which is kept; b is grouped")
    assert why("b", "a", *rows).details["because"].startswith("The input gives a an event, which is kept; b is grouped")
    assert why("a", "c", *rows).details["because"].startswith("The input assigns the articles to one event")
    assert why("a", "c", *rows).details["same"]
    assert why("a", "d", *rows).details["because"].startswith("The input assigns the articles to two events")
    assert why("a", "b", *rows, regroup=True).details["same"]


def test_unknown_and_repeated_ids_are_refused() -> None:
    with pytest.raises(UsageError, match=r"no article has the id 'dam-2'\. Did you mean 'dam-1'\?"):
        why("dam-1", "dam-2", article("dam-1", DAM), article("x", TAX))
    with pytest.raises(UsageError, match="'a' is given twice"):
        why("a", "a", *CORPUS)


def test_the_names_are_those_of_the_events() -> None:
    found = why("a", "b", *CORPUS)
    blank = dict.fromkeys(ARTICLES.names)
    rows = [{**blank, "outlet": "o", "title": "", **row} for row in CORPUS]
    (event,) = of_kind(found, "event")
    assert event["first"] == find_events(pa.Table.from_pylist(rows, schema=ARTICLES))["event"][0].as_py()
