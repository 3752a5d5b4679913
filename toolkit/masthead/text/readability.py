"""The counts behind every English readability formula, equal to textstat's.

textstat (0.7.13) strips punctuation from the whole text, splits it at white space and asks each word. Stripping never
crosses white space, so the same counts are sums over white-space tokens, the pieces of the scan.

What textstat's rules amount to, for a reader who wants to know what is counted:

- a *token* is a stretch without white space; a *word* is a token with at least one letter, digit or underscore;
- punctuation is dropped from a word ("well-known" is "wellknown"), an apostrophe before t, s, d, ve, ll or re stays;
- a *sentence* is a stretch up to ``.``, ``!`` or ``?`` with at least three words; a text that is not empty has one;
- syllables are the vowels of the word's first pronunciation, else its hyphenation points plus one;
- a word is *difficult* where it is not on the list of familiar words; two formulas ask for 2 or 3 syllables as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.native.dialect import compiled, eight_bytes, inlined, wrapped_shift
from masthead.text import characters as ch
from masthead.text import records, words
from masthead.text import word_sets as cl
from masthead.text.ascii_words import CASE
from masthead.text.readability_counts import COUNTS
from masthead.text.syllables import hyphenation_points, packed_syllables, syllables_of
from masthead.text.vocabulary import find_form, find_packed

if TYPE_CHECKING:
    from masthead.native.dialect import Floats, Ints
    from masthead.text.characters import Characters
    from masthead.text.records import Token
    from masthead.text.workspace import Workspace

(
    _CHARACTERS,
    _LETTERS,
    _WORDS,
    _SYLLABLES,
    _MONOSYLLABLES,
    _POLYSYLLABLES,
    _MINIWORDS,
    _LONG_WORDS,
    _DIFFICULT,
    _DIFFICULT_2,
    _DIFFICULT_3,
    _TOKENS,
    _SENTENCES,
    _LINSEAR_EASY,
    _LINSEAR_HARD,
    _LINSEAR_SENTENCES,
) = range(len(COUNTS))
_LINSEAR_LENGTH = 100
"""Words of a text that Linsear Write reads."""
_MINIWORD_LETTERS = 3
_LONG_WORD_LETTERS = 7
_STRETCH_WORDS = 3
_POLYSYLLABLE = 3
_SIGMA, _FINAL_SIGMA, _SMALL_SIGMA, _DOTTED_I, _DOT_ABOVE = 0x3A3, 0x3C2, 0x3C3, 0x130, 0x307
_KEPT = np.array([ord(letter) for letter in "tsd"], np.int32)
_KEPT_PAIRS = np.array([[ord(letter) for letter in pair] for pair in ("ve", "ll", "re")], np.int32)


@compiled
def count(work: Workspace, totals: Floats) -> None:
    """Write the counts of ``COLUMNS`` to ``totals``, as floats so that sums of them stay exact.

    The text is what textstat would be given, excluded spans already blanked; an empty one counts 0 throughout.
    Linsear's counts are words of one or two syllables, of three and more, and sentences, in the first hundred words. A
    few pronunciations ("hmm") have no vowel: textstat counts such a word as neither easy nor hard.
    """
    characters = letters = words = syllables = monosyllables = polysyllables = miniwords = long_words = 0
    difficult = difficult_2 = difficult_3 = linsear_easy = linsear_hard = 0
    linsear_sentences = sentences = stretch = 0
    for index in range(work.n_pieces):
        piece = work.pieces[index]
        characters += piece.end - piece.start
        if piece.flags & records.SIMPLE:
            token = work.tokens[piece.token]
            size, easy = token.end - token.start, token.classes & cl.EASY != 0
            spoken = lowered = token.syllables if token.syllables != records.UNPRONOUNCED else _guessed(work, token)
        else:
            size, spoken, lowered, easy = _read_piece(work, piece.start, piece.end)
        if size:
            if words < _LINSEAR_LENGTH:
                linsear_hard += spoken >= _POLYSYLLABLE
                linsear_easy += 0 < spoken < _POLYSYLLABLE
            words += 1
            letters += size
            syllables += spoken
            monosyllables += spoken == 1
            polysyllables += spoken >= _POLYSYLLABLE
            miniwords += size <= _MINIWORD_LETTERS
            long_words += size >= _LONG_WORD_LETTERS
            difficult += not easy
            difficult_2 += not easy and lowered >= 2
            difficult_3 += not easy and lowered >= 3
        if piece.flags & records.STOPPED:
            found, stretch = _cut(work.text, piece.start, piece.end, work.chars, stretch)
            sentences += found
        else:
            stretch += size > 0
        if size and words == _LINSEAR_LENGTH:
            linsear_sentences = max(1, sentences + (stretch >= _STRETCH_WORDS))
    if words < _LINSEAR_LENGTH and work.n_pieces:
        linsear_sentences = max(1, sentences + (stretch >= _STRETCH_WORDS))
    totals[_CHARACTERS], totals[_LETTERS], totals[_WORDS] = characters, letters, words
    totals[_SYLLABLES], totals[_MONOSYLLABLES], totals[_POLYSYLLABLES] = syllables, monosyllables, polysyllables
    totals[_MINIWORDS], totals[_LONG_WORDS] = miniwords, long_words
    totals[_DIFFICULT], totals[_DIFFICULT_2], totals[_DIFFICULT_3] = difficult, difficult_2, difficult_3
    totals[_LINSEAR_EASY], totals[_LINSEAR_HARD] = linsear_easy, linsear_hard
    totals[_LINSEAR_SENTENCES] = linsear_sentences
    totals[_TOKENS] = work.n_pieces
    totals[_SENTENCES] = max(1, sentences + (stretch >= _STRETCH_WORDS)) if work.length else 0


@compiled
def _guessed(work: Workspace, token: Token) -> int:
    """The syllables of a plain word that has no known pronunciation."""
    first, length = 0, token.end - token.start
    if length > words.PACKED:
        return hyphenation_points(work, work.text, token.start, token.end) + 1
    if length > words.SHORT:
        first = eight_bytes(work.low, token.start) | CASE
    return packed_syllables(work, first, token.tail, work.text, token.start, token.end)


@compiled
def _read_piece(work: Workspace, start: int, end: int) -> tuple[int, int, int, bool]:
    """Letters, syllables, the syllables by which it is judged, and whether it is easy, of a piece that is not simple.

    It is stripped of punctuation, put into lower case and looked up; without letters it is no word.
    """
    text, chars, form = work.text, work.chars, work.form
    letters = size = some = 0
    tail = 0
    first = 0
    wide: Any = False
    for at in range(start, end):
        char = text[at]
        flags = chars.flags[char]
        some |= flags
        letters += (flags & ch.WORD) != 0
        if flags & ch.WORD or (char == words.STRAIGHT and _is_kept(text, at, end)):
            form[size] = char
            lowered = chars.lowered[char]
            wide |= lowered >= words.ASCII
            tail = wrapped_shift(tail, 8) | lowered
            first = tail if size < words.SHORT else first
            size += 1
    if not letters:
        return 0, 0, 0, False
    if wide or some & ch.ODD_LOWER or size > words.PACKED:
        return _read_form(work, letters, size, some & ch.ODD_LOWER != 0)
    word = work.vocabulary.words[find_packed(work.vocabulary, first, tail, size)]
    syllables = word.syllables
    if syllables == records.UNPRONOUNCED:
        first = first if size > words.SHORT else 0
        if some & ch.LETTER:
            syllables = packed_syllables(work, first, tail, form, 0, size)
        else:
            syllables = hyphenation_points(work, form, 0, size) + 1
    return letters, syllables, syllables, word.classes & cl.EASY != 0


@inlined
def _is_kept(text: Ints, at: int, end: int) -> bool:
    """Whether an apostrophe stands before t, s, d, ve, ll or re."""
    kept = False
    if at + 1 < end:
        for letter in _KEPT:
            kept |= text[at + 1] == letter
        for pair in range(len(_KEPT_PAIRS)):
            kept |= at + 2 < end and text[at + 1] == _KEPT_PAIRS[pair, 0] and text[at + 2] == _KEPT_PAIRS[pair, 1]
    return kept


@compiled
def _read_form(work: Workspace, letters: int, size: int, odd: bool) -> tuple[int, int, int, bool]:
    """What ``_read_piece`` gives, of a piece that stands in ``work.form`` and is long or has letters beyond ASCII."""
    chars, form = work.chars, work.form
    size = _lower_odd(form, size, chars) if odd else _lower(form, size, chars)
    word = work.vocabulary.words[find_form(form, 0, size, work.vocabulary)]
    syllables = lowered = syllables_of(work, form, 0, size, word.syllables)
    if odd:
        size = _without_dots(form, size)
        without = work.vocabulary.words[find_form(form, 0, size, work.vocabulary)]
        lowered = syllables_of(work, form, 0, size, without.syllables)
    return letters, syllables, lowered, word.classes & cl.EASY != 0


@inlined
def _lower(form: Ints, size: int, chars: Characters) -> int:
    """Put a form into lower case, where each character stays one; returns its length."""
    for at in range(size):
        form[at] = chars.lowered[form[at]]
    return size


@compiled
def _lower_odd(form: Ints, size: int, chars: Characters) -> int:
    """Lower case where a dotted I becomes two characters, and a sigma at the end of a word the final one."""
    for at in range(size):
        if form[at] == _SIGMA:
            form[at] = _FINAL_SIGMA if _is_final(form, at, size, chars) else _SMALL_SIGMA
    dotted = 0
    for at in range(size):
        dotted += form[at] == _DOTTED_I
    to = size + dotted
    for at in range(size - 1, -1, -1):
        to -= 1
        if form[at] == _DOTTED_I:
            form[to] = _DOT_ABOVE
            to -= 1
            form[to] = 0x69
        else:
            form[to] = chars.lowered[form[at]]
    return size + dotted


@compiled
def _is_final(form: Ints, at: int, size: int, chars: Characters) -> bool:
    """Whether a capital sigma follows a cased character and precedes none, others that carry no case passed over."""
    before = at - 1
    while before >= 0 and chars.flags[form[before]] & ch.IGNORED:
        before -= 1
    if before < 0 or not _is_cased(form[before], chars):
        return False
    after = at + 1
    while after < size and chars.flags[form[after]] & ch.IGNORED:
        after += 1
    return after == size or not _is_cased(form[after], chars)


@inlined
def _is_cased(char: int, chars: Characters) -> bool:
    """Sigmas before this one are in lower case already, which is as cased."""
    return bool(chars.flags[char] & ch.CASED)


@compiled
def _without_dots(form: Ints, size: int) -> int:
    """Drop the dot that a lower-case "İ" carries, as textstat does for difficulty by stripping the form again."""
    to = 0
    for at in range(size):
        if form[at] != _DOT_ABOVE:
            form[to] = form[at]
            to += 1
    return to


@compiled
def _cut(text: Ints, start: int, end: int, chars: Characters, stretch: int) -> tuple[int, int]:
    """Sentences that end inside a piece, given the words of the stretch before it; the words of the last stretch."""
    sentences = 0
    inside = 0
    for at in range(start, end):
        if text[at] in (0x2E, 0x21, 0x3F):
            sentences += stretch + inside >= _STRETCH_WORDS
            stretch = inside = 0
        elif chars.flags[text[at]] & ch.WORD:
            inside = 1
    return sentences, stretch + inside
