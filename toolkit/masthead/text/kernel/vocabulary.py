"""Phase 3: each token's number in the vocabulary, and through it everything that is known about the word.

The vocabulary holds the words that the rules, the lexicons and the readability tables know. It is one table with open
addressing, key and number side by side; a hashed key is only ever a reason to compare the letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.lexicons import word_classes
from masthead.text.cues import _passive_terms
from masthead.text.kernel import classes, words
from masthead.text.kernel.compiled import compiled, entry, inlined
from masthead.text.kernel.phrasings import begins_phrase
from masthead.text.language import _FOREIGN, FUNCTION_WORDS
from masthead.text.sentences import _ALSO_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from masthead.text.kernel.characters import Characters
    from masthead.text.kernel.records import Records

UNKNOWN = -1


class Vocabulary(NamedTuple):
    """Words and what is known of them.

    ``slots`` are pairs of a key and a word's number plus 1 (0 where free), a power of two of them, and ``shift`` makes
    a slot of a mixed key; ``forms[offsets[i]:offsets[i + 1]]`` are the letters of word ``i``, ``classes[i + 1]`` the
    bits of its classes and of the sets that the rules name; row 0 is for unknown words.
    """

    slots: NDArray[np.int64]
    shift: int
    offsets: NDArray[np.int32]
    forms: NDArray[np.int32]
    classes: NDArray[np.int64]


def build_vocabulary(word_list: Iterable[str]) -> tuple[Vocabulary, Mapping[str, int]]:
    """A vocabulary of the classes' members and ``word_list``, and the number of each word."""
    members = class_members()
    numbers = {word: number for number, word in enumerate(dict.fromkeys((*members, *word_list)))}
    forms = np.frombuffer("".join(numbers).encode("utf-32-le"), np.int32)
    offsets = np.zeros(len(numbers) + 1, np.int32)
    np.cumsum([len(word) for word in numbers], out=offsets[1:])
    bits = max(4, int(2.0 * len(numbers)).bit_length())
    slots = np.zeros(2 << bits, np.int64)
    _fill(slots, 64 - bits, offsets, forms)
    masks = np.zeros((len(numbers) + 1, 2), np.int64)
    masks[1 : len(members) + 1] = list(members.values())
    for word, number in numbers.items():
        if begins_phrase(word):
            masks[number + 1, 0] |= classes.HINT
    return Vocabulary(slots, 64 - bits, offsets, forms, masks), numbers


def class_members() -> dict[str, tuple[int, int]]:
    """Every word of a class or a set, with the bits of its classes and of its sets."""
    named = word_classes()
    by_class = {
        **{1 << bit: named.get(name, frozenset()) for bit, name in enumerate(classes.NAMES)},
        classes.FUNCTION: FUNCTION_WORDS,
        classes.FOREIGN_WORD: _FOREIGN,
        classes.ABBREVIATION_OR_WORD: _ALSO_WORDS,
        classes.PASSIVE_TERM: _passive_terms(),
    }
    by_set = {1 << bit: frozenset(listed.split()) for bit, listed in enumerate(classes.SETS.values())}
    members: dict[str, tuple[int, int]] = {}
    for place, sets in enumerate((by_class, by_set)):
        for bit, its_words in sets.items():
            for word in sorted(its_words):
                one, other = members.get(word, (0, 0))
                members[word] = (one | bit, other) if place == 0 else (one, other | bit)
    return members


@entry
def _fill(slots: NDArray[np.int64], shift: int, offsets: NDArray[np.int32], forms: NDArray[np.int32]) -> None:
    for number in range(len(offsets) - 1):
        key = words.key_of_form(forms, offsets[number], offsets[number + 1])
        slot = first_slot(key, shift, len(slots))
        while slots[slot + 1]:
            slot = (slot + 2) & (len(slots) - 1)
        slots[slot], slots[slot + 1] = key, number + 1


@inlined
def first_slot(key: int, shift: int, size: int) -> int:
    """Where the search for a key begins."""
    return (((key * words.PRIME) >> shift) << 1) & (size - 1)


@inlined
def find_token(text: NDArray[np.int32], token: Records, chars: Characters, vocabulary: Vocabulary) -> int:
    """The number of a token's form, ``UNKNOWN`` where the vocabulary lacks it."""
    return find(text, token.start, token.end, token.key, chars, vocabulary)


@inlined
def find(text: NDArray[np.int32], start: int, end: int, key: int, chars: Characters, vocabulary: Vocabulary) -> int:
    """The number of the word ``text[start:end]`` folds to; its key is given."""
    slot = first_slot(key, vocabulary.shift, len(vocabulary.slots))
    while vocabulary.slots[slot + 1]:
        if vocabulary.slots[slot] == key:
            number = vocabulary.slots[slot + 1] - 1
            offset, finish = vocabulary.offsets[number], vocabulary.offsets[number + 1]
            if key >= 0 or words.same_form(text, start, end, chars, vocabulary.forms, offset, finish):
                return number
        slot = (slot + 2) & (len(vocabulary.slots) - 1)
    return UNKNOWN


@compiled
def find_range(text: NDArray[np.int32], start: int, end: int, chars: Characters, vocabulary: Vocabulary) -> int:
    """The number of the word that ``text[start:end]`` folds to."""
    key, _, _ = words.key_of_range(text, start, end, chars)
    return find(text, start, end, key, chars, vocabulary)


@compiled
def look_up(text: NDArray[np.int32], tokens: Records, n_tokens: int, chars: Characters, vocabulary: Vocabulary) -> None:
    """Write the number of every token."""
    for at in range(n_tokens):
        tokens[at].word = find_token(text, tokens[at], chars, vocabulary)


@compiled
def find_form(form: NDArray[np.int32], start: int, end: int, vocabulary: Vocabulary) -> int:
    """The number of the word that stands, already folded, in ``form[start:end]``."""
    key = words.key_of_form(form, start, end)
    slot = first_slot(key, vocabulary.shift, len(vocabulary.slots))
    while vocabulary.slots[slot + 1]:
        if vocabulary.slots[slot] == key:
            number = vocabulary.slots[slot + 1] - 1
            if key >= 0 or _same(form, start, end, vocabulary, number):
                return int(number)
        slot = (slot + 2) & (len(vocabulary.slots) - 1)
    return UNKNOWN


@inlined
def _same(form: NDArray[np.int32], start: int, end: int, vocabulary: Vocabulary, number: int) -> bool:
    offset = vocabulary.offsets[number]
    if vocabulary.offsets[number + 1] - offset != end - start:
        return False
    for at in range(end - start):
        if form[start + at] != vocabulary.forms[offset + at]:
            return False
    return True
