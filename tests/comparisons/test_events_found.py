"""Articles on one story: found by words, names and numbers within days, across outlets."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from masthead.comparisons.events import find_events, find_links, list_events
from masthead.comparisons.options import EventsOptions
from masthead.errors import UsageError
from masthead.evaluation.grouping import b_cubed
from masthead.schema import ARTICLES, EVENTS
from masthead.sources import read_articles

if TYPE_CHECKING:
    from pathlib import Path

DAM = "Velk council votes down river dam; mayor Karl Voss wanted 40 million crowns for the Teal Gorge works"
TAX = "Finance minister Ada Lind raises fuel tax by 12 per cent; hauliers in Port Emmer threaten a strike"


def table(*rows: dict[str, Any]) -> pa.Table:
    blank = dict.fromkeys(ARTICLES.names)
    return pa.Table.from_pylist(
        [{**blank, "id": f"a{place}", "outlet": f"o{place}", **row} for place, row in enumerate(rows)], schema=ARTICLES
    )


def events(*rows: dict[str, Any], **options: Any) -> list[str | None]:
    return find_events(table(*rows), EventsOptions(**options))["event"].to_pylist()


def grouped(*rows: dict[str, Any], **options: Any) -> list[list[int]]:
    """The places of articles with the same event, those alone left out."""
    groups: dict[str, list[int]] = {}
    for place, event in enumerate(events(*rows, **options)):
        if event is not None:
            groups.setdefault(event, []).append(place)
    return sorted(groups.values())


def test_reports_on_one_story_share_an_event_and_an_article_alone_has_none() -> None:
    found = events(
        {"title": "Dam voted down", "text": DAM, "date": "2031-05-01"},
        {"title": "Council says no to dam", "text": DAM.replace("votes down", "rejects"), "date": "2031-05-02"},
        {"title": "Fuel tax rises", "text": TAX, "date": "2031-05-01"},
    )
    assert found == ["2031-05-01 dam council voted", "2031-05-01 dam council voted", None]


def test_an_event_keeps_within_its_window_of_days() -> None:
    rows = [{"text": DAM, "date": f"2031-05-{day:02}"} for day in (1, 4, 20)]
    assert grouped(*rows) == [[0, 1]]
    assert grouped(*rows, days=2) == []
    assert grouped(*rows, days=30) == [[0, 1, 2]]


def test_a_chain_of_days_does_not_make_one_event() -> None:
    rows = [{"text": DAM, "date": f"2031-05-{day:02}"} for day in range(1, 25, 3)]
    found = grouped(*rows)
    assert all(3 * (group[-1] - group[0]) <= 6 for group in found)
    assert len(found) > 2


def test_a_chain_of_likeness_is_cut_where_the_average_falls() -> None:
    words = [f"word{number} " for number in range(400)]
    rows = [{"text": "".join(words[start : start + 100]), "date": "2031-05-01"} for start in range(0, 300, 50)]
    found = grouped(*rows, similarity=0.4)
    assert len(found) > 1
    assert max(len(group) for group in found) < len(rows)


def test_names_and_numbers_tell_stories_of_one_kind_apart() -> None:
    crash = "A bus crashed on a road near {place} on Monday, killing {dead} people, police said. The driver fled."
    rows = [
        {
            "text": crash.format(place=place, dead=dead) + f" Officer {name} spoke of {dead} dead in {place}.",
            "date": "2031-01-02",
        }
        for place, dead, name in (("Velk", 14, "Oskar Rehn"), ("Orvane", 31, "Lise Moor")) * 2
    ]
    assert grouped(*rows, similarity=0.7) == [[0, 2], [1, 3]]


def test_an_article_without_a_date_is_held_against_all() -> None:
    rows = [{"text": DAM, "date": "2031-05-01"}, {"text": DAM, "date": None}, {"text": TAX, "date": None}]
    assert grouped(*rows) == [[0, 1]]
    assert grouped({"text": DAM}, {"text": DAM}, {"text": TAX}) == [[0, 1]]


def test_without_dates_more_articles_must_be_more_alike() -> None:
    pair = [{"text": " ".join(f"word{n}" for n in range(start, start + 100))} for start in (0, 80)]
    others = [{"text": " ".join(map(invented, range(place, place + 60)))} for place in range(0, 72_000, 60)]
    assert grouped(*pair, similarity=0.45) == [[0, 1]]
    assert grouped(*pair, *others, similarity=0.45) == []
    dated = [{**row, "date": "2031-05-01"} for row in pair]
    assert grouped(*dated, *others, similarity=0.45) == [[0, 1]]


def invented(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:12]


def test_reports_that_name_the_same_day_are_liker_than_those_that_name_another() -> None:
    vote = "The council of {place} voted on the {what} on {day} after a long night of talks, the mayor of {place} said."
    first = vote.format(place="Velk", what="dam", day="Monday")
    same, other = first.replace("long", "short"), first.replace("Monday", "Thursday").replace("long", "short")
    assert likeness({"text": first}, {"text": same}) > likeness({"text": first}, {"text": other})


def likeness(*rows: dict[str, Any]) -> float:
    articles = table(*rows)
    return float(find_links(articles, EventsOptions()).linked.links.likeness[0])


def test_reports_of_one_day_are_liker_than_those_of_days_apart() -> None:
    rows = [{"text": DAM, "date": "2031-05-01"}, {"text": DAM, "date": "2031-05-01"}]
    later = {"text": DAM, "date": "2031-05-04"}
    assert likeness(*rows) == pytest.approx(1.0)
    assert likeness(rows[0], later) == pytest.approx(0.5)


def test_events_that_articles_come_with_are_kept_unless_told_otherwise() -> None:
    rows = [
        {"text": DAM, "event": "dam"},
        {"text": DAM, "event": " none "},
        {"text": DAM},
        {"text": TAX, "event": "dam"},
    ]
    assert grouped(*rows) == [[0, 3], [1, 2]]
    assert events(*rows)[0] == "dam"
    assert grouped(*rows, regroup=True) == [[0, 1, 2]]


def test_a_name_that_is_taken_gets_a_number() -> None:
    rows = [{"title": "Dam vote", "text": DAM, "date": day} for day in ("2031-05-01", "2031-05-01")]
    taken = {"text": TAX, "event": "2031-05-01 vote dam"}
    assert events(*rows)[0] == "2031-05-01 vote dam"
    assert events(*rows, taken)[0] == "2031-05-01 vote dam 2"


def test_furniture_makes_no_event() -> None:
    furniture = (
        "Subscribe to our newsletter for the best stories about the harbour and its people every single morning. "
    )
    rows = [
        {"text": furniture + text, "excluded": [{"start": 0, "end": len(furniture), "kind": "newsletter"}]}
        for text in (DAM, TAX)
    ]
    assert grouped(*rows) == []
    assert grouped(*({"text": row["text"]} for row in rows)) == [[0, 1]]


def test_the_order_of_the_articles_changes_nothing() -> None:
    articles = read_articles(str(masthead_demo()))
    order = list(range(articles.num_rows))
    random.Random(5).shuffle(order)
    found = dict(
        zip(
            articles["id"].to_pylist(),
            find_events(articles, EventsOptions(regroup=True))["event"].to_pylist(),
            strict=True,
        )
    )
    shuffled = find_events(articles.take(order), EventsOptions(regroup=True))
    assert dict(zip(shuffled["id"].to_pylist(), shuffled["event"].to_pylist(), strict=True)) == found


def masthead_demo() -> Path:
    from masthead.storage import bundled  # noqa: PLC0415

    return bundled("corpora/demo")


def test_the_events_of_the_demo_are_found_from_its_words() -> None:
    articles = read_articles(str(masthead_demo()))
    found = find_events(articles, EventsOptions(regroup=True))["event"].to_pylist()
    agreement = b_cubed(articles["event"].to_pylist(), found)
    assert agreement.precision == 1.0
    assert agreement.recall > 0.9


@pytest.mark.parametrize(
    "articles", [[], [{"text": ""}], [{"text": "   "}, {"text": "?!"}], [{"text": "的 " * 40}] * 2]
)
def test_texts_with_nothing_to_go_by_are_alone_or_alike(articles: list[dict[str, Any]]) -> None:
    assert len(events(*articles)) == len(articles)


@pytest.mark.parametrize(("option", "said"), [({"days": -1}, "-1 days"), ({"similarity": 0.0}, "of 0 cannot")])
def test_options_out_of_range_are_refused(option: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        EventsOptions(**option)


def test_events_are_listed_by_outlets_then_articles_with_the_first_headline() -> None:
    rows = [
        {"id": "3", "outlet": "A", "title": "Later", "date": "2031-05-03", "event": "dam"},
        {"id": "1", "outlet": "A", "title": "First", "date": "2031-05-01", "event": "dam"},
        {"id": "2", "outlet": "A", "date": None, "event": "dam"},
        {"id": "4", "outlet": "A", "title": "Tax", "event": "tax"},
        {"id": "5", "outlet": "B", "title": "Tax too", "event": "tax"},
        {"id": "6", "outlet": "B", "event": None},
    ]
    listed = list_events(table(*({"text": DAM, **row} for row in rows)))
    assert listed.schema == EVENTS
    assert listed.to_pylist() == [
        {
            "event": "tax",
            "first": None,
            "last": None,
            "n_articles": 2,
            "n_outlets": 2,
            "outlets": ["A", "B"],
            "title": "Tax",
            "ids": ["4", "5"],
        },
        {
            "event": "dam",
            "first": "2031-05-01",
            "last": "2031-05-03",
            "n_articles": 3,
            "n_outlets": 1,
            "outlets": ["A"],
            "title": "First",
            "ids": ["1", "3", "2"],
        },
    ]
