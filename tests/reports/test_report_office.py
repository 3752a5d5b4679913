"""Word documents and workbooks: what stands where, numbers as numbers, text as text, the same bytes again."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from filled_report import filled
from masthead.reports import Report, render, render_office
from masthead.reports.side_by_side import compare_report
from masthead.reports.view import Cell, Grid, Section, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OUTLETS = ("Harrow Chronicle", "Ledger", "Post")
OWN = (
    "=1+1",
    "@SUM(A1)",
    "-2+3+cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    "\t=1",
    "<script>alert(1)</script>",
    "<w:p/>&amp;&#0;]]>",
    "{{7*7}} ${7*7} <%= 7 %>",
    r"\input{/etc/passwd} \write18{id} $x_1^2$ %&#~",
    "| a | b |\n\n# c [x](javascript:alert(1)) ![y](z) `code` <img src=x onerror=alert(1)>",
    "\x00\x1b[31m\x07\u202e\ufffe\uffff\ud800\U000e0041",
    "x" * 40_000,
)
CSV = "csv:Text - txt - csv (StarCalc):44,34,76"
"""Commas, quotation marks, UTF-8."""
DOCUMENT = r"""\documentclass{article}
\usepackage{array,booktabs,longtable}
\begin{document}
\input{table.tex}
\end{document}
"""


@pytest.fixture
def report(tables: Callable[..., Any], catalogue: Any, overview: Callable[..., Any]) -> Report:
    manifest = {"masthead": "0.1.0", "command": "masthead compare demo --seed 0"}
    return compare_report(*tables(OUTLETS), catalogue, overview(OUTLETS), manifest=manifest)


def workbook(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render_office(report, "xlsx")))


def document(report: Report) -> Any:
    return docx.Document(io.BytesIO(render_office(report, "docx")))


def strings(research: Path | None) -> list[str]:
    """Our own bad strings, and those that others have collected where they are at hand."""
    found = list(OWN)
    if research is not None:
        blns = json.loads((research / "badinput/blns/blns.json").read_text(encoding="utf-8"))
        xss = (research / "badinput/xss/Intruder/xss-payload-list.txt").read_text(encoding="utf-8").splitlines()
        found += [text for text in (*blns, *xss[::20]) if text.strip()]
    return found


@pytest.fixture
def bad(request: pytest.FixtureRequest) -> list[str]:
    try:
        return strings(request.getfixturevalue("research_data"))
    except pytest.skip.Exception:
        return strings(None)


def test_the_workbook_has_the_table_the_rows_and_the_notes(report: Report) -> None:
    book = workbook(report)
    assert book.sheetnames == ["table", "data", "notes"]
    lines = list(book["table"].iter_rows(values_only=True))
    assert lines[0][:8] == (
        "section",
        "outlet",
        "estimate",
        "95% interval",
        "difference",
        "difference, mark",
        "95% interval",
        "q",
    )
    assert lines[1][:6] == ("Loaded terms, per 1,000 own-voice words", "Harrow Chronicle", 12.3, "10.0–15.0", 7.3, "▲")
    assert book["notes"]["A2"].value == report.title
    assert any("Intervals: 95%, over clusters." in str(cell.value) for cell in book["notes"]["A"])


def test_numbers_of_the_workbook_are_numbers_with_every_digit(report: Report) -> None:
    sheet = workbook(report)["data"]
    head, first = list(sheet.iter_rows(max_row=2))
    values = {cell.value: own for cell, own in zip(head, first, strict=True)}
    assert (values["estimate"].value, values["estimate"].data_type) == (12.34, "n")
    assert (values["marked"].value, values["n_articles"].value) == (True, 20)
    assert values["stratum"].value is None


@pytest.mark.parametrize(
    ("said", "value", "form"),
    [
        ("1,204", 1204, "#,##0"),
        ("−3.50", -3.5, "0.00"),
        ("+0.7", 0.7, "+0.0;-0.0;0.0"),
        ("37%", 0.37, "0%"),
        ("<0.001", "<0.001", "General"),
        ("2.1–4.4", "2.1–4.4", "General"),
        ("1984 Daily", "1984 Daily", "General"),
        ("12,34", "12,34", "General"),
    ],
)
def test_a_cell_that_shows_a_number_is_that_number(said: str, value: Any, form: str) -> None:
    grid = Grid.of("", (*wordings("outlet"), *figures("n")), [(Cell("A"), Cell(said))])
    cell = workbook(Report(title="R", blocks=(grid,)))["table"]["B2"]
    assert (cell.value, cell.number_format) == (value, form)


def test_the_document_has_the_table_and_its_notes(report: Report) -> None:
    found = document(report)
    (table,) = found.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["outlet", "estimate", "95% interval", "difference", "95% interval", "q", "n"]
    assert set(cells[1]) == {"Loaded terms, per 1,000 own-voice words"}
    assert cells[2][:4] == ["Harrow Chronicle", "12.3", "10.0–15.0", "+7.3 ▲"]
    texts = [paragraph.text for paragraph in found.paragraphs]
    assert texts[0] == report.title
    assert any("Intervals: 95%, over clusters." in text for text in texts)
    assert texts[-1] == "masthead 0.1.0 · reproduce: masthead compare demo --seed 0"


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_same_report_is_the_same_bytes(report: Report, form: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render_office(report, form)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert render_office(report, form) == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:" not in package.read("docProps/core.xml").replace(b"xmlns:dcterms", b"")


def test_no_string_of_data_becomes_a_formula_or_is_lost(bad: list[str]) -> None:
    for made in (filled(*bad), *map(filled, OWN)):
        book = workbook(made)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
        begun = [cell for cell in cells if str(cell.value).lstrip().startswith(("=", "+", "-", "@"))]
        assert all(cell.quotePrefix for cell in begun if isinstance(cell.value, str))
        assert max(len(str(cell.value)) for cell in cells) <= 32_767


def test_no_string_of_data_becomes_a_field_or_markup_of_a_document(bad: list[str]) -> None:
    drawn: set[str] = set()
    for made in (filled(*bad), *map(filled, OWN)):
        with zipfile.ZipFile(io.BytesIO(render_office(made, "docx"))) as package:
            root = etree.fromstring(package.read("word/document.xml"))
            drawn |= {etree.QName(element).localname for element in root.iter()}
            links = etree.fromstring(package.read("word/_rels/document.xml.rels"))
            assert not [link for link in links if link.get("TargetMode") == "External"]
    assert not drawn & {"hyperlink", "fldSimple", "instrText", "object", "altChunk", "drawing", "pict"}
    assert {"tbl", "t", "p"} <= drawn


def test_markdown_with_bad_strings_is_tables_and_text(bad: list[str]) -> None:
    page = MarkdownIt("commonmark", {"html": True}).enable("table")
    drawn: set[str] = set()
    for made in (filled(*bad), *map(filled, OWN)):
        for token in page.parse("".join(render(made, "md"))):
            drawn |= {token.type, *(child.type for child in token.children or ())}
    assert not drawn & {"html_block", "link_open", "image", "code_block", "fence", "blockquote_open", "hr"}
    raw = {"<br>", "<sup>", "</sup>"}
    text = "".join(render(filled(*bad), "md"))
    assert {tag for tag in re.findall(r"</?[a-zA-Z][^>]*>", text) if tag not in raw} == set()


def test_no_cell_of_a_csv_file_begins_like_a_formula(bad: list[str]) -> None:
    rows = list(csv.reader(io.StringIO("".join(render(filled(*bad), "csv")))))
    assert len(rows) == 1 + len(bad)
    begun = {cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))}
    assert {
        cell for cell in begun if not re.fullmatch(r"[-+][\d.]+(?:[eE][-+]?\d+)?|[-+](?:inf|Infinity|nan)", cell)
    } == set()


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex (texlive-latex-recommended) is not installed")
def test_latex_with_bad_strings_compiles_and_reads_no_file(bad: list[str], tmp_path: Path) -> None:
    (tmp_path / "document.tex").write_text(DOCUMENT, encoding="utf-8")
    texts = [text for text in bad if text.isascii() and len(text) < 2_000]
    made = [filled(*texts), *(filled(text) for text in OWN if text in texts)]
    tables = "\n\\clearpage\n".join("".join(render(one, "latex")) for one in made)
    (tmp_path / "table.tex").write_text(tables, encoding="utf-8")
    said = compiled(tmp_path)
    assert "Output written on document.pdf" in said
    assert "(/etc/passwd" not in said.replace("\n", "")


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex (texlive-latex-recommended) is not installed")
def test_latex_of_a_comparison_compiles_within_the_page(report: Report, tmp_path: Path) -> None:
    (tmp_path / "document.tex").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "table.tex").write_text("".join(render(report, "latex")), encoding="utf-8")
    said = compiled(tmp_path)
    assert "Output written on document.pdf (1 page" in said
    assert "Overfull" not in said


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex (texlive-latex-recommended) is not installed")
def test_a_long_title_above_rows_is_broken_within_the_page(tmp_path: Path) -> None:
    title = (
        "A member of a non-state armed group, or the group, as the articles of one outlet call them in their own voice"
    )
    rows = tuple((Cell(name), Cell("12"), Cell("3")) for name in ("militant", "fighter"))
    grid = Grid("Mentions", (*wordings(""), *figures("own", "quoted")), (Section(title, rows), Section("Short", rows)))
    (tmp_path / "document.tex").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "table.tex").write_text(
        "".join(render(Report(title="Choices", blocks=(grid,)), "latex")), encoding="utf-8"
    )
    assert "Overfull" not in compiled(tmp_path)


def compiled(folder: Path) -> str:
    call = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "document.tex"]
    done = subprocess.run(call, cwd=folder, capture_output=True, check=False)
    said = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, said[-2000:]
    return said


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize(("form", "to"), [("docx", "pdf"), ("xlsx", "pdf"), ("xlsx", CSV)])
def test_office_files_convert_in_libreoffice(
    bad: list[str], report: Report, tmp_path: Path, form: Any, to: str
) -> None:
    paths = []
    for number, made in enumerate([report, filled(*(text for text in OWN if len(text) < 2_000))]):
        paths.append(tmp_path / f"{number}.{form}")
        paths[-1].write_bytes(render_office(made, form))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    call = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(tmp_path / "out"), *map(str, paths)]
    subprocess.run(call, check=True, capture_output=True, timeout=300)
    assert sorted(path.stem for path in (tmp_path / "out").iterdir()) == sorted(path.stem for path in paths)
    if to == CSV:
        assert "=1+1" in (tmp_path / "out" / "1.csv").read_text(encoding="utf-8")
        assert "Harrow Chronicle" in (tmp_path / "out" / "0.csv").read_text(encoding="utf-8")


def test_latex_says_where_pdflatex_lacks_the_letters(tables: Any, catalogue: Any, overview: Any) -> None:
    for outlet, said in (("Le Monde Économique", False), ("Правда", True)):
        made = compare_report(*tables((outlet, "Ledger")), catalogue, overview((outlet, "Ledger")))
        assert ("compile with XeLaTeX" in "".join(render(made, "latex"))) == said
