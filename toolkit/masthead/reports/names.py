"""Outlet names in narrow columns: broken where they may be, shortened where they must be, with a key to both."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from masthead.reports.safe import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WIDEST = 12
WIDEST_WORD = 14
MOST_LINES = 3

_ELLIPSIS = "…"
_PIECES = re.compile(r"[^\s.\-_/]*[\-_/]|\.?[^\s.\-_/]+|\.")


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
