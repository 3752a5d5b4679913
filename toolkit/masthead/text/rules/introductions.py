"""How a text introduces those who speak: by a title before a name, an apposition or a place of work after it.

A person is what the text says of them anywhere; what they are known for counts where it says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import gaps, records
from masthead.text import source_words as sw
from masthead.text import word_sets as cl
from masthead.text.rules import roles as ro
from masthead.text.rules.full_names import full_range
from masthead.text.rules.names import head_of
from masthead.text.rules.register import code_of, kind_of_code
from masthead.text.rules.tokens import INSIDE_RUN, OPEN_COMMA, gap_in, has, is_capital, is_in, marks

if TYPE_CHECKING:
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

_LEAD = 8
"""Tokens before a name among which its titles stand."""
_ASIDE = 16
"""Tokens of an apposition that are read."""
_MENTIONS = 6
"""Full names of one surname that are looked at."""
_COMPLEMENTS = 3
"""Parts after a head among which what it belongs to is sought."""
_POSTS = 1 << sw.CHIEF | 1 << sw.MEMBER
_SOMEBODY = sw.CITIZEN | sw.PERSON << sw.ROLE_SHIFT
_BRACKET = gaps.mask("(")
_ENDS_LEAD = cl.DETERMINER | cl.PREPOSITION | cl.CONJUNCTION | cl.COORDINATOR | cl.AUXILIARY | cl.PRONOUN


@compiled
def next_part(work: Workspace, at: int, last: int) -> Range:
    """The part of a phrase after the comma or preposition at a token, up to the next one."""
    begin = at + 1 if has(work, at, cl.PREPOSITION) else at
    return head_of(work, begin, last) if begin < last else (last, last)


@compiled
def with_complement(work: Workspace, reading: int, at: int, last: int) -> int:
    """A reading with what follows its head by a preposition: *the head of the agency*, *people close to the mayor*."""
    takes = ro.takes_kind(reading) or reading & ro.WITHHELD
    parts = 0
    while at < last and parts < _COMPLEMENTS and has(work, at, cl.PREPOSITION):
        belongs = is_in(work, at, cl.BELONGS)
        end = _before_article(work, at + 2, next_part(work, at, last)[1])
        other = ro.read_noun(work, at, end)
        named = belongs or (ro.is_role(reading, ro.HOUSES) and ro.kind_in(reading) != sw.DOCUMENT)
        reading |= other & (ro.WITHHELD | (ro.PROPER | ro.NATIONAL if named else 0))
        reading |= ro.PERSONAL if other & ro.TAILED and ro.is_role(reading, ro.PEOPLE) else 0
        if (belongs or ro.is_role(reading, ro.PEOPLE)) and not reading & ro.OWNED:
            reading = _belonging(reading, other, takes != 0)
        at, parts = max(end, at + 1), parts + 1
    return reading


@compiled
def _before_article(work: Workspace, at: int, end: int) -> int:
    """Where a part ends: before an article inside it, with which another noun phrase begins."""
    while at < end and not is_in(work, at, cl.A):
        at += 1
    return min(at, end)


@inlined
def _belonging(reading: int, house: int, takes: bool) -> int:
    """A reading with the kind of what its head belongs to; an unknown name with a spokesman is an organisation's."""
    kind = kind_of_people(reading, house) if ro.role_in(house) != sw.PART else 0
    if kind and (takes or ro.serves(reading, kind)):
        return reading & ~sw.KIND_BITS | kind | ro.OWNED
    if house & ro.PROPER and ro.role_in(reading) == sw.VOICE and ro.kind_in(reading) == 0:
        return reading | sw.ORGANISATION
    return reading


@inlined
def kind_of_people(reading: int, house: int) -> int:
    """The kind of those who belong to a house: who speaks from a university is an expert, but not as its spokesman."""
    if ro.role_in(house) == sw.ACADEMY and ro.role_in(reading) in (sw.MEMBER, sw.CHIEF, sw.NONE):
        return sw.EXPERT
    return ro.kind_in(house)


