"""The comparison of outlets, as the person at the terminal reads it."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from masthead.reports import FORMATS, Report, render
from masthead.reports.outlets import Shown
from masthead.reports.side_by_side import compare_report
from masthead.reports.terminal import Look
from masthead.reports.view import Cell, Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from masthead.features.base import Feature

EIGHT = (
    "Borderlands Report",
    "Free Kestria Voice",
    "Harrow Chronicle",
    "Kestria Today",
    "National Ledger",
    "People's Lantern",
    "Second Glance",
    "State Bulletin",
)
FIFTEEN = (*EIGHT, "alalam", "dailysabah", "manar", "reuters", "sana", "theguardian.com", "trt")


@pytest.fixture
def report(
    tables: Callable[..., Any], catalogue: Sequence[Feature], overview: Callable[..., Any]
) -> Callable[..., Report]:
    def make(outlets: Sequence[str], show: Shown | None = None, changed: Any = None, **more: Any) -> Report:
        profiles, comparisons = tables(outlets, **(changed or {}))
        manifest = {"masthead": "0.1.0", "command": "masthead compare demo --seed 0"}
        return compare_report(profiles, comparisons, catalogue, overview(outlets, **more), show=show, manifest=manifest)

    return make


def terminal(report: Report, width: int = 80, **look: Any) -> str:
    return "".join(render(report, "table", Look(width=width, **look)))


def test_two_outlets_side_by_side(report: Callable[..., Report], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("masthead.reports.side_by_side.caution", lambda features: f"Measured: {features[0].title}.")
    assert terminal(report(("Lantern", "Ledger"))) == (
        "2 outlets, 40 articles: each outlet against the rest\n"
        "Stands out from the rest: Lantern, loaded terms 12.3 against 5.0.\n"
        "\n"
        "What stands out\n"
        "                                         difference, in sd\n"
        "outlet   feature       figure  the rest  −2                 0                 +2\n"
        "────────────────────────────────────────────────────────────────────────────────\n"
        "Lantern  Loaded terms  12.3 ▲       5.0                     │        ────●───\n"
        "\n"
        "                             Lantern     Ledger\n"
        "───────────────────────────────────────────────\n"
        "articles                        20           20\n"
        "clusters                        12           12\n"
        "\n"
        "Loaded words\n"
        "Loaded terms                  12.3 ▲        5.0\n"
        "per 1,000 own-voice words  10.0–15.0    4.0–6.0\n"
        "\n"
        "Style\n"
        "Question marks                5.00         5.00\n"
        "per 1,000 words            4.00–6.00  4.00–6.00\n"
        "\n"
        "▲ higher, ▼ lower than the rest (the other tested outlets, each with the same\n"
        "  weight): q < 0.05, Benjamini-Hochberg over 4 tests, and 0 outside the interval\n"
        "  of the difference. Small print: unit; 95% interval over clusters. Clusters are\n"
        "  events (40 articles).\n"
        "Measured: Loaded terms.\n"
        "1 more feature: --all-features. What they mean: masthead features.\n"
        "masthead 0.1.0 · reproduce: masthead compare demo --seed 0\n"
    )


@pytest.mark.parametrize("width", range(50, 161, 5))
@pytest.mark.parametrize("outlets", [EIGHT, FIFTEEN], ids=["8", "15"])
def test_no_line_is_wider_than_the_terminal_and_no_number_is_cut(
    report: Callable[..., Report], outlets: Sequence[str], width: int
) -> None:
    text = terminal(report(outlets), width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert text.count("4.0–6.0") == len(outlets) - 1
    assert text.count("4.00–6.00") == len(outlets)


@pytest.mark.parametrize(
    ("outlets", "width", "blocks"), [(EIGHT, 80, 2), (EIGHT, 160, 1), (FIFTEEN, 80, 4), (FIFTEEN, 160, 2)]
)
def test_outlets_that_do_not_fit_come_in_blocks_that_repeat_the_features(
    report: Callable[..., Report], outlets: Sequence[str], width: int, blocks: int
) -> None:
    assert terminal(report(outlets), width).count("\nLoaded terms ") == blocks


def test_blocks_are_balanced(report: Callable[..., Report]) -> None:
    heads = [line for line in terminal(report(EIGHT), 80).splitlines() if line.startswith("articles")]
    assert [len(line.split()) - 1 for line in heads] == [4, 4]


def test_exploratory_features_are_shown_on_request_and_marked(report: Callable[..., Report]) -> None:
    outlets = ("A", "B")
    assert "Numbers" not in terminal(report(outlets))
    shown = terminal(report(outlets, Shown(everything=True)), 160)
    assert "Numbers°" in shown
    assert "° exploratory: not among the tests." in shown


def test_a_family_is_shown_whole(report: Callable[..., Report]) -> None:
    made = report(("A", "B"), Shown(families=("style",)))
    text = terminal(made)
    assert "Numbers°" in text
    assert "Loaded terms  " not in text
    assert {row["family"] for row in json.loads("".join(render(made, "json")))["rows"]} == {"style"}


def test_too_few_clusters_are_said_once_and_other_reasons_in_footnotes(report: Callable[..., Report]) -> None:
    small = {"low": None, "high": None, "n_clusters": 4, "reason": "too few clusters (4 < 10)"}
    null = {"estimate": None, "low": None, "high": None, "reason": "no usable articles: 20 too short"}
    text = terminal(report(("A", "B", "C"), changed={"B": small, "C": null}), 160)
    assert "too small: too few clusters for an interval or a test." in text
    assert "(4 < 10)" not in text
    assert "–¹" in text
    assert "¹ no usable articles: 20 too short" in text


def test_outlets_with_too_little_data_are_left_out_of_a_long_table(report: Callable[..., Report]) -> None:
    small = {"low": None, "high": None, "n_clusters": 1, "reason": "too few clusters (1 < 10)"}
    outlets = [f"outlet{number}" for number in range(40)]
    changed = dict.fromkeys(outlets[3:], small)
    text = terminal(report(outlets, changed=changed))
    assert "37 smaller outlets with too little data: --all-outlets." in text
    assert "outlet39" not in text
    assert "outlet39" in terminal(report(outlets, Shown(all_outlets=True), changed))
    assert "outlet39" in "".join(render(report(outlets, changed=changed), "json"))


def test_a_baseline_stands_first_and_is_named(
    tables: Callable[..., Any], catalogue: Sequence[Feature], overview: Callable[..., Any]
) -> None:
    profiles, comparisons = tables(("A", "B"))
    of_a = comparisons.filter([outlet == "A" for outlet in comparisons["outlet"].to_pylist()])
    place = of_a.column_names.index("reference")
    of_a = of_a.set_column(place, comparisons.schema.field("reference"), [["B"] * len(of_a)])
    made = compare_report(profiles, of_a, catalogue, overview(("A", "B")))
    text = terminal(made)
    assert text.startswith("2 outlets, 40 articles: A minus B\nStands out from B: A, loaded terms 12.3 against 5.0.")
    lines = text.splitlines()
    assert any(line.split() == ["A", "B", "difference"] for line in lines)
    assert any(line.split() == ["Loaded", "terms", "12.3", "5.0", "+7.3", "▲"] for line in lines)
    assert "Difference: A minus B. ▲ higher, ▼ lower than B: q < 0.05" in text


def test_a_baseline_of_several_stands_first_and_is_named(
    tables: Callable[..., Any], catalogue: Sequence[Feature], overview: Callable[..., Any]
) -> None:
    profiles, comparisons = tables(("A", "B", "C"))
    others = comparisons.filter([outlet != "B" for outlet in comparisons["outlet"].to_pylist()])
    place = others.column_names.index("reference")
    others = others.set_column(place, comparisons.schema.field("reference"), [["B"] * len(others)])
    text = terminal(compare_report(profiles, others, catalogue, overview(("A", "B", "C"))))
    assert text.startswith("3 outlets, 60 articles: every other outlet against B\n")
    assert any(line.split() == ["B", "A", "C"] for line in text.splitlines())


def test_a_mark_that_hangs_on_little_has_a_dagger_in_every_format(
    tables: Callable[..., Any], catalogue: Sequence[Feature], overview: Callable[..., Any]
) -> None:
    profiles, comparisons = tables(("A", "B", "C"))
    why = "one cluster holds 41% of the hits"
    place = comparisons.column_names.index("fragile")
    told = [[why if row["marked"] else None for row in comparisons.to_pylist()]]
    made = compare_report(
        profiles,
        comparisons.set_column(place, comparisons.schema.field("fragile"), told),
        catalogue,
        overview(("A", "B", "C")),
    )
    assert "12.3 ▲†" in terminal(made)
    assert "† read with care: one cluster holds over 25% of the outlet's hits" in " ".join(terminal(made).split())
    assert "12.3 ^+" in terminal(made, unicode=False)
    assert "| +7.3 ▲†¹ |" in "".join(render(made, "md"))
    assert r"& +7.3~$\uparrow$$\dagger$$^{1}$ &" in "".join(render(made, "latex"))
    assert f"higher, q &lt; 0.05; {why}" in "".join(render(made, "html"))
    assert json.loads("".join(render(made, "json")))["rows"][0]["fragile"] == why


def test_cautions_on_genre_and_rejects_come_before_the_table(report: Callable[..., Report]) -> None:
    text = terminal(report(("A", "B"), opinion={"A": 0.62, "B": 0.0}, rejects=3), 160)
    assert "Outlets differ in genre: 62% of A is opinion and 0% of B. --genre news compares news alone." in text
    assert "3 inputs could not be used and are not counted." in text
    assert text.index("3 inputs") < text.index("articles  ")


def test_nothing_stands_out_is_said(
    tables: Callable[..., Any], catalogue: Sequence[Feature], overview: Callable[..., Any]
) -> None:
    profiles, comparisons = tables(("A", "B"))
    place = comparisons.column_names.index("q")
    quiet = comparisons.set_column(place, comparisons.schema.field("q"), [[0.2, 0.2, 0.2, 0.2, None, None]])
    made = compare_report(profiles, quiet, catalogue, overview(("A", "B")))
    assert made.lead[0] == "Nothing stands out: no difference from the rest is significant at q < 0.05 (4 tests)."
    assert "▲ " not in terminal(made).split("▲ higher")[0]


def test_without_colour_there_is_no_escape_and_with_it_there_is(report: Callable[..., Report]) -> None:
    made = report(("A", "B"))
    assert "\x1b" not in terminal(made)
    assert "\x1b[1;31m ▲" in terminal(made, color=True)


def test_a_terminal_without_unicode_gets_ascii(report: Callable[..., Report]) -> None:
    text = terminal(report(("A", "Bé")), unicode=False)
    assert text.isascii()
    assert "12.3 ^" in text
    assert "4.0-6.0" in text


def test_details_are_shown_on_request(report: Callable[..., Report]) -> None:
    assert "Differences from the rest" not in terminal(report(("A", "B")))
    text = terminal(report(("A", "B")), 120, verbose=True)
    assert "Differences from the rest at q < 0.05, largest effect first" in text
    assert "+7.34     5.00–9.00   +1.40  0.001  0.004        12" in text


def test_json_has_every_row_unrounded_and_null_for_unknown(report: Callable[..., Report]) -> None:
    answer = json.loads("".join(render(report(("A", "B")), "json")))
    assert list(answer) == ["manifest", "rows"]
    assert len(answer["rows"]) == 6
    assert answer["rows"][0] == {
        "feature": "loaded.all",
        "family": "loaded",
        "primary": True,
        "outlet": "A",
        "reference": "rest",
        "estimate": 12.34,
        "estimate_low": None,
        "estimate_high": None,
        "difference": 7.34,
        "low": 5.0,
        "high": 9.0,
        "effect": 1.4,
        "p": 0.001,
        "q": 0.004,
        "marked": True,
        "fragile": None,
        "hits": 40.0,
        "hits_expected": 16.0,
        "hits_reference": 20.0,
        "n_articles": 20,
        "n_clusters": 12,
        "n_events": None,
        "stratum": None,
        "reason": None,
    }
    assert answer["rows"][-1]["q"] is None


class Page(HTMLParser):
    """Tags and text of a page, and whether every tag is closed."""

    VOID = frozenset({"meta"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_is_one_closed_page_without_scripts_or_resources(report: Callable[..., Report]) -> None:
    text = "".join(render(report(EIGHT), "html"))
    page = Page(text)
    assert page.open == []
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert "default-src 'none'" in text
    assert "prefers-color-scheme: dark" in text
    assert "Differences from the rest at q < 0.05" in page.text


HOSTILE = '<script>x</script>"onload=\x1b[31m[/bold]|`$\\input{x}'


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_outlet_name_is_inert_in_every_format(report: Callable[..., Report], form: Any) -> None:
    text = "".join(render(report((HOSTILE, "B")), form))
    assert "\x1b" not in text
    if form in ("html", "md"):
        assert "<script>" not in text
    if form == "latex":
        assert r"\input{" not in text
    if form == "json":
        assert json.loads(text)["rows"][0]["outlet"] == HOSTILE


def test_latex_is_a_booktabs_table(report: Callable[..., Report]) -> None:
    text = "".join(render(report(("Harrow Chronicle", "Ledger")), "latex"))
    assert r"\toprule" in text
    assert r"outlet & estimate & 95\% interval & difference & 95\% interval & q & n \\" in text
    assert r"Harrow Chronicle & 12.3 & 10.0--15.0 & +7.3~$\uparrow$ & 5.0--9.0 & 0.004 & 20 \\" in text
    assert text.count("{") == text.count("}")


def test_a_latex_table_longer_than_a_page_is_broken_between_rows() -> None:
    rows = tuple((Cell(f"Lantern {number}"), Cell("1.0")) for number in range(41))
    columns = (Column("outlet"), Column("loaded", "right"))
    shown = {
        n: "".join(render(Report(title="R", blocks=(Grid("", columns, (Section("", rows[:n]),)),)), "latex"))
        for n in (38, 41)
    }
    assert r"\begin{longtable}{lr}" in shown[41]
    assert shown[41].count(r"outlet & loaded \\") == 2
    assert "longtable}{" not in shown[38]


def test_latex_tables_hold_four_outlets_at_most(report: Callable[..., Report]) -> None:
    columns = (Column("feature", wrap=False), *(Column(name, "right") for name in EIGHT))
    row = (Cell("loaded"), *(Cell("1.0") for _ in EIGHT))
    side_by_side = Grid("", columns, (Section("", (row,)),))
    text = "".join(render(Report(title="R", blocks=(side_by_side,)), "latex"))
    assert "(1 of 2)" in text
    assert "(2 of 2)" in text
    whole = "".join(render(Report(title="R", blocks=(replace(side_by_side, whole=True),)), "latex"))
    assert "of 2)" not in whole


def test_markdown_tables_have_a_cell_for_every_column(report: Callable[..., Report]) -> None:
    text = "".join(render(report(("A|B", "C")), "md"))
    table = [line for line in text.splitlines() if line.startswith("| ")]
    widths = [len(line.replace(r"\|", "").split("|")) for line in table[:8]]
    assert set(widths) == {9}
    assert "| **Loaded terms, per 1,000 own-voice words** |" in text
    assert r"| A\|B | 12.3 | 10.0–15.0 | +7.3 ▲ | 5.0–9.0 | 0.004 | 20 |" in text
