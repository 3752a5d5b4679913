"""Who speaks: the kind of source a phrase is, and the name it resolves to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import word_sets as cl
from masthead.text import words
from masthead.text.rules import people
from masthead.text.rules import register as rg
from masthead.text.rules.full_names import full_name, keep_range
from masthead.text.rules.introductions import kind_of_person
from masthead.text.rules.kinds import code_of_phrase
from masthead.text.rules.names import head_of, is_proper, name_in, name_run
from masthead.text.rules.roles import entry_at, role_in
from masthead.text.rules.tokens import OPEN_COMMA, gap_in, has, is_in
from masthead.text.source_words import LENGTH_SHIFT, WITHHELD
from masthead.text.vocabulary import find_form

if TYPE_CHECKING:
    from masthead.text.records import Sentence
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

_PEOPLE = cl.OFFICIAL | cl.COLLECTIVE | cl.PERSON | cl.ANONYMOUS | cl.STUDY
_ENDINGS = cl.packed("agent_ending")
_COVERED = tuple((1 << 8 * -(-int(ending).bit_length() // 8)) - 1 for ending in _ENDINGS)
"""The bytes of a tail that each ending is held against."""
_SPACE = 0x20
_WORDS_OF_NAME = 6


@compiled
def _read_phrase(work: Workspace, first: int, last: int) -> None:
    """Work out the kind of a phrase and the name in it, which several rules ask for one after the other."""
    state = work.register.state
    if state[rg.PHRASE] == first and state[rg.PHRASE_END] == last:
        return
    begin, end = head_of(work, first, last)
    start, stop = name_in(work, begin, end)
    if start < 0 and end < last and gap_in(work, end, OPEN_COMMA) and is_proper(work, end):
        start, stop = name_run(work, end, last)
    state[rg.PHRASE], state[rg.PHRASE_END] = first, last
    state[rg.NAMED_AT], state[rg.NAMED_END] = start, stop


@compiled
def named_by(work: Workspace, first: int, last: int) -> Range:
    """The name in a phrase: its head's, else the one that an apposition gives it (*a police officer, Jane Hall*)."""
    _read_phrase(work, first, last)
    state = work.register.state
    return int(state[rg.NAMED_AT]), int(state[rg.NAMED_END])


@compiled
def plausible(work: Workspace, first: int, last: int) -> bool:
    """Whether a phrase can be someone who speaks: a name, a pronoun, or a word for people, institutions and texts.

    So can one whose head ends like a word for somebody who does something: *the plumber*.
    """
    if is_in(work, first, cl.NEVER_SPEAKS):
        return False
    if has(work, first, cl.SPEAKER_PRONOUN) or is_in(work, first, cl.BOTH):
        return True
    for at in range(first, last):
        if has(work, at, _PEOPLE):
            return True
        if at > first and is_in(work, at, cl.AND) and named_by(work, first, at)[0] >= 0:
            return True
    if named_by(work, first, last)[0] >= 0 or _holds_phrase(work, first, last):
        return True
    head = head_of(work, first, last)[1] - 1
    if work.tokens[head].length <= 5 or is_in(work, head, cl.NO_AGENT):
        return False
    for row in range(len(_ENDINGS)):
        if work.tokens[head].tail & _COVERED[row] == _ENDINGS[row]:
            return True
    return False


@compiled
def _holds_phrase(work: Workspace, first: int, last: int) -> bool:
    """Whether a phrase of several words for somebody who speaks stands in a range: *the central bank*."""
    begin, _ = head_of(work, first, last)
    for at in range(begin, last):
        entry = entry_at(work, at, last)
        if entry >> LENGTH_SHIFT > 1 or role_in(entry) == WITHHELD:
            return True
    return False


@compiled
def may_speak(work: Workspace, first: int, last: int) -> bool:
    """Whether a phrase is not ruled out as a speaker: enough for a verb that tells of nothing but speech."""
    return not is_in(work, first, cl.NEVER_SPEAKS) and not has(work, last - 1, cl.TIME)


@compiled
def begin_sentence(work: Workspace, sentence: Sentence) -> None:
    """Put the person in mind who is the subject of a sentence."""
    start, end = people.subject_name(work, sentence)
    if start >= 0:
        _meet(work, start, end, False)


