"""Words that a typeset text divided at the end of a line: *govern-* and *ment* on the next."""

from __future__ import annotations

import re

from masthead.sources.repair.shapes import shapes

_HYPHEN_AND_BREAK = re.compile(r"[-\u2010]\r?\n")
_FIRST = re.compile(r"[^\W\d_]{2,}\Z")
_SECOND = re.compile(r"[ \t]*([^\W\d_]+)([^\s]*)[ \t]?")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST = 40


def rejoined(text: str) -> str:
    """``text`` with divided words in one, at the end of the line where they began.

    The hyphen stays where the text writes the word with one elsewhere, where a capital follows, and after the first
    part of a compound (*well-known*), unless the text has the word without one. *two-* before *and three-year* is no
    divided word.
    """
    if _HYPHEN_AND_BREAK.search(text) is None:
        return text
    known: set[str] | None = None
    parts, reached = [], 0
    for match in _HYPHEN_AND_BREAK.finditer(text):
        first = _FIRST.search(text, max(reached, match.start() - _LONGEST), match.start())
        second = _SECOND.match(text, match.end())
        if first is not None and second is not None and second[1] not in shapes("suspended"):
            if known is None:
                known = set(_WORD.findall(text.lower()))
            hyphen = "-" if _is_compound(first[0], second[1], known) else ""
            parts += [text[reached : match.start()], hyphen, second[1], second[2], "\n"]
            reached = second.end()
    return "".join([*parts, text[reached:]])


def _is_compound(first: str, second: str, known: set[str]) -> bool:
    if (first + second).lower() in known:
        return False
    compound = f"{first}-{second}".lower() in known
    return compound or not second.islower() or first.lower() in shapes("hyphened")
