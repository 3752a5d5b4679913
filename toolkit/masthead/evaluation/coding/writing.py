"""Coding sheets as files: a workbook with its codebook, and what doccano and Label Studio take."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, BinaryIO

from masthead.storage import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from masthead.evaluation.coding.sampling import Sampled

_WIDTHS = {"text": 90, "article_id": 24}
_NARROW = 12
_ABOUT = ("article_id", "sentence", "start", "end", "outlet_key", "probability")


def write_sheet(found: Sampled, path: Path) -> None:
    """Write the sheet as a workbook or, where the name ends in ``.csv``, as CSV; OutputFailed where that fails."""
    data = workbook(found.table, found.codebook) if path.suffix.lower() == ".xlsx" else _csv(found.table)

    def write(file: BinaryIO) -> None:
        file.write(data)

    write_atomically(path, write)


def _csv(table: pa.Table) -> bytes:
    """UTF-8 with a mark that tells spreadsheet programs so."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, table.column_names)
    writer.writeheader()
    writer.writerows(table.to_pylist())
    return written.getvalue().encode("utf-8-sig")


def workbook(table: pa.Table, codebook: Sequence[tuple[str, str]]) -> bytes:
    """An xlsx file: the codebook on its first sheet, the rows on the second."""
    import openpyxl  # noqa: PLC0415 - slow to import, only needed for spreadsheets
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above

    book = openpyxl.Workbook()
    first = book.active
    first.title = "codebook"
    for line in codebook:
        first.append(line)
    for cell in (*first["A"], *first["B"]):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in first["A"]:
        cell.font = Font(bold=True)
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 30, 100
    second = book.create_sheet("sentences")
    second.append(table.column_names)
    for row in table.to_pylist():
        second.append(list(row.values()))
        for cell in second[second.max_row]:
            if cell.data_type == "f":  # a text that begins like a formula
                cell.data_type = "s"
    second.freeze_panes = "A2"
    for place, name in enumerate(table.column_names):
        letter = second.cell(1, place + 1).column_letter
        second.column_dimensions[letter].width = _WIDTHS.get(name, max(_NARROW, len(name) + 2))
        second.cell(1, place + 1).font = Font(bold=True)
    for cell in second[second.cell(1, table.column_names.index("text") + 1).column_letter]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def doccano_lines(table: pa.Table) -> Iterator[str]:
    """JSON Lines for a doccano project of text classification: a sentence each, with where it stands."""
    for row in table.to_pylist():
        yield json.dumps({"text": row["text"], "label": [], **_about(row)}, ensure_ascii=False) + "\n"


def label_studio_tasks(table: pa.Table) -> str:
    """Label Studio tasks: a sentence each, its text in ``data.text``."""
    tasks = [{"data": {"text": row["text"], **_about(row)}} for row in table.to_pylist()]
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def _about(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _ABOUT}
