"""Which articles use which words, in a chosen voice: articles to terms and the articles that use them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa

from masthead.comparisons.bags import Bags, Blocks
from masthead.errors import UsageError, did_you_mean
from masthead.features import text_counter
from masthead.lexicons import word_classes
from masthead.schema import VOICES
from masthead.text.characters import fold
from masthead.text.reading import visible
from masthead.text.records import ADDRESS, CAPITAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.bags import Block
    from masthead.native.structs import Placed

    Flags = NDArray[np.bool_]
    Codes = NDArray[np.int64]
    Counts = NDArray[np.int32]
    Places = NDArray[np.int32]

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
_ROOM = 1024


@dataclass(frozen=True)
class TermTable:
    """Terms, and which articles use them: ``blocks`` gives these some terms at a time, as often as it is called.

    ``pairs`` tells which terms are two neighbouring words, ``uses`` how often each is used and ``documents`` by how
    many articles. ``lengths`` are the words of each article in the chosen voice, in the order of the articles given.
    """

    terms: tuple[str, ...]
    pairs: Flags
    uses: NDArray[np.float64]
    documents: Codes
    lengths: NDArray[np.int64]
    blocks: Callable[[], Iterator[Block]]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the text of the article ``id``: ``codes`` number their forms, ``chosen`` marks those of the voice.

    ``starts`` and ``ends`` are their characters. ``joined[i]`` tells whether words ``i`` and ``i + 1`` are both chosen
    and stand side by side.
    """

    id: str
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
        self.forms: list[str] = []
        self._voice = voice
        self._counter = text_counter()
        self._vocabulary: dict[str, int] = {}
        self._keys: dict[int, int] = {}
        self._is_word = np.zeros(_ROOM, np.bool_)
        self._inside, self._capitals = np.zeros(_ROOM, np.int64), np.zeros(_ROOM, np.int64)

    def read(self, articles: pa.Table) -> Iterator[Words]:
        """The words of each of ARTICLES, in their order, but furniture and addresses.

        In another language than English all are the outlet's own.
        """
        for batch in articles.select(["id", "text", "excluded"]).to_batches(max_chunksize=_BATCH):
            part = pa.Table.from_batches([batch])
            read = self._counter.texts(part.append_column("title", pa.nulls(batch.num_rows, pa.string())))
            for article, (work, english) in zip(part.to_pylist(), read, strict=True):
                yield self._words(article, work, english=english)

    def names(self) -> Flags:
        """For each form whether it has a capital in more than half of its places inside sentences; *I* has none."""
        met = slice(0, len(self.forms))
        found = self._capitals[met] > _NAME_SHARE * self._inside[met]
        for form in _FIRST_PERSON:
            if form in self._vocabulary:
                found[self._vocabulary[form]] = False
        return found

    def _words(self, article: Mapping[str, Any], work: Placed, *, english: bool) -> Words:
        """The words of an ARTICLES row that stands in the workspace."""
        sizes = work.numbers
        rows = work.rows("tokens")[: sizes["size"]]
        text = visible(article["text"], [(span["start"], span["end"]) for span in article["excluded"] or ()])
        starts, ends = rows["start"].astype(np.int64), rows["end"].astype(np.int64)
        codes = self._numbers(text, work.rows("forms")[: sizes["n_forms"]], starts, ends)[rows["form"]]
        flags = rows["flags"]
        chosen = self._is_word[codes] & ((flags & ADDRESS) == 0)
        if self._voice != "all":
            number = VOICES.index(self._voice)
            chosen &= (rows["voice"] == number) if english else number == 0
        inside = np.ones(len(rows), np.bool_)
        inside[work.rows("sentences")["first"][: sizes["n_sentences"]]] = False
        np.add.at(self._inside, codes[inside], 1)
        np.add.at(self._capitals, codes[inside & ((flags & CAPITAL) != 0)], 1)
        return Words(article["id"], text, starts, ends, codes, chosen, _joined(text, starts, ends, chosen))

    def _numbers(self, text: str, forms: NDArray[Any], starts: Codes, ends: Codes) -> Codes:
        """The number in the vocabulary of each form of a text."""
        keys = forms["key"].tolist()
        codes = [self._keys.get(key, -1) for key in keys]
        if -1 in codes:
            for place in [place for place, code in enumerate(codes) if code < 0]:
                first = forms["first"][place]
                codes[place] = self._keys[keys[place]] = self._number(fold(text[starts[first] : ends[first]]))
        return np.array(codes, np.int64)

    def _number(self, form: str) -> int:
        """A form's number in the vocabulary, a new one where it is not there yet."""
        code = self._vocabulary.setdefault(form, len(self.forms))
        if code == len(self.forms):
            self.forms.append(form)
            if code == len(self._is_word):
                self._is_word, self._inside, self._capitals = (
                    np.concatenate([known, np.zeros_like(known)])
                    for known in (self._is_word, self._inside, self._capitals)
                )
            self._is_word[code] = is_word(form)
        return code


