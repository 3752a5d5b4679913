"""Figures: what is drawn where, what elements say to machines and to ears, and that data stays data."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from masthead.reports.figures import (
    WIDTHS,
    Bar,
    Bars,
    Course,
    Estimate,
    Figure,
    Forest,
    HeatMap,
    Paper,
    Part,
    Trend,
    draw,
)
from masthead.reports.figures.convert import drawn
from masthead.reports.figures.lettering import labels, room_of
from masthead.reports.figures.named import caption, named
from masthead.reports.figures.palette import shade
from masthead.reports.figures.scale import Scale
from masthead.reports.view import Chart, Point, Series

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
ONE = Paper(width=WIDTHS[1], name="f")
HOSTILE = "</text><script>alert(1)</script>\" onload='x' ]]>&\x1b[2J\x00\u202e=1+1"


def parsed(figure: Figure, paper: Paper = ONE) -> etree._Element:
    return etree.fromstring(draw(figure, paper))


def marked(root: etree._Element) -> list[etree._Element]:
    return [element for element in root.iter(f"{SVG}g") if element.get("class") == "mf-estimate"]


def estimate(outlet: str, value: float | None = 4.0, **more: object) -> Estimate:
    given = {"low": 3.0, "high": 6.0, "n": 40} | more
    return Estimate(outlet=outlet, feature="loaded.all", value=value, **given)


@pytest.fixture
def forest() -> Forest:
    rows = (
        estimate("Harbour Post", 4.0, mark="higher", q=0.012),
        estimate("Valley Times", 2.0, low=None, high=None, n=3, reason="too small"),
        estimate("Gazette", None, low=None, high=None, n=0, reason="no article"),
    )
    return Forest(title="Loaded terms", unit="per 1,000 words", estimates=rows, reference=(3.0, "mean of the outlets"))


@pytest.fixture
def bars() -> Bars:
    parts = (
        Part(wording="fell", n=1, share=0.25),
        Part(wording="took_over", n=3, share=0.75, low=0.5, high=0.9),
    )
    own = Bar(outlet="Post", voice="own", parts=parts)
    return Bars(title="Taking a town", name="taking", bars=(own, Bar(outlet="Post", voice="quoted", parts=())))


@pytest.fixture
def trend() -> Trend:
    points = [Point("2016-10", 2.0, 1.0, 4.0, 31), Point("2016-11", None, None, None, 0), Point("2016-12", 5, 4, 6, 9)]
    chart = Chart.of("Loaded", "per 1,000", [Series("Post", tuple(points)), Series("Times", tuple(points))])
    return Trend.of(chart, "loaded.all")


@pytest.fixture
def heat() -> HeatMap:
    cells = (estimate("Post", 1.0), estimate("Times", 3.0, mark="higher", fragile="one cluster"))
    return HeatMap(title="Outlets by feature", features=(("loaded.all", "Loaded", "per 1,000"),), cells=cells)


def test_an_estimate_says_itself_to_machines(forest: Forest):
    first, second, third = marked(parsed(forest))
    data = {name.removeprefix("data-"): value for name, value in first.attrib.items() if name.startswith("data-")}
    assert data == {
        "outlet": "Harbour Post",
        "feature": "loaded.all",
        "estimate": "4",
        "low": "3",
        "high": "6",
        "n": "40",
    }
    assert (second.get("data-low"), third.get("data-estimate")) == (None, None)


def test_an_estimate_says_itself_to_readers(forest: Forest):
    titles = [group.findtext(f"{SVG}title") for group in marked(parsed(forest))]
    assert titles == [
        "Harbour Post: 4.00 (3.00–6.00), n 40, q 0.012, higher",
        "Valley Times: 2.00 (too small), n 3",
        "Gazette: – (no article), n 0",
    ]


def test_a_figure_has_a_title_and_a_description(forest: Forest):
    root = parsed(forest)
    assert root.findtext(f"{SVG}title") == "Loaded terms, per 1,000 words"
    assert root.get("aria-labelledby") == "f-title f-about"
    assert "Valley Times: 2.00 (too small), n 3" in root.findtext(f"{SVG}desc")


def test_a_dot_stands_on_its_whisker_and_a_marked_one_is_filled(forest: Forest):
    first, second, _ = marked(parsed(forest))
    whisker, dot = first.findall(f"{SVG}line")[-1], first.find(f"{SVG}circle")
    left, at, right = (float(value) for value in (whisker.get("x1"), dot.get("cx"), whisker.get("x2")))
    assert (at - left) / (right - left) == pytest.approx(1 / 3, abs=0.001)
    assert dot.get("fill") == dot.get("stroke")
    assert second.find(f"{SVG}circle").get("fill") == "#ffffff"
    assert second.find(f"{SVG}line") is None


@pytest.mark.parametrize("columns", [1, 2])
def test_all_text_has_seven_points_at_least(columns: int, forest: Forest, bars: Bars, trend: Trend, heat: HeatMap):
    for figure in (forest, bars, trend, heat):
        root = parsed(figure, Paper(width=WIDTHS[columns]))
        assert root.get("width") == {1: "244.8pt", 2: "504pt"}[columns]
        assert [float(element.get("font-size")) for element in root.iter() if element.get("font-size")] == [7.5]


def test_periods_line_up_across_rows(trend: Trend):
    places = {}
    for group in marked(parsed(trend)):
        places.setdefault(group.get("data-period"), set()).add(group.find(f"{SVG}circle").get("cx"))
    assert {period: len(at) for period, at in places.items()} == {"2016-10": 1, "2016-12": 1}


def test_a_course_is_broken_where_a_period_is_missing(trend: Trend):
    assert list(parsed(trend).iter(f"{SVG}polyline")) == []


def test_parts_of_a_bar_are_as_wide_as_their_shares(bars: Bars):
    took, fell = marked(parsed(bars))
    widths = [float(group.find(f"{SVG}rect").get("width")) for group in (took, fell)]
    assert widths[0] == pytest.approx(3 * widths[1], abs=0.05)
    assert (took.get("data-feature"), took.get("data-voice"), took.get("data-n")) == ("taking.took_over", "own", "3")
    assert took.findtext(f"{SVG}title") == "Post, own voice: took over 75% (50–90), 3 of 4 mentions"


def test_more_wordings_than_colours_are_one_part():
    parts = tuple(Part(wording=f"w{place}", n=20 - place, share=0.05) for place in range(12))
    root = parsed(Bars(title="", name="c", bars=(Bar(outlet="Post", voice="own", parts=parts),)))
    assert "other wordings" in {text.text for text in root.iter(f"{SVG}text")}


def test_a_cell_is_shaded_on_the_scale_of_its_feature(heat: HeatMap):
    fills = [group.find(f"{SVG}rect").get("fill") for group in marked(parsed(heat))]
    assert fills == [shade(0.0), shade(1.0)] == ["#f7fbff", "#9cc4e4"]
    assert "†" in {text.text for text in parsed(heat).iter(f"{SVG}text")}


def test_features_without_room_go_on_below():
    names = [f"feature {place}" for place in range(12)]
    cells = tuple(Estimate(outlet="Post", feature=name, value=1234.5) for name in names)
    figure = HeatMap(title="", features=tuple((name, name, "") for name in names), cells=cells)
    places = {float(group.find(f"{SVG}rect").get("y")) for group in marked(parsed(figure))}
    assert len(places) > 1
    assert all(
        float(rect.get("x")) + float(rect.get("width")) <= WIDTHS[1]
        for rect in parsed(figure).iter(f"{SVG}rect")
        if rect.get("x")
    )


def test_an_estimate_on_a_page_can_be_reached_and_heard(forest: Forest):
    root = parsed(forest, Paper(width=500, name="f", live=True))
    group = marked(root)[0]
    assert (root.get("role"), group.get("role"), group.get("tabindex")) == ("group", "img", "-1")
    assert group.get("aria-label") == "Harbour Post: 4.00 (3.00–6.00), n 40, q 0.012, higher"
    assert root.find(f"{SVG}rect") is None


def test_a_figure_needs_no_style_of_its_own(forest: Forest, bars: Bars, trend: Trend, heat: HeatMap):
    for figure in (forest, bars, trend, heat):
        root = parsed(figure)
        assert not list(root.iter(f"{SVG}style", f"{SVG}script"))
        assert not [element for element in root.iter() if element.get("style")]


def hostile() -> list[Figure]:
    row = Estimate(outlet=HOSTILE, feature=HOSTILE, value=1.0, low=0.5, high=2.0, n=3, label=HOSTILE, reason=HOSTILE)
    part = Part(wording=HOSTILE, n=2, share=1.0)
    return [
        Forest(title=HOSTILE, unit=HOSTILE, estimates=(row,), reference=(1.0, HOSTILE)),
        HeatMap(title=HOSTILE, features=((HOSTILE, HOSTILE, HOSTILE),), cells=(row,)),
        Bars(title=HOSTILE, name=HOSTILE, bars=(Bar(outlet=HOSTILE, voice="own", parts=(part,)),)),
        Trend(
            title=HOSTILE,
            unit=HOSTILE,
            name=HOSTILE,
            periods=(HOSTILE,),
            courses=(Course(outlet=HOSTILE, estimates=(row,)),),
        ),
    ]


@pytest.mark.parametrize("figure", hostile(), ids=lambda figure: type(figure).__name__)
@pytest.mark.parametrize("live", [False, True])
def test_what_data_says_is_text(figure: Figure, live: bool):
    root = parsed(figure, Paper(width=300, name="f", live=live))
    drawn = {"svg", "g", "title", "desc", "text", "line", "rect", "circle", "path", "polyline", "pattern"}
    assert {etree.QName(element).localname for element in root.iter()} <= drawn
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]
    assert "\x1b" not in etree.tostring(root, encoding="unicode")
    assert any("<script>alert(1)" in (element.text or "") for element in root.iter(f"{SVG}title"))


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ((0.0, 1.0), ["0.0", "0.5", "1.0"]),
        ((2.1, 17.9), ["0", "10", "20"]),
        ((-0.3, 0.4), ["−0.5", "0.0", "0.5"]),
        ((1200.0, 5600.0), ["0", "2,000", "4,000", "6,000"]),
        ((0.002, 0.0061), ["0.002", "0.004", "0.006", "0.008"]),
        ((0.1, 7.4), ["0.0", "2.5", "5.0", "7.5"]),
        ((3.0, 3.0), ["0", "2", "4", "6"]),
        ((0.0, 0.0), ["−0.5", "0.0", "0.5"]),
    ],
)
def test_ticks_are_round_and_hold_all_values(bounds: tuple[float, float], said: list[str]):
    scale = Scale.of(bounds, (0.0, 100.0), 3)
    assert [text for _, text in scale.ticks()] == said
    assert scale.low <= bounds[0] <= bounds[1] <= scale.high
    steps = [after - before for (before, _), (after, _) in pairwise(scale.ticks())]
    assert steps == pytest.approx([100.0 / len(steps)] * len(steps))


def test_names_that_are_cut_stay_apart():
    names = ["The Daily Chronicle of the North", "The Daily Chronicle of the South", "SANA"]
    lines = labels(names, 60.0, 7.5)
    assert len(set(lines.values())) == 3
    assert labels(["SANA"], 60.0, 7.5) == {"SANA": ("SANA",)}
    assert room_of("iii", 10) < room_of("nnn", 10) < room_of("WWW", 10)


def test_an_interval_without_an_upper_limit_runs_to_the_edge():
    open_end = estimate("elites", 4.0, low=3.0, high=None, reason="")
    figure = Forest(title="Words", unit="log2", estimates=(open_end, estimate("fanatics", 4.0)))
    first, second = marked(parsed(figure))
    assert first.findtext(f"{SVG}title") == "elites: 4.00 (3.00 or more), n 40"
    low_end, *arrow, whisker = first.findall(f"{SVG}line")
    assert low_end.get("x1") == low_end.get("x2") == whisker.get("x1")
    assert {line.get("x2") for line in arrow} == {whisker.get("x2")}
    assert len(second.findall(f"{SVG}line")) == 3


def test_a_caption_names_what_is_cut_and_why_there_is_no_interval():
    long = "The Northern Daily Chronicle and Advertiser of the Coast"
    why = "no hits, which leaves open how many come together"
    rows = (estimate(long), estimate("Gazette", 0.0, low=None, high=None, reason=why))
    (made,) = named([("loaded.all", Forest(title="Loaded", unit="per 1,000", estimates=rows), "n: articles.")])
    said = caption(made, "Method: counted.", "masthead compare x").split("\n\n")
    assert said[0].startswith("Loaded, per 1,000. Dots: estimates;")
    assert said[1] == f"Names: The Northern Daily Chronicle and… = {long}."
    assert said[2:] == [f"No interval: Gazette ({why}).", "Method: counted.", "masthead compare x\n"]


def test_names_of_files_are_plain_and_differ():
    figure = Forest(title="", unit="", estimates=())
    names = [one.name for one in named([(what, figure, "") for what in ("A/B", "a b", "../../etc", "x" * 99, "…")])]
    assert names == ["forest-A-B", "forest-a-b-2", "forest-etc", f"forest-{'x' * 60}", "forest"]


def test_no_string_of_others_is_more_than_text(research_data: Path):
    blns = json.loads((research_data / "badinput/blns/blns.json").read_text(encoding="utf-8"))
    xss = (research_data / "badinput/xss/Intruder/xss-payload-list.txt").read_text(encoding="utf-8").splitlines()
    rows = tuple(
        Estimate(outlet=text, feature=text, value=1.0, low=0.5, high=2.0, n=1, label=text, reason=text)
        for text in (*blns, *xss[::10])
    )
    root = parsed(Forest(title="x", unit="y", estimates=rows))
    assert {etree.QName(element).localname for element in root.iter()} <= {
        "svg",
        "g",
        "title",
        "desc",
        "text",
        "line",
        "rect",
        "circle",
    }
    assert len(marked(root)) == len(rows)
    for number, figure in enumerate(hostile()):
        assert [data[:4] for _, data in drawn(figure) if data[:4] != b"<svg"] == [b"%PDF", b"\x89PNG"] * 2, number
