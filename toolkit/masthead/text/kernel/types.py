"""Which tokens have the same form, and how many different forms there are in any window of running tokens (MATTR)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel import words
from masthead.text.kernel.compiled import compiled, inlined

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from masthead.text.kernel.characters import Characters
    from masthead.text.kernel.records import Records


@compiled
def table_size(n_tokens: int) -> int:
    """Slots for that many tokens: a power of two, half of them free."""
    size = 16
    while size < 2 * n_tokens:
        size *= 2
    return size


@compiled
def find_types(
    text: NDArray[np.int32],
    chars: Characters,
    tokens: Records,
    n_tokens: int,
    slots: NDArray[np.int32],
) -> None:
    """Write for each token the first one of its form (``same``) and the last one before it (``recent``, else -1)."""
    for slot in range(len(slots)):
        slots[slot] = -1
    for at in range(n_tokens):
        token = tokens[at]
        slot = _slot(token.key, len(slots))
        while slots[slot] >= 0:
            other = tokens[slots[slot]]
            if other.key == token.key and _same(text, chars, token, other):
                break
            slot = (slot + 1) & (len(slots) - 1)
        first = slots[slot]
        if first < 0:
            slots[slot] = token.same = token.latest = at
            token.recent = -1
        else:
            token.same = first
            token.recent = tokens[first].latest
            tokens[first].latest = at


@inlined
def _slot(key: int, size: int) -> int:
    return ((key * words.PRIME) >> 32) & (size - 1)


@inlined
def _same(text: NDArray[np.int32], chars: Characters, token: Records, other: Records) -> bool:
    """Whether two tokens of equal keys have one form: a hash alone does not tell, a number of the vocabulary does."""
    if token.key >= 0 or token.word >= 0 or other.word >= 0:
        return token.word == other.word
    return _same_letters(text, chars, token.start, token.end, other.start, other.end)


@compiled
def _same_letters(text: NDArray[np.int32], chars: Characters, one: int, end: int, other: int, other_end: int) -> bool:
    """Whether two ranges fold alike; each character that folds to several is read as these."""
    place = other_place = 0
    while one < end and other < other_end:
        char, place, one = _next(text, chars, one, place)
        other_char, other_place, other = _next(text, chars, other, other_place)
        if char != other_char:
            return False
    return one == end and other == other_end


@inlined
def _next(text: NDArray[np.int32], chars: Characters, at: int, place: int) -> tuple[int, int, int]:
    """The folded character at ``place`` of the one at ``at``, and where the one after it is."""
    row = words.long_fold(text[at], chars)
    if row < 0:
        return int(chars.folded[text[at]]), 0, at + 1
    char = int(chars.long_fold[row, 1 + place])
    if place + 2 > 3 or not chars.long_fold[row, place + 2]:
        return char, 0, at + 1
    return char, place + 1, at


@compiled
def first_of_form(
    text: NDArray[np.int32],
    tokens: Records,
    slots: NDArray[np.int32],
    form: NDArray[np.int32],
    length: int,
    chars: Characters,
) -> int:
    """The first token of a form that is given by its letters; -1 where there is none."""
    key = words.key_of_form(form, 0, length)
    slot = _slot(key, len(slots))
    while slots[slot] >= 0:
        token = tokens[slots[slot]]
        if token.key == key and (key >= 0 or words.same_form(text, token.start, token.end, chars, form, 0, length)):
            return int(slots[slot])
        slot = (slot + 1) & (len(slots) - 1)
    return -1


@compiled
def types_in_windows(tokens: Records, n_tokens: int, window: int) -> int:
    """The numbers of different forms in all windows of ``window`` running tokens, added up.

    A token is counted in the windows that hold it and none before it of its form.
    """
    total = 0
    for at in range(n_tokens):
        latest = min(at, n_tokens - window)
        earliest = max(tokens[at].recent + 1, at - window + 1, 0)
        total += max(0, latest - earliest + 1)
    return total
