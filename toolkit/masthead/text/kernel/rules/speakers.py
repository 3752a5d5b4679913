"""Who speaks, as ``text.speakers`` tells: the kind of source a phrase is, and the name it resolves to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.text.kernel import classes as cl
from masthead.text.kernel import words
from masthead.text.kernel.compiled import compiled
from masthead.text.kernel.phrasings import holds_phrase
from masthead.text.kernel.rules import people
from masthead.text.kernel.rules import register as rg
from masthead.text.kernel.rules.full_names import full_name, keep_range
from masthead.text.kernel.rules.names import head_of, is_proper, name_in, name_run
from masthead.text.kernel.rules.tokens import OPEN_COMMA, gap_in, has, is_in
from masthead.text.kernel.vocabulary import find_form
from masthead.text.speakers import _AGENT_ENDINGS

if TYPE_CHECKING:
    from masthead.text.kernel.page import Page
    from masthead.text.kernel.records import Records
    from masthead.text.kernel.rules.tokens import Range

_PEOPLE = cl.OFFICIAL | cl.COLLECTIVE | cl.PERSON | cl.ANONYMOUS | cl.STUDY
_ENDINGS = np.array(
    [[int.from_bytes(ending.encode(), "big"), (1 << 8 * len(ending)) - 1] for ending in _AGENT_ENDINGS], np.int64
)
_SPACE = 0x20
_WORDS_OF_NAME = 6
_SINGLE_LENGTH = 7
"""Letters of the shortest single word that makes a source anonymous."""


@compiled
def _read_phrase(page: Page, first: int, last: int) -> None:
    """Work out the kind of a phrase and the name in it, which several rules ask for one after the other."""
    state = page.register.state
    if state[rg.PHRASE] == first and state[rg.PHRASE_END] == last:
        return
    begin, end = head_of(page, first, last)
    start, stop = name_in(page, begin, end)
    if start < 0 and end < last and gap_in(page, end, OPEN_COMMA) and is_proper(page, end):
        start, stop = name_run(page, end, last)
    state[rg.PHRASE], state[rg.PHRASE_END] = first, last
    state[rg.NAMED_AT], state[rg.NAMED_END] = start, stop
    state[rg.PHRASE_KIND] = _kind(page, begin, last, start >= 0)


@compiled
def kind_of(page: Page, first: int, last: int) -> int:
    """Named, official, anonymous, collective or other, by the words of the phrase."""
    _read_phrase(page, first, last)
    return int(page.register.state[rg.PHRASE_KIND])


@compiled
def _kind(page: Page, begin: int, last: int, named: bool) -> int:
    """The kind of a phrase from its head on."""
    some = 0
    hinted = False
    for at in range(begin, last):
        some |= page.tokens[at].classes
        hinted |= page.tokens[at].word < 0 and _may_begin(page, at)
    form, phrasings = page.register.form, page.phrasings
    length = _join(page, begin, last) if hinted or some & cl.HINT else 0
    official = some & cl.OFFICIAL != 0 or holds_phrase(form, length, phrasings, 0, phrasings.n_official)
    if named:
        return rg.NAMED_OFFICIAL if official else rg.NAMED
    if (
        some & cl.ANONYMOUS
        or (official and has(page, begin, cl.INDEFINITE) and not some & cl.SPOKESPERSON)
        or holds_phrase(form, length, phrasings, phrasings.n_official, len(phrasings.offsets) - 1)
    ):
        return rg.ANONYMOUS
    if official:
        return rg.OFFICIAL
    return rg.COLLECTIVE if some & cl.COLLECTIVE else rg.OTHER


@compiled
def _may_begin(page: Page, at: int) -> bool:
    """Whether a phrase for officials or the anonymous can begin in a word that the vocabulary lacks."""
    token = page.tokens[at]
    for row in range(len(page.phrasings.tails)):
        if token.tail & page.phrasings.tails[row, 1] == page.phrasings.tails[row, 0]:
            return True
    if token.length < _SINGLE_LENGTH:
        return False
    length = words.fold_range(page.text, token.start, token.end, page.chars, page.register.form, 0)
    phrasings = page.phrasings
    return holds_phrase(page.register.form, length, phrasings, phrasings.n_official, len(phrasings.offsets) - 1)


@compiled
def _join(page: Page, first: int, last: int) -> int:
    """Write the forms of some tokens with spaces between them; returns the length."""
    length = 0
    for at in range(first, last):
        if at > first:
            page.register.form[length] = _SPACE
            length += 1
        token = page.tokens[at]
        length = words.fold_range(page.text, token.start, token.end, page.chars, page.register.form, length)
    return length


@compiled
def named_by(page: Page, first: int, last: int) -> Range:
    """The name in a phrase: its head's, else its apposition's."""
    _read_phrase(page, first, last)
    state = page.register.state
    return int(state[rg.NAMED_AT]), int(state[rg.NAMED_END])


@compiled
def plausible(page: Page, first: int, last: int) -> bool:
    """Whether a phrase can be someone who speaks."""
    if is_in(page, first, cl.NEVER_SPEAKS):
        return False
    if has(page, first, cl.SPEAKER_PRONOUN) or is_in(page, first, cl.BOTH):
        return True
    for at in range(first, last):
        if has(page, at, _PEOPLE):
            return True
    if kind_of(page, first, last) != rg.OTHER:
        return True
    head = head_of(page, first, last)[1] - 1
    if page.tokens[head].length <= 5 or is_in(page, head, cl.NO_AGENT):
        return False
    for row in range(len(_ENDINGS)):
        if page.tokens[head].tail & _ENDINGS[row, 1] == _ENDINGS[row, 0]:
            return True
    return False


@compiled
def may_speak(page: Page, first: int, last: int) -> bool:
    """Whether a phrase is not ruled out as a speaker."""
    return not is_in(page, first, cl.NEVER_SPEAKS) and not has(page, last - 1, cl.TIME)


@compiled
def begin_sentence(page: Page, sentence: Records) -> None:
    """Put the person in mind who is the subject of a sentence."""
    start, end = people.subject_name(page, sentence)
    if start >= 0:
        _meet(page, start, end, rg.NAMED, False)


@compiled
def _meet(page: Page, start: int, end: int, kind: int, speaks: bool) -> None:
    """Put a person in mind: named in full, by a title, or by the surname of somebody named in full elsewhere."""
    full = full_name(page, end - 1, start)
    known = False
    if full != rg.NO_NAME:
        register = page.register
        begin, stop = register.offsets[full], register.offsets[full + 1]
        _, length = people.next_word(register.letters, begin, stop, page.chars, register.form, False)
        first = page.vocabulary.words[find_form(register.form, 0, length, page.vocabulary)].classes
        known = first & (cl.MALE_NAME | cl.FEMALE_NAME) != 0
    titled = page.forms[page.tokens[end - 1].form].gender != rg.NO_GENDER
    if (
        known
        or titled
        or (speaks and full != rg.NO_NAME and not people.is_body(page, full))
        or people.is_person(page, start, end)
    ):
        name = full if full != rg.NO_NAME else keep_range(page, start, end)
        if name != rg.NO_NAME:
            people.meet(page, name, kind, page.tokens[start].sentence)


@compiled
def resolve(page: Page, first: int, last: int) -> None:
    """Find the speaker behind a phrase, who is the last one from here on (``Register.state``)."""
    state = page.register.state
    if last - first == 1 and has(page, first, cl.SPEAKER_PRONOUN):
        _resolve_pronoun(page, first)
        state[rg.SPOKEN] = 1
        return
    kind = kind_of(page, first, last)
    name = _name(page, first, last)
    start, end = named_by(page, first, last)
    if start >= 0 and not _is_one_of_many(page, first, last):
        _meet(page, start, end, kind, True)
    state[rg.SPOKEN], state[rg.KIND], state[rg.NAME] = 1, kind, name


@compiled
def _is_one_of_many(page: Page, first: int, last: int) -> bool:
    for at in range(max(0, first - 1), last):
        if is_in(page, at, cl.AND):
            return True
    return False


@compiled
def _resolve_pronoun(page: Page, at: int) -> None:
    """*He* and *she* are the person in mind, *they* the group that spoke last; else nobody."""
    state, recent = page.register.state, page.register.recent
    if is_in(page, at, cl.THEY):
        if state[rg.SPOKEN] == 1 and state[rg.KIND] in (rg.COLLECTIVE, rg.ANONYMOUS, rg.OTHER):
            return
        state[rg.KIND], state[rg.NAME] = rg.PRONOUN, rg.NO_NAME
        return
    place = -1
    if is_in(page, at, cl.HE | cl.SHE):
        gender = rg.MALE if is_in(page, at, cl.HE) else rg.FEMALE
        place = people.meant_by(page, gender, page.tokens[at].sentence)
    if place < 0:
        state[rg.KIND], state[rg.NAME] = rg.PRONOUN, rg.NO_NAME
    else:
        state[rg.KIND], state[rg.NAME] = recent[place, rg.WHO_KIND], recent[place, rg.WHO]


@compiled
def _name(page: Page, first: int, last: int) -> int:
    """The number of the name a phrase goes by: a full name, a name, or its head's words."""
    start, end = named_by(page, first, last)
    if start < 0:
        return _words_of_head(page, first, last)
    full = full_name(page, end - 1, start)
    name = keep_range(page, start, end)
    return full if full != rg.NO_NAME and _end_alike(page, full, name) else name


@compiled
def _end_alike(page: Page, one: int, other: int) -> bool:
    """Whether one name ends with the other: *Eric* is not *Stephen Paddock*."""
    register = page.register
    if one < 0 or other < 0:
        return False
    end, other_end = register.offsets[one + 1], register.offsets[other + 1]
    size = min(end - register.offsets[one], other_end - register.offsets[other])
    for back in range(1, size + 1):
        if register.letters[end - back] != register.letters[other_end - back]:
            return False
    return True


@compiled
def _words_of_head(page: Page, first: int, last: int) -> int:
    """The first words of a phrase's head without its determiners; its first word where there is no other."""
    form = page.register.form
    begin, end = head_of(page, first, last)
    length = kept = 0
    for at in range(begin, end):
        if has(page, at, cl.DETERMINER) or kept == _WORDS_OF_NAME:
            continue
        if kept:
            form[length] = _SPACE
            length += 1
        token = page.tokens[at]
        length = words.fold_range(page.text, token.start, token.end, page.chars, form, length)
        kept += 1
    if not kept:
        token = page.tokens[begin]
        length = words.fold_range(page.text, token.start, token.end, page.chars, form, 0)
    return rg.keep_name(page.register, form, 0, length)
