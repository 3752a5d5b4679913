"""The kinds of a source: what it is (state, party, expert ...), and whether it is named or its name is withheld.

The kind is that of the head noun, of what it belongs to (*a spokesman for the ministry*), of a known proper name, or of
what the text says of a person elsewhere (``rules.introductions``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import records
from masthead.text import source_words as sw
from masthead.text import word_sets as cl
from masthead.text.rules import introductions as intro
from masthead.text.rules import roles as ro
from masthead.text.rules.names import head_of
from masthead.text.rules.people import meant_by
from masthead.text.rules.register import FEMALE, IT, MALE, OTHER, WHO_FIRST, WHO_LAST, code_of, kind_of_code
from masthead.text.rules.tokens import OPEN_COMMA, gap_in, has, is_capital, is_in, is_possessive, is_shouted

if TYPE_CHECKING:
    from masthead.text.rules.tokens import Range
    from masthead.text.workspace import Workspace

_PARTS = 4
"""Parts of a phrase, between its commas and prepositions, among which its head is sought."""
_GENERIC = 1 << sw.BODY | 1 << sw.UNIT | 1 << sw.ACADEMY
_BODIES = _GENERIC | 1 << sw.NAME | 1 << sw.ACRONYM | 1 << sw.PAGE | 1 << sw.VOICE
_OWNERS = _GENERIC | 1 << sw.NAME | 1 << sw.ACRONYM | 1 << sw.CANDIDATE
_PERSONS = 1 << sw.NONE | 1 << sw.PART | ro.PERSONS
_WITHHOLDING = 1 << sw.PERSON | 1 << sw.MEMBER


@compiled
def code_of_phrase(work: Workspace, first: int, last: int, name: Range) -> int:
    """The kinds of a phrase as one number (``register.KINDS``); ``name`` is the name in it, -1 for none."""
    first = _late_source(work, first, last)
    begin, end = head_of(work, first, last)
    reading = ro.read_noun(work, begin, end)
    parts = 1
    while reading & ~ro.PROPER == 0 and name[0] < 0 and parts < _PARTS and _has_more(work, end, last):
        begin, end = intro.next_part(work, end, last)
        reading = ro.read_noun(work, begin, end)
        parts += 1
    if ro.role_in(reading) == sw.NONE and name[0] < 0:
        begin, end, reading = _last_noun(work, begin, end, last, reading)
    reading = _with_owner(work, first, begin, reading)
    reading = intro.with_complement(work, reading, end, last)
    work.register.state[IT] = OTHER
    if name[0] >= 0 and _is_person(work, reading, name, begin):
        return _code_of_person(work, reading, name)
    head = begin + (reading >> ro.HEAD_SHIFT) - 1
    if ro.is_role(reading, ro.PEOPLE) and _is_named_before(work, begin, head, last):
        return code_of(ro.kind_in(reading), 1, 0)
    code = _code_of_others(work, reading, name, begin, last)
    if reading >> ro.HEAD_SHIFT:
        code = _recalled(work, reading, begin, head, code)
        if kind_of_code(code):
            work.forms[work.tokens[head].form].kinds = code + 1
    work.register.state[IT] = code
    return code


@inlined
def _has_more(work: Workspace, end: int, last: int) -> bool:
    """Whether a phrase goes on with who is meant: *dozens of residents*, *on Monday, residents*."""
    return end < last and (is_in(work, end, cl.OF) or gap_in(work, end, OPEN_COMMA))


@compiled
def _last_noun(work: Workspace, begin: int, end: int, last: int, reading: int) -> tuple[int, int, int]:
    """The noun phrase that the last article of a phrase opens, its end and its reading, where that tells a role.

    Else that of a person whom the last words name.
    """
    at = last - 2
    while at > begin and not is_in(work, at, cl.A):
        at -= 1
    if at > begin:
        stop = head_of(work, at, last)[1]
        found = ro.read_noun(work, at, stop)
        if ro.role_in(found) != sw.NONE:
            return at, stop, found
    at = last - 1
    while at > begin and not has(work, at, cl.PREPOSITION | cl.CONJUNCTION) and not is_in(work, at, cl.THAT):
        at -= 1
    found = ro.read_noun(work, at + 1, last)
    if at > begin and (found & ro.PERSONAL or ro.is_role(found, ro.PERSONS)):
        return at + 1, last, found
    return begin, end, reading


@compiled
def _late_source(work: Workspace, first: int, last: int) -> int:
    """Where *a military source* begins after words that belong to no source, as where a comma is missing."""
    for at in range(last - 2, first, -1):
        if is_in(work, at, cl.A):
            for noun in range(at + 1, min(at + 4, last)):
                if ro.role_in(ro.entry_at(work, noun, noun + 1)) == sw.SOURCE:
                    return at
    return first


@compiled
def _with_owner(work: Workspace, first: int, begin: int, reading: int) -> int:
    """A reading with the possessive before its head: *the ministry's spokesman*, *the Harrow Post's Ada Roth*."""
    if is_in(work, begin, cl.POSSESSIVE):
        return _of_somebody(work, begin, reading)
    if begin == first or not is_possessive(work, begin - 1):
        return reading
    owner = ro.read_noun(work, first, begin)
    if ro.role_in(reading) == sw.NONE and ro.kind_in(owner) and ro.is_role(owner, _OWNERS):
        return intro.kind_of_people(reading, owner) | sw.MEMBER << sw.ROLE_SHIFT | reading
    if ro.takes_kind(reading) and not reading & ro.OWNED and ro.kind_in(owner):
        reading = reading & ~sw.KIND_BITS | ro.kind_in(owner) | ro.OWNED
    return reading | owner & ro.PROPER


@compiled
def _of_somebody(work: Workspace, at: int, reading: int) -> int:
    """A reading after *his* or *her*: who belongs to somebody known is of their kind, and a body is named by them."""
    gender = FEMALE if is_in(work, at, cl.HER) else MALE
    place = meant_by(work, gender, work.tokens[at].sentence)
    if place < 0:
        return reading
    person = work.register.recent[place]
    kind = intro.kind_of_person(work, person[WHO_FIRST], person[WHO_LAST], 0)
    if ro.takes_kind(reading) and not reading & ro.OWNED and kind not in (sw.UNKNOWN, sw.CITIZEN):
        reading = reading & ~sw.KIND_BITS | kind | ro.OWNED
    return reading | ro.PROPER


@inlined
def _is_person(work: Workspace, reading: int, name: Range, begin: int) -> bool:
    """Whether the name in a phrase is a person's, not that of a body."""
    if reading & ro.PERSONAL or ro.is_role(reading, ro.PERSONS):
        return True
    if ro.role_in(reading) == sw.NAME and reading & ro.TAILED and not is_in(work, name[0] - (name[0] > 0), cl.THE):
        return True
    if ro.is_role(reading, ro.PEOPLE):
        return name[0] >= begin and not _is_before_head(reading, name, begin)
    if not ro.is_role(reading, _PERSONS):
        return False
    initials = name[1] - name[0] == 1 and is_shouted(work, name[0])
    return not (initials or (name[0] > 0 and is_in(work, name[0] - 1, cl.THE)))


