"""What a reader must know of the articles before she reads a figure: how many, in what clusters, of which genre."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from masthead.profiles import clusters
from masthead.reports.numerals import count, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

GENRE_GAP = 0.2
"""Outlets are said to differ in genre from this difference in their share of opinion on."""
_FEWEST_KNOWN = 5
_CLUSTER_NAMES = {"event": "events", "day": "outlet-days", "article": "single articles"}


@dataclass(frozen=True, slots=True)
class Overview:
    """Articles by outlet, by kind of cluster, and the share of opinion among those of known genre, by outlet."""

    articles: Mapping[str, int]
    clusters: Mapping[str, int]
    opinion: Mapping[str, float]
    rejects: int = 0

    @classmethod
    def of(cls, features: pa.Table, rejects: int = 0) -> Overview:
        """Read a FEATURES table."""
        outlets = features.column("outlet").to_pylist()
        kinds = Counter(str(kind) for kind in clusters(features).kinds)
        genres = features.column("genre").to_pylist() if "genre" in features.column_names else [None] * len(outlets)
        known: Counter[str] = Counter()
        opinion: Counter[str] = Counter()
        for outlet, genre in zip(outlets, genres, strict=True):
            known[outlet] += genre in ("news", "opinion")
            opinion[outlet] += genre == "opinion"
        shares = {outlet: opinion[outlet] / n for outlet, n in known.items() if n >= _FEWEST_KNOWN}
        return cls(dict(sorted(Counter(outlets).items())), kinds, dict(sorted(shares.items())), rejects)

    @property
    def total(self) -> int:
        """All articles."""
        return sum(self.articles.values())

    @property
    def size(self) -> str:
        """``8 outlets, 96 articles``."""
        return f"{count(len(self.articles), 'outlet')}, {count(self.total, 'article')}"

    def cautions(self) -> list[str]:
        """Sentences on genre and rejects, where there is something to say."""
        said = []
        if self.opinion and max(self.opinion.values()) - min(self.opinion.values()) >= GENRE_GAP:
            most = max(self.opinion, key=self.opinion.__getitem__)
            least = min(self.opinion, key=self.opinion.__getitem__)
            said.append(
                f"Outlets differ in genre: {percent(self.opinion[most])} of {most} is opinion and "
                f"{percent(self.opinion[least])} of {least}. --genre news compares news alone."
            )
        if self.rejects:
            verb = "is" if self.rejects == 1 else "are"
            said.append(f"{count(self.rejects, 'input')} could not be used and {verb} not counted.")
        return said

    def cluster_sentence(self) -> str:
        """What the intervals resample."""
        parts = [f"{_CLUSTER_NAMES.get(kind, kind)} ({count(n, 'article')})" for kind, n in self.clusters.items() if n]
        return f"Clusters are {' and '.join(parts)}." if parts else ""
