"""Results in notebooks: their pages, their figures, their data frames, and the example of the manual."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import etree

import masthead
from masthead.errors import UsageError
from masthead.results import Plot, Result, table_of

EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "comparing.ipynb"
HOSTILE = '"></iframe><script>alert(1)</script>\x1b[2J\u202e'


@pytest.fixture(scope="module")
def found() -> Any:
    return masthead.demo()


def page(result: Result) -> str:
    """What stands in the frame, and that the frame lets nothing out."""
    framed = result._repr_html_()
    match = re.fullmatch(r'<iframe title="[^"<>]*" sandbox="" srcdoc="([^"]*)" style="[^"<>]*"></iframe>', framed)
    assert match is not None, framed[:300]
    return html.unescape(match[1])


def test_a_result_is_shown_as_the_page_of_its_command(found: Any) -> None:
    shown = page(found)
    assert shown.startswith("<!DOCTYPE html>")
    assert "<h1>8 outlets, 96 articles: each outlet against the rest</h1>" in shown
    assert "Content-Security-Policy" in shown


@pytest.mark.parametrize(
    ("function", "title", "figure"),
    [
        ("choices", "Choice of words in 8 outlets, 96 articles", "bars-ruling_power"),
        (
            "words",
            "Distinctive words: each outlet against the rest (8 outlets, 96 articles)",
            "forest-Borderlands-Report",
        ),
        ("trend", "8 outlets, 96 articles, by month from 2031-03 to 2031-10", "trend-loaded.all"),
        ("profile", "Profiles of 8 outlets, 96 articles", None),
        ("measure", "Measured 96 articles of 8 outlets", None),
    ],
)
def test_each_kind_of_result_has_its_page_and_its_figures(found: Any, function: str, title: str, figure: str) -> None:
    result = getattr(masthead, function)(found.corpus)
    assert f"<h1>{title}</h1>" in page(result)
    if figure is None:
        with pytest.raises(UsageError, match="this result has no figure"):
            result.plot()
    else:
        assert result.plot().name == figure


def test_changes_around_a_day_are_shown_and_drawn_too(found: Any) -> None:
    options = masthead.TrendOptions(around=pd.Timestamp("2031-06-01").date(), days=90)
    changes = masthead.trend(found.corpus, options)
    assert "before 2031-06-01 and from then on" in page(changes)
    assert changes.plot().name == "forest-loaded.all"


def test_a_study_is_shown_as_its_page_whose_script_stays_in_the_frame(found: Any) -> None:
    study = masthead.report(found.corpus)
    shown = study._repr_html_()
    assert shown.startswith('<iframe title="Report of a study" sandbox="allow-scripts" srcdoc="&lt;!DOCTYPE html&gt;')
    assert study.plot("loaded.all").svg == found.plot("loaded.all").svg


def test_a_result_without_a_page_shows_its_first_rows_and_nothing_gets_out_of_them() -> None:
    rows = [{"name": f"row {at}", "value": at / 3} for at in range(25)]
    shown = page(Result(table_of([{"name": HOSTILE, "value": None}, *rows], ("name", "value")), notes=(HOSTILE,)))
    assert "<h1>Result: 26 rows</h1>" in shown
    assert "The first 20 of 26 rows." in shown
    assert ">0.3333<" in re.sub(r"\s+<", "<", shown)
    assert "<script>" not in shown
    assert not {"\x1b", "\u202e"} & set(shown)


def test_a_figure_is_one_picture_with_its_caption(found: Any) -> None:
    plot = found.plot("loaded.all")
    picture = etree.fromstring(plot._repr_svg_().encode())
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert picture.get("width") == "504pt"
    assert found.plot("loaded.all", columns=1).svg != plot.svg
    assert plot.name == "forest-loaded.all"
    assert plot.caption.startswith("Loaded terms, per 1,000 own-voice words. ")
    assert plot.svg in plot._repr_html_()
    assert Plot("x", "<svg/>", HOSTILE)._repr_html_().count("<script>") == 0


def test_a_figure_that_there_is_not_is_refused_with_its_nearest_name(found: Any) -> None:
    with pytest.raises(UsageError, match="no figure 'heatmap'") as refused:
        found.plot("heatmap")
    assert "heatmap-outlets" in (refused.value.fix or "")
    with pytest.raises(UsageError, match="columns is 3"):
        found.plot(columns=3)


def test_a_figure_is_saved_as_svg_and_nothing_else(found: Any, tmp_path: Path) -> None:
    plot = found.plot()
    plot.save(tmp_path / "figure.svg")
    assert (tmp_path / "figure.svg").read_text("utf-8") == plot.svg
    with pytest.raises(UsageError, match="saved as SVG"):
        plot.save(tmp_path / "figure.png")


def test_data_frames_have_the_rows_of_the_table(found: Any) -> None:
    rows = found.table.to_pylist()
    assert isinstance(found.to_pandas(), pd.DataFrame)
    assert found.to_polars().equals(pl.from_arrow(found.table))
    assert found.to_polars().to_dicts() == rows
    assert found.to_pandas()["outlet"].tolist() == [row["outlet"] for row in rows]


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(UsageError, match="polars is not installed") as refused:
        Result(pa.table({"a": [1]})).to_polars()
    assert refused.value.fix == "Install it: pip install polars."


def test_the_example_runs_in_a_notebook(tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbformat is in the test extra")
    client = pytest.importorskip("nbclient", reason="nbclient is in the test extra")
    notebook = nbformat.read(EXAMPLE, as_version=4)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
    client.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = {cell["id"]: cell["outputs"] for cell in notebook.cells if cell["cell_type"] == "code"}
    assert outputs["compare"][-1]["data"]["text/html"].startswith("<iframe")
    for name in ("plot", "choices"):
        assert outputs[name][-1]["data"]["image/svg+xml"].startswith("<svg")
    assert "hedging.booster" in outputs["pandas"][-1]["data"]["text/plain"]
    assert (tmp_path / "loaded-terms.svg").exists()
    assert pq.read_table(tmp_path / "comparison.parquet").num_rows == 600
    assert "masthead" in outputs["save"][-1]["text"]
