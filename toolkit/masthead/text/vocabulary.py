"""The vocabulary: everything that is known about words, by their keys.

The vocabulary holds the words that the rules, the lexicons and the readability tables know. It is one table with open
addressing, key and number side by side; a hashed key is only ever a reason to compare the letters.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.native.dialect import compiled, inlined, wrapped_product
from masthead.native.structs import Block
from masthead.text import records, words
from masthead.text import word_sets as cl
from masthead.text.pair_table import PRIME, free_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from masthead.native.dialect import Array, Ints
    from masthead.text.characters import Characters
    from masthead.text.records import Token, Word
    from masthead.text.workspace import Workspace


class Vocabulary(NamedTuple):
    """Words and what is known of them.

    ``words`` is a table with open addressing, a power of two of rows, and ``shift`` makes a row of a mixed key; a free
    row has the key 0, and says of a word what is known of no word. ``forms[offsets[i]:offsets[i + 1]]`` are the letters
    of word ``i``.
    """

    words: Array[Word]
    shift: int
    offsets: Ints
    forms: Ints


def list_words(word_list: Iterable[str]) -> tuple[NDArray[Any], Mapping[str, int]]:
    """Rows for the classes' members and ``word_list``, with their classes, and the number of each word."""
    members = cl.members()
    numbers = {word: number for number, word in enumerate(dict.fromkeys((*members, *word_list)))}
    listed = np.zeros(len(numbers), records.WORD)
    listed["word"] = np.arange(len(numbers))
    listed["syllables"] = records.UNPRONOUNCED
    for column, values in zip(("classes", "sets"), zip(*members.values(), strict=True), strict=True):
        listed[column][: len(members)] = values
    return listed, numbers


def build_vocabulary(listed: NDArray[Any], numbers: Mapping[str, int]) -> Vocabulary:
    """The table of listed words."""
    forms = np.frombuffer("".join(numbers).encode("utf-32-le"), np.int32)
    offsets = np.zeros(len(numbers) + 1, np.int32)
    np.cumsum([len(word) for word in numbers], out=offsets[1:])
    bits = max(4, (2 * len(numbers)).bit_length())
    table = Block().empty(1 << bits, records.WORD)
    table[:] = 0
    table["word"] = table["syllables"] = -1
    # Shorter words are more frequent: they come first, so that they are found where the search for them begins.
    order = np.argsort(np.diff(offsets), kind="stable")
    filled = _described(listed, forms, offsets)[order]
    table[free_places(filled["key"], 64 - bits, len(table))] = filled
    return Vocabulary(table, 64 - bits, offsets, forms)


def _described(listed: NDArray[Any], forms: NDArray[np.int32], offsets: NDArray[np.int32]) -> NDArray[Any]:
    """The rows of words with what their letters say."""
    letters, places = forms.tolist(), offsets.tolist()
    described = listed.copy()
    described["key"], described["tail"], described["first"] = zip(
        *(words.describe_form(letters, begin, end) for begin, end in pairwise(places)), strict=True
    )
    described["length"] = np.minimum(np.diff(offsets), records.LONGEST)
    return described


@inlined
def first_row(vocabulary: Vocabulary, key: int) -> int:
    """Where the search for a key begins."""
    return (wrapped_product(key, PRIME) >> vocabulary.shift) & (len(vocabulary.words) - 1)


@compiled
def row_of_token(work: Workspace, token: Token, first: int, row: int) -> int:
    """The row of a token's word, sought from a row on; a free one where the vocabulary has it not.

    ``first`` are the token's first eight characters in lower case.
    """
    vocabulary, key = work.vocabulary, token.key
    while vocabulary.words[row].key:
        word = vocabulary.words[row]
        if word.key == key:
            short = word.first == first and word.tail == token.tail and word.length == token.length
            if key > 0 or short or _has_letters(work.text, token.start, token.end, work.chars, vocabulary, word.word):
                break
        row = (row + 1) & (len(vocabulary.words) - 1)
    return row


@compiled
def _has_letters(text: Ints, start: int, end: int, chars: Characters, vocabulary: Vocabulary, word: int) -> bool:
    """Whether ``text[start:end]`` folds to a word of the vocabulary."""
    begin, finish = vocabulary.offsets[word], vocabulary.offsets[word + 1]
    return words.same_form(text, start, end, chars, vocabulary.forms, begin, finish)


@compiled
def find_range(text: Ints, start: int, end: int, chars: Characters, vocabulary: Vocabulary) -> int:
    """The row of the word that ``text[start:end]`` folds to; a free one where there is none."""
    key, _, _ = words.key_of_range(text, start, end, chars)
    row = first_row(vocabulary, key)
    while vocabulary.words[row].key and not (
        vocabulary.words[row].key == key
        and (key > 0 or _has_letters(text, start, end, chars, vocabulary, vocabulary.words[row].word))
    ):
        row = (row + 1) & (len(vocabulary.words) - 1)
    return row


@compiled
def find_form(form: Ints, start: int, end: int, vocabulary: Vocabulary) -> int:
    """The row of the word that stands, already folded, in ``form[start:end]``; a free one where there is none."""
    key = words.describe_form(form, start, end)[0]
    row = first_row(vocabulary, key)
    while vocabulary.words[row].key and not (
        vocabulary.words[row].key == key and (key > 0 or _is_form(form, start, end, vocabulary, row))
    ):
        row = (row + 1) & (len(vocabulary.words) - 1)
    return row


@compiled
def find_packed(vocabulary: Vocabulary, first: int, tail: int, length: int) -> int:
    """The row of a word of up to ``words.PACKED`` characters of ASCII; a free one where there is none.

    ``tail`` are its last eight characters, ``first`` its first eight where it has more.
    """
    key = words.key_of_packed(first, tail, length)
    row = first_row(vocabulary, key)
    while vocabulary.words[row].key:
        word = vocabulary.words[row]
        if word.key == key and (key > 0 or (word.first == first and word.tail == tail and word.length == length)):
            break
        row = (row + 1) & (len(vocabulary.words) - 1)
    return row


@compiled
def _is_form(form: Ints, start: int, end: int, vocabulary: Vocabulary, row: int) -> bool:
    """Whether the word of a row stands in ``form[start:end]``."""
    word = vocabulary.words[row].word
    offset = vocabulary.offsets[word]
    if vocabulary.offsets[word + 1] - offset != end - start:
        return False
    for at in range(end - start):
        if form[start + at] != vocabulary.forms[offset + at]:
            return False
    return True
