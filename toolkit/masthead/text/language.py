"""Is a text English? Told by the share of English function words among its word forms.

English news prose has 25 to 45 % of them, lists of names fewer, other languages that are written in Latin script up to
10 %. Words that are frequent in another of these languages too (*in*, *was*, *at*, *her*) are not on the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.native.dialect import compiled, inlined, wrapped_shift
from masthead.text import characters as ch
from masthead.text import records, words
from masthead.text import word_sets as cl
from masthead.text.limits import ENGLISH_SHARE, LANGUAGE_READ, SHORT_TEXT
from masthead.text.vocabulary import find_form, find_packed

if TYPE_CHECKING:
    from masthead.text.workspace import Workspace


_NO_MATTER = -2
_AT, _COLON, _SLASH, _W, _DOT = map(ord, "@:/w.")


@compiled
def is_english(work: Workspace) -> bool:
    """Whether a text is English, judged by its first 20,000 characters.

    From 20 words on: at least ``ENGLISH_SHARE`` of them are function words. Where most are written as names are, as in
    results and link lists, only the others count. A shorter text, a headline say, may have none, so it counts as
    English unless most of its letters are of another script, or it has no English function word but two lower-case ones
    of another language, or, in a long one with few words beside its names, a single one. Addresses are no words. A text
    without letters is not called foreign.
    """
    end = min(LANGUAGE_READ, work.length)
    if _is_plainly_english(work, end):
        return True
    total = found = 0
    for index in range(work.n_pieces):
        piece = work.pieces[index]
        # No more than every other character that is left is a word: two thirds of the text often tell.
        most = total + (end - piece.start + 1) // 2
        if piece.start >= LANGUAGE_READ or (total >= SHORT_TEXT and _suffice(found, most)):
            break
        if piece.flags & records.SIMPLE and piece.end <= LANGUAGE_READ:
            total += 1
            found += work.tokens[piece.token].classes & cl.FUNCTION != 0
        elif not _is_address(work, piece.start, piece.end):
            more, known, _, _, _, _ = _read(work, piece.start, min(piece.end, LANGUAGE_READ), _NO_MATTER)
            total, found = total + more, found + known
    if total < SHORT_TEXT:
        return _is_short_english(work, 2)
    if _suffice(found, total):
        return True
    names = _names(work)
    if 2 * names <= total:
        return False
    if total - names < SHORT_TEXT:
        return _is_short_english(work, 1)
    return _suffice(found, total - names)


@compiled
def _is_plainly_english(work: Workspace, end: int) -> bool:
    """Whether the plain words up to ``end`` alone suffice, were every other character of the rest a word."""
    plain = found = 0
    rest = end + 2
    for index in range(work.n_pieces):
        piece = work.pieces[index]
        if piece.end > end:
            break
        simple = piece.flags & records.SIMPLE != 0
        plain += simple
        found += simple & (work.tokens[piece.token].classes & cl.FUNCTION != 0)
        rest -= (piece.end - piece.start + 1) * simple
    return plain >= SHORT_TEXT and _suffice(found, plain + rest // 2)


@inlined
def _suffice(found: int, total: int) -> bool:
    """Whether so many function words are enough for English."""
    return found >= ENGLISH_SHARE * total


@compiled
def _names(work: Workspace) -> int:
    """Words that are written as names are, of those by which a text is judged, function words left out."""
    names = 0
    for index in range(work.n_pieces):
        piece = work.pieces[index]
        if piece.start >= LANGUAGE_READ:
            break
        if piece.flags & records.SIMPLE and piece.end <= LANGUAGE_READ:
            function = work.tokens[piece.token].classes & cl.FUNCTION != 0
            names += (not function) & _is_name(work, piece.start, piece.end)
        elif not _is_address(work, piece.start, piece.end):
            more, known, _, _, _, _ = _read(work, piece.start, min(piece.end, LANGUAGE_READ), _NO_MATTER)
            names += more * ((known == 0) & _is_name(work, piece.start, piece.end))
    return names


@inlined
def _is_name(work: Workspace, start: int, end: int) -> bool:
    """Whether a stretch begins with a capital and goes on in small letters, as a name does."""
    text, flags = work.text, work.chars.flags
    while start < end and not flags[text[start]] & ch.LETTER:
        start += 1
    return start + 1 < end and flags[text[start]] & ch.UPPER != 0 and flags[text[start + 1]] & ch.LOWER != 0


@compiled
def _is_address(work: Workspace, start: int, end: int) -> bool:
    """Whether a stretch is the address of a page or a mailbox."""
    text = work.text
    for at in range(start + 1, end - 2):
        if text[at] == _AT or (text[at] == _COLON and text[at + 1] == _SLASH and text[at + 2] == _SLASH):
            return True
    return end - start > 4 and text[start] == _W and text[start + 1] == _W and text[start + 3] == _DOT


@compiled
def _is_short_english(work: Workspace, too_many: int) -> bool:
    """The rule for texts of so few words that the share says little; ``too_many`` words are another language's.

    Words of other languages count in lower case, because *Los Angeles* and *De Blasio* are in English headlines too.
    """
    letters = foreign = found = others = 0
    other = -1
    for index in range(work.n_pieces):
        start, end = work.pieces[index].start, min(work.pieces[index].end, LANGUAGE_READ)
        if _is_address(work, start, end):
            continue
        _, function, size, strange, other, further = _read(work, start, end, other)
        letters, foreign, found, others = letters + size, foreign + strange, found + function, others + further
    if 2 * foreign > letters:
        return False
    return found > 0 or others < too_many


@compiled
def _read(work: Workspace, start: int, end: int, other: int) -> tuple[int, int, int, int, int, int]:
    """Words of a stretch, English function words, letters, letters of other scripts, and words of other languages.

    Of the last (``_NO_MATTER`` where nobody asks), ``other`` is the first that was met so far (returned last but one);
    how many more that are not the same come last, the first included.
    """
    text, chars, vocabulary = work.text, work.chars, work.vocabulary
    total = found = letters = foreign = others = 0
    at = start
    while at < end:
        if not chars.flags[text[at]] & ch.LETTER:
            at += 1
            continue
        begin = at
        while at < end:
            if chars.flags[text[at]] & ch.LETTER:
                foreign += (chars.flags[text[at]] & ch.FOREIGN) != 0
            elif not (
                text[at] in (words.STRAIGHT, words.CURLED) and at + 1 < end and chars.flags[text[at + 1]] & ch.LETTER
            ):
                break
            at += 1
        total += 1
        letters += at - begin
        number = find_form(text, begin, at, vocabulary) if other != _NO_MATTER else 0
        if other != _NO_MATTER and vocabulary.words[number].classes & cl.FOREIGN_WORD and number != other:
            others += 1
            other = number if other < 0 else other
        found += (vocabulary.words[_lowered(work, begin, at)].classes & cl.FUNCTION) != 0
    return total, found, letters, foreign, other, others


@compiled
def _lowered(work: Workspace, start: int, end: int) -> int:
    """The row of a word in lower case, with straight apostrophes."""
    text, chars, form = work.text, work.chars, work.form
    tail = 0
    first = 0
    wide: Any = False
    for at in range(start, end):
        char = chars.lowered[text[at]]
        char = words.STRAIGHT if char == words.CURLED else char
        form[at - start] = char
        wide |= char >= words.ASCII
        tail = wrapped_shift(tail, 8) | char
        first = tail if at - start < words.SHORT else first
    if wide or end - start > words.PACKED:
        return find_form(form, 0, end - start, work.vocabulary)
    return find_packed(work.vocabulary, first, tail, end - start)
