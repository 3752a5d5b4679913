"""Sieves: from a rule's pattern a weaker one that runs over a whole column, so that the rule itself seldom runs.

Rules are Python patterns, which look at one text at a time. Their sieve is in the dialect of RE2, which Arrow runs over
a column without Python, and matches wherever the rule does: what RE2 does not know (looking around, word boundaries) is
left out, what it reads for ASCII only takes in every other character, and long bounded repeats are unbounded. A sieve
is derived, never written, so that a rule can't change without it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

_OTHERS = r"\x{80}-\x{10FFFF}"
_INSIDE = {"w": rf"\w{_OTHERS}", "d": rf"\d{_OTHERS}", "s": rf"\s\x0b\x1c-\x1f{_OTHERS}"}
_LOOKS_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_PLAIN = re.compile(r"[^\\\[(*+?{]+")
_FLAGGED = re.compile(r"\(\?[a-z]+:")
_REPEAT = re.compile(r"(\{(\d+)(,?)(\d*)\}|[*+?{])([+?]?)")
_LONGEST_REPEAT = 8
_BLANK = rf"[{_INSIDE['s']}]*"


def matches(texts: pa.Array, sieve: str) -> pa.BooleanArray:
    """Whether ``sieve`` is found in each of ``texts``, a string array without nulls."""
    return pc.match_substring_regex(texts, sieve)


@cache
def sieve(pattern: str) -> str:
    """A pattern for ``matches`` that is found in every text in which Python finds ``pattern``.

    But for texts with a dotted capital or a dotless small i, which only Python takes for an i in any case.
    """
    return f"(?:{superset(pattern)})"


def line_sieve(patterns: Iterable[str]) -> str:
    r"""A pattern found in every text that begins, whatever white space is around it, as one of ``patterns`` says.

    ``\Z`` in a pattern stands for the end of the text but for white space.
    """
    found = "|".join(superset(pattern) for pattern in patterns)
    return rf"\A{_BLANK}(?:{found})"


def superset(pattern: str) -> str:
    """``pattern`` in RE2's dialect, weaker or as strong."""
    parts: list[str] = []
    at = 0
    while at < len(pattern):
        part, at = _translated(pattern, at)
        parts.append(part)
    return "".join(parts)


def _translated(pattern: str, at: int) -> tuple[str, int]:
    """The next element of ``pattern`` translated, and where the one after it begins."""
    plain = _PLAIN.match(pattern, at)
    if plain is not None:
        return plain[0], plain.end()
    char = pattern[at]
    if char == "\\":
        return _escape(pattern[at + 1]), at + 2
    if char == "[":
        end = _class_end(pattern, at)
        if pattern.startswith("^", at + 1):
            return pattern[at:end], end  # RE2 takes fewer characters out
        return re.sub(r"\\([wds])", lambda match: _INSIDE[match[1]], pattern[at:end]), end
    if char == "(":
        return _group(pattern, at)
    repeat = _REPEAT.match(pattern, at)
    if repeat is not None:
        return _repeat(*repeat.groups()), repeat.end()
    return char, at + 1


def _escape(char: str) -> str:
    if char in "bB":
        return ""
    if char == "Z":
        return rf"{_BLANK}\z"
    return f"[{_INSIDE[char]}]" if char in _INSIDE else f"\\{char}"


def _group(pattern: str, at: int) -> tuple[str, int]:
    if pattern.startswith(_LOOKS_AROUND, at):
        return "", _group_end(pattern, at)
    flagged = _FLAGGED.match(pattern, at)
    if flagged is not None:
        return flagged[0], flagged.end()
    if pattern.startswith("(?P<", at):
        return "(?:", pattern.index(">", at) + 1
    return "(?:", at + (3 if pattern.startswith(("(?:", "(?>"), at) else 1)


def _repeat(times: str, least: str | None, comma: str, most: str, mode: str) -> str:
    if least is not None:
        limit = int(most) if most else None if comma else int(least)
        if limit is None or limit > _LONGEST_REPEAT:
            times = {0: "*", 1: "+"}.get(int(least), f"{{{min(int(least), 3)},}}")
    return f"{times}?" if mode == "?" else times  # RE2 knows no possessive repeat


def _class_end(pattern: str, at: int) -> int:
    end = at + 1 + pattern.startswith("^", at + 1)
    end += pattern.startswith("]", end)
    while pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    return end + 1


def _group_end(pattern: str, at: int) -> int:
    depth = 0
    while True:
        char = pattern[at]
        if char == "[":
            at = _class_end(pattern, at)
            continue
        depth += (char == "(") - (char == ")")
        at += 2 if char == "\\" else 1
        if not depth:
            return at
