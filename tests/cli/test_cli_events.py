"""``masthead events``, and what compare makes of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from masthead.schema import ARTICLES, EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]
    Rows = Callable[[Result], list[dict[str, Any]]]

DAM = "Velk council votes down river dam; mayor Karl Voss wanted 40 million crowns for the Teal Gorge works."
TAX = "Finance minister Ada Lind raises fuel tax by 12 per cent; hauliers in Port Emmer threaten a strike."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Three reports on a dam in three outlets, two on a tax in one, and one alone."""
    rows = [
        {"id": f"d{n}", "outlet": outlet, "title": "Dam voted down", "text": DAM, "date": f"2031-05-0{n + 1}"}
        for n, outlet in enumerate(("Harrow Post", "Velk Daily", "Lantern"))
    ]
    rows += [{"id": f"t{n}", "outlet": "Lantern", "title": "", "text": TAX, "date": "2031-05-09"} for n in range(2)]
    rows.append({"id": "alone", "outlet": "Lantern", "text": "A heron was seen in Asker.", "date": "2031-05-01"})
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_articles_are_written_with_their_event(run: Run, articles: Path) -> None:
    result = run("events", articles, "-o", "events.parquet")
    assert result.exit_code == 0
    table = pq.read_table("events.parquet")
    assert table.schema.names == ARTICLES.names
    found = {row["id"]: row["event"] for row in table.to_pylist()}
    assert found["d0"] == found["d1"] == found["d2"] == "2031-05-01 voted down dam"
    assert found["t0"] == found["t1"] is not None
    assert found["alone"] is None


def test_the_table_says_how_many_share_what(run: Run, articles: Path) -> None:
    lines = run("events", articles, "--width", "80").stdout.splitlines()
    assert lines[:3] == [
        "Events: 6 articles of 3 outlets",
        "5 of 6 articles report 2 events: 1 in 2 or more, 1 in 3 or more outlets; 1 is",
        "  alone (17%).",
    ]
    assert next(line.split() for line in lines if line.startswith("Lantern  ")) == ["Lantern", "4", "1", "1", "1"]
    assert max(map(len, lines)) <= 80


def test_rows_for_machines_are_events(run: Run, articles: Path, rows: Rows) -> None:
    found = rows(run("events", articles, "--format", "json"))
    assert [tuple(row) for row in found] == [tuple(EVENTS.names)] * 2
    assert found[0]["outlets"] == ["Harrow Post", "Lantern", "Velk Daily"]
    assert found[0]["ids"] == ["d0", "d1", "d2"]


def test_why_two_articles_are_one_event_is_told(run: Run, articles: Path, rows: Rows) -> None:
    shown = run("events", articles, "--why", "d0", "d1")
    text = " ".join(shown.stdout.split())
    assert text.startswith("d0 and d1 One event of 3 articles: they are linked directly. They share 40, Gorge, Karl")
    assert text.endswith("reproduce: masthead events articles.jsonl --why d0 d1")
    assert {row["kind"] for row in rows(run("events", articles, "--why", "d0", "d1", "--format", "json"))} == {
        *("event", "name", "number", "word", "words", "dates", "likeness", "nearest", "share", "asked", "probability"),
        "link",
    }


def test_why_two_articles_are_not_one_event_is_told(run: Run, articles: Path) -> None:
    text = " ".join(run("events", articles, "--why", "d0", "alone").stdout.split())
    assert "Not one event. Their similarity is 0.00 of that within their groups" in text
    assert "share required" in text


def test_an_id_that_no_article_has_is_refused(run: Run, articles: Path) -> None:
    result = run("events", articles, "--why", "d0", "d9")
    assert result.exit_code == 2
    assert "no article has the id 'd9'" in result.stderr
    assert "masthead read PATH --format csv" in result.stderr


def test_given_events_are_kept_and_said(run: Run, articles: Path) -> None:
    assert run("events", articles, "-o", "events.parquet").exit_code == 0
    assert "5 articles came with an event, which is kept; --regroup finds all events again." in run(
        "events", "events.parquet"
    ).stdout.replace("\n  ", " ")
    assert "came with an event" not in run("events", "events.parquet", "--regroup").stdout


def test_a_similarity_that_cannot_be_is_refused(run: Run, articles: Path) -> None:
    result = run("events", articles, "--similarity", "1.5")
    assert result.exit_code == 2
    assert "a similarity of 1.5 cannot be" in result.stderr


def lines(run: Run, *arguments: object) -> list[str]:
    result = run("compare", *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()


def test_outlets_are_compared_on_the_events_they_share(run: Run, corpus: Path, rows: Rows) -> None:
    found = rows(run("compare", corpus, "--events", "--format", "json"))
    loaded = {row["outlet"]: row for row in found if row["feature"] == "loaded.all"}
    assert list(loaded) == ["Alpha"]
    assert (loaded["Alpha"]["reference"], loaded["Alpha"]["n_events"]) == ("Beta", 11)
    assert loaded["Alpha"]["difference"] > 0
    assert loaded["Alpha"]["q"] < 0.05
    assert lines(run, corpus, "--events")[0] == "2 outlets, 22 articles: Alpha minus Beta on the same events"


def test_without_shared_events_the_comparison_is_unmatched_and_says_so(run: Run, corpus: Path) -> None:
    for number, path in enumerate(sorted(corpus.rglob("*.md"))):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("event: e", f"event: own{number}"), encoding="utf-8")
    text = " ".join(" ".join(lines(run, corpus, "--events")).split())
    assert "22 articles: Alpha minus Beta Too few shared events for any outlet" in text
    assert "masthead compare news --events --seed 0" in text


def test_pairs_parts_and_the_stacked_view_can_be_asked_for(run: Run, corpus: Path) -> None:
    assert lines(run, corpus, "--all-pairs")[0] == "2 outlets, 22 articles: Alpha minus Beta"
    assert any(line.split()[:3] == ["outlet", "less", "difference"] for line in lines(run, corpus, "--stacked"))
    one_sided = run("compare", corpus, "--by", "side")
    assert one_sided.exit_code == 2
    assert "no side has articles of two outlets" in one_sided.stderr
    refused = run("compare", corpus, "--by", "colour")
    assert refused.exit_code == 2
    assert "nothing called 'colour' to compare by" in refused.stderr
    both = run("compare", corpus, "--all-pairs", "--baseline", "Alpha")
    assert both.exit_code == 2
    assert "cannot be combined" in both.stderr


def test_draws_and_permutations_are_as_told(run: Run, corpus: Path, rows: Rows) -> None:
    found = rows(run("compare", corpus, "--draws", "50", "--permutations", "99", "--format", "json"))
    assert min(row["p"] for row in found if row["p"] is not None) == 1 / 100
