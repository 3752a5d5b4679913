"""The furniture of one line: the whole of it, what it begins or ends with, and captions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from masthead.sources.furniture.declared import fitting, found_in, rule_of, span_of
from masthead.sources.rows import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

RELATED = "related"
LONGEST_LINE = 450
_FOLLOWED = ("end", "list")
_WHOLE = (*_FOLLOWED, "line")
_FOOT = (*_WHOLE, "foot")
LONGEST_CAPTION = 1000
LINE_TAIL = 160
_ENDS_OF_SENTENCES = tuple(".!?…\"'”’")
_ENDS_OF_REPORTS = (".", '."', ".”", ".’", ".'", "…", ":")
_LONGEST_HEADLINE = 150
_FEWEST_REPORTING_WORDS = 8
_SENTENCE = re.compile(r"(\S+)[.!?][\"”’)]?\s+(?=[\"“(]?[A-Z])")
_SHORTENED = re.compile(
    r"\W*(?:(?:[A-Z]\.)*[A-Z]|(?:\d{1,2})?[ap]\.m|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Gov|Sen|Rep|Gen|Lt|Capt|Cmdr|Adm|Maj"
    r"|Col|Sgt|Rev|Prof|Hon|Dr|Mrs?|Ms|St|Jr|Sr|No|Co|vs)"
)
_OF_PICTURE = re.compile(r"(?i:(?:file )?(?:photo|picture|image)s?\b)")


class Marked(NamedTuple):
    """The furniture of a line: spans in it, whether one is the whole line, and what of the lines after it goes along.

    ``follows`` is the scope of the rule where that is "end" or "list", and else empty; ``ruled`` says whether a rule
    for whole lines fits.
    """

    spans: tuple[Span, ...] = ()
    whole: bool = False
    follows: str = ""
    ruled: bool = False

    @property
    def lists(self) -> bool:
        """Whether headlines that follow go along."""
        return self.follows == "list" or (self.follows == "end" and self.spans[0].kind == RELATED)


_PLAIN = Marked()


def mark_line(line: str, outlet: str, *, foot: bool) -> Marked:
    """The furniture of one line; ``foot`` says whether it is among the last."""
    if len(line) > LONGEST_LINE:
        return _mark_parts(line)
    found = _mark_ruled(line, foot)
    if foot and not found.ruled and line.casefold() == outlet.casefold():
        return _whole(line, "lead")
    return found


@lru_cache(maxsize=20_000)
def _mark_ruled(line: str, foot: bool) -> Marked:
    """The furniture of a line whatever its outlet: lines recur."""
    match = fitting(_FOOT if foot else _WHOLE, line)
    if match is None:
        return _mark_parts(line)
    rule = rule_of(match)
    return _whole(line, rule.kind, rule.scope if rule.scope in _FOLLOWED else "", ruled=True)


def _whole(line: str, kind: str, follows: str = "", *, ruled: bool = False) -> Marked:
    return Marked((Span(0, len(line), kind),), whole=True, follows=follows, ruled=ruled)


def _mark_parts(line: str) -> Marked:
    """What a line begins or ends with, and captions."""
    tail = max(0, len(line) - LINE_TAIL)
    ended = line.endswith(_ENDS_OF_SENTENCES)
    match = None if ended else found_in("line_end", line, tail)
    if match is not None:
        return _caption(line, match.start(), span_of(match).kind)
    match = fitting(("caption",), line)
    if match is not None:
        return _caption(line, len(line), span_of(match).kind)
    match = None if ended else found_in("suffix", line, tail)
    if match is not None:
        return Marked((*_prefix(line), span_of(match)))
    spans = _prefix(line)
    return Marked(spans) if spans else _PLAIN


def _prefix(line: str) -> tuple[Span, ...]:
    match = fitting(("prefix",), line)
    return () if match is None else (span_of(match),)


def _caption(line: str, credit: int, kind: str) -> Marked:
    """The caption that ends with the credit at ``credit``, but for sentences in which it goes on to report.

    A line too long for a caption is a paragraph that a credit was run on to.
    """
    if len(line) > LONGEST_CAPTION:
        return Marked((Span(credit, len(line), kind),) if credit < len(line) else ())
    spans: list[Span] = []
    begin, joined, fewest = 0, False, _FEWEST_REPORTING_WORDS if len(line) <= LONGEST_LINE else 1
    for end in sorted({*_sentence_ends(line, credit), credit, len(line)} - {0}):
        told = 0 < begin < credit and len(line[begin:end].split()) >= fewest
        told = told and _OF_PICTURE.match(line, begin) is None
        if not told:
            start = spans.pop().start if joined else begin
            spans.append(Span(start, start + len(line[start:end].rstrip()), kind))
        begin, joined = end, not told
    return Marked(tuple(spans), whole=spans[0].end == len(line))


def _sentence_ends(line: str, end: int) -> Iterator[int]:
    """Where the sentences of ``line`` after its first begin, up to ``end``."""
    return (match.end() for match in _SENTENCE.finditer(line, 0, end) if _SHORTENED.fullmatch(match[1]) is None)


def like_headline(line: str) -> bool:
    """Whether a line may be a headline in a list: short and not ended like a sentence."""
    return len(line) <= _LONGEST_HEADLINE and not line.endswith(_ENDS_OF_REPORTS)
