"""Footnotes of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Notes:
    """Footnotes, numbered in the order they are first needed; the same text has one number."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._numbers: dict[str, int] = {text: number for number, text in enumerate(texts, 1)}

    def number(self, text: str | None) -> int | None:
        """The number of ``text``, or None for no text."""
        if not text:
            return None
        return self._numbers.setdefault(text, len(self._numbers) + 1)

    @property
    def texts(self) -> tuple[str, ...]:
        """All notes, the first with number 1."""
        return tuple(self._numbers)
