"""Markdown for the made parts of the manual: tables, escaped text, wrapped paragraphs."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH = 118
_SIGNS = re.compile(r"([*_|<>\[\]`\\])")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def plain(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return _SIGNS.sub(r"\\\1", text)


def filled(text: str, *, bullet: bool = False) -> str:
    """A paragraph or a list item, wrapped so that differences between versions can be read."""
    start, further = ("- ", "  ") if bullet else ("", "")
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=start,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
