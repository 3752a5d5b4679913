"""The genre of an article: what it says of itself, else where it stands and how it is written.

How it is written is told by two numbers, weighted sums of a few rates: how far it is written like opinion rather than
news, and how far like opinion or analysis. Every rate is taken against its mean and drawn to it where there is little
text, so that a few words say little. Weights and bounds are data, in ``genre.toml``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.features.base import by_voice
from masthead.sources.genre import NEWS, OPINION, UNKNOWN, at_desk
from masthead.text.word_sets import MARKERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_DATA: Mapping[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_NAMES = (*MARKERS, "person")
PERSON = len(MARKERS)
"""The number of the last marker: I, we and you, which have classes of their own."""
FEW, FEWEST = 50.0, 30
"""Words at which what is asked of a short text for news has fallen by half, and below which none is called opinion."""
SIGNS = -1.0
"""Signs of opinion below which an article has as good as none, and is not called opinion for not being like news."""
COLUMNS = (*(f"genre.body.{name}" for name in _NAMES), *(f"genre.headline.{name}" for name in _NAMES))
"""Counts of markers outside quotations, which are no columns of FEATURES."""


class Rate(NamedTuple):
    """What is counted ``of`` and ``per`` what, so many of which at the ``mean`` are added to an article's own."""

    of: tuple[str, ...]
    per: tuple[str, ...]
    added: float
    mean: float
    weights: tuple[float, float]


RATES = {name: Rate(**row) for name, row in _DATA["rates"].items()}
INTERCEPTS: tuple[float, float] = _DATA["intercepts"]


class Bounds(NamedTuple):
    """The lowest first number of opinion and the highest second number of news, lower by ``short`` without any text."""

    opinion: float
    news: float
    short: float


DESK, ELSEWHERE = Bounds(**_DATA["bounds"]["desk"]), Bounds(**_DATA["bounds"]["elsewhere"])


def markers_of(numbers: Mapping[str, int]) -> NDArray[np.int8]:
    """The number of each word's marker, by the numbers of words; 0 where it has none."""
    found = np.zeros(len(numbers), np.int8)
    for number, words in enumerate(MARKERS.values()):
        found[[numbers[word] for word in words]] = number
    return found


def totals(counts: Mapping[str, Floats]) -> dict[str, tuple[Floats, Floats]]:
    """Of each rate what is counted, and what it is taken per, article by article."""
    return {name: (_sum(counts, rate.of), _sum(counts, rate.per)) for name, rate in RATES.items()}


def _sum(counts: Mapping[str, Floats], columns: Sequence[str]) -> Floats:
    total: Floats = np.sum([counts[column] for column in columns], axis=0)
    return total


class Scores(NamedTuple):
    """How far articles are written like opinion, and like opinion or analysis: log-odds against news.

    ``signs`` is the part of the first that speaks for opinion: negative for an article that has fewer than most.
    """

    opinion: Floats
    comment: Floats
    signs: Floats


def scores(counts: Mapping[str, Floats]) -> Scores:
    """The scores of articles, from their counts."""
    opinion, comment, signs = (np.full(len(counts["sentences"]), start) for start in (*INTERCEPTS, 0.0))
    for rate, (of, per) in zip(RATES.values(), totals(counts).values(), strict=True):
        drawn = (of - rate.mean * per) / (per + rate.added)
        opinion += rate.weights[0] * drawn
        comment += rate.weights[1] * drawn
        signs += max(rate.weights[0], 0.0) * drawn
    return Scores(opinion, comment, signs)


def decide(articles: pa.Table, counts: Mapping[str, Floats], measured: NDArray[np.bool_]) -> pa.Array:
    """The genre of each article of ARTICLES, as given or said there, else by desk and score.

    What was not measured is news at a desk, and unknown elsewhere.
    """
    given = _column(articles, "genre").cast(pa.string())
    untold = pc.is_in(given.fill_null(""), value_set=pa.array(("", UNKNOWN)))
    if not untold.true_count:
        return given
    desk = at_desk(_column(articles, "url"), _column(articles, "section"))
    opinion, comment, signs = (np.where(measured, one, np.nan) for one in scores(counts))
    least, most, short = (np.where(desk, *pair) for pair in zip(DESK, ELSEWHERE, strict=True))
    words = _sum(counts, by_voice("words"))
    news = np.where(measured, comment <= most - short * FEW / (words + FEW), desk)
    argued = (opinion >= least) & (signs >= SIGNS) & (words >= FEWEST)
    called = pa.array((OPINION, NEWS, UNKNOWN)).take(pa.array(np.where(argued, 0, np.where(news, 1, 2))))
    return pc.if_else(untold, called, given)


def _column(articles: pa.Table, name: str) -> pa.Array:
    """A column of strings in one piece; nulls where there is none."""
    if name not in articles.column_names:
        return pa.nulls(articles.num_rows, pa.string())
    column = articles.column(name).combine_chunks()
    return pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column
