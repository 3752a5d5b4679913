"""Which articles use which words, in a chosen voice: articles and HITS to a matrix of articles by terms.

The voices are those of the hits: quotations and scare quotes are quoted, the contents of attributions attributed, the
rest is the outlet's own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow.compute as pc
from scipy.sparse import csc_array, hstack

from masthead.lexicons import word_classes
from masthead.plain_text.document import visible
from masthead.plain_text.sentences import paragraphs, sentences
from masthead.plain_text.tokens import tokenize
from masthead.schema import VOICES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from masthead.plain_text.tokens import Token

    Spans = Mapping[str, Sequence[tuple[int, int, int]]]
    Flags = NDArray[np.bool_]
    Codes = NDArray[np.int64]

Voice = Literal["own", "attributed", "quoted", "all"]
VOICE_CHOICES: tuple[Voice, ...] = ("own", "attributed", "quoted", "all")

_OWN, _ATTRIBUTED, _QUOTED = range(len(VOICES))
_GRAMMATICAL = (
    "determiner",
    "preposition",
    "pronoun",
    "object_pronoun",
    "auxiliary",
    "be",
    "coordinator",
    "conjunction",
)
_JOINS = (" ", "-", "\u2010", "\u2011")
_SHIFT = 32
_LOW = (1 << _SHIFT) - 1
_NAME_SHARE = 0.5
_FIRST_PERSON = ("i", "i'm", "i've", "i'd", "i'll")
_BATCH = 512


@dataclass(frozen=True)
class TermTable:
    """``matrix[article, term]`` is 1 where an article uses a term; ``lengths`` are its words in the chosen voice.

    ``pairs`` tells which terms are two neighbouring words, ``uses`` how often each is used. Rows are the articles
    given, in their order.
    """

    terms: tuple[str, ...]
    pairs: Flags
    uses: NDArray[np.float64]
    matrix: csc_array
    lengths: NDArray[np.int64]


def voice_spans(hits: pa.Table) -> dict[str, list[tuple[int, int, int]]]:
    """For each article id the stretches of its text and their voice, later ones over earlier ones.

    ``hits`` is a HITS table. Contents come first, then the outlet's cues and sources in them, then quotations.
    """
    body = hits.filter(pc.equal(hits["field"], "text"))
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for code, rows in enumerate((_contents(body), _own(body), _quotations(body))):
        voice = (_ATTRIBUTED, _OWN, _QUOTED)[code]
        columns = (body.filter(rows)[name].to_pylist() for name in ("article_id", "start", "end"))
        for article, start, end in zip(*columns, strict=True):
            found[article].append((start, end, voice))
    return found


def _contents(hits: pa.Table) -> pa.ChunkedArray:
    return pc.and_(_is(hits, "attribution", "content"), pc.not_equal(hits["voice"], VOICES[_OWN]))


def _own(hits: pa.Table) -> pa.ChunkedArray:
    told = pc.or_(_is(hits, "attribution", "cue"), _is(hits, "attribution", "source"))
    return pc.and_(told, pc.equal(hits["voice"], VOICES[_OWN]))


def _quotations(hits: pa.Table) -> pa.ChunkedArray:
    return pc.or_(_is(hits, "attribution", "quote"), _is(hits, "loaded", "scare_quote"))


def _is(hits: pa.Table, family: str, category: str) -> pa.ChunkedArray:
    return pc.and_(pc.equal(hits["family"], family), pc.equal(hits["category"], category))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text: ``codes`` number their forms, ``chosen`` marks those of the chosen voice.

    ``joined[i]`` tells whether words ``i`` and ``i + 1`` are both chosen and stand side by side.
    """

    text: str
    tokens: Sequence[Token]
    codes: Codes
    chosen: Flags
    joined: Flags

    @property
    def pairs(self) -> Codes:
        """The pairs of words side by side, one number for each."""
        return (self.codes[:-1][self.joined] << _SHIFT) | self.codes[1:][self.joined]


class Reader:
    """Reads articles one by one, numbers the word forms it meets, and notes which of them have capitals."""

    def __init__(self, hits: pa.Table | None, voice: Voice) -> None:
        self.vocabulary: dict[str, int] = {}
        self._spans: Spans = voice_spans(hits) if hits is not None and voice != "all" else {}
        self._voice = voice
        self._inside, self._capitals = np.zeros(0, np.int64), np.zeros(0, np.int64)

    def read(self, article: Mapping[str, Any]) -> Words:
        """The words of one row of ARTICLES, without its furniture."""
        text = visible(article["text"], [(span["start"], span["end"]) for span in article["excluded"] or ()])
        tokens = tokenize(text)
        number = self.vocabulary
        codes = np.fromiter((number.setdefault(token.form, len(number)) for token in tokens), np.int64, len(tokens))
        chosen = self._chosen(text, tokens, article["id"])
        self._note_capitals(text, tokens, codes)
        return Words(text, tokens, codes, chosen, _joined(text, tokens, chosen))

    def names(self) -> Flags:
        """For each form whether it has a capital in more than half of its places inside sentences; *I* has none."""
        found = self._grown(self._capitals) > _NAME_SHARE * self._grown(self._inside)
        for form in _FIRST_PERSON:
            if form in self.vocabulary:
                found[self.vocabulary[form]] = False
        return found

    def _chosen(self, text: str, tokens: Sequence[Token], article: str) -> Flags:
        """Which words stand in the chosen voice; numbers and single letters count in none."""
        chosen = np.fromiter((_is_word(token.form) for token in tokens), np.bool_, len(tokens))
        if self._voice != "all":
            painted = bytearray(len(text))
            for start, end, voice in self._spans.get(article, ()):
                painted[start:end] = bytes([voice]) * (end - start)
            wanted = VOICES.index(self._voice)
            chosen &= np.fromiter((painted[token.start] == wanted for token in tokens), np.bool_, len(tokens))
        return chosen

    def _note_capitals(self, text: str, tokens: Sequence[Token], codes: Codes) -> None:
        begins = [start for block in paragraphs(text) for start, _ in sentences(text, block)]
        inside = np.ones(len(tokens) + 1, np.bool_)
        inside[np.searchsorted([token.start for token in tokens], begins)] = False
        capital = np.fromiter((token.capital for token in tokens), np.bool_, len(tokens))
        self._inside, self._capitals = self._grown(self._inside), self._grown(self._capitals)
        np.add.at(self._inside, codes[inside[:-1]], 1)
        np.add.at(self._capitals, codes[inside[:-1] & capital], 1)

    def _grown(self, counts: Codes) -> Codes:
        """``counts`` with a place for each form met so far."""
        return np.concatenate([counts, np.zeros(len(self.vocabulary) - len(counts), np.int64)])


