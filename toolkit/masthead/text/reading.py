"""A text as it was read: its tokens, sentences, quotations, attributions and voices, all over the same offsets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.text import records
from masthead.text.characters import fold
from masthead.text.marks import QUOTE_KINDS
from masthead.text.rules import register as rg
from masthead.text.rules import relation_rows as rr
from masthead.text.word_sets import STANCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.native.structs import Placed

Span = tuple[int, int]


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


@dataclass(frozen=True, eq=False)
class Reading:
    """The parts of one text, each put together when it is first asked for. Ranges of tokens are half-open.

    ``english`` tells whether that is its language. ``rows`` are its tokens and ``distinct`` the different forms among
    them as rows of ``records.TOKEN`` and ``records.FORM``, for those who read many texts; ``arrays`` are the others.
    """

    text: str
    english: bool
    rows: NDArray[Any]
    distinct: NDArray[Any]
    arrays: Mapping[str, NDArray[Any]]
    terms: Sequence[str]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words and numbers of the text."""
        columns = (self.rows[name].tolist() for name in ("start", "end", "flags"))
        told = (records.CAPITAL, records.HYPHENED, records.POSSESSIVE)
        return tuple(
            Token(start, end, fold(self.text[start:end]), *(bool(flags & bit) for bit in told))
            for start, end, flags in zip(*columns, strict=True)
        )

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The folded form of each token."""
        return tuple(token.form for token in self.tokens)

    @property
    def voices(self) -> bytes:
        """The number of the voice in ``schema.VOICES`` that each token stands in: 0 own, 1 attributed, 2 quoted."""
        return self.rows["voice"].astype(np.uint8).tobytes()

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Characters of each paragraph; blank lines have none."""
        return tuple(self.arrays["blocks"].tolist())

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that hold a token."""
        columns = self.arrays["sentences"][["start", "end", "first", "last", "paragraph", "title_case"]].tolist()
        return tuple(Sentence._make((*place, bool(titled))) for *place, titled in columns)

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotations by start, an outer one before those inside it."""
        columns = self.arrays["quotes"][["start", "end", "kind", "level", "closed", "continued", "scare"]].tolist()
        return tuple(
            Quote(start, end, QUOTE_KINDS[kind], level, *map(bool, told)) for start, end, kind, level, *told in columns
        )

    @property
    def scare_quotes(self) -> tuple[Quote, ...]:
        """The quotations that quote nobody: *a rump “caliphate”*."""
        return tuple(quote for quote in self.quotes if quote.scare)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """The attributions in the order in which they are read."""
        return tuple(self._relation(row) for row in self.arrays["relations"])

    @cached_property
    def unsourced(self) -> tuple[Claim, ...]:
        """The claims of nobody."""
        return tuple(
            Claim((first, last), self.terms[entry]) for first, last, entry in self.arrays["unsourced"].tolist()
        )

    def words(self, span: Span) -> str:
        """The text of a range of tokens."""
        return self.text[int(self.rows["start"][span[0]]) : int(self.rows["end"][span[1] - 1])]

    def _relation(self, row: Any) -> Relation:
        entry = int(row["entry"])
        return Relation(
            Speaker(_span(row, "first", "last"), rg.KINDS[row["kind"]], self._name(int(row["name"])))
            if row["speaks"]
            else None,
            _span(row, "cue_first", "cue_last"),
            self.terms[entry] if entry >= 0 else "",
            STANCES[self.arrays["entries"][entry, 1]] if entry >= 0 else "",
            *(
                tuple(self.arrays[listed][row[first] : row[first] + row[f"n_{first}"]].tolist())
                for listed, first in (("ranges", "contents"), ("governed", "quotes"), ("ranges", "worded"))
            ),
        )

    def _name(self, number: int) -> str | None:
        if number < 0:
            return None
        begin, end = self.arrays["offsets"][number : number + 2]
        return "".join(map(chr, self.arrays["letters"][begin:end].tolist()))


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
    size, written, register = work.numbers, work.inner["written"], work.inner["register"]
    state, names = written.rows("state"), register.rows("state")[rg.N_NAMES]
    offsets = register.rows("offsets")[: names + 1]
    arrays = {
        "blocks": work.rows("blocks")[: size["n_blocks"]],
        "sentences": work.rows("sentences")[: size["n_sentences"]],
        "quotes": work.rows("quotes")[: size["n_quotes"]],
        "relations": written.rows("relations")[: state[rr.N_RELATIONS]],
        "ranges": written.rows("ranges")[: state[rr.N_RANGES]],
        "governed": written.rows("governed")[: state[rr.N_GOVERNED]],
        "unsourced": written.rows("unsourced")[: state[rr.N_UNSOURCED]],
        "offsets": offsets,
        "letters": register.rows("letters")[: offsets[-1]],
    }
    kept = {name: array.copy() for name, array in arrays.items()} | {"entries": work.group.entries}
    tokens, forms = work.rows("tokens")[: size["size"]], work.rows("forms")[: size["n_forms"]]
    return Reading(text, english, tokens.copy(), forms.copy(), kept, terms)


def _span(row: Any, first: str, last: str) -> Span | None:
    return None if row[first] < 0 else (int(row[first]), int(row[last]))
