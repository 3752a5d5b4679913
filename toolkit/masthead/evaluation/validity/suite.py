"""The declaration of the suite: which instrument is compared with which annotation, in which unit, by which figure.

A declaration is data (``benchmarks/validity.toml``); what there is to compute is in ``units``. Unknown keys, units and
figures are refused, so that a misspelt one never drops a comparison.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from masthead.errors import UnreadableInput, UsageError
from masthead.features import lexicon_versions
from masthead.storage import bundled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Unit = Literal[
    "sentence",
    "article",
    "document",
    "genre",
    "character",
    "span",
    "extent",
    "word",
    "case",
    "referent",
    "outlet",
    "event",
    "check",
    "story",
    "reader",
    "source",
]
MetricName = Literal[
    "precision",
    "recall",
    "f1",
    "macro_f1",
    "auc",
    "mae",
    "spearman",
    "alpha",
    "right",
    "false_alarms",
    "auc_trained",
    "auc_articles",
    "bias",
    "bias_spread",
    "b_cubed_precision",
    "b_cubed_recall",
    "b_cubed_f1",
    "right_ahead",
    "pearson",
    "in_order",
]
Reference = Literal["humans", "trained"]


COMPUTED: dict[Unit, tuple[MetricName, ...]] = {
    "sentence": ("precision", "recall", "f1", "macro_f1", "auc", "alpha", "false_alarms"),
    "article": ("mae", "spearman", "alpha"),
    "document": ("precision", "recall", "f1", "macro_f1", "auc", "alpha", "mae", "spearman"),
    "genre": ("precision", "recall", "false_alarms"),
    "character": ("precision", "recall", "f1", "alpha"),
    "span": ("precision", "recall", "f1"),
    "extent": ("precision", "recall", "f1"),
    "word": ("spearman",),
    "case": ("right",),
    "check": ("right",),
    "story": ("right_ahead",),
    "reader": ("pearson", "spearman", "in_order"),
    "referent": ("precision", "recall"),
    "source": ("precision", "recall", "f1", "macro_f1"),
    "outlet": ("auc", "auc_trained", "auc_articles", "bias", "bias_spread"),
    "event": ("b_cubed_precision", "b_cubed_recall", "b_cubed_f1"),
}
"""The figures that each unit has."""


class Corpus(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An annotated corpus: its file under the data folder, who made it, and on what terms it may be used.

    A ``bundled`` one is our own writing and ships with masthead: its file is named as in the repository.
    """

    name: str
    title: str
    file: str
    citation: str
    license: str
    limits: str = ""
    bundled: bool = False


class Hits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which hits of the instrument count: of one family, by category and voice where any are named.

    A sentence is flagged by a hit that weighs ``at_least`` that much; None flags it by any. With ``share`` hits must
    cover so much of its characters; else touching it is enough. ``sign`` is -1 for a formula that says easier where
    readers say harder, or the other way round.
    """

    family: str
    categories: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    at_least: float | None = None
    share: float = 0.0
    sign: Literal[1, -1] = 1


class Gold(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the annotators marked: span types, or the name of a flag that sentences or documents carry.

    ``referents`` is a bundled table of who is meant at places of the corpus, judged by hand. For outlets, ``flag`` and
    ``outlet_column`` are columns of a table of articles, and ``per_outlet`` is how many are read of each. For readers,
    texts of the same ``group_column`` are not independent. For genres, ``flag`` is a value of ``label_column`` that is
    held ``against`` others; without that column no article of the corpus has it.
    """

    spans: tuple[str, ...] = ()
    flag: str = ""
    min_exposures: int = 0
    referents: str = ""
    outlet_column: str = ""
    per_outlet: int = 0
    group_column: str = ""
    label_column: str = ""
    against: tuple[str, ...] = ()


