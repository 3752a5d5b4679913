"""What a reader must know of the articles before she reads a figure: how many, in what clusters, of which genre."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from masthead.numerals import count, percent
from masthead.profiles.clusters import clusters
from masthead.schema import VOICES
from masthead.sources.dates import days_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from masthead.features import NotOwn

GENRE_GAP = 0.2
"""Outlets are said to differ in genre from this difference in their share of opinion on."""
_FEWEST_KNOWN = 5
_MANY_WORDS = 3000
_CLUSTER_NAMES = {"event": "events", "day": "outlet-days", "article": "single articles"}


@dataclass(frozen=True, slots=True)
class Overview:
    """Articles by outlet, by kind of cluster, and the share of opinion among those of known genre, by outlet."""

    articles: Mapping[str, int]
    clusters: Mapping[str, int]
    opinion: Mapping[str, float]
    rejects: int = 0
    unquoted: Mapping[str, int] = field(default_factory=dict)
    undated: int = 0
    not_own: NotOwn | None = None

    @classmethod
    def of(cls, features: pa.Table, rejects: int = 0, not_own: NotOwn | None = None) -> Overview:
        """Read a FEATURES table; ``not_own`` tells what was left out of it, or counted, as agency copy and copies."""
        outlets = features.column("outlet").to_pylist()
        kinds = Counter(str(kind) for kind in clusters(features).kinds)
        genres = features.column("genre").to_pylist() if "genre" in features.column_names else [None] * len(outlets)
        known: Counter[str] = Counter()
        opinion: Counter[str] = Counter()
        for outlet, genre in zip(outlets, genres, strict=True):
            known[outlet] += genre in ("news", "opinion")
            opinion[outlet] += genre == "opinion"
        shares = {outlet: opinion[outlet] / n for outlet, n in known.items() if n >= _FEWEST_KNOWN}
        return cls(
            dict(sorted(Counter(outlets).items())),
            kinds,
            dict(sorted(shares.items())),
            rejects,
            _without_quotation(features),
            _unread_dates(features),
            not_own,
        )

    @property
    def total(self) -> int:
        """All articles."""
        return sum(self.articles.values())

    @property
    def size(self) -> str:
        """``8 outlets, 96 articles``."""
        return f"{count(len(self.articles), 'outlet')}, {count(self.total, 'article')}"

    def cautions(self) -> list[str]:
        """Sentences on agency copy, genre and rejects, where there is something to say."""
        said = [sentence] if (sentence := _not_own_sentence(self.not_own)) else []
        if self.opinion and max(self.opinion.values()) - min(self.opinion.values()) >= GENRE_GAP:
            most = max(self.opinion, key=self.opinion.__getitem__)
            least = min(self.opinion, key=self.opinion.__getitem__)
            said.append(
                f"Outlets differ in genre: {percent(self.opinion[most])} of {most} is opinion and "
                f"{percent(self.opinion[least])} of {least}. --genre news compares news alone."
            )
        if self.unquoted:
            words = sum(self.unquoted.values())
            said.append(
                f"Not one quotation mark in {words:,} words of {_listed(list(self.unquoted))}: if the marks were lost "
                "on the way, what is quoted there counts as the outlet's own."
            )
        if self.undated:
            said.append(f"{count(self.undated, 'date')} could not be read as a day and helps no cluster.")
        if self.rejects:
            verb = "is" if self.rejects == 1 else "are"
            said.append(f"{count(self.rejects, 'input')} could not be used and {verb} not counted.")
        return said

    def cluster_sentence(self) -> str:
        """What the intervals resample."""
        parts = [f"{_CLUSTER_NAMES.get(kind, kind)} ({count(n, 'article')})" for kind, n in self.clusters.items() if n]
        return f"Clusters are {' and '.join(parts)}." if parts else ""


def _not_own_sentence(found: NotOwn | None, most: int = 3) -> str:
    """``Not own work: 43 of 459 articles (agency copy 40: AP 22, UPI 10, AFP 8; repeats of others' 3), ...``."""
    if found is None or not (found.agency or found.republished):
        return ""
    parts = []
    if found.agency:
        named = [f"{name} {n:,}" for name, n in list(found.agencies.items())[:most]]
        named += ["..."] * (len(found.agencies) > most)
        parts.append(f"agency copy {found.agency:,}: {', '.join(named)}")
    if found.republished:
        parts.append(f"repeats of another outlet's {found.republished:,}")
    n = found.agency + found.republished
    done = "counted all the same" if found.counted else "left out; --keep-wire counts them"
    return f"Not own work: {n:,} of {count(found.total, 'article')} ({'; '.join(parts)}), {done}."


def _without_quotation(features: pa.Table) -> dict[str, int]:
    """Outlets with many words and not one inside quotation marks, with their words: the marks may be lost."""
    names = [f"words.{voice}" for voice in VOICES]
    if not set(names) <= set(features.column_names):
        return {}
    sums = features.group_by("outlet").aggregate([(name, "sum") for name in names]).to_pylist()
    found = {
        row["outlet"]: int(sum(row[f"{name}_sum"] or 0 for name in names))
        for row in sums
        if not row["words.quoted_sum"]
    }
    return {outlet: words for outlet, words in sorted(found.items()) if words >= _MANY_WORDS}


def _unread_dates(features: pa.Table) -> int:
    """Dates that name no day."""
    if "date" not in features.column_names:
        return 0
    dates = features.column("date").combine_chunks().cast("string")
    written = pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(dates)), 0)
    return pc.sum(pc.and_(written, pc.is_null(days_of(dates)))).as_py() or 0


def _listed(names: list[str], most: int = 4) -> str:
    shown = names[:most]
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
