"""Full names by their surnames, as ``text.speakers`` keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel import classes as cl
from masthead.text.kernel import records
from masthead.text.kernel.compiled import compiled
from masthead.text.kernel.rules import register as rg
from masthead.text.kernel.rules.names import name_run, next_pair
from masthead.text.kernel.rules.tokens import is_in, is_shouted
from masthead.text.speakers import NAME_WINDOW

if TYPE_CHECKING:
    from masthead.text.kernel.page import Page


@compiled
def learn_names(page: Page) -> None:
    """Note every full name of the text, by its surname.

    A name of several words is the longest in its window, which holds no two.
    """
    register = page.register
    for number in range(page.n_forms):
        form = page.forms[number]
        form.full, form.n_full, form.gender = -1, 0, rg.NO_GENDER
    at = next_pair(page.names, 0, page.size)
    while at < page.size:
        sentence = page.sentences[page.tokens[at].sentence]
        end = at + 1
        if not sentence.title_case:
            start, stop = name_run(page, at, min(sentence.last, at + NAME_WINDOW))
            end = stop if start == at else end
            if _is_full_name(page, at, end):
                _note_full_name(page, at, end)
        at = next_pair(page.names, end, page.size)
    place = 0
    for number in range(register.state[rg.N_FULL]):
        surname = page.forms[page.tokens[register.full[number].last - 1].form]
        if surname.full < 0:
            surname.full = place
            place += surname.n_full
            surname.n_full = 0
        register.order[surname.full + surname.n_full] = number
        surname.n_full += 1


@compiled
def _note_full_name(page: Page, start: int, end: int) -> None:
    register = page.register
    row = register.full[register.state[rg.N_FULL]]
    row.first, row.last = start, end
    row.name = rg.NO_NAME
    register.state[rg.N_FULL] += 1
    page.forms[page.tokens[end - 1].form].n_full += 1


@compiled
def _is_full_name(page: Page, start: int, end: int) -> bool:
    """Whether a run of capitals can be a person's full name."""
    if not 2 <= end - start <= 3 or is_shouted(page, end - 1) or page.tokens[end - 1].flags & records.HYPHENED:
        return False
    for at in range(start, end):
        if is_in(page, at, cl.OF_THE):
            return False
    return True


@compiled
def full_name(page: Page, token: int, at: int) -> int:
    """The number of the full name that a surname stands for at token ``at``: the last one given, else the first."""
    register = page.register
    surname = page.forms[page.tokens[token].form]
    if surname.n_full == 0:
        return rg.NO_NAME
    low, high = 0, surname.n_full
    while low < high:
        middle = (low + high) // 2
        if register.full[register.order[surname.full + middle]].first <= at:
            low = middle + 1
        else:
            high = middle
    row = register.full[register.order[surname.full + max(low - 1, 0)]]
    if row.name == rg.NO_NAME:
        row.name = keep_range(page, row.first, row.last)
    return int(row.name)


@compiled
def keep_range(page: Page, first: int, last: int) -> int:
    """The number of the name that some tokens are, as it is written."""
    tokens = page.tokens
    return rg.keep_name(page.register, page.text, tokens[first].start, tokens[last - 1].end)
