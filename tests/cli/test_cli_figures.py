"""``--figures``: what is written for a paper, what stands beside it, and what is never written over."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING

import pypdf
import pytest
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

ENDINGS = ["-1-column.pdf", "-1-column.png", "-1-column.svg", "-2-columns.pdf", "-2-columns.png", "-2-columns.svg"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def drawn(run: Run, corpus: Path, tmp_path: Path) -> Path:
    result = run("compare", corpus, "--family", "hedging", "--figures", "drawn", "--seed", 3)
    assert result.exit_code == 0, result.stderr
    return tmp_path / "drawn"


def test_every_figure_has_all_formats_a_caption_and_its_data(run: Run, corpus: Path, tmp_path: Path) -> None:
    result = run("compare", corpus, "--figures", "drawn")
    assert "figures in drawn" in result.stderr
    made = names(tmp_path / "drawn")
    stem = "forest-loaded.all"
    assert [name for name in made if name.startswith(stem)] == sorted(
        [f"{stem}.csv", f"{stem}.txt", *(f"{stem}{ending}" for ending in ENDINGS)]
    )
    assert "heatmap-outlets-1-column.svg" in made


def test_a_pdf_has_its_fonts_inside_and_the_width_of_its_columns(drawn: Path) -> None:
    for ending, width in (("1-column", 244.8), ("2-columns", 504)):
        page = pypdf.PdfReader(next(drawn.glob(f"forest-hedging.rate-{ending}.pdf"))).pages[0]
        assert float(page.mediabox.width) == pytest.approx(width, abs=0.1)
        (font,) = page["/Resources"]["/Font"].values()
        described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert any(key.startswith("/FontFile") for key in described)
        assert "Alpha" in page.extract_text()


def test_a_png_has_300_dots_an_inch(drawn: Path) -> None:
    for ending, width in (("1-column", 1020), ("2-columns", 2100)):
        data = next(drawn.glob(f"forest-hedging.rate-{ending}.png")).read_bytes()
        assert int.from_bytes(data[16:20]) == width
        physical = data[data.index(b"pHYs") + 4 :]
        assert int.from_bytes(physical[:4]) == 11811  # dots a metre


def test_the_data_are_what_is_drawn(drawn: Path) -> None:
    stem = "forest-hedging.rate"
    rows = list(csv.DictReader((drawn / f"{stem}.csv").open(encoding="utf-8")))
    root = etree.parse(drawn / f"{stem}-2-columns.svg").getroot()
    groups = [element for element in root.iter() if element.get("class") == "mf-estimate"]
    assert [row["outlet"] for row in rows] == ["Alpha", "Beta"]
    for row, group in zip(rows, groups, strict=True):
        for name in ("estimate", "low", "high"):
            assert group.get(f"data-{name}") == (f"{float(row[name]):.6g}" if row[name] else None)
        assert (group.get("data-outlet"), group.get("data-n")) == (row["outlet"], row["n"])


def test_the_caption_says_what_is_drawn_and_how_it_was_made(drawn: Path) -> None:
    said = (drawn / "forest-hedging.rate.txt").read_text(encoding="utf-8")
    assert said.startswith("Hedges, per 1,000 ")
    for part in ("lines: 95% intervals", "n: articles.", "Method: Articles were measured with", "--seed 3"):
        assert part in said


def test_the_same_command_writes_the_same_files_again(run: Run, corpus: Path, drawn: Path) -> None:
    before = {name: (drawn / name).read_bytes() for name in names(drawn)}
    assert run("compare", corpus, "--family", "hedging", "--figures", "drawn", "--seed", 3).exit_code == 0
    assert {name: (drawn / name).read_bytes() for name in names(drawn)} == before


def test_figures_that_there_are_no_more_are_removed_and_other_files_kept(run: Run, corpus: Path, drawn: Path) -> None:
    (drawn / "mine.txt").write_text("mine", encoding="utf-8")
    assert run("compare", corpus, "--family", "loaded", "--figures", "drawn").exit_code == 0
    assert not [name for name in names(drawn) if "hedging" in name]
    assert (drawn / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_figure_that_was_changed_is_never_replaced(run: Run, corpus: Path, drawn: Path) -> None:
    svg = drawn / "forest-hedging.rate-1-column.svg"
    svg.write_text("<svg>mine</svg>", encoding="utf-8")
    result = run("compare", corpus, "--family", "hedging", "--figures", "drawn")
    assert result.exit_code == 5
    assert "changed since masthead wrote it" in result.stderr
    assert svg.read_text(encoding="utf-8") == "<svg>mine</svg>"


def test_a_file_that_masthead_did_not_write_is_never_replaced(run: Run, corpus: Path, tmp_path: Path) -> None:
    mine = tmp_path / "paper" / "forest-hedging.rate.csv"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    result = run("compare", corpus, "--family", "hedging", "--figures", "paper")
    assert result.exit_code == 5
    assert "masthead did not write it" in result.stderr
    assert names(mine.parent) == [mine.name]
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("said", ["no json", '{"files": {"../x": "1"}}', "[]"])
def test_a_list_of_figures_that_is_none_is_refused(run: Run, corpus: Path, tmp_path: Path, said: str) -> None:
    (tmp_path / "drawn").mkdir()
    (tmp_path / "drawn" / "figures.json").write_text(said, encoding="utf-8")
    result = run("compare", corpus, "--figures", "drawn")
    assert result.exit_code == 5
    assert "not a list of figures" in result.stderr


def test_figures_do_not_go_to_a_file_or_nowhere(run: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert run("compare", corpus, "--figures", "taken").exit_code == 5
    assert run("compare", corpus, "--figures", "no/where").exit_code == 5


def test_without_the_library_nothing_is_computed(run: Run, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    result = run("compare", corpus, "--figures", "drawn")
    assert result.exit_code == 2
    assert 'pip install "masthead[figures]"' in result.stderr
    assert "vl_convert" not in sys.modules or sys.modules["vl_convert"] is None


@pytest.mark.parametrize("other", [("--aa", "20"), ("--ranks",), ("--sensitivity",)])
def test_other_reports_of_compare_have_no_figures(run: Run, corpus: Path, other: tuple[str, ...]) -> None:
    result = run("compare", corpus, "--figures", "drawn", *other)
    assert result.exit_code == 2
    assert "--figures are of the comparison itself" in result.stderr


def test_pairs_are_drawn_as_differences(run: Run, corpus: Path, tmp_path: Path) -> None:
    assert run("compare", corpus, "--all-pairs", "--family", "hedging", "--figures", "drawn").exit_code == 0
    rows = list(csv.DictReader((tmp_path / "drawn/forest-hedging.rate.csv").open(encoding="utf-8")))
    assert [row["label"] for row in rows] == ["Alpha − Beta"]


def test_choices_are_drawn_by_outlet_and_voice(run: Run, corpus: Path, tmp_path: Path) -> None:
    assert run("choices", corpus, "--all-features", "--figures", "drawn").exit_code == 0
    rows = list(csv.DictReader((tmp_path / "drawn/bars-ruling_power.csv").open(encoding="utf-8")))
    assert (rows[0]["outlet"], rows[0]["voice"], rows[0]["wording"]) == ("Alpha", "own", "regime")
    assert float(rows[0]["share"]) == 1.0


def test_scores_are_drawn_model_by_model(run: Run, sided: Path, tmp_path: Path) -> None:
    how = ("--label", "side", "--folds", 2, "--model", "majority,framing")
    result = run("evaluate", sided, *how, "--figures", "drawn")
    assert result.exit_code == 0, result.stderr
    rows = list(csv.DictReader((tmp_path / "drawn/forest-article-macro_f1.csv").open(encoding="utf-8")))
    assert [row["label"] for row in rows] == ["majority", "framing"]


def test_words_are_drawn_side_by_side_of_the_comparison(run: Run, corpus: Path, tmp_path: Path) -> None:
    assert run("words", corpus, "--top", 3, "--figures", "drawn").exit_code == 0
    files = json.loads((tmp_path / "drawn/figures.json").read_text(encoding="utf-8"))["files"]
    assert len([name for name in files if name.endswith(".csv")]) >= 1


def test_courses_are_drawn_feature_by_feature(run: Run, tmp_path: Path) -> None:
    text = (
        "The council met for hours on the dam, and nobody was asked what the dam would cost them. It will meet again."
    )
    rows = [
        {"outlet": outlet, "date": f"2031-0{month}-{day:02}", "text": f"{text} {outlet} {month} {day}"}
        for outlet in ("Post", "Daily")
        for month in (3, 4)
        for day in range(1, 13)
    ]
    (tmp_path / "dated.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run("trend", "dated.jsonl", "--feature", "style.mattr", "--figures", "drawn").exit_code == 0
    found = list(csv.DictReader((tmp_path / "drawn/trend-style.mattr.csv").open(encoding="utf-8")))
    assert [(row["outlet"], row["label"]) for row in found] == [
        (outlet, month) for outlet in ("Daily", "Post") for month in ("2031-03", "2031-04")
    ]
    around = ("--around", "2031-04-01", "--feature", "style.mattr", "--figures", "sides")
    assert run("trend", "dated.jsonl", *around).exit_code == 0
    sides = list(csv.DictReader((tmp_path / "sides/forest-style.mattr.csv").open(encoding="utf-8")))
    assert [row["label"] for row in sides] == ["Daily, before", "Daily, after", "Post, before", "Post, after"]


def test_a_report_has_the_figures_of_its_parts_each_with_its_own_method(run: Run, corpus: Path, tmp_path: Path) -> None:
    how = ("--draws", 20, "--permutations", 99, "--evidence", "none")
    result = run("report", corpus, "-o", "page.html", "--figures", "drawn", *how)
    assert result.exit_code == 0, result.stderr
    made = names(tmp_path / "drawn")
    assert {"compare-forest-loaded.all.csv", "compare-heatmap-outlets.csv"} <= set(made)
    captions = {name: (tmp_path / "drawn" / name).read_text(encoding="utf-8") for name in made if name.endswith(".txt")}
    assert "from 99 random" in captions["compare-forest-loaded.all.txt"]
    assert any("informative Dirichlet" in said for said in captions.values())


def test_letters_that_need_a_font_of_the_system_are_named(run: Run, corpus: Path) -> None:
    (corpus / "Beta").rename(corpus / "الخبر")
    result = run("compare", corpus, "--family", "hedging", "--figures", "drawn")
    assert "note: Arabic letters need a font of this system: look at the figures" in result.stderr


def test_nothing_to_draw_is_said(run: Run, corpus: Path, tmp_path: Path) -> None:
    result = run("choices", corpus, "--figures", "drawn")
    assert result.exit_code == 0, result.stderr
    assert "note: there is nothing to draw a figure of" in result.stderr
    assert names(tmp_path / "drawn") == ["figures.json"]
