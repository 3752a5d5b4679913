"""One article with its hits, with and without colour."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pytest

from masthead.engines import Explanation
from masthead.reports import Report, render
from masthead.reports.explain import explain_report
from masthead.reports.terminal import Look
from masthead.schema import HITS

TEXT = 'By Jo. The brutal regime fell. "A pathetic lie," Voss said.'


def hit(words: str, family: str, category: str, voice: str = "own", **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    row = {"article_id": "a1", "field": "text", "start": start, "end": start + len(words), "family": family}
    return {**row, "category": category, "term": words.lower(), "canonical": None, "voice": voice, **more}


def explanation(text: str, hits: pa.Table, **more: Any) -> Explanation:
    given = {"id": "a1", "outlet": "Lantern", "title": None, "excluded": (), "reason": None, **more}
    return Explanation(hits, text=text, **given)


@pytest.fixture
def report() -> Report:
    hits = [
        hit("brutal", "loaded", "evaluative", weight=0.8),
        hit("regime", "loaded", "label"),
        hit("regime", "choices", "ruling_power", canonical="regime"),
        hit('"A pathetic lie,"', "attribution", "quote", "quoted", canonical="Voss", group=0),
        hit("pathetic", "loaded", "evaluative", "quoted"),
        hit("Voss", "attribution", "source", canonical="Voss", group=0) | {"term": "named"},
        hit("said", "attribution", "cue", group=0) | {"term": "say"},
    ]
    table = pa.Table.from_pylist(hits, schema=HITS)
    return explain_report(explanation(TEXT, table, title="It fell", excluded=((0, 7, "by_line"),)))


def terminal(report: Report, **look: Any) -> str:
    return "".join(render(report, "table", Look(width=120, **look)))


def test_without_colour_hits_are_bracketed_with_family_and_voice(report: Report) -> None:
    assert (
        '[not counted, by line: By Jo.] The [brutal|L] [regime|LC] fell. "A [pathetic|L"] lie," [Voss|A] [said|A].\n'
    ) in terminal(report)


def test_with_colour_the_text_is_whole_and_styled(report: Report) -> None:
    text = terminal(report, color=True)
    assert "\x1b[1;4;31mbrutal\x1b[0m" in text
    assert "\x1b[3;31mpathetic\x1b[0m" in text
    assert "|L" not in text


def test_counts_are_by_family_and_voice(report: Report) -> None:
    text = terminal(report)
    assert (
        "Loaded words [L]\nevaluative      1           ·       1    2\nlabel           1           ·       ·    1\n"
        in text
    )


def test_sources_are_shown_as_resolved(report: Report) -> None:
    assert "Voss    named  say       1\n" in terminal(report)


def test_json_rows_are_spans_with_their_words(report: Report) -> None:
    rows = json.loads("".join(render(report, "json")))["rows"]
    assert [TEXT[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    assert rows[0] == {
        "article_id": "a1",
        "field": "text",
        "start": 11,
        "end": 17,
        "text": "brutal",
        "family": "loaded",
        "category": "evaluative",
        "term": "brutal",
        "canonical": None,
        "voice": "own",
        "weight": pytest.approx(0.8),
        "group": None,
    }


def test_html_marks_hits_and_loses_no_character(report: Report) -> None:
    page = "".join(render(report, "html"))
    assert (
        '<mark class="f-loaded f-choices v-own" title="loaded, label: regime (own voice); '
        'choices, ruling_power: regime (own voice)">regime<sub>LC</sub></mark>'
    ).replace("ruling_power", "ruling power") in page
    assert '<del title="not counted: by_line">By Jo. </del>' in page


def test_markdown_keeps_the_spaces_between_words(report: Report) -> None:
    page = "".join(render(report, "md"))
    assert "The **brutal**<sup>L</sup> **regime**<sup>LC</sup> fell." in page


def test_hostile_text_is_inert() -> None:
    text = "<script>\x1b[31m[/bold] brutal"
    hits = pa.Table.from_pylist([hit("brutal", "loaded", "evaluative") | {"start": 22, "end": 28}], schema=HITS)
    made = explain_report(explanation(text, hits))
    assert "\x1b" not in terminal(made)
    assert "␛[31m[/bold]" in terminal(made)
    assert "<script>" not in "".join(render(made, "html"))


def test_the_reason_for_nulls_is_said() -> None:
    made = explain_report(explanation("Hi.", HITS.empty_table(), reason="too_short"))
    assert "Readability is not measured: too short." in terminal(made)


def test_of_a_text_of_millions_of_characters_the_first_are_shown_and_all_is_counted() -> None:
    text = "The brutal regime fell. " * 50_000
    first = hit("brutal", "loaded", "evaluative")
    hits = [{**first, "start": start + 4, "end": start + 10} for start in range(0, len(text), 24)]
    report = explain_report(explanation(text, pa.Table.from_pylist(hits, schema=HITS)))
    assert report.lead[0] == "50,000 hits in the text, 0 hits in the headline."
    assert report.remarks[1] == (
        "Shown are the first 300,000 of 1,200,000 characters; the counts are of all, and --format csv lists every hit."
    )
    assert len("".join(render(report, "html"))) < 3_000_000
    assert sum(1 for _ in render(report, "jsonl")) == 50_000
