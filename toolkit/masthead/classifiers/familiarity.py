"""Whether articles are like those that a model was trained on, so that it may be asked about them.

Of an article it is told what share of its words training did not have, how rare its words were there (the mean
surprisal of a word, in nats, under the training words' frequencies) and how far what is measured of it lies from the
training articles' means (the root mean square of its standardised features). What is usual is what training articles
show that were left out with all others of their publisher.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.classifiers.terms import WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.samples import Sample

FEWEST = 50
"""Articles that training needs for anything to be said of what is usual."""

MOST = 2000
"""Of more training articles so many are drawn."""

WORDS = 20_000
PARTS = 5
SINGLE, SET = 0.99, 0.95
"""An article is unlike where it is beyond ``SINGLE`` of the training articles; of a set it counts who is beyond SET."""

SMALLEST_SET = 20
LEAST_SHARE, TIMES = 0.2, 2
"""A set is unlike where more of it are beyond ``SET`` than LEAST_SHARE, and than TIMES the worst part of training."""

MEASURES = {
    "unknown_words": "share of words not in the training articles",
    "rarity": "rarity of its words in the training articles",
    "distance": "distance of its features from the training articles",
}
_FURTHEST = 10.0
"""No feature counts as further from the mean than so many standard deviations."""


class _Words(NamedTuple):
    """The surprisal of each known word, and that of any other."""

    surprisal: dict[str, float]
    unseen: float

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> _Words:
        """From the words of texts: those in two texts or more, the most frequent ``WORDS`` of them."""
        counts: Counter[str] = Counter()
        holding: Counter[str] = Counter()
        for words in texts:
            counts.update(words)
            holding.update(set(words))
        every = counts.total() + len(counts) / 2
        several = sorted((word for word in counts if holding[word] > 1), key=lambda word: (-counts[word], word))
        known = {word: round(-math.log((counts[word] + 0.5) / every), 2) for word in several[:WORDS]}
        return cls(known, round(-math.log(0.5 / every), 2) if every else 0.0)

    def measure(self, words: Sequence[str]) -> tuple[float, float]:
        """The share of words that are not known, and the mean surprisal; NaN for no words."""
        if not words:
            return math.nan, math.nan
        found = [self.surprisal.get(word, self.unseen) for word in words]
        return sum(word not in self.surprisal for word in words) / len(words), sum(found) / len(words)


class _Usual(NamedTuple):
    """Mean and standard deviation of each feature, 0 where no article has it."""

    centre: NDArray[np.float64]
    spread: NDArray[np.float64]

    @classmethod
    def of(cls, features: NDArray[np.float64]) -> _Usual:
        known = np.isfinite(features)
        n = np.maximum(known.sum(axis=0), 1)
        centre = np.where(known, features, 0.0).sum(axis=0) / n
        spread = np.sqrt((np.where(known, features - centre, 0.0) ** 2).sum(axis=0) / n)
        return cls(centre, spread)

    def measure(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """The root mean square of what is known of each article, in standard deviations; NaN where nothing is."""
        varying = self.spread > 0
        apart = np.abs(features[:, varying] - self.centre[varying]) / self.spread[varying]
        known = np.isfinite(apart)
        squares = np.where(known, np.minimum(apart, _FURTHEST) ** 2, 0.0).sum(axis=1)
        return np.sqrt(np.where(known.any(axis=1), squares / np.maximum(known.sum(axis=1), 1), np.nan))


@dataclass(frozen=True, slots=True)
class Familiarity:
    """What is usual in the training articles.

    ``single`` and ``several`` hold for each measure the quantile ``SINGLE`` and ``SET`` of ``n`` training articles that
    were left out with their publisher; ``tolerated`` is the share beyond the latter above which a set is unlike.
    """

    words: dict[str, float]
    unseen: float
    centre: tuple[float, ...]
    spread: tuple[float, ...]
    single: dict[str, float]
    several: dict[str, float]
    tolerated: dict[str, float]
    n: int

    def measure(self, sample: Sample, *, features: bool) -> dict[str, NDArray[np.float64]]:
        """Each measure of the articles of a sample; of features only where the model reads ``features``."""
        texts = [WORD.findall(text.lower()) for text in sample.texts]
        usual = _Usual(np.array(self.centre), np.array(self.spread))
        return _measured(texts, sample.features if features else None, _Words(self.words, self.unseen), usual)

    def unlike(self, found: dict[str, NDArray[np.float64]]) -> list[str | None]:
        """For each article why it gets no verdict, None where it is like those of training."""
        whole = self._whole(found)
        rows = len(next(iter(found.values())))
        return [whole or self._why({name: values[row] for name, values in found.items()}) for row in range(rows)]

    def _why(self, values: dict[str, float]) -> str | None:
        beyond = [name for name in values if values[name] > self.single[name]]
        return (
            "; ".join(
                f"{MEASURES[name]} {values[name]:.2f}, at most {self.single[name]:.2f} in {SINGLE:.0%} of training"
                for name in beyond
            )
            or None
        )

    def _whole(self, found: dict[str, NDArray[np.float64]]) -> str | None:
        """Why articles are unlike as a set, if they are."""
        for name, values in found.items():
            share = float(np.mean(values > self.several[name]))
            if len(values) >= SMALLEST_SET and share > self.tolerated[name]:
                return (
                    f"as a set: {MEASURES[name]} above {self.several[name]:.2f} in {share:.0%} of these articles, "
                    f"{1 - SET:.0%} of those of training"
                )
        return None


def _measured(
    texts: Sequence[Sequence[str]], features: NDArray[np.float64] | None, words: _Words, usual: _Usual
) -> dict[str, NDArray[np.float64]]:
    unknown, rarity = np.array([words.measure(text) for text in texts]).reshape(-1, 2).T
    found = {"unknown_words": unknown, "rarity": rarity}
    return found if features is None else {**found, "distance": usual.measure(features)}


def fit_familiarity(sample: Sample, *, features: bool, seed: int = 0) -> Familiarity | None:
    """What is usual in a sample; ``features`` says whether the model reads them. None for too few articles."""
    if len(sample.ids) < FEWEST:
        return None
    random = np.random.default_rng(seed)
    drawn = sample.take(np.sort(random.permutation(len(sample.ids))[:MOST]))
    texts = [WORD.findall(text.lower()) for text in drawn.texts]
    groups, group = np.unique(drawn.groups, return_inverse=True)
    part = (random.permutation(len(groups)) % PARTS)[group]
    found: dict[str, NDArray[np.float64]] = {}
    for number in np.unique(part):
        inside, outside = np.flatnonzero(part == number), np.flatnonzero(part != number)
        words, usual = _Words.of([texts[row] for row in outside]), _Usual.of(drawn.features[outside])
        own = _measured([texts[row] for row in inside], drawn.features[inside] if features else None, words, usual)
        for name, values in own.items():
            found.setdefault(name, np.full(len(part), np.nan))[inside] = values
    several = {name: _quantile(values, SET) for name, values in found.items()}
    worst = {
        name: max(float(np.mean(values[part == number] > several[name])) for number in np.unique(part))
        for name, values in found.items()
    }
    words, usual = _Words.of(texts), _Usual.of(drawn.features)
    return Familiarity(
        words.surprisal,
        words.unseen,
        tuple(usual.centre.tolist()) if features else (),
        tuple(usual.spread.tolist()) if features else (),
        {name: _quantile(values, SINGLE) for name, values in found.items()},
        several,
        {name: max(LEAST_SHARE, TIMES * share) for name, share in worst.items()},
        len(part),
    )


def _quantile(values: NDArray[np.float64], share: float) -> float:
    known = values[np.isfinite(values)]
    return float(np.quantile(known, share)) if len(known) else math.inf


def restored(about: dict[str, Any] | None) -> Familiarity | None:
    """From the plain values that a model file keeps."""
    return Familiarity(**about | {name: tuple(about[name]) for name in ("centre", "spread")}) if about else None
