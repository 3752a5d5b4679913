"""What a reader must know of the articles before she reads a figure: how many, in what clusters, of which genre."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from masthead.engines.corpus import counted, unusable
from masthead.engines.health import SEVERE, SHORT, UNMEASURED, findings_of, told
from masthead.engines.survey import survey_of_features
from masthead.numerals import count, percent
from masthead.profiles.clusters import kinds_of
from masthead.profiles.sums import REASONS
from masthead.sources.dates import days_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.features import NotOwn
    from masthead.sources import Finding

GENRE_GAP = 0.2
"""Outlets are said to differ in genre from this difference in their share of opinion on."""
_FEWEST_KNOWN = 5
_MOST_SEVERE = 5
_TOLD_BY_N = ("other language", "no text")
"""Findings that the number of articles tells already."""
_CLUSTER_NAMES = {"event": "events", "day": "outlet-days", "article": "single articles"}


@dataclass(frozen=True, slots=True)
class Overview:
    """Articles that count, by outlet; all by kind of cluster; the share of opinion among those of known genre.

    ``unusable`` are the articles of which all counts, or some, are unknown, by outlet and reason, and ``severe`` the
    findings that no figure should be read without.
    """

    articles: Mapping[str, int]
    clusters: Mapping[str, int]
    opinion: Mapping[str, float]
    rejects: int = 0
    unusable: Mapping[tuple[str, str], int] = field(default_factory=dict)
    undated: int = 0
    not_own: NotOwn | None = None
    severe: tuple[Finding, ...] = ()

    @classmethod
    def of(
        cls,
        features: pa.Table,
        rejects: int = 0,
        not_own: NotOwn | None = None,
        findings: Sequence[Finding] = (),
    ) -> Overview:
        """Read a FEATURES table; ``findings`` are those of reading it.

        ``not_own`` tells what was left out of it, or counted, as agency copy and copies.
        """
        usable: Counter[str] = Counter()
        for (outlet, why), n in counted(features, "outlet", "reason").items():
            usable[outlet] += n * (why not in UNMEASURED)
        known: Counter[str] = Counter()
        opinion: Counter[str] = Counter()
        for (outlet, genre), n in counted(features, "outlet", "genre").items():
            known[outlet] += n * (genre not in (None, "unknown"))
            opinion[outlet] += n * (genre == "opinion")
        shares = {outlet: opinion[outlet] / n for outlet, n in known.items() if n >= _FEWEST_KNOWN}
        found = (*findings, *findings_of(survey_of_features(features)))
        return cls(
            dict(sorted(usable.items())),
            kinds_of(features),
            dict(sorted(shares.items())),
            rejects,
            unusable(features),
            _unread_dates(features),
            not_own,
            tuple(finding for finding in found if finding.severity == SEVERE and finding.finding not in _TOLD_BY_N),
        )

    @property
    def total(self) -> int:
        """All articles that count."""
        return sum(self.articles.values())

    @property
    def size(self) -> str:
        """``8 outlets, 96 articles``."""
        return f"{count(len(self.articles), 'outlet')}, {count(self.total, 'article')}"

    def cautions(self) -> list[str]:
        """Sentences on severe findings, agency copy, what does not count, genre and rejects, where there are any."""
        said = [told(finding) for finding in self.severe[:_MOST_SEVERE]]
        more = len(self.severe) - len(said)
        said += [f"{count(more, 'more severe finding')}: masthead read lists them."] if more > 0 else []
        said += filter(None, (_not_own_sentence(self.not_own), _repeated_sentence(self.not_own)))
        said += filter(None, (_unusable_sentence(self.unusable, UNMEASURED, "Not counted"),))
        said += filter(None, (_unusable_sentence(self.unusable, (SHORT,), "Not counted for readability"),))
        if self.opinion and max(self.opinion.values()) - min(self.opinion.values()) >= GENRE_GAP:
            most = max(self.opinion, key=self.opinion.__getitem__)
            least = min(self.opinion, key=self.opinion.__getitem__)
            said.append(
                f"Outlets differ in genre: {percent(self.opinion[most])} of {most} is opinion and "
                f"{percent(self.opinion[least])} of {least}. --genre news compares news alone."
            )
        if self.undated:
            said.append(f"{count(self.undated, 'date')} could not be read as a day and cannot be used for clusters.")
        if self.rejects:
            verb = "is" if self.rejects == 1 else "are"
            said.append(f"{count(self.rejects, 'input')} could not be used and {verb} not counted.")
        return said

    def cluster_sentence(self) -> str:
        """What the intervals resample."""
        told = cluster_kinds(self.clusters)
        return f"Clusters are {told}." if told else ""


def cluster_kinds(clusters: Mapping[str, int]) -> str:
    """``events (80 articles) and outlet-days (16 articles)``."""
    return " and ".join(
        f"{_CLUSTER_NAMES.get(kind, kind)} ({count(n, 'article')})" for kind, n in clusters.items() if n
    )


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
    done = "counted nevertheless" if found.counted else "left out; --keep-wire counts them"
    return f"Not own work: {n:,} of {count(found.total, 'article')} ({'; '.join(parts)}), {done}."


def _repeated_sentence(found: NotOwn | None) -> str:
    """``Repeated in their own outlet: 12 of 100 articles (Harrow Post 12), counted once; ...``."""
    if found is None or not found.repeated:
        return ""
    n = sum(found.repeated.values())
    done = "counted nevertheless" if found.reprints_counted else "counted once; --keep-reprints counts them all"
    named = _listed([f"{outlet} {own:,}" for outlet, own in found.repeated.items()])
    return f"Published before by the same outlet: {n:,} of {count(found.total, 'article')} ({named}), {done}."


def _unusable_sentence(found: Mapping[tuple[str, str], int], reasons: Sequence[str], what: str) -> str:
    """``Not counted: 34 articles (Harrow Post 34 not in English).``."""
    wanted = {key: n for key, n in found.items() if key[1] in reasons}
    if not wanted:
        return ""
    listed = _listed([f"{outlet} {n:,} {REASONS[reason]}" for (outlet, reason), n in wanted.items()])
    return f"{what}: {count(sum(wanted.values()), 'article')} ({listed})."


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