@compiled
def _meet(work: Workspace, start: int, end: int, speaks: bool) -> None:
    """Put a person in mind: named in full, by a title, or by the surname of somebody named in full elsewhere.

    Any full name that speaks is taken for a person's, unless it has a word for a body in it.
    """
    full = full_name(work, end - 1, start)
    known = False
    if full != rg.NO_NAME:
        register = work.register
        begin, stop = register.offsets[full], register.offsets[full + 1]
        _, length = people.next_word(register.letters, begin, stop, work.chars, register.form, False)
        first = work.vocabulary.words[find_form(register.form, 0, length, work.vocabulary)].classes
        known = first & (cl.MALE_NAME | cl.FEMALE_NAME) != 0
    titled = work.forms[work.tokens[end - 1].form].gender != rg.NO_GENDER
    if (
        known
        or titled
        or (speaks and full != rg.NO_NAME and not people.is_body(work, full))
        or people.is_person(work, start, end)
    ):
        name = full if full != rg.NO_NAME else keep_range(work, start, end)
        if name != rg.NO_NAME:
            people.meet(work, name, start, end)


@compiled
def resolve(work: Workspace, first: int, last: int) -> None:
    """Find the speaker behind a phrase, who is the last one from here on (``Register.state``)."""
    state = work.register.state
    if last - first == 1 and has(work, first, cl.SPEAKER_PRONOUN):
        _resolve_pronoun(work, first)
        state[rg.SPOKEN] = 1
        return
    start, end = named_by(work, first, last)
    it = last - first == 1 and is_in(work, first, cl.IT)
    kind = state[rg.IT] if it else code_of_phrase(work, first, last, (start, end))
    name = _name(work, first, last)
    if start >= 0 and not _is_one_of_many(work, first, last):
        _meet(work, start, end, True)
    state[rg.SPOKEN], state[rg.KIND], state[rg.NAME] = 1, kind, name


@compiled
def _is_one_of_many(work: Workspace, first: int, last: int) -> bool:
    """Whether a phrase names several people, or the last of several: *Orr and Holt*."""
    for at in range(max(0, first - 1), last):
        if is_in(work, at, cl.AND):
            return True
    return False


@compiled
def _resolve_pronoun(work: Workspace, at: int) -> None:
    """*He* and *she* are the person in mind, *they* the group that spoke last; else nobody."""
    state, recent = work.register.state, work.register.recent
    if is_in(work, at, cl.THEY):
        if state[rg.SPOKEN] == 1 and rg.may_be_they(state[rg.KIND]):
            return
        state[rg.KIND], state[rg.NAME] = rg.PRONOUN, rg.NO_NAME
        return
    place = -1
    if is_in(work, at, cl.HE | cl.SHE):
        gender = rg.MALE if is_in(work, at, cl.HE) else rg.FEMALE
        place = people.meant_by(work, gender, work.tokens[at].sentence)
    if place < 0:
        state[rg.KIND], state[rg.NAME] = rg.PRONOUN, rg.NO_NAME
    else:
        kind = kind_of_person(work, recent[place, rg.WHO_FIRST], recent[place, rg.WHO_LAST], 0)
        state[rg.KIND], state[rg.NAME] = rg.code_of(kind, 1, 0), recent[place, rg.WHO]


@compiled
def _name(work: Workspace, first: int, last: int) -> int:
    """The number of the name a phrase goes by: a full name, a name, or its head's words."""
    start, end = named_by(work, first, last)
    if start < 0:
        return _words_of_head(work, first, last)
    full = full_name(work, end - 1, start)
    name = keep_range(work, start, end)
    return full if full != rg.NO_NAME and _end_alike(work, full, name) else name


@compiled
def _end_alike(work: Workspace, one: int, other: int) -> bool:
    """Whether one name ends with the other: *Eric* is not *Stephen Paddock*."""
    register = work.register
    if one < 0 or other < 0:
        return False
    end, other_end = register.offsets[one + 1], register.offsets[other + 1]
    size = min(end - register.offsets[one], other_end - register.offsets[other])
    for back in range(1, size + 1):
        if register.letters[end - back] != register.letters[other_end - back]:
            return False
    return True


@compiled
def _words_of_head(work: Workspace, first: int, last: int) -> int:
    """The first words of a phrase's head without its determiners; its first word where there is no other.

    *The Kurdish security services* go by *kurdish security services*.
    """
    form = work.register.form
    begin, end = head_of(work, first, last)
    length = kept = 0
    for at in range(begin, end):
        if has(work, at, cl.DETERMINER) or kept == _WORDS_OF_NAME:
            continue
        if kept:
            form[length] = _SPACE
            length += 1
        token = work.tokens[at]
        length = words.fold_range(work.text, token.start, token.end, work.chars, form, length)
        kept += 1
    if not kept:
        token = work.tokens[begin]
        length = words.fold_range(work.text, token.start, token.end, work.chars, form, 0)
    return rg.keep_name(work.register, form, 0, length)
