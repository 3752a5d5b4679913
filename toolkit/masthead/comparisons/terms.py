"""Which articles use which words, in a chosen voice: articles to a matrix of articles by terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa
from scipy.sparse import csc_array, hstack

from masthead.engines.put_aside import PutAside
from masthead.errors import UsageError, did_you_mean
from masthead.features import read_text
from masthead.lexicons import word_classes
from masthead.schema import VOICES
from masthead.text.characters import fold
from masthead.text.reading import visible
from masthead.text.records import ADDRESS, CAPITAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.text.reading import Reading

    Flags = NDArray[np.bool_]
    Codes = NDArray[np.int64]
    Counts = NDArray[np.int32]

Voice = Literal["own", "attributed", "quoted", "all"]
VOICE_CHOICES: tuple[Voice, ...] = ("own", "attributed", "quoted", "all")


def require_voice(voice: str) -> None:
    """Raise UsageError where there is no such voice."""
    if voice not in VOICE_CHOICES:
        raise UsageError(f"There is no voice {voice!r}.{did_you_mean(voice, VOICE_CHOICES)}")


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
_HELD = 1 << 20
"""Terms of articles that are held until they are put aside together."""


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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text: ``codes`` number their forms, ``chosen`` marks those of the chosen voice.

    ``starts`` and ``ends`` are their characters. ``joined[i]`` tells whether words ``i`` and ``i + 1`` are both chosen
    and stand side by side.
    """

    text: str
    starts: Codes
    ends: Codes
    codes: Codes
    chosen: Flags
    joined: Flags

    def form(self, at: int) -> str:
        """The form of a word."""
        return fold(self.text[self.starts[at] : self.ends[at]])

    @property
    def pairs(self) -> Codes:
        """The pairs of words side by side, one number for each."""
        return (self.codes[:-1][self.joined] << _SHIFT) | self.codes[1:][self.joined]


class Reader:
    """Reads articles one by one, numbers the word forms it meets, and notes which of them have capitals."""

    def __init__(self, voice: Voice) -> None:
        self.vocabulary: dict[str, int] = {}
        self.forms: list[str] = []
        self._voice = voice
        self._inside, self._capitals = np.zeros(0, np.int64), np.zeros(0, np.int64)

    def read(self, article: Mapping[str, Any]) -> Words:
        """The words of an ARTICLES row but furniture and addresses; in another language all are the outlet's own."""
        excluded = [(span["start"], span["end"]) for span in article["excluded"] or ()]
        reading = read_text(article["text"], excluded)
        text, rows = visible(reading.text, excluded), reading.rows
        starts, ends = rows["start"].astype(np.int64), rows["end"].astype(np.int64)
        codes = self._numbers(text, reading)[rows["form"]]
        chosen = self._words(codes) & self._spoken(reading) & ((rows["flags"] & ADDRESS) == 0)
        inside = np.ones(len(rows), np.bool_)
        inside[[sentence.first for sentence in reading.sentences]] = False
        self._note_capitals(codes[inside], (rows["flags"][inside] & CAPITAL) != 0)
        return Words(text, starts, ends, codes, chosen, _joined(text, starts, ends, chosen))

    def names(self) -> Flags:
        """For each form whether it has a capital in more than half of its places inside sentences; *I* has none."""
        found = self._grown(self._capitals) > _NAME_SHARE * self._grown(self._inside)
        for form in _FIRST_PERSON:
            if form in self.vocabulary:
                found[self.vocabulary[form]] = False
        return found

    def _numbers(self, text: str, reading: Reading) -> Codes:
        """The number in the vocabulary of each form of a text."""
        first = reading.distinct["first"]
        places = zip(reading.rows["start"][first].tolist(), reading.rows["end"][first].tolist(), strict=True)
        found = [fold(text[start:end]) for start, end in places]
        for form in found:
            if form not in self.vocabulary:
                self.vocabulary[form] = len(self.forms)
                self.forms.append(form)
        return np.fromiter((self.vocabulary[form] for form in found), np.int64, len(found))

    def _words(self, codes: Codes) -> Flags:
        """Which are words: numbers and single letters are none."""
        return np.fromiter((is_word(self.forms[code]) for code in codes.tolist()), np.bool_, len(codes))

    def _spoken(self, reading: Reading) -> Flags:
        """Which stand in the chosen voice."""
        if self._voice == "all":
            return np.ones(len(reading.rows), np.bool_)
        voices = reading.rows["voice"] if reading.english else np.zeros(len(reading.rows), np.int8)
        return np.asarray(voices == VOICES.index(self._voice))

    def _note_capitals(self, inside: Codes, capital: Flags) -> None:
        self._inside, self._capitals = self._grown(self._inside), self._grown(self._capitals)
        np.add.at(self._inside, inside, 1)
        np.add.at(self._capitals, inside[capital], 1)

    def _grown(self, counts: Codes) -> Codes:
        """``counts`` with a place for each form met so far."""
        return np.concatenate([counts, np.zeros(len(self.vocabulary) - len(counts), np.int64)])


