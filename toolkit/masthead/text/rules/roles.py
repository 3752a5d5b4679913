"""What the words of a noun phrase tell of who speaks: the kind of source, and the role of the word that tells it.

A phrase is read from left to right: what was its head becomes the owner of the next noun, so that *the rebel
coalition's police spokesman* ends as a spokesman of the police. A reading is one number: the kind, the role of the
head, and marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, inlined
from masthead.text import source_words as sw
from masthead.text import word_sets as cl
from masthead.text.rules.tokens import (
    OPEN_COMMA,
    ends_ed,
    ends_s,
    gap_in,
    has,
    is_adverb,
    is_capital,
    is_in,
    is_possessive,
    is_shouted,
)

if TYPE_CHECKING:
    from masthead.text.workspace import Workspace

PLURAL = sw.PLURAL
OWNED = 1 << 10  # the kind is that of a name or body which the head belongs to
PROPER = 1 << 11  # a proper name stands in the phrase
PERSONAL = 1 << 12  # the name of a person follows the word for it
WITHHELD = 1 << 13  # it says that the name is withheld
FORMER = 1 << 14
NATIONAL = 1 << 15  # a country's adjective stands in it, which names a state and nobody else
TAILED = 1 << 16  # a name follows the word for a body, or its name
HEAD_SHIFT = 18
"""Above the marks stands the token of the head, counted from the beginning of the phrase, and 1."""
_BEYOND = 3
"""Tokens of a phrase of the list that can stand after a part of a noun phrase."""
_KNOWN = 1 << sw.NAME | 1 << sw.ACRONYM | 1 << sw.FIGURE | 1 << sw.CANDIDATE
PERSONS = 1 << sw.FIGURE | 1 << sw.CANDIDATE
_COLOURS = 1 << sw.PART | 1 << sw.LAND | 1 << sw.FORMER | 1 << sw.WITHHELD
_TAKES = 1 << sw.UNIT | 1 << sw.PAGE | 1 << sw.CHIEF | 1 << sw.MEMBER | 1 << sw.VOICE | 1 << sw.SOURCE
HOUSES = 1 << sw.BODY | 1 << sw.ACADEMY | 1 << sw.NAME | 1 << sw.ACRONYM | 1 << sw.UNIT
PEOPLE = 1 << sw.PERSON | 1 << sw.OFFICE | 1 << sw.CHIEF | 1 << sw.MEMBER | 1 << sw.VOICE | 1 << sw.SOURCE
_LAND = sw.KIND_BITS
"""In the place of an owner: a country, whose state speaks by those who belong to nothing else (*an Israeli source*)."""


@inlined
def kind_in(reading: int) -> int:
    """The kind of source of a reading or an entry."""
    return reading & sw.KIND_BITS


@inlined
def role_in(reading: int) -> int:
    """The role of the head of a reading, or of an entry."""
    return reading >> sw.ROLE_SHIFT & sw.ROLE_BITS


@inlined
def is_role(reading: int, roles: int) -> bool:
    """Whether the role is one of some, given as bits."""
    return roles >> role_in(reading) & 1 != 0


@inlined
def takes_kind(reading: int) -> bool:
    """Whether a head is of the kind of what it belongs to: *a spokesman for*, *the head of*, *a group of*."""
    return is_role(reading, _TAKES)


@compiled
def entry_at(work: Workspace, at: int, end: int) -> int:
    """The entry of the longest phrase that begins at a token, else of its word alone; 0 for none.

    A phrase may go on after ``end``, where a preposition is: *secretary of state*.
    """
    if not has(work, at, cl.SOURCE_WORD):
        return 0
    word, sources = work.tokens[at].word, work.sources
    known = sources.by_word[word]
    limit = min(end + _BEYOND, work.size) if has(work, end, cl.PREPOSITION) else end
    row = len(sources.entries)
    if at + 1 < limit and known.seconds >> (work.tokens[at + 1].word & 63) & 1:
        row = known.phrase
    while row < len(sources.entries) and sources.words[sources.begins[row]] == word:
        if _stands(work, at, limit, row) and _is_written(work, at, sources.entries[row]):
            return int(sources.entries[row])
        row += 1
    entry = known.proper
    if entry and _is_written(work, at, entry) and not (at > 0 and has(work, at - 1, cl.MALE_NAME | cl.FEMALE_NAME)):
        return int(entry)
    return int(known.alone)


@inlined
def _stands(work: Workspace, at: int, end: int, row: int) -> bool:
    """Whether a phrase of the list stands at a token, with no mark that parts phrases in it."""
    begin = work.sources.begins[row]
    length = work.sources.begins[row + 1] - begin
    step = 1
    while step < length and at + step < end and work.tokens[at + step].word == work.sources.words[begin + step]:
        if gap_in(work, at + step, OPEN_COMMA):
            return False
        step += 1
    return step == length


@inlined
def _is_written(work: Workspace, at: int, entry: int) -> bool:
    """Whether a proper name has a capital, and an acronym nothing else."""
    if role_in(entry) == sw.ACRONYM:
        return is_shouted(work, at)
    return not is_role(entry, _KNOWN) or is_capital(work, at)


@compiled
def read_noun(work: Workspace, first: int, last: int) -> int:
    """The reading of some tokens as one noun phrase without what follows its head by a preposition."""
    head = owner = owned = marks = 0
    at, head_end = first, -1
    while at < last:
        entry = entry_at(work, at, last)
        length = max(1, entry >> sw.LENGTH_SHIFT)
        if entry == 0 and head and _is_verb(work, at, last):
            break
        if entry == 0 and is_in(work, at, cl.A):
            head, owner, owned, marks, head_end = 0, 0, 0, marks & WITHHELD, -1
        elif entry == 0:
            marks = (marks if is_capital(work, at) else marks & ~TAILED) | _mark_of_word(work, at, head, head_end)
        elif is_role(entry, _COLOURS):
            marks |= _mark_of_colour(work, at, entry)
            owner = _coloured(owner, head, entry)
            owned = owned and head == 0
        elif is_role(entry, _KNOWN) and head and at == head_end:
            marks |= PROPER | (PERSONAL if is_role(head, PEOPLE) else TAILED if is_role(entry, PERSONS) else 0)
            head = _with_name(head, entry, marks)
            head_end = at + length
        elif is_role(head, HOUSES) and is_in(work, head_end, cl.OF):
            marks |= PROPER if is_name_part(work, at) else 0
        else:
            if head:
                owner, owned = _owner_of(head, owner), 1
            marks |= PROPER if is_role(entry, _KNOWN) or is_name_part(work, at) else 0
            marks &= ~(PERSONAL | TAILED)
            head, head_end = entry & (1 << sw.LENGTH_SHIFT) - 1, at + length
            marks = marks & ((1 << HEAD_SHIFT) - 1) | (head_end - first) << HEAD_SHIFT
        at += length
    if head_end + 1 == last and _is_modifier(work, head, marks, head_end):
        return marks & ((1 << HEAD_SHIFT) - 1)
    return _result(head, owner, owned, marks)


@inlined
def _is_modifier(work: Workspace, head: int, marks: int, at: int) -> bool:
    """Whether a word for one person only colours an unknown noun after it: *terrorist atrocities*."""
    plain = not is_capital(work, at) and ends_s(work, at) and entry_at(work, at, at + 1) == 0
    return plain and is_role(head, PEOPLE) and not head & PLURAL and not marks & PERSONAL


@inlined
def _is_verb(work: Workspace, at: int, last: int) -> bool:
    """Whether a word that the list does not know goes on to a sentence: by its ending, or an object after it."""
    if is_capital(work, at) or has(work, at, cl.DETERMINER) or is_adverb(work, at):
        return False
    return ends_ed(work, at) or (at + 1 < last and has(work, at + 1, cl.DETERMINER | cl.OBJECT_PRONOUN))


@inlined
def _mark_of_word(work: Workspace, at: int, head: int, head_end: int) -> int:
    """What a word that the list does not know tells: a name after a word for people is a person's."""
    if not is_capital(work, at) or has(work, at, cl.TIME | cl.PRONOUN | cl.DETERMINER | cl.PREPOSITION | cl.TITLE):
        return 0
    if at == head_end and is_role(head, PEOPLE | HOUSES) and not is_possessive(work, at - 1):
        return PROPER | (PERSONAL if is_role(head, PEOPLE) else TAILED)
    return PROPER if is_name_part(work, at) else 0


