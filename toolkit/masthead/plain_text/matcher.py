"""The one matcher of word lists: whole tokens, the longest term first, contexts checked, bound prefixes respected."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from masthead.errors import UsageError
from masthead.lexicons import word_classes
from masthead.plain_text.tokens import forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from masthead.lexicons import Condition, Entry
    from masthead.plain_text.document import Document, Sentence

NEAR = 6
_INSIDE_TERM = ("", "-", "‐", "‑", ".", "'s", "’s")


class Match(NamedTuple):
    """Tokens ``first:last`` of a document matched by ``entry``."""

    first: int
    last: int
    entry: Entry


class Matcher:
    """Finds the entries of one or more lexicons in documents.

    Inside one scope (an entry's ``category`` where ``by_category``, else the whole matcher) matches do not overlap:
    the leftmost wins, then the longest, then the entry listed first. A term of several words matches across white
    space and hyphens only, inside one sentence. No match begins after a hyphen that a bound prefix precedes:
    *terrorist* is in *terrorist-held*, not in *anti-terrorist*.
    """

    def __init__(self, entries: Iterable[Entry], *, by_category: bool = False) -> None:
        self._by_category = by_category
        self._table: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for entry in entries:
            for surface in entry.forms:
                tokens = forms(surface)
                if not tokens:
                    raise UsageError(
                        f"the term {surface!r} has no letters or digits, so it can never match",
                        where=entry.where,
                    )
                self._table.setdefault(tokens[0], []).append((tokens, entry))
        for candidates in self._table.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def find(self, document: Document) -> list[Match]:
        """Every match in the document, by position."""
        found: list[Match] = []
        busy: dict[str, int] = {}
        all_forms = document.forms
        for first, form in enumerate(all_forms):
            for tokens, entry in self._table.get(form, ()):
                last = first + len(tokens)
                scope = entry.category if self._by_category else ""
                if busy.get(scope, 0) > first or all_forms[first:last] != tokens:
                    continue
                if _joined(document, first, last) and _allowed(document, first, last, entry.conditions):
                    found.append(Match(first, last, entry))
                    busy[scope] = last
        return found


def _joined(document: Document, first: int, last: int) -> bool:
    """Whether the tokens are one run of one sentence that does not start inside a prefixed compound."""
    if first and document.tokens[first].hyphened and document.forms[first - 1] in word_classes()["prefix"]:
        return False
    if last == first + 1:
        return True
    if document.sentence_of[first] != document.sentence_of[last - 1]:
        return False
    return all(
        document.gaps[at] in _INSIDE_TERM or (document.gaps[at] in ("'", "’") and document.tokens[at - 1].possessive)
        for at in range(first + 1, last)
    )


def _allowed(document: Document, first: int, last: int, conditions: tuple[Condition, ...]) -> bool:
    return all(_holds(document, first, last, condition) == condition.wanted for condition in conditions)


def _holds(document: Document, first: int, last: int, condition: Condition) -> bool:
    sentence = document.sentences[document.sentence_of[first]]
    values = condition.values
    if condition.place == "prev":
        at_start = first == sentence.first
        return "START" in values if at_start else _is(document, first - 1, sentence, values)
    if condition.place == "next":
        at_end = last == sentence.last
        return "END" in values if at_end else _is(document, last, sentence, values)
    if condition.place == "is":
        return ("START" in values and first == sentence.first) or _is(document, first, sentence, values)
    own = range(first, last) if last > first + 1 else ()  # a single word must not be its own context
    around = (*range(max(sentence.first, first - NEAR), first), *own, *range(last, min(sentence.last, last + NEAR)))
    return any(_is(document, at, sentence, values) for at in around)


def _is(document: Document, at: int, sentence: Sentence, values: frozenset[str]) -> bool:
    """Whether one token is among the values: by its form, or by a shape named in capitals."""
    form = document.forms[at]
    return form in values or any(_has_shape(document, at, sentence, value) for value in values if value.isupper())


def _has_shape(document: Document, at: int, sentence: Sentence, shape: str) -> bool:
    token = document.tokens[at]
    match shape:
        case "CAP":
            return token.capital and at > sentence.first and not sentence.title_case
        case "UPPER":
            return token.end - token.start > 1 and document.text[token.start : token.end].isupper()
        case "LOWER":
            return not token.capital
        case "NUM":
            return token.form[0].isdigit() or token.form in word_classes()["number_word"]
        case "NEG":
            return token.form in word_classes()["negation"]
        case _:
            return False