def is_word(form: str) -> bool:
    """Whether a form is a word: numbers and single letters are none."""
    return not form[0].isdigit() and (len(form) > 1 or form == "i")


def _joined(text: str, starts: Codes, ends: Codes, chosen: Flags) -> Flags:
    joined: Flags = (starts[1:] - ends[:-1] == 1) & chosen[:-1] & chosen[1:]
    places = np.flatnonzero(joined)
    joined[places] = [text[end] in _JOINS for end in ends[places].tolist()]
    return joined


def read_terms(articles: Iterable[pa.Table], *, voice: Voice, pairs: bool, names: bool, min_docs: int) -> TermTable:
    """Which of ``articles`` (ARTICLES, some at a time) use which words in ``voice``.

    A term is a word form, or with ``pairs`` also two words side by side of which neither is grammatical. Terms in fewer
    than ``min_docs`` articles are left out, and without ``names`` also all forms that mostly have a capital inside
    sentences. Raises OutputFailed where there is no room for temporary files.
    """
    reader = Reader(voice)
    single, double, lengths = Bags(), Bags(), array("q")
    for part in articles:
        for words in reader.read(part):
            lengths.append(int(np.count_nonzero(words.chosen)))
            single.add(words.codes[words.chosen])
            double.add(words.pairs if pairs else words.pairs[:0])
    forms = reader.forms
    documents = single.documents(len(forms))
    kept = documents >= min_docs
    if not names:
        kept &= ~reader.names()
    content = kept & ~_grammatical(forms)
    couples, both = double.common(lambda codes: content[codes >> _SHIFT] & content[codes & _LOW], min_docs)
    words_kept = np.flatnonzero(kept)
    terms = [forms[code] for code in words_kept]
    terms += [f"{forms[code >> _SHIFT]} {forms[code & _LOW]}" for code in couples.tolist()]
    order = sorted(range(len(terms)), key=terms.__getitem__)
    documents = np.concatenate([documents[kept], both])[order]
    columns = np.argsort(order).astype(np.int32)
    parts = (
        _placed(single, words_kept, columns[: len(words_kept)]),
        _placed(double, couples, columns[len(words_kept) :]),
    )
    uses, blocks = _blocks(chain(*parts), documents)
    is_pair = np.repeat([False, True], [len(words_kept), len(couples)])
    told = tuple(terms[at] for at in order)
    return TermTable(told, is_pair[order], uses, documents, np.array(lengths, dtype=np.int64), blocks)


def _placed(bags: Bags, kept: Codes, columns: Places) -> Iterator[tuple[Places, Places, Counts]]:
    """Articles, their terms and how often these come, where a term is one of the ascending codes ``kept``.

    ``columns`` are the numbers of these among all terms.
    """
    for articles, codes, counts in bags.read():
        places = np.searchsorted(kept, codes)
        known = places < len(kept)
        known[known] = kept[places[known]] == codes[known]
        yield articles[known], columns[places[known]], counts[known]


def _blocks(
    found: Iterable[tuple[Places, Places, Counts]], documents: Codes
) -> tuple[NDArray[np.float64], Callable[[], Iterator[Block]]]:
    """How often each term is used, and by which articles."""
    uses, blocks = np.zeros(len(documents)), Blocks(documents)
    for articles, terms, counts in found:
        uses += np.bincount(terms, counts, len(documents))
        blocks.add(articles, terms)
    return uses, blocks


def _grammatical(forms: Sequence[str]) -> Flags:
    classes = word_classes()
    closed = frozenset().union(*(classes[name] for name in _GRAMMATICAL))
    return np.fromiter((form in closed for form in forms), np.bool_, len(forms))
