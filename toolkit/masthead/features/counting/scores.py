"""The readability values of single articles over whole columns: the same formulas, the vote counted all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.features import formulas, readability
from masthead.features.counting import output as out
from masthead.plain_text.readability import (
    CHARACTERS,
    LINSEAR_EASY,
    LINSEAR_HARD,
    LINSEAR_SENTENCES,
    SENTENCES,
    SYLLABLES,
    WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Columns = Mapping[str, NDArray[np.float64]]

_NO_VOTE = 1e9


def article_scores(
    counts: Columns, status: NDArray[np.int8]
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.bool_]]:
    """Every column of ``readability.COLUMNS``, NaN where an article has no value, and which articles are too short.

    Too short is one below 100 words or 3 sentences. There is no value either where ``status`` is not COUNTED, for a
    text in another language say.
    """
    short = (
        (counts[WORDS] < readability.MIN_WORDS)
        | (counts[SENTENCES] < readability.MIN_SENTENCES)
        | (counts[SYLLABLES] == 0)
    )
    known = (status == out.COUNTED) & ~short
    kept = {name: np.where(known, values, 1.0) for name, values in counts.items()}
    values = {
        readability.LINSEAR: _linsear(kept),
        readability.STANDARD: _standard(kept),
        readability.READING_TIME: readability.MS_PER_CHARACTER * kept[CHARACTERS] / 1000,
    }
    columns = {**counts, **values, **{f"{name}.n": np.ones(len(status)) for name in values}}
    return {name: np.where(known, column, np.nan) for name, column in columns.items()}, short


def _linsear(c: Columns) -> NDArray[np.float64]:
    """Linsear Write, from the counts of the first hundred words."""
    score = (c[LINSEAR_EASY] + c[LINSEAR_HARD] * 3) / c[LINSEAR_SENTENCES]
    return np.where(score <= 20, score - 2, score) / 2


def _standard(c: Columns) -> NDArray[np.float64]:
    """``formulas.text_standard``: among the grades with most votes the one voted for first."""
    rounded = [formulas.flesch_kincaid_grade(c)]
    whole: Any = c  # the formulas take arrays as well as numbers
    rounded += [
        _linsear(c) if formula is formulas.linsear_write_formula else np.asarray(formula(whole))
        for formula in formulas._ROUNDED
    ]
    band = formulas.flesch_reading_ease(c) // 10
    votes = [*_roundings(rounded[0]), *_ease_votes(band)]
    for score in rounded[1:]:
        votes += _roundings(score)
    cast = np.stack(votes)
    support = np.stack([(cast == vote).sum(axis=0) for vote in cast])
    support[cast == _NO_VOTE] = 0
    winner = np.take_along_axis(cast, support.argmax(axis=0)[None], axis=0)[0]
    return np.clip(winner, formulas.LOWEST_GRADE, formulas.HIGHEST_GRADE)


def _roundings(score: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The grades that a score votes for: below it, above it, nearest to it."""
    return [np.floor(score), np.ceil(score), np.rint(score)]


def _ease_votes(band: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The one grade or two that a band of reading ease votes for."""
    first = np.full(len(band), float(formulas._OTHER_EASE_GRADES[0]))
    second = np.full(len(band), _NO_VOTE)
    for number, grades in formulas._EASE_GRADES.items():
        first[band == number] = grades[0]
        if len(grades) > 1:
            second[band == number] = grades[1]
    return [first, second]
