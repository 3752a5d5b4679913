"""How much room text takes, in a sans serif of the usual widths (Helvetica, Arial, Liberation Sans)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from masthead.reports.figures.model import Bars, Forest, HeatMap, Trend
from masthead.reports.layout import headings
from masthead.reports.safe import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from masthead.reports.figures.model import Figure, Paper

_ROOM = {Forest: (0.36, 2), HeatMap: (0.3, 1), Bars: (0.3, 2), Trend: (0.3, 3)}
"""What names of rows take of the width at most, and on how many lines."""
_NARROW, _NORMAL, _CAPITAL, _WIDE = 0.3, 0.556, 0.7, 0.9
_NARROW_ONES = frozenset("iljtfrI.,:;'|!()[]-/ ·")
_WIDE_ONES = frozenset("mwMW%@—")
_MEAN = 0.53
_DOUBLE = 2


def room_of(text: str, size: float) -> float:
    """The width of ``text`` in the unit of ``size``, rather too large than too small."""
    return size * sum(map(_width, line(text)))


def _width(character: str) -> float:
    if character in _NARROW_ONES:
        return _NARROW
    if character in _WIDE_ONES:
        return _WIDE
    if cell_len(character) == _DOUBLE:
        return 1.0
    return _CAPITAL if character.isupper() else _NORMAL


def labels(names: Iterable[str], room: float, size: float, *, most_lines: int = 2) -> dict[str, tuple[str, ...]]:
    """For each name its lines within ``room``; what does not fit is cut, and names that would look alike numbered."""
    every = tuple(names)
    if all(room_of(name, size) <= room for name in every):
        return {name: (line(name),) for name in every}
    return headings(every, widest=max(8, int(room / (size * _MEAN))), most_lines=most_lines)


def row_labels(figure: Figure, paper: Paper) -> dict[str, tuple[str, ...]]:
    """The names of a figure's rows in the lines in which they stand."""
    share, most_lines = _ROOM[type(figure)]
    return labels(figure.rows, paper.width * share, paper.text, most_lines=most_lines)


def widest(texts: Iterable[str | Sequence[str]], size: float) -> float:
    """The width of the widest of some texts, or of texts in lines."""
    lines = (part for text in texts for part in ([text] if isinstance(text, str) else text))
    return max((room_of(part, size) for part in lines), default=0.0)
