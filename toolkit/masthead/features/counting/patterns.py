"""Counts and hits of style: vocabulary, capitals, punctuation, person, numbers, and the shape of the headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.features.counting import output as out
from masthead.features.counting import tables as tb
from masthead.features.genre import PERSON
from masthead.features.style import MARKED, SHOUT_LETTERS
from masthead.native.dialect import compiled
from masthead.text import records
from masthead.text import word_sets as cl
from masthead.text.limits import ATTRIBUTED, OWN, TYPE_WINDOW
from masthead.text.rules.tokens import NOTHING, gap_in, is_capital, is_in, is_shouted, is_word

if TYPE_CHECKING:
    from masthead.features.counting.output import Output
    from masthead.features.counting.tables import Fixed
    from masthead.native.dialect import Floats, Ints
    from masthead.text.workspace import Workspace

_LISTED = tuple(MARKED)
_EXCLAMATION, _QUESTION = _LISTED.index("exclamation"), _LISTED.index("question")
_FIRST_PERSON, _SECOND_PERSON = _LISTED.index("first_person"), _LISTED.index("second_person")
_SHOUTING = _LISTED.index("shouting")
_NONE = -1
_PERSONS = cl.FIRST_PERSON | cl.SECOND_PERSON
_PLACES, _ACRONYMS = cl.packed("place_pronoun"), cl.packed("acronym")
_BANG, _ASK = 0x21, 0x3F


@compiled
def count_vocabulary(work: Workspace, fixed: Fixed, counts: Floats) -> None:
    """Count the numbers of a body and the richness of its vocabulary.

    That is the moving-average type-token ratio (Covington and McFall 2010), which has no value below its window.
    """
    count = work.size
    counts[fixed.columns[tb.C_NUMBERS]] = work.n_numbers
    rich = count >= TYPE_WINDOW
    counts[fixed.columns[tb.C_MATTR_N]] = rich
    counts[fixed.columns[tb.C_MATTR]] = work.in_windows / (TYPE_WINDOW * (count - TYPE_WINDOW + 1)) if rich else np.nan


@compiled
def _category(work: Workspace, at: int) -> int:
    """What a token is an instance of, ``_NONE`` for nothing; *the US* and *Harrow, ME* are no first person.

    In capitals no acronym shouts: a word of the list, or one that no list and no dictionary has.
    """
    token = work.tokens[at]
    if not (token.sets & _PERSONS or token.flags & records.SHOUTED):
        return _NONE
    shouted = token.flags & records.SHOUTED and token.flags & records.LONG
    if is_in(work, at, cl.FIRST_PERSON) and not (shouted and _is_place(work, at)) and not _is_numeral(work, at):
        return _FIRST_PERSON
    if is_in(work, at, cl.SECOND_PERSON):
        return _SECOND_PERSON
    if shouted and token.end - token.start >= SHOUT_LETTERS and token.flags & records.LETTERS:
        return _SHOUTING if token.word >= 0 and not is_word(work, at, _ACRONYMS) else _NONE
    return _NONE


@compiled
def _is_place(work: Workspace, at: int) -> bool:
    """Whether a pronoun in capitals is an abbreviation: *US*; *ME* and *WE* where no word beside it is in capitals."""
    if is_in(work, at, cl.US):
        return True
    beside = (at > 0 and is_shouted(work, at - 1)) or (at + 1 < work.size and is_shouted(work, at + 1))
    return is_word(work, at, _PLACES) and not beside


@compiled
def _is_numeral(work: Workspace, at: int) -> bool:
    """Whether an *I* counts a war or a road: *World War I*, *I-95*."""
    if not is_in(work, at, cl.LONE_I):
        return False
    if at > 0 and is_capital(work, at - 1) and gap_in(work, at, NOTHING):
        return True
    return at + 1 < work.size and work.tokens[at + 1].flags & records.HYPHENED != 0


@compiled
def count_style(
    work: Workspace,
    fixed: Fixed,
    output: Output,
    article: int,
    title: int,
    hits: bool,
) -> None:
    """Count what is marked outside quotations, and write the hits; of the markers of genre there are no hits."""
    text, stops, n_stops = work.text, work.stops, work.n_stops
    for at in range(work.size):
        token = work.tokens[at]
        if token.quoted or token.flags & records.SET_OFF:
            continue
        if is_in(work, at, cl.MARKER):
            output.counts[article, fixed.marker_columns[title, fixed.markers[work.tokens[at].word]]] += 1
        category = _category(work, at)
        if category != _NONE:
            if category in (_FIRST_PERSON, _SECOND_PERSON):
                output.counts[article, fixed.marker_columns[title, PERSON]] += 1
            if not title:
                output.counts[article, fixed.style_columns[category]] += 1
            if hits:
                length = out.join_forms(work, at, at + 1)
                _write(work, fixed, output, article, title, token.start, token.end, category, at, work.form, 0, length)
    stop = token_at = 0
    while stop < n_stops:
        start = stops[stop]
        if text[start] not in (_BANG, _ASK):
            stop += 1
            continue
        end, bangs = start, 0
        while stop < n_stops and stops[stop] == end and text[end] in (_BANG, _ASK):
            bangs += text[end] == _BANG
            end, stop = end + 1, stop + 1
        while token_at < work.size and work.tokens[token_at].start < start:
            token_at += 1
        at = token_at - 1
        if at < 0 or work.tokens[at].quoted:
            continue
        category = _EXCLAMATION if bangs else _QUESTION
        if not title:
            output.counts[article, fixed.style_columns[category]] += 1
        if hits:
            _write(work, fixed, output, article, title, start, end, category, at, text, start, end)


@compiled
def _write(
    work: Workspace,
    fixed: Fixed,
    output: Output,
    article: int,
    title: int,
    start: int,
    end: int,
    category: int,
    at: int,
    form: Ints,
    begin: int,
    finish: int,
) -> None:
    """Write a hit, which is never inside a quotation, with ``form[begin:finish]`` as its term."""
    hit = output.hits[out.new_hit(output, article, title, start, end)]
    hit.family, hit.category, hit.rank = fixed.families[2], fixed.style[category], fixed.style_ranks[category]
    hit.voice = ATTRIBUTED if work.tokens[at].voice == ATTRIBUTED else OWN
    hit.term = out.make_string(output, form, begin, finish)


@compiled
def count_headline(work: Workspace, fixed: Fixed, counts: Floats) -> None:
    """Count the patterns of a headline: whether it asks, exclaims, has a number, quotes, and is in two parts."""
    columns, stops = fixed.headline_columns, work.stops
    for index in range(work.n_stops):
        if work.text[stops[index]] == _ASK:
            counts[columns[0]] = 1
        if work.text[stops[index]] == _BANG:
            counts[columns[1]] = 1
    if work.n_numbers:
        counts[columns[2]] = 1
    if work.n_quotes:
        counts[columns[3]] = 1
    if out.holds_colon(work):
        counts[columns[4]] = 1
