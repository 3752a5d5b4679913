"""The closed word classes and word lists that the rules ask for, as bits: ``DETERMINER`` of the class *determiner*.

The lists are data: the classes' members in ``lexicons/data/classes.tsv``, all others in ``word_sets.toml``. Each list
gets a bit in the order in which it stands there; a rule tests the bits of classes with ``rules.tokens.has`` and those
of sets with ``is_in``, and several lists at once with ``|``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.lexicons import bundled_lexicon, word_classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    def __getattr__(name: str) -> int: ...


_DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
CLASSES: tuple[str, ...] = tuple(_DATA["classes"])
LISTS: Mapping[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in _DATA["lists"].items()}
MARKERS: Mapping[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in _DATA["markers"].items()}
SETS: Mapping[str, frozenset[str]] = {
    **{name: frozenset(words.split()) for name, words in _DATA["sets"].items()},
    "marker": frozenset().union(*MARKERS.values()),
}
VERB_FRAMES: tuple[str, ...] = tuple(_DATA["verb_frames"].split())
NOUN_FRAMES: tuple[str, ...] = tuple(_DATA["noun_frames"].split())
FRAMES = (*VERB_FRAMES, *NOUN_FRAMES, *_DATA["other_frames"].split())
STANCES: tuple[str, ...] = tuple(_DATA["stances"].split())
FUNCTION_WORDS = LISTS["function"]
_MADE = ("passive_term", "easy", "source_word")
"""Classes whose members are found when the tables are built: the cues that can be claims of nobody (*is believed*), the
words that are easy to read, and those that tell of a source or begin a phrase that does (``source_words``)."""
NEAR_BIT, NEAR_BITS = 40, 23
"""The first of the bits for the sets of words that the lexicons seek near an entry, and how many these sets share."""
_SET_BITS = 63


def number(names: Iterable[str], limit: int, taken: Iterable[str] = ()) -> dict[str, int]:
    """A bit for each name, under its name in capitals.

    Raises ValueError where a name is given twice or already taken, and where there are more names than bits.
    """
    listed = [name.upper() for name in names]
    clash = {name for name in listed if listed.count(name) > 1} | set(taken).intersection(listed)
    if clash:
        raise ValueError(f"word lists of one name: {', '.join(sorted(clash))}")
    if len(listed) > limit:
        raise ValueError(f"{len(listed)} word lists for {limit} bits: {listed[limit]} and what follows has none")
    return {name: 1 << bit for bit, name in enumerate(listed)}


CLASS_BITS = number((*CLASSES, *LISTS, *_MADE), NEAR_BIT)
SET_BITS = number(SETS, _SET_BITS, CLASS_BITS)
globals().update(CLASS_BITS | SET_BITS)


def packed(name: str) -> tuple[int, ...]:
    """The words of a list that is compared letter by letter, each of up to eight letters as one number."""
    return tuple(int.from_bytes(word.encode(), "big") for word in _DATA["letters"][name].split())


def members() -> dict[str, tuple[int, int]]:
    """Every word of a class or a set, with the bits of its classes and of its sets.

    Raises ValueError where a class that the rules ask for is not in ``classes.tsv``.
    """
    named = word_classes()
    unknown = [name for name in CLASSES if name not in named]
    if unknown:
        raise ValueError(f"no such class in classes.tsv: {', '.join(unknown)}")
    passive = frozenset(entry.term for entry in bundled_lexicon("cues").entries if entry.frame == "passive")
    by_class = {**{name: named[name] for name in CLASSES}, **LISTS, "passive_term": passive}
    found: dict[str, tuple[int, int]] = {}
    for place, (lists, bits) in enumerate(((by_class, CLASS_BITS), (SETS, SET_BITS))):
        for name, words in lists.items():
            for word in sorted(words):
                both = list(found.get(word, (0, 0)))
                both[place] |= bits[name.upper()]
                found[word] = both[0], both[1]
    return found
