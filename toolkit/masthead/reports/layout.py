"""How a grid is laid out in a terminal: which columns stand side by side, how wide each is, and how outlets are named.

Names in headings are broken where they may be, shortened where they must be, with a key to both.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from masthead.reports.safe import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from masthead.reports.view import Cell, Grid

WIDEST = 12
WIDEST_WORD = 14
MOST_LINES = 3

_ELLIPSIS = "…"
_PIECES = re.compile(r"[^\s.\-_/]*[\-_/]|\.?[^\s.\-_/]+|\.")
GAP = 2
_STUB_WIDEST = 36
_STUB_NARROWEST = 22
_WRAPPED_NARROWEST = 12
_TEXT_NARROWEST = 24
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def headings(names: Iterable[str], *, widest: int = WIDEST, most_lines: int = MOST_LINES) -> dict[str, tuple[str, ...]]:
    """For each name its lines in a column heading, at most ``most_lines`` of ``widest`` cells (14 for a single word).

    Names are broken at spaces, before dots and after hyphens. What still does not fit is cut and ends in an
    ellipsis; names that would then look alike get a number, so that all are different.
    """
    lines = {name: _fit(line(name).removeprefix("www."), widest, most_lines) for name in names}
    alike = Counter(lines.values())
    seen: Counter[tuple[str, ...]] = Counter()
    for name, label in lines.items():
        if alike[label] > 1:
            seen[label] += 1
            ending = f" {seen[label]}"
            lines[name] = (*label[:-1], _cut(label[-1].rstrip(_ELLIPSIS), widest - len(ending)) + ending)
    return lines


def key(lines: Mapping[str, tuple[str, ...]]) -> list[str]:
    """``short = full name`` for each name that is not shown whole."""
    return [f"{_joined(label)} = {line(name)}" for name, label in lines.items() if not _whole(name, label)]


def _fit(name: str, widest: int, most_lines: int) -> tuple[str, ...]:
    lines: list[str] = []
    for word in name.split():
        glue = " "
        for piece in _PIECES.findall(word) or [word]:
            if lines and cell_len(lines[-1] + glue + piece) <= widest:
                lines[-1] += glue + piece
            else:
                lines.append(_cut(piece, max(widest, WIDEST_WORD)))
            glue = ""
    if len(lines) > most_lines:
        last = _cut(lines[most_lines - 1] + _ELLIPSIS, widest)
        lines = [*lines[: most_lines - 1], last]
    return tuple(lines) or (_ELLIPSIS,)


def _cut(text: str, widest: int) -> str:
    if cell_len(text) <= widest:
        return text
    return set_cell_size(text, widest - 1).rstrip() + _ELLIPSIS


def _joined(label: tuple[str, ...]) -> str:
    text = ""
    for part in label:
        glue = "" if not text or part.startswith(".") or text.endswith(("-", "_", "/")) else " "
        text += glue + part
    return text


def _whole(name: str, label: tuple[str, ...]) -> bool:
    return "".join(label).replace(" ", "") == line(name).removeprefix("www.").replace(" ", "")


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of a grid that stand side by side: their indices, widths, and the room kept for marks.

    ``below`` is a last column of running text for which there is no room beside the others: it stands under each row.
    """

    columns: tuple[int, ...]
    widths: tuple[int, ...]
    suffixes: tuple[int, ...]
    below: int | None = None


def superscript(number: int) -> str:
    """A footnote's sign."""
    return str(number).translate(_SUPERSCRIPT)


def suffix(cell: Cell) -> str:
    """Mark and footnote sign of a cell."""
    mark = f" {cell.sign}" if cell.mark else ""
    return mark + (superscript(cell.note) if cell.note else "")


def blocks(grid: Grid, width: int, titles: Mapping[int, Sequence[str]]) -> list[Block]:
    """Cut the grid into blocks no wider than ``width`` where its columns allow it; numbers are never cut.

    ``titles`` gives the heading lines of each column. Blocks are balanced: seven columns where six fit become
    four and three.
    """
    suffixes = [max((cell_len(suffix(cell)) for cell in column), default=0) for column in _columns(grid)]
    natural = _natural_widths(grid, titles, suffixes)
    data = range(grid.stub, len(grid.columns))
    if any(grid.columns[index].wrap for index in data) or not data:
        return [_with_text(grid, natural, suffixes, width)]
    stub = _best_stub(grid, natural, width)
    groups = _groups([natural[index] for index in data], _room(grid, stub, width), grid.stub)
    every = (*stub, *natural[grid.stub :])
    return [_block((*range(grid.stub), *group), every, suffixes) for group in groups]


