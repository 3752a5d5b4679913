"""The entries of the cue list as rows of numbers for the attribution rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.text.limits import STATE_ENDINGS
from masthead.text.rules import cues
from masthead.text.word_sets import FRAMES, NOUN_FRAMES, SETS, STANCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.lexicons import Entry

WORDS = "words"
"""What a cue reports in the narrow sense, in the cue list's column ``reports``."""
_THINK = ("say", "think", "believe")


def in_order(entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The two lists in which cues are matched: verbs and the rest, then nouns.

    *claim* and *report* are both, and the verb is tried first.
    """
    return (
        [entry for entry in entries if entry.frame not in NOUN_FRAMES],
        [entry for entry in entries if entry.frame in NOUN_FRAMES],
    )


def base_forms(entries: Iterable[Entry]) -> Iterable[str]:
    """The first word of each term, plain and with an s, for the vocabulary."""
    for entry in entries:
        base = entry.term.split(" ")[0]
        yield from (base, f"{base}s")


def build_entries(entries: Sequence[Entry], numbers: Mapping[str, int]) -> NDArray[np.int32]:
    """Frame, stance, kind, and the numbers of the first word and of it with an s, of each entry."""
    return np.array(
        [
            (
                FRAMES.index(entry.frame),
                STANCES.index(entry.category),
                _kind(entry),
                numbers[entry.term.split(" ")[0]],
                numbers[f"{entry.term.split(' ')[0]}s"],
            )
            for entry in entries
        ],
        np.int32,
    )


def _kind(entry: Entry) -> int:
    """What the rules ask of a cue, as bits; of its term, but for what it reports."""
    term = entry.term
    kind = cues.REPORTS if entry.reports == WORDS else 0
    kind |= cues.SEVERAL_WORDS if " " in term else 0
    kind |= cues.TELLS if term == "tell" else 0
    kind |= cues.THINKS if term in _THINK else 0
    kind |= cues.STATE if term.endswith(STATE_ENDINGS) else 0
    kind |= cues.ENDS_TO if term.endswith(" to") else 0
    return kind | (cues.PREDICATES if term.rsplit(" ", 1)[-1] in SETS["predicate"] else 0)
