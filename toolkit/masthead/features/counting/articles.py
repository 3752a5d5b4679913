"""The pass over a batch: each article's body and headline through the phases, then its counts and hits.

Counts are of the body, but for those of the headline itself; hits are of body and headline.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from masthead.features.counting import matches, patterns, relations
from masthead.features.counting import output as out
from masthead.features.counting import tables as tb
from masthead.native.dialect import compiled
from masthead.native.entries import entry
from masthead.text import readability
from masthead.text.decode import blank, decode
from masthead.text.language import is_english
from masthead.text.phases import cut, read
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr

if TYPE_CHECKING:
    from masthead.features.counting.output import Output
    from masthead.features.counting.tables import Entries, Fixed
    from masthead.native.dialect import Ints
    from masthead.text.workspace import Workspace


@dataclass
class Batch:
    """Bodies and headlines as bytes of UTF-8 with their offsets, and the excluded spans of each body."""

    bodies: Ints
    body_offsets: Ints
    titles: Ints
    title_offsets: Ints
    span_offsets: Ints
    span_starts: Ints
    span_ends: Ints


@dataclass
class Counting:
    """The workspace in which each text is read, and what is known of the lists' entries."""

    work: Workspace
    entries: Entries
    fixed: Fixed


COUNT, FIND, READ, READ_HEADLINE = range(4)
"""What to do with the articles: count only; count and write hits; read the body as a text, or as a headline."""


@entry
def measure(batch: Batch, counting: Counting, output: Output, task: int) -> int:
    """Do the task with the articles; returns the number of the first whose results found no room.

    After a reading, the last body stands in ``counting.work`` as it was read.
    """
    output.made[0] = 0
    for article in range(len(batch.body_offsets) - 1):
        counts = output.counts[article]
        for column in range(len(counts)):
            counts[column] = 0.0
        output.state[out.OVERFLOW] = 0
        if task >= READ:
            _read_article(batch, counting, output, article, task == READ_HEADLINE)
        else:
            _measure_article(batch, counting, output, article, task == FIND)
        if (
            output.state[out.OVERFLOW]
            or counting.work.written.state[rr.OVERFLOW]
            or counting.work.register.state[rg.ROOM_FULL]
        ):
            return article
    out.lay_out(output)
    return len(batch.body_offsets) - 1


@compiled
def _read_article(batch: Batch, counting: Counting, output: Output, article: int, headline: bool) -> None:
    """Read a body in whatever language; ``status`` tells whether that is English."""
    work = counting.work
    _cut_body(batch, work, article)
    output.status[article] = out.FOREIGN if work.n_pieces and not is_english(work) else out.COUNTED
    readability.count(work, output.scores[article])
    read(work, headline)


@compiled
def _cut_body(batch: Batch, work: Workspace, article: int) -> None:
    """Cut the body of an article, its excluded spans blanked by line breaks so that offsets hold."""
    decode(work, batch.bodies, batch.body_offsets[article], batch.body_offsets[article + 1])
    blank(work, batch.span_starts, batch.span_ends, batch.span_offsets[article], batch.span_offsets[article + 1])
    cut(work)


@compiled
def _measure_article(batch: Batch, counting: Counting, output: Output, article: int, hits: bool) -> None:
    """Count one article: the words of the body by voice, its sentences, and every family.

    ``status`` tells why there are no counts where the body is not English, or body and headline are empty.
    """
    work, fixed = counting.work, counting.fixed
    _cut_body(batch, work, article)
    titled = batch.title_offsets[article + 1] > batch.title_offsets[article]
    output.status[article] = out.COUNTED
    if work.n_pieces and not is_english(work):
        output.status[article] = out.FOREIGN
        return
    if work.size == 0 and not titled:
        output.status[article] = out.NO_WORDS
        return
    counts, columns = output.counts[article], fixed.columns
    readability.count(work, output.scores[article])
    read(work, False)
    relations.count_voices(work, counts, columns[tb.C_WORDS])
    counts[columns[tb.C_SENTENCES]] = work.n_sentences
    patterns.count_vocabulary(work, fixed, counts)
    _count(counting, output, article, 0, hits)
    relations.count_relations(work, fixed, counts)
    if titled and not (output.state[out.OVERFLOW] or work.written.state[rr.OVERFLOW]):
        _measure_title(batch, counting, output, article, hits)


@compiled
def _measure_title(batch: Batch, counting: Counting, output: Output, article: int, hits: bool) -> None:
    """Count the words of the headline and its patterns, and write its hits."""
    work, fixed = counting.work, counting.fixed
    decode(work, batch.titles, batch.title_offsets[article], batch.title_offsets[article + 1])
    cut(work)
    read(work, True)
    counts, columns = output.counts[article], fixed.columns
    counts[columns[tb.C_HEADLINES]] = work.size > 0
    counts[columns[tb.C_HEADLINE_WORDS]] = work.size
    _count(counting, output, article, 1, hits)
    if work.size:
        patterns.count_headline(work, fixed, counts)


@compiled
def _count(counting: Counting, output: Output, article: int, title: int, hits: bool) -> None:
    """Count the families of one text, and write their hits in the order in which they are found."""
    work, entries, fixed = counting.work, counting.entries, counting.fixed
    matches.count_matches(work, entries, fixed, output, article, title, hits)
    matches.count_scare_quotes(work, fixed, output, article, title, hits)
    if hits:
        relations.write_relations(work, entries, fixed, output, article, title)
    patterns.count_style(work, fixed, output, article, title, hits)
