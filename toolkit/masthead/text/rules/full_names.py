"""Full names by their surnames: a surname alone is the last full name given before it, else the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import characters as ch
from masthead.text import records
from masthead.text import word_sets as cl
from masthead.text.limits import NAME_WINDOW
from masthead.text.rules import register as rg
from masthead.text.rules.names import name_run, next_pair
from masthead.text.rules.tokens import NONE, is_in, is_shouted

if TYPE_CHECKING:
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

_SPACE = 0x20


@compiled
def learn_names(work: Workspace) -> None:
    """Note every full name of the text, by its surname.

    A name of several words is the longest in its window, which holds no two.
    """
    register = work.register
    at = next_pair(work.names, 0, work.size)
    while at < work.size:
        sentence = work.sentences[work.tokens[at].sentence]
        end = at + 1
        if not sentence.title_case:
            start, stop = name_run(work, at, min(sentence.last, at + NAME_WINDOW))
            end = stop if start == at else end
            if _is_full_name(work, at, end):
                _note_full_name(work, at, end)
        at = next_pair(work.names, end, work.size)
    place = 0
    for number in range(register.state[rg.N_FULL]):
        surname = work.forms[work.tokens[register.full[number].last - 1].form]
        if surname.full < 0:
            surname.full = place
            place += surname.n_full
            surname.n_full = 0
        register.order[surname.full + surname.n_full] = number
        surname.n_full += 1


@compiled
def _note_full_name(work: Workspace, start: int, end: int) -> None:
    """Write a full name, and count it among those of its surname."""
    register = work.register
    row = register.full[register.state[rg.N_FULL]]
    row.first, row.last = start, end
    row.name = rg.NO_NAME
    register.state[rg.N_FULL] += 1
    work.forms[work.tokens[end - 1].form].n_full += 1


@compiled
def _is_full_name(work: Workspace, start: int, end: int) -> bool:
    """Whether a run of capitals can be a person's full name: not the head *of* a body, an acronym, *Syria-Turkey*."""
    if not 2 <= end - start <= 3 or is_shouted(work, end - 1) or work.tokens[end - 1].flags & records.HYPHENED:
        return False
    for at in range(start, end):
        if is_in(work, at, cl.OF_THE):
            return False
    return True


@compiled
def full_name(work: Workspace, token: int, at: int) -> int:
    """The number of the full name that a surname stands for at token ``at``: the last one given, else the first."""
    number = _row_of(work, token, at)
    if number < 0:
        return rg.NO_NAME
    row = work.register.full[number]
    if row.name == rg.NO_NAME:
        row.name = keep_range(work, row.first, row.last)
    return int(row.name)


@compiled
def full_range(work: Workspace, token: int, at: int) -> Range:
    """The tokens of that full name, -1 where there is none."""
    number = _row_of(work, token, at)
    if number < 0:
        return NONE
    row = work.register.full[number]
    return int(row.first), int(row.last)


@compiled
def _row_of(work: Workspace, token: int, at: int) -> int:
    """The full name that a surname stands for at token ``at``, among those of the text; -1 for none."""
    register = work.register
    surname = work.forms[work.tokens[token].form]
    if surname.n_full == 0:
        return -1
    low, high = 0, surname.n_full
    while low < high:
        middle = (low + high) // 2
        if register.full[register.order[surname.full + middle]].first <= at:
            low = middle + 1
        else:
            high = middle
    return int(register.order[surname.full + max(low - 1, 0)])


@compiled
def keep_range(work: Workspace, first: int, last: int) -> int:
    """The number of the name that some tokens are, as it is written but for white space, which is one space."""
    tokens, form, length = work.tokens, work.register.form, 0
    for at in range(tokens[first].start, tokens[last - 1].end):
        char = work.text[at]
        if work.chars.flags[char] & ch.SPACE:
            if form[length - 1] == _SPACE:
                continue
            char = _SPACE
        form[length] = char
        length += 1
    return rg.keep_name(work.register, form, 0, length)
