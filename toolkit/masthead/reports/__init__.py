"""Reports: one view of a result, and its formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from masthead.errors import UsageError, did_you_mean
from masthead.reports.view import Cell, Column, Grid, Passage, Report, Section, Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.reports.terminal import Look

__all__ = [
    "FORMATS",
    "OFFICE",
    "Cell",
    "Column",
    "Format",
    "Grid",
    "OfficeFormat",
    "Passage",
    "Report",
    "Section",
    "Segment",
    "format_of",
    "render",
    "render_office",
]

Format = Literal["table", "json", "jsonl", "csv", "md", "latex", "html"]
OfficeFormat = Literal["docx", "xlsx"]

FORMATS: tuple[Format, ...] = get_args(Format)
OFFICE: tuple[OfficeFormat, ...] = get_args(OfficeFormat)
SUFFIXES: dict[str, Format | OfficeFormat] = {
    ".txt": "table",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "md",
    ".tex": "latex",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".xlsx": "xlsx",
}


def format_of(suffix: str) -> Format | OfficeFormat:
    """The format that a file name's ending stands for; UsageError where there is none."""
    known = suffix.lower()
    if known not in SUFFIXES:
        raise UsageError(
            f"the file name ending {suffix or '(none)'!r} is not a known format.{did_you_mean(known, SUFFIXES)}",
            fix=f"End the name in one of {' '.join(SUFFIXES)}, or use --format {'|'.join((*FORMATS, *OFFICE))}.",
        )
    return SUFFIXES[known]


def render(report: Report, form: Format, look: Look | None = None) -> Iterator[str]:
    """``report`` in one format, chunk by chunk; ``look`` matters to ``table`` alone."""
    match form:
        case "json" | "jsonl" | "csv":
            from masthead.reports import rows  # noqa: PLC0415 - each format pays only for itself

            chunks = {"json": rows.render_json, "jsonl": rows.render_jsonl, "csv": rows.render_csv}[form](report)
        case "html":
            from masthead.reports.html import render_html  # noqa: PLC0415

            chunks = render_html(report)
        case "md":
            from masthead.reports.markdown import render_markdown  # noqa: PLC0415

            chunks = render_markdown(report)
        case "latex":
            from masthead.reports.latex import render_latex  # noqa: PLC0415

            chunks = render_latex(report)
        case _:
            from masthead.reports.terminal import Look, render_terminal  # noqa: PLC0415

            chunks = render_terminal(report, look or Look())
    return chunks


def render_office(report: Report, form: OfficeFormat) -> bytes:
    """``report`` as a Word document or a workbook."""
    if form == "docx":
        from masthead.reports.docx import render_docx  # noqa: PLC0415 - each format pays only for itself

        return render_docx(report)
    from masthead.reports.xlsx import render_xlsx  # noqa: PLC0415

    return render_xlsx(report)
