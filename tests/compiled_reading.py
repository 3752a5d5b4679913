"""One text through the compiled phases, in the words of the plain code, so that the two can be compared."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from masthead.plain_text.tables import Tables

from masthead.lexicons import bundled_lexicon
from masthead.native.dialect import entry
from masthead.native.structs import Placed
from masthead.text.characters import characters
from masthead.text.cue_tables import base_forms, build_entries, in_order
from masthead.text.decode import decode
from masthead.text.phases import cut, read
from masthead.text.phrase_tables import build_phrases, read_surfaces, words_of
from masthead.text.readability_tables import build_hyphens
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr
from masthead.text.source_phrases import phrasings
from masthead.text.vocabulary import build_vocabulary, list_words
from masthead.text.workspace import Known, Workspace, make_workspace


@entry
def read_all(work: Workspace, data: Any, headline: int) -> int:
    """Read one text; returns its number of tokens."""
    decode(work, data, 0, len(data))
    cut(work)
    read(work, headline != 0)
    return work.size


class Compiled(NamedTuple):
    """Tables over the cue list alone, which is all that attribution reads."""

    surfaces: Any
    known: Known


@cache
def compiled_tables() -> Compiled:
    entries = bundled_lexicon("cues").entries
    surfaces = read_surfaces([(listed, False) for listed in in_order(entries)])
    listed, numbers = list_words([*words_of(surfaces), *base_forms(surfaces.entries)])
    phrases = build_phrases(surfaces, numbers, listed)
    none = build_hyphens(Tables({}, frozenset(), {}, 2, 3, {}))
    return Compiled(
        surfaces,
        Known(
            characters(),
            build_vocabulary(listed, numbers),
            phrases,
            none,
            phrasings(),
            build_entries(surfaces.entries, numbers),
        ),
    )


class Reading:
    """What the phases find in one text: the work, and its arrays cut to what was found."""

    def __init__(self, text: str, *, headline: bool) -> None:
        data = np.frombuffer(text.encode() or b"\0", np.uint8)[: len(text.encode())]
        self.work = make_workspace(compiled_tables().known, len(text) + 64)
        placed = Placed(self.work)
        read_all(placed, data, int(headline))
        self.number = placed.number

    @property
    def tokens(self) -> Any:
        return self.work.tokens[: self.number("size")]

    @property
    def gaps(self) -> Any:
        return self.work.tokens["gap"][: self.number("size") + 1]

    @property
    def pieces(self) -> Any:
        return self.work.pieces[: self.number("n_pieces")]

    @property
    def blocks(self) -> Any:
        return self.work.blocks[: self.number("n_blocks")]

    @property
    def sentences(self) -> Any:
        return self.work.sentences[: self.number("n_sentences")]

    @property
    def quotes(self) -> Any:
        return self.work.quotes[: self.number("n_quotes")]


def read_parts(text: str, *, headline: bool = False) -> Reading:
    """Read a text with the compiled phases."""
    return Reading(text, headline=headline)


def relations_of(reading: Reading) -> list[tuple[Any, ...]]:
    """The relations of a text as the plain code has them: speaker, cue, term, stance, contents, quotations, worded."""
    entries = compiled_tables().surfaces.entries
    written, register = reading.work.written, reading.work.register

    def name(number: int) -> str | None:
        if number < 0:
            return None
        return "".join(map(chr, register.letters[register.offsets[number] : register.offsets[number + 1]]))

    def ranges(first: int, count: int) -> tuple[tuple[int, int], ...]:
        return tuple((int(row["first"]), int(row["last"])) for row in written.ranges[first : first + count])

    found = []
    for row in written.relations[: written.state[rr.N_RELATIONS]]:
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
