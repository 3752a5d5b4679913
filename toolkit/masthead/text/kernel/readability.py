"""Phase 6: the counts behind the readability formulas, piece by piece; the rules are those of ``text.readability``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.text import readability as oracle
from masthead.text.kernel import characters as ch
from masthead.text.kernel import records, words
from masthead.text.kernel.compiled import compiled, inlined
from masthead.text.kernel.syllables import syllables_of
from masthead.text.kernel.vocabulary import find_form

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.text.kernel.characters import Characters
    from masthead.text.kernel.readability_tables import Sounds
    from masthead.text.kernel.records import Records
    from masthead.text.kernel.syllables import Memo
    from masthead.text.kernel.vocabulary import Vocabulary

COLUMNS = oracle.COUNTS
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
) = range(len(COLUMNS))
_STRETCH_WORDS = 3
_SIGMA, _FINAL_SIGMA, _SMALL_SIGMA, _DOTTED_I, _DOT_ABOVE = 0x3A3, 0x3C2, 0x3C3, 0x130, 0x307
_KEPT = np.array([ord(letter) for letter in "tsd"], np.int32)
_KEPT_PAIRS = np.array([[ord(letter) for letter in pair] for pair in ("ve", "ll", "re")], np.int32)


@compiled
def count(
    text: NDArray[np.int32],
    length: int,
    chars: Characters,
    vocabulary: Vocabulary,
    sounds: Sounds,
    memo: Memo,
    pieces: Records,
    n_pieces: int,
    tokens: Records,
    form: NDArray[np.int32],
    totals: NDArray[np.float64],
) -> None:
    """Write the counts of ``COLUMNS`` to ``totals``; ``form`` is room for the longest piece and its lower case."""
    totals[:] = 0.0
    sentences = stretch = 0
    for index in range(n_pieces):
        piece = pieces[index]
        before = totals[_WORDS]
        if piece.flags & records.SIMPLE:
            token = tokens[piece.token]
            totals[_CHARACTERS] += piece.end - piece.start
            easy = token.word >= 0 and sounds.easy[token.word]
            syllables = syllables_of(text, token.start, token.end, token.word, sounds, memo)
            _add_word(totals, token.end - token.start, syllables, syllables, bool(easy))
        else:
            _add_piece(text, piece.start, piece.end, chars, vocabulary, sounds, memo, form, totals)
        if piece.flags & records.STOPPED:
            found, stretch = _cut(text, piece.start, piece.end, chars, stretch)
            sentences += found
        else:
            stretch += totals[_WORDS] > before
        if totals[_WORDS] > before and totals[_WORDS] == oracle.LINSEAR_WORDS:
            _note_linsear(totals, sentences, stretch)
    if totals[_WORDS] < oracle.LINSEAR_WORDS and n_pieces:
        _note_linsear(totals, sentences, stretch)
    totals[_TOKENS] = n_pieces
    totals[_SENTENCES] = max(1, sentences + (stretch >= _STRETCH_WORDS)) if length else 0


@inlined
def _note_linsear(totals: NDArray[np.float64], sentences: int, stretch: int) -> None:
    """Keep what was counted in the first hundred words."""
    totals[_LINSEAR_SENTENCES] = max(1, sentences + (stretch >= _STRETCH_WORDS))


@inlined
def _add_word(
    totals: NDArray[np.float64],
    letters: int,
    syllables: int,
    lowered: int,
    easy: bool,
) -> None:
    """Add one word; ``lowered`` are the syllables by which its difficulty is judged."""
    if totals[_WORDS] < oracle.LINSEAR_WORDS:
        totals[_LINSEAR_HARD] += syllables >= 3
        totals[_LINSEAR_EASY] += 0 < syllables < 3
    totals[_LETTERS] += letters
    totals[_WORDS] += 1
    totals[_SYLLABLES] += syllables
    totals[_MONOSYLLABLES] += syllables == 1
    totals[_POLYSYLLABLES] += syllables >= 3
    totals[_MINIWORDS] += letters <= oracle.MINIWORD_LETTERS
    totals[_LONG_WORDS] += letters >= oracle.LONG_WORD_LETTERS
    if not easy:
        totals[_DIFFICULT] += 1
        totals[_DIFFICULT_2] += lowered >= 2
        totals[_DIFFICULT_3] += lowered >= 3


@compiled
def _add_piece(
    text: NDArray[np.int32],
    start: int,
    end: int,
    chars: Characters,
    vocabulary: Vocabulary,
    sounds: Sounds,
    memo: Memo,
    form: NDArray[np.int32],
    totals: NDArray[np.float64],
) -> None:
    """Add a piece that is more than one plain word: stripped of punctuation, in lower case, looked up."""
    totals[_CHARACTERS] += end - start
    letters = 0
    odd = False
    for at in range(start, end):
        letters += (chars.flags[text[at]] & ch.WORD) != 0
        odd |= (chars.flags[text[at]] & ch.ODD_LOWER) != 0
    if not letters:
        return
    size = _strip(text, start, end, chars, form)
    size = _lower_odd(form, size, chars) if odd else _lower(form, size, chars)
    word = find_form(form, 0, size, vocabulary)
    syllables = lowered = syllables_of(form, 0, size, word, sounds, memo)
    if odd:
        size = _without_dots(form, size)
        lowered = syllables_of(form, 0, size, find_form(form, 0, size, vocabulary), sounds, memo)
    _add_word(totals, letters, syllables, lowered, word >= 0 and sounds.easy[word] == 1)


@compiled
def _strip(text: NDArray[np.int32], start: int, end: int, chars: Characters, form: NDArray[np.int32]) -> int:
    """Copy word characters, and apostrophes before t, s, d, ve, ll and re."""
    size = 0
    for at in range(start, end):
        char = text[at]
        kept = (chars.flags[char] & ch.WORD) != 0
        if char == words.STRAIGHT and at + 1 < end:
            for letter in _KEPT:
                kept |= text[at + 1] == letter
            for pair in range(len(_KEPT_PAIRS)):
                kept |= at + 2 < end and text[at + 1] == _KEPT_PAIRS[pair, 0] and text[at + 2] == _KEPT_PAIRS[pair, 1]
        if kept:
            form[size] = char
            size += 1
    return size


@inlined
def _lower(form: NDArray[np.int32], size: int, chars: Characters) -> int:
    for at in range(size):
        form[at] = chars.lowered[form[at]]
    return size


@compiled
def _lower_odd(form: NDArray[np.int32], size: int, chars: Characters) -> int:
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
def _is_final(form: NDArray[np.int32], at: int, size: int, chars: Characters) -> bool:
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
def _without_dots(form: NDArray[np.int32], size: int) -> int:
    to = 0
    for at in range(size):
        if form[at] != _DOT_ABOVE:
            form[to] = form[at]
            to += 1
    return to


@compiled
def _cut(text: NDArray[np.int32], start: int, end: int, chars: Characters, stretch: int) -> tuple[int, int]:
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
