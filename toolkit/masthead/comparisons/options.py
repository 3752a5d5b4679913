"""What comparisons are asked for: the options of each public function, whose defaults are those of its command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from masthead.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from masthead.comparisons.terms import Voice

Period = Literal["week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareOptions:
    """What ``compare`` tests.

    Each outlet is held against the rest, against ``baseline``, or with ``all_pairs`` against each other; with
    ``events`` on the events they share. ``by`` repeats the comparison in each month (``"month"``) or each value of a
    column, ``stratify`` holds all outlets at one mix of the values of one. ``families`` limits the rows to some, and
    adds choices of words where it names these. ``draws`` resamples are behind an interval and ``permutations`` behind a
    p. Raises UsageError where options exclude each other.
    """

    baseline: str | None = None
    all_pairs: bool = False
    events: bool = False
    by: str | None = None
    stratify: str | None = None
    families: tuple[str, ...] = ()
    seed: int = 0
    draws: int = 2000
    permutations: int = 1999

    def __post_init__(self) -> None:
        if self.stratify and (self.by or self.events):
            raise UsageError(
                "--stratify holds the mix of all articles, not of those in one part or on one event",
                fix="Leave out --by and --events.",
            )

    def refuse_parts(self) -> None:
        """Raise UsageError where ``by`` or ``stratify`` is asked for, which ``sensitivity`` does not try."""
        if self.by or self.stratify:
            raise UsageError("--sensitivity does not go with --by and --stratify", fix="Leave them out.")

    def tested(self) -> dict[str, Any]:
        """The options that ``compare_outlets`` takes."""
        names = ("baseline", "all_pairs", "events", "by", "seed", "draws", "permutations")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmOptions:
    """What ``false_alarms`` tries: so many random ``splits`` of each outlet, or with ``events`` of who reports them.

    ``ignore_clusters`` takes each article for itself, to see the test fail; ``families`` and ``every_feature`` choose
    the features, else the primary ones.
    """

    splits: int = 200
    events: bool = False
    ignore_clusters: bool = False
    families: tuple[str, ...] = ()
    every_feature: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesOptions:
    """Which ``concepts`` ``choices`` looks at, all for none, and how it resamples."""

    concepts: tuple[str, ...] = ()
    seed: int = 0
    draws: int = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsOptions:
    """Which words ``words`` counts, and of which outlets.

    Two or more ``outlets`` are held against each other, one against the rest, and none means each against the rest.
    ``bigrams`` counts pairs of words too, ``names`` what mostly has a capital inside sentences. Only words in
    ``min_docs`` articles or more take part (None: 5, or one in a thousand). Of the ``top`` words of an outlet
    (None: 5 to 20, the fewer outlets the more) ``concordance`` lines are given.
    """

    outlets: tuple[str, ...] = ()
    voice: Voice = "own"
    bigrams: bool = True
    names: bool = True
    min_docs: int | None = None
    top: int | None = None
    concordance: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendOptions:
    """Periods of ``trend``, or the day ``around`` which it holds before against after, ``days`` on either side.

    ``outlets`` limits it to some; ``features`` to features by name, else ``families`` as in ``CompareOptions``. Raises
    UsageError for days without a day.
    """

    by: Period = "month"
    around: date | None = None
    days: int | None = None
    outlets: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    seed: int = 0

    def __post_init__(self) -> None:
        if self.days is not None and self.around is None:
            raise UsageError(
                "--days says how far to look on either side of a day", fix="Name the day: --around 2016-11-08."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsOptions:
    """How ``events`` groups: articles at most ``days`` apart, on average of a likeness of ``similarity`` (0 to 1).

    ``regroup`` groups articles that come with an event too.
    """

    days: int = 3
    similarity: float = 0.2
    regroup: bool = False
