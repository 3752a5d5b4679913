"""Lines of a text with their offsets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def split_lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each line that is not blank, without the white space around it."""
    begin, length = start, len(text)
    while begin < length:
        end = text.find("\n", begin)
        if end < 0:
            end = length
        line = text[begin:end]
        stripped = line.strip()
        if stripped:
            left = begin + len(line) - len(line.lstrip())
            yield left, left + len(stripped)
        begin = end + 1
