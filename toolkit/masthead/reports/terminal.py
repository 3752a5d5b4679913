"""Reports as terminal text: rich styles over text that has been made inert, readable without colour."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from masthead.numerals import NOTHING
from masthead.reports.chart import axis_line, chart_lines, whisker
from masthead.reports.keywords import keyword_lines
from masthead.reports.layout import GAP, Block, blocks, headings, key, suffix, superscript
from masthead.reports.passage import passage_lines
from masthead.reports.safe import line
from masthead.reports.stated import notes_on_paper
from masthead.reports.view import Grid, Lines, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from masthead.reports.view import Cell, Column, Section

DEFAULT_WIDTH = 100
NARROWEST = 40
NARROWEST_DRAWN, WIDEST_DRAWN = 17, 41
_UNDER = "    "

_MARK_STYLES = {"": "", "higher": "bold red", "lower": "bold blue"}
_ASCII = str.maketrans(
    {
        "▲": "^", "▼": "v", "–": "-", "−": "-", "—": "-", "─": "-", "·": "-", "…": "~", "°": "*", "×": "x", "†": "+",
        "→": ">", "●": "o", "│": "|", "²": "2", "τ": "t", **dict(zip("▁▂▃▄▅▆▇█", "12345678", strict=True)),
        "‘": "'", "’": "'", "“": '"', "”": '"', "‹": "<", "›": ">",
        **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How a terminal is written to: cells a line, colour, whether it can show more than ASCII, and how much is said."""

    width: int = DEFAULT_WIDTH
    color: bool = False
    unicode: bool = True
    verbose: bool = False


