"""Counts and hits of the word lists: loaded terms, hedges, choices, and the user's own; and scare quotes.

A hit is in the voice of its first token. Counts are of the body, as family, category and voice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.features.counting import choice_tables as ct
from masthead.features.counting import output as out
from masthead.features.counting import tables as tb
from masthead.features.loaded import COUNTED_FROM, SCARE_QUOTE_WEIGHT
from masthead.native.dialect import compiled, inlined
from masthead.text import records
from masthead.text.rules.proper import is_denied, is_named

if TYPE_CHECKING:
    from masthead.features.counting.output import Output
    from masthead.features.counting.tables import Entries, Fixed
    from masthead.native.dialect import Floats
    from masthead.text.workspace import Workspace

_NAMED = records.CAPITAL | records.SET_OFF


@compiled
def count_matches(
    work: Workspace,
    entries: Entries,
    fixed: Fixed,
    output: Output,
    article: int,
    title: int,
    hits: bool,
) -> None:
    """Count every match of a word list but the cues, and write its hit.

    Loaded terms of little weight are faint: they add to the intensity and are counted nowhere else. In the headline
    only loaded terms count, all together. What is part of a name is no wording, and what is denied no booster.
    """
    tokens, matches, counts = work.tokens, work.matches, output.counts[article]
    for index in range(work.n_matches):
        entry = entries.rows[matches[index].entry]
        kind = entry.kind
        if kind == ct.REFERENT:
            continue
        first = matches[index].first
        if _is_none(work, index, kind):
            continue
        voice = tokens[first].voice
        if title:
            if kind == ct.LOADED and entry.weight >= COUNTED_FROM:
                counts[fixed.columns[tb.C_HEADLINE_TERMS]] += 1
        elif kind == ct.WORDING:
            _count_choice(work, index, entries, output, article)
        else:
            if kind == ct.LOADED:
                counts[fixed.columns[tb.C_WEIGHT] + voice] += entry.weight
            if kind != ct.LOADED or entry.weight >= COUNTED_FROM:
                counts[entry.column + voice] += 1
            if entry.sum >= 0:
                counts[entry.sum + voice] += entry.weight
            if entry.whole >= 0:
                _count_whole(work, index, entries, counts)
        if hits:
            number = out.new_hit(output, article, title, tokens[first].start, tokens[matches[index].last - 1].end)
            row = output.hits[number]
            row.family, row.category, row.term = entry.family, entry.category, entry.term
            row.canonical, row.rank, row.voice = entry.canonical, entry.rank, voice
            if kind != ct.WORDING:
                row.weight = entry.weight


@inlined
def _is_none(work: Workspace, index: int, kind: int) -> bool:
    """Whether a match is no instance of its entry: in a name, or a booster that is denied; a user's terms all are."""
    match = work.matches[index]
    if kind == ct.BOOSTER and is_denied(work, match.first):
        return True
    if kind == ct.TERM or not work.tokens[match.first].flags & _NAMED:
        return False
    return is_named(work, match.first, match.last, kind != ct.WORDING)


@compiled
def _count_whole(work: Workspace, index: int, entries: Entries, counts: Floats) -> None:
    """Count a match for its whole list, unless one of another category covers its first token."""
    match = work.matches[index]
    scope = entries.rows[match.entry].whole_scope
    if work.busy[scope] <= match.first:
        work.busy[scope] = match.last
        counts[entries.rows[match.entry].whole + work.tokens[match.first].voice] += 1


@compiled
def _count_choice(work: Workspace, index: int, entries: Entries, output: Output, article: int) -> None:
    """Note one mention, and another by the nearest referent of its concept in the same sentence."""
    match = work.matches[index]
    number = entries.rows[match.entry].number
    voice = work.tokens[match.first].voice
    _note(output, article, entries.names[number, voice])
    referent = _nearest(work, index, entries)
    if referent >= 0:
        _note(output, article, entries.names[number, (1 + referent) * tb.N_VOICES + voice])


@compiled
def _note(output: Output, article: int, name: int) -> None:
    """Note one mention under the number of its count."""
    count = output.state[out.N_CHOICES]
    if count == len(output.choices):
        output.state[out.OVERFLOW] = 1
        return
    output.choices[count, 0], output.choices[count, 1] = article, name
    output.state[out.N_CHOICES] = count + 1


@compiled
def _nearest(work: Workspace, index: int, entries: Entries) -> int:
    """The referent whose anchor is fewest tokens away in the sentence; the earlier of two; -1 where there is none.

    Only the last anchor before the mention and the first from there on can be it.
    """
    tokens, matches, n_matches = work.tokens, work.matches, work.n_matches
    concept, first = entries.rows[matches[index].entry].concept, matches[index].first
    sentence = tokens[first].sentence
    best, distance = -1, 0
    place = index
    while place >= 0 and tokens[matches[place].first].sentence == sentence:
        if matches[place].first < first and _anchors(matches[place].entry, concept, entries):
            best, distance = entries.rows[matches[place].entry].number, first - matches[place].first
            break
        place -= 1
    place = index
    while place > 0 and matches[place - 1].first == first:
        place -= 1
    while place < n_matches and tokens[matches[place].first].sentence == sentence:
        if _anchors(matches[place].entry, concept, entries):
            if best < 0 or matches[place].first - first < distance:
                best = entries.rows[matches[place].entry].number
            break
        place += 1
    return int(best)


@compiled
def _anchors(entry: int, concept: int, entries: Entries) -> bool:
    """Whether an entry is a referent of a concept."""
    return entries.rows[entry].kind == ct.REFERENT and entries.rows[entry].concept == concept


@compiled
def count_scare_quotes(
    work: Workspace,
    fixed: Fixed,
    output: Output,
    article: int,
    title: int,
    hits: bool,
) -> None:
    """Count the scare quotes, and write their hits with the words inside.

    They are the outlet's own doing, so they stand in its voice.
    """
    for index in range(work.n_quotes):
        quote = work.quotes[index]
        if not quote.scare:
            continue
        if not title:
            output.counts[article, fixed.columns[tb.C_SCARE]] += 1
        if hits:
            number = out.new_hit(output, article, title, quote.start, quote.end)
            row = output.hits[number]
            row.family, row.category, row.rank = fixed.families[1], fixed.scare[0], fixed.scare[1]
            row.canonical, row.voice, row.weight = fixed.quotes[quote.kind], 0, SCARE_QUOTE_WEIGHT
            length = out.join_forms(work, quote.first, quote.last)
            row.term = out.make_string(output, work.form, 0, length)
