"""Where a sentence ends: the tests at one run of stops.

A sentence ends at ``. ! ? …`` and the quotes and brackets that close after it, where the next word could begin a
sentence. It does not end after an abbreviation, an initial, the number of an item (*1. Fill in the card*), an ellipsis
inside a sentence, or a question inside a quotation whose speaker follows (*"Why?" Smith asked*). It ends before the
bullet of a list run into one line, and where the space after a stop is lost (*noon.The board left*).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import characters as ch
from masthead.text import word_sets as cl
from masthead.text import words
from masthead.text.limits import CLOSERS, ITEMS, LONGEST_LAST_WORD, LONGEST_NUMBER, OPENERS
from masthead.text.speech_tags import plain_word, speaker_follows
from masthead.text.vocabulary import find_range

if TYPE_CHECKING:
    from masthead.native.dialect import Ints
    from masthead.text.characters import Characters
    from masthead.text.vocabulary import Vocabulary
    from masthead.text.workspace import Workspace

_CLOSERS = tuple(map(ord, CLOSERS))
_OPENERS = tuple(map(ord, OPENERS))
_CLOSED_QUOTES = tuple(map(ord, '"”’»“‘«″＂'))
_CLOSED_MARKS = tuple(map(ord, '"”’»)]'))
_OPENING_QUOTES = tuple(map(ord, '"“‘«„('))
_ROMAN = tuple(map(ord, "ivx"))
_MARKS_BEFORE = 4000
"""Characters before a straight mark among which the others are counted."""
_JOINTS = tuple(map(ord, ".'’"))
_ITEMS = tuple(map(ord, ITEMS))
_DOT, _LINE_FEED, _NO, _I = 0x2E, 0x0A, int.from_bytes(b"no", "big"), 0x49
_APOSTROPHE = 0x27


_MARKED, _STATES = cl.packed("marked_name"), cl.packed("state_abbreviation")


@compiled
def boundary_at(work: Workspace, begin: int, start: int, stop: int, end: int) -> int:
    """Where the sentence that began at ``start`` ends by the stops from ``stop`` on; -1 where it goes on.

    ``begin`` and ``end`` are its paragraph's.
    """
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
    if after < end and chars.flags[text[after]] & ch.SPACE:
        after = _past_spaced_closer(text, chars, begin, after, end)
    elif after < end:
        after = _glued(text, chars, begin, stop, run, end)
    return after if after > 0 and _ends(work, begin, start, stop, after, end) else -1


@compiled
def _glued(text: Ints, chars: Characters, begin: int, stop: int, run: int, end: int) -> int:
    """Where the next sentence begins that no space parts from the stop, -1 where none does: *noon.The board left*.

    That takes a word or a bracket before the stop and a capitalised word after it. After a closing mark (*left.”The*) a
    capital will do. Of several marks only the first closes: *left.”“The*.
    """
    after = run
    if text[run] in _CLOSED_MARKS and run + 1 < end and _closes(text, begin, run):
        after = run + 1
        if 0x41 <= text[after] <= 0x5A or text[after] in _OPENING_QUOTES:
            return after
    if run - stop > 2 or stop - 2 < begin:
        return -1
    word = after
    if text[word] in _OPENING_QUOTES and word + 1 < end:
        word += 1
    one, two = chars.flags[text[stop - 1]], chars.flags[text[stop - 2]]
    ended = text[stop - 1] in _CLOSERS or (one & (ch.LOWER | ch.DIGIT) and two & (ch.ALNUM | ch.SPACE))
    if not ended or not chars.flags[text[word]] & ch.UPPER or word + 1 >= end:
        return -1
    return after if chars.flags[text[word + 1]] & (ch.LOWER | ch.SPACE) or text[word + 1] in _JOINTS[1:] else -1


@compiled
def _past_spaced_closer(text: Ints, chars: Characters, begin: int, after: int, end: int) -> int:
    """Where a sentence ends whose closing mark stands between spaces, as in text cut into tokens: *It fell . ”*."""
    mark = after + 1
    spaced = mark < end and (mark + 1 == end or chars.flags[text[mark + 1]] & ch.SPACE)
    if not spaced or text[mark] not in _CLOSED_QUOTES:
        return after
    return mark + 1 if _closes(text, begin, mark) else after


@compiled
def _closes(text: Ints, begin: int, mark: int) -> bool:
    """Whether a mark closes: a straight one does after an odd number of them."""
    if text[mark] != _CLOSED_QUOTES[0]:
        return True
    before = 0
    for at in range(max(begin, mark - _MARKS_BEFORE), mark):
        before += text[at] == text[mark]
    return before % 2 == 1


@compiled
def _ends(work: Workspace, begin: int, start: int, stop: int, after: int, end: int) -> bool:
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
    last_end = stop
    if stop > begin and text[stop - 1] == _LINE_FEED:
        last_end = stop - 1
    last = _last_word(text, chars, max(begin, stop - LONGEST_LAST_WORD), last_end)
    if text[stop] != _DOT or (stop + 1 < after and text[stop + 1] == _DOT):
        return not _is_marked_name(text, chars, last, stop)
    if last == last_end:
        return True
    if _numbers_item(text, chars, start, last, last_end):
        return False
    return _stop_ends(text, chars, work.vocabulary, last, last_end, word, _word_end(text, chars, word, end))


@compiled
def _numbers_item(text: Ints, chars: Characters, start: int, word: int, end: int) -> bool:
    """Whether a word is all that a sentence has so far and numbers an item: *1.*, *b.*, *iv.*, or *Q.*."""
    for at in range(start, word):
        if chars.flags[text[at]] & ch.ALNUM:
            return False
    digits = roman = 0
    for at in range(word, end):
        digits += chars.flags[text[at]] & ch.DIGIT != 0
        roman += text[at] | 0x20 in _ROMAN
    length = end - word
    return (
        length == 1 or (length < LONGEST_NUMBER and digits == length) or (length <= LONGEST_NUMBER and roman == length)
    )


@inlined
def _is_marked_name(text: Ints, chars: Characters, last: int, stop: int) -> bool:
    """Whether a stop is part of a name: *Yahoo! News*."""
    name, _, _ = plain_word(text, last, stop, chars)
    return bool(name in _MARKED and chars.flags[text[last]] & ch.UPPER)


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

    After an initial (*J. K. Peck*), after *U.S.* and the like, after a state (*Mass.*), and after an abbreviation that
    is a common word too (*fig.*), it can only before a word that often begins a sentence; after any other abbreviation
    (*Mr. Hale*, *Jan. 5*) and in *No. 5* it can't.
    """
    capital = chars.flags[text[last]] & ch.UPPER != 0
    initial = last_end - last == 1 or (last_end - last > 2 and text[last + 1] == _DOT and text[last_end - 2] == _DOT)
    if initial and capital and text[last_end - 1] != _I:
        return _is_starter(text, chars, vocabulary, word, word_end)
    number = find_range(text, last, last_end, chars, vocabulary)
    known = vocabulary.words[number].classes
    if known & cl.ABBREVIATION_FINAL or (capital and plain_word(text, last, last_end, chars)[0] in _STATES):
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
