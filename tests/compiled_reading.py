"""One text through the compiled phases, in the words of the plain code, so that the two can be compared."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from masthead.lexicons import bundled_lexicon
from masthead.text.kernel import layout, phrases, quoted, quotes, records, scan, types, vocabulary
from masthead.text.kernel.characters import characters
from masthead.text.kernel.cue_tables import base_forms, build_entries, in_order
from masthead.text.kernel.decode import decode
from masthead.text.kernel.phrase_tables import build_phrases, read_surfaces, words_of
from masthead.text.kernel.phrasings import phrasings
from masthead.text.kernel.rules import attribution, voice
from masthead.text.kernel.rules import page as pg
from masthead.text.kernel.rules import register as rg
from masthead.text.kernel.rules.tokens import Doc


class Compiled(NamedTuple):
    """Tables over the cue list alone, which is all that attribution reads."""

    surfaces: Any
    vocabulary: Any
    numbers: Any
    phrases: Any
    cues: Any


@cache
def compiled_tables() -> Compiled:
    entries = bundled_lexicon("cues").entries
    surfaces = read_surfaces([(listed, False) for listed in in_order(entries)])
    known, numbers = vocabulary.build_vocabulary([*words_of(surfaces), *base_forms(surfaces.entries)])
    return Compiled(
        surfaces, known, numbers, build_phrases(surfaces, numbers), build_entries(surfaces.entries, numbers)
    )


class Scanned(NamedTuple):
    """What the phases up to the vocabulary find in one text."""

    text: Any
    length: int
    parts: Any
    n_tokens: int
    n_pieces: int
    blocks: Any
    sentences: Any
    quotes: Any

    @property
    def tokens(self) -> Any:
        return self.parts.tokens[: self.n_tokens]


def read_parts(text: str, *, headline: bool = False) -> Scanned:
    """Cut a text into its parts with the compiled phases."""
    known = compiled_tables().vocabulary
    chars = characters()
    data = np.frombuffer(text.encode(), np.uint8)
    letters = np.empty(len(data) + 1, np.int32)
    length = decode(data, 0, len(data), letters)
    parts = records.make_parts(length)
    n_tokens, n_pieces, n_breaks, n_stops, n_marks = scan.scan(letters, length, chars, parts)
    vocabulary.look_up(letters, parts.tokens, n_tokens, chars, known)
    blocks = np.empty(length + 2, records.SPAN)
    found = np.empty(length + 2, records.SENTENCE)
    marks = np.empty(length + 2, records.QUOTE)
    n_blocks = layout.paragraphs(letters, length, chars, parts.breaks, n_breaks, blocks)
    n_found = layout.sentences(
        letters, length, chars, known, blocks, n_blocks, parts.stops, n_stops, parts.tokens, n_tokens, headline, found
    )
    room = quotes.make_room()
    n_quotes = quotes.find_quotes(letters, length, chars, blocks, n_blocks, parts.marks, n_marks, room, marks)
    n_quotes = quoted.place_quotes(parts.tokens, n_tokens, known.classes, marks, n_quotes)
    return Scanned(letters, length, parts, n_tokens, n_pieces, blocks[:n_blocks], found[:n_found], marks[:n_quotes])


def read_page(text: str, *, headline: bool = False) -> Any:
    """Read a text's attributions and voices with the compiled phases."""
    tables, chars = compiled_tables(), characters()
    scanned = read_parts(text, headline=headline)
    tokens, n_tokens = scanned.parts.tokens, scanned.n_tokens
    matches = np.empty(4 * scanned.length + 10, records.MATCH)
    busy = np.zeros(tables.surfaces.n_scopes, np.int32)
    masks = tables.vocabulary.classes
    n_matches = phrases.find_phrases(tokens, n_tokens, scanned.sentences, masks, tables.phrases, busy, matches)
    slots = np.empty(types.table_size(n_tokens), np.int32)
    types.find_types(scanned.text, chars, tokens, n_tokens, slots)
    page = pg.Page(
        scanned.text,
        Doc(tokens, masks, n_tokens),
        scanned.sentences,
        len(scanned.sentences),
        scanned.quotes,
        len(scanned.quotes),
        slots,
        chars,
        tables.vocabulary,
        phrasings(),
        tables.cues,
        rg.make_register(scanned.length + 100),
        pg.make_written(scanned.length + 8),
    )
    attribution.find_attributions(page, matches, n_matches)
    voice.find_voices(page)
    return page


def relations_of(page: Any) -> list[tuple[Any, ...]]:
    """The relations of a page as the plain code has them: speaker, cue, term, stance, contents, quotations, worded."""
    entries = compiled_tables().surfaces.entries
    written, register = page.written, page.register

    def name(number: int) -> str | None:
        if number < 0:
            return None
        return "".join(map(chr, register.letters[register.offsets[number] : register.offsets[number + 1]]))

    def ranges(first: int, count: int) -> tuple[tuple[int, int], ...]:
        return tuple((int(row["first"]), int(row["last"])) for row in written.ranges[first : first + count])

    found = []
    for row in written.relations[: written.state[pg.N_RELATIONS]]:
        span = (int(row["first"]), int(row["last"])) if row["first"] >= 0 else None
        entry = entries[row["entry"]] if row["entry"] >= 0 else None
        found.append(
            (
                (span, rg.KINDS[row["kind"]], name(row["name"])) if row["speaks"] else None,
                (int(row["cue_first"]), int(row["cue_last"])) if row["cue_first"] >= 0 else None,
                entry.term if entry else "",
                entry.category if entry else "",
                ranges(row["contents"], row["n_contents"]),
                tuple(map(int, written.governed[row["quotes"] : row["quotes"] + row["n_quotes"]])),
                ranges(row["worded"], row["n_worded"]),
            )
        )
    return found
