"""Reports as Markdown: pipe tables that render on any forge and in pandoc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.reports.layout import superscript
from masthead.reports.passage import VOICE_SIGNS, letter
from masthead.reports.safe import markdown, visible
from masthead.reports.stated import notes_on_paper
from masthead.reports.view import Grid, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from masthead.reports.view import Cell, Passage, Segment


def render_markdown(report: Report) -> Iterator[str]:
    """The report block by block; every table whole, however wide."""
    yield f"# {markdown(report.title)}\n"
    yield from _list(report.lead)
    for block in report.on_paper:
        yield "\n"
        yield from _grid(block) if isinstance(block, Grid) else _passage(block)
    yield from _list((*notes_on_paper(report), report.reproduce))


def _list(sentences: Iterable[str]) -> Iterator[str]:
    shown = [sentence for sentence in sentences if sentence]
    if shown:
        yield "\n" + "".join(f"- {markdown(sentence)}\n" for sentence in shown)


def _grid(grid: Grid) -> Iterator[str]:
    if grid.title:
        yield f"## {markdown(grid.title)}\n\n"
    yield _row(markdown(column.title) for column in grid.columns)
    yield _row("---:" if column.align == "right" else "---" for column in grid.columns)
    for section in grid.sections:
        if section.title:
            yield _row([f"**{markdown(section.title)}**", *[""] * (len(grid.columns) - 1)])
        for row in section.rows:
            yield _row(_cell(cell) for cell in row)
    if grid.notes:
        yield "\n" + "".join(
            f"{superscript(number)} {markdown(note)}  \n" for number, note in enumerate(grid.notes, start=1)
        )


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _cell(cell: Cell) -> str:
    mark = f" {cell.sign}" if cell.mark else ""
    main = f"{markdown(cell.text)}{mark}{superscript(cell.note) if cell.note else ''}"
    return f"{main}<br>{markdown(cell.detail)}" if cell.detail else main


def _passage(passage: Passage) -> Iterator[str]:
    if passage.heading:
        yield f"## {''.join(_segment(segment) for segment in passage.heading)}\n\n"
    text = "".join(_segment(segment) for segment in passage.body)
    paragraphs = (paragraph.strip() for paragraph in text.split("\n"))
    yield "".join(f"{paragraph}\n\n" for paragraph in paragraphs if paragraph)


def _segment(segment: Segment) -> str:
    # Line by line: a line break is structure here, and the space at a segment's end parts two words.
    escaped = "\n".join(_inline(part) for part in visible(segment.text).split("\n"))
    if segment.excluded:
        return "\n".join(f"~~{part.strip()}~~" if part.strip() else part for part in escaped.split("\n"))
    if not segment.families:
        return escaped
    letters = "".join(letter(family) for family in segment.families)
    return f"**{escaped}**<sup>{letters}{VOICE_SIGNS[segment.within]}</sup>"


def _inline(text: str) -> str:
    start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{start and ' '}{markdown(text.strip())}{end and ' '}" if text.strip() else start and " "
