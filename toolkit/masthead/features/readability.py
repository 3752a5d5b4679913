"""Readability: every formula textstat offers for English, and the averages and shares behind them.

Formulas that are functions of sums are computed on an outlet's summed counts. Two are not:
``linsear_write_formula`` reads the first hundred words of an article and ``text_standard`` is a vote among
formulas; both, and the reading time, are means over articles. textstat's formulas for other languages say nothing
about English and are no features: Gulpease and the Wiener Sachtextformel, which textstat also computes for English
text, are functions in ``formulas``, equal to textstat's; Fernández Huerta, Szigriszt-Pazos, Gutiérrez de Polini,
Crawford and Osman, which need Spanish or Arabic, are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.features import formulas
from masthead.features.base import Feature
from masthead.text.readability_counts import (
    CHARACTERS,
    COUNTS,
    DIFFICULT,
    DIFFICULT_2,
    DIFFICULT_3,
    LETTERS,
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
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Counts = Mapping[str, NDArray[np.float64]]
    Formula = Callable[[Counts], NDArray[np.float64]]

PREFIX = "readability."
MIN_WORDS = 100
MIN_SENTENCES = 3
MS_PER_CHARACTER = 14.69
"""Reading time of one character as textstat has it."""

LINSEAR = f"{PREFIX}linsear_write_formula"
STANDARD = f"{PREFIX}text_standard"
READING_TIME = f"{PREFIX}reading_time"
PER_ARTICLE = (LINSEAR, STANDARD, READING_TIME)
COLUMNS = (*COUNTS, *PER_ARTICLE, *(f"{name}.n" for name in PER_ARTICLE))
"""Every column a measured article has, in a fixed order; all null where the article has no value."""


def article_scores(counts: Counts) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.bool_]]:
    """Every one of ``COLUMNS`` for some articles, given their counts, and which articles are too short to have any.

    An article has no value, NaN, below 100 words or 3 sentences.
    """
    short = (counts[WORDS] < MIN_WORDS) | (counts[SENTENCES] < MIN_SENTENCES) | (counts[SYLLABLES] == 0)
    values = per_article(counts, ~short)
    columns = {**counts, **values, **{f"{name}.n": np.ones(len(short)) for name in values}}
    return {name: np.where(short, np.nan, column) for name, column in columns.items()}, short


def per_article(counts: Counts, known: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    """The values of ``PER_ARTICLE`` from the counts of articles; NaN where an article is not ``known`` to have any."""
    kept = {name: np.where(known, values, 1.0) for name, values in counts.items()}
    values = {
        LINSEAR: formulas.linsear_write_formula(kept),
        STANDARD: formulas.text_standard(kept),
        READING_TIME: MS_PER_CHARACTER * kept[CHARACTERS] / 1000,
    }
    return {name: np.where(known, column, np.nan) for name, column in values.items()}


def _formula(formula: Formula, title: str, columns: tuple[str, ...], **row: Any) -> Feature:
    return Feature(
        name=f"{PREFIX}{formula.__name__}",
        family="readability",
        title=title,
        kind="formula",
        numerator=columns,
        formula=_guarded(formula, tuple({WORDS, SYLLABLES}.intersection(columns))),
        **{"unit": "US school grade", **row},
    )


def _guarded(formula: Formula, positive: tuple[str, ...]) -> Formula:
    """The formula where ``positive`` counts are; NaN elsewhere (textstat's 0.0 would read like a grade)."""

    def value(sums: Counts) -> NDArray[np.float64]:
        known = np.logical_and.reduce([np.asarray(sums[name]) > 0 for name in positive])
        return np.where(known, formula(sums), np.nan)

    return value


def _ratio(name: str, title: str, above: str, below: str, **row: Any) -> Feature:
    return Feature(
        name=f"{PREFIX}{name}",
        family="readability",
        title=title,
        numerator=(above,),
        denominator=(below,),
        **{"kind": "density", "citation": _TEXTSTAT, **row},
    )


def _share(name: str, title: str, above: str, **row: Any) -> Feature:
    return _ratio(name, title, above, WORDS, kind="share", unit="share of words", high=1.0, **row)


def _mean(name: str, title: str, **row: Any) -> Feature:
    return Feature(
        name=name,
        family="readability",
        title=title,
        kind="mean",
        numerator=(name,),
        denominator=(f"{name}.n",),
        **row,
    )


_TEXTSTAT = "Bansal, S. and Aggarwal, C. (2014). textstat. Python package, version 0.7.13"

FEATURES = (
    _formula(
        formulas.flesch_kincaid_grade,
        "Flesch-Kincaid grade",
        (WORDS, SENTENCES, SYLLABLES),
        low=-15.59,
        higher="a higher school grade: longer sentences, more syllables per word",
        citation="Kincaid, J. P. et al. (1975). Derivation of New Readability Formulas for Navy Enlisted "
        "Personnel. Research Branch Report 8-75",
        primary=True,
    ),
    _formula(
        formulas.flesch_reading_ease,
        "Flesch reading ease",
        (WORDS, SENTENCES, SYLLABLES),
        unit="points",
        low=-np.inf,
        high=206.835,
        higher="shorter sentences, fewer syllables per word",
        citation="Flesch, R. (1948). A New Readability Yardstick. Journal of Applied Psychology 32(3), 221-233",
    ),
    _formula(
        formulas.smog_index,
        "SMOG index",
        (POLYSYLLABLES, SENTENCES, WORDS),
        low=3.1291,
        higher="a higher school grade: more words of three or more syllables per sentence",
        citation="McLaughlin, G. H. (1969). SMOG Grading: A New Readability Formula. Journal of Reading 12(8), 639-646",
    ),
    _formula(
        formulas.coleman_liau_index,
        "Coleman-Liau index",
        (LETTERS, WORDS, SENTENCES),
        low=-45.4,
        higher="a higher school grade: longer words, longer sentences",
        citation="Coleman, M. and Liau, T. L. (1975). A Computer Readability Formula Designed for "
        "Machine Scoring. Journal of Applied Psychology 60(2), 283-284",
    ),
    _formula(
        formulas.automated_readability_index,
        "Automated readability index",
        (CHARACTERS, TOKENS, WORDS, SENTENCES),
        low=-21.43,
        higher="a higher school grade: longer words, longer sentences",
        citation="Senter, R. J. and Smith, E. A. (1967). Automated Readability Index. AMRL-TR-66-220",
    ),
    _formula(
        formulas.dale_chall_readability_score,
        "Dale-Chall score",
        (DIFFICULT, WORDS, SENTENCES),
        unit="Dale-Chall points",
        higher="more words outside the list of familiar ones, longer sentences",
        citation="Dale, E. and Chall, J. S. (1948). A Formula for Predicting Readability. "
        "Educational Research Bulletin 27(1), 11-20",
    ),
    _formula(
        formulas.dale_chall_readability_score_v2,
        "New Dale-Chall score (as textstat has it)",
        (DIFFICULT_2, WORDS, SENTENCES),
        unit="Dale-Chall points",
        higher="more unfamiliar words of two or more syllables, longer sentences",
        citation="Chall, J. S. and Dale, E. (1995). Readability Revisited: The New Dale-Chall "
        "Readability Formula. Brookline Books",
    ),
    _formula(
        formulas.gunning_fog,
        "Gunning fog index",
        (DIFFICULT_3, WORDS, SENTENCES),
        higher="a higher school grade: more unfamiliar words of three or more syllables, longer sentences",
        citation="Gunning, R. (1952). The Technique of Clear Writing. McGraw-Hill",
    ),
    _formula(
        formulas.spache_readability,
        "Spache score",
        (DIFFICULT_2, WORDS, SENTENCES),
        low=0.839,
        higher="a higher school grade: more unfamiliar words of two or more syllables, longer sentences",
        citation="Spache, G. (1953). A New Readability Formula for Primary-Grade Reading Materials. "
        "Elementary School Journal 53(7), 410-413",
    ),
    _formula(
        formulas.mcalpine_eflaw,
        "McAlpine EFLAW score",
        (WORDS, MINIWORDS, SENTENCES),
        unit="words and short words per sentence",
        higher="longer sentences, more words of up to three letters in them",
        citation="McAlpine, R. (2006). From Plain English to Global English",
    ),
    _formula(
        formulas.lix,
        "LIX",
        (WORDS, SENTENCES, LONG_WORDS),
        unit="points",
        higher="longer sentences, more words of seven or more letters",
        citation="Björnsson, C. H. (1968). Läsbarhet. Liber",
    ),
    _formula(
        formulas.rix,
        "RIX",
        (LONG_WORDS, SENTENCES, WORDS),
        unit="long words per sentence",
        higher="more words of seven or more letters per sentence",
        citation="Anderson, J. (1983). Lix and Rix: Variations on a Little-Known Readability Index. "
        "Journal of Reading 26(6), 490-496",
    ),
    _mean(
        LINSEAR,
        "Linsear Write (first 100 words)",
        unit="US school grade",
        low=-1.0,
        higher="a higher school grade: more words of three or more syllables, longer sentences",
        citation="O'Hayre, J. (1966). Gobbledygook Has Gotta Go. US Department of the Interior",
    ),
    _mean(
        STANDARD,
        "Grade most formulas agree on",
        unit="US school grade",
        low=formulas.LOWEST_GRADE,
        high=formulas.HIGHEST_GRADE,
        higher="a higher school grade by the most frequent vote of eight formulas",
        citation=_TEXTSTAT,
    ),
    _mean(
        READING_TIME,
        "Reading time",
        unit="seconds per article",
        higher="longer articles",
        citation="Demberg, V. and Keller, F. (2008). Data from Eye-Tracking Corpora as Evidence for "
        "Theories of Syntactic Processing Complexity. Cognition 109(2), 193-210",
    ),
    _ratio("words_per_sentence", "Words per sentence", WORDS, SENTENCES, unit="words", higher="longer sentences"),
    _ratio("syllables_per_word", "Syllables per word", SYLLABLES, WORDS, unit="syllables", higher="longer words"),
    _ratio("letters_per_word", "Letters per word", LETTERS, WORDS, unit="letters", higher="longer words"),
    _share(
        "difficult_share",
        "Unfamiliar words",
        DIFFICULT,
        higher="more words outside the list of familiar ones",
    ),
    _share(
        "polysyllable_share",
        "Long-sounding words",
        POLYSYLLABLES,
        higher="more words of three or more syllables",
    ),
    _share("monosyllable_share", "One-syllable words", MONOSYLLABLES, higher="more words of one syllable"),
    _share("long_word_share", "Long words", LONG_WORDS, higher="more words of seven or more letters"),
)
"""The catalogue rows of this family: ``flesch_kincaid_grade`` is primary, the others are exploratory."""