@compiled
def kind_of_person(work: Workspace, first: int, last: int, told: int) -> int:
    """The kind of the person of that name, ``told`` being what the words before it say.

    What the text says goes before what somebody is known for; only a candidate stays one unless they are president.
    """
    surname = work.forms[work.tokens[last - 1].form]
    if surname.kinds:
        return ro.kind_in(told) or kind_of_code(surname.kinds - 1)
    begin, end = (first, last) if last - first > 1 else full_range(work, last - 1, first)
    known, alone = _known_for(work, first, last, begin, end), True
    introduced = told or _introduced(work, first, last)
    for place in range(min(surname.n_full, _MENTIONS)):
        row = work.register.full[work.register.order[surname.full + place]]
        if _holds_form(work, begin, end, work.tokens[row.first].form):
            introduced = _stronger(introduced, _introduced(work, row.first, row.last))
        else:
            alone = False
    if alone:
        introduced = _stronger(introduced, _introduced(work, surname.first, surname.first + 1))
    if alone and ro.kind_in(introduced) == 0:
        introduced = _introduced_anywhere(work, surname.first)
    kind = ro.kind_in(introduced)
    if ro.is_role(known, ro.PERSONS) and (kind in (sw.UNKNOWN, sw.CITIZEN) or _stays_candidate(known, introduced)):
        kind = ro.kind_in(known)
    if alone:
        surname.kinds = code_of(kind, 1, 0) + 1
    return kind


@compiled
def _introduced_anywhere(work: Workspace, first: int) -> int:
    """What one of the places where a surname stands says of its bearer, after its first one; 0 for nothing."""
    found = 0
    for index in range(work.n_capitals):
        at = work.capitals[index]
        if at > first and work.tokens[at].form == work.tokens[first].form:
            introduced = _introduced(work, at, at + 1)
            if ro.kind_in(introduced):
                return introduced
            found += 1
            if found == _MENTIONS:
                break
    return 0


@inlined
def _holds_form(work: Workspace, first: int, last: int, form: int) -> bool:
    """Whether one of some tokens has a form."""
    for at in range(first, last):
        if work.tokens[at].form == form:
            return True
    return False


@inlined
def _known_for(work: Workspace, first: int, last: int, begin: int, end: int) -> int:
    """What the list has of a name, of the full name that it stands for, or of the surname."""
    known = ro.entry_at(work, first, last)
    if not ro.is_role(known, ro.PERSONS) and begin >= 0:
        known = ro.entry_at(work, begin, end)
    return known if ro.is_role(known, ro.PERSONS) else ro.entry_at(work, last - 1, last)


@inlined
def _stays_candidate(known: int, introduced: int) -> bool:
    """Whether somebody known to run for office is introduced by no higher one."""
    if ro.role_in(known) != sw.CANDIDATE or ro.kind_in(introduced) != sw.STATE:
        return False
    return ro.role_in(introduced) != sw.CHIEF or introduced & ro.FORMER != 0


@inlined
def _stronger(one: int, other: int) -> int:
    """The reading that counts of two: the first that tells a kind, but the head of a state before all."""
    if ro.kind_in(one) == 0:
        return other
    if ro.role_in(other) == sw.CHIEF and ro.kind_in(other) == sw.STATE and ro.role_in(one) != sw.CHIEF:
        return one if other & ro.FORMER else other
    return one


@compiled
def _introduced(work: Workspace, first: int, last: int) -> int:
    """What the words before and after a name say of its bearer; 0 for nothing."""
    sentence = work.sentences[work.tokens[first].sentence]
    begin = _lead(work, first, sentence.first, cl.OF)
    if begin < first:
        before = ro.read_noun(work, begin, last)
        if before & ro.TAILED:
            before = _with_title(work, before, first, sentence.first)
        if before & ro.PERSONAL and ro.kind_in(before) and ro.is_role(before, ro.PEOPLE):
            return before
    return _apposed(work, last, sentence.last)


@compiled
def _lead(work: Workspace, first: int, limit: int, inside: int) -> int:
    """Where the words before a name begin that can be its titles; *of* may stand inside: *secretary of state*."""
    begin = first
    while begin > limit and first - begin < _LEAD and gap_in(work, begin, INSIDE_RUN):
        if has(work, begin - 1, _ENDS_LEAD) and not is_in(work, begin - 1, inside):
            break
        begin -= 1
    return begin


