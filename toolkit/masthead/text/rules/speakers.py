"""Who speaks: the kind of source a phrase is, and the name it resolves to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled
from masthead.text import word_sets as cl
from masthead.text import words
from masthead.text.rules import people
from masthead.text.rules import register as rg
from masthead.text.rules.full_names import full_name, keep_range
from masthead.text.rules.names import head_of, is_proper, name_in, name_run
from masthead.text.rules.tokens import OPEN_COMMA, gap_in, has, is_in
from masthead.text.source_phrases import holds_phrase
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
_SINGLE_LENGTH = 7
"""Letters of the shortest single word that makes a source anonymous."""


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
    state[rg.PHRASE_KIND] = _kind(work, begin, last, start >= 0)


@compiled
def kind_of(work: Workspace, first: int, last: int) -> int:
    """Named, official, anonymous, collective or other, by the words of the phrase.

    Names and offices combine. Without a name an anonymous word or phrase (*sources*, *on condition of anonymity*) wins;
    an official by indefinite article (*a senior official*) is anonymous too, but not a spokesperson, who speaks for the
    office.
    """
    _read_phrase(work, first, last)
    return int(work.register.state[rg.PHRASE_KIND])


@compiled
def _kind(work: Workspace, begin: int, last: int, named: bool) -> int:
    """The kind of a phrase from its head on: *the Kremlin's critics* are critics."""
    some = 0
    hinted = False
    for at in range(begin, last):
        some |= work.tokens[at].classes
        hinted |= work.tokens[at].word < 0 and _may_begin(work, at)
    form, phrasings = work.register.form, work.phrasings
    length = _join(work, begin, last) if hinted or some & cl.HINT else 0
    official = some & cl.OFFICIAL != 0 or holds_phrase(form, length, phrasings, 0, phrasings.n_official)
    if named:
        return rg.NAMED_OFFICIAL if official else rg.NAMED
    if (
        some & cl.ANONYMOUS
        or (official and has(work, begin, cl.INDEFINITE) and not some & cl.SPOKESPERSON)
        or holds_phrase(form, length, phrasings, phrasings.n_official, len(phrasings.offsets) - 1)
    ):
        return rg.ANONYMOUS
    if official:
        return rg.OFFICIAL
    return rg.COLLECTIVE if some & cl.COLLECTIVE else rg.OTHER


@compiled
def _may_begin(work: Workspace, at: int) -> bool:
    """Whether a phrase for officials or the anonymous can begin in a word that the vocabulary lacks."""
    token = work.tokens[at]
    for row in range(len(work.phrasings.tails)):
        if token.tail & work.phrasings.tails[row, 1] == work.phrasings.tails[row, 0]:
            return True
    if token.length < _SINGLE_LENGTH:
        return False
    length = words.fold_range(work.text, token.start, token.end, work.chars, work.register.form, 0)
    phrasings = work.phrasings
    return holds_phrase(work.register.form, length, phrasings, phrasings.n_official, len(phrasings.offsets) - 1)


@compiled
def _join(work: Workspace, first: int, last: int) -> int:
    """Write the forms of some tokens with spaces between them; returns the length."""
    length = 0
    for at in range(first, last):
        if at > first:
            work.register.form[length] = _SPACE
            length += 1
        token = work.tokens[at]
        length = words.fold_range(work.text, token.start, token.end, work.chars, work.register.form, length)
    return length


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
    if kind_of(work, first, last) != rg.OTHER:
        return True
    head = head_of(work, first, last)[1] - 1
    if work.tokens[head].length <= 5 or is_in(work, head, cl.NO_AGENT):
        return False
    for row in range(len(_ENDINGS)):
        if work.tokens[head].tail & _COVERED[row] == _ENDINGS[row]:
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
        _meet(work, start, end, rg.NAMED, False)


@compiled
def _meet(work: Workspace, start: int, end: int, kind: int, speaks: bool) -> None:
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
            people.meet(work, name, kind, work.tokens[start].sentence)


@compiled
def resolve(work: Workspace, first: int, last: int) -> None:
    """Find the speaker behind a phrase, who is the last one from here on (``Register.state``)."""
    state = work.register.state
    if last - first == 1 and has(work, first, cl.SPEAKER_PRONOUN):
        _resolve_pronoun(work, first)
        state[rg.SPOKEN] = 1
        return
    kind = kind_of(work, first, last)
    name = _name(work, first, last)
    start, end = named_by(work, first, last)
    if start >= 0 and not _is_one_of_many(work, first, last):
        _meet(work, start, end, kind, True)
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
        if state[rg.SPOKEN] == 1 and state[rg.KIND] in (rg.COLLECTIVE, rg.ANONYMOUS, rg.OTHER):
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
        state[rg.KIND], state[rg.NAME] = recent[place, rg.WHO_KIND], recent[place, rg.WHO]


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
