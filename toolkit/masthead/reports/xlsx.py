"""Reports as a workbook: the tables for people, all rows for machines, and what there is to say of them.

Numbers are numbers. Text is text, also where it begins like a formula.
"""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

from masthead.errors import UsageError
from masthead.numerals import known
from masthead.reports.layout import superscript
from masthead.reports.packed import packed_alike
from masthead.reports.rows import records
from masthead.reports.safe import FORMULA, xml_line, xml_text
from masthead.reports.stated import notes_on_paper
from masthead.reports.view import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.cell import Cell as BookCell
    from openpyxl.worksheet.worksheet import Worksheet

    from masthead.reports.view import Cell, Passage, Report

MOST_ROWS = 1_048_575
_MOST_CHARACTERS = 32_767
_NARROWEST, _WIDEST = 8, 48
_LOOKED_AT = 200
"""So many rows say how wide a column is."""
_NUMBER = re.compile(r"(?P<sign>[+−]?)(?P<digits>\d{1,3}(?:,\d{3})*|\d+)(?:\.(?P<places>\d+))?(?P<percent> ?%)?")


def render_xlsx(report: Report) -> bytes:
    """The workbook; UsageError where it has more rows than a sheet takes."""
    import openpyxl  # noqa: PLC0415 - slow to import, only needed for spreadsheets

    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, block in enumerate(report.on_paper, start=1):
        sheet = book.create_sheet("table" if number == 1 else f"table {number}")
        if isinstance(block, Grid):
            _fill(sheet, list(_table(block)), block.title)
        else:
            _fill(sheet, [["text"], *([part] for part in _text(block).split("\n") if part.strip())], "")
    if report.fields:
        _fill(book.create_sheet("data"), list(_data(report)), "")
    _notes(book.create_sheet("notes"), report)
    written = io.BytesIO()
    book.save(written)
    return packed_alike(written.getvalue())


def _table(grid: Grid) -> Iterator[list[Any]]:
    """A head, then a line per row: the title of its section first, small print and signs in columns of their own."""
    rows = [(section.title, row) for section in grid.sections for row in section.rows]
    titled = any(title for title, _ in rows)
    parts = [_parts([row[index] for _, row in rows]) for index in range(len(grid.columns))]
    heads = (
        f"{column.title}{ending}" for column, own in zip(grid.columns, parts, strict=True) for ending in ("", *own)
    )
    yield [*(["section"] if titled else []), *heads]
    for title, row in rows:
        cells = (value for cell, own in zip(row, parts, strict=True) for value in _values(cell, own))
        yield [*([title] if titled else []), *cells]
    for number, note in enumerate(grid.notes, start=1):
        yield [f"{superscript(number)} {note}"]


_DETAIL, _SIGN = ", small print", ", mark"


def _parts(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Which columns a column needs beside its own."""
    details = any(cell.detail for cell in cells)
    signs = any(cell.mark or cell.note for cell in cells)
    return (*([_DETAIL] if details else []), *([_SIGN] if signs else []))


def _values(cell: Cell, parts: Sequence[str]) -> Iterator[Any]:
    yield cell.text
    for part in parts:
        yield cell.detail if part == _DETAIL else f"{cell.sign}{superscript(cell.note) if cell.note else ''}"


def _data(report: Report) -> Iterator[list[Any]]:
    yield list(report.fields)
    for row in records(report):
        yield [row[name] for name in report.fields]


def _text(passage: Passage) -> str:
    return "".join(segment.text for segment in (*passage.heading, *passage.body) if not segment.excluded)


def _notes(sheet: Worksheet, report: Report) -> None:
    lines = [report.title, *report.lead, *notes_on_paper(report), report.reproduce]
    _fill(sheet, [["notes"], *([line] for line in lines if line)], "")
    from openpyxl.styles import Alignment  # noqa: PLC0415 - as openpyxl itself

    sheet.column_dimensions["A"].width = 110
    for (cell,) in sheet.iter_rows(min_row=2):
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _fill(sheet: Worksheet, lines: Sequence[Sequence[Any]], title: str) -> None:
    """Head and rows into a sheet; the head stays in sight."""
    from openpyxl.styles import Font  # noqa: PLC0415 - as openpyxl itself

    if len(lines) > MOST_ROWS:
        raise UsageError(
            f"a sheet takes {MOST_ROWS:,} rows, and this result has {len(lines):,}",
            fix="Write it as Parquet or CSV: -o results.parquet.",
        )
    as_shown = sheet.title != "data"
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            _put(sheet.cell(row, column), value, as_shown=as_shown and row > 1)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for place in range(len(lines[0])):
        longest = max(len(str(line[place])) for line in lines[:_LOOKED_AT] if place < len(line))
        letter = sheet.cell(1, place + 1).column_letter
        sheet.column_dimensions[letter].width = min(_WIDEST, max(_NARROWEST, longest + 2))
    if title:
        sheet.title = re.sub(r"[\[\]:*?/\\']", " ", xml_line(title))[:31].strip() or sheet.title


def _put(cell: BookCell, value: Any, *, as_shown: bool) -> None:
    """A value of a row as it is; a text that shows a number as that number, in the same format."""
    if value is None or value == "" or (isinstance(value, float) and not known(value)):
        return
    if isinstance(value, bool | int | float):
        cell.value = value
        return
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False, default=str)
    shown = _number(value) if as_shown else None
    if shown is not None:
        cell.value, cell.number_format = shown
        return
    text = xml_text(value)
    cell.value = text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"
    cell.data_type = "s"
    if text.lstrip().startswith(FORMULA):
        cell.quotePrefix = True  # stays text where somebody edits it


def _number(text: str) -> tuple[float, str] | None:
    """The number that a text shows, and the format that shows it so; None where it shows no number alone."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    places = found["places"] or ""
    value = float(f"{'-' if found['sign'] == '−' else ''}{found['digits'].replace(',', '')}.{places or 0}")
    form = f"{'#,##0' if ',' in found['digits'] else '0'}{'.' + '0' * len(places) if places else ''}"
    if found["percent"]:
        value, form = value / 100, f"{form}%"
    if found["sign"] == "+":
        form = f"+{form};-{form};{form}"
    whole = not places and not found["percent"]
    return (int(value) if whole else value), form
