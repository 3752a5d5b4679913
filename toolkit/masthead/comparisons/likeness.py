"""How alike two articles are in what they report: the words, names and numbers of headline and lead, and named days.

Likeness is the cosine of TF-IDF weights, from 0 to 1. A word weighs by how often it is in an article's headline and
first words and by how few articles have it (Salton and Buckley 1988); names and numbers weigh more, since they tell one
story of a kind from the next, and so do the headline and the words that a report opens with.

Days and years that articles name are clues beside it. Reports on one event tend to name the same day of the week, and
those of two like events different ones; the likeness is multiplied by a factor for either.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from math import log
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from masthead.comparisons.vectors import Vectors
from masthead.text.word_sets import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]
    Clues = NDArray[np.uint64]

LEAD_WORDS, OPENING_WORDS = 200, 40
HEADLINE, OPENING, NAME, NUMBER = 2.0, 2.0, 1.5, 2.0
"""How often a word of the headline and one of the opening count, and by how much names and numbers weigh more."""
UNSEEN_ARTICLES = 1000
"""Articles on other stories that are thought of beside those given: else the words of the story that half of a small
collection is about would look like words of no account."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
YEARS = range(1990, 2047)
SAME_DAY_NAMED, OTHER_DAY_NAMED = 1.12, 0.75
SAME_YEAR_NAMED, OTHER_YEAR_NAMED = 1.4, 0.9
"""What the likeness is multiplied by where both articles name a day of the week, or a year, and share one or none."""
DAY_BITS = np.uint64((1 << len(WEEKDAYS)) - 1)
YEAR_BITS = ~DAY_BITS
_COLUMNS = 1 << 22
_MOST_FORMS = 1 << 19
"""Words that are remembered at a time."""
_LEAD_CHARACTERS = 12 * LEAD_WORDS
_WORD = re.compile(r"([.!?:\n\"“”‘][^\w]*)?([^\W_]+(?:[.'’][^\W_]+)*)")
_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST_STEM = 4
_FAINT = frozenset({"mr", "mrs", "ms", "told", "also", "who's", "according", *WEEKDAYS})


class Form(NamedTuple):
    """A word as it is counted: its column, None for one that is not; what it begins with; the day or year it names."""

    column: int | None
    capital: bool
    number: bool
    clue: int


class Lead(NamedTuple):
    """What one article is judged by: the weight of each column, the bits of the days and years it names, its names."""

    weights: dict[int, float]
    clues: int
    names: set[int]


class Leads(NamedTuple):
    """The articles: one row of unit length each, and their clues as bits."""

    vectors: Vectors
    clues: Clues

    @property
    def having(self) -> Places:
        """In how many articles each column is."""
        return self.vectors.having


class Weigher:
    """Words of headlines and leads as weighted columns; a word is looked at once however often it comes."""

    def __init__(self) -> None:
        self.forms: dict[str, Form] = {}

    def read(self, title: str, text: str) -> Lead:
        """The words of the headline and of the first ``LEAD_WORDS`` of the text."""
        counts: Counter[int] = Counter()
        names, numbers, clues = set(), set(), 0
        for count, inside, word in _words(title, text):
            form = self.forms.get(word) or self._note(word)
            clues |= form.clue
            if form.column is None:
                continue
            counts[form.column] += count  # type: ignore[assignment]
            if form.number:
                numbers.add(form.column)
            elif form.capital and inside:
                names.add(form.column)
        weights = {column: (1.0 + log(count)) * _factor(column, names, numbers) for column, count in counts.items()}
        return Lead(weights, clues, names)

    def _note(self, word: str) -> Form:
        if len(self.forms) >= _MOST_FORMS:
            self.forms.clear()
        self.forms[word] = form = _form_of(word)
        return form


def _words(title: str, text: str) -> Iterator[tuple[float, bool, str]]:
    """Each word with how often it counts, and whether a capital of it makes a name: not in headlines and at starts."""
    for _, word in _WORD.findall(title):
        yield HEADLINE, False, word
    for place, (begins, word) in enumerate(_WORD.findall(text[:_LEAD_CHARACTERS])[:LEAD_WORDS]):
        yield OPENING if place < OPENING_WORDS else 1.0, place > 0 and not begins, word


def _form_of(word: str) -> Form:
    """Words of grammar, days of the week and single letters or digits have no column."""
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    if plain in WEEKDAYS:
        return Form(None, capital=True, number=False, clue=1 << WEEKDAYS.index(plain))
    if plain in FUNCTION_WORDS or plain in _FAINT or len(plain) < 2:
        return Form(None, capital=False, number=False, clue=0)
    year = int(plain) if len(plain) == 4 and plain.isascii() and plain.isdigit() else 0
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORTEST_STEM:
            plain = plain[: -len(ending)]
            break
    column = crc32(plain.encode("utf-8", "surrogatepass")) % _COLUMNS
    clue = 1 << len(WEEKDAYS) + YEARS.index(year) if year in YEARS else 0
    return Form(column, word[0].isupper(), word[0].isdigit(), clue)


def _factor(column: int, names: set[int], numbers: set[int]) -> float:
    return NAME if column in names else NUMBER if column in numbers else 1.0


class Noting:
    """Takes note of the leads of articles, one after the other; ``leads`` then has them in any order.

    An article without words is a row of zeros. Words of a single article count in its length and have no column: they
    are like nothing.
    """

    def __init__(self) -> None:
        self._weigher = Weigher()
        self._vectors = Vectors(_COLUMNS)
        self._clues = array("Q")

    def note(self, title: str, text: str) -> None:
        """The next article."""
        lead = self._weigher.read(title, text)
        self._vectors.add(lead.weights)
        self._clues.append(lead.clues)

    def leads(self, order: Sequence[int]) -> Leads:
        """The leads of all articles, in an order of their numbers; no article is noted any more."""
        self._vectors.settle(order, rarity)
        return Leads(self._vectors, np.array(self._clues, dtype=np.uint64)[list(order)])


def rarity(having: Places, n: int) -> Floats:
    """What words weigh that so many of ``n`` articles have."""
    found: Floats = np.log((n + UNSEEN_ARTICLES) / (having + 1.0))
    return found


def day_factors(one: Clues, other: Clues) -> Floats:
    """For each pair what its likeness is multiplied by for the days of the week and the years that its articles name.

    Where either names none the factor is 1.
    """
    shared = one & other
    found = np.ones(len(one))
    for bits, same, different in (
        (DAY_BITS, SAME_DAY_NAMED, OTHER_DAY_NAMED),
        (YEAR_BITS, SAME_YEAR_NAMED, OTHER_YEAR_NAMED),
    ):
        both = ((one & bits) != 0) & ((other & bits) != 0)
        found *= np.where(both, np.where((shared & bits) != 0, same, different), 1.0)
    return found


def days_named(clues: int) -> tuple[list[str], list[int]]:
    """The days of the week and the years of an article's bits."""
    days = [day.capitalize() for place, day in enumerate(WEEKDAYS) if clues >> place & 1]
    return days, [year for place, year in enumerate(YEARS, len(WEEKDAYS)) if clues >> place & 1]
