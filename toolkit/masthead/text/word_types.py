"""The different forms of a text's tokens, and how many there are in all windows of running tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined, wrapped_product
from masthead.text import words
from masthead.text.limits import TYPE_WINDOW
from masthead.text.pair_table import PRIME

if TYPE_CHECKING:
    from masthead.native.dialect import Ints
    from masthead.text.characters import Characters
    from masthead.text.records import Form, Token
    from masthead.text.workspace import Workspace


@compiled
def clear_forms(work: Workspace) -> None:
    """Make an empty table for the forms of a text."""
    work.n_slots = 16
    while work.n_slots < 2 * work.size:
        work.n_slots *= 2
    for slot in range(work.n_slots):
        work.slots[slot] = -1


@inlined
def number_of_form(work: Workspace, token: Token, at: int, n_forms: int) -> int:
    """The number of a token's form; that of a new one, ``n_forms``, where no token before it has it.

    A new form is written in any case, and counts only if the caller says so: a branch would be as slow as all the rest.
    """
    forms, slots, new = work.forms, work.slots, work.forms[n_forms]
    slot = _slot(token.key, work.n_slots)
    number = slots[slot]
    found = forms[max(number, 0)]
    alike = (token.key > 0) | ((token.word >= 0) & (token.word == found.word))
    if not (number < 0) | ((found.key == token.key) & alike):
        slot = _other_slot(work, token, slot)
        number = slots[slot]
    new.key, new.word, new.first, new.latest = token.key, token.word, at, -1
    # Of whom it is a name is for other rules to find out.
    new.full, new.n_full, new.gender, new.inside, new.kinds = -1, 0, 0, 0, 0
    number = number if number >= 0 else n_forms
    slots[slot] = number
    return number


@compiled
def _other_slot(work: Workspace, token: Token, slot: int) -> int:
    """The slot of a token's form, sought from a slot on; a free one where no token before it has it."""
    forms, slots = work.forms, work.slots
    while slots[slot] >= 0 and not (forms[slots[slot]].key == token.key and _same(work, token, forms[slots[slot]])):
        slot = (slot + 1) & (work.n_slots - 1)
    return slot


@inlined
def _slot(key: int, size: int) -> int:
    """Where the search for a form's key begins."""
    return (wrapped_product(key, PRIME) >> 32) & (size - 1)


@inlined
def _same(work: Workspace, token: Token, form: Form) -> bool:
    """Whether a token of a form's key has that form: a hash alone does not tell, a number of the vocabulary does."""
    if token.key >= 0 or token.word >= 0 or form.word >= 0:
        return token.word == form.word
    other = work.tokens[form.first]
    return _same_letters(work.text, work.chars, token.start, token.end, other.start, other.end)


@compiled
def _same_letters(text: Ints, chars: Characters, one: int, end: int, other: int, other_end: int) -> bool:
    """Whether two ranges fold alike; each character that folds to several is read as these."""
    place = other_place = 0
    while one < end and other < other_end:
        char, place, one = _next(text, chars, one, place)
        other_char, other_place, other = _next(text, chars, other, other_place)
        if char != other_char:
            return False
    return one == end and other == other_end


@inlined
def _next(text: Ints, chars: Characters, at: int, place: int) -> tuple[int, int, int]:
    """The folded character at ``place`` of the one at ``at``, and where the one after it is."""
    row = words.long_fold(text[at], chars)
    if row < 0:
        return int(chars.folded[text[at]]), 0, at + 1
    char = int(chars.long_fold[row, 1 + place])
    if place + 2 > 3 or not chars.long_fold[row, place + 2]:
        return char, 0, at + 1
    return char, place + 1, at


@compiled
def find_form_of(work: Workspace, letters: Ints, length: int) -> int:
    """The number of the form that is ``letters[:length]``; -1 where no token has it."""
    key = words.describe_form(letters, 0, length)[0]
    slot = _slot(key, work.n_slots)
    while work.slots[slot] >= 0:
        form = work.forms[work.slots[slot]]
        if form.key == key:
            token = work.tokens[form.first]
            if key >= 0 or words.same_form(work.text, token.start, token.end, work.chars, letters, 0, length):
                return work.slots[slot]
        slot = (slot + 1) & (work.n_slots - 1)
    return -1


@inlined
def windows_with(form: Form, at: int, size: int) -> int:
    """In how many windows of ``TYPE_WINDOW`` running tokens, of a text of ``size``, a token is the first of its form.

    Divided by all the windows' tokens the sum over a text is the moving-average type-token ratio, MATTR (Covington and
    McFall 2010). The token becomes the latest of its form.
    """
    earliest = max(form.latest + 1, at - TYPE_WINDOW + 1)
    form.latest = at
    return max(0, min(at, size - TYPE_WINDOW) - earliest + 1)
