"""Counts and hits of attribution: sources, cues, contents, quotations, and claims of nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.features.attribution import KINDS, MIN_FOR_TOP_SOURCE
from masthead.features.counting import output as out
from masthead.features.counting import tables as tb
from masthead.native.dialect import compiled
from masthead.text import records
from masthead.text.limits import ATTRIBUTED, OWN, QUOTED
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr

if TYPE_CHECKING:
    from masthead.features.counting.output import Hit, Output
    from masthead.features.counting.tables import Entries, Fixed
    from masthead.native.dialect import Array, Floats, Ints
    from masthead.text.records import Relation, Token
    from masthead.text.workspace import Workspace

_SOURCES = np.array([[told in listed.split() for told, _ in KINDS.values()] for listed in rg.KINDS], np.bool_)


@compiled
def count_voices(work: Workspace, counts: Floats, column: int) -> None:
    """Count the words of each voice, in columns side by side; an address is none."""
    own = attributed = quoted = 0
    for at in range(work.size):
        token = work.tokens[at]
        word = token.flags & records.ADDRESS == 0
        own += word & (token.voice == OWN)
        attributed += word & (token.voice == ATTRIBUTED)
        quoted += word & (token.voice == QUOTED)
    counts[column + OWN] = own
    counts[column + ATTRIBUTED] = attributed
    counts[column + QUOTED] = quoted


@compiled
def count_relations(work: Workspace, fixed: Fixed, counts: Floats) -> None:
    """Add the counts of a body's attributions: claims of nobody, unbalanced marks, cues by stance, sources by kind."""
    written, columns = work.written, fixed.columns
    counts[columns[tb.C_CLAIMS]] = written.state[rr.N_UNSOURCED]
    for index in range(work.n_quotes):
        quote = work.quotes[index]
        counts[columns[tb.C_UNBALANCED]] += not quote.closed and not quote.continued
    for number in range(written.state[rr.N_RELATIONS]):
        row = written.relations[number]
        if row.cue_first >= 0:
            column = fixed.cue_columns[work.entries[row.entry, 1]]
            if column >= 0:
                counts[column] += 1
        if row.speaks:
            counts[columns[tb.C_SOURCES]] += 1
            for kind in range(_SOURCES.shape[1]):
                counts[fixed.source_columns[kind]] += _SOURCES[row.kind, kind]
    _count_names(work, columns, counts)
    counts[columns[tb.C_ATTRIBUTED]] = _touched_sentences(work)
    counts[columns[tb.C_REPORTED]] = _reported_sentences(work)


@compiled
def _count_names(work: Workspace, columns: Ints, counts: Floats) -> None:
    """How many different sources a text has, and how much it leans on the first of them."""
    written, times = work.written, work.register.chains
    for name in range(work.register.state[rg.N_NAMES]):
        times[name] = 0  # the chains are needed no more once every name is known
    total = distinct = most = 0
    for number in range(written.state[rr.N_RELATIONS]):
        row = written.relations[number]
        if row.speaks and row.name >= 0 and work.register.offsets[row.name + 1] > work.register.offsets[row.name]:
            distinct += times[row.name] == 0
            times[row.name] += 1
            most = max(most, times[row.name])
            total += 1
    known = total >= MIN_FOR_TOP_SOURCE
    counts[columns[tb.C_DISTINCT]] = distinct
    counts[columns[tb.C_DISTINCT_N]] = 1.0
    counts[columns[tb.C_TOP]] = most / total if known else np.nan
    counts[columns[tb.C_TOP_N]] = known


@compiled
def _touched_sentences(work: Workspace) -> int:
    """Sentences touched by a cue, by reported content or by a quotation that is no scare quote."""
    written = work.written
    for index in range(work.n_sentences):
        work.sentences[index].worded = 0
    for number in range(written.state[rr.N_RELATIONS]):
        row = written.relations[number]
        if row.cue_first >= 0:
            _touch(work, row.cue_first, row.cue_last)
        for place in range(row.contents, row.contents + row.n_contents):
            _touch(work, written.ranges[place].first, written.ranges[place].last)
    for index in range(work.n_quotes):
        if not work.quotes[index].scare:
            _touch(work, work.quotes[index].first, work.quotes[index].last)
    return _count_touched(work)


@compiled
def _reported_sentences(work: Workspace) -> int:
    """Sentences that reported speech reaches into."""
    for index in range(work.n_sentences):
        work.sentences[index].worded = 0
    for number in range(work.written.state[rr.N_REPORTED]):
        row = work.written.reported[number]
        _touch(work, row.first, row.last)
    return _count_touched(work)


@compiled
def _count_touched(work: Workspace) -> int:
    """How many sentences were noted."""
    touched = 0
    for index in range(work.n_sentences):
        touched += work.sentences[index].worded
    return touched


