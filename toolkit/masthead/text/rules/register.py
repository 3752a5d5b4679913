"""Who has been named and who spoke last, while a text is read from left to right.

Names are values: every name of a text is kept once, as its characters, and goes by its number. The register also holds
what the text's full names and titles show, and who has been in mind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.native.dialect import Int32, compiled, dtype_of, inlined, wrapped_product
from masthead.text import words
from masthead.text.limits import MEMORY
from masthead.text.pair_table import PRIME
from masthead.text.source_words import KINDS as SOURCE_KINDS

if TYPE_CHECKING:
    from masthead.native.dialect import Array, Grid, Ints


_MARKS = ("{}", "{} anonymous", "named {}", "named {} anonymous")
KINDS = (
    *(" ".join(mark.format(kind).split()) or "other" for kind in ("", *SOURCE_KINDS) for mark in _MARKS),
    "pronoun",
)
"""What a source can be, as hits show it: its kind, and whether it is named or its name is withheld."""
ANONYMOUS, NAMED, _PER_KIND = 1, 2, len(_MARKS)
OTHER, PRONOUN = 0, len(KINDS) - 1
NO_NAME = -1
NO_GENDER, MALE, FEMALE = range(3)
N_NAMES, N_FULL, SPOKEN, KIND, NAME, N_RECENT, ROOM_FULL, PHRASE, PHRASE_END, NAMED_AT, NAMED_END, IT = range(12)
"""Places in ``Register.state``: names and full names kept, whether somebody has spoken, who (kind and name), how many
people are in mind, and whether the room for names has run out; the phrase that was read last, and the name in it; and
the kinds of who spoke last where *it* can mean them."""
WHO, WHO_FIRST, WHO_LAST, WHO_GENDER, WHERE = range(5)
"""Columns of ``Register.recent``: the name, the tokens where it last stood, the gender, the sentence."""
_SLOTS = 1 << 10


class FullName:
    """A full name: its tokens, the next one of that surname, and the number of the name."""

    first: Int32
    last: Int32
    following: Int32
    name: Int32


FULL = dtype_of(FullName)


class Register(NamedTuple):
    """Room for the names of one text; see the module.

    ``letters[offsets[i]:offsets[i + 1]]`` are the characters of name ``i``, ``keys`` their hashes and ``chains`` the
    name before it with the same slot of ``slots``. ``full`` are the full names in the order of the text, ``order``
    their numbers with those of one surname together. ``form`` is room to work out one name or phrase.
    """

    letters: Ints
    offsets: Ints
    keys: Ints
    chains: Ints
    slots: Ints
    full: Array[FullName]
    order: Ints
    recent: Grid[int]
    state: Ints
    form: Ints


def make_register(characters: int) -> Register:
    """Room for texts of up to that many characters."""
    names = characters // 4 + 64
    return Register(
        np.empty(4 * characters + 256, np.int32),
        np.empty(names + 1, np.int32),
        np.empty(names, np.int64),
        np.empty(names, np.int32),
        np.full(_SLOTS, -1, np.int32),
        np.empty(characters // 2 + 2, FULL),
        np.empty(characters // 2 + 2, np.int32),
        np.empty((MEMORY, 5), np.int64),
        np.zeros(12, np.int64),
        np.empty(3 * characters + 256, np.int32),
    )


@inlined
def code_of(kind: int, named: int, anonymous: int) -> int:
    """The number in ``KINDS`` of a kind of source, 0 for none, and what is known of its name."""
    return kind * _PER_KIND + NAMED * (named != 0) + ANONYMOUS * (anonymous != 0 and named == 0)


@inlined
def kind_of_code(code: int) -> int:
    """The kind of source of a number in ``KINDS``, 0 for none."""
    return code // _PER_KIND


@inlined
def may_be_they(code: int) -> bool:
    """Whether *they* can mean a source of these kinds that spoke last: unnamed people, no office of the state."""
    return code & NAMED == 0 and code != PRONOUN and (code & ANONYMOUS != 0 or code // _PER_KIND != 1)


@compiled
def clear(register: Register) -> None:
    """Forget the last text."""
    for number in range(register.state[N_NAMES]):
        register.slots[_slot(register.keys[number])] = -1
    for place in range(len(register.state)):
        register.state[place] = 0
    register.state[NAME] = NO_NAME
    register.offsets[0] = 0


@inlined
def _slot(key: int) -> int:
    """Where the names of a key are found."""
    return (wrapped_product(key, PRIME) >> 40) & (_SLOTS - 1)


@compiled
def keep_name(register: Register, form: Ints, begin: int, end: int) -> int:
    """The number of the name ``form[begin:end]``, a new one where it has not been met."""
    state, letters = register.state, register.letters
    key = words.describe_form(form, begin, end)[0]
    slot = _slot(key)
    number = register.slots[slot]
    while number >= 0:
        if register.keys[number] == key and _same(register, number, form, begin, end):
            return int(number)
        number = register.chains[number]
    number = state[N_NAMES]
    offset = register.offsets[number]
    if number + 1 >= len(register.keys) or offset + end - begin > len(letters):
        state[ROOM_FULL] = 1
        return NO_NAME
    for at in range(begin, end):
        letters[offset + at - begin] = form[at]
    register.offsets[number + 1] = offset + end - begin
    register.keys[number] = key
    register.chains[number] = register.slots[slot]
    register.slots[slot] = number
    state[N_NAMES] += 1
    return int(number)


@compiled
def _same(register: Register, number: int, form: Ints, begin: int, end: int) -> bool:
    """Whether a name has the letters ``form[begin:end]``."""
    offset = register.offsets[number]
    if register.offsets[number + 1] - offset != end - begin:
        return False
    for at in range(end - begin):
        if register.letters[offset + at] != form[begin + at]:
            return False
    return True