@compiled
def is_name_part(work: Workspace, at: int) -> bool:
    """Whether a capital is one that the start of its sentence, or of a headline, does not explain.

    At the start of a sentence it is where nobody knows the word, or it has a capital inside another sentence.
    """
    token = work.tokens[at]
    sentence = work.sentences[token.sentence]
    if not is_capital(work, at) or sentence.title_case:
        return False
    return at > sentence.first or token.word < 0 or work.forms[token.form].inside != 0


@inlined
def _mark_of_colour(work: Workspace, at: int, entry: int) -> int:
    """The mark of a word that is no noun of its own."""
    role = role_in(entry)
    if role == sw.WITHHELD:
        return WITHHELD
    if role == sw.FORMER:
        return FORMER
    return NATIONAL if role == sw.LAND and is_capital(work, at) else 0


@inlined
def _coloured(owner: int, head: int, entry: int) -> int:
    """The owner after an adjective: the nearest one counts, a country only where nothing else does."""
    if role_in(entry) == sw.LAND:
        return owner or (0 if head else _LAND)
    return kind_in(entry) or owner


@inlined
def _owner_of(head: int, owner: int) -> int:
    """The kind that a noun hands on to the one after it."""
    return _owned(head, owner) if is_role(head, _TAKES) else kind_in(head)


@inlined
def _owned(head: int, owner: int) -> int:
    """The kind of a head that is of the kind of its owner, where it has one."""
    if owner == _LAND:
        return sw.STATE if kind_in(head) in (sw.UNKNOWN, sw.PARTY) else kind_in(head)
    return owner or kind_in(head)


@inlined
def _with_name(head: int, entry: int, marks: int) -> int:
    """A head with a known name right after it, which is its own: *Senator* and the name of a candidate.

    Who runs for office is of a party, whatever seat they hold, but for a head of state or government.
    """
    in_office = role_in(head) == sw.CHIEF and not marks & FORMER
    if role_in(entry) == sw.CANDIDATE and kind_in(head) == sw.STATE and not in_office:
        return head & ~sw.KIND_BITS | kind_in(entry)
    return head if kind_in(head) else head | kind_in(entry)


@inlined
def _result(head: int, owner: int, owned: int, marks: int) -> int:
    """The reading of a phrase with its head, the kind of its owner, and its marks."""
    if head == 0:
        owner = 0 if owner == _LAND else owner
        return owner | (sw.PART << sw.ROLE_SHIFT if owner else 0) | marks
    if owned and serves(head, owner):
        return head & ~sw.KIND_BITS | owner | marks | OWNED
    if is_role(head, _TAKES):
        return head & ~sw.KIND_BITS | _owned(head, owner) | marks | (OWNED if owned else 0)
    return head | marks


@inlined
def serves(reading: int, owner: int) -> bool:
    """Whether an expert speaks for whom they work for: a campaign's lawyer, a ministry's economist."""
    return kind_in(reading) == sw.EXPERT and role_in(reading) == sw.PERSON and owner in (sw.STATE, sw.PARTY)
