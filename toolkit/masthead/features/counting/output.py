"""What the pass writes: count rows, hit rows, and the letters of strings that no table has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.native.dialect import Float32, Int8, Int32, compiled, dtype_of, inlined
from masthead.text import characters as ch
from masthead.text.words import fold_range

if TYPE_CHECKING:
    from masthead.native.dialect import Array, Floats, Grid, Ints
    from masthead.text.workspace import Workspace


class Hit:
    """A hit as it is found, before the hits are put in order."""

    article: Int32
    start: Int32
    end: Int32
    rank: Int32  # of its field, family and category in the order of hits
    sequence: Int32
    family: Int32  # numbers of strings
    category: Int32
    term: Int32  # the number of a string, from FIRST_MADE down where it was made, MISSING where null
    canonical: Int32
    voice: Int32
    group: Int32  # MISSING where null
    weight: Float32  # NaN where null
    title: Int8


HIT = dtype_of(Hit)
COLUMNS = ("article", "title", "start", "end", "family", "category", "term", "canonical", "voice", "group")
"""The rows of ``Output.columns``."""
MISSING, FIRST_MADE = -1, -2
STATES = 6
N_HITS, N_LETTERS, N_MADE, N_CHOICES, OVERFLOW, GROUPS = range(STATES)
"""Places in ``Output.state``; ``GROUPS`` are the attribution hits of the body: the headline's groups follow them."""
COUNTED, NO_WORDS, FOREIGN, TOO_SHORT = range(4)
"""What became of an article; that its readability is too short to tell is found afterwards."""


class Output(NamedTuple):
    """Room for the results of a batch.

    ``counts`` is one row an article; ``scores`` its readability counts; ``status`` what became of it; ``choices`` pairs
    of an article and the number of a count of choices. ``letters`` are those of the strings that no table has, as
    UTF-8, and ``made`` where each of these begins. In the end the hits stand in ``columns`` and ``weights`` by article,
    field, place, family and category; ``places``, ``order`` and ``spare`` are room to sort them.
    """

    counts: Grid[float]
    scores: Grid[float]
    status: Ints
    hits: Array[Hit]
    letters: Ints
    made: Ints
    choices: Grid[int]
    columns: Grid[int]
    weights: Floats
    places: Ints
    order: Ints
    spare: Ints
    state: Ints


@compiled
def new_hit(output: Output, article: int, title: int, start: int, end: int) -> int:
    """The number of a new hit without voice, group, weight and canonical form; the last again where none is left."""
    number = output.state[N_HITS]
    if number + 1 >= len(output.hits):
        output.state[OVERFLOW] = 1
        number -= 1
    output.state[N_HITS] = number + 1
    row = output.hits[number]
    row.article, row.title, row.start, row.end = article, title, start, end
    row.sequence = number
    row.term = row.canonical = row.voice = row.group = MISSING
    row.weight = np.nan
    return int(number)


@compiled
def make_string(output: Output, text: Ints, begin: int, end: int) -> int:
    """Write ``text[begin:end]`` as UTF-8; returns what the string goes by in a hit."""
    at, number = output.state[N_LETTERS], output.state[N_MADE]
    if at + 4 * (end - begin) > len(output.letters) or number + 1 >= len(output.made):
        output.state[OVERFLOW] = 1
        return MISSING
    letters = output.letters
    for place in range(begin, end):
        char = text[place]
        if char < 0x80:
            letters[at] = char
            at += 1
        elif char < 0x800:
            letters[at], letters[at + 1] = 0xC0 | char >> 6, 0x80 | char & 0x3F
            at += 2
        elif char < 0x10000:
            letters[at], letters[at + 1], letters[at + 2] = (
                0xE0 | char >> 12,
                0x80 | char >> 6 & 0x3F,
                0x80 | char & 0x3F,
            )
            at += 3
        else:
            letters[at], letters[at + 1] = 0xF0 | char >> 18, 0x80 | char >> 12 & 0x3F
            letters[at + 2], letters[at + 3] = 0x80 | char >> 6 & 0x3F, 0x80 | char & 0x3F
            at += 4
    output.state[N_LETTERS] = output.made[number + 1] = at
    output.state[N_MADE] = number + 1
    return FIRST_MADE - number


@compiled
def join_forms(work: Workspace, first: int, last: int) -> int:
    """Write the forms of some tokens with spaces between them to ``work.form``; returns the length."""
    form, length = work.form, 0
    for at in range(first, last):
        if at > first:
            form[length] = 0x20
            length += 1
        token = work.tokens[at]
        length = fold_range(work.text, token.start, token.end, work.chars, form, length)
    return length


@compiled
def holds_colon(work: Workspace) -> bool:
    """Whether a colon with white space after it stands in a text."""
    for at in range(work.length - 1):
        if work.text[at] == 0x3A and work.chars.flags[work.text[at + 1]] & ch.SPACE:
            return True
    return False


@compiled
def sort_hits(output: Output, begin: int, end: int) -> None:
    """Write the order of the hits ``begin:end`` of one article: by field, place, family and category, else as found.

    A merge from the bottom up: they come as a few sorted runs. Field, start and end are one number to compare.
    """
    hits, places, order = output.hits, output.places, output.order
    for number in range(begin, end):
        hit = hits[number]
        places[number] = hit.title << 62 | hit.start << 31 | hit.end
        order[number] = number
    width = 1
    while width < end - begin:
        for start in range(begin, end, 2 * width):
            middle, stop = min(start + width, end), min(start + 2 * width, end)
            if middle < stop and _after(hits, places, order[middle - 1], order[middle]):
                _merge(output, start, middle, stop)
        width *= 2


@compiled
def _merge(output: Output, start: int, middle: int, stop: int) -> None:
    """Merge two sorted runs of the order that follow each other; which is next no processor can foretell."""
    hits, places, order, spare = output.hits, output.places, output.order, output.spare
    for place in range(start, middle):
        spare[place] = order[place]
    left, right, to = start, middle, start
    while left < middle and right < stop:
        one, other = spare[left], order[right]
        later = int(_after(hits, places, one, other))
        order[to] = other if later else one
        left, right, to = left + 1 - later, right + later, to + 1
    while left < middle:
        order[to] = spare[left]
        left, to = left + 1, to + 1


@inlined
def _after(hits: Array[Hit], places: Ints, one: int, other: int) -> bool:
    """Whether one hit belongs after the other, which was found later."""
    if places[one] == places[other]:
        return hits[one].rank > hits[other].rank
    return places[one] > places[other]


@compiled
def lay_out(output: Output) -> None:
    """Write the hits to the columns, in their order."""
    hits, order, columns, weights = output.hits, output.order, output.columns, output.weights
    count = output.state[N_HITS]
    begin = 0
    while begin < count:
        end = begin
        while end < count and hits[end].article == hits[begin].article:
            end += 1
        sort_hits(output, begin, end)
        begin = end
    for at in range(count):
        hit = hits[order[at]]
        columns[0, at], columns[1, at], columns[2, at], columns[3, at] = hit.article, hit.title, hit.start, hit.end
        columns[4, at], columns[5, at], columns[6, at] = hit.family, hit.category, hit.term
        columns[7, at], columns[8, at], columns[9, at] = hit.canonical, hit.voice, hit.group
        weights[at] = hit.weight
