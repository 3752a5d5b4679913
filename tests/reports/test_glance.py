"""Differences drawn as dots and whiskers in a terminal."""

from __future__ import annotations

import pytest

from masthead.comparisons.summary import Standout
from masthead.reports import render
from masthead.reports.chart import axis_line, whisker
from masthead.reports.glance import MOST_GLANCED, glance, reach_of
from masthead.reports.terminal import Look
from masthead.reports.view import Report

HOSTILE = "\x1b[2J\u202eliaM\u202c 日本新聞\x9b31m\u2066<script>"


def difference(outlet: str, effect: float, **more) -> dict:
    """A row of COMPARISONS that holds: a difference of twice the effect, give or take 1."""
    value = 2 * effect
    ends = {"low": value - 1, "high": value + 1, "q": 0.001, "fragile": None}
    return {"outlet": outlet, "estimate": 10.0 + value, "difference": value, "effect": effect} | ends | more


def glanced(rows: list[dict]) -> tuple:
    found = [
        Standout(row["outlet"], "f", "Feature", 1, row["difference"], row["effect"], 0.001, "%", "more", "rest")
        for row in rows
    ]
    return glance(found, {("f", row["outlet"]): row for row in rows}, "the rest")


def shown(rows: list[dict], width: int = 80, **look) -> list[str]:
    report = Report(title="Title", lead=("First.", "Second."), glance=glanced(rows))
    return "".join(render(report, "table", Look(width=width, **look))).splitlines()


def test_the_largest_differences_stand_below_the_first_sentence_on_one_scale():
    assert shown([difference("Post", 3.0), difference("Times", -1.5)])[:9] == [
        "Title",
        "First.",
        "",
        "What stands out",
        "                                   difference, in sd",
        "outlet  feature  figure  the rest  −5                  0                  +5",
        "────────────────────────────────────────────────────────────────────────────",
        "Post    Feature  16.0 ▲      10.0                      │         ──●──",
        "Times   Feature   7.0 ▼      10.0              ──●──   │",
    ]
    assert shown([difference("Post", 3.0)])[-1] == "Second."


def test_only_the_largest_are_shown_and_it_is_said_how_to_see_the_others():
    lines = shown([difference(f"Outlet {at:02}", 5.0 - at / 10) for at in range(12)])
    assert "The 10 largest of 12 differences that hold (-v lists all)" in lines
    assert sum("●" in line for line in lines) == MOST_GLANCED


def test_nothing_is_shown_where_nothing_stands_out():
    assert glanced([]) == ()


def test_a_difference_without_an_interval_is_a_dot():
    drawn = shown([difference("Post", 2.0, low=None, high=None)])[7]
    assert drawn.count("●") == 1
    assert "─" not in drawn


@pytest.mark.parametrize(("ends", "reach"), [(0.07, 0.1), (0.1, 0.1), (1.2, 1.5), (2.9, 3), (31, 50), (70, 100)])
def test_a_scale_ends_at_a_round_number(ends, reach):
    assert reach_of([None, (-ends / 2, 0.0, ends)]) == pytest.approx(reach)


def test_zero_stands_in_the_middle_of_a_line_and_of_its_axis():
    assert whisker((0.5, 0.75, 1.0), 9, "").plain == "    ──●──"
    assert whisker((0.0, 0.0, 0.0), 9, "").plain.rstrip() == "●   │"
    assert whisker(None, 9, "").plain.rstrip() == "    │"
    assert axis_line(("−1", "+1"), 9) == "−1  0  +1"


def test_direction_is_told_by_place_and_sign_without_colour():
    higher, lower = shown([difference("Post", 3.0), difference("Times", -3.0)])[7:9]
    assert "▲" in higher
    assert higher.index("│") < higher.index("●")
    assert "▼" in lower
    assert lower.index("●") < lower.index("│")


def test_names_of_outlets_stay_inert_and_lines_keep_their_width():
    lines = shown([difference(HOSTILE, 3.0)], color=True)
    told = "\n".join(lines)
    assert "\x1b[2J" not in told
    assert not set("\u202e\u202c\x9b\u2066") & set(told)
    assert all(line.isascii() for line in shown([difference("Post", 3.0)], unicode=False))


def test_paper_has_no_drawn_column():
    [grid] = glanced([difference("Post", 3.0)])
    assert [column.title for column in grid.undrawn.columns] == ["outlet", "feature", "figure", "the rest"]
    assert "│" not in "".join(render(Report(title="Title", glance=(grid,), blocks=(grid,)), "md"))
