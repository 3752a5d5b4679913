"""Tokens: the words and numbers of a text, folded for look-up, with the character offsets they came from.

The rules, in full: letters (with combining marks) make a word, and an apostrophe between letters belongs to it
(*don't*, *it's*, *d'état*); a possessive *'s* does not (*McGurk's* is *mcgurk*). Dotted initials are one word
(*U.S.*). Digits with their separators, ending and percent sign are one word (*6,000*, *19th*, *40%*). A hyphen, an
underscore and everything else separates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"
    r"|\d+(?:[.,:]\d+)*(?:%|[A-Za-z]+)?"
    rf"|(?:{_LETTER}[\u0300-\u036f]*)+(?:['’ʼ](?:{_LETTER}[\u0300-\u036f]*)+)*"
)
_CLITIC_S = re.compile(r"['’ʼ][sS]$")
_CONTRACTED = frozenset(
    ("it", "he", "she", "that", "this", "there", "here", "who", "what", "where", "when", "why", "how", "let")
)
"""After these *'s* is a verb (*it's*), so it stays; after anything else it is taken for a possessive."""

_HYPHENS = "-‐‑"


@dataclass(frozen=True, slots=True)
class Token:
    """``text[start:end]`` folded into ``form``; ``hyphened`` where a hyphen joins it to the token before."""

    start: int
    end: int
    form: str
    capital: bool
    hyphened: bool
    possessive: bool


def tokenize(text: str) -> list[Token]:
    """The tokens of ``text`` in order; none overlap."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        raw = match[0]
        clitic = _CLITIC_S.search(raw)
        if clitic and fold(raw[: clitic.start()]) in _CONTRACTED:
            clitic = None
        if clitic and clitic.start() > 0:
            raw, end = raw[: clitic.start()], start + clitic.start()
        after = text[end : end + 2]
        tokens.append(
            Token(
                start,
                end,
                fold(raw),
                raw[0].isupper(),
                start > 0 and text[start - 1] in _HYPHENS and bool(tokens) and tokens[-1].end == start - 1,
                bool(clitic) or (raw[-1] in "sS" and after[:1] in ("'", "’") and not after[1:].isalnum()),
            )
        )
    return tokens


def fold(word: str) -> str:
    """The look-up form of one word: case-folded, with a plain apostrophe."""
    return word.casefold().replace("’", "'").replace("ʼ", "'")


def forms(phrase: str) -> tuple[str, ...]:
    """The folded token forms of a lexicon term, as the text's own tokens would be."""
    return tuple(token.form for token in tokenize(phrase))
