"""Everything a report holds, found on one corpus that is read once and measured once."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.comparisons.choices import choices
from masthead.comparisons.compare import Comparison, compare
from masthead.comparisons.events import events
from masthead.comparisons.options import ChoicesOptions, CompareOptions, TrendOptions, WordsOptions
from masthead.comparisons.periods import Trend, trend
from masthead.comparisons.summary import Compared
from masthead.comparisons.words import Words, words
from masthead.engines import (
    ArticlesResult,
    Corpus,
    CorpusResult,
    How,
    is_features,
    open_corpus,
    reading_of,
)
from masthead.engines.health import Health, check_health
from masthead.errors import MastheadError, UsageError, options_of
from masthead.evaluation.cards import card
from masthead.features.rows import named_features, shown
from masthead.schema import LABEL_PREFIX
from masthead.studies.evidence import LONGEST, SHORT, Evidence
from masthead.studies.options import SOME_OUTLETS, StudyOptions
from masthead.studies.within import within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import TypeVar

    from masthead.features.base import Feature
    from masthead.results import Result
    from masthead.sources import Reading

    Found = TypeVar("Found")

OWN, QUOTED = "loaded.all", "loaded.quoted"
"""The features that set what an outlet says itself beside what it quotes."""
GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyResult(Compared):
    """What a report is made of; ``table`` are the COMPARISONS.

    ``compared`` has them with the PROFILES, corrected where codes were given; ``matched`` is the comparison on shared
    ``events``, ``grouped`` that of groups, ``model`` the card of a model. ``missing`` says by the name of a part why it
    is not there. ``shown`` are the features that the report shows, and ``evidence`` draws sentences (None: none may be
    shown, or there are no texts).
    """

    options: StudyOptions
    compared: Comparison
    shown: tuple[Feature, ...]
    reading: Reading | None = None
    health: Health | None = None
    choices: Compared | None = None
    words: Words | None = None
    events: ArticlesResult | None = None
    matched: Comparison | None = None
    trend: Trend | None = None
    grouped: Comparison | None = None
    model: Result | None = None
    evidence: Evidence | None = None
    missing: Mapping[str, str] = field(default_factory=dict)


def report(
    source: Any,
    options: StudyOptions | None = None,
    how: How | None = None,
    *,
    keep_wire: bool = False,
    codes: Any = None,
    model: str | Path | None = None,
) -> StudyResult:
    """Everything that a report of a study holds: each part is what the public function of its name finds.

    ``source``, ``how`` and ``keep_wire`` are those of ``compare``, ``codes`` too; ``model`` is the file of a saved
    model. A part that these articles cannot have (a trend without dates) is None, and ``missing`` says why. Raises what
    ``compare`` raises, and UsageError for outlets and features that are not there.
    """
    options, how = options_of(options, StudyOptions), options_of(how, How)
    reading, corpus, notes = _opened(source, options, how, keep_wire=keep_wire)
    told = {**options.intervals, "permutations": options.permutations}
    compared = compare(corpus, CompareOptions(baseline=options.baseline, **told), codes=codes)
    features = _shown(compared.catalogue, options)
    missing: dict[str, str] = {}
    parts = _parts(corpus, options, told, tuple(feature.name for feature in features), missing)
    return StudyResult(
        table=compared.table,
        notes=notes,
        manifest={**compared.manifest, "kind": "report", **_asked(options)},
        corpus=corpus,
        features=corpus.table,
        catalogue=compared.catalogue,
        options=options,
        compared=compared,
        shown=features,
        reading=reading,
        health=None if reading is None else check_health(reading, how),
        grouped=_grouped(corpus, options, told),
        model=None if model is None else card(model),
        evidence=_evidence(corpus, options, missing),
        missing=missing,
        **parts,
    )


def _parts(
    corpus: Corpus, options: StudyOptions, told: Mapping[str, Any], names: tuple[str, ...], missing: dict[str, str]
) -> dict[str, Any]:
    """What the other commands find; ``missing`` is told why a part is None."""

    def tried(name: str, make: Callable[[], Found]) -> Found | None:
        try:
            return make()
        except MastheadError as error:
            missing[name] = error.what
            return None

    spoken: dict[str, Any] = {name: told[name] for name in ("seed", "level", "min_clusters")}
    stories = tried("events", lambda: events(_articles(corpus)))
    on_events = CompareOptions(events=True, baseline=options.baseline, **told)
    joined = corpus if stories is None else _with_events(corpus, stories)
    few = len(corpus.table["outlet"].unique()) <= SOME_OUTLETS
    lines = 1 if options.evidence == "full" and few else 0
    return {
        "choices": tried("choices", lambda: choices(corpus, ChoicesOptions(**told))),
        "words": tried("words", lambda: words(corpus, WordsOptions(concordance=lines, **spoken))),
        "events": stories,
        "matched": tried("matched", lambda: compare(joined, on_events)),
        "trend": tried("trend", lambda: trend(corpus, TrendOptions(by=options.by, features=names, **told))),
    }


def _opened(
    source: Any, options: StudyOptions, how: How, *, keep_wire: bool
) -> tuple[Reading | None, Corpus, tuple[str, ...]]:
    """The articles of the study, and these measured; no articles where FEATURES are given."""
    several = source if isinstance(source, list | tuple) else [source]
    if any(isinstance(item, Corpus | CorpusResult) or is_features(item) for item in several):
        corpus = open_corpus(several[0] if len(several) == 1 else source, how, keep_wire=keep_wire)
        kept, notes = within(corpus.table, options)
        corpus = corpus.narrowed(kept)
        return None, replace(corpus, table=_in_groups(corpus.table, options)), notes
    reading = reading_of(source if len(several) > 1 else several[0], how.reading, how.note_reading)
    kept, notes = within(reading.articles, options)
    reading = replace(reading, table=_in_groups(kept, options), furniture=None)
    return reading, open_corpus(reading, how, keep_wire=keep_wire), notes


def _in_groups(table: pa.Table, options: StudyOptions) -> pa.Table:
    """The table with a label of the groups that the study names."""
    if not options.groups:
        return table
    group_of: dict[str, str] = {}
    known = set(table["outlet"].unique().to_pylist())
    for group, outlets in options.groups.items():
        for outlet in outlets:
            if outlet not in known:
                raise UsageError(f"there is no outlet {outlet!r} for the group {group!r}", fix="Check [groups].")
            if group_of.setdefault(outlet, group) != group:
                raise UsageError(f"{outlet} is in two groups: {group_of[outlet]}, {group}", fix="Name it once.")
    column = pa.array([group_of.get(outlet) for outlet in table["outlet"].to_pylist()], pa.string())
    return table.append_column(f"{LABEL_PREFIX}{GROUP}", column)


def _shown(catalogue: tuple[Feature, ...], options: StudyOptions) -> tuple[Feature, ...]:
    """The primary features, those of the families asked for, and those named, in the order of the catalogue."""
    chosen = {feature.name for feature in shown(catalogue)} | {
        feature.name for feature in named_features(catalogue, options.features)
    }
    if options.families:
        chosen |= {feature.name for feature in shown(catalogue, options.families)}
    return tuple(feature for feature in catalogue if feature.name in chosen)


def _articles(corpus: Corpus) -> pa.Table:
    articles = corpus.articles
    if articles is None:
        raise UsageError("a file of counts holds no texts to find events in", fix="Give the articles themselves.")
    return articles


def _with_events(corpus: Corpus, found: ArticlesResult) -> Corpus:
    """The corpus with the events that were found in it."""
    of = dict(zip(found.articles["id"].to_pylist(), found.articles["event"].to_pylist(), strict=True))
    events_of = pa.array([of.get(name) for name in corpus.table["id"].to_pylist()], pa.string())
    table = corpus.table
    return replace(corpus, table=table.set_column(table.column_names.index("event"), "event", events_of))


def _grouped(corpus: Corpus, options: StudyOptions, told: Mapping[str, Any]) -> Comparison | None:
    group = GROUP if options.groups else options.group
    return None if group is None else compare(corpus, CompareOptions(group=group, **told))


def _evidence(corpus: Corpus, options: StudyOptions, missing: dict[str, str]) -> Evidence | None:
    if options.evidence == "none":
        missing["evidence"] = "left out, as asked for with --evidence none"
        return None
    articles = corpus.articles
    if articles is None or corpus.spans is None:
        missing["evidence"] = "a file of counts holds no texts"
        return None
    n = len(corpus.table["outlet"].unique())
    return Evidence(articles, options.seed, options.sentences_of(n), SHORT if n > SOME_OUTLETS else LONGEST)


def _asked(options: StudyOptions) -> dict[str, Any]:
    """The options of the study for a manifest, where they are not the usual ones."""
    usual = asdict(StudyOptions())
    given = {name: value for name, value in asdict(options).items() if value != usual[name]}
    days = {name: given.pop(name).isoformat() for name in ("since", "until") if name in given}
    return {"seed": options.seed, "study": given | days}
