"""Colours of figures, each with a second cue beside it: a shape, a pattern or a number.

An element has its colour for paper as an attribute and a class beside it; a page that wants others, as in the dark,
says so for the class. ``STYLE`` is such a style sheet, with variables that the page may set.
"""

from __future__ import annotations

INK, SOFT, RULE, PAPER = "#1d2129", "#565d68", "#c9ced6", "#ffffff"
HIGHER, LOWER, RANGE = "#b3261e", "#1f5fbf", "#6b7482"
MARKED = {"higher": HIGHER, "lower": LOWER, "": INK}

PARTS = ("#8ec3e6", "#f6c667", "#86d0b6", "#eda27f", "#e2b4d2", "#f3ec9c", "#c3c7f0", "#d6d6d6")
"""Lightened from Okabe and Ito (2008): apart for colour-blind eyes, and dark text can be read on each."""
PATTERNS = ("", "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", "M0,3 h6", "M3,0 v6", "M2,2 h1 v1 h-1 z", "M0,0 l6,6 M0,6 l6,-6")
PATTERN = 6

LIGHTEST, DARKEST = (0xF7, 0xFB, 0xFF), (0x9C, 0xC4, 0xE4)


def shade(share: float) -> str:
    """The colour of a cell from 0 (the least) to 1 (the greatest), light enough for dark text and marks."""
    mixed = (round(start + share * (end - start)) for start, end in zip(LIGHTEST, DARKEST, strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


STYLE = """\
.mf { max-width: 100%; height: auto; font-variant-numeric: tabular-nums; }
.mf-paper { fill: none; }
.mf-ink { fill: var(--ink, #1d2129); } .mf-soft { fill: var(--soft, #565d68); }
.mf-rule { stroke: var(--rule, #c9ced6); } .mf-axis, .mf-reference { stroke: var(--soft, #565d68); }
.mf-range { stroke: var(--range, #6b7482); } .mf-course { stroke: var(--range, #6b7482); }
.mf-dot { fill: var(--ink, #1d2129); stroke: var(--ink, #1d2129); }
.mf-dot.mf-higher, .mf-sign.mf-higher { fill: var(--higher, #b3261e); stroke: var(--higher, #b3261e); }
.mf-dot.mf-lower, .mf-sign.mf-lower { fill: var(--lower, #1f5fbf); stroke: var(--lower, #1f5fbf); }
.mf-dot.mf-open { fill: var(--paper, #fff); }
.mf-band { fill: var(--band, #f3f4f6); }
.mf-estimate:focus-visible { outline: 2px solid var(--lower, #1f5fbf); outline-offset: 1px; }
"""
