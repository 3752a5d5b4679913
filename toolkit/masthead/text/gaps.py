"""What stands between two tokens, white space left out: a set of characters, and a name where a rule asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.native.dialect import compiled, inlined

if TYPE_CHECKING:
    from masthead.native.dialect import Ints

CHARACTERS = ",;:—–()\"“”„«»‹›‘’`'?!.-‐‑―[‚"
"""The characters that have a bit of their own in a set, in the order of the bits; all others share ``OTHER``."""
ALIKE = {"‟": "“", "‛": "‘", "″": '"', "＂": '"'}
"""Quotation marks that are read as others."""
_COUNT = len(CHARACTERS)
OTHER = 1 << _COUNT

NAMES = ("", *CHARACTERS, "'s", "’s", "--", "),", "”,", '",', ".)", ".,")
"""The gaps that have a name, which is their index; the rules ask for no other."""
UNNAMED = len(NAMES)
_PAIRED = 1 + _COUNT


def mask(characters: str) -> int:
    """The set of characters as bits."""
    return sum({1 << CHARACTERS.index(character) for character in characters})


def named(*gaps: str) -> int:
    """A set of whole gaps as bits of their names."""
    return sum({1 << NAMES.index(gap) for gap in gaps})


def _bits() -> Ints:
    table = np.full(0x10000, _COUNT, np.int8)
    for bit, character in enumerate(CHARACTERS):
        table[ord(character)] = bit
    for mark, other in ALIKE.items():
        table[ord(mark)] = table[ord(other)]
    return table


_BITS = _bits()
_PAIRS = np.array([[ord(gap[0]), ord(gap[1])] for gap in NAMES[_PAIRED:]], np.int32)


@inlined
def bit_of(char: int) -> int:
    """The number of a character's bit."""
    return int(_BITS[char]) if char < len(_BITS) else _COUNT


@compiled
def name_of(length: int, first: int, last: int) -> int:
    """The name of a gap of ``length`` characters, of which only the outer two matter."""
    if length == 1 and bit_of(first) < _COUNT:
        return 1 + bit_of(first)
    if length == 2:
        for pair in range(len(_PAIRS)):
            if _PAIRS[pair, 0] == first and _PAIRS[pair, 1] == last:
                return _PAIRED + pair
    return UNNAMED
