"""The declaration of a suite: which articles, which label, divided how, judged by what, and what others have reported.

A declaration is data (``benchmarks/NAME.toml``). Unknown keys, splits, models and metrics are refused, so that a
misspelt one never changes a task in silence. A task that turns out to be wrong stays and names its correction.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from masthead.classifiers import DEFAULT
from masthead.classifiers.models import find_models
from masthead.errors import UnreadableInput, UsageError, did_you_mean
from masthead.sources.releases import NAMES
from masthead.storage import bundled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUITES = ("abp", "fa_kes", "semeval2019", "webis2016", "babe", "basil", "subjectivity", "outlets", "cross", "demo")
"""Every suite of classifiers, in the order of lists."""

FOLDER = "benchmarks"
Split = Literal["outlet", "event", "given", "random"]
MetricName = Literal[
    "accuracy", "macro_f1", "f1", "mae", "auroc", "brier", "brier_uncalibrated", "brier_base", "ece", "ece_uncalibrated"
]
Checked = Literal["verified", "secondary", "unverified", "here"]
"""Whether a figure was read in the source named, taken from a work that cites it, or not checked; ``here`` is measured
on the same files by a rule that the source describes."""

DEFAULT_NAME = "default"
ALWAYS = "yes"
"""What ``same`` says of a published figure whatever the test part."""
_UNKNOWN_KEY = re.compile(r"unknown field `([^`]+)`")


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of a declaration."""


class Known(_Table, frozen=True):
    """A file that the figures of a suite are known for: its SHA-256, and what it holds."""

    sha256: str
    of: str


class Data(_Table, frozen=True):
    """A corpus, by the name of its declaration or, for what is not declared, by ``file`` with its terms.

    ``known`` are the files that results are comparable on. ``limits`` say what it cannot show.
    """

    name: str
    corpus: str = ""
    file: str = ""
    license: str = ""
    citation: str = ""
    source: str = ""
    known: tuple[Known, ...] = ()
    limits: str = ""


class Values(_Table, frozen=True):
    """What a column says: the first of ``column`` that the articles have, translated by ``values`` where there are any.

    A column ``x`` is found as ``label_x`` too. A value that is not among ``values`` counts as none.
    """

    column: tuple[str, ...]
    values: dict[str, str] = {}


class Join(_Table, frozen=True):
    """Values taken from another table, the first of ``data`` that is there: of its row whose ``key`` is what the
    articles' column ``on`` holds.

    Both are compared without case and without the beginnings in ``strip``.
    """

    data: tuple[str, ...]
    on: tuple[str, ...]
    key: tuple[str, ...]
    strip: tuple[str, ...] = ()


class Parts(_Table, frozen=True):
    """Which values of a column are the training part, and which the test part: the first of ``test`` that occurs."""

    column: tuple[str, ...]
    train: tuple[str, ...] = ("train",)
    test: tuple[str, ...] = ("test",)


class Source(_Table, frozen=True):
    """Articles of another corpus, what says their label and, where it is not the outlet's name, their outlet."""

    data: str
    label: Values
    outlet: tuple[str, ...] = ()


class Published(_Table, frozen=True):
    """A figure that others have reported: of which system, on which split, where, and whether that was checked.

    ``same`` is ``yes`` where the same articles were divided in the same way as here, or names the test part with which
    they were; empty where the figure does not compare.
    """

    metric: MetricName
    value: float
    system: str
    split: str
    source: str
    checked: Checked
    same: str = ""


class Task(_Table, frozen=True):
    """One label of one corpus, divided in one way.

    ``outlet`` is the column that stands for the outlet in splits and intervals, where it is not the outlet's name.
    ``train`` are the corpora to train on where these are others than ``data``, all of which is tested on.
    ``apart`` leaves out test articles whose publisher is trained on too. ``level`` outlet
    classifies whole outlets, made of ``per_outlet`` articles at most. ``distinct`` keeps the first of identical
    texts, ``min_characters`` texts of some length, ``keep`` the articles whose columns hold one of some values.
    ``resample`` is the column whose groups are drawn for intervals (``id``: single articles); the outlet if empty.
    ``positive`` is the label that the metric f1 is of. ``tuned`` says which settings of the models were chosen with
    figures of this task known, so that these flatter.
    """

    id: str
    title: str
    about: str
    data: str
    label: Values
    join: Join | None = None
    outlet: tuple[str, ...] = ()
    split: Split = "outlet"
    folds: int = 5
    part: Parts | None = None
    train: tuple[Source, ...] = ()
    apart: bool = False
    level: Literal["article", "outlet"] = "article"
    per_outlet: int = 0
    keep: dict[str, tuple[str, ...]] = {}
    distinct: bool = False
    min_characters: int = 0
    resample: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    positive: str = ""
    models: tuple[str, ...] = ()
    metrics: tuple[MetricName, ...] = ("accuracy", "macro_f1")
    published: tuple[Published, ...] = ()
    tuned: str = ""
    superseded_by: str = ""


