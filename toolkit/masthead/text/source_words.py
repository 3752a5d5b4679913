"""What words and phrases tell of who speaks (``lexicons/data/sources.tsv``), by the numbers of the vocabulary's words.

An entry is packed into one number: its kind of source, its role in a phrase, and marks. A phrase of several words is
found from its first word on, the longest first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.lexicons import bundled_lexicon
from masthead.native.dialect import Int32, Int64, dtype_of
from masthead.text import word_sets as cl
from masthead.text.tokens import cut_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from masthead.native.dialect import Array, Ints

KINDS = ("state", "party", "organisation", "expert", "media", "document", "citizen", "collective")
"""The kinds of source; an entry or a phrase of none of them is ``unknown``."""
UNKNOWN, STATE, PARTY, ORGANISATION, EXPERT, MEDIA, DOCUMENT, CITIZEN, COLLECTIVE = range(len(KINDS) + 1)
ROLES = (
    "none",
    "part",
    "land",
    "former",
    "withheld",
    "name",
    "acronym",
    "figure",
    "candidate",
    "body",
    "unit",
    "academy",
    "page",
    "group",
    "person",
    "office",
    "chief",
    "member",
    "voice",
    "source",
)
"""How an entry counts in a phrase; the manual describes each. From ``person`` on they are words for people."""
(
    NONE,
    PART,
    LAND,
    FORMER,
    WITHHELD,
    NAME,
    ACRONYM,
    FIGURE,
    CANDIDATE,
    BODY,
    UNIT,
    ACADEMY,
    PAGE,
    GROUP,
    PERSON,
    OFFICE,
    CHIEF,
    MEMBER,
    VOICE,
    SOURCE,
) = range(len(ROLES))
KIND_BITS, ROLE_SHIFT, ROLE_BITS = 15, 4, 31
PLURAL = 1 << 9
"""The mark of a regular form that is not the entry itself, which is its plural."""
LENGTH_SHIFT = 10
"""Above the marks stands how many words the entry has."""


def is_proper(packed: int) -> bool:
    """Whether an entry is a proper name, which has a capital."""
    return packed >> ROLE_SHIFT & ROLE_BITS in (NAME, ACRONYM, FIGURE, CANDIDATE)


class SourceWord:
    """The entries of a word: what it is alone, what it is as a proper name, and the first phrase that begins with it.

    ``phrase`` is -1 where none does; ``seconds`` has a bit for the last six bits of each word that follows in one.
    """

    seconds: Int64
    alone: Int32
    proper: Int32
    phrase: Int32


_SOURCE_WORD = dtype_of(SourceWord)


class SourceWords(NamedTuple):
    """Entries by word as far as words have any, and the phrases among them.

    Phrase ``i`` is the words ``words[begins[i]:begins[i + 1]]``; those that begin alike stand together, the longest
    first.
    """

    by_word: Array[SourceWord]
    begins: Ints
    words: Ints
    entries: Ints


def spelt_words() -> Iterator[str]:
    """Every word of the list, for the vocabulary."""
    for words, _ in _spelt():
        yield from words


def _spelt() -> list[tuple[tuple[str, ...], int]]:
    """Every form of every entry in words, with the packed entry.

    Raises ValueError where the list names an unknown kind or role.
    """
    listed: list[tuple[str, int]] = []
    for entry in bundled_lexicon("sources").entries:
        kind = 0 if entry.category == "unknown" else 1 + KINDS.index(entry.category)
        packed = kind | ROLES.index(entry.frame) << ROLE_SHIFT
        listed += [(form, packed if form == entry.term else packed | PLURAL) for form in entry.forms]
    cuts = cut_terms([form for form, _ in listed])
    return [(cut.words, packed | len(cut.words) << LENGTH_SHIFT) for cut, (_, packed) in zip(cuts, listed, strict=True)]


def build_source_words(numbers: Mapping[str, int], listed: NDArray[Any]) -> SourceWords:
    """The table over a vocabulary that holds ``spelt_words()``; marks the first words of entries among ``listed``."""
    by_word = np.zeros(len(numbers), _SOURCE_WORD)
    by_word["phrase"] = -1
    phrases: list[tuple[list[int], int]] = []
    for words, packed in _spelt():
        cut = [numbers[word] for word in words]
        if len(cut) == 1:
            by_word["proper" if is_proper(packed) else "alone"][cut[0]] = packed
        else:
            phrases.append((cut, packed))
    phrases.sort(key=lambda phrase: (phrase[0][0], -len(phrase[0])))
    seconds = np.zeros(len(numbers), np.uint64)
    for row in reversed(range(len(phrases))):
        word, following = phrases[row][0][:2]
        by_word["phrase"][word] = row
        seconds[word] |= np.uint64(1 << (following & 63))
    by_word["seconds"] = seconds.view(np.int64)
    known = (by_word["alone"] != 0) | (by_word["proper"] != 0) | (by_word["phrase"] >= 0)
    listed["classes"][known] |= cl.SOURCE_WORD
    begins = np.cumsum([0, *(len(cut) for cut, _ in phrases)]).astype(np.int32)
    chained = np.array([word for cut, _ in phrases for word in cut], np.int32)
    return SourceWords(
        by_word[: np.flatnonzero(known)[-1] + 1].copy(),
        begins,
        chained,
        np.array([packed for _, packed in phrases], np.int32),
    )
