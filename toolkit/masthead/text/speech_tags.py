"""Whether a verb of speech with its subject follows a quotation: *"Why now?" Prado asked*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined, wrapped_shift
from masthead.text import characters as ch
from masthead.text import word_sets as cl

if TYPE_CHECKING:
    from masthead.native.dialect import Ints
    from masthead.text.characters import Characters

_NAME_MARKS = tuple(map(ord, ".'’-"))
_VERBS, _SUBJECTS = cl.packed("speech_verb"), cl.packed("speech_subject")


@compiled
def speaker_follows(text: Ints, at: int, count: int, chars: Characters) -> bool:
    """Whether up to four words that begin with a letter, or *he* and up to three words, lead to a verb of speech.

    So they do in *"Why now?" Prado asked* and *"Never!" she said*. White space separates all of these words, so that
    each ends where the next white space is.
    """
    at = _skip_space(text, at, count, chars)
    first, _, closed = plain_word(text, at, count, chars)
    led = closed and first in _SUBJECTS
    names = True
    for passed in range(4):
        end = _space_after(text, at, count, chars)
        if end >= count:
            return False
        names &= _is_name(text, at, end, chars)
        led &= passed == 0 or _is_word(text, at, end, chars)
        if not (names or led):
            return False
        at = _skip_space(text, end, count, chars)
        verb, _, _ = plain_word(text, at, count, chars)
        if verb in _VERBS:
            return True
    return False


@inlined
def _skip_space(text: Ints, at: int, count: int, chars: Characters) -> int:
    """The first character from a place on that is no white space."""
    while at < count and chars.flags[text[at]] & ch.SPACE:
        at += 1
    return at


@inlined
def _space_after(text: Ints, at: int, count: int, chars: Characters) -> int:
    """The first white space from a place on."""
    while at < count and not chars.flags[text[at]] & ch.SPACE:
        at += 1
    return at


@compiled
def plain_word(text: Ints, at: int, count: int, chars: Characters) -> tuple[int, int, bool]:
    """The letters up to the next character of no word, packed without case (0 where not of ASCII), and where they end.

    The last value tells whether white space follows.
    """
    packed = 0
    good = True
    while at < count and chars.flags[text[at]] & ch.WORD:
        good &= chars.plain[text[at]] != 0 and packed >> 56 == 0
        packed = wrapped_shift(packed, 8) | chars.plain[text[at]]
        at += 1
    spaced = at < count and bool(chars.flags[text[at]] & ch.SPACE)
    return (packed if good else 0), at, spaced


@compiled
def _is_name(text: Ints, start: int, end: int, chars: Characters) -> bool:
    """Whether a stretch begins with a letter and holds word characters, dots, apostrophes and hyphens only."""
    if start == end or not chars.flags[text[start]] & ch.LETTER:
        return False
    for at in range(start, end):
        if not (chars.flags[text[at]] & (ch.WORD | ch.MARK) or text[at] in _NAME_MARKS):
            return False
    return True


@compiled
def _is_word(text: Ints, start: int, end: int, chars: Characters) -> bool:
    """Whether a stretch holds word characters only."""
    for at in range(start, end):
        if not chars.flags[text[at]] & ch.WORD:
            return False
    return end > start
