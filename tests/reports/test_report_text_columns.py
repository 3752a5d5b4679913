"""Tables with running text in a terminal: beside the other columns, or below them where there is no room."""

from __future__ import annotations

import pyarrow as pa
import pytest

from masthead.reports import Report, render
from masthead.reports.classifiers import MOST_SHOWN, predictions_report
from masthead.reports.terminal import Look
from masthead.reports.titles import reason_title
from masthead.reports.view import Cell, Column, Grid, Section
from masthead.schema import PREDICTIONS


def shown(text: str, width: int) -> str:
    columns = (Column("feature", wrap=True), Column("weight", "right"), Column("in own voice", wrap=True))
    rows = (
        (Cell("attribution.official_share"), Cell("0.18"), Cell(text)),
        (Cell("loaded.all"), Cell("0.14"), Cell("–")),
    )
    report = Report(title="Reasons", blocks=(Grid("", columns, (Section("", rows),)),))
    return "".join(render(report, "table", Look(width=width)))


def test_running_text_stands_beside_the_other_columns_where_there_is_room() -> None:
    assert shown("the troops liberated the town on Monday", 80).splitlines()[2:] == [
        "feature                     weight  in own voice",
        "───────────────────────────────────────────────────────────────────────────",
        "attribution.official_share    0.18  the troops liberated the town on Monday",
        "loaded.all                    0.14  –",
    ]


def test_running_text_stands_below_its_row_where_it_would_be_broken_into_scraps() -> None:
    assert shown("the troops liberated the town on Monday", 52).splitlines()[2:] == [
        "feature                     weight",
        "    in own voice",
        "──────────────────────────────────",
        "attribution.official_share    0.18",
        "    the troops liberated the town on Monday",
        "loaded.all                    0.14",
    ]


def test_a_long_list_of_predictions_is_cut_and_says_how_to_have_all() -> None:
    rows = [
        {"id": f"a{number}", "outlet": "Lantern", "label": "calm", "probability": 0.9, "reasons": []}
        for number in range(MOST_SHOWN + 1)
    ]
    report = predictions_report(pa.Table.from_pylist(rows, PREDICTIONS), "label_tone")
    text = "".join(render(report, "table", Look(width=80)))
    assert "label_tone: 51 predictions (calm 51)" in text
    assert "The first 50 of 51. All: -o predictions.csv." in text
    assert "a49" in text
    assert "a50" not in text
    assert "a50" in "".join(render(report, "csv"))


def test_an_article_that_is_held_back_says_why() -> None:
    row = {
        "id": "a1",
        "outlet": "Lantern",
        "label": None,
        "probability": None,
        "reasons": [],
        "held_back": "rare words",
    }
    report = predictions_report(pa.Table.from_pylist([row], PREDICTIONS), "label_tone")
    text = "".join(render(report, "table", Look(width=80)))
    assert "label_tone: 1 prediction (held back 1)" in text
    assert "rare words" in text


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("readability.lix", "feature", "readability.lix"),
        ("readability.lix", "missing", "no value of readability.lix"),
        ("armed_group.freedom_fighter", "wording", "freedom fighter (armed group)"),
        ("choices.armed_group.rebel@own", "framing term", "rebel (armed group, own voice)"),
        ("loaded.so-called", "framing term", "so-called (loaded)"),
        ("siege.siege", "wording", "siege"),
        ("the regime", "term", "the regime"),
    ],
)
def test_what_a_model_goes_by_is_told_in_words(name: str, kind: str, title: str) -> None:
    assert reason_title(name, kind) == title
