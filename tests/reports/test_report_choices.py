"""Choices of words with outlets below each other."""

from __future__ import annotations

from typing import Any

from masthead.reports.choices import _stacked_rows
from masthead.reports.view import Notes


def row(outlet: str, mentions: int, **more: Any) -> dict[str, Any]:
    """A row of CHOICES that was not tested."""
    numbers = dict.fromkeys(("share", "difference", "difference_low", "difference_high", "q", "fragile", "reason"))
    return (
        {"wording": "rebel", "outlet": outlet, "mentions": mentions, "mentions_own": mentions}
        | numbers
        | {"share": 0.5, "marked": False}
        | more
    )


def outlets(rows: list[dict[str, Any]], **how: bool) -> list[str]:
    told = _stacked_rows(rows, ("Alpha", "Beta", "Gamma"), Notes(), **how)
    return [line[1].text for line in told]


def test_an_outlet_without_a_row_in_a_part_or_without_a_mention_has_no_line() -> None:
    assert outlets([row("Alpha", 3), row("Gamma", 0)]) == ["Alpha"]


def test_only_what_was_tested_is_listed_where_there_is_much() -> None:
    rows = [row("Alpha", 3), row("Beta", 9, q=0.4, marked=False, difference=0.1)]
    assert outlets(rows, tested=True) == ["Beta"]
    assert outlets(rows) == ["Alpha", "Beta"]