def _with_text(grid: Grid, natural: Sequence[int], suffixes: Sequence[int], width: int) -> Block:
    """One block, in which columns of running text take what room the others leave."""
    every = range(len(grid.columns))
    widths = _shared(grid, natural, every, width)
    last = every[-1]
    cramped = widths[last] < _least(grid, natural, last) or _breaks_words(grid, widths)
    if len(every) > 1 and grid.columns[last].wrap and cramped:
        beside = every[:-1]
        return _block(beside, _shared(grid, natural, beside, width), suffixes, below=last)
    return _block(every, widths, suffixes)


def _shared(grid: Grid, natural: Sequence[int], columns: Sequence[int], width: int) -> list[int]:
    """The widths of ``columns``: of the stub what it needs, or where all does not fit what it may take."""
    fits = sum(natural[index] for index in columns) + GAP * (len(columns) - 1) <= width
    data = columns[grid.stub :]
    stub = _stub_widths(grid, natural, _stub_limit(width) if data and not fits else width)
    widths = {index: natural[index] for index in data}
    _share(grid, widths, width - sum(stub) - GAP * (len(columns) - 1))
    return [*stub, *(widths[index] for index in data)]


def _least(grid: Grid, natural: Sequence[int], column: int) -> int:
    """The width that running text takes to be read: its longest word, and 24 cells where it has as many."""
    return max(min(natural[column], _TEXT_NARROWEST), _longest_word(grid, column))


def _breaks_words(grid: Grid, widths: Sequence[int]) -> bool:
    """Whether a word of the stub is broken."""
    return any(widths[index] < _longest_word(grid, index) for index in range(grid.stub))


def _longest_word(grid: Grid, column: int) -> int:
    cells = (row[column] for section in grid.sections for row in section.rows)
    words = (word for cell in cells for word in f"{line(cell.text)} {line(cell.detail)}".split())
    return max(map(cell_len, words), default=0)


def _block(
    columns: Sequence[int], widths: Sequence[int], suffixes: Sequence[int], *, below: int | None = None
) -> Block:
    """A block of some columns; ``widths`` and ``suffixes`` are those of all columns in order."""
    return Block(
        columns=tuple(columns),
        widths=tuple(widths[index] for index in columns),
        suffixes=tuple(suffixes[index] for index in columns),
        below=below,
    )


def _columns(grid: Grid) -> Iterator[list[Cell]]:
    for index in range(len(grid.columns)):
        yield [row[index] for section in grid.sections for row in section.rows]


def _natural_widths(grid: Grid, titles: Mapping[int, Sequence[str]], suffixes: Sequence[int]) -> list[int]:
    widths = []
    for index, cells in enumerate(_columns(grid)):
        main = (cell_len(line(cell.text)) + suffixes[index] for cell in cells)
        small = (cell_len(line(cell.detail)) for cell in cells)
        heading = (cell_len(title) for title in titles[index])
        widths.append(max((*main, *small, *heading), default=1))
    return widths


def _stub_limit(width: int) -> int:
    """A column of the stub may take two fifths of the width."""
    return max(_STUB_NARROWEST, min(_STUB_WIDEST, width * 2 // 5))


def _stub_widths(grid: Grid, natural: Sequence[int], limit: int) -> list[int]:
    return [min(natural[index], limit) if grid.columns[index].wrap else natural[index] for index in range(grid.stub)]


def _best_stub(grid: Grid, natural: Sequence[int], width: int) -> list[int]:
    """The widest stub among those that need the fewest blocks."""
    limits = range(_stub_limit(width), _STUB_NARROWEST - 1, -1)
    stubs = [_stub_widths(grid, natural, limit) for limit in limits]
    data = natural[grid.stub :]
    return min(stubs, key=lambda stub: len(_fill(data, _room(grid, stub, width), len(data))))


def _room(grid: Grid, stub: Sequence[int], width: int) -> int:
    return width - sum(stub) - GAP * grid.stub


def _groups(widths: Sequence[int], room: int, first: int) -> list[tuple[int, ...]]:
    """Split columns into the fewest groups that fit ``room``, as even as that allows."""
    most = ceil(len(widths) / max(1, len(_fill(widths, room, len(widths)))))
    return [tuple(first + index for index in group) for group in _fill(widths, room, most)]


def _fill(widths: Sequence[int], room: int, most: int) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    taken = 0
    for index, width in enumerate(widths):
        if groups[-1] and (taken + width > room or len(groups[-1]) == most):
            groups.append([])
            taken = 0
        groups[-1].append(index)
        taken += width + GAP
    return groups


def _share(grid: Grid, widths: dict[int, int], room: int) -> None:
    """Give columns of running text what the others leave, in proportion to what they would need."""
    wrapped = [index for index in widths if grid.columns[index].wrap]
    left = room - sum(width for index, width in widths.items() if index not in wrapped)
    for place, index in enumerate(wrapped):
        wanted = sum(widths[other] for other in wrapped[place:])
        share = left if wanted <= left else max(_WRAPPED_NARROWEST, left * widths[index] // wanted)
        widths[index] = min(widths[index], max(share, _WRAPPED_NARROWEST))
        left -= widths[index]
