"""What comparisons are asked for: the options of each public function, whose defaults are those of its command."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

from masthead.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from masthead.comparisons.terms import Voice
    from masthead.profiles.weighing import Weigh

Period = Literal["week", "month", "quarter", "year"]
FEWEST_TOPICS, MOST_TOPICS = 2, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """Intervals of ``level`` from ``draws`` resamples, where there are ``min_clusters`` clusters (two at least)."""

    seed: int = 0
    draws: int = 2000
    level: float = 0.95
    min_clusters: int = 10

    @property
    def intervals(self) -> dict[str, Any]:
        """These alone, as ``profile_outlets`` takes them."""
        return {field.name: getattr(self, field.name) for field in fields(Resampling)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareOptions(Resampling):
    """What ``compare`` tests.

    Each outlet is compared with the rest, with ``baseline``, or with ``all_pairs`` with every other outlet.
    ``events`` uses the events they share. ``by`` repeats the comparison within each month (``"month"``) or each value
    of a column. ``stratify`` gives all outlets the same mix of the values of a column, and ``topics`` the same mix of
    that many topics found in the texts. ``group`` compares the groups of outlets named in a column (camp, country,
    owner). ``weigh`` says how much an article counts: in proportion to its length, or the same as any other
    (``masthead.profiles.weighing``). ``families`` limits the rows, and adds choices of words if it names them.
    ``permutations`` is the number behind each p. Raises UsageError if options cannot be combined.
    """

    baseline: str | None = None
    all_pairs: bool = False
    events: bool = False
    by: str | None = None
    stratify: str | None = None
    topics: int | None = None
    group: str | None = None
    weigh: Weigh = "length"
    families: tuple[str, ...] = ()
    permutations: int = 1999

    def __post_init__(self) -> None:
        if self.topics is not None:
            self._check_topics(self.topics)
        if self.group and (self.baseline or self.all_pairs or self.events or self.by or self.stratify):
            raise UsageError(
                "--group compares groups of outlets, each with the mean of the others, on all their articles",
                fix="Leave out --baseline, --all-pairs, --events, --by and --stratify.",
            )
        if self.stratify and (self.by or self.events):
            raise UsageError(
                "--stratify fixes the mix of all articles, not of those in one part or on one event",
                fix="Leave out --by and --events.",
            )
        if self.baseline and self.all_pairs:
            raise UsageError("--baseline and --all-pairs cannot be combined", fix="Use one of the two.")

    def _check_topics(self, topics: int) -> None:
        if not FEWEST_TOPICS <= topics <= MOST_TOPICS:
            raise UsageError(
                f"{topics} topics", fix=f"Give a number from {FEWEST_TOPICS} to {MOST_TOPICS}: --topics 8."
            )
        if self.stratify or self.by or self.events or self.group:
            raise UsageError(
                "--topics fixes the mix of topics over all articles",
                fix="Leave out --stratify, --by, --events and --group.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerOptions:
    """What ``power`` assumes: a test at ``alpha`` with ``power``, and outlets with ``min_clusters`` clusters or more.

    ``families`` and ``every_feature`` choose the features; by default these are the primary ones. Raises UsageError
    if a number is out of range.
    """

    alpha: float = 0.05
    power: float = 0.8
    min_clusters: int = 10
    families: tuple[str, ...] = ()
    every_feature: bool = False

    def __post_init__(self) -> None:
        for name, value in (("alpha", self.alpha), ("power", self.power)):
            if not 0 < value < 1:
                raise UsageError(f"{name} is {value:g}", fix="Give a number between 0 and 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmOptions:
    """What ``false_alarms`` tries: the number of random ``splits`` of each outlet, or with ``events`` of its reporters.

    Without ``events`` and ``ignore_clusters`` each outlet is also split by halves of its period, by weeks and by
    topics. ``ignore_clusters`` treats articles as independent in the test, though not in the split, to show that it
    fails. ``families`` and ``every_feature`` choose the features; by default these are the primary ones.

    Each half has ``min_clusters`` clusters or more, or with ``events`` each outlet has that many shared events. 200
    permutations and the data make 201 equally likely values of p, of which 10 are below 0.05; with 199 there would be
    9. Raises UsageError if options cannot be combined.
    """

    splits: int = 200
    events: bool = False
    ignore_clusters: bool = False
    families: tuple[str, ...] = ()
    every_feature: bool = False
    seed: int = 0
    permutations: int = 200
    min_clusters: int = 10

    @property
    def random_only(self) -> bool:
        """Whether there are no splits but random ones."""
        return self.events or self.ignore_clusters

    def __post_init__(self) -> None:
        if self.events and self.ignore_clusters:
            raise UsageError(
                "clusters are events when outlets are matched, and cannot be ignored", fix="Use one of the two."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesOptions(Resampling):
    """Which ``concepts`` ``choices`` looks at, all for none, how it resamples, and the ``permutations`` behind a p.

    ``events``, ``group`` and ``by`` as in ``CompareOptions``. Raises UsageError where they exclude each other.
    """

    concepts: tuple[str, ...] = ()
    events: bool = False
    group: str | None = None
    by: str | None = None
    permutations: int = 1999

    def __post_init__(self) -> None:
        if self.group is not None and (self.events or self.by is not None):
            raise UsageError(
                "--group compares groups of outlets, on all their articles", fix="Leave out --events and --by."
            )

    @property
    def tests(self) -> CompareOptions:
        """How the shares of outlets are compared; ``by`` is left to who parts the articles."""
        return CompareOptions(**self.intervals, events=self.events, group=self.group, permutations=self.permutations)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsOptions(Resampling):
    """Which words ``words`` counts, and for which outlets.

    Two or more ``outlets`` are compared with each other, one with the rest; none means that each is compared with the
    rest. ``bigrams`` also counts pairs of words, and ``names`` words that are mostly capitalised inside sentences.
    Only words in at least ``min_docs`` articles take part (None: 5, or one in a thousand). For the ``top`` words of
    an outlet (None: 5 to 20, more if there are fewer outlets) ``concordance`` lines are given. The prior says as much
    about a word as ``prior`` average articles.
    """

    outlets: tuple[str, ...] = ()
    voice: Voice = "own"
    bigrams: bool = True
    names: bool = True
    min_docs: int | None = None
    top: int | None = None
    concordance: int = 0
    prior: float = 10.0
    draws: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcordanceOptions(Resampling):
    """What ``concordance`` shows of a word: its uses in ``voice``, by ``outlets`` (none means all).

    ``lines`` of them are drawn at random (None: all are given). Collocates are looked for within ``window`` words on
    either side. Raises UsageError if a number is out of range.
    """

    outlets: tuple[str, ...] = ()
    voice: Voice = "own"
    lines: int | None = 15
    window: int = 5

    def __post_init__(self) -> None:
        for name, value, least in (("lines", self.lines, 0), ("window", self.window, 1)):
            if value is not None and value < least:
                raise UsageError(f"{name} is {value}", fix=f"Give {least} or more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendOptions(Resampling):
    """The periods of ``trend``, or the day ``around`` which it compares before and after, with ``days`` on either side.

    ``outlets`` limits it to some outlets, and ``features`` to features by name, or else ``families`` as in
    ``CompareOptions``. ``permutations`` is the number behind each p. Raises UsageError for days without a day.
    """

    by: Period = "month"
    around: date | None = None
    days: int | None = None
    outlets: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    permutations: int = 1999

    def __post_init__(self) -> None:
        if self.days is not None and self.around is None:
            raise UsageError(
                "--days says how far to look on either side of a day", fix="Name the day: --around 2016-11-08."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsOptions:
    """How ``events`` groups articles: at most ``days`` apart, and ``similarity`` times as similar as others near them.

    ``regroup`` also regroups articles whose event is given. Raises UsageError if an option is out of range.
    """

    days: int = 3
    similarity: float = 0.38
    regroup: bool = False

    def __post_init__(self) -> None:
        if self.days < 0:
            raise UsageError(f"a window of {self.days} days is not possible", fix="Give 0 (the same day) or more days.")
        if not 0 < self.similarity <= 1:
            raise UsageError(f"a similarity of {self.similarity:g} cannot be", fix="Give one above 0, at most 1.")
