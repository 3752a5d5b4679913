"""What was measured in a few figures an outlet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from masthead.schema import VOICES
from masthead.storage import decoded

if TYPE_CHECKING:
    import pyarrow as pa

_WORDS = tuple(f"words.{voice}" for voice in VOICES)


@dataclass
class Tally:
    """Articles and words by outlet, reasons for unknown counts by outlet and reason, hits by family and voice."""

    articles: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    hits: Counter[tuple[str, str | None]] = field(default_factory=Counter)

    @classmethod
    def of(cls, features: pa.Table, hits: pa.Table | None = None) -> Tally:
        """The tally of one table of FEATURES, and of HITS where there are any."""
        found = cls()
        found.add(features, hits)
        return found

    @property
    def total(self) -> int:
        """All articles."""
        return self.articles.total()

    def add(self, features: pa.Table, hits: pa.Table | None = None) -> None:
        """Count the rows of FEATURES and HITS in."""
        sums = [([], "count_all"), *((name, "sum") for name in _WORDS)]
        features = decoded(features.select(["outlet", "reason", *_WORDS]))
        for row in features.group_by(["outlet", "reason"], use_threads=False).aggregate(sums).to_pylist():
            outlet, reason, n = row["outlet"], row["reason"], row["count_all"]
            self.articles[outlet] += n
            self.words[outlet] += int(sum(row[f"{name}_sum"] or 0 for name in _WORDS))
            if reason:
                self.reasons[outlet, reason] += n
        if hits is not None and hits.num_rows:
            found = hits.group_by(["family", "voice"], use_threads=False).aggregate([([], "count_all")])
            for row in found.to_pylist():
                self.hits[row["family"], row["voice"]] += row["count_all"]

    def merge(self, other: Tally) -> None:
        """Count another tally in."""
        self.articles.update(other.articles)
        self.words.update(other.words)
        self.reasons.update(other.reasons)
        self.hits.update(other.hits)
