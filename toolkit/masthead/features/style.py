"""Style: sentence length, vocabulary, capitals, punctuation, person, numbers, and the shape of headlines."""

from __future__ import annotations

import re
from math import nan
from typing import TYPE_CHECKING

from masthead.features.article import WORD_COLUMNS, Article, Counts, Field
from masthead.features.base import Feature, Hit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.plain_text.document import Document
    from masthead.plain_text.voice import Reading

MATTR_WINDOW = 100
SHOUT_LETTERS = 5

_FIRST = frozenset(
    "i me my myself we us our ours ourselves i'm i've i'd i'll we're we've we'd we'll".split()  # noqa: SIM905 - reads better
)
_SECOND = frozenset({"you", "your", "yours", "yourself", "yourselves", "you're", "you've", "you'd", "you'll"})
_MARKS = re.compile(r"[!?]+")

MARKED = {
    "exclamation": ("exclamations", "Exclamation marks", "more exclamation marks outside quotations"),
    "question": ("questions", "Question marks", "more questions outside quotations"),
    "first_person": ("first_person", "First person", "more I and we outside quotations"),
    "second_person": ("second_person", "Second person", "more address to the reader outside quotations"),
    "shouting": (
        "capitals",
        "Words in capitals",
        f"more words of {SHOUT_LETTERS} letters or more all in capitals, unquoted",
    ),
}
HEADLINE = {
    "question": ("headline_questions", "Headlines that ask", "more headlines with a question mark"),
    "exclamation": (
        "headline_exclamations",
        "Headlines that exclaim",
        "more headlines with an exclamation mark",
    ),
    "number": ("headline_numbers", "Headlines with a number", "more headlines with a figure in digits"),
    "quote": ("headline_quotes", "Headlines that quote", "more headlines with a quotation"),
    "colon": ("headline_colons", "Headlines with a colon", "more headlines in two parts"),
}

_BIBER = "Biber, D. (1988). Variation across Speech and Writing. Cambridge University Press"
_HEADLINES = (
    "Kuiken, J., Schuth, A., Spitters, M. and Marx, M. (2017). Effective Headlines of Newspaper Articles in a Digital "
    "Environment. Digital Journalism 5(10), 1300-1314"
)
_UNQUOTED = ("words.own", "words.attributed")

COLUMNS = (
    *(f"style.{category}" for category in MARKED),
    "style.numbers",
    "style.mattr",
    "style.mattr.n",
    *(f"style.headline.{pattern}" for pattern in HEADLINE),
)


def _feature(
    name: str,
    title: str,
    numerator: tuple[str, ...],
    denominator: tuple[str, ...],
    higher: str,
    **row: object,
) -> Feature:
    return Feature(
        **{
            "name": f"style.{name}",
            "family": "style",
            "title": title,
            "kind": "density",
            "numerator": numerator,
            "denominator": denominator,
            "higher": higher,
            "citation": _BIBER,
            **row,
        }  # type: ignore[arg-type]
    )


FEATURES = (
    _feature(
        "sentence_length",
        "Sentence length",
        WORD_COLUMNS,
        ("sentences",),
        "longer sentences",
        unit="words per sentence",
        low=1.0,
    ),
    _feature(
        "mattr",
        "Vocabulary richness (MATTR)",
        ("style.mattr",),
        ("style.mattr.n",),
        f"more different words within any {MATTR_WINDOW} running words",
        kind="mean",
        unit=f"types per token, window {MATTR_WINDOW}",
        high=1.0,
        citation="Covington, M. A. and McFall, J. D. (2010). Cutting the Gordian Knot: The Moving-Average Type-Token "
        "Ratio (MATTR). Journal of Quantitative Linguistics 17(2), 94-100",
        primary=True,
    ),
    *(
        _feature(
            name,
            title,
            (f"style.{category}",),
            _UNQUOTED,
            higher,
            scale=1000.0,
            unit="per 1,000 unquoted words",
            voice_aware=True,
        )
        for category, (name, title, higher) in MARKED.items()
    ),
    _feature(
        "numbers",
        "Numbers",
        ("style.numbers",),
        WORD_COLUMNS,
        "more figures in digits",
        scale=1000.0,
        unit="per 1,000 words",
    ),
    _feature(
        "headline_words",
        "Headline length",
        ("headline_words",),
        ("headlines",),
        "longer headlines",
        unit="words per headline",
        citation=_HEADLINES,
    ),
    *(
        _feature(
            name,
            title,
            (f"style.headline.{pattern}",),
            ("headlines",),
            higher,
            kind="share",
            scale=100.0,
            unit="% of headlines",
            high=100.0,
            citation=_HEADLINES,
        )
        for pattern, (name, title, higher) in HEADLINE.items()
    ),
)


