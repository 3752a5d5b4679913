"""Readability recomputed by textstat itself, for a sample of the articles just measured."""

from __future__ import annotations

import math
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.features import formulas
from masthead.features.readability import FEATURES, PREFIX, per_article
from masthead.text import readability_counts as counted
from masthead.text.readability_counts import SYLLABLES, WORDS
from masthead.text.reference import packaged_dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.features.counting.batches import Counter

_WORD = re.compile(r"\w")
_OTHER_LANGUAGES = (
    formulas.wiener_sachtextformel_1,
    formulas.wiener_sachtextformel_2,
    formulas.wiener_sachtextformel_3,
    formulas.wiener_sachtextformel_4,
    formulas.gulpease_index,
)
_COUNTS = {
    counted.CHARACTERS: ("char_count", {}),
    counted.LETTERS: ("letter_count", {}),
    counted.TOKENS: ("lexicon_count", {"removepunct": False}),
    counted.WORDS: ("lexicon_count", {}),
    counted.SENTENCES: ("sentence_count", {}),
    counted.SYLLABLES: ("syllable_count", {}),
    counted.MONOSYLLABLES: ("monosyllabcount", {}),
    counted.POLYSYLLABLES: ("polysyllabcount", {}),
    counted.MINIWORDS: ("miniword_count", {}),
    counted.LONG_WORDS: ("long_word_count", {}),
}
_FORMULAS = (
    *(feature.name for feature in FEATURES if feature.formula is not None or feature.kind == "mean"),
    *(f"{PREFIX}{formula.__name__}" for formula in _OTHER_LANGUAGES),
)
VERIFIED = (*_FORMULAS, *_COUNTS)
"""What textstat has a function for: every formula that it computes for English text, and counts."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How far a formula is from textstat: the ``largest`` absolute difference in ``n`` articles, where."""

    feature: str
    n: int
    largest: float
    article_id: str | None


def verify(articles: Iterable[tuple[str, str]], n: int, seed: int, counter: Counter) -> list[Difference]:
    """Compare ``n`` articles, drawn with ``seed``, with textstat itself: one row for each of ``VERIFIED``.

    ``articles`` are pairs of id and visible text, read once (a reservoir sample, so any number of them will
    do). Texts without words or syllables are passed over: textstat gives them a grade, this project no value.
    Needs the seconds that importing textstat takes. Source of the sampling: Vitter (1985), algorithm R.
    """
    sample = _sample((article for article in articles if _WORD.search(article[1])), n, seed)
    ours = formula_values([text for _, text in sample], counter)
    known = [place for place in range(len(sample)) if not math.isnan(ours[_FORMULAS[0]][place])]
    largest: dict[str, tuple[float, str | None]] = dict.fromkeys(VERIFIED, (0.0, None))
    with packaged_dictionary() as textstat:
        for place in known:
            article_id, text = sample[place]
            for name, theirs in textstat_values(text, textstat).items():
                distance = _distance(float(ours[name][place]), theirs)
                if distance > largest[name][0]:
                    largest[name] = distance, article_id
    return [Difference(name, len(known), *largest[name]) for name in VERIFIED]


def formula_values(texts: Sequence[str], counter: Counter) -> dict[str, NDArray[np.float64]]:
    """Our value of each of ``VERIFIED`` for texts of any length, one a text; NaN where there is none."""
    counts = counter.readability(texts)
    known = (counts[WORDS] > 0) & (counts[SYLLABLES] > 0)
    kept = {name: np.where(known, column, 1.0) for name, column in counts.items()}
    values = {feature.name: feature.estimate(counts) for feature in FEATURES if feature.formula is not None}
    values |= per_article(counts, known)
    values |= {f"{PREFIX}{formula.__name__}": np.where(known, formula(kept), np.nan) for formula in _OTHER_LANGUAGES}
    return values | {name: counts[name] for name in _COUNTS}


def textstat_values(text: str, textstat: Any) -> dict[str, float]:
    """The same from textstat's object, see ``masthead.text.reference.packaged_dictionary``."""
    return {name: float(getattr(textstat, function)(text, **options)) for name, (function, options) in _CALLS.items()}


def _call(name: str) -> tuple[str, Mapping[str, Any]]:
    """The function of textstat's for a formula, and what it is given beside the text."""
    function = name.removeprefix(PREFIX)
    if function == "text_standard":
        return function, {"float_output": True}
    stem, _, variant = function.rpartition("_")
    return (stem, {"variant": int(variant)}) if variant.isdigit() else (function, {})


_CALLS: Mapping[str, tuple[str, Mapping[str, Any]]] = {name: _call(name) for name in _FORMULAS} | _COUNTS


def _distance(ours: float, theirs: float) -> float:
    return math.inf if math.isnan(ours) else abs(ours - theirs)


def _sample(articles: Iterable[tuple[str, str]], n: int, seed: int) -> list[tuple[str, str]]:
    chooser = random.Random(seed)  # noqa: S311 - a sample, no secret
    kept: list[tuple[str, str]] = []
    for seen, article in enumerate(articles):
        if seen < n:
            kept.append(article)
        elif (place := chooser.randrange(seen + 1)) < n:
            kept[place] = article
    return kept
