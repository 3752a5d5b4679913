"""Whom *he* and *she* mean: the people a text has just been about, with the gender their names and titles show.

The rule is meant to be safe, not complete (a pronoun that fits nobody stays unresolved): of the people who lately were
the subject of a sentence or a source, the last one whose gender does not contradict the pronoun. Subjects rank first
among antecedents: Grosz, Joshi and Weinstein (1995), Centering. Computational Linguistics 21(2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import characters as ch
from masthead.text import word_sets as cl
from masthead.text import words
from masthead.text.limits import LONGEST_NAME, MEMORY, MEMORY_REACH, SUBJECT_LEAD
from masthead.text.rules import register as rg
from masthead.text.rules.names import GENDERED, name_run, starts_name
from masthead.text.rules.tokens import NONE, OPEN_COMMA, gap_in, has, is_in
from masthead.text.vocabulary import find_form
from masthead.text.word_types import find_form_of

if TYPE_CHECKING:
    from masthead.native.dialect import Ints
    from masthead.text.characters import Characters
    from masthead.text.records import Form, Sentence
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

_DOT, _N_APOSTROPHE = 0x2E, 0x149
_BODY = cl.OFFICIAL | cl.COLLECTIVE | cl.PERSON | cl.WORK | cl.BODY


@compiled
def learn_titles(work: Workspace) -> None:
    """Note by surname the gender that *Mr*, *Mrs* and *Ms* show anywhere in the text."""
    for index in range(work.n_capitals):
        at = work.capitals[index]
        if at > 0 and is_in(work, at - 1, GENDERED):
            start, end = name_run(work, at, min(work.size, at + LONGEST_NAME))
            if start == at:
                _learn_title(work.forms[work.tokens[end - 1].form], is_in(work, at - 1, cl.MALE_TITLE))


@inlined
def _learn_title(surname: Form, male: bool) -> None:
    """Note the gender that a title shows, unless an earlier one has."""
    if surname.gender == rg.NO_GENDER:
        surname.gender = rg.MALE if male else rg.FEMALE


@compiled
def subject_name(work: Workspace, sentence: Sentence) -> Range:
    """The name that opens a sentence, after a phrase that leads in and after titles: *On Monday, Senator Holt*."""
    begin = sentence.first
    if has(work, begin, cl.PREPOSITION | cl.CONJUNCTION | cl.TIME):
        for at in range(sentence.first + 1, min(sentence.last, sentence.first + SUBJECT_LEAD)):
            if gap_in(work, at, OPEN_COMMA):
                begin = at
                break
    if work.tokens[begin].quoted or sentence.title_case:
        return NONE
    while begin < sentence.last and has(work, begin, cl.TITLE):
        begin += 1
    if not starts_name(work, begin):
        return NONE
    start, end = name_run(work, begin, min(sentence.last, begin + LONGEST_NAME))
    return (start, end) if start == begin and end > start else NONE


@compiled
def is_person(work: Workspace, start: int, end: int) -> bool:
    """Whether a run of capitals names one person: by a first name or a title; not a body, a place, two people."""
    if has(work, start, cl.MALE_NAME | cl.FEMALE_NAME):
        return end - start <= LONGEST_NAME
    return start > 0 and has(work, start - 1, cl.TITLE) and end - start <= LONGEST_NAME - 2


@compiled
def meet(work: Workspace, name: int, start: int, end: int) -> None:
    """Put somebody who is named by some tokens in mind; whoever was met longest ago is forgotten."""
    recent, state = work.register.recent, work.register.state
    gender = _gender(work, name)
    kept = 0
    for place in range(state[rg.N_RECENT]):
        if recent[place, rg.WHO] != name:
            for column in range(rg.WHERE + 1):
                recent[kept, column] = recent[place, column]
            kept += 1
    if kept == MEMORY:
        for place in range(1, MEMORY):
            for column in range(rg.WHERE + 1):
                recent[place - 1, column] = recent[place, column]
        kept -= 1
    row = recent[kept]
    row[rg.WHO], row[rg.WHO_FIRST], row[rg.WHO_LAST] = name, start, end
    row[rg.WHO_GENDER], row[rg.WHERE] = gender, work.tokens[start].sentence
    state[rg.N_RECENT] = kept + 1


@compiled
def meant_by(work: Workspace, gender: int, sentence: int) -> int:
    """The place in mind of the person that *he* or *she* means; -1 where nobody is sure enough."""
    recent, last = work.register.recent, work.register.state[rg.N_RECENT] - 1
    for place in range(last, -1, -1):
        if sentence - recent[place, rg.WHERE] > MEMORY_REACH:
            return -1
        if recent[place, rg.WHO_GENDER] == gender or (recent[place, rg.WHO_GENDER] == rg.NO_GENDER and place == last):
            return place
    return -1


@compiled
def _gender(work: Workspace, name: int) -> int:
    """The gender of a name: what titles show of its last word (*Mrs Hall*), else its first by itself (*Jane Hall*)."""
    register = work.register
    begin, end = register.offsets[name], register.offsets[name + 1]
    first, last, n_words = 0, -1, 0
    while begin < end:
        begin, length = next_word(register.letters, begin, end, work.chars, register.form, True)
        if length == 0:
            continue
        n_words += 1
        last = find_form_of(work, register.form, length)
        if n_words == 1:
            first = work.vocabulary.words[find_form(register.form, 0, length, work.vocabulary)].classes
    if last >= 0 and work.forms[last].gender != rg.NO_GENDER:
        return int(work.forms[last].gender)
    if n_words > 1 and first & cl.MALE_NAME:
        return rg.MALE
    return rg.FEMALE if n_words > 1 and first & cl.FEMALE_NAME else rg.NO_GENDER


@compiled
def is_body(work: Workspace, name: int) -> bool:
    """Whether a name has a word for an institution in it: *Mill Trust*, *Policy Center*."""
    register = work.register
    begin, end = register.offsets[name], register.offsets[name + 1]
    while begin < end:
        begin, length = next_word(register.letters, begin, end, work.chars, register.form, True)
        if length and work.vocabulary.words[find_form(register.form, 0, length, work.vocabulary)].classes & _BODY:
            return True
    return False


@compiled
def next_word(
    letters: Ints,
    begin: int,
    end: int,
    chars: Characters,
    form: Ints,
    without_dots: bool,
) -> tuple[int, int]:
    """Write the next stretch without white space in lower case; returns where it ends, and its length.

    Lower case here is ``str.casefold``, which unlike the look-up form leaves curly apostrophes.
    """
    while begin < end and chars.flags[letters[begin]] & ch.SPACE:
        begin += 1
    length = 0
    while begin < end and not chars.flags[letters[begin]] & ch.SPACE:
        char = letters[begin]
        begin += 1
        if without_dots and char == _DOT:
            continue
        row = words.long_fold(char, chars)
        if char in (words.CURLED, words.MODIFIER):
            form[length] = char
            length += 1
        elif row < 0:
            form[length] = chars.folded[char]
            length += 1
        else:
            for place in range(1, 4):
                folded = chars.long_fold[row, place]
                if folded:
                    form[length] = words.MODIFIER if char == _N_APOSTROPHE and place == 1 else folded
                    length += 1
    return begin, length
