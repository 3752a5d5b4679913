"""Ways to split the articles of one outlet in which a comparison can find what is no difference between outlets.

Halves of the period, every other week, and topics. At random a test cannot but hold its level, since it permutes what
it split; articles of one outlet that differ in when and what they are about show what a comparison of outlets that
differ in these would take for a difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.profiles import ClusterTable, blocks_of
from masthead.sources.dates import days_of
from masthead.stats import generator, halves_p

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

RANDOM, HALVES, WEEKS, TOPICS = "random", "halves", "weeks", "topics"
KINDS = (HALVES, WEEKS, TOPICS)
TOPICS_ASKED = 8
TOPIC_SPLITS = 10
"""How often the topics of an outlet are divided into two."""
_WEEK = 7


def splits_of(features: pa.Table, kind: str, topics: Mapping[str, str], seed: int) -> Iterator[tuple[pa.Table, Flags]]:
    """Articles of one outlet, and which are on the one side: once, or for topics ``TOPIC_SPLITS`` times.

    ``topics`` are those of articles by id. Articles without a date, or a topic, are on no side.
    """
    if kind == TOPICS:
        found = list(map(topics.get, features["id"].to_pylist()))
        known = features.filter(pa.array([topic is not None for topic in found]))
        names = np.array([topic for topic in found if topic is not None], dtype=np.str_)
        for split in range(TOPIC_SPLITS):
            yield known, _some_topics(names, generator(seed, "topics split", features["outlet"][0].as_py(), split))
        return
    days = _days(features)
    known, numbers = features.filter(pa.array(days >= 0)), days[days >= 0]
    if len(numbers):
        yield known, numbers < np.median(numbers) if kind == HALVES else numbers // _WEEK % 2 == 0


def _days(features: pa.Table) -> NDArray[np.int64]:
    """Days as numbers, -1 where there is none."""
    if "date" not in features.column_names:
        return np.full(features.num_rows, -1)
    days = np.array(days_of(pc.cast(features["date"], pa.string())).to_pylist(), dtype="datetime64[D]")
    return np.where(np.isnat(days), -1, days.astype(np.int64) - np.datetime64("0001-01-01", "D").astype(np.int64))


def _some_topics(topics: NDArray[np.str_], random: np.random.Generator) -> Flags:
    """Topics in random order up to half of the articles."""
    names, code, sizes = np.unique(topics, return_inverse=True, return_counts=True)
    order = random.permutation(len(names))
    before = np.cumsum(sizes[order]) - sizes[order]
    return np.isin(code, order[before < len(topics) / 2])


def sides_p(
    features: pa.Table,
    catalogue: Sequence[Feature],
    side: Flags,
    random: np.random.Generator,
    *,
    permutations: int,
    min_clusters: int,
) -> list[tuple[tuple[int, ...], Floats]]:
    """P of the articles on the one ``side`` against the others, as if they were two outlets: features and their p.

    Features for which a side has fewer than ``min_clusters`` clusters are left out.
    """
    place = features.column_names.index("outlet")
    table = ClusterTable.of(features.set_column(place, "outlet", pa.array(np.where(side, "one", "other"))))
    found: list[tuple[tuple[int, ...], Any]] = []
    for block in blocks_of(table, catalogue):
        if len(block.sizes) > 1 and block.sizes.min() >= min_clusters:
            chosen = np.arange(len(block.clusters)) < block.sizes[0]
            found.append((block.indices, halves_p(block.moments, chosen, random, permutations)))
    return found
