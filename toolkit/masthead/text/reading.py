"""A text as it was read: its tokens, sentences, quotations, attributions and voices, all over the same offsets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from masthead.text import records
from masthead.text.characters import fold
from masthead.text.marks import KINDS
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr
from masthead.text.rules.cues import STANCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

    from masthead.native.structs import Placed

Span = tuple[int, int]
_QUOTE_KINDS = tuple(KINDS.values())


class Token(NamedTuple):
    """``text[start:end]`` folded into ``form``; ``hyphened`` where a hyphen joins it to the token before."""

    start: int
    end: int
    form: str
    capital: bool
    hyphened: bool
    possessive: bool


class Sentence(NamedTuple):
    """Characters ``start:end`` and tokens ``first:last`` of one sentence; one without a token is left out."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    title_case: bool


class Quote(NamedTuple):
    """``text[start:end]`` with its marks. ``level`` is 0 for an outer quotation, 1 for one inside it, ...

    ``scare`` tells that the marks keep a distance and quote nobody.
    """

    start: int
    end: int
    kind: str
    level: int
    closed: bool
    continued: bool
    scare: bool


class Speaker(NamedTuple):
    """Who is said to say something: the tokens of the phrase (None where only understood), its kind, the name."""

    span: Span | None
    kind: str
    name: str | None


class Relation(NamedTuple):
    """One attribution in ranges of tokens: who, by which cue, what.

    ``contents`` is what the cue governs, ``quotes`` the numbers of the quotations in it. ``worded`` is the part of the
    contents that is the source's wording: all of a clause (*said the deal was vile*), what somebody or something is
    called or accused of, but not the mere object of a cue (*praised the vile deal*), which is in the outlet's words.
    ``cue`` is None and its ``term`` empty where a quotation carries on the last speaker.
    """

    speaker: Speaker | None
    cue: Span | None
    term: str
    stance: str
    contents: tuple[Span, ...]
    quotes: tuple[int, ...]
    worded: tuple[Span, ...]


class Claim(NamedTuple):
    """A claim ascribed to nobody: *reportedly*, *it is believed*, *are thought to*."""

    cue: Span
    term: str


@dataclass(frozen=True)
class Reading:
    """The parts of one text: what the whole text model makes of it. Ranges of tokens are half-open.

    ``voices`` has a number of ``schema.VOICES`` for each token: 0 own, 1 attributed, 2 quoted.
    """

    text: str
    english: bool
    tokens: tuple[Token, ...]
    paragraphs: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    relations: tuple[Relation, ...]
    unsourced: tuple[Claim, ...]
    voices: bytes

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The folded form of each token."""
        return tuple(token.form for token in self.tokens)

    @property
    def scare_quotes(self) -> tuple[Quote, ...]:
        """The quotations that quote nobody: *a rump “caliphate”*."""
        return tuple(quote for quote in self.quotes if quote.scare)

    def words(self, span: Span) -> str:
        """The text of a range of tokens."""
        return self.text[self.tokens[span[0]].start : self.tokens[span[1] - 1].end]


def visible(text: str, excluded: Iterable[Span]) -> str:
    """``text`` with every excluded span blanked by line breaks, one for one, so that offsets hold."""
    pieces, done = [], 0
    for start, end in sorted(excluded):
        if end > done:
            pieces += [text[done:start], "\n" * (end - max(start, done))]
            done = end
    return "".join([*pieces, text[done:]])


def reading_of(text: str, work: Placed, terms: Sequence[str], *, english: bool) -> Reading:
    """What stands in a workspace after reading ``text``; ``terms`` are those of the cue list's entries."""
    count = work.numbers
    tokens = work.rows("tokens")[: count["size"]]
    return Reading(
        text,
        english,
        tuple(_tokens(text, tokens)),
        tuple((row["start"].item(), row["end"].item()) for row in work.rows("blocks")[: count["n_blocks"]]),
        tuple(
            Sentence(*_numbers(row, "start end first last paragraph"), bool(row["title_case"]))
            for row in work.rows("sentences")[: count["n_sentences"]]
        ),
        tuple(
            Quote(*_numbers(row, "start end"), _QUOTE_KINDS[_kind(row)], *_numbers(row, "level"), *_flags(row))
            for row in work.rows("quotes")[: count["n_quotes"]]
        ),
        *_attributions(work, terms),
        tokens["voice"].astype("uint8").tobytes(),
    )


def _tokens(text: str, rows: np.ndarray[Any, Any]) -> Iterable[Token]:
    columns = (rows[name].tolist() for name in ("start", "end", "flags"))
    for start, end, flags in zip(*columns, strict=True):
        told = (bool(flags & bit) for bit in (records.CAPITAL, records.HYPHENED, records.POSSESSIVE))
        yield Token(start, end, fold(text[start:end]), *told)


def _numbers(row: Any, names: str) -> tuple[int, ...]:
    return tuple(int(row[name]) for name in names.split())


def _kind(row: Any) -> int:
    return int(row["kind"])


def _flags(row: Any) -> tuple[bool, ...]:
    return tuple(bool(row[name]) for name in ("closed", "continued", "scare"))


def _attributions(work: Placed, terms: Sequence[str]) -> tuple[tuple[Relation, ...], tuple[Claim, ...]]:
    written, entries = work.inner["written"], work.group.entries
    state, governed = written.rows("state"), written.rows("governed")
    ranges = list(
        zip(*(written.rows("ranges")[: state[rr.N_RANGES]][end].tolist() for end in ("first", "last")), strict=True)
    )
    relations = []
    for row in written.rows("relations")[: state[rr.N_RELATIONS]]:
        contents, n_contents, worded, n_worded, quotes, n_quotes = _numbers(
            row, "contents n_contents worded n_worded quotes n_quotes"
        )
        entry = int(row["entry"])
        relations.append(
            Relation(
                Speaker(_span(row, "first", "last"), rg.KINDS[_kind(row)], _name(work, int(row["name"])))
                if row["speaks"]
                else None,
                _span(row, "cue_first", "cue_last"),
                terms[entry] if entry >= 0 else "",
                STANCES[entries[entry, 1]] if entry >= 0 else "",
                tuple(ranges[contents : contents + n_contents]),
                tuple(governed[quotes : quotes + n_quotes].tolist()),
                tuple(ranges[worded : worded + n_worded]),
            )
        )
    claims = written.rows("unsourced")[: state[rr.N_UNSOURCED]]
    return tuple(relations), tuple(Claim(_numbers(row, "first last"), terms[int(row["entry"])]) for row in claims)  # type: ignore[arg-type]


def _span(row: Any, first: str, last: str) -> Span | None:
    return None if row[first] < 0 else (int(row[first]), int(row[last]))


def _name(work: Placed, number: int) -> str | None:
    if number < 0:
        return None
    register = work.inner["register"]
    offsets = register.rows("offsets")
    return "".join(map(chr, register.rows("letters")[offsets[number] : offsets[number + 1]].tolist()))
