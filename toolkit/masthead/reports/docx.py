"""Reports as a Word document: tables as a journal sets them, with their notes below."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from masthead.reports.layout import superscript
from masthead.reports.packed import packed_alike
from masthead.reports.passage import VOICE_SIGNS, letter
from masthead.reports.safe import xml_line, xml_text
from masthead.reports.stated import notes_on_paper
from masthead.reports.view import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from masthead.reports.view import Cell, Column, Passage, Report, Section

_SMALL, _TEXT = 8.0, 10.5
_WIDE = 8
"""A table of so many columns takes a page on its side."""
_MARGIN, _WIDEST = 4, 32
"""Characters that the width of a column goes by."""
_RULE, _THIN = 8, 4
"""Eighths of a point."""


def render_docx(report: Report) -> bytes:
    """The document."""
    import docx  # noqa: PLC0415 - only needed for Word documents

    document = docx.Document()
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = _points(_TEXT)
    document.core_properties.author = "masthead"
    document.core_properties.title = xml_line(report.title)[:255]
    document.core_properties.comments = ""
    if any(isinstance(block, Grid) and len(block.columns) >= _WIDE for block in report.on_paper):
        _turn(document)
    document.add_heading(xml_line(report.title), level=1)
    for sentence in report.lead:
        document.add_paragraph(xml_line(sentence))
    for block in report.on_paper:
        if isinstance(block, Grid):
            _grid(document, block)
        else:
            _passage(document, block)
    _small(document, (*notes_on_paper(report), *filter(None, (report.reproduce,))))
    written = io.BytesIO()
    document.save(written)
    return packed_alike(written.getvalue())


def _points(size: float) -> Any:
    from docx.shared import Pt  # noqa: PLC0415 - as docx itself

    return Pt(size)


def _turn(document: Any) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - as docx itself

    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width


def _small(document: Any, texts: Iterable[str]) -> None:
    for text in texts:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = _points(3)
        _run(paragraph, xml_line(text), size=_SMALL)


def _run(paragraph: Any, text: str, *, size: float | None = None, bold: bool = False, raised: bool = False) -> None:
    run = paragraph.add_run(text)
    run.bold = bold or None
    run.font.superscript = raised or None
    if size is not None:
        run.font.size = _points(size)


def _grid(document: Any, grid: Grid) -> None:
    if grid.title:
        _run(document.add_paragraph(), xml_line(grid.title), bold=True)
    rows = 1 + sum(len(section.rows) + bool(section.title) for section in grid.sections)
    table = document.add_table(rows, len(grid.columns))
    _widen(document, table, grid)
    lines = iter(table.rows)
    head = next(lines)
    for column, cell in zip(grid.columns, head.cells, strict=True):
        _write(cell, column, column.title, bold=True)
    _repeat(head)
    for section in grid.sections:
        _section(lines, section, grid.columns)
    _rules(table, head)
    document.add_paragraph().paragraph_format.space_after = _points(0)
    _small(document, (f"{superscript(number)} {note}" for number, note in enumerate(grid.notes, start=1)))


def _widen(document: Any, table: Any, grid: Grid) -> None:
    """Columns as wide as their contents are long, together as wide as the page allows."""
    table.autofit = False
    page = document.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    rows = [row for section in grid.sections for row in section.rows]
    longest = [
        _MARGIN + max(1, *(min(_WIDEST, len(text)) for text in _texts(column, (row[place] for row in rows))))
        for place, column in enumerate(grid.columns)
    ]
    for length, column in zip(longest, table.columns, strict=True):
        column.width = int(room * length / sum(longest))
        for cell in column.cells:
            cell.width = column.width


def _texts(column: Column, cells: Iterable[Cell]) -> Iterator[str]:
    yield from column.title.split()
    for cell in cells:
        yield _main(cell)
        yield cell.detail


def _section(lines: Any, section: Section, columns: Sequence[Column]) -> None:
    if section.title:
        cells = next(lines).cells
        merged = cells[0].merge(cells[-1])
        _write(merged, columns[0], section.title, bold=True)
        merged.paragraphs[0].paragraph_format.keep_with_next = True
    for row in section.rows:
        for column, cell, place in zip(columns, row, next(lines).cells, strict=True):
            _write(place, column, _main(cell), detail=cell.detail)


def _main(cell: Cell) -> str:
    mark = f" {cell.sign}" if cell.mark else ""
    return f"{cell.text}{mark}{superscript(cell.note) if cell.note else ''}"


def _write(place: Any, column: Column, text: str, *, detail: str = "", bold: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as docx itself

    paragraph = place.paragraphs[0]
    paragraph.paragraph_format.space_after = _points(1)
    if column.align == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(paragraph, xml_line(text), size=_SMALL, bold=bold)
    if detail:
        paragraph.add_run().add_break()
        _run(paragraph, xml_line(detail), size=_SMALL - 1)


def _repeat(row: Any) -> None:
    """The head of a table again on each page that it goes on to."""
    row._tr.get_or_add_trPr().append(_element("tblHeader", val="true"))  # noqa: SLF001 - python-docx has no way to say it


def _rules(table: Any, head: Any) -> None:
    """A line above, one below, and a thin one under the head."""
    borders = _element("tblBorders")
    for side in ("top", "bottom"):
        borders.append(_element(side, val="single", sz=_RULE, space=0, color="auto"))
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - as above
    for cell in head.cells:
        under = _element("tcBorders")
        under.append(_element("bottom", val="single", sz=_THIN, space=0, color="auto"))
        cell._tc.get_or_add_tcPr().append(under)  # noqa: SLF001 - as above


def _element(name: str, **attributes: Any) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as docx itself
    from docx.oxml.ns import qn  # noqa: PLC0415

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def _passage(document: Any, passage: Passage) -> None:
    if passage.heading:
        _run(document.add_paragraph(), xml_line("".join(part.text for part in passage.heading)), bold=True)
    paragraph = document.add_paragraph()
    for segment in passage.body:
        if segment.excluded:
            continue
        for place, text in enumerate(xml_text(segment.text).split("\n")):
            paragraph = document.add_paragraph() if place else paragraph
            run = paragraph.add_run(text)
            run.underline = bool(segment.families) or None
        if segment.families:
            signs = "".join(letter(family) for family in segment.families)
            _run(paragraph, f"{signs}{VOICE_SIGNS[segment.within]}", raised=True)
