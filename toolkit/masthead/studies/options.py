"""What a report of a study is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from masthead.comparisons.options import Period, Resampling
from masthead.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Evidence = Literal["full", "offsets", "none"]
FEW_OUTLETS, SOME_OUTLETS = 12, 30
"""Up to so many outlets a figure shows three sentences, up to so many two, beyond that one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyOptions(Resampling):
    """What a report holds: articles of some ``outlets`` (all for none), from the day ``since`` to the day ``until``.

    ``group`` names a column that says which group an outlet is in; ``groups`` says the same by name. ``baseline`` as in
    ``CompareOptions``, ``by`` as in ``TrendOptions``. Shown are the primary features, those of ``families`` and the
    ``features`` named. ``sentences`` are shown of each figure (None: 3, 2 or 1, the more outlets the fewer), and
    ``evidence`` says whether with their words, as ``offsets`` alone, or not at all. Raises UsageError where options
    exclude each other or cannot be.
    """

    title: str | None = None
    outlets: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    by: Period = "month"
    group: str | None = None
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    baseline: str | None = None
    features: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    evidence: Evidence = "full"
    sentences: int | None = None
    permutations: int = 1999

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise UsageError(
                f"the study ends on {self.until}, before it begins ({self.since})", fix="Exchange --since and --until."
            )
        if self.group is not None and self.groups:
            raise UsageError("both groups and a column of groups are given", fix="Use one of the two.")
        if self.sentences is not None and self.sentences < 1:
            raise UsageError(f"{self.sentences} sentences per figure", fix="Give 1 or more, or --evidence none.")

    def sentences_of(self, outlets: int) -> int:
        """How many sentences each figure shows where so many outlets are compared."""
        if self.sentences is not None:
            return self.sentences
        return 3 if outlets <= FEW_OUTLETS else 2 if outlets <= SOME_OUTLETS else 1
