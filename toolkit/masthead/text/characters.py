"""What is known about characters, asked from Python itself, so that the text model never disagrees with it.

One row of bits a code point, and what each folds to. The tables take a second to make and are kept in the cache under
the version of Unicode that this Python has.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.storage.cache import Cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from masthead.native.dialect import Grid, Ints

ASCII = 128
SPACE = 1 << 0
LETTER = 1 << 1
DIGIT = 1 << 2
WORD = 1 << 3
UPPER = 1 << 4
SMALL = 1 << 5  # keeps str.isupper() from being true
LOWER = 1 << 6
ALPHA = 1 << 7
NUMERAL = 1 << 8  # str.isdigit(), which takes superscripts too
MARK = 1 << 9
ALNUM = 1 << 10
CASED = 1 << 11  # before a capital sigma it makes it a final one
IGNORED = 1 << 12  # passed over when a capital sigma looks for its neighbours
LONG_FOLD = 1 << 13
BREAK = 1 << 14
ODD_LOWER = 1 << 15  # lower case depends on the neighbours or is longer
FOREIGN = 1 << 16
STOP = 1 << 17
QUOTE = 1 << 18

BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
STOPS = ".!?…•▪●■◦‣"
MARKS = "\"“”„«»‹›‘’‚'`‟‛″＂"
_LATIN_END = 0x24F
_LATIN_EXTENDED = (0x1E00, 0x1EFF)
_COMBINING = (0x300, 0x36F)
_COUNT = sys.maxunicode + 1
_LAYOUT = 3
"""Raised whenever the content of the tables changes."""


def fold(word: str) -> str:
    """The look-up form of one word: case-folded, with a plain apostrophe."""
    return word.casefold().replace("’", "'").replace("ʼ", "'")


class Characters(NamedTuple):
    """Tables over all code points.

    ``flags`` int32 bits; ``folded`` and ``lowered`` int32, the look-up form and the lower case where that is one
    character; ``plain`` uint8, the ASCII letter that a regular expression without case takes the character for, else
    0; ``long_fold`` int32 (n, 4): a character that folds to several, and those, padded with 0.
    """

    flags: Ints
    folded: Ints
    lowered: Ints
    plain: Ints
    long_fold: Grid[int]


@cache
def characters() -> Characters:
    """The tables for this Python, from the user's cache or made anew."""

    def build(folder: Path) -> None:
        for name, table in _build()._asdict().items():
            np.save(folder / f"{name}.npy", table)

    folder = Cache().get_or_build(f"characters-{_LAYOUT}-{unicodedata.unidata_version}", build)
    return Characters(*(np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in Characters._fields))


def _build() -> Characters:
    # Code points that are unassigned or in private use are what no test asks for, and fold to themselves.
    codes = [code for code in range(_COUNT) if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")]
    everything = [chr(code) for code in codes]
    folds = {ord(char): fold(char) for char in everything if char.casefold() != char or char in "’ʼ"}
    lowers = {ord(char): char.lower() for char in everything if char.lower() != char}
    long = sorted(code for code, form in folds.items() if len(form) > 1)
    return Characters(
        _flags(codes, everything, long, [code for code, form in lowers.items() if len(form) > 1]),
        _mapped({code: form for code, form in folds.items() if len(form) == 1}),
        _mapped({code: form for code, form in lowers.items() if len(form) == 1}),
        _plain(codes, "".join(everything)),
        np.array([[code, *map(ord, folds[code]), *[0] * (3 - len(folds[code]))] for code in long], np.int32),
    )


def _flags(codes: list[int], everything: list[str], long_folds: list[int], long_lowers: list[int]) -> NDArray[np.int32]:
    """The bits of every code point; ``long_folds`` and ``long_lowers`` fold or are lowered to several characters."""
    flags, places = np.zeros(_COUNT, np.int32), np.array(codes)

    def mark(bit: int, test: Callable[[str], bool]) -> NDArray[np.bool_]:
        found = np.zeros(_COUNT, np.bool_)
        found[places] = np.fromiter(map(test, everything), np.bool_, len(codes))
        flags[found] |= bit
        return found

    mark(SPACE, str.isspace)
    alnum = mark(ALNUM, str.isalnum)
    digit = mark(DIGIT, str.isdecimal)
    upper = mark(UPPER, str.isupper)
    lower = mark(LOWER, str.islower)
    mark(ALPHA, str.isalpha)
    mark(NUMERAL, str.isdigit)
    title = mark(0, str.istitle)
    flags[lower | (title & ~upper)] |= SMALL
    flags[alnum & ~digit] |= LETTER
    flags[alnum] |= WORD
    flags[ord("_")] |= WORD
    every = np.arange(_COUNT)
    latin = (every <= _LATIN_END) | ((every >= _LATIN_EXTENDED[0]) & (every <= _LATIN_EXTENDED[1]))
    flags[alnum & ~digit & ~latin] |= FOREIGN
    flags[_COMBINING[0] : _COMBINING[1] + 1] |= MARK
    cased = mark(CASED, lambda char: f"{char}Σ".lower().endswith("ς"))
    after_a = mark(0, lambda char: f"a{char}Σ".lower().endswith("ς"))
    flags[after_a & ~cased] |= IGNORED
    for bit, chosen in ((BREAK, BREAKS), (STOP, STOPS), (QUOTE, MARKS), (ODD_LOWER, "Σ")):
        flags[[ord(char) for char in chosen]] |= bit
    flags[long_folds] |= LONG_FOLD
    flags[long_lowers] |= ODD_LOWER
    return flags


def _mapped(forms: dict[int, str]) -> NDArray[np.int32]:
    """A table of what each code point becomes, which for most is itself."""
    table = np.arange(_COUNT, dtype=np.int32)
    table[list(forms)] = [ord(form) for form in forms.values()]
    return table


def _plain(codes: list[int], everything: str) -> NDArray[np.uint8]:
    """The ASCII letter that each code point is without case, 0 for none: the long s is an *s*."""
    table = np.zeros(_COUNT, np.uint8)
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for match in re.finditer(letter, everything, re.IGNORECASE):
            table[codes[match.start()]] = ord(letter)
    return table
