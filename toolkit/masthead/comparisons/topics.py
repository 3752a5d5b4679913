"""Topics of articles, found in their words by non-negative matrix factorisation (Lee and Seung 1999).

The weights of content words (``masthead.comparisons.content_words``) are approximated by ``k`` topics, each a set of
words, and an article is of the topic that explains most of it. The factorisation starts at random and may end in
another place from another start. So it is made ``STARTS`` times and the closest one taken, all of it twice; where the
two do not put the articles together alike, the topics are an accident of the seed and are refused.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.comparisons.content_words import content_words
from masthead.comparisons.options import FEWEST_TOPICS
from masthead.errors import UsageError
from masthead.stats import generator

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

STARTS = 4
LEAST_AGREEMENT = 0.6
"""Adjusted Rand index (Hubert and Arabie 1985) of two searches below which topics are refused; 0 is by chance."""
MOST_LEARNT = 6_000
"""Articles that topics are learnt from: of more, so many drawn by the seed."""
ROUNDS = 200
WORDS, NAMED_BY = 8, 3
FEWEST_ARTICLES = 20
"""Articles for each topic asked for."""


class Topic(NamedTuple):
    """A topic: what it is called by, its words, most telling first, and its share of the articles."""

    name: str
    words: tuple[str, ...]
    share: float


class Topics(NamedTuple):
    """Topics by the ids of articles, those without a word in common with others left out; ``agreement`` is over seeds.

    Topics are ordered by share, the largest first.
    """

    topics: tuple[Topic, ...]
    of: Mapping[str, str]
    agreement: float

    def told(self) -> dict[str, Any]:
        """What was found, for a manifest."""
        return {"topics": [topic._asdict() for topic in self.topics], "agreement": self.agreement}


def find_topics(articles: pa.Table, k: int, seed: int = 0) -> Topics:
    """Find ``k`` topics in ARTICLES. They depend on the articles and the seed, and not on the order of the articles.

    Raises UsageError where there are too few articles, and where two searches put the articles together too
    differently.
    """
    found = content_words(articles)
    told = np.flatnonzero(np.diff(found.weights.indptr))
    if len(told) < FEWEST_ARTICLES * k:
        raise UsageError(
            f"{k} topics need {FEWEST_ARTICLES * k:,} articles that share words; found {len(told):,}",
            fix="Ask for fewer topics, or give more articles.",
        )
    weights = found.weights[told]
    learnt = weights[_drawn(len(told), seed)]
    (components, codes), (_, again) = (_best(learnt, weights, k, seed, search) for search in range(2))
    agreement = _agreement(codes, again)
    if agreement < LEAST_AGREEMENT:
        raise UsageError(
            f"{k} topics are not stable: two searches agree on them by {agreement:.2f}, where {LEAST_AGREEMENT} is "
            "required (adjusted Rand index)",
            fix=f"Try another number ({_others(k)}), or use a column of topics: --stratify NAME.",
        )
    return _named(components, codes, found.words, [found.ids[row] for row in told], agreement)


def _drawn(n: int, seed: int) -> Codes:
    if n <= MOST_LEARNT:
        return np.arange(n)
    return np.sort(generator(seed, "topics learnt", n).permutation(n)[:MOST_LEARNT])


def _best(learnt: csr_array, weights: csr_array, k: int, seed: int, search: int) -> tuple[Floats, Codes]:
    """The closest of some factorisations: its topics by words, each of length 1, and the topic of each article."""
    from sklearn.decomposition import NMF  # noqa: PLC0415 - slow to import, needed here only
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    models = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for start in range(STARTS):
            state = int(generator(seed, "topics", k, search, start).integers(2**31))
            models.append(NMF(k, init="random", random_state=state, max_iter=ROUNDS).fit(learnt))
        best = min(models, key=lambda model: float(model.reconstruction_err_))
        shares = best.transform(weights)
    lengths = np.linalg.norm(best.components_, axis=1)
    components = best.components_ / np.where(lengths > 0, lengths, 1.0)[:, None]
    return components, np.asarray((shares * lengths).argmax(axis=1), dtype=np.intp)


def _agreement(one: Codes, other: Codes) -> float:
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415

    return float(adjusted_rand_score(one, other))


def _others(k: int) -> str:
    return " or ".join(str(other) for other in (k - 1, k + 1) if other >= FEWEST_TOPICS)


def _named(components: Floats, codes: Codes, words: NDArray[np.str_], ids: list[str], agreement: float) -> Topics:
    sizes = np.bincount(codes, minlength=len(components))
    topics: list[Topic] = []
    names: dict[int, str] = {}
    for code in sorted(range(len(components)), key=lambda code: (-sizes[code], code)):
        if sizes[code]:
            best = np.argsort(-components[code], kind="stable")[:WORDS]
            chosen = tuple(str(words[place]) for place in best if components[code, place] > 0)
            name = "/".join(chosen[:NAMED_BY])
            names[code] = name if name not in names.values() else f"{name} ({code})"
            topics.append(Topic(names[code], chosen, float(sizes[code] / len(codes))))
    return Topics(tuple(topics), {name: names[code] for name, code in zip(ids, codes.tolist(), strict=True)}, agreement)
