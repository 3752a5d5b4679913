"""Texts read in their order with the places of one term in them: their tokens side by side, some articles at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.features.counting.batches import Counter
from masthead.features.counting.tables import compile_tables
from masthead.features.instruments import Instruments
from masthead.features.own_lists import list_of
from masthead.schema import VOICES
from masthead.text.records import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from masthead.native.structs import Placed

    Ints = NDArray[np.int64]

_TOKENS = 200_000
"""Tokens that are handed on together."""
_KEY_FIELDS = ("key", "tail", "length")
_INTEGERS = ("voice", "form", "sentence", "start", "end", "firsts", "lasts", "starts", "ends")
_FACTORS = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 32


@dataclass(frozen=True, slots=True)
class Searched:
    """Some articles as they were read: their tokens one after the other, and where the term stands.

    ``articles`` is the article of each token, by its place in the batch, of which ``begin`` to ``end`` are these;
    ``voice`` is a number of ``schema.VOICES``, ``word`` tells what is no address; ``form`` and ``sentence`` are
    numbered through. ``keys`` stand for the forms, the same wherever one occurs, and the rows of ``spelt`` are the
    article, start and end of the first of each. ``firsts`` and ``lasts`` are the uses as half-open ranges of tokens,
    ``starts`` and ``ends`` as characters. ``reasons`` say why nothing was looked for in an article (``empty``,
    ``language``), whose tokens are left out.
    """

    begin: int
    end: int
    articles: Ints
    voice: Ints
    word: NDArray[np.bool_]
    form: Ints
    sentence: Ints
    keys: NDArray[np.uint64]
    spelt: Ints
    firsts: Ints
    lasts: Ints
    starts: Ints
    ends: Ints
    reasons: tuple[str | None, ...]

    def counts(self, tokens: Ints | NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many of some tokens stand in each voice, by article: shape ``(articles, voices)``."""
        cells = (self.articles[tokens] - self.begin) * len(VOICES) + self.voice[tokens]
        size = (self.end - self.begin) * len(VOICES)
        return np.bincount(cells, minlength=size).reshape(-1, len(VOICES))


class Searcher:
    """Looks for one word, phrase or pattern as a word list would; for one thread at a time.

    Raises UsageError where the term can never match our words.
    """

    def __init__(self, term: str) -> None:
        self.counter = Counter(Instruments((list_of(term),)))
        self.counter.tables = compile_tables(self.counter.instruments, bare=True)

    def read(self, articles: pa.Table) -> Iterator[Searched]:
        """The texts of ARTICLES, in their order, without what is excluded."""
        taken = _Taken(0)
        for work, english in self.counter.texts(articles):
            taken.add(work, english=english)
            if taken.tokens > _TOKENS:
                yield taken.searched()
                taken = _Taken(taken.end)
        if taken.reasons:
            yield taken.searched()


class _Taken:
    """What was taken from workspaces, article by article, in columns."""

    def __init__(self, begin: int) -> None:
        self.begin = begin
        self.reasons: list[str | None] = []
        self.tokens = 0
        self._sizes: list[tuple[int, int, int, int, int]] = []
        self._columns: dict[str, list[NDArray[Any]]] = defaultdict(list)

    @property
    def end(self) -> int:
        """The place of the next article in the batch."""
        return self.begin + len(self.reasons)

    def add(self, work: Placed, *, english: bool) -> None:
        """Take one article."""
        sizes = work.numbers
        rows, forms = work.rows("tokens")[: sizes["size"]], work.rows("forms")[: sizes["n_forms"]]
        word = (rows["flags"] & ADDRESS) == 0
        reason = "language" if not english else None if word.any() else "empty"
        if reason is None:
            matches, columns = work.rows("matches")[: sizes["n_matches"]], self._columns
            firsts, lasts = matches["first"].copy(), matches["last"].copy()
            own = rows.take(forms["first"])  # forty times as fast as indexing
            columns["word"].append(word)
            for name in ("voice", "form"):
                columns[name].append(rows[name].copy())
            # Sentences matter where there are uses.
            columns["sentence"].append(rows["sentence"].copy() if len(matches) else np.zeros(len(rows), np.int32))
            for name in (*_KEY_FIELDS, "start", "end"):
                columns[name].append(own[name].copy())
            for name, column in (("firsts", firsts), ("lasts", lasts)):
                columns[name].append(column)
            columns["starts"].append(rows["start"][firsts])
            columns["ends"].append(rows["end"][lasts - 1])
            self._sizes.append((len(self.reasons), len(rows), len(forms), len(matches), sizes["n_sentences"]))
            self.tokens += len(rows)
        self.reasons.append(reason)

    def searched(self) -> Searched:
        """The articles taken, numbered through."""
        places, tokens, forms, matches, sentences = np.array(self._sizes, np.int64).reshape(-1, 5).T
        found = {name: _joined(self._columns[name]) for name in (*_INTEGERS, *_KEY_FIELDS)}
        words: NDArray[np.bool_] = np.concatenate([np.empty(0, np.bool_), *self._columns["word"]])
        before = np.cumsum(tokens) - tokens
        return Searched(
            begin=self.begin,
            end=self.end,
            articles=np.repeat(self.begin + places, tokens),
            voice=found["voice"],
            word=words,
            form=found["form"] + np.repeat(np.cumsum(forms) - forms, tokens),
            sentence=found["sentence"] + np.repeat(np.cumsum(sentences) - sentences, tokens),
            keys=_mixed([found[name] for name in _KEY_FIELDS]),
            spelt=np.stack([np.repeat(self.begin + places, forms), found["start"], found["end"]], axis=1),
            firsts=found["firsts"] + np.repeat(before, matches),
            lasts=found["lasts"] + np.repeat(before, matches),
            starts=found["starts"],
            ends=found["ends"],
            reasons=tuple(self.reasons),
        )


def _joined(parts: list[NDArray[Any]]) -> Ints:
    return np.concatenate([np.empty(0, np.int64), *parts])


def _mixed(parts: list[Ints]) -> NDArray[np.uint64]:
    """One number for the numbers at each place, different for different ones."""
    first, second, shift = map(np.uint64, _FACTORS)
    mixed = np.zeros(len(parts[0]), np.uint64)
    for part in parts:
        mixed = (mixed ^ part.view(np.uint64)) * first
        mixed = (mixed ^ (mixed >> shift)) * second
    result: NDArray[np.uint64] = mixed ^ (mixed >> shift)
    return result
