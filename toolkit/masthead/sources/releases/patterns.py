"""Patterns that a corpus declares: run by RE2, which takes time in proportion to the value, whatever the pattern.

A declaration can come from anybody, and some patterns make Python's own engine go on for years.
"""

from __future__ import annotations

import re
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

_GROUP = "found"
_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?!\?)|\(\?P<\w+>", re.DOTALL)
"""An escape, a class of characters, or the start of a group that is kept."""


def problem_of(pattern: str) -> str | None:
    """What is wrong with a pattern, None where it can be used."""
    starts = [found[0] for found in _PART.finditer(pattern) if found[0].startswith("(")]
    if len(starts) != 1:
        return f"pattern {pattern!r} needs exactly one group"
    try:
        found_in("", pattern)
    except pa.ArrowInvalid as error:
        return f"pattern {pattern!r} cannot be used ({str(error).split(': ')[1]}, by the rules of RE2)"
    return None


def found_in(value: str, pattern: str) -> str | None:
    """What the group of a pattern finds in a value, None where the pattern does not match."""
    found = pc.extract_regex(pa.scalar(value, pa.string()), pattern=_named(pattern)).as_py()
    return None if found is None else str(found[_GROUP])


@cache
def _named(pattern: str) -> str:
    """The pattern with a name for its group, as Arrow needs it."""
    return _PART.sub(lambda part: f"(?P<{_GROUP}>" if part[0].startswith("(") else part[0], pattern)
