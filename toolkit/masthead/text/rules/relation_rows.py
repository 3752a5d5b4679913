"""Where the rules write everything that a text attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.native.dialect import compiled
from masthead.text import records
from masthead.text.rules import register as rg
from masthead.text.rules.cues import CUE

if TYPE_CHECKING:
    from masthead.native.dialect import Array, Ints
    from masthead.text.records import Claim, Link, RangeRow, Relation, Report, Turn
    from masthead.text.rules.cues import Cue
    from masthead.text.workspace import Workspace

N_RELATIONS, N_RANGES, N_GOVERNED, N_UNSOURCED, N_LINKS, N_REPORTED, OVERFLOW, FIRST_QUOTE = range(8)
"""Places in ``RelationRows.state``; ``OVERFLOW`` is 1 where the room ran out, ``FIRST_QUOTE`` the first quotation that
can still reach into the sentence that is read.
"""


class RelationRows(NamedTuple):
    """Relations with their ranges and governed quotations, unsourced claims, links of ranges to sentences, and reported
    speech.

    ``cues`` are those of the sentence that is read, ``turns`` those of a transcript.
    """

    relations: Array[Relation]
    ranges: Array[RangeRow]
    governed: Ints
    unsourced: Array[Claim]
    links: Array[Link]
    reported: Array[Report]
    cues: Array[Cue]
    turns: Array[Turn]
    state: Ints


def make_relation_rows(tokens: int) -> RelationRows:
    """Room for texts of up to that many tokens; a hostile one may need more (``OVERFLOW``)."""
    size = tokens + 64
    return RelationRows(
        np.empty(size, records.RELATION),
        np.empty(4 * size, records.RANGE),
        np.empty(4 * size, np.int32),
        np.empty(size, records.UNSOURCED),
        np.empty(8 * size, records.LINK),
        np.empty(size, records.REPORT),
        np.empty(4 * size, CUE),
        np.empty(size, records.TURN),
        np.zeros(8, np.int64),
    )


@compiled
def clear(written: RelationRows) -> None:
    """Forget the last text."""
    for place in range(len(written.state)):
        written.state[place] = 0


@compiled
def add_range(written: RelationRows, first: int, last: int) -> None:
    """Write a range of tokens."""
    number = written.state[N_RANGES]
    if number == len(written.ranges):
        written.state[OVERFLOW] = 1
        return
    written.ranges[number].first, written.ranges[number].last = first, last
    written.state[N_RANGES] += 1


@compiled
def govern(work: Workspace, number: int) -> None:
    """Write a governed quotation."""
    written = work.written
    place = written.state[N_GOVERNED]
    if place == len(written.governed):
        written.state[OVERFLOW] = 1
        return
    written.governed[place] = number
    written.state[N_GOVERNED] += 1


@compiled
def new_relation(written: RelationRows) -> int:
    """The number of a new relation without speaker, cue, contents and quotations."""
    number = written.state[N_RELATIONS]
    if number + 1 == len(written.relations):
        written.state[OVERFLOW] = 1
        number -= 1
    written.state[N_RELATIONS] = number + 1
    row = written.relations[number]
    row.speaks = row.kind = 0
    row.first = row.last = row.name = row.cue_first = row.cue_last = row.entry = -1
    row.name = rg.NO_NAME
    row.contents = row.worded = written.state[N_RANGES]
    row.quotes = written.state[N_GOVERNED]
    row.n_contents = row.n_worded = row.n_quotes = 0
    row.continues = number
    return int(number)
