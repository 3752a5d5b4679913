"""The tokens of a term or phrase, as the text model cuts any text (``text.scan`` has the rules), in Python mode."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.native.python_mode import Records, view_of
from masthead.text.characters import ASCII, characters, fold
from masthead.text.records import PIECE, TOKEN
from masthead.text.scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PADDING = 16
"""Places after a text that the scan may look at."""


def forms(phrase: str) -> tuple[str, ...]:
    """The folded token forms of a term, as the text's own tokens would be."""
    return forms_of_all([phrase])[0]


def forms_of_all(phrases: Sequence[str]) -> list[tuple[str, ...]]:
    """The same for many terms: nearly all are letters of ASCII and spaces and need no reading, the others share one."""
    plain = [phrase.isascii() and phrase.replace(" ", "").isalpha() for phrase in phrases]
    others = _read([phrase for phrase, known in zip(phrases, plain, strict=True) if not known])
    return [
        tuple(phrase.lower().split()) if known else next(others) for phrase, known in zip(phrases, plain, strict=True)
    ]


def _read(phrases: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Cut terms as the lines of one text; a line break in one is white space."""
    listed = [" ".join(phrase.splitlines()) for phrase in phrases]
    text = "\n".join(listed)
    work = _scanned(text)
    token = end = 0
    for phrase in listed:
        end += len(phrase)
        found = []
        while token < work.size and work.tokens[token].start < end:
            row = work.tokens[token]
            found.append(fold(text[row.start : row.end]))
            token += 1
        yield tuple(found)
        end += 1


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
