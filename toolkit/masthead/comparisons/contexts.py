"""Which terms stand out, and where they stand: lines of text from an outlet's articles, one an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.comparisons.terms import Reader
from masthead.engines.later import Later
from masthead.stats import generator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.options import WordsOptions
    from masthead.comparisons.terms import Words

    Row = Mapping[str, Any]
    Rows = NDArray[np.intp]

FEW_OUTLETS, MANY_OUTLETS = 2, 12
TOP_OF_FEW, TOP, TOP_OF_MANY = 20, 10, 5
UNTESTED_Z = 1.96
"""Where nothing could be tested, words beyond this z are shown."""
_CONCORDANCE = pa.list_(pa.struct(dict.fromkeys(("id", "left", "match", "right"), pa.string()) | {"start": pa.int32()}))
_SPACE = re.compile(r"\s+")
_READ, _MOST_READ = 1024, 16384
"""Articles that are looked through together: the first, and the most of later ones."""
CONTEXT = 60
"""Characters shown on either side of a term, less the word cut off."""


class Line(NamedTuple):
    """A use of a term: the article, the text before, the words as printed, the text after, and where they begin.

    White space is one space wherever there is any; ``start`` is a character offset into the article's text.
    """

    id: str
    left: str
    match: str
    right: str
    start: int


def words_shown(words: pa.Table, top: int | None = None) -> dict[str, list[Row]]:
    """The rows of WORDS a table shows, by heading: what each outlet uses more, a single one also less."""
    outlets = words.column("outlet").unique().to_pylist()
    most = top or (TOP_OF_FEW if len(outlets) <= FEW_OUTLETS else TOP_OF_MANY if len(outlets) > MANY_OUTLETS else TOP)
    by_outlet: dict[str, list[Row]] = {outlet: [] for outlet in outlets}
    far = pc.greater(pc.abs(words["z"]), UNTESTED_Z)
    standing_out = pc.if_else(pc.is_valid(words["q"]), words["marked"], far)
    for row in words.filter(standing_out).to_pylist():
        by_outlet[row["outlet"]].append(row)
    if len(outlets) > 1:
        return {outlet: [row for row in own if row["z"] > 0][:most] for outlet, own in by_outlet.items()}
    own = by_outlet[outlets[0]] if outlets else []
    return {
        "More than the rest": [row for row in own if row["z"] > 0][:most],
        "Less than the rest": [row for row in reversed(own) if row["z"] < 0][:most],
    }


def concordance(
    articles: pa.Table | Later,
    terms: Mapping[str, Sequence[str]],
    options: WordsOptions,
) -> dict[tuple[str, str], list[Line]]:
    """At most ``options.concordance`` uses of each term by outlet, from different articles in a random order.

    ``articles`` are ARTICLES, and ``terms`` gives for each outlet terms of a WORDS table. The result has an entry for
    each (outlet, term), perhaps empty.
    """
    texts = Later.of(articles)
    outlets = texts.columns(["outlet"])["outlet"] if options.concordance else pa.chunked_array([], pa.string())
    looking = [_Looking(outlet, wanted, outlets, options) for outlet, wanted in terms.items()]
    reader, read = Reader(options.voice), _READ
    while left := [outlet for outlet in looking if outlet.left and outlet.rows.size]:
        wanted = np.sort(np.concatenate([outlet.next(max(1, read // len(left))) for outlet in left]))
        found = _rows(texts, wanted)
        for outlet in left:
            outlet.look(reader, wanted, found)
        read = min(2 * read, _MOST_READ)
    return {(outlet.name, term): lines for outlet in looking for term, lines in outlet.found.items()}


class _Looking:
    """Looks for the terms of one outlet in its articles, which are the ``rows`` that are left, in a random order.

    ``left`` are the terms of which more lines are wanted.
    """

    def __init__(self, name: str, terms: Sequence[str], outlets: pa.ChunkedArray, options: WordsOptions) -> None:
        rows = np.flatnonzero(pc.equal(outlets, name).to_numpy())
        self.name = name
        self.rows = rows[generator(options.seed, "concordance", name).permutation(len(rows))]
        self.found: dict[str, list[Line]] = {term: [] for term in terms}
        self.left = dict(self.found)
        self._wanted, self._next = options.concordance, 0

    def next(self, number: int) -> Rows:
        """The rows that are looked through next."""
        self._next = number
        return self.rows[:number]

    def look(self, reader: Reader, rows: Rows, articles: pa.Table) -> None:
        """Look through the next rows, which are among these ascending ``rows`` of ``articles``."""
        for words in reader.read(articles.take(np.searchsorted(rows, self.rows[: self._next]))):
            for term, line in first_uses(words, self.left):
                self.left[term].append(line)
            self.left = {term: lines for term, lines in self.left.items() if len(lines) < self._wanted}
            if not self.left:
                break
        self.rows = self.rows[self._next :]


def _rows(texts: Later, wanted: Rows) -> pa.Table:
    """Some rows of ARTICLES, by their ascending numbers."""
    begin, found = 0, []
    for part in texts.parts():
        chosen = np.zeros(part.num_rows, np.bool_)
        first, last = np.searchsorted(wanted, [begin, begin + part.num_rows])
        chosen[wanted[first:last] - begin] = True
        found.append(part.filter(pa.array(chosen)))
        begin += part.num_rows
    return pa.concat_tables(found)


def first_uses(words: Words, wanted: Mapping[str, object]) -> Iterator[tuple[str, Line]]:
    """The first use of each wanted term in the words of an article."""
    seen: set[str] = set()
    for at in np.flatnonzero(words.chosen).tolist():
        form = words.form(at)
        ends = {form: int(words.ends[at])}
        if at < len(words.joined) and words.joined[at]:
            ends[f"{form} {words.form(at + 1)}"] = int(words.ends[at + 1])
        for term, end in ends.items():
            if term in wanted and term not in seen:
                seen.add(term)
                yield term, line_at(words.text, words.id, int(words.starts[at]), end)


def line_at(text: str, article: str, start: int, end: int, *, context: int = CONTEXT) -> Line:
    """What stands from ``start`` to ``end`` (character offsets) of ``text``, with the words around it."""
    before, after = text[max(0, start - context) : start], text[end : end + context]
    if start > context:
        before = before[_word_break(before) :]
    if end + context < len(text):
        after = after[: len(after) - _word_break(after[::-1])]
    left, match, right = (_SPACE.sub(" ", part) for part in (before, text[start:end], after))
    return Line(article, left.lstrip(), match, right.rstrip(), start)


def _word_break(text: str) -> int:
    """How much of a word the beginning of ``text`` cuts off; nothing where there is no other word."""
    return next((at for at, character in enumerate(text) if character.isspace()), 0)


def with_lines(words: pa.Table, lines: Mapping[tuple[str, str], Sequence[Line]]) -> pa.Table:
    """WORDS with a column ``concordance``: the lines found for a term of an outlet, null where none were asked for."""
    keys = zip(words.column("outlet").to_pylist(), words.column("term").to_pylist(), strict=True)
    told = [[line._asdict() for line in lines[key]] if key in lines else None for key in keys]
    return words.append_column("concordance", pa.array(told, _CONCORDANCE))
