"""Charts: on one line, line by line in a terminal, and drawn on a page."""

from __future__ import annotations

import pytest

from masthead.reports import Report, render
from masthead.reports.chart import chart_lines, spark
from masthead.reports.html import HEIGHT, LEFT, RIGHT, TOP, WIDTH, panels
from masthead.reports.safe import latex
from masthead.reports.terminal import Look
from masthead.reports.view import Chart, Point, Series


@pytest.fixture
def chart() -> Chart:
    points = (
        Point("2016-10", 2.0, 1.0, 4.0, 31),
        Point("2016-11", None, None, None, 0),
        Point("2016-12", 5.0, None, None, 3, "too small"),
        Point("2017-01", 3.0, 2.5, 3.5, 30),
    )
    return Chart("Loaded terms", "per 1,000 words", (Series("Daily <News>", points),), (0.0, 5.0), 1)


def test_a_line_goes_from_the_least_to_the_greatest():
    assert spark([0.0, 1.0, None, 7.0, 8.0], 0.0, 8.0) == "▁▂·██"
    assert spark([3.0, 3.0], 3.0, 3.0) == "▁▁"


def test_a_chart_in_a_terminal(chart: Chart):
    lines = [text.plain for text in chart_lines(chart, 60)]
    assert lines[0] == "Loaded terms, per 1,000 words"
    assert lines[1] == "         0.0                         5.0"
    assert lines[2] == "Daily <News>"
    assert lines[3] == "2016-10        ──────●────────────        2.0    1.0–4.0  31"
    assert lines[4] == "2016-11                                     –              0"
    assert lines[5] == "2016-12                                ●  5.0  too small   3"
    assert lines[6] == "2017-01                 ───●───           3.0    2.5–3.5  30"


@pytest.mark.parametrize("width", [80, 160])
def test_no_line_is_wider_than_the_terminal(chart: Chart, width: int):
    assert all(text.cell_len <= width for text in chart_lines(chart, width))


def test_a_terminal_draws_charts_where_there_is_no_table_or_with_details(chart: Chart):
    drawn = "".join(render(Report(title="t", charts=(chart,)), "table", Look(width=80)))
    assert "●" in drawn
    ascii_only = "".join(render(Report(title="t", charts=(chart,)), "table", Look(width=80, unicode=False)))
    assert ascii_only.isascii()
    assert "o" in ascii_only


def test_a_page_draws_points_intervals_and_lines(chart: Chart):
    (panel,) = panels(chart)
    assert (panel.title, panel.ends, panel.scale) == ("Daily <News>", ("2016-10", "2017-01"), ("0.0", "5.0"))
    assert [mark.x for mark in panel.marks] == [
        LEFT,
        pytest.approx(LEFT + (WIDTH - LEFT - RIGHT) * 2 / 3, abs=0.1),
        WIDTH - RIGHT,
    ]
    assert panel.marks[1].y == TOP
    assert [mark.low is None for mark in panel.marks] == [False, True, False]
    assert len(panel.lines) == 1
    assert panel.marks[0].about == "2016-10: 2.0 (1.0–4.0), n 31"
    page = "".join(render(Report(title="t", charts=(chart,)), "html"))
    assert "<figcaption>Daily &lt;News&gt;</figcaption>" in page
    assert page.count("<circle") == 3
    assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in page


@pytest.mark.parametrize("form", ["md", "latex"])
def test_papers_get_a_chart_as_a_table(chart: Chart, form: str):
    text = "".join(render(Report(title="t", charts=(chart,)), form))
    assert "2016-12" in text
    assert "too small" in text


def test_latex_sets_lines_as_rules_and_knows_the_signs_of_pooling():
    assert latex("▁█") == r"\rule{0.3em}{0.2ex}\rule{0.3em}{1.6ex}"
    assert latex("τ² 41% → 0.1") == r"$\tau$$^{2}$ 41\% $\to$ 0.1"