def count(article: Article) -> tuple[Counts, list[Hit]]:
    """Style counts of one article; MATTR has no value below its window."""
    hits = [hit for field, reading in article.fields for hit in _hits(reading, field)]
    counts: Counts = {}
    for hit in hits:
        if hit.field == "text":
            counts[f"style.{hit.category}"] = counts.get(f"style.{hit.category}", 0.0) + 1.0
    forms = article.body.document.forms
    counts["style.numbers"] = float(sum(form[0].isdigit() for form in forms))
    richness = mattr(forms)
    counts |= {"style.mattr": nan if richness is None else richness, "style.mattr.n": float(richness is not None)}
    if article.title is not None and article.title.document.tokens:
        counts |= {f"style.headline.{pattern}": 1.0 for pattern in _headline_patterns(article.title.document)}
    return counts, hits


def mattr(forms: Sequence[str], window: int = MATTR_WINDOW) -> float | None:
    """Moving-average type-token ratio (Covington and McFall 2010); None where the text is shorter than ``window``."""
    if len(forms) < window:
        return None
    seen: dict[str, int] = {}
    total = 0
    for at, form in enumerate(forms):
        seen[form] = seen.get(form, 0) + 1
        if at >= window:
            leaving = forms[at - window]
            seen[leaving] -= 1
            if not seen[leaving]:
                del seen[leaving]
        if at >= window - 1:
            total += len(seen)
    return total / (window * (len(forms) - window + 1))


def _headline_patterns(document: Document) -> Iterator[str]:
    if "?" in document.text:
        yield "question"
    if "!" in document.text:
        yield "exclamation"
    if any(form[0].isdigit() for form in document.forms):
        yield "number"
    if document.quotes:
        yield "quote"
    if re.search(r":\s", document.text):
        yield "colon"


def _hits(reading: Reading, field: Field) -> list[Hit]:
    document = reading.document
    found = [
        (token.start, token.end, category, token.form, at)
        for at, token in enumerate(document.tokens)
        if not document.quoted[at] and (category := _token_category(document, at)) is not None
    ]
    for match in _MARKS.finditer(document.text):
        at = document.range(0, match.start())[1] - 1
        if at >= 0 and not document.quoted[at]:
            category = "exclamation" if "!" in match[0] else "question"
            found.append((match.start(), match.end(), category, match[0], at))
    return [
        Hit(
            field,
            start,
            end,
            "style",
            category,
            term,
            None,
            "attributed" if reading.voices[at] == 1 else "own",
            None,
            None,
        )
        for start, end, category, term, at in sorted(found)
    ]


def _token_category(document: Document, at: int) -> str | None:
    token = document.tokens[at]
    raw = document.text[token.start : token.end]
    shouted = raw.isupper() and len(raw) > 1
    if token.form in _FIRST and not (shouted and token.form == "us") and not _is_numeral(document, at):
        return "first_person"
    if token.form in _SECOND:
        return "second_person"
    return "shouting" if shouted and len(raw) >= SHOUT_LETTERS and raw.isalpha() else None


def _is_numeral(document: Document, at: int) -> bool:
    """Whether an *I* counts a war or a road: *World War I*, *I-95*."""
    if document.forms[at] != "i":
        return False
    named = at > 0 and document.tokens[at - 1].capital and document.gaps[at] == ""
    return named or (at + 1 < len(document.tokens) and document.tokens[at + 1].hyphened)