def is_word(form: str) -> bool:
    """Whether a form is a word: numbers and single letters are none."""
    return not form[0].isdigit() and (len(form) > 1 or form == "i")


def _joined(text: str, starts: Codes, ends: Codes, chosen: Flags) -> Flags:
    between = (text[end:start] in _JOINS for end, start in zip(ends[:-1].tolist(), starts[1:].tolist(), strict=True))
    return np.fromiter(between, np.bool_, max(0, len(starts) - 1)) & chosen[:-1] & chosen[1:]


class Bags:
    """Articles as bags of numbered terms: which each holds, and how often; put aside in a temporary file.

    Raises OutputFailed where there is no room for it.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[Codes, Counts]] = []
        self._held = 0
        self._sizes: list[int] = []
        self._file = PutAside()

    def add(self, codes: Codes) -> None:
        """One more article, its terms with repetitions."""
        found, counts = np.unique(codes, return_counts=True)
        self._waiting.append((found, counts.astype(np.int32)))
        self._sizes.append(len(found))
        self._held += len(found)
        if self._held >= _HELD:
            self._write()

    def _write(self) -> None:
        codes, counts = (np.concatenate(column) for column in zip(*self._waiting, strict=True))
        self._file.put(pa.table({"codes": codes, "counts": counts}))
        self._waiting, self._held = [], 0

    def _read(self) -> Iterator[tuple[Codes, Counts]]:
        """Terms and how often they come, of many articles at a time, in their order."""
        if self._waiting:
            self._write()
        for table in self._file.tables():
            yield table["codes"].to_numpy(), table["counts"].to_numpy()

    def documents(self, width: int) -> Codes:
        """How many articles hold each of ``width`` terms."""
        found = np.zeros(width, np.int64)
        for codes, _ in self._read():
            found += np.bincount(codes, minlength=width)
        return found

    def common(self, wanted: Callable[[Codes], Flags], least: int) -> Codes:
        """The terms that are wanted and that at least so many articles hold, in ascending order."""
        found = np.concatenate([np.empty(0, np.int64), *(codes[wanted(codes)] for codes, _ in self._read())])
        terms, documents = np.unique(found, return_counts=True)
        return terms[documents >= least]

    def matrix(self, kept: Codes) -> csc_array:
        """Articles by the ascending codes ``kept``; other codes are left out."""
        rows = np.repeat(np.arange(len(self._sizes), dtype=np.int32), self._sizes)
        parts = [(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0))]
        start = 0
        for codes, counts in self._read():
            columns = np.searchsorted(kept, codes)
            known = columns < len(kept)
            known[known] = kept[columns[known]] == codes[known]
            own = rows[start : start + len(codes)][known]
            parts.append((own, columns[known].astype(np.int32), counts[known].astype(np.float64)))
            start += len(codes)
        articles, terms, uses = (np.concatenate(column) for column in zip(*parts, strict=True))
        return csc_array((uses, (articles, terms)), shape=(len(self._sizes), len(kept)))


def read_terms(articles: pa.Table, *, voice: Voice, pairs: bool, names: bool, min_docs: int) -> TermTable:
    """Which of ``articles`` (ARTICLES) use which words in ``voice``.

    A term is a word form, or with ``pairs`` also two words side by side of which neither is grammatical. Terms in fewer
    than ``min_docs`` articles are left out, and without ``names`` also all forms that mostly have a capital inside
    sentences.
    """
    reader = Reader(voice)
    single, double, lengths = Bags(), Bags(), []
    for article in rows_of(articles):
        words = reader.read(article)
        lengths.append(int(np.count_nonzero(words.chosen)))
        single.add(words.codes[words.chosen])
        double.add(words.pairs if pairs else words.pairs[:0])
    forms = reader.forms
    kept = single.documents(len(forms)) >= min_docs
    if not names:
        kept &= ~reader.names()
    content = kept & ~_grammatical(forms)
    couples = double.common(lambda codes: content[codes >> _SHIFT] & content[codes & _LOW], min_docs)
    words_kept = np.flatnonzero(kept)
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
