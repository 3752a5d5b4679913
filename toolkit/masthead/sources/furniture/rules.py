"""Furniture: stretches of an article's text that are not its reporting, marked and never cut.

The shapes are rules in ``rules.toml``, each with its examples; that file says what the scopes mean. What is here looks
at one head, line or tail; ``marking`` finds those of a column of texts.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from masthead.sources.agencies.credits import credit_pattern
from masthead.sources.rows import Span
from masthead.sources.strings import split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WHOLE_LINE = frozenset({"line", "foot", "end"})
_FRAGMENT = re.compile(r"<<(\w+)>>")
_MOST_HEAD_MARKS = 12
LONGEST_LINE = 450
FOOT_LINES = 8
TAIL = 400
PROSE_LENGTH = 120
_AFTER_TITLE = re.compile(r"[ \t]*(?:\.[ \t]*)?(?=\n|\Z)|\.?[ \t]+(?=[\"“‘(]?[A-Z0-9])")
_FEWEST_RUN_ON_WORDS = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule file; ``pattern`` has its fragments filled in.

    ``needs`` is a pattern found in whatever the rule matches and ``longest`` the most characters that it matches, for
    rules of lines that may begin with anything.
    """

    name: str
    kind: str
    scope: str
    pattern: str
    needs: str | None
    longest: int | None
    fires: tuple[str, ...]
    spares: tuple[str, ...]

    @property
    def anchored(self) -> str:
        """The pattern as it is matched: whole-line rules up to the end of the line."""
        return rf"(?:{self.pattern})\Z" if self.scope in _WHOLE_LINE else rf"(?:{self.pattern})"


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order of their file, which is the order they are tried in."""
    source = resources.files("masthead.sources.furniture") / "rules.toml"
    declared = tomllib.loads(source.read_text(encoding="utf-8"))
    fragments = {"agencies": credit_pattern()}
    for name, pattern in declared["fragments"].items():
        fragments[name] = f"(?:{_filled(pattern, fragments)})"
    return tuple(
        Rule(
            name=rule["name"],
            kind=rule["kind"],
            scope=rule["scope"],
            pattern=_filled(rule["pattern"], fragments),
            needs=_filled(rule["needs"], fragments) if "needs" in rule else None,
            longest=rule.get("longest"),
            fires=tuple(rule["fires"]),
            spares=tuple(rule["spares"]),
        )
        for rule in declared["rule"]
    )


def head_end(text: str, start: int) -> int:
    """Where the text begins once the furniture at its head is passed over (its title is not)."""
    return mark_head(text, start, None, "")[1]


def published(text: str) -> str | None:
    """The date in a "Published On" line near the beginning of ``text``, as it is written there."""
    pattern = _combined("head")
    for begin, end in list(split_lines(text, 0))[:10]:
        match = pattern.match(text, begin, end)
        if match is not None and match["date"]:
            return match["date"]
    return None


def merge(spans: Iterable[Span]) -> list[Span]:
    """Spans in order with the overlaps taken from the later ones; empty ones are dropped."""
    merged: list[Span] = []
    reached = 0
    for start, end, kind in sorted(spans, key=lambda span: (span.start, -span.end)):
        if end > max(start, reached):
            merged.append(Span(max(start, reached), end, kind))
            reached = end
    return merged


def mark_head(text: str, start: int, title: str | None, outlet: str) -> tuple[list[Span], int]:
    """The furniture at the head of ``text`` from ``start`` on, and where what follows it begins."""
    spans: list[Span] = []
    position = _past_space(text, start)
    for _ in range(_MOST_HEAD_MARKS):
        span = _head_mark(text, position, title, outlet, after=bool(spans))
        if span is None:
            break
        spans.append(span)
        position = _past_space(text, span.end)
    return spans, position


def _head_mark(text: str, position: int, title: str | None, outlet: str, *, after: bool) -> Span | None:
    match = _combined("head").match(text, position)
    if match is None and after:
        match = _combined("head_after").match(text, position)
    if match is not None and match.end() > position:
        return _span(match, "head" if match.re is _combined("head") else "head_after")
    end = _title_end(text, position, title)
    if end is not None:
        return Span(position, end, "title")
    end = _outlet_end(text, position, outlet)
    return Span(position, end, "lead") if end is not None else None


def _title_end(text: str, position: int, title: str | None) -> int | None:
    """Where the article's own title ends if the text has it at ``position``, on its own line or run on."""
    words = title.split() if title else []
    if title is None or len(words) < 2:
        return None
    title = title.strip()
    end = position + len(title)
    if text[position:end].casefold() != title.casefold():
        return None
    match = _AFTER_TITLE.match(text, end)
    if match is None:
        return None
    run_on = match.end() < len(text) and text[match.end()] != "\n"
    if run_on and len(words) < _FEWEST_RUN_ON_WORDS:
        return None
    return end + len(match[0].rstrip())


def _outlet_end(text: str, position: int, outlet: str) -> int | None:
    """The end of a lead-in ("Harrow Post : ", "Harrow Post - ") or of a line that is the outlet's name."""
    end = position + len(outlet)
    if not outlet or text[position:end].casefold() != outlet.casefold():
        return None
    match = _AFTER_OUTLET.match(text, end)
    return end + len(match[0].rstrip()) if match is not None else None


_AFTER_OUTLET = re.compile(r"[ \t]*(?:\n|\Z)|[ ]?:[ ]|[ ][|–—-][ ](?=[\"“]?[A-Z])")


@lru_cache(maxsize=10_000)
def line_kind(line: str, outlet: str, *, foot: bool) -> tuple[str | None, bool]:
    """The kind of furniture that a whole line is, or None, and whether everything after it goes with it."""
    if (match := _combined("end").match(line)) is not None:
        return _span(match, "end").kind, True
    if (match := _combined("line").match(line)) is not None:
        return _span(match, "line").kind, False
    if line.endswith(")") and (match := _combined("line_end").search(line, max(0, len(line) - 120))) is not None:
        return _span(match, "line_end").kind, False
    if not foot:
        return None, False
    if line.casefold() == outlet.casefold():
        return "lead", False
    match = _combined("foot").match(line)
    return (_span(match, "foot").kind if match is not None else None), False


def prefix(line: str) -> Span | None:
    """The furniture that a line begins with."""
    match = _combined("prefix").match(line)
    return None if match is None else _span(match, "prefix")


def mark_tail(text: str, position: int) -> Iterator[Span]:
    """The furniture that the last ``TAIL`` characters end with, not before ``position``."""
    match = _combined("tail").search(text, max(position, len(text) - TAIL))
    if match is not None:
        yield _span(match, "tail")


def _span(match: re.Match[str], scope: str) -> Span:
    """The match without the white space at its end, with the kind of the rule that matched."""
    kind = _kinds(scope)[match.lastgroup or ""]
    return Span(match.start(), match.start() + len(match[0].rstrip()), kind)


def _past_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _filled(pattern: str, fragments: dict[str, str]) -> str:
    return _FRAGMENT.sub(lambda match: fragments[match[1]], pattern)


@cache
def _combined(scope: str) -> re.Pattern[str]:
    """The rules of a scope as one alternation; the group that matched tells the rule."""
    return re.compile("|".join(f"(?P<{rule.name}>{rule.anchored})" for rule in rules() if rule.scope == scope))


@cache
def _kinds(scope: str) -> dict[str, str]:
    return {rule.name: rule.kind for rule in rules() if rule.scope == scope}