@compiled
def _touch(work: Workspace, first: int, last: int) -> None:
    """Note that a range of tokens touches its sentences."""
    if last <= first:
        return
    tokens = work.tokens
    for sentence in range(tokens[first].sentence, tokens[last - 1].sentence + 1):
        work.sentences[sentence].worded = 1


@compiled
def write_relations(work: Workspace, entries: Entries, fixed: Fixed, output: Output, article: int, title: int) -> None:
    """Write the hits of a text's relations.

    Source, cue and content of each share a group; so do the quotations it governs, and those that continue them. What
    is quoted throughout is no content of its own.
    """
    written, tokens = work.written, work.tokens
    before = output.state[out.N_HITS]
    group = output.state[out.GROUPS] if title else 0
    for index in range(work.n_quotes):
        work.quotes[index].owner = -1
    for number in range(written.state[rr.N_RELATIONS]):
        row = written.relations[number]
        for place in range(row.quotes, row.quotes + row.n_quotes):
            if work.quotes[written.governed[place]].owner < 0:
                work.quotes[written.governed[place]].owner = number
        if row.speaks and row.first >= 0:
            hit = _new(work, output, fixed, article, title, row.first, row.last, tb.SOURCE)
            hit.term, hit.group = fixed.kinds[row.kind], group + row.continues
            _write_name(work, output, hit, row)
        if row.cue_first >= 0:
            hit = _new(work, output, fixed, article, title, row.cue_first, row.cue_last, tb.CUE_HIT)
            hit.term, hit.group = entries.rows[row.entry].term, group + row.continues
            hit.canonical = fixed.stances[work.entries[row.entry, 1]]
        for place in range(row.contents, row.contents + row.n_contents):
            first, last = written.ranges[place].first, written.ranges[place].last
            if _all_quoted(tokens, first, last):
                continue
            hit = _new(work, output, fixed, article, title, first, last, tb.CONTENT)
            hit.term = entries.rows[row.entry].term if row.entry >= 0 else fixed.continued
            hit.group = group + row.continues
            _write_name(work, output, hit, row)
    _write_quotes(work, fixed, output, article, title, group)
    _write_reported(work, entries, fixed, output, article, title, group)
    for number in range(written.state[rr.N_UNSOURCED]):
        claim = written.unsourced[number]
        hit = _new(work, output, fixed, article, title, claim.first, claim.last, tb.UNSOURCED)
        hit.term = entries.rows[claim.entry].term
    output.state[out.GROUPS] = output.state[out.N_HITS] - before


@compiled
def _new(
    work: Workspace, output: Output, fixed: Fixed, article: int, title: int, first: int, last: int, category: int
) -> Hit:
    """A new hit over some tokens, in the voice of the first."""
    tokens = work.tokens
    row = output.hits[out.new_hit(output, article, title, tokens[first].start, tokens[last - 1].end)]
    row.family, row.category = fixed.families[0], fixed.attribution[category]
    row.rank, row.voice = fixed.attribution_ranks[category], tokens[first].voice
    return row


@compiled
def _write_name(work: Workspace, output: Output, hit: Hit, relation: Relation) -> None:
    """Write the name of a relation's speaker as the canonical form of a hit."""
    if not relation.speaks or relation.name < 0:
        return
    offsets = work.register.offsets
    begin, end = offsets[relation.name], offsets[relation.name + 1]
    hit.canonical = out.make_string(output, work.register.letters, begin, end)


@compiled
def _all_quoted(tokens: Array[Token], first: int, last: int) -> bool:
    """Whether every token of a range is inside a quotation."""
    for at in range(first, last):
        if not tokens[at].quoted:
            return False
    return True


@compiled
def _write_quotes(work: Workspace, fixed: Fixed, output: Output, article: int, title: int, group: int) -> None:
    """Write the quotations, each with the first relation that governs it."""
    for index in range(work.n_quotes):
        quote = work.quotes[index]
        if quote.scare:
            continue
        hit = output.hits[out.new_hit(output, article, title, quote.start, quote.end)]
        hit.family, hit.category = fixed.families[0], fixed.attribution[tb.QUOTE]
        hit.rank, hit.voice, hit.term = fixed.attribution_ranks[tb.QUOTE], QUOTED, fixed.quotes[quote.kind]
        if quote.owner >= 0:
            row = work.written.relations[quote.owner]
            hit.group = group + row.continues
            _write_name(work, output, hit, row)


@compiled
def _write_reported(
    work: Workspace, entries: Entries, fixed: Fixed, output: Output, article: int, title: int, group: int
) -> None:
    """Write the reported speech, in the group of the relation that it belongs to."""
    written = work.written
    for number in range(written.state[rr.N_REPORTED]):
        row = written.reported[number]
        hit = _new(work, output, fixed, article, title, row.first, row.last, tb.REPORTED)
        hit.term = fixed.continued
        if row.relation >= 0:
            relation = written.relations[row.relation]
            hit.group = group + relation.continues
            if relation.entry >= 0:
                hit.term = entries.rows[relation.entry].term
            _write_name(work, output, hit, relation)
