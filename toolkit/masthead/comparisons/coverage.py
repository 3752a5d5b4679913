"""When outlets write, and of what: how far their periods overlap and how alike their topics are.

The similarity of topics of two outlets is the mean cosine of an article of one and an article of the other, over the
geometric mean of what it is for two articles of one and the same outlet, taken from different clusters. Cosines are
those of ``masthead.comparisons.content_words``. It is 1 where both outlets draw their articles from one stock and 0
where they share no word, and does not depend on how many articles each has.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from masthead.comparisons.content_words import content_words
from masthead.comparisons.strata import MONTH
from masthead.numerals import percent
from masthead.profiles import clusters
from masthead.sources.dates import days_of
from masthead.storage import give_back_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.content_words import ContentWords
    from masthead.comparisons.standard import Standard

    ArticlesOf = Callable[[pa.Array], pa.Table]
    Floats = NDArray[np.float64]
    Rows = NDArray[np.intp]

FEWEST_DATED, FEWEST_CLUSTERS = 10, 20
"""Articles of an outlet below which nothing is said of its period, and clusters below which nothing of its topics."""
MOST_READ = 200
"""Articles of an outlet whose words are read: of more, so many spread evenly over its clusters."""
MIDDLE = 0.9
"""An outlet's period holds so much of its articles, half of the rest before it and half after: strays do not count."""
LEAST_OVERLAP, LEAST_LIKENESS = 0.8, 0.95
"""An outlet with less of either is said to differ from the others in its period, or in its topics."""


class Covered(NamedTuple):
    """One outlet: its period, the share of that in the others' periods, its topics' likeness; None where unknown.

    ``overlap`` and ``likeness`` are means over the other outlets.
    """

    first: str | None
    last: str | None
    overlap: float | None
    likeness: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What each outlet covers, and whether topics could be looked at: they cannot without texts.

    ``held`` is what outlets are held at one mix of.
    """

    outlets: Mapping[str, Covered]
    with_texts: bool
    held: str | None = None

    def told(self) -> list[dict[str, Any]]:
        """The same for a manifest."""
        return [{"outlet": outlet, **covered._asdict()} for outlet, covered in self.outlets.items()]

    def cautions(self) -> list[str]:
        """A sentence each on period and topics where an outlet differs in them, with the flag that helps."""
        return [said for said in (self._of_periods(), self._of_topics()) if said]

    def _of_periods(self) -> str:
        found = {name: item.overlap for name, item in self.outlets.items() if item.overlap is not None}
        least = min(found, key=found.__getitem__, default=None)
        if least is None or found[least] >= LEAST_OVERLAP or self.held == MONTH:
            return ""
        item = self.outlets[least]
        return (
            f"Outlets differ in period: most articles of {least} are from {item.first} to {item.last}, and "
            f"{percent(found[least])} of these lie in the others' periods. --by month compares within months, "
            "--events on the same events."
        )

    def _of_topics(self) -> str:
        found = {name: item.likeness for name, item in self.outlets.items() if item.likeness is not None}
        least = min(found, key=found.__getitem__, default=None)
        if least is None or found[least] >= LEAST_LIKENESS:
            return ""
        alike = f"the similarity of {least} to the others is {found[least]:.2f} (1: the same)"
        if self.held is None:
            return (
                f"Outlets differ in topics: {alike}. --topics 8 gives all the same mix of topics, --events compares on "
                "the same events, --stratify NAME gives all the same mix of a column of topics or sections."
            )
        return (
            f"With the same mix of {self.held}, outlets still differ in what they write about: {alike}. A difference "
            "may be due to the subjects. --events compares on the same events."
        )


def coverage(features: pa.Table, articles: ArticlesOf | None, mix: Standard | None = None) -> Coverage:
    """What outlets cover, of FEATURES and, for topics, of some ARTICLES, which ``articles`` gives by their ids.

    With a ``mix`` it is what they cover at that: its FEATURES, in which articles weigh what their stratum does.
    """
    features = features if mix is None else mix.features
    encoded = pc.dictionary_encode(features["outlet"].combine_chunks())
    codes, listed = encoded.indices.to_numpy(), encoded.dictionary.to_pylist()
    names = sorted(listed)
    outlets = {name: np.flatnonzero(codes == listed.index(name)) for name in names}
    periods = _periods(features, outlets, names)
    likenesses = [None] * len(names) if articles is None else _likenesses(features, articles, outlets, names, mix)
    return Coverage(
        {name: Covered(*period, alike) for name, period, alike in zip(names, periods, likenesses, strict=True)},
        articles is not None,
        None if mix is None else mix.by,
    )


def _periods(
    features: pa.Table, outlets: Mapping[str, Rows], names: Sequence[str]
) -> list[tuple[str | None, str | None, float | None]]:
    """First and last day of each outlet's period, and its share in the others'."""
    if "date" not in features.column_names:
        return [(None, None, None)] * len(names)
    days = pc.cast(days_of(features["date"]), pa.date32()).to_numpy(zero_copy_only=False)
    inside: dict[str, NDArray[np.datetime64]] = {}
    for name in names:
        own = np.sort(days[outlets[name]])
        own = own[~np.isnat(own)]
        if len(own) >= FEWEST_DATED:
            cut = int(len(own) * (1 - MIDDLE) / 2)
            inside[name] = own[cut : len(own) - cut]
    found: list[tuple[str | None, str | None, float | None]] = []
    for name in names:
        if name not in inside:
            found.append((None, None, None))
            continue
        own = inside[name]
        others = [other for key, other in inside.items() if key != name]
        shares = [float(((own >= other[0]) & (own <= other[-1])).mean()) for other in others]
        found.append((str(own[0]), str(own[-1]), float(np.mean(shares)) if shares else None))
    return found


def _likenesses(
    features: pa.Table, articles: ArticlesOf, outlets: Mapping[str, Rows], names: Sequence[str], mix: Standard | None
) -> list[float | None]:
    """The likeness of each outlet's topics to those of the others, on average."""
    labels, ids = clusters(features).labels, features["id"]
    cluster: dict[str, str] = {}
    for name in names:
        own = pa.array(outlets[name])
        rows = sorted(zip(labels.take(own).to_pylist(), ids.take(own).to_pylist(), strict=True))
        if len({label for label, _ in rows}) >= FEWEST_CLUSTERS:
            step = max(len(rows) / MOST_READ, 1.0)
            chosen = [rows[int(place * step)] for place in range(min(len(rows), MOST_READ))]
            cluster.update((article, label) for label, article in chosen)
    if not cluster:
        return [None] * len(names)
    words = content_words(articles(pa.array(list(cluster), pa.string())))
    weights = None if mix is None else _weights(words, dict(zip(ids.to_pylist(), mix.strata, strict=True)), mix.weights)
    pairs = likeness(words.weights, words.outlets, [cluster[name] for name in words.ids], weights)
    del words, weights
    give_back_memory()
    return [_mean_of_others(pairs, name) for name in names]