def _is_word(form: str) -> bool:
    return not form[0].isdigit() and (len(form) > 1 or form == "i")


def _joined(text: str, tokens: Sequence[Token], chosen: Flags) -> Flags:
    between = (text[one.end : other.start] in _JOINS for one, other in pairwise(tokens))
    return np.fromiter(between, np.bool_, max(0, len(tokens) - 1)) & chosen[:-1] & chosen[1:]


class Bags:
    """Articles as bags of numbered terms: which each holds, and how often."""

    def __init__(self) -> None:
        self._codes: list[Codes] = []
        self._counts: list[NDArray[np.int32]] = []

    def add(self, codes: Codes) -> None:
        """One more article, its terms with repetitions."""
        found, counts = np.unique(codes, return_counts=True)
        self._codes.append(found)
        self._counts.append(counts.astype(np.int32))

    @property
    def flat(self) -> Codes:
        """The terms of all articles, each once an article."""
        return np.concatenate(self._codes) if self._codes else np.empty(0, np.int64)

    def documents(self, width: int) -> Codes:
        """How many articles hold each of ``width`` terms."""
        return np.bincount(self.flat, minlength=width)

    def keep(self, wanted: Callable[[Codes], Flags]) -> None:
        """Leave out the terms that are not wanted."""
        for article, codes in enumerate(self._codes):
            kept = wanted(codes)
            self._codes[article], self._counts[article] = codes[kept], self._counts[article][kept]

    def matrix(self, kept: Codes) -> csc_array:
        """Articles by the ascending codes ``kept``; other codes are left out."""
        rows, codes = np.repeat(np.arange(len(self._codes)), [len(found) for found in self._codes]), self.flat
        columns = np.searchsorted(kept, codes)
        known = columns < len(kept)
        known[known] = kept[columns[known]] == codes[known]
        counts = np.concatenate(self._counts)[known].astype(np.float64) if self._counts else np.empty(0)
        return csc_array((counts, (rows[known], columns[known])), shape=(len(self._codes), len(kept)))


def read_terms(
    articles: pa.Table, hits: pa.Table | None, *, voice: Voice, pairs: bool, names: bool, min_docs: int
) -> TermTable:
    """Which of ``articles`` (ARTICLES) use which words in ``voice``.

    A term is a word form, or with ``pairs`` also two words side by side of which neither is grammatical. Terms in fewer
    than ``min_docs`` articles are left out, and without ``names`` also all forms that mostly have a capital inside
    sentences. ``hits`` (HITS of these articles) may be None for voice ``all``.
    """
    reader = Reader(hits, voice)
    single, double, lengths = Bags(), Bags(), []
    for article in rows_of(articles):
        words = reader.read(article)
        lengths.append(int(np.count_nonzero(words.chosen)))
        single.add(words.codes[words.chosen])
        double.add(words.pairs if pairs else words.pairs[:0])
    forms = list(reader.vocabulary)
    kept = single.documents(len(forms)) >= min_docs
    if not names:
        kept &= ~reader.names()
    content = kept & ~_grammatical(forms)
    double.keep(lambda codes: content[codes >> _SHIFT] & content[codes & _LOW])
    couples, documents = np.unique(double.flat, return_counts=True)
    couples, words_kept = couples[documents >= min_docs], np.flatnonzero(kept)
    terms = [forms[code] for code in words_kept]
    terms += [f"{forms[code >> _SHIFT]} {forms[code & _LOW]}" for code in couples.tolist()]
    counts = hstack([single.matrix(words_kept), double.matrix(couples)], format="csc")
    order = sorted(range(len(terms)), key=terms.__getitem__)
    counts = counts[:, order]
    uses = np.asarray(counts.sum(axis=0), dtype=np.float64)
    counts.data[:] = 1.0
    is_pair = np.repeat([False, True], [len(words_kept), len(couples)])
    return TermTable(tuple(terms[at] for at in order), is_pair[order], uses, counts, np.array(lengths, dtype=np.int64))


def rows_of(articles: pa.Table) -> Iterator[dict[str, Any]]:
    """What a ``Reader`` needs of each article, some at a time."""
    for batch in articles.select(["id", "text", "excluded"]).to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def _grammatical(forms: Sequence[str]) -> Flags:
    classes = word_classes()
    closed = frozenset().union(*(classes[name] for name in _GRAMMATICAL))
    return np.fromiter((form in closed for form in forms), np.bool_, len(forms))
