"""The pass over a batch: each article's body and headline through the phases, then its counts and hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from masthead.features.kernel import attributed, lexicons, styled
from masthead.features.kernel import output as out
from masthead.features.kernel import tables as tb
from masthead.text.kernel import readability
from masthead.text.kernel.compiled import compiled, entry
from masthead.text.kernel.decode import blank, decode
from masthead.text.kernel.english import is_english
from masthead.text.kernel.reading import cut, read
from masthead.text.kernel.rules import register as rg
from masthead.text.kernel.rules import written as wr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from masthead.features.kernel.output import Output
    from masthead.features.kernel.tables import Entries, Fixed
    from masthead.text.kernel.page import Page


@dataclass
class Batch:
    """Bodies and headlines as bytes of UTF-8 with their offsets, and the excluded spans of each body."""

    bodies: NDArray[np.uint8]
    body_offsets: NDArray[np.int64]
    titles: NDArray[np.uint8]
    title_offsets: NDArray[np.int64]
    span_offsets: NDArray[np.int64]
    span_starts: NDArray[np.int32]
    span_ends: NDArray[np.int32]


@dataclass
class Work:
    """The page on which each text is read, and what is known of the lists' entries."""

    page: Page
    entries: Entries
    fixed: Fixed


@entry
def measure(batch: Batch, work: Work, output: Output, hits: int) -> int:
    """Measure the articles; returns the number of the first whose results found no room."""
    for article in range(len(batch.body_offsets) - 1):
        counts = output.counts[article]
        for column in range(len(counts)):
            counts[column] = 0.0
        output.state[out.OVERFLOW] = 0
        _measure_article(batch, work, output, article, hits != 0)
        if output.state[out.OVERFLOW] or work.page.written.state[wr.OVERFLOW] or work.page.register.state[rg.ROOM_FULL]:
            return article
    return len(batch.body_offsets) - 1


@compiled
def _measure_article(batch: Batch, work: Work, output: Output, article: int, hits: bool) -> None:
    page, fixed = work.page, work.fixed
    decode(page, batch.bodies, batch.body_offsets[article], batch.body_offsets[article + 1])
    spans, spans_end = batch.span_offsets[article], batch.span_offsets[article + 1]
    blank(page, batch.span_starts, batch.span_ends, spans, spans_end)
    titled = batch.title_offsets[article + 1] > batch.title_offsets[article]
    cut(page)
    output.status[article] = out.COUNTED
    if page.n_pieces and not is_english(page):
        output.status[article] = out.FOREIGN
        return
    if page.size == 0 and not titled:
        output.status[article] = out.NO_WORDS
        return
    counts, columns = output.counts[article], fixed.columns
    readability.count(page, output.scores[article])
    read(page, False)
    attributed.count_voices(page, counts, columns[tb.C_WORDS])
    counts[columns[tb.C_SENTENCES]] = page.n_sentences
    styled.count_vocabulary(page, fixed, counts)
    _count(work, output, article, 0, hits)
    attributed.count_relations(page, fixed, counts)
    if titled and not (output.state[out.OVERFLOW] or page.written.state[wr.OVERFLOW]):
        _measure_title(batch, work, output, article, hits)


@compiled
def _measure_title(batch: Batch, work: Work, output: Output, article: int, hits: bool) -> None:
    page, fixed = work.page, work.fixed
    decode(page, batch.titles, batch.title_offsets[article], batch.title_offsets[article + 1])
    cut(page)
    read(page, True)
    counts, columns = output.counts[article], fixed.columns
    counts[columns[tb.C_HEADLINES]] = page.size > 0
    counts[columns[tb.C_HEADLINE_WORDS]] = page.size
    _count(work, output, article, 1, hits)
    if page.size:
        styled.count_headline(page, fixed, counts)


@compiled
def _count(work: Work, output: Output, article: int, title: int, hits: bool) -> None:
    """Count the families of one text; hits in the order in which the plain code finds them."""
    page, entries, fixed = work.page, work.entries, work.fixed
    lexicons.count_matches(page, entries, fixed, output, article, title, hits)
    lexicons.count_scare_quotes(page, fixed, output, article, title, hits)
    if hits:
        attributed.write_relations(page, entries, fixed, output, article, title)
    styled.count_style(page, fixed, output, article, title, hits)