@inlined
def _is_before_head(reading: int, name: Range, begin: int) -> bool:
    """Whether a name stands before the head, which then belongs to it: *a Treasury spokesman*."""
    return name[1] < begin + (reading >> ro.HEAD_SHIFT)


@compiled
def _code_of_person(work: Workspace, reading: int, name: Range) -> int:
    """The kinds of a named person: by the words beside the name, else by what the text says of its bearer."""
    told = reading if ro.is_role(reading, ro.PEOPLE) and ro.kind_in(reading) else 0
    kind = intro.kind_of_person(work, name[0], name[1], told)
    return code_of(kind, 1, 0)


@compiled
def _code_of_others(work: Workspace, reading: int, name: Range, begin: int, last: int) -> int:
    """The kinds of a body, a document, a group or unnamed people."""
    kind = ro.kind_in(reading)
    if reading & ro.PERSONAL or ro.is_role(reading, ro.PERSONS):
        return code_of(kind, 1, 0)
    if ro.is_role(reading, _PERSONS):
        kind = kind if name[0] < 0 else sw.ORGANISATION
        return code_of(kind, name[0] >= 0, reading & ro.WITHHELD != 0)
    if ro.is_role(reading, _BODIES):
        proper = reading & ro.PROPER != 0 or (reading & ro.NATIONAL != 0 and kind == sw.STATE)
        return code_of(kind, proper, reading & ro.WITHHELD != 0)
    withheld = reading & ro.WITHHELD != 0 or ro.role_in(reading) == sw.SOURCE
    if ro.is_role(reading, _WITHHOLDING):
        withheld = withheld or reading & ro.PLURAL != 0 or not _is_known(work, begin, reading, last)
    return code_of(kind, 0, withheld and kind != sw.COLLECTIVE)


@compiled
def _is_known(work: Workspace, begin: int, reading: int, last: int) -> bool:
    """Whether a phrase for one person is about somebody known from the context: *the officer*, *her lawyer*.

    Who has to be described is not: *the officer in charge*, *the designer, who asked not to be named*.
    """
    if begin + (reading >> ro.HEAD_SHIFT) < last or (last < work.size and is_in(work, last, cl.WHO)):
        return False
    return is_in(work, begin, cl.THE | cl.POSSESSIVE) or (begin > 0 and is_possessive(work, begin - 1))


@compiled
def _is_named_before(work: Workspace, begin: int, head: int, last: int) -> bool:
    """Whether the name stands before the head without a comma: *Jane Hall president of*, *Hall a police officer*."""
    for at in range(begin + 1, head):
        if is_in(work, at, cl.A) and ro.is_name_part(work, at - 1):
            return True
    if head + 1 >= last or head < begin + 2 or not is_in(work, head + 1, cl.OF):
        return False
    several = is_capital(work, head - 2) or work.tokens[head - 1].flags & records.HYPHENED != 0
    return several and is_capital(work, head - 1) and not is_capital(work, head)


@inlined
def _is_definite(work: Workspace, begin: int, head: int) -> bool:
    """Whether *the* stands before a head, with one word between them at most."""
    return (head > begin and is_in(work, head - 1, cl.THE)) or (head > begin + 1 and is_in(work, head - 2, cl.THE))


@compiled
def _recalled(work: Workspace, reading: int, begin: int, head: int, code: int) -> int:
    """What a phrase with *the* and no more than its head was before: *the source* is the military one of before."""
    known = work.forms[work.tokens[head].form].kinds
    if not _is_definite(work, begin, head) or (reading & ro.PROPER and not is_capital(work, head)):
        return code
    if known == 0 and ro.is_role(reading, _GENERIC | 1 << sw.SOURCE):
        known = 1 + intro.code_of_mention(work, head, code)
    kind = kind_of_code(code)
    fits = kind == 0 or kind == kind_of_code(known - 1) or ro.is_role(reading, 1 << sw.UNIT | 1 << sw.SOURCE)
    return known - 1 if known > code_of(1, 0, 0) and fits and not ro.is_role(reading, 1 << sw.GROUP) else code