class Benchmark(_Table, frozen=True):
    """A suite: its corpora and tasks. ``models`` are run on every task that names none itself."""

    name: str
    title: str
    version: str
    models: tuple[str, ...]
    data: tuple[Data, ...]
    tasks: tuple[Task, ...]
    superseded_by: str = ""

    def data_of(self, name: str) -> Data:
        """The corpus of that name."""
        return next(item for item in self.data if item.name == name)

    def models_of(self, task: Task) -> tuple[str, ...]:
        """The models that a task is run with, each once; ``default`` is the one that the protocol chose."""
        named = task.models or self.models
        return tuple(dict.fromkeys(DEFAULT if name == DEFAULT_NAME else name for name in named))


def corpora_of(task: Task) -> tuple[str, ...]:
    """The corpora whose articles a task reads, the tested one first."""
    return (task.data, *(source.data for source in task.train))


def find_benchmark(name: str, others: tuple[str, ...] = ()) -> Benchmark:
    """The suite of that name; UsageError, with the nearest of these and ``others``, where there is none."""
    if name not in SUITES:
        known = (*others, *SUITES)
        raise UsageError(f"there is no suite {name!r}.{did_you_mean(name, known)}", fix=f"Suites: {', '.join(known)}.")
    return load_benchmark(bundled(f"{FOLDER}/{name}.toml"))


def load_benchmark(path: Path) -> Benchmark:
    """Read a declaration.

    Raises UnreadableInput where it cannot be read and UsageError, naming the nearest, where a key, model, corpus or
    task is unknown, or where a task contradicts itself.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"the suite cannot be read: {error.strerror or error}", where=str(path)) from error
    try:
        suite = msgspec.toml.decode(raw, type=Benchmark)
    except msgspec.ValidationError as error:
        raise UsageError(f"{error}{_nearest_key(str(error))}", where=str(path)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"the suite is not valid TOML: {error}", where=str(path)) from error
    problem = next(_problems(suite), None)
    if problem is not None:
        raise UsageError(problem, where=str(path))
    return suite


def _nearest_key(message: str) -> str:
    found = _UNKNOWN_KEY.search(message)
    if not found:
        return ""
    tables: tuple[Any, ...] = (Benchmark, Data, Known, Task, Values, Join, Parts, Source, Published)
    keys = dict.fromkeys(name for table in tables for name in table.__struct_fields__)
    return f".{did_you_mean(found[1], keys)}"


def _problems(suite: Benchmark) -> Iterator[str]:
    data, ids = [item.name for item in suite.data], [task.id for task in suite.tasks]
    yield from (f"declared twice: {name!r}" for names in (data, ids) for name in names if names.count(name) > 1)
    for item in suite.data:
        yield from (f"data {item.name!r}: {problem}" for problem in _data_problems(item))
    for task in suite.tasks:
        yield from (f"task {task.id!r}: {problem}" for problem in _task_problems(task, suite, data, ids))


def _data_problems(item: Data) -> Iterator[str]:
    if item.corpus and item.corpus not in NAMES:
        yield f"there is no corpus {item.corpus!r}.{did_you_mean(item.corpus, NAMES)}"
    if bool(item.corpus) == bool(item.file):
        yield "give either a corpus or a file"
    if item.file and not (item.license and item.citation):
        yield "a file needs its license and its citation"
    for known in item.known:
        if not re.fullmatch(r"[0-9a-f]{64}", known.sha256):
            yield f"sha256 = {known.sha256!r} is not made of 64 small hexadecimal digits"


def _task_problems(task: Task, suite: Benchmark, data: list[str], ids: list[str]) -> Iterator[str]:
    for name in (*corpora_of(task), *(task.join.data if task.join else ())):
        if name not in data:
            yield f"no data {name!r} is declared.{did_you_mean(name, data)}"
    if task.superseded_by and task.superseded_by not in ids:
        yield f"superseded by {task.superseded_by!r}, which is not declared.{did_you_mean(task.superseded_by, ids)}"
    try:
        find_models(suite.models_of(task))
    except UsageError as error:
        yield error.what
    yield from _contradictions(task)


def _contradictions(task: Task) -> Iterator[str]:
    if (task.split == "given") != (task.part is not None or bool(task.train)):
        yield "split = 'given' and part go together"
    if task.train and (task.part or task.join or task.resample or task.level != "article"):
        yield "train is for articles, without part, join and resample"
    if ("f1" in task.metrics) != bool(task.positive):
        yield "the metric f1 and positive go together"
    if task.apart and task.split != "given":
        yield "apart is for a given split"
    for figure in task.published:
        if figure.metric not in task.metrics:
            yield f"a published {figure.metric} stands beside no figure of ours"
        if figure.same not in ("", ALWAYS, *(task.part.test if task.part else ())):
            yield f"same = {figure.same!r} is neither {ALWAYS!r} nor a test part"
