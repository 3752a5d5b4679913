"""An article in a terminal: hits coloured by family and styled by voice, or bracketed where there is no colour."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from masthead.reports.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.reports.view import Passage, Segment, Voice

FAMILY_STYLES = {"loaded": "red", "choices": "magenta", "attribution": "blue", "hedging": "cyan", "style": "green"}
OTHER_STYLE = "yellow"
VOICE_STYLES: dict[Voice, str] = {"own": "bold underline", "attributed": "", "quoted": "italic"}
VOICE_SIGNS: dict[Voice, str] = {"own": "", "attributed": "~", "quoted": '"'}

_LONGEST_FURNITURE = 120
_FURNITURE_STYLE = "dim strike"


def letter(family: str) -> str:
    """The sign of a family in brackets: its first letter, a capital."""
    return family[:1].upper()


def passage_lines(passage: Passage, width: int, *, color: bool) -> Iterator[Text]:
    """The passage wrapped at ``width`` cells, the headline first."""
    console = Console(width=width, file=io.StringIO())
    parts = [_styled(passage.heading, color=color, base="bold"), Text()] if passage.heading else []
    for part in (*parts, _styled(passage.body, color=color)):
        yield from part.wrap(console, width) if part.plain else [Text()]


def _styled(segments: Sequence[Segment], *, color: bool, base: str = "") -> Text:
    text = Text(style=base)
    for segment in segments:
        if segment.excluded:
            text.append(_furniture(segment), style=_FURNITURE_STYLE)
        elif color:
            text.append(visible(segment.text), style=_style(segment))
        else:
            text.append(_bracketed(segment))
    return text


def _furniture(segment: Segment) -> str:
    """Furniture is shown where it is short; of a long block only its ends, and how much was left out."""
    text = visible(segment.text)
    kind = segment.excluded.replace("_", " ")
    if len(text) <= _LONGEST_FURNITURE:
        end = text[len(text.rstrip()) :]
        return f"[not counted, {kind}: {' '.join(text.split())}]{end}" if text.strip() else text
    return f"[not counted, {kind}, {len(text):,} characters: {' '.join(text[:60].split())} …]"


def _style(segment: Segment) -> str:
    if not segment.families:
        return "italic" if segment.within == "quoted" else ""
    color = FAMILY_STYLES.get(segment.families[0], OTHER_STYLE)
    return f"{color} {VOICE_STYLES[segment.within]}".strip()


def _bracketed(segment: Segment) -> str:
    text = visible(segment.text)
    if not segment.families:
        return text
    letters = "".join(letter(family) for family in segment.families)
    # A hit of several words is in pieces where another lies inside it; the space between them stays outside.
    return (
        text.replace(text.strip(), f"[{text.strip()}|{letters}{VOICE_SIGNS[segment.within]}]") if text.strip() else text
    )
