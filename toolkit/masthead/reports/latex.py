"""Reports as LaTeX tables to put into a paper; they need the packages array, booktabs and longtable."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from masthead.reports.layout import headings, key
from masthead.reports.passage import VOICE_SIGNS, letter
from masthead.reports.safe import latex
from masthead.reports.stated import notes_on_paper
from masthead.reports.view import Grid, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from masthead.reports.view import Cell, Column, Passage, Section, Segment

_MOST_COLUMNS = 4
_LAST_LATIN = 0x17F
_TEXT_WIDTH = 0.96
_WORDS, _WORDS_OF_ONE = 0.42, 0.26
"""What columns of words take of that, and a single one."""
_STUBS_OF_WHOLE = {1: 0.23, 2: 0.34}
"""What columns of words take beside numbers that all stay side by side."""
_MANY = 7
"""More columns than these are set smaller."""
_MOST_LINES = 40
"""Lines that fit a page; a longer table goes over several."""
_WRAPPED_AT = 45
_TITLE = 70
"""Characters of a title above rows that fit a line."""
_BREAK = " \\\\ "


def render_latex(report: Report) -> Iterator[str]:
    """One ``table`` for each block of columns that fits a page; the text of an article as a quotation."""
    yield f"% {latex(report.title)}\n% {latex(report.reproduce)}\n% \\usepackage{{array,booktabs,longtable}}\n"
    if any(_foreign(cell.text) for grid in report.on_paper if isinstance(grid, Grid) for cell in _cells(grid)):
        yield "% There are letters beyond Latin: compile with XeLaTeX or LuaLaTeX, with a font that has them.\n"
    for sentence in report.lead:
        yield f"% {latex(sentence)}\n"
    for block in report.on_paper:
        yield "\n"
        yield from _tables(block, report) if isinstance(block, Grid) else _passage(block)
    if report.blocks and not isinstance(report.blocks[-1], Grid):
        yield "".join(f"% {latex(remark)}\n" for remark in notes_on_paper(report))


def _cells(grid: Grid) -> Iterator[Cell]:
    return (cell for section in grid.sections for row in section.rows for cell in row)


def _foreign(text: str) -> bool:
    """Whether there is a letter that pdfLaTeX does not know."""
    return any(character.isalpha() and ord(character) > _LAST_LATIN for character in text)


def _tables(grid: Grid, report: Report) -> Iterator[str]:
    data = range(grid.stub, len(grid.columns))
    together = grid.whole or any(grid.columns[index].wrap for index in data)
    room = len(data) if together else _MOST_COLUMNS
    parts = -(-len(data) // max(1, room)) or 1
    size = -(-len(data) // parts) or 1
    groups: list[Sequence[int]] = [data[start : start + size] for start in range(0, len(data), size)] or [()]
    for number, group in enumerate(groups, start=1):
        part = f" ({number} of {len(groups)})" if len(groups) > 1 else ""
        yield from _table(
            grid, [*range(grid.stub), *group], f"{grid.title or report.title}{part}", notes_on_paper(report)
        )


def _table(grid: Grid, columns: Sequence[int], caption: str, remarks: Sequence[str]) -> Iterator[str]:
    chosen = [grid.columns[index] for index in columns]
    long = _lines(grid, columns) > _MOST_LINES
    yield from _opening(chosen, caption, long=long, whole=grid.whole)
    for position, section in enumerate(grid.sections):
        yield "" if position == 0 else "\\addlinespace\n"
        yield from _section(section, columns)
    # A longtable writes its last rule itself.
    yield "\\end{longtable}\n" if long else "\\bottomrule\n\\end{tabular}\n"
    notes = [f"$^{{{number}}}$ {latex(note)}" for number, note in enumerate(grid.notes, start=1)]
    shortened = key(headings([column.title for column in chosen if column.title]))
    small = [*notes, *(latex(remark) for remark in (*shortened, *remarks))]
    if small:
        yield "\\par\\smallskip\\footnotesize\\raggedright\n" + " \\\\\n".join(small) + "\n"
    yield "\\par\\endgroup\n" if long else "\\end{table}\n"


def _opening(columns: Sequence[Column], caption: str, *, long: bool, whole: bool) -> Iterator[str]:
    """Caption and head of a table; of one longer than a page, which repeats its head on each."""
    specification = "".join(_specification(columns, whole=whole))
    head = f"\\toprule\n{_row(_headings(columns))}\\midrule\n"
    letters, apart = ("scriptsize", 2) if whole and len(columns) > _MANY else ("footnotesize", 3 if whole else 4)
    size = f"\\{letters}\\setlength{{\\tabcolsep}}{{{apart}pt}}\n"
    if long:
        yield f"\\begingroup{size}"
        yield f"\\begin{{longtable}}{{{specification}}}\n\\caption{{{latex(caption)}}} \\\\\n"
        yield f"{head}\\endfirsthead\n{head}\\endhead\n\\bottomrule\n\\endfoot\n"
    else:
        yield f"\\begin{{table}}\n\\centering{size}"
        yield f"\\caption{{{latex(caption)}}}\n\\begin{{tabular}}{{{specification}}}\n{head}"


def _lines(grid: Grid, columns: Sequence[int]) -> int:
    """About how many lines a table takes."""
    rows = [[row[index] for index in columns] for section in grid.sections for row in section.rows]
    titles = 2 * len(grid.sections)
    return titles + sum(max(_height(cell) for cell in row) for row in rows)


def _height(cell: Cell) -> int:
    return sum(-(-len(text) // _WRAPPED_AT) for text in (cell.text, cell.detail))


def _headings(columns: Sequence[Column]) -> Iterator[str]:
    lines = headings([column.title for column in columns if column.title])
    for column in columns:
        parts = [latex(part) for part in lines[column.title]] if column.title else [""]
        yield parts[0] if len(parts) == 1 else f"\\shortstack[r]{{{_BREAK.join(parts)}}}"


def _specification(columns: Sequence[Column], *, whole: bool) -> Iterator[str]:
    wrapped = sum(column.wrap for column in columns)
    for column in columns:
        if column.wrap and len(columns) > 1:
            room = _STUBS_OF_WHOLE.get(wrapped, _WORDS) if whole else _WORDS if wrapped > 1 else _WORDS_OF_ONE
            share = _TEXT_WIDTH * room / wrapped
            yield f">{{\\raggedright\\arraybackslash}}p{{{share:.2f}\\linewidth}}"
        else:
            yield "r" if column.align == "right" else "l"


def _section(section: Section, columns: Sequence[int]) -> Iterator[str]:
    if section.title:
        across = (
            "l" if len(section.title) <= _TITLE else f">{{\\raggedright\\arraybackslash}}p{{{_TEXT_WIDTH}\\linewidth}}"
        )
        yield f"\\multicolumn{{{len(columns)}}}{{{across}}}{{\\textbf{{{latex(section.title)}}}}} \\\\\n"
    for row in section.rows:
        cells = [row[index] for index in columns]
        yield _row(_main(cell) for cell in cells)
        if any(cell.detail for cell in cells):
            yield _row(f"{{\\scriptsize {latex(cell.detail)}}}" if cell.detail else "" for cell in cells)


def _row(cells: Iterable[str]) -> str:
    return f"{' & '.join(cells)} \\\\\n"


def _main(cell: Cell) -> str:
    mark = latex(cell.sign)
    note = f"$^{{{cell.note}}}$" if cell.note else ""
    return f"{latex(cell.text)}{'~' + mark if mark else ''}{note}"


def _passage(passage: Passage) -> Iterator[str]:
    yield "\\begin{quotation}\n"
    if passage.heading:
        heading = (replace(segment, text=segment.text.replace("\n", " ")) for segment in passage.heading)
        yield f"\\noindent\\textbf{{{''.join(map(_segment, heading))}}}\\par\n"
    yield "".join(_segment(segment) for segment in passage.body if not segment.excluded).strip()
    yield "\n\\end{quotation}\n"


def _segment(segment: Segment) -> str:
    parts = [latex(part) for part in segment.text.split("\n")]
    if not segment.families:
        return "\n\n".join(parts)
    letters = "".join(letter(family) for family in segment.families)
    # Nothing that is underlined may go over the end of a paragraph.
    underlined = "\n\n".join(f"\\underline{{{part}}}" if part.strip() else part for part in parts)
    return f"{underlined}\\textsuperscript{{{letters}{latex(VOICE_SIGNS[segment.within])}}}"
