"""One token of a text: where it ends, its key, and what is known of its characters.

A key is the folded form itself, a byte a letter, where that is up to eight letters of ASCII, else a negative hash:
equal short forms have equal keys and no others do, and a hash is only ever a reason to compare the letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.native.dialect import compiled, inlined, wrapped_product, wrapped_shift
from masthead.text import characters as ch
from masthead.text import records
from masthead.text.pair_table import PRIME
from masthead.text.word_sets import packed

if TYPE_CHECKING:
    from masthead.native.dialect import Ints
    from masthead.text.characters import Characters
    from masthead.text.records import Token

ASCII = ch.ASCII
SHORT = 8
PACKED = 15
"""So many characters fit into a first and a last eight so that they are hashed in two steps."""
STRAIGHT, CURLED, MODIFIER = 0x27, 0x2019, 0x2BC
SIGN = -(2**63)
_CONTRACTED = packed("contracted")


@inlined
def mix(value: int, char: int) -> int:
    """One step of the hash."""
    value = wrapped_product(value ^ char, PRIME)
    return value ^ (value >> 29)


@compiled
def key_of_range(text: Ints, start: int, end: int, chars: Characters) -> tuple[int, int, int]:
    """Key, tail and length of the folded form of ``text[start:end]``."""
    tail = 0
    plain_hash = 0
    for at in range(start, end):
        char = chars.folded[text[at]]
        if char >= ASCII or chars.flags[text[at]] & ch.LONG_FOLD:
            return _key_of_wide(text, start, end, chars)
        tail = wrapped_shift(tail, 8) | char
        if (at - start) & 7 == 7:
            plain_hash = mix(plain_hash, tail)
    short = 0 < end - start <= SHORT
    return (tail if short else mix(plain_hash, tail) | SIGN), tail, end - start


@compiled
def _key_of_wide(text: Ints, start: int, end: int, chars: Characters) -> tuple[int, int, int]:
    """What ``key_of_range`` gives, where characters may be beyond ASCII or fold to several."""
    tail = 0
    plain_hash = 0
    wide_hash = 0
    length = 0
    wide: Any = False
    for at in range(start, end):
        row = long_fold(text[at], chars)
        for place in range(1 if row < 0 else 3):
            char = chars.folded[text[at]] if row < 0 else chars.long_fold[row, 1 + place]
            if char:
                wide |= char >= ASCII
                tail = wrapped_shift(tail, 8) | min(char, ASCII)
                wide_hash = mix(wide_hash, char)
                if length & 7 == 7:
                    plain_hash = mix(plain_hash, tail)
                length += 1
    if length <= SHORT and length and not wide:
        return tail, tail, length
    return (wide_hash if wide else mix(plain_hash, tail)) | SIGN, tail, length


@inlined
def key_of_packed(first: int, tail: int, length: int) -> int:
    """The key of a form of up to ``PACKED`` characters of ASCII, given its first eight and its last eight of them."""
    return tail if length <= SHORT else mix(mix(0, first), tail) | SIGN


@compiled
def fold_range(text: Ints, start: int, end: int, chars: Characters, form: Ints, length: int) -> int:
    """Write the folded form of ``text[start:end]`` from ``form[length]`` on; returns where it ends."""
    for at in range(start, end):
        row = long_fold(text[at], chars)
        for place in range(1 if row < 0 else 3):
            char = chars.folded[text[at]] if row < 0 else chars.long_fold[row, 1 + place]
            if char:
                form[length] = char
                length += 1
    return length


@compiled
def describe_form(form: Ints, start: int, end: int) -> tuple[int, int, int]:
    """The key of a form as it stands, its last eight characters, and its first eight where it has more.

    The last are 0 for a form of more than sixteen characters or beyond ASCII.
    """
    tail = first = plain_hash = 0
    for at in range(start, end):
        if form[at] >= ASCII:
            return _describe_wide_form(form, start, end)
        tail = wrapped_shift(tail, 8) | form[at]
        if (at - start) & 7 == 7:
            plain_hash = mix(plain_hash, tail)
            first = tail if at - start < SHORT else first
    if 0 < end - start <= SHORT:
        return tail, tail, 0
    return mix(plain_hash, tail) | SIGN, tail, (first if end - start <= 2 * SHORT else 0)


@compiled
def _describe_wide_form(form: Ints, start: int, end: int) -> tuple[int, int, int]:
    """The same of a form with characters beyond ASCII."""
    tail = wide_hash = 0
    for at in range(start, end):
        tail = wrapped_shift(tail, 8) | min(form[at], ASCII)
        wide_hash = mix(wide_hash, form[at])
    return wide_hash | SIGN, tail, 0


@compiled
def same_form(text: Ints, start: int, end: int, chars: Characters, form: Ints, begin: int, finish: int) -> bool:
    """Whether ``text[start:end]`` folds to ``form[begin:finish]``."""
    for at in range(start, end):
        row = long_fold(text[at], chars)
        for place in range(1 if row < 0 else 3):
            char = chars.folded[text[at]] if row < 0 else chars.long_fold[row, 1 + place]
            if char:
                if begin >= finish or form[begin] != char:
                    return False
                begin += 1
    return begin == finish


@compiled
def key_of_long(text: Ints, start: int, end: int, chars: Characters) -> int:
    """Key of a word of more than eight letters of ASCII, hashed eight at a time."""
    folded = chars.folded
    value = 0
    tail = 0
    for at in range(start, end):
        tail = wrapped_shift(tail, 8) | folded[text[at]]
        if (at - start) & 7 == 7:
            value = mix(value, tail)
    return mix(value, tail) | SIGN


@inlined
def long_fold(char: int, chars: Characters) -> int:
    """The row of a character that folds to several, -1 for any other."""
    if not chars.flags[char] & ch.LONG_FOLD:
        return -1
    row = 0
    while chars.long_fold[row, 0] != char:
        row += 1
    return row


@compiled
def is_letter(char: int) -> bool:
    """Whether a character is an ASCII letter."""
    return 0x61 <= char <= 0x7A or 0x41 <= char <= 0x5A


@compiled
def read_number(text: Ints, start: int, count: int, chars: Characters) -> int:
    """The end of a number: digits with separators between them, then a percent sign or an ending (*4.1bn*)."""
    at = start
    while at < count and chars.flags[text[at]] & ch.DIGIT:
        at += 1
        if at + 1 < count and text[at] in (0x2E, 0x2C, 0x3A) and chars.flags[text[at + 1]] & ch.DIGIT:
            at += 1
    if at < count and text[at] == 0x25:
        return at + 1
    while at < count and is_letter(text[at]):
        at += 1
    return at


@compiled
def read_initials(text: Ints, start: int, count: int) -> int:
    """The end of dotted initials (*U.S.*), or ``start`` where there are fewer than two."""
    at = start
    while at + 1 < count and text[at + 1] == 0x2E and is_letter(text[at]):
        at += 2
    return at if at - start >= 4 else start


@compiled
def describe(text: Ints, start: int, end: int, chars: Characters, token: Token) -> None:
    """Fill in a token's place and what follows from its characters."""
    token.start, token.end = start, end
    token.key, token.tail, length = key_of_range(text, start, end, chars)
    token.length = min(length, records.LONGEST)
    every, some, widest = -1, 0, 0
    for at in range(start, end):
        every &= chars.flags[text[at]]
        some |= chars.flags[text[at]]
        widest |= text[at]
    token.flags = shape(chars.flags[text[start]], every, some, end - start)
    if every & ch.ALPHA and widest < ASCII:
        token.flags |= records.PLAIN


