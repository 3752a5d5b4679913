"""Where a sentence ends: the tests at one run of stops.

A sentence ends at ``. ! ? …`` and the quotes and brackets that close after it, where the next word could begin a
sentence. It does not end after an abbreviation, an initial, an ellipsis inside a sentence, or a question inside a
quotation whose speaker follows (*"Why?" Smith asked*). It ends before the bullet of a list run into one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined, wrapped_shift
from masthead.text import characters as ch
from masthead.text import word_sets as cl
from masthead.text import words
from masthead.text.limits import CLOSERS, ITEMS, LONGEST_LAST_WORD, OPENERS
from masthead.text.vocabulary import find_range

if TYPE_CHECKING:
    from masthead.native.dialect import Ints
    from masthead.text.characters import Characters
    from masthead.text.vocabulary import Vocabulary
    from masthead.text.workspace import Workspace

_CLOSERS = tuple(map(ord, CLOSERS))
_OPENERS = tuple(map(ord, OPENERS))
_CLOSED_QUOTES = tuple(map(ord, '"”’»'))
_JOINTS = tuple(map(ord, ".'’"))
_NAME_MARKS = tuple(map(ord, ".'’-"))
_ITEMS = tuple(map(ord, ITEMS))
_DOT, _LINE_FEED, _NO, _I = 0x2E, 0x0A, int.from_bytes(b"no", "big"), 0x49
_APOSTROPHE = 0x27


_VERBS, _SUBJECTS = cl.packed("speech_verb"), cl.packed("speech_subject")


@compiled
def boundary_at(work: Workspace, begin: int, stop: int, end: int) -> int:
    """Where the sentence ends that the stops from ``stop`` on close, in the paragraph ``begin:end``; -1 for none."""
    text, chars = work.text, work.chars
    if text[stop] in _ITEMS:
        return stop
    if stop > 0 and chars.flags[text[stop - 1]] & ch.STOP:
        return -1
    after = stop
    while after < end and chars.flags[text[after]] & ch.STOP:
        after += 1
    run = after
    while after < end and text[after] in _CLOSERS:
        after += 1
    if after < end and not chars.flags[text[after]] & ch.SPACE:
        # A closing mark without a space before the next sentence, where only the first can be it.
        closed = run < end and text[run] in (0x201D, 0x22)
        if not (closed and run + 1 < end and 0x41 <= text[run + 1] <= 0x5A):
            return -1
        after = run + 1
    return after if _ends(work, begin, stop, after, end) else -1


@compiled
def _ends(work: Workspace, begin: int, stop: int, after: int, end: int) -> bool:
    """Whether the stops at ``stop`` with the marks up to ``after`` end a sentence."""
    text, chars = work.text, work.chars
    word = after
    while word < end and (chars.flags[text[word]] & ch.SPACE or text[word] in _OPENERS):
        word += 1
    if word >= end or not chars.flags[text[word]] & ch.ALNUM or chars.flags[text[word]] & ch.LOWER:
        return False
    quoted = text[after - 1] in _CLOSED_QUOTES or text[after - 1] == _APOSTROPHE
    if quoted and speaker_follows(text, after, work.length, chars):
        return False
    if text[stop] != _DOT or (stop + 1 < after and text[stop + 1] == _DOT):
        return True
    last_end = stop
    if stop > begin and text[stop - 1] == _LINE_FEED:
        last_end = stop - 1
    last = _last_word(text, chars, max(begin, stop - LONGEST_LAST_WORD), last_end)
    if last == last_end:
        return True
    return _stop_ends(text, chars, work.vocabulary, last, last_end, word, _word_end(text, chars, word, end))


@compiled
def _last_word(text: Ints, chars: Characters, begin: int, end: int) -> int:
    """Where the word starts that stands right before ``end``, dots and apostrophes inside it included.

    Only what may be an abbreviation matters, and a search from the paragraph's start would make long ones quadratic:
    ``begin`` is not far back.
    """
    start = end
    while start > begin:
        if chars.flags[text[start - 1]] & ch.ALNUM:
            start -= 1
        elif start < end and start - 2 >= begin and text[start - 1] in _JOINTS:
            if not chars.flags[text[start - 2]] & ch.ALNUM:
                break
            start -= 2
        else:
            break
    return start


@compiled
def _word_end(text: Ints, chars: Characters, start: int, end: int) -> int:
    """Where the word ends that starts here, dots and apostrophes inside it included."""
    at = start
    while at < end:
        if chars.flags[text[at]] & ch.ALNUM:
            at += 1
        elif text[at] in _JOINTS and at + 1 < end and chars.flags[text[at + 1]] & ch.ALNUM:
            at += 2
        else:
            break
    return at


@compiled
def _stop_ends(
    text: Ints,
    chars: Characters,
    vocabulary: Vocabulary,
    last: int,
    last_end: int,
    word: int,
    word_end: int,
) -> bool:
    """Whether a single full stop after one word can end a sentence that another would begin after.

    After an initial (*J. K. Peck*), after *U.S.* and the like, and after an abbreviation that is a common word too
    (*fig.*) it can only before a word that often begins a sentence; after any other abbreviation (*Mr. Hale*, *Jan. 5*)
    and in *No. 5* it can't.
    """
    if last_end - last == 1 and chars.flags[text[last]] & ch.UPPER and text[last] != _I:
        return _is_starter(text, chars, vocabulary, word, word_end)
    number = find_range(text, last, last_end, chars, vocabulary)
    known = vocabulary.words[number].classes
    if known & cl.ABBREVIATION_FINAL:
        return _is_starter(text, chars, vocabulary, word, word_end)
    before_number = chars.flags[text[word]] & ch.NUMERAL
    key, _, _ = words.key_of_range(text, last, last_end, chars)
    if key == _NO:
        return not before_number
    if not known & cl.ABBREVIATION:
        return True
    may_end = known & cl.ABBREVIATION_OR_WORD and not before_number
    return bool(may_end and _is_starter(text, chars, vocabulary, word, word_end))


@compiled
def _is_starter(text: Ints, chars: Characters, vocabulary: Vocabulary, start: int, end: int) -> bool:
    """Whether a word is one that often begins a sentence."""
    number = find_range(text, start, end, chars, vocabulary)
    return bool(vocabulary.words[number].classes & cl.SENTENCE_STARTER)


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
