"""Paragraphs and sentences, for everything but readability (which counts as textstat does).

A line break ends a paragraph, unless the text is hard-wrapped. A sentence ends at ``. ! ? …`` and the quotes and
brackets that close after it, where the next word could begin a sentence. It does not end after an abbreviation, an
initial, an ellipsis inside a sentence, or a question inside a quotation whose speaker follows (*"Why?" Smith asked*).
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from masthead.lexicons import word_classes
from masthead.plain_text.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[int, int]

CLOSERS = "\"'”’»›)]}"
OPENERS = "\"'“‘„«‹([{`—–-"

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_END = re.compile(rf"(?<![.!?…])[.!?…]++(?:[{re.escape(CLOSERS)}]*+(?=\s|$)|[”\"](?=[A-Z]))")
_LAST_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*$")
_LONGEST_LAST_WORD = 80
_NEXT_WORD = re.compile(rf"[\s{re.escape(OPENERS)}]*([^\W_]+(?:[.'’][^\W_]+)*)")
_SPEAKER_AFTER = re.compile(
    r"\s*(?:(?:[A-Z][\w.'’-]*\s+){1,4}|(?:he|she|they|one|the|an?)\s+(?:\w+\s+){0,3})"
    r"(?:said|says|asked|asks|added|adds|wrote|tweeted|replied|told|shouted|demanded|wondered)\b",
    re.IGNORECASE,
)


def paragraphs(text: str) -> list[Span]:
    """Character spans of the paragraphs, without the line breaks; blank lines have none."""
    lines = [match.span() for match in _LINE.finditer(text) if match[0].strip()]
    if not _hard_wrapped(text, lines):
        return lines
    merged: list[Span] = []
    for start, end in lines:
        if merged and text[merged[-1][1] : start].count("\n") == 1:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _hard_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether single line breaks only wrap the text: most lines that another follows directly end mid-sentence."""
    inner = [
        text[start:end].rstrip()
        for (start, end), (following, _) in itertools.pairwise(lines)
        if text[end:following].count("\n") == 1
    ]
    if len(inner) < 4 or max(map(len, inner)) > 120:
        return False
    return sum(line[-1] not in '.!?…"”’:' for line in inner) > 0.6 * len(inner)


def sentences(text: str, paragraph: Span) -> list[Span]:
    """Character spans of the sentences of one paragraph, trimmed of white space."""
    start, end = paragraph
    spans = []
    for boundary in _boundaries(text, start, end):
        spans.append((start, boundary))
        start = boundary
    spans.append((start, end))
    return [trimmed for span in spans if (trimmed := _trim(text, span)) is not None]


def _trim(text: str, span: Span) -> Span | None:
    raw = text[span[0] : span[1]]
    stripped = raw.strip()
    if not stripped:
        return None
    start = span[0] + raw.index(stripped[0])
    return start, start + len(stripped)


def _boundaries(text: str, start: int, end: int) -> Iterator[int]:
    for match in _END.finditer(text, start, end):
        following = _NEXT_WORD.match(text, match.end(), end)
        if following is not None and _ends_sentence(text, start, match, following):
            yield match.end()


def _ends_sentence(text: str, start: int, mark: re.Match[str], following: re.Match[str]) -> bool:
    word = following[1]
    if word[0].islower():
        return False
    closed_quote = mark[0][-1] in '"”’»'
    if closed_quote and _SPEAKER_AFTER.match(text, mark.end()):
        return False
    if mark[0][0] != "." or mark[0].startswith(".."):
        return True
    # Only what may be an abbreviation matters, and a search from the paragraph's start would make long ones quadratic.
    last = _LAST_WORD.search(text, max(start, mark.start() - _LONGEST_LAST_WORD), mark.start())
    return last is None or _stop_ends(last[0], word)


def _stop_ends(last: str, following: str) -> bool:
    """Whether a single full stop after the word ``last`` can end a sentence that ``following`` would begin after."""
    classes = word_classes()
    folded = fold(last)
    starts = fold(following) in classes["sentence_starter"]
    if len(last) == 1 and last.isupper() and last != "I":
        return starts
    if folded in classes["abbreviation_final"]:
        return starts
    if folded == "no":
        return not following[0].isdigit()
    return folded not in classes["abbreviation"] or (folded in _ALSO_WORDS and not following[0].isdigit() and starts)


# Abbreviations that are also common words, so a sentence may well end with them.
_ALSO_WORDS = frozenset({"mar", "sat", "sun", "dec", "fig", "est", "sen", "gen", "no", "al", "v", "p"})
