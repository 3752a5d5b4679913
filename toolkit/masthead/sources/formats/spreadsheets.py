"""Tables of spreadsheets, xlsx and xls: the first sheet that has a column of texts, its cells as they are shown."""

from __future__ import annotations

import io
import struct
import zipfile
from contextlib import closing
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from masthead.sources.formats.columns import holds_text, map_columns
from masthead.sources.formats.office import DAMAGED_ZIP
from masthead.sources.formats.records import row_from_record
from masthead.sources.options import ReadOptions
from masthead.sources.rows import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from masthead.sources.rows import Log, Row

    Cells = tuple[int, list[Any]]
    Sheet = tuple[str, Iterable[Cells]]

_HEADER_WITHIN = 20
"""Rows among which the header is looked for, below a title."""
_ERRORS = frozenset({"#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!"})
_DAMAGED: tuple[type[Exception], ...] = (
    *DAMAGED_ZIP,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    struct.error,
    SyntaxError,  # of both kinds of parsers of XML
)


def read_workbook(
    data: bytes, kind: str, name: str, outlet: str | None, options: ReadOptions, log: Log
) -> Iterator[Row]:
    """The articles in a workbook (``kind`` is ``xlsx`` or ``xls``), one to a row below the header.

    Sheets that are not read are named in a note. Raises MissingColumn where no sheet has a column of texts, and
    Unusable where the file is damaged, packed beyond reason or empty.
    """
    filled = [(title, rows) for title, rows in _sheets(data, kind, options) if rows]
    if not filled:
        raise Unusable("empty", "no sheet has a row")
    told = options.columns.get("text")
    chosen = next((sheet for sheet in filled if _header(sheet[1], told)[1]), filled[0])
    others = [title for title, _ in filled if title != chosen[0]]
    if others:
        log.note(f"{name}: read from the sheet {chosen[0]!r}; not read: {', '.join(map(repr, others))}")
    yield from _articles(chosen[1], name, outlet, options, log)


def widest_sheet(data: bytes, kind: str) -> tuple[str, list[Cells]]:
    """The name and the rows that are not blank of the sheet with most columns, its header first.

    Raises Unusable where the file is damaged or empty.
    """
    filled = [sheet for sheet in _sheets(data, kind, ReadOptions()) if sheet[1]]
    if not filled:
        raise Unusable("empty", "no sheet has a row")
    return max(filled, key=lambda sheet: sum(cell is not None for cell in sheet[1][0][1]))


def _sheets(data: bytes, kind: str, options: ReadOptions) -> list[tuple[str, list[Cells]]]:
    try:
        return list(_of_xlsx(data, options) if kind == "xlsx" else _of_xls(data))
    except (*_DAMAGED, *_own_errors(kind)) as error:
        raise Unusable("damaged spreadsheet", str(error) or type(error).__name__) from error


def _articles(rows: list[Cells], name: str, outlet: str | None, options: ReadOptions, log: Log) -> Iterator[Row]:
    place, _ = _header(rows, options.columns.get("text"))
    header = [str(cell).strip() if cell is not None else "" for cell in rows[place][1]]
    mapping = map_columns([column for column in header if column], options, name, outlet, log)
    for number, cells in rows[place + 1 :]:
        # Reversed, so that of two columns of one name the first is kept.
        record = dict(zip(reversed(header[: len(cells)]), reversed(cells[: len(header)]), strict=True))
        row = row_from_record(record, mapping, f"{name}:{number}", outlet, log)
        if row is not None:
            yield row


def _header(rows: Sequence[Cells], told: str | None) -> tuple[int, bool]:
    """Which of the rows names the columns, and whether one of them is that of the texts."""
    for place, (_, cells) in enumerate(rows[:_HEADER_WITHIN]):
        names = [cell.strip() for cell in cells if isinstance(cell, str)]
        if told in names if told is not None else holds_text(names) and len(names) > 1:
            return place, True
    return 0, False


def _of_xlsx(data: bytes, options: ReadOptions) -> Iterator[tuple[str, list[Cells]]]:
    import openpyxl  # noqa: PLC0415 - slow to import, only needed for spreadsheets

    _refuse_bomb(data, options)
    with closing(openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)) as book:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write them wrong
            yield sheet.title, _filled(sheet.iter_rows(values_only=True))


def _of_xls(data: bytes) -> Iterator[tuple[str, list[Cells]]]:
    import xlrd  # noqa: PLC0415 - only needed for spreadsheets of the old kind

    with xlrd.open_workbook(file_contents=data, on_demand=True, logfile=io.StringIO()) as book:
        for sheet in book.sheets():
            rows = ([_old_cell(cell, book.datemode) for cell in sheet.row(row)] for row in range(sheet.nrows))
            yield sheet.name, _filled(rows)


def _old_cell(cell: Any, datemode: int) -> Any:
    import xlrd  # noqa: PLC0415 - as above

    match cell.ctype:
        case xlrd.XL_CELL_DATE:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_ERROR | xlrd.XL_CELL_EMPTY | xlrd.XL_CELL_BLANK:
            return None
    return cell.value


def _filled(rows: Iterable[Iterable[Any]]) -> list[Cells]:
    """The rows that are not blank, with their numbers."""
    found = ((number, [_shown(cell) for cell in row]) for number, row in enumerate(rows, start=1))
    return [(number, cells) for number, cells in found if any(cell is not None for cell in cells)]


def _shown(cell: Any) -> Any:
    """Dates as ISO 8601, without a midnight that nobody meant; errors and blanks as nothing."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return None if isinstance(cell, str) and (cell in _ERRORS or not cell.strip()) else cell


def _refuse_bomb(data: bytes, options: ReadOptions) -> None:
    """Raise Unusable where the parts of a packed workbook unpack to more than is allowed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    if size > options.max_file_bytes:
        raise Unusable("too large", f"unpacks to more than {options.max_file_bytes:,} bytes")
    if size > options.ratio_free_bytes and size > options.max_ratio * len(data):
        raise Unusable("zip bomb", f"unpacks to more than {options.max_ratio:g} times its size")


def _own_errors(kind: str) -> tuple[type[Exception], ...]:
    if kind == "xlsx":
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - as above

        return (InvalidFileException,)
    from xlrd import XLRDError  # noqa: PLC0415 - as above
    from xlrd.compdoc import CompDocError  # noqa: PLC0415 - as above

    return (XLRDError, CompDocError)