def _weights(words: ContentWords, strata: Mapping[str, str], shares: Mapping[str, float]) -> Floats:
    """What each article counts, so that its outlet has the mix of ``shares``."""
    where = [(outlet, strata[name]) for outlet, name in zip(words.outlets, words.ids, strict=True)]
    sizes = Counter(where)
    return np.array([shares[stratum] / sizes[outlet, stratum] for outlet, stratum in where])


def _mean_of_others(pairs: Mapping[tuple[str, str], float], name: str) -> float | None:
    own = [value for (one, _), value in pairs.items() if one == name]
    return float(np.mean(own)) if own else None


def likeness(
    vectors: csr_array, outlets: Sequence[str], clustered: Sequence[str], weights: Floats | None = None
) -> dict[tuple[str, str], float]:
    """The similarity of topics of each two outlets, both ways, at most 1.

    ``vectors`` has a row of unit length an article, ``clustered`` its cluster within its outlet, ``weights`` what it
    counts, else all count alike. Outlets without two clusters that share a word are left out.
    """
    counted = np.ones(len(outlets)) if weights is None else weights
    names, outlet = np.unique(np.array(outlets, dtype=np.str_), return_inverse=True)
    _, cluster = np.unique(
        [f"{one}\x1f{label}" for one, label in zip(outlets, clustered, strict=True)], return_inverse=True
    )
    member = csr_array((counted, (outlet, np.arange(len(outlet)))))
    together = csr_array((counted, (cluster, np.arange(len(cluster)))))
    home = np.zeros(together.shape[0], dtype=np.intp)
    home[cluster] = outlet
    sums, parts = (member @ vectors).tocsr(), (together @ vectors).tocsr()
    products = (sums @ sums.T).toarray()
    sizes, part_sizes = np.asarray(member.sum(axis=1)).ravel(), np.asarray(together.sum(axis=1)).ravel()
    inner = np.bincount(home, np.asarray(parts.multiply(parts).sum(axis=1)).ravel(), len(names))
    pairs = sizes**2 - np.bincount(home, part_sizes**2, len(names))
    with np.errstate(invalid="ignore", divide="ignore"):
        own = (np.diag(products) - inner) / pairs
        found = products / np.outer(sizes, sizes) / np.sqrt(np.outer(own, own))
    able = np.flatnonzero((pairs > 0) & (own > 0))
    return {
        (str(names[one]), str(names[other])): min(float(found[one, other]), 1.0)
        for one in able
        for other in able
        if one != other
    }
