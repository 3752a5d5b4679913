"""The pass over a batch: each article's body and headline through the phases, then its counts and hits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead.features.kernel import attributed, lexicons, styled
from masthead.features.kernel import output as out
from masthead.features.kernel import tables as tb
from masthead.features.loaded import SCARE_QUOTE_WEIGHT
from masthead.text.kernel import layout, phrases, quoted, quotes, records, types, vocabulary
from masthead.text.kernel import readability as rd
from masthead.text.kernel.compiled import compiled, entry
from masthead.text.kernel.decode import blank, decode
from masthead.text.kernel.english import is_english
from masthead.text.kernel.records import make_parts
from masthead.text.kernel.rules import page as pg
from masthead.text.kernel.rules import register as rg
from masthead.text.kernel.rules.attribution import find_attributions
from masthead.text.kernel.rules.tokens import Doc
from masthead.text.kernel.rules.voice import find_voices
from masthead.text.kernel.scan import scan
from masthead.text.kernel.syllables import make_memo

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.features.kernel.output import Output
    from masthead.features.kernel.tables import Entries, Fixed
    from masthead.text.kernel.characters import Characters
    from masthead.text.kernel.phrase_tables import Phrases
    from masthead.text.kernel.phrasings import Phrasings
    from masthead.text.kernel.quotes import Room
    from masthead.text.kernel.readability_tables import Sounds
    from masthead.text.kernel.records import Parts, Records
    from masthead.text.kernel.rules.page import Page, Written
    from masthead.text.kernel.rules.register import Register
    from masthead.text.kernel.syllables import Memo
    from masthead.text.kernel.vocabulary import Vocabulary


class Batch(NamedTuple):
    """Bodies and headlines as bytes of UTF-8 with their offsets, and the excluded spans of each body."""

    bodies: NDArray[np.uint8]
    body_offsets: NDArray[np.int64]
    titles: NDArray[np.uint8]
    title_offsets: NDArray[np.int64]
    span_offsets: NDArray[np.int64]
    span_starts: NDArray[np.int32]
    span_ends: NDArray[np.int32]


class Known(NamedTuple):
    """The tables that the phases read."""

    chars: Characters
    vocabulary: Vocabulary
    phrases: Phrases
    sounds: Sounds
    phrasings: Phrasings
    cues: NDArray[np.int32]
    entries: Entries
    fixed: Fixed


class Work(NamedTuple):
    """Room for one text; nothing in it outlives the text but the memo of syllables, which never changes a count."""

    text: NDArray[np.int32]
    form: NDArray[np.int32]
    parts: Parts
    blocks: Records
    sentences: Records
    quotes: Records
    matches: Records
    slots: NDArray[np.int32]
    busy: NDArray[np.int32]
    room: Room
    memo: Memo
    register: Register
    written: Written


def make_work(characters: int, scopes: int) -> Work:
    """Room for texts of up to that many characters."""
    size = characters + 2
    return Work(
        np.empty(size, np.int32),
        np.empty(3 * size + 64, np.int32),
        make_parts(size),
        np.empty(size, records.SPAN),
        np.empty(size, records.SENTENCE),
        np.empty(size, records.QUOTE),
        np.empty(2 * size + 64, records.MATCH),
        np.empty(types.table_size(size), np.int32),
        np.empty(scopes, np.int32),
        quotes.make_room(),
        make_memo(size),
        rg.make_register(size),
        pg.make_written(size),
    )


@entry
def measure(batch: Batch, known: Known, work: Work, output: Output, first: int, hits: bool) -> int:
    """Measure the articles from ``first`` on; returns the number of the first whose results found no room."""
    for article in range(first, len(batch.body_offsets) - 1):
        n_hits, n_letters = output.state[out.N_HITS], output.state[out.N_LETTERS]
        n_choices = output.state[out.N_CHOICES]
        output.counts[article, :] = 0.0
        output.state[out.OVERFLOW] = 0
        _measure_article(batch, known, work, output, article, hits)
        if output.state[out.OVERFLOW] or work.written.state[pg.OVERFLOW] or work.register.state[rg.ROOM_FULL]:
            output.state[out.N_HITS], output.state[out.N_LETTERS] = n_hits, n_letters
            output.state[out.N_CHOICES] = n_choices
            return article
    return len(batch.body_offsets) - 1


@compiled
def _measure_article(
    batch: Batch,
    known: Known,
    work: Work,
    output: Output,
    article: int,
    hits: bool,
) -> None:
    work.written.state[:] = 0
    work.register.state[:] = 0
    begin, end = batch.body_offsets[article], batch.body_offsets[article + 1]
    length = decode(batch.bodies, begin, end, work.text)
    spans, spans_end = batch.span_offsets[article], batch.span_offsets[article + 1]
    blank(work.text, length, batch.span_starts[spans:spans_end], batch.span_ends[spans:spans_end])
    titled = batch.title_offsets[article + 1] > batch.title_offsets[article]
    n_tokens, n_pieces, n_breaks, n_stops, n_marks = scan(work.text, length, known.chars, work.parts)
    vocabulary.look_up(work.text, work.parts.tokens, n_tokens, known.chars, known.vocabulary)
    tokens, pieces = work.parts.tokens, work.parts.pieces
    if n_pieces and not is_english(work.text, known.chars, known.vocabulary, pieces, n_pieces, tokens, work.form):
        output.status[article] = out.FOREIGN
        return
    output.status[article] = out.COUNTED
    if n_tokens == 0 and not titled:
        output.status[article] = out.NO_WORDS
        return
    rd.count(
        work.text,
        length,
        known.chars,
        known.vocabulary,
        known.sounds,
        work.memo,
        pieces,
        n_pieces,
        tokens,
        work.form,
        output.scores[article],
    )
    counts, columns = output.counts[article], known.fixed.columns
    page, n_matches = _read(work, known, length, n_tokens, n_breaks, n_stops, n_marks, False)
    for at in range(n_tokens):
        counts[columns[tb.C_WORDS] + tokens[at].voice] += 1
    counts[columns[tb.C_SENTENCES]] = page.n_sentences
    styled.count_vocabulary(page, known.fixed, counts)
    _count(page, known, work, output, article, 0, n_matches, n_stops, hits)
    attributed.count_relations(page, known.fixed, known.cues, counts)
    if titled and not (output.state[out.OVERFLOW] or work.written.state[pg.OVERFLOW]):
        _measure_title(batch, known, work, output, article, hits)


@compiled
def _measure_title(
    batch: Batch,
    known: Known,
    work: Work,
    output: Output,
    article: int,
    hits: bool,
) -> None:
    begin, end = batch.title_offsets[article], batch.title_offsets[article + 1]
    length = decode(batch.titles, begin, end, work.text)
    n_tokens, _, n_breaks, n_stops, n_marks = scan(work.text, length, known.chars, work.parts)
    vocabulary.look_up(work.text, work.parts.tokens, n_tokens, known.chars, known.vocabulary)
    page, n_matches = _read(work, known, length, n_tokens, n_breaks, n_stops, n_marks, True)
    counts, columns = output.counts[article], known.fixed.columns
    counts[columns[tb.C_HEADLINES]] = n_tokens > 0
    counts[columns[tb.C_HEADLINE_WORDS]] = n_tokens
    _count(page, known, work, output, article, 1, n_matches, n_stops, hits)
    if n_tokens:
        styled.count_headline(page, length, work.parts.stops, n_stops, known.fixed, counts)


@compiled
def _read(
    work: Work,
    known: Known,
    length: int,
    n_tokens: int,
    n_breaks: int,
    n_stops: int,
    n_marks: int,
    headline: bool,
) -> tuple[Page, int]:
    """Read one text that has been scanned and looked up; returns it and the number of matches."""
    text, tokens, chars, masks = work.text, work.parts.tokens, known.chars, known.vocabulary.classes
    n_blocks = layout.paragraphs(text, length, chars, work.parts.breaks, n_breaks, work.blocks)
    n_sentences = layout.sentences(
        text,
        length,
        chars,
        known.vocabulary,
        work.blocks,
        n_blocks,
        work.parts.stops,
        n_stops,
        tokens,
        n_tokens,
        headline,
        work.sentences,
    )
    n_quotes = quotes.find_quotes(
        text, length, chars, work.blocks, n_blocks, work.parts.marks, n_marks, work.room, work.quotes
    )
    n_quotes = quoted.place_quotes(tokens, n_tokens, masks, work.quotes, n_quotes)
    slots = work.slots[: types.table_size(n_tokens)]
    types.find_types(text, chars, tokens, n_tokens, slots)
    n_matches = phrases.find_phrases(tokens, n_tokens, work.sentences, masks, known.phrases, work.busy, work.matches)
    page = pg.Page(
        text,
        Doc(tokens, masks, n_tokens),
        work.sentences,
        n_sentences,
        work.quotes,
        n_quotes,
        slots,
        chars,
        known.vocabulary,
        known.phrasings,
        known.cues,
        work.register,
        work.written,
    )
    if n_matches < 0:
        work.written.state[pg.OVERFLOW] = 1
        return page, 0
    find_attributions(page, work.matches, n_matches)
    find_voices(page)
    return page, n_matches


@compiled
def _count(
    page: Page,
    known: Known,
    work: Work,
    output: Output,
    article: int,
    title: int,
    n_matches: int,
    n_stops: int,
    hits: bool,
) -> None:
    """Count the families of one text; hits in the order in which the oracle finds them."""
    form, fixed = work.form, known.fixed
    lexicons.count_matches(page, work.matches, n_matches, known.entries, fixed, output, article, title, hits)
    lexicons.count_scare_quotes(page, fixed, output, article, title, SCARE_QUOTE_WEIGHT, form, hits)
    if hits:
        attributed.write_relations(page, known.entries, known.cues, fixed, output, article, title)
    styled.count_style(page, work.parts.stops, n_stops, fixed, output, article, title, form, hits)
