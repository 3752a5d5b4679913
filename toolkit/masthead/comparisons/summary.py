"""What was compared, and what stands out in it, as data; the sentence is made where it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from masthead.engines import CorpusResult
from masthead.features.rows import compared, shown
from masthead.profiles.overview import Overview

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyarrow as pa

    from masthead.engines import Corpus
    from masthead.features.base import Feature

THRESHOLD = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared(CorpusResult):
    """A comparison of the articles in ``features`` (FEATURES), those of ``corpus`` or some, by ``catalogue``."""

    features: pa.Table
    catalogue: tuple[Feature, ...]

    def __post_init__(self) -> None:
        """Say what a reader must know of the articles before she reads a figure."""
        object.__setattr__(self, "notes", (*self.corpus.notes, *self.overview.cautions(), *self.notes))

    @property
    def overview(self) -> Overview:
        """The articles that were compared: how many, in what clusters, of which genre."""
        return Overview.of(self.features, len(self.corpus.rejects), self.corpus.not_own, self.corpus.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial(Compared):
    """ALARMS or SENSITIVITY of the features ``tested``, among those of ``catalogue``."""

    tested: tuple[Feature, ...]


def tried(
    corpus: Corpus,
    trial: Callable[[pa.Table, tuple[Feature, ...]], pa.Table],
    made: Mapping[str, Any],
    *,
    families: Sequence[str],
    every_feature: bool,
) -> Trial:
    """What a trial of the comparison finds for the features asked for; ``made`` goes into the manifest."""
    catalogue = compared(corpus.catalogue, families)
    tested = shown(catalogue, families, everything=every_feature)
    return Trial(
        table=trial(corpus.table, tested),
        manifest={**corpus.manifest, **made},
        corpus=corpus,
        features=corpus.table,
        catalogue=catalogue,
        tested=tested,
    )


class Standout(NamedTuple):
    """A difference that holds after false-discovery control; ``sign`` is 1 (above the reference) or -1."""

    outlet: str
    feature: str
    title: str
    sign: int
    difference: float
    effect: float
    q: float
    unit: str
    higher: str
    reference: str


def holds(row: Mapping[str, Any], threshold: float = THRESHOLD) -> bool:
    """Whether a row's difference holds: q below ``threshold``, and no interval that contains 0 beside it.

    The two are found in different ways (an exchange of labels, the outlets' own intervals) and may disagree on few
    clusters; a difference that only one of them shows is not marked.
    """
    q, low, high = row["q"], row["low"], row["high"]
    if q is None or not q < threshold:
        return False
    return low is None or high is None or not low <= 0 <= high


def standouts(
    comparisons: pa.Table, catalogue: Sequence[Feature], most: int = 3, *, threshold: float = THRESHOLD
) -> list[Standout]:
    """The ``most`` largest standardised differences that hold at ``threshold``, largest first.

    ``comparisons`` is a COMPARISONS table. Ties are ordered by feature and outlet name; rows of features that
    are not in ``catalogue`` are left out, as they have no title.
    """
    known = {feature.name: feature for feature in catalogue}
    rows = [
        row
        for row in comparisons.to_pylist()
        if holds(row, threshold) and row["effect"] is not None and row["feature"] in known
    ]
    rows.sort(key=lambda row: (-abs(row["effect"]), row["feature"], row["outlet"]))
    return [
        Standout(
            outlet=row["outlet"],
            feature=row["feature"],
            title=known[row["feature"]].title,
            sign=1 if row["difference"] > 0 else -1,
            difference=row["difference"],
            effect=row["effect"],
            q=row["q"],
            unit=known[row["feature"]].unit,
            higher=known[row["feature"]].higher,
            reference=row["reference"],
        )
        for row in rows[:most]
    ]