@inlined
def shape(first: int, every: int, some: int, length: int) -> int:
    """The flags of a token from those of its first character, of all and of any of its characters.

    No character that folds to several, or to another kind of digit, begins with a digit there.
    """
    flags = 0
    if first & ch.UPPER:
        flags |= records.CAPITAL
    if first & ch.NUMERAL:
        flags |= records.NUMBER
    if some & ch.UPPER and not some & ch.SMALL:
        flags |= records.SHOUTED
    if every & ch.ALPHA:
        flags |= records.LETTERS
    return flags | (records.LONG if length > 1 else 0)


@compiled
def read_word(
    text: Ints,
    start: int,
    count: int,
    chars: Characters,
    token: Token,
    marks: Ints,
    n_marks: int,
) -> tuple[int, int]:
    """Read a word of letters into ``token``; returns where it ends, clitic included, and the number of quote marks.

    An apostrophe between letters belongs to the word (*don't*, *d'état*), and is added to ``marks`` all the same: the
    search for quotations must see it.
    """
    flags_of, folded = chars.flags, chars.folded
    every, some, widest = -1, 0, 0
    tail = 0
    at = start
    while at < count:
        char = text[at]
        flags = flags_of[char]
        if not flags & (ch.LETTER | ch.MARK):
            inner = char in (STRAIGHT, CURLED) and at + 1 < count
            if not (inner and flags_of[text[at + 1]] & ch.LETTER):
                break
            marks[n_marks] = at
            n_marks += 1
        every &= flags
        some |= flags
        widest |= char
        tail = wrapped_shift(tail, 8) | folded[char]
        at += 1
    end, clitic = at, False
    if (at - start > 1 and not every & ch.ALPHA) or widest >= ASCII:
        end, clitic = _clitic(text, start, at, chars)
    if widest < ASCII and end == at:
        token.start, token.end = start, end
        token.tail = tail
        token.length = min(at - start, records.LONGEST)
        bits = shape(flags_of[text[start]], every, some, at - start)
        if every & ch.ALPHA:
            bits |= records.PLAIN
        token.key = tail if at - start <= SHORT else key_of_long(text, start, end, chars)
        token.flags = bits
    else:
        describe(text, start, end, chars, token)
    if clitic:
        token.flags |= records.POSSESSIVE | records.CLITIC
    return at, n_marks


@compiled
def _clitic(text: Ints, start: int, end: int, chars: Characters) -> tuple[int, bool]:
    """Where a word ends without a possessive *'s* (*McGurk's* is *mcgurk*), and whether it has one; *it's* has none."""
    if end - start < 2 or text[end - 1] | 0x20 != 0x73 or text[end - 2] not in (STRAIGHT, CURLED, MODIFIER):
        return end, False
    key, _, _ = key_of_range(text, start, end - 2, chars)
    if key in _CONTRACTED:
        return end, False
    return (end - 2 if end - start > 2 else end), True


@compiled
def owns(text: Ints, end: int, count: int, chars: Characters) -> bool:
    """Whether an apostrophe after a final *s* makes a word that ends at ``end`` a possessive (*the rebels' leader*)."""
    if text[end - 1] not in (0x73, 0x53) or end >= count or text[end] not in (STRAIGHT, CURLED):
        return False
    return end + 1 >= count or not chars.flags[text[end + 1]] & ch.ALNUM
