"""Comparisons with outlets below each other, as the person at the terminal reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from rich.cells import cell_len

from masthead.reports import FORMATS, Report, render
from masthead.reports.outlets import Shown
from masthead.reports.stacked import NO_MATCH, stacked_report
from masthead.reports.terminal import Look
from masthead.schema import COMPARISONS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from masthead.features.base import Feature

MANY = tuple(f"Gazette of Port Emmer {number}" for number in range(40))


def row(outlet: str, difference: float, q: float | None, feature: str = "loaded.all", **more: Any) -> dict[str, Any]:
    return {
        "feature": feature,
        "family": feature.partition(".")[0],
        "primary": True,
        "outlet": outlet,
        "reference": "rest",
        "estimate": 10.0 + difference,
        "difference": difference,
        "low": difference - 1.5,
        "high": difference + 1.5,
        "effect": difference / 4,
        "p": q,
        "q": q,
        "hits": 120.0,
        "n_articles": 30,
        "n_clusters": 25,
        "n_events": None,
        "stratum": None,
        "reason": None,
        **more,
    }


@pytest.fixture
def report(catalogue: Sequence[Feature], overview: Callable[..., Any]) -> Callable[..., Report]:
    def make(rows: list[dict[str, Any]], show: Shown | None = None, **more: Any) -> Report:
        outlets = list(dict.fromkeys(item["outlet"] for item in rows))
        table = pa.Table.from_pylist(rows, schema=COMPARISONS)
        return stacked_report(table, catalogue, overview(outlets), show=show, **more)

    return make


def terminal(report: Report, width: int = 80) -> str:
    return "".join(render(report, "table", Look(width=width)))


def test_outlets_stand_below_each_other_the_highest_first(
    report: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("masthead.reports.stacked.caution", lambda features: "")
    made = report([row("Ledger", -2.0, 0.3), row("Lantern", 6.0, 0.01)])
    assert terminal(made) == (
        "2 outlets, 40 articles: each outlet against the rest\nStands out from the rest: Lantern, loaded terms "
        "16.0 against 10.0.\n\noutlet   estimate  difference  95% interval      q  hits   "
        "n\n────────────────────────────────────────────────────────────\nLoaded terms, per 1,000 own-voice "
        "words\nLantern      16.0      +6.0 ▲       4.5–7.5  0.010   120  25\nLedger        8.0      −2.0    −3.5 "
        "to −0.5  0.300   120  25\n\n▲ higher, ▼ lower: q < 0.05, Benjamini-Hochberg over 2 tests, and 0 outside\n "
        " the interval. Difference: from the mean of the other tested outlets, each with\n  the same weight. n: "
        "clusters, on which the intervals are based. Clusters are\n  events (40 articles).\n1 more feature: "
        "--all-features. What they mean: masthead features.\n"
    )


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_forty_outlets_keep_to_one_line_each(report: Callable[..., Report], width: int) -> None:
    made = report([row(outlet, 10.0 - place, 0.2) for place, outlet in enumerate(MANY)])
    lines = terminal(made, width).splitlines()
    assert max(cell_len(line) for line in lines) <= width
    if width >= 80:
        assert sum(line.startswith("Gazette of Port Emmer") for line in lines) == 40


def test_matched_figures_say_what_they_are(report: Callable[..., Report]) -> None:
    rows = [row("Lantern", 6.0, 0.01, n_events=25), row("Ledger", -6.0, 0.01, n_events=25)]
    text = " ".join(terminal(report(rows, asked_events=True)).split())
    assert "2 outlets, 40 articles: each outlet against the rest on the same events" in text
    assert "from the others that report the event, each with the same weight" in text
    assert "n: shared events" in text
    assert NO_MATCH not in text


def test_a_matched_comparison_that_could_not_be_made_says_so_first(report: Callable[..., Report]) -> None:
    made = report([row("Lantern", 6.0, 0.01), row("Ledger", -6.0, 0.01)], asked_events=True)
    assert made.lead[0] == NO_MATCH
    assert made.title.endswith("each outlet against the rest")


def test_pairs_name_both_outlets(report: Callable[..., Report]) -> None:
    rows = [row("A", 6.0, 0.01, reference="B"), row("A", 1.0, 0.6, reference="C"), row("B", -5.0, 0.02, reference="C")]
    text = terminal(report(rows))
    assert "outlets against each other" in text
    assert "loaded terms 16.0 against 10.0 of B" in text
    assert [line.split()[:3] for line in text.splitlines() if line[:1] in "AB" and line[1:3] == "  "] == [
        ["A", "B", "+6.0"],
        ["A", "C", "+1.0"],
        ["B", "C", "−5.0"],
    ]


def test_of_many_pairs_those_that_differ_are_shown(report: Callable[..., Report]) -> None:
    pairs = [(one, other) for one in "ABCDEFGHI" for other in "ABCDEFGHI" if one < other]
    rows = [row(one, 3.0, 0.01 if one == "A" else 0.5, reference=other) for one, other in pairs]
    text = terminal(report(rows))
    assert text.count("\nA  ") == 8
    assert "\nB  " not in text
    assert "Pairs that do not differ (36 pairs in all): --all-outlets." in text
    assert "\nB  " in terminal(report(rows, Shown(all_outlets=True)))


def test_parts_are_named_once_each(report: Callable[..., Report]) -> None:
    rows = [
        row(outlet, difference, 0.2, stratum=month)
        for month in ("2031-01", "2031-02")
        for outlet, difference in (("A", 2.0), ("B", -2.0))
    ]
    text = terminal(report(rows))
    assert text.count("2031-01") == text.count("2031-02") == 1
    assert "Each of 2 parts is compared separately" in " ".join(text.split())


def test_outlets_that_were_not_tested_are_left_out_and_counted(report: Callable[..., Report]) -> None:
    small = row("Tiny", 1.0, None, low=None, high=None, effect=None, reason="too few clusters (3 < 10)")
    rows = [row("A", 2.0, 0.2), row("B", -2.0, 0.2), small]
    assert "Tiny" not in terminal(report(rows))
    assert "1 outlet with too little data: --all-outlets." in terminal(report(rows))
    assert "Tiny" in terminal(report(rows, Shown(all_outlets=True)))
    alone = terminal(report([small]))
    assert "Nothing could be tested: too few clusters (3 < 10)." in alone
    assert "Tiny" in alone


def test_a_baseline_s_own_figure_stands_in_the_heading(report: Callable[..., Report]) -> None:
    text = terminal(report([row("A", 2.0, 0.2, reference="Ledger"), row("B", -2.0, 0.2, reference="Ledger")]))
    assert "every other outlet against Ledger" in text
    assert "Loaded terms, per 1,000 own-voice words (Ledger: 10.0)" in text


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_made(report: Callable[..., Report], form: Any) -> None:
    made = report([row("A <b>", 2.0, 0.2, stratum="2031-01"), row("B", -2.0, 0.01, stratum="2031-01")])
    text = "".join(render(made, form))
    assert "2031-01" in text
    assert form != "html" or "A <b>" not in text