class Metric(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A figure to compute, beside what a naive rule and what people or trained models reach, and who says so."""

    name: MetricName
    naive: float | None = None
    naive_source: str = ""
    reference: float | None = None
    reference_kind: Reference | None = None
    reference_source: str = ""


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One instrument on one corpus in one unit. ``features`` are names or globs of the features that rest on it.

    ``lexicon`` is the word list that the instrument is made of, if it is one.
    """

    id: str
    instrument: str
    lexicon: str = ""
    corpus: str
    unit: Unit
    about: str
    hits: Hits
    gold: Gold
    metrics: tuple[Metric, ...]
    features: tuple[str, ...] = ()
    superseded_by: str = ""


class Instrument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a researcher's own codes are compared with: which hits, in which units, and by what names it is known.

    ``labels`` are names of label columns and ``spans`` types of spans that stand for it unless she says otherwise;
    ``units`` are those that spans are compared in. ``limits`` are in words.
    """

    name: str
    title: str
    lexicon: str
    hits: Hits
    units: tuple[Unit, ...]
    labels: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    limits: str = ""


class Suite(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every instrument, corpus and task, in the order of tables."""

    version: str
    title: str
    corpora: tuple[Corpus, ...]
    tasks: tuple[Task, ...]
    instruments: tuple[Instrument, ...] = ()

    def corpus(self, task: Task) -> Corpus:
        """The corpus of a task."""
        return next(corpus for corpus in self.corpora if corpus.name == task.corpus)


INSTRUMENTS = {"validity": "benchmarks/validity.toml", "events": "benchmarks/events.toml"}
"""Suites that hold instruments against annotators; the others are of classifiers."""


def declared_suite(name: str) -> Suite:
    """The suite of instruments of that name."""
    return load_suite(bundled(INSTRUMENTS[name]))


def word_list_versions() -> dict[str, str]:
    """Version and hash of each word list, for manifests; choice sets take no part in what is scored."""
    return {name: version for name, version in lexicon_versions().items() if not name.startswith("choices/")}


def load_suite(path: Path) -> Suite:
    """Read a declaration.

    Raises UnreadableInput where it cannot be read and UsageError where a key, unit or figure is unknown, a name occurs
    twice, a corpus is not declared, or a task says of nothing what the annotators marked.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"the suite cannot be read: {error}", where=str(path)) from error
    try:
        suite = msgspec.toml.decode(raw, type=Suite)
    except msgspec.ValidationError as error:
        raise UsageError(str(error), where=str(path)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"the suite is not valid TOML: {error}", where=str(path)) from error
    problem = next(_problems(suite), None)
    if problem is not None:
        raise UsageError(problem, where=str(path))
    return suite


def _problems(suite: Suite) -> Iterator[str]:
    corpora = [corpus.name for corpus in suite.corpora]
    ids = [task.id for task in suite.tasks]
    instruments = [instrument.name for instrument in suite.instruments]
    named = (corpora, ids, instruments)
    yield from (f"declared twice: {name!r}" for names in named for name in names if names.count(name) > 1)
    for task in suite.tasks:
        if task.corpus not in corpora:
            yield f"task {task.id!r}: no corpus {task.corpus!r} is declared"
        if task.superseded_by and task.superseded_by not in ids:
            yield f"task {task.id!r}: superseded by {task.superseded_by!r}, which is not declared"
        given = sum(map(bool, (task.gold.spans, task.gold.flag, task.gold.referents)))
        if task.unit != "word" and given != 1:
            yield f"task {task.id!r}: gold takes either spans or a flag"
        for problem in (_problem_of(metric, task.unit) for metric in task.metrics):
            if problem:
                yield f"task {task.id!r}: {problem}"


def _problem_of(metric: Metric, unit: Unit) -> str:
    if metric.name not in COMPUTED[unit]:
        return f"there is no {metric.name} of a {unit}; known: {', '.join(COMPUTED[unit])}"
    unsourced = metric.naive is not None and not metric.naive_source
    unsourced |= metric.reference is not None and not (metric.reference_source and metric.reference_kind)
    return f"a figure beside {metric.name} has no source" if unsourced else ""