@compiled
def _with_title(work: Workspace, house: int, first: int, limit: int) -> int:
    """What a title makes of a house between it and the name: *the president of the Mill Trust Ada Roth*."""
    at = _lead(work, first, limit, 0)
    if at > limit and is_in(work, at - 1, cl.THE):
        at -= 1
    if at <= limit or not has(work, at - 1, cl.PREPOSITION):
        return 0
    title = ro.read_noun(work, _lead(work, at - 1, limit, cl.OF), at - 1)
    if title & ro.PLURAL:
        return 0
    return _belonging(title, house, ro.takes_kind(title)) | ro.PERSONAL


@compiled
def _apposed(work: Workspace, last: int, end: int) -> int:
    """What stands after a name: an apposition, a party in brackets, a place of work."""
    if last >= end:
        return 0
    limit = min(end, last + _ASIDE)
    if marks(work, last, _BRACKET) and work.tokens[last].length == 1:
        return sw.STATE | sw.OFFICE << sw.ROLE_SHIFT
    if gap_in(work, last, OPEN_COMMA):
        return _read_aside(work, last, limit)
    if not gap_in(work, last, INSIDE_RUN):
        return 0
    if last + 1 < limit and is_in(work, last + 1, cl.OF) and _is_post(ro.entry_at(work, last, last + 1)):
        return _read_aside(work, last, limit)
    if has(work, last, cl.PREPOSITION):
        begin, stop = next_part(work, last, limit)
        house = ro.read_noun(work, begin, stop)
        if ro.is_role(house, ro.HOUSES) and house & ro.PROPER:
            return kind_of_people(0, house) | sw.MEMBER << sw.ROLE_SHIFT
        if is_in(work, last, cl.OF) and house & ro.PROPER:
            return _SOMEBODY
    return 0


@inlined
def _is_post(entry: int) -> bool:
    """Whether a word after a name says what its bearer is without a comma, an *of* after it: *Roth father of two*."""
    return ro.is_role(entry, _POSTS) or (ro.role_in(entry) == sw.PERSON and ro.kind_in(entry) == sw.CITIZEN)


@compiled
def _read_aside(work: Workspace, first: int, limit: int) -> int:
    """The reading of an apposition about one person; 0 where what stands there is none.

    Whose age or home is given, and no more, is a private person.
    """
    begin = first
    while begin < limit and (has(work, begin, cl.NUMBER_WORD) or work.tokens[begin].flags & records.NUMBER):
        begin += 1
    stop = begin + 1
    while stop < limit and not gap_in(work, stop, OPEN_COMMA) and not _goes_on(work, begin, stop):
        stop += 1
    somebody = _SOMEBODY if begin > first else 0
    if begin >= limit:
        return somebody
    if is_in(work, begin, cl.WHO):
        return _SOMEBODY if begin + 1 < limit and is_in(work, begin + 1, cl.LIVES) else somebody
    begin_head, end = head_of(work, begin, stop)
    reading = ro.read_noun(work, begin_head, end)
    if reading & (ro.PLURAL | ro.PERSONAL):
        return 0
    if ro.is_role(reading, ro.PEOPLE):
        return with_complement(work, reading, end, stop)
    return reading if ro.role_in(reading) == sw.PART and ro.kind_in(reading) == sw.PARTY else somebody


@compiled
def _goes_on(work: Workspace, begin: int, at: int) -> bool:
    """Whether a sentence goes on after an apposition without a comma: by a word that nothing in it leads to."""
    if is_capital(work, at) or ro.entry_at(work, at, at + 1) or has(work, at, cl.PREPOSITION | cl.DETERMINER):
        return False
    return is_capital(work, at - 1) or (at > begin + 1 and ro.is_role(ro.entry_at(work, at - 1, at), ro.PEOPLE))


@compiled
def code_of_mention(work: Workspace, head: int, code: int) -> int:
    """The kinds of a body or source that goes by one word, from what is around that word where it stands first."""
    at = work.forms[work.tokens[head].form].first
    sentence = work.sentences[work.tokens[at].sentence]
    begin = _lead(work, at, sentence.first, 0)
    if at in (begin, head):
        return code
    reading = ro.read_noun(work, begin, at + 1)
    if ro.role_in(reading) == sw.SOURCE:
        reading = with_complement(work, reading, at + 1, min(sentence.last, at + _LEAD))
        return code_of(ro.kind_in(reading), 0, 1)
    if not ro.kind_in(reading) or not reading & ro.PROPER:
        return code
    return code_of(ro.kind_in(reading), 1, 0)
