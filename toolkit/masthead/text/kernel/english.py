"""Whether a text is English; the rules are those of ``text.language``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text import language as oracle
from masthead.text.kernel import characters as ch
from masthead.text.kernel import classes, records, words
from masthead.text.kernel.compiled import compiled
from masthead.text.kernel.quoted import known
from masthead.text.kernel.vocabulary import find_form

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from masthead.text.kernel.characters import Characters
    from masthead.text.kernel.records import Records
    from masthead.text.kernel.vocabulary import Vocabulary


@compiled
def is_english(
    text: NDArray[np.int32],
    chars: Characters,
    vocabulary: Vocabulary,
    pieces: Records,
    n_pieces: int,
    tokens: Records,
    form: NDArray[np.int32],
) -> bool:
    """Judge a text by its first 20,000 characters; one without letters is not called foreign."""
    total = found = 0
    for index in range(n_pieces):
        piece = pieces[index]
        if piece.start >= oracle._READ:
            break
        if piece.flags & records.SIMPLE and piece.end <= oracle._READ:
            total += 1
            found += (known(vocabulary.classes, tokens[piece.token]) & classes.FUNCTION) != 0
        else:
            end = min(piece.end, oracle._READ)
            more, function, _, _, _, _ = _read(text, piece.start, end, chars, vocabulary, form, -1)
            total, found = total + more, found + function
    if total >= oracle.SHORT:
        return found / total >= oracle.ENGLISH_SHARE
    return _is_short_english(text, chars, vocabulary, pieces, n_pieces, form)


@compiled
def _is_short_english(
    text: NDArray[np.int32],
    chars: Characters,
    vocabulary: Vocabulary,
    pieces: Records,
    n_pieces: int,
    form: NDArray[np.int32],
) -> bool:
    letters = foreign = found = others = 0
    other = -1
    for index in range(n_pieces):
        start, end = pieces[index].start, min(pieces[index].end, oracle._READ)
        _, function, size, strange, other, further = _read(text, start, end, chars, vocabulary, form, other)
        letters, foreign, found, others = letters + size, foreign + strange, found + function, others + further
    if 2 * foreign > letters:
        return False
    return found > 0 or others < 2


@compiled
def _read(
    text: NDArray[np.int32],
    start: int,
    end: int,
    chars: Characters,
    vocabulary: Vocabulary,
    form: NDArray[np.int32],
    other: int,
) -> tuple[int, int, int, int, int, int]:
    """Words of a stretch, English function words, letters, letters of other scripts, and words of other languages.

    Of the last, ``other`` is the first that was met so far (returned last but one); how many more that are not the
    same come last, the first included.
    """
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
        number = find_form(text, begin, at, vocabulary)
        if vocabulary.classes[number + 1, 0] & classes.FOREIGN_WORD and number != other:
            others += 1
            other = number if other < 0 else other
        for place in range(begin, at):
            char = chars.lowered[text[place]]
            form[place - begin] = words.STRAIGHT if char == words.CURLED else char
        number = find_form(form, 0, at - begin, vocabulary)
        found += (vocabulary.classes[number + 1, 0] & classes.FUNCTION) != 0
    return total, found, letters, foreign, other, others
