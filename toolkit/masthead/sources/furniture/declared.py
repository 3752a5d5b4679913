"""The rules of ``rules.toml``, which says what their scopes mean, and where in a text one of them fits."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from masthead.sources.agencies.credits import credit_pattern
from masthead.sources.openings import compiled, opening, prefixes
from masthead.sources.rows import Span

if TYPE_CHECKING:
    from collections.abc import Callable

_WHOLE_LINE = frozenset({"line", "foot", "end", "list"})
_FRAGMENT = re.compile(r"<<(\w+)>>")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule file; ``pattern`` has its fragments filled in.

    ``needs`` is a pattern found in whatever the rule matches, for rules that may begin with anything.
    """

    name: str
    kind: str
    scope: str
    pattern: str
    needs: str | None
    fires: tuple[str, ...]
    spares: tuple[str, ...]

    @property
    def anchored(self) -> str:
        """The pattern as it is matched: whole-line rules up to the end of the line."""
        return rf"(?:{self.pattern})\Z" if self.scope in _WHOLE_LINE else rf"(?:{self.pattern})"

    @property
    def named(self) -> str:
        """The same, as a group of the rule's name."""
        return f"(?P<{self.name}>{self.anchored})"


class _Tried(NamedTuple):
    """The rules of a scope: those that may begin with anything, the order of all, the others by letters."""

    needed: re.Pattern[str] | None
    anything: re.Pattern[str] | None
    numbers: dict[str, int]
    opened: Callable[[str | None], tuple[tuple[int, re.Pattern[str]], ...]]


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
            fires=tuple(rule["fires"]),
            spares=tuple(rule["spares"]),
        )
        for rule in declared["rule"]
    )


def fitting(scopes: tuple[str, ...], text: str, position: int = 0) -> re.Match[str] | None:
    """The match at ``position`` of the first rule that fits there, in the order of ``scopes``."""
    letters = opening(text, position)
    for scope in scopes:
        match = _fitting(_tried(scope), letters, text, position)
        if match is not None:
            return match
    return None


def _fitting(tried: _Tried, letters: str | None, text: str, position: int) -> re.Match[str] | None:
    needed, anything, numbers, opened = tried
    found = None
    if anything is not None and (needed is None or needed.search(text, position)):
        found = anything.match(text, position)
    first = numbers[found.lastgroup or ""] if found is not None else len(numbers)
    for number, pattern in opened(letters):
        match = pattern.match(text, position) if number < first else None
        if match is not None:
            return match
    return found


def found_in(scope: str, text: str, position: int) -> re.Match[str] | None:
    """The first match from ``position`` on of the first rule of the scope that fits."""
    for needs, pattern in _sought(scope):
        if needs is None or needs.search(text, position):
            match = pattern.search(text, position)
            if match is not None:
                return match
    return None


def rule_of(match: re.Match[str]) -> Rule:
    """The rule whose match it is."""
    return _by_name()[match.lastgroup or ""]


def span_of(match: re.Match[str]) -> Span:
    """The match without the white space at its end, with the kind of its rule."""
    return Span(match.start(), match.start() + len(match[0].rstrip()), rule_of(match).kind)


@cache
def _tried(scope: str) -> _Tried:
    ordered = _of(scope)
    firsts = [prefixes(rule.named) for rule in ordered]
    wild = [rule for rule, first in zip(ordered, firsts, strict=True) if "" in first]
    needed = "|".join(rule.needs for rule in wild if rule.needs) if all(rule.needs for rule in wild) else ""
    by_prefix: dict[str, list[int]] = {}
    for number, first in enumerate(firsts):
        for prefix in () if "" in first else first:
            by_prefix.setdefault(prefix, []).append(number)

    @lru_cache(maxsize=10_000)
    def opened(letters: str | None) -> tuple[tuple[int, re.Pattern[str]], ...]:
        sizes = range(1, len(letters or "") + 1)
        every = by_prefix.values() if letters is None else (by_prefix.get(letters[:size], []) for size in sizes)
        return tuple((number, _compiled(ordered[number])) for number in sorted({one for some in every for one in some}))

    numbers = {rule.name: number for number, rule in enumerate(ordered)}
    anything = "|".join(rule.named for rule in wild)
    return _Tried(_compiled_or_none(needed), _compiled_or_none(anything), numbers, opened)


def _compiled_or_none(pattern: str) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


@cache
def _sought(scope: str) -> tuple[tuple[re.Pattern[str] | None, re.Pattern[str]], ...]:
    return tuple((re.compile(rule.needs) if rule.needs else None, _compiled(rule)) for rule in _of(scope))


@cache
def _of(scope: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules() if rule.scope == scope)


@cache
def _compiled(rule: Rule) -> re.Pattern[str]:
    return compiled(rule.named)


@cache
def _by_name() -> dict[str, Rule]:
    return {rule.name: rule for rule in rules()}


def _filled(pattern: str, fragments: dict[str, str]) -> str:
    return _FRAGMENT.sub(lambda match: fragments[match[1]], pattern)
