"""The readability formulas: arithmetic over counts, each written once, with the constants of textstat 0.7.13.

Each takes a mapping of count columns to numbers or to arrays of any one shape, so that the same line gives an
article's value and, on summed counts, an outlet's or a thousand bootstrap resamples'. None checks for an
empty denominator: ``Feature.estimate`` and ``readability.article_scores`` do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from masthead.text.readability_counts import (
    CHARACTERS,
    DIFFICULT,
    DIFFICULT_2,
    DIFFICULT_3,
    LETTERS,
    LINSEAR_EASY,
    LINSEAR_HARD,
    LINSEAR_SENTENCES,
    LONG_WORDS,
    MINIWORDS,
    MONOSYLLABLES,
    POLYSYLLABLES,
    SENTENCES,
    SYLLABLES,
    TOKENS,
    WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Number = TypeVar("Number", float, NDArray[np.float64])


def flesch_reading_ease(c: Mapping[str, Number]) -> Number:
    """Flesch (1948)."""
    return 206.835 - 1.015 * (c[WORDS] / c[SENTENCES]) - 84.6 * (c[SYLLABLES] / c[WORDS])


def flesch_kincaid_grade(c: Mapping[str, Number]) -> Number:
    """Kincaid et al. (1975)."""
    return (0.39 * (c[WORDS] / c[SENTENCES])) + (11.8 * (c[SYLLABLES] / c[WORDS])) - 15.59


def smog_index(c: Mapping[str, Number]) -> Number:
    """McLaughlin (1969)."""
    root: Number = (30 * (c[POLYSYLLABLES] / c[SENTENCES])) ** 0.5
    return (1.043 * root) + 3.1291


def coleman_liau_index(c: Mapping[str, Number]) -> Number:
    """Coleman and Liau (1975)."""
    letters = c[LETTERS] / c[WORDS] * 100
    sentences = c[SENTENCES] / c[WORDS] * 100
    return (0.058 * letters) - (0.296 * sentences) - 15.8


def automated_readability_index(c: Mapping[str, Number]) -> Number:
    """Senter and Smith (1967); characters with punctuation, over tokens with punctuation."""
    return (4.71 * (c[CHARACTERS] / c[TOKENS])) + (0.5 * (c[WORDS] / c[SENTENCES])) - 21.43


def dale_chall_readability_score(c: Mapping[str, Number]) -> Number:
    """Dale and Chall (1948): a constant is added where more than 5 % of the words are unfamiliar."""
    percent = 100 * c[DIFFICULT] / c[WORDS]
    score = (0.1579 * percent) + (0.0496 * (c[WORDS] / c[SENTENCES]))
    return score + 3.6365 * (percent > 5)


def dale_chall_readability_score_v2(c: Mapping[str, Number]) -> Number:
    """Chall and Dale (1995) as textstat has it: no one-syllable word is difficult, constant from 0.05 on."""
    score = 0.1579 * (100 * c[DIFFICULT_2] / c[WORDS]) + 0.0496 * (c[WORDS] / c[SENTENCES])
    return score + 3.6365 * (score > 0.05)


def gunning_fog(c: Mapping[str, Number]) -> Number:
    """Gunning (1952); complex words are unfamiliar ones of three syllables or more."""
    return 0.4 * ((c[WORDS] / c[SENTENCES]) + 100 * c[DIFFICULT_3] / c[WORDS])


def spache_readability(c: Mapping[str, Number]) -> Number:
    """Spache (1953), revised constants."""
    return (0.141 * (c[WORDS] / c[SENTENCES])) + (0.086 * (100 * c[DIFFICULT_2] / c[WORDS])) + 0.839


def mcalpine_eflaw(c: Mapping[str, Number]) -> Number:
    """McAlpine (2006)."""
    return (c[WORDS] + c[MINIWORDS]) / c[SENTENCES]


def lix(c: Mapping[str, Number]) -> Number:
    """Björnsson (1968)."""
    return c[WORDS] / c[SENTENCES] + 100 * c[LONG_WORDS] / c[WORDS]


def rix(c: Mapping[str, Number]) -> Number:
    """Anderson (1983)."""
    return c[LONG_WORDS] / c[SENTENCES]


def wiener_sachtextformel_1(c: Mapping[str, Number]) -> Number:
    """Bamberger and Vanecek (1984), first formula; made for German."""
    return (
        (0.1935 * (100 * c[POLYSYLLABLES] / c[WORDS]))
        + (0.1672 * (c[WORDS] / c[SENTENCES]))
        + (0.1297 * (100 * c[LONG_WORDS] / c[WORDS]))
        - (0.0327 * (100 * c[MONOSYLLABLES] / c[WORDS]))
        - 0.875
    )


def wiener_sachtextformel_2(c: Mapping[str, Number]) -> Number:
    """Bamberger and Vanecek (1984), second formula; made for German."""
    long = 0.1373 * (100 * c[LONG_WORDS] / c[WORDS])
    return (0.2007 * (100 * c[POLYSYLLABLES] / c[WORDS])) + (0.1682 * (c[WORDS] / c[SENTENCES])) + long - 2.779


def wiener_sachtextformel_3(c: Mapping[str, Number]) -> Number:
    """Bamberger and Vanecek (1984), third formula; made for German."""
    return (0.2963 * (100 * c[POLYSYLLABLES] / c[WORDS])) + (0.1905 * (c[WORDS] / c[SENTENCES])) - 1.1144


def wiener_sachtextformel_4(c: Mapping[str, Number]) -> Number:
    """Bamberger and Vanecek (1984), fourth formula; made for German."""
    return (0.2744 * (100 * c[POLYSYLLABLES] / c[WORDS])) + (0.2656 * (c[WORDS] / c[SENTENCES])) - 1.693


def gulpease_index(c: Mapping[str, Number]) -> Number:
    """Lucisano and Piemontese (1988), characters with punctuation; made for Italian."""
    return (300 * (c[SENTENCES] / c[WORDS])) - (10 * (c[CHARACTERS] / c[TOKENS])) + 89


def linsear_write_formula(c: Mapping[str, Number]) -> Number:
    """O'Hayre (1966), on the first hundred words of one article."""
    score = (c[LINSEAR_EASY] + c[LINSEAR_HARD] * 3) / c[LINSEAR_SENTENCES]
    return (score - 2 * (score <= 20)) / 2