def render_terminal(report: Report, look: Look) -> Iterator[str]:
    """The report as text, one chunk; lines are at most ``look.width`` cells unless a number needs more."""
    buffer = io.StringIO()
    width = max(NARROWEST, look.width)
    console = Console(
        file=buffer,
        width=width,
        force_terminal=look.color,
        color_system="standard" if look.color else None,
        no_color=not look.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for text in _report_lines(report, look, width):
        text.rstrip()
        console.print(text, soft_wrap=True)
    written = buffer.getvalue()
    yield written if look.unicode else written.translate(_ASCII).encode("ascii", "replace").decode()


def _report_lines(report: Report, look: Look, width: int) -> Iterator[Text]:
    yield from _paragraph(report.title, width, style="bold")
    yield from _lead_lines(report, width)
    for block in (*report.blocks, *(report.details if look.verbose else ())):
        yield Text()
        if isinstance(block, Grid):
            yield from _grid_lines(block, width)
        elif isinstance(block, Lines):
            yield from keyword_lines(block, width, color=look.color)
        else:
            yield from passage_lines(block, width, color=look.color)
    for chart in report.charts if look.verbose or report.drawn or not report.blocks else ():
        yield Text()
        yield from chart_lines(chart, width)
    remarks = notes_on_paper(report) if look.verbose else report.remarks
    small = (*remarks, *report.hints, report.reproduce)
    if any(small):
        yield Text()
    for sentence in filter(None, small):
        yield from _paragraph(sentence, width, style="dim", indent=2)


def _lead_lines(report: Report, width: int) -> Iterator[Text]:
    """The first sentence, what is to be seen first, and the other sentences."""
    first, others = report.lead[:1], report.lead[1:]
    for sentence in first:
        yield from _paragraph(sentence, width, indent=2)
    for grid in report.glance:
        yield Text()
        yield from _grid_lines(grid, width)
    if report.glance and others:
        yield Text()
    for sentence in others:
        yield from _paragraph(sentence, width, indent=2)


def _paragraph(text: str, width: int, *, style: str = "", indent: int = 0) -> Iterator[Text]:
    wrapped = _wrap(line(text), width - indent)
    for number, part in enumerate(wrapped):
        yield Text(" " * (indent if number else 0) + part, style=style)


def _grid_lines(grid: Grid, width: int) -> Iterator[Text]:
    if grid.title:
        yield from _paragraph(grid.title, width, style="bold")
    plain = (column for column in grid.columns[grid.stub :] if not column.wrap and column.axis is None)
    names = headings([column.title for column in plain])
    titles = {index: _heading(column, names, stub=index < grid.stub) for index, column in enumerate(grid.columns)}
    laid = blocks(grid, width, titles)
    if len(laid) > 1 and any(column.axis for column in grid.columns):
        yield from _grid_lines(replace(grid.undrawn, title=""), width)
        return
    for number, block in enumerate(_stretched(grid, block, width) for block in laid):
        if number:
            yield Text()
        yield from _block_lines(grid, block, titles, width)
    if grid.notes:
        yield Text()
    for number, note in enumerate(grid.notes, start=1):
        yield from _paragraph(f"{superscript(number)} {note}", width, style="dim", indent=2)
    if shortened := key(names):
        yield from _paragraph("; ".join(shortened), width, style="dim", indent=2)


def _heading(column: Column, names: Mapping[str, tuple[str, ...]], *, stub: bool) -> tuple[str, ...]:
    """The lines of a heading; below that of a drawn column there is room for its axis."""
    if column.axis is not None:
        return line(column.title), " " * NARROWEST_DRAWN
    return (line(column.title),) if stub else names.get(column.title, (line(column.title),))


def _stretched(grid: Grid, block: Block, width: int) -> Block:
    """A block whose drawn columns take what room the others leave, an odd number of cells so that 0 has a middle."""
    drawn = [place for place, index in enumerate(block.columns) if grid.columns[index].axis is not None]
    widths = list(block.widths)
    for place in drawn:
        room = width - sum(widths) - GAP * (len(widths) - 1)
        widths[place] = min(widths[place] + room // len(drawn), WIDEST_DRAWN)
        widths[place] -= widths[place] % 2 == 0
    return replace(block, widths=tuple(widths))


def _block_lines(grid: Grid, block: Block, titles: Mapping[int, Sequence[str]], width: int) -> Iterator[Text]:
    height = max(len(titles[index]) for index in block.columns)
    told = {
        index: (titles[index][0], axis_line(axis, own)) if (axis := grid.columns[index].axis) else titles[index]
        for index, own in zip(block.columns, block.widths, strict=True)
    }
    heads = ([*[""] * (height - len(told[index])), *told[index]] for index in block.columns)
    yield from _side_by_side(grid, block, [[Text(title, style="bold") for title in lines] for lines in heads])
    if block.below is not None:
        yield Text(_UNDER + titles[block.below][0], style="bold")
    yield Text("─" * (sum(block.widths) + GAP * (len(block.widths) - 1)), style="dim")
    for position, section in enumerate(grid.sections):
        if position:
            yield Text()
        if section.title:
            yield from _paragraph(section.title, width, style="bold")
        yield from _row_lines(grid, block, section, width)


def _row_lines(grid: Grid, block: Block, section: Section, width: int) -> Iterator[Text]:
    for row in section.rows:
        cells = [
            _cell_lines(row[index], grid.columns[index], own, kept)
            for index, own, kept in zip(block.columns, block.widths, block.suffixes, strict=True)
        ]
        yield from _side_by_side(grid, block, cells)
        if block.below is not None:
            yield from _lines_below(row[block.below], width)


def _lines_below(cell: Cell, width: int) -> Iterator[Text]:
    """The lines of a cell that stands under its row."""
    for text, style in ((cell.text, ""), (cell.detail, "dim")):
        for part in _wrap(line(text), width - len(_UNDER)) if text not in ("", NOTHING) else ():
            yield Text(_UNDER + part, style=style)


def _cell_lines(cell: Cell, column: Column, width: int, kept: int) -> list[Text]:
    """Main line and small print; in right-aligned columns marks stand right of the numbers' common edge."""
    if column.axis is not None:
        return [whisker(cell.scale, width, _MARK_STYLES[cell.mark])]
    sign = suffix(cell)
    room = kept - cell_len(sign) if column.align == "right" else 0
    main = _wrap(line(cell.text), width) if column.wrap else [line(cell.text)]
    lines = [Text(part) for part in main]
    lines[-1] = Text.assemble(lines[-1], (sign, _MARK_STYLES[cell.mark]), " " * room)
    if cell.detail:
        small = _wrap(line(cell.detail), width) if column.wrap else [line(cell.detail)]
        lines += [Text(part, style="dim") for part in small]
    return lines


def _side_by_side(grid: Grid, block: Block, cells: Sequence[Sequence[Text]]) -> Iterator[Text]:
    """The lines of cells beside each other, as wide as their columns."""
    columns = [grid.columns[index] for index in block.columns]
    for parts in zip_longest(*cells, fillvalue=Text()):
        yield Text(" " * GAP).join(map(_padded, parts, block.widths, columns))


def _padded(text: Text, width: int, column: Column) -> Text:
    space = Text(" " * max(0, width - text.cell_len))
    return Text.assemble(space, text) if column.align == "right" else Text.assemble(text, space)


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells, broken at spaces, inside a word only where it is longer than a line."""
    if cell_len(text) <= width:
        return [text]
    return [part.plain.rstrip() for part in Text(text).wrap(_wrapping_console(), width)] or [""]


@cache
def _wrapping_console() -> Console:
    return Console(file=io.StringIO(), width=DEFAULT_WIDTH)
