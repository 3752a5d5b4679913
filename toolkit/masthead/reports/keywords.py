"""Uses of a word in a terminal, below each other: the word in the middle, as much around it as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from masthead.reports.passage import VOICE_SIGNS
from masthead.reports.safe import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.reports.view import Lines, Use

_STYLE = "bold magenta"
_WIDE = 110
"""From this width on the article's id stands beside a line."""
_LONGEST_NAME = 28
_ELLIPSIS = "…"
_GAP = 2


def keyword_lines(block: Lines, width: int, *, color: bool) -> Iterator[Text]:
    """Heading, then a line a use, at most ``width`` cells wide; without colour the use stands in brackets."""
    yield Text(line(block.title), style="bold")
    uses = [use for own in block.by_outlet.values() for use in own]
    names = min(_LONGEST_NAME, max((cell_len(line(use.article)) for use in uses), default=0)) if width >= _WIDE else 0
    room = width - (names + _GAP if names else 0)
    middle = min(max((cell_len(_middle(use, block, color=color).plain) for use in uses), default=0), room // 3)
    side = (room - middle) // 2
    for outlet, own in block.by_outlet.items():
        if outlet:
            yield Text(_beginning(line(outlet), width), style="bold")
        for use in own:
            shown = _middle(use, block, color=color)
            shown.truncate(middle, overflow="ellipsis", pad=True)
            before, after = _ending(line(use.left), side), _beginning(line(use.right), side)
            name = f"{' ' * (side - cell_len(after) + _GAP)}{_ending(line(use.article), names)}" if names else ""
            yield Text.assemble(" " * (side - cell_len(before)), before, shown, after, (name, "dim"))


def _middle(use: Use, block: Lines, *, color: bool) -> Text:
    """The use itself with the sign of its voice."""
    sign = VOICE_SIGNS[use.voice] if block.voiced else ""
    return Text(f"{line(use.match)}{sign}", style=_STYLE) if color else Text(f"[{line(use.match)}{sign}]")


def _beginning(text: str, room: int) -> str:
    """As many words as there is room for."""
    if cell_len(text) <= room:
        return text
    return set_cell_size(text, room - 1).rstrip() + _ELLIPSIS


def _ending(text: str, room: int) -> str:
    """The last of a text for which there is room."""
    if cell_len(text) <= room:
        return text
    kept = text[-room:]
    while cell_len(kept) > room - 1:
        kept = kept[1:]
    return _ELLIPSIS + kept.lstrip()
