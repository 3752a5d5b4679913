"""The tokens of a term or phrase, as the text model cuts any text (``text.scan`` has the rules), in Python mode."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.lexicons.entries import WILDCARDS, is_wild
from masthead.native.python_mode import Records, view_of
from masthead.text.characters import ASCII, characters, fold
from masthead.text.records import PIECE, TOKEN
from masthead.text.scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PADDING = 16
"""Places after a text that the scan may look at."""
_STANDING = {"*": "\u3401", "?": "\u3402"}
"""Letters that the scan takes for part of a word, and that stand for wildcards meanwhile."""
_WITHOUT = str.maketrans("", "", f" {WILDCARDS}")
_TO_LETTERS = str.maketrans(_STANDING)
_KEPT = frozenset("-‐‑.")
"""What may stand between the words of a term, or around it, beside white space: it is no part of any token."""


class Cut(NamedTuple):
    """The folded forms of a term's tokens, and ``lost``, the characters that no match of them would have to hold."""

    words: tuple[str, ...]
    lost: str = ""


def cut_terms(terms: Sequence[str]) -> list[Cut]:
    """Cut many terms: those of ASCII letters, wildcards and spaces, which nearly all are, need no reading."""
    plain = [term.isascii() and term.translate(_WITHOUT).isalpha() for term in terms]
    others = _read([term for term, known in zip(terms, plain, strict=True) if not known])
    return [
        Cut(tuple(term.lower().split())) if known else next(others) for term, known in zip(terms, plain, strict=True)
    ]


def _read(terms: Iterable[str]) -> Iterator[Cut]:
    """Cut terms as the lines of one text; a line break in one is white space."""
    listed = [" ".join(term.splitlines()) for term in terms]
    text = "\n".join(listed)
    work = _scanned(text.translate(_TO_LETTERS))
    token = begin = 0
    for term in listed:
        end = begin + len(term)
        spans = []
        while token < work.size and work.tokens[token].start < end:
            row = work.tokens[token]
            spans.append((row.start, row.end))
            token += 1
        yield _cut(text, begin, end, _joined(text, spans))
        begin = end + 1


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Tokens, put together where a wildcard has kept the scan from seeing one: ``19*``, ``u.s*``."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _is_part(text, joined[-1], start, end):
            start = joined.pop()[0]  # noqa: PLW2901 - the one before is part of this one
        joined.append((start, end))
    return joined


def _is_part(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Whether a token goes on where the one before it ends: at a wildcard, or as one more of some dotted initials."""
    between = text[before[1] : start]
    if not between and is_wild(text[start - 1 : start + 1]):
        return True
    if not is_wild(text[start:end]) or len(text[start:end].strip(WILDCARDS)) > 1:
        return False
    initial = before[1] - before[0] == 1 or text[before[1] - 2] == "."
    return (between == "." and initial) or (not between and text[start - 1] == ".")


def _cut(text: str, begin: int, end: int, spans: Sequence[tuple[int, int]]) -> Cut:
    edges = [(begin, begin), *spans, (end, end)]
    between = "".join(text[before[1] : after[0]] for before, after in pairwise(edges))
    lost = "".join(dict.fromkeys(char for char in between if not char.isspace() and char not in _KEPT))
    return Cut(tuple(fold(text[start:stop]) for start, stop in spans), lost)


def _scanned(text: str) -> Any:
    codes = np.frombuffer(f"{text}\0".encode("utf-32-le", "surrogatepass"), np.int32)
    room = len(codes) + _PADDING
    work = SimpleNamespace(
        text=codes.tolist(),
        low=np.minimum(codes, ASCII).astype(np.uint8).tobytes()[:-1] + bytes(_PADDING),
        length=len(text),
        chars=_views(),
        tokens=Records(np.zeros(room, TOKEN)),
        pieces=Records(np.zeros(room, PIECE)),
        stops=[0] * room,
        marks=[0] * room,
        breaks=[0] * room,
    )
    scan(work)  # type: ignore[arg-type]
    return work


@cache
def _views() -> Any:
    return SimpleNamespace(**{name: view_of(table) for name, table in characters()._asdict().items()})
