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
from masthead.text.rules.register import code_of, kind_of_code
from masthead.text.rules.tokens import is_capital, is_in, is_possessive, is_shouted

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
    begin, end = head_of(work, first, last)
    reading = ro.read_noun(work, begin, end)
    parts = 1
    while reading & ~ro.PROPER == 0 and name[0] < 0 and end < last and parts < _PARTS:
        begin, end = intro.next_part(work, end, last)
        reading = ro.read_noun(work, begin, end)
        parts += 1
    reading = _with_owner(work, first, begin, reading)
    reading = intro.with_complement(work, reading, end, last)
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
    return code


@compiled
def _with_owner(work: Workspace, first: int, begin: int, reading: int) -> int:
    """A reading with the possessive before its head: *the ministry's spokesman*, *the Harrow Post's Ada Roth*."""
    if begin == first or not is_possessive(work, begin - 1):
        return reading
    owner = ro.read_noun(work, first, begin)
    if ro.role_in(reading) == sw.NONE and ro.kind_in(owner) and ro.is_role(owner, _OWNERS):
        return intro.kind_of_people(reading, owner) | sw.MEMBER << sw.ROLE_SHIFT | reading
    if ro.takes_kind(reading) and not reading & ro.OWNED and ro.kind_in(owner):
        reading = reading & ~sw.KIND_BITS | ro.kind_in(owner) | ro.OWNED
    return reading | owner & ro.PROPER


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
        if is_in(work, at, cl.A) and is_capital(work, at - 1):
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
    if known == 0 and ro.is_role(reading, _GENERIC):
        known = 1 + intro.code_of_mention(work, head, code)
    kind = kind_of_code(code)
    fits = kind == 0 or kind == kind_of_code(known - 1) or ro.is_role(reading, 1 << sw.UNIT | 1 << sw.SOURCE)
    return known - 1 if known > code_of(1, 0, 0) and fits and not ro.is_role(reading, 1 << sw.GROUP) else code