_ROUNDED = (
    smog_index,
    coleman_liau_index,
    automated_readability_index,
    dale_chall_readability_score,
    linsear_write_formula,
    gunning_fog,
)
LOWEST_GRADE, HIGHEST_GRADE = 1, 18
_EASE_GRADES = {9: (5,), 8: (6,), 7: (7,), 6: (8, 9), 5: (10,), 4: (11,), 3: (12,)}
_OTHER_EASE_GRADE = 13
_NO_VOTE = 1e9


def text_standard(c: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """The grade most formulas agree on, article by article.

    Seven formulas vote three times each, with their value rounded down, up and to the nearest; reading ease
    votes for the grade of its band. Among equal votes the one cast first wins, in textstat's order, and the
    winner is kept within grades 1 to 18.
    """
    votes = [*_roundings(flesch_kincaid_grade(c)), *_ease_votes(flesch_reading_ease(c) // 10)]
    for formula in _ROUNDED:
        votes += _roundings(formula(c))
    cast = np.stack(votes)
    support = np.stack([(cast == vote).sum(axis=0) for vote in cast])
    support[cast == _NO_VOTE] = 0
    winner = np.take_along_axis(cast, support.argmax(axis=0)[None], axis=0)[0]
    grade: NDArray[np.float64] = np.clip(winner, LOWEST_GRADE, HIGHEST_GRADE)
    return grade


def _roundings(score: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    return [np.floor(score), np.ceil(score), np.rint(score)]


def _ease_votes(band: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The one grade or two that a band of reading ease votes for."""
    first, second = np.full(len(band), float(_OTHER_EASE_GRADE)), np.full(len(band), _NO_VOTE)
    for number, grades in _EASE_GRADES.items():
        first[band == number] = grades[0]
        if len(grades) > 1:
            second[band == number] = grades[1]
    return [first, second]
