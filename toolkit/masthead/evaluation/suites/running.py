"""Running a suite: each corpus read and measured once, each task divided as declared, each model scored."""

from __future__ import annotations

import importlib.metadata
import platform
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.classifiers.choosing import TrainingPart
from masthead.classifiers.framing_terms import with_terms
from masthead.classifiers.inputs import Inputs, lay_out
from masthead.classifiers.models import find_models
from masthead.classifiers.ordinal import order_of
from masthead.engines import How, open_corpus
from masthead.errors import MissingColumn, UnreadableInput, UsageError, did_you_mean, options_of
from masthead.evaluation.options import RunOptions
from masthead.evaluation.pooling import judge_outlets
from masthead.evaluation.predicting import calibrations_made, choices_made, out_of_fold
from masthead.evaluation.splits import divide
from masthead.evaluation.suites.declaration import corpora_of
from masthead.evaluation.suites.joining import joined
from masthead.evaluation.suites.material import find_material, read_articles, read_ratings
from masthead.evaluation.suites.preparing import (
    Measured,
    columns_of,
    prepare,
    same_sample,
    test_part,
    units_of,
    with_parts,
)
from masthead.evaluation.suites.scoring import rows_of, told_of
from masthead.features import without_choices
from masthead.schema import SCORES

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from masthead.classifiers.models import ModelSpec
    from masthead.classifiers.samples import Sample
    from masthead.evaluation.suites.declaration import Benchmark, Task
    from masthead.evaluation.suites.material import Material

FIELDS = ("suite", *SCORES.names, "resampled", "known_data", "published")
"""Fields of a row: those of SCORES; the suite; what was drawn for the interval; whether the data are files that the
suite knows; and what others have reported of the metric."""

PACKAGES = ("numpy", "pyarrow", "scikit-learn", "scipy")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rows of FIELDS; the corpora that were not found; the SHA-256 of each corpus read; what is known of each task.

    ``tasks`` holds for each task its ``title``, ``split`` in words, ``classes``, ``order``, ``positive``, ``notes``,
    the part ``tested`` on where parts are published, and which settings were ``tuned`` with its figures known; where
    groups of articles were drawn, their names (``groups``) and for each model their confusion counts.
    ``made_from`` names what the features were counted with.
    """

    rows: tuple[dict[str, Any], ...]
    absent: tuple[str, ...]
    data: dict[str, str]
    tasks: dict[str, dict[str, Any]]
    notes: tuple[str, ...]
    made_from: dict[str, Any]


def run_benchmark(
    suite: Benchmark,
    folder: Path | None,
    options: RunOptions | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    note: Callable[[str, float], None] | None = None,
) -> Outcome:
    """Score the models of every task of ``suite`` on the corpora under ``folder``, or beside their declaration.

    Tasks that another supersedes are left out, and those whose corpus is absent. A file that the suite does not know is
    named in a note and marked in every row; with ``strict`` it is refused. Raises UsageError for a task or model that
    there is not, and UnreadableInput where none of the corpora is there or one is damaged.
    """
    options = options_of(options, RunOptions)
    run = _Run(suite, folder, options, _wanted(suite, options.only))
    run.progress, run.note = progress, note
    return run.outcome()


def environment() -> dict[str, str]:
    """What figures may depend on besides the data: Python, the kind of machine, and versions of packages."""
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {"python": platform.python_version(), "machine": f"{platform.system()} {platform.machine()}", **versions}


class _Run:
    """One run: what was found, and the sample of the tasks before, which the next one may share."""

    def __init__(self, suite: Benchmark, folder: Path | None, options: RunOptions, tasks: Sequence[Task]) -> None:
        self.suite = suite
        self.options = options
        self.tasks = tasks
        self.progress: Callable[[int, int], None] | None = None
        self.note: Callable[[str, float], None] | None = None
        self.found = self._find(folder)
        self.made_from: dict[str, Any] = {}
        self.notes: list[str] = []
        self._measured: dict[tuple[str, bool], Measured] = {}
        self._before: tuple[Any, Sample, Inputs] | None = None

    def outcome(self) -> Outcome:
        """Every task that can be run."""
        rows: list[dict[str, Any]] = []
        told: dict[str, dict[str, Any]] = {}
        used: dict[str, Material] = {}
        for done, task in enumerate(self.tasks):
            materials = self._materials(task)
            if materials is not None:
                used |= {item.name: item for item in materials}
                try:
                    task_rows, told[task.id] = self._score(task, materials)
                except MissingColumn as error:
                    self.notes.append(f"{task.id} is left out: {error.what}")
                else:
                    rows += task_rows
            if self.progress is not None:
                self.progress(done + 1, len(self.tasks))
        absent = tuple(name for name in dict.fromkeys(task.data for task in self.tasks) if name not in self.found)
        return Outcome(
            tuple(rows),
            absent,
            {name: item.sha256 for name, item in used.items()},
            told,
            tuple(dict.fromkeys(self.notes)),
            self.made_from,
        )

    def _find(self, folder: Path | None) -> dict[str, Material]:
        wanted = {name: [task for task in self.tasks if name in _data_of(task)] for name in map_names(self.suite)}
        found = {}
        for item in self.suite.data:
            tasks = wanted[item.name]
            columns = dict.fromkeys(name for task in tasks for name in columns_of(task))
            material = find_material(item, folder, list(columns)) if tasks else None
            if material is not None:
                found[item.name] = material
        if not any(task.data in found for task in self.tasks):
            raise _nothing(self.suite, folder)
        for material in found.values():
            if material.known is None and self.options.strict:
                raise UnreadableInput(
                    f"this is not a file that the suite {self.suite.name} knows: its SHA-256 is {material.sha256}",
                    where=str(material.path),
                    fix="Name the folder of another copy, or leave --strict out: then its figures are marked.",
                )
        return found

    def _materials(self, task: Task) -> list[Material] | None:
        """The corpora of a task, its articles first; None, with a note, where one of them is absent."""
        names = list(corpora_of(task))
        if task.join is not None:
            names.append(next((name for name in task.join.data if name in self.found), task.join.data[0]))
        missing = [name for name in names if name not in self.found]
        if missing:
            self.notes.append(f"{task.id} is left out: {missing[0]} is not there")
            return None
        materials = [self.found[name] for name in names]
        for item in materials:
            if item.known is None:
                self.notes.append(
                    f"{item.path.name} is not a file that the suite knows (SHA-256 {item.sha256[:12]}…): "
                    "figures on it stand by themselves"
                )
        return materials

    def _score(self, task: Task, materials: Sequence[Material]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        names = self.options.models or self.suite.models_of(task)
        specs = find_models(names)
        texts_only = all(_reads_text_alone(spec) for spec in specs)
        read = [self._measure(item, texts_only=texts_only) for item in materials[: len(corpora_of(task))]]
        task, measured = joined(task, read)
        sample, inputs = self._sample(task, specs, measured, materials)
        order = order_of(sample.classes, task.order or None)
        specs = tuple(spec for spec in specs if _suits(spec, sample, order))
        sample = with_parts(task, sample, measured.articles)
        division = divide(sample, split=task.split, folds=task.folds, seed=self.options.seed)
        chosen: dict[str, Counter[str]] = {}
        training = TrainingPart.of(inputs, sample, seed=self.options.seed, order=order)
        found, tested = out_of_fold(specs, training, sample, division, chosen=chosen)
        of = dict(zip(sample.ids, units_of(task, sample, measured.articles), strict=True))
        units = tuple(of[name] for name in tested.ids)
        common = {"suite": self.suite.name, "known_data": all(item.known is not None for item in materials)}
        groups = units if task.resample else tested.publishers
        seed, draws = self.options.seed, self.options.draws
        judged = None if task.level == "outlet" else judge_outlets(sample, tested, division)
        rows = [
            common | row
            for name, said in found.items()
            for row in rows_of(task, name, replace(said, groups=groups), judged, seed=seed, draws=draws)
        ]
        left_out = judged.notes if judged else ()
        notes = (*sample.notes, *division.notes, *left_out, *choices_made(chosen), *calibrations_made(found))
        told = {"tested": test_part(task, sample, measured.articles), "tuned": task.tuned or None}
        return rows, told_of(task, tested, units, found, notes) | told

    def _measure(self, material: Material, *, texts_only: bool) -> Measured:
        key = (material.name, texts_only)
        if key not in self._measured:
            self._measured[key] = self._only_texts(material) if texts_only else self._with_features(material)
        return self._measured[key]

    def _only_texts(self, material: Material) -> Measured:
        articles = read_articles(material)
        return Measured(articles, pa.table({"id": articles["id"]}), ())

    def _with_features(self, material: Material) -> Measured:
        corpus = open_corpus(
            [material.source],
            How(read=material.options, jobs=self.options.jobs, cache=self.options.cache, note=self.note),
        )
        assert corpus.articles is not None
        self.made_from = {name: corpus.manifest[name] for name in ("lexicons", "packages")}
        return Measured(corpus.articles, with_terms(corpus.features, corpus.hits), without_choices(corpus.catalogue))

    def _sample(
        self, task: Task, specs: Sequence[ModelSpec], measured: Measured, materials: Sequence[Material]
    ) -> tuple[Sample, Inputs]:
        key = (same_sample(task), len(measured.catalogue))
        if self._before is None or self._before[0] != key:
            self._before = None
            ratings = read_ratings(materials[1]) if task.join else None
            sample = prepare(task, measured, ratings)
            self._before = (key, sample, lay_out(sample, terms=any("text" in spec.reads for spec in specs)))
        return self._before[1], self._before[2]


def map_names(suite: Benchmark) -> list[str]:
    """The names of a suite's corpora."""
    return [item.name for item in suite.data]


def _data_of(task: Task) -> tuple[str, ...]:
    return (*corpora_of(task), *(task.join.data if task.join else ()))


def _reads_text_alone(spec: ModelSpec) -> bool:
    return not {"features", "wordings", "framing terms"} & set(spec.reads)


def _suits(spec: ModelSpec, sample: Sample, order: tuple[str, ...] | None) -> bool:
    """Whether a model has what it needs: labels with an order, wordings that occur."""
    if spec.ordered and order is None:
        return False
    return spec.reads != ("wordings",) or bool(sample.wording_names)


def _wanted(suite: Benchmark, only: Sequence[str]) -> tuple[Task, ...]:
    tasks = tuple(task for task in suite.tasks if not task.superseded_by)
    for name in only:
        if not any(fnmatchcase(task.id, name) for task in suite.tasks):
            ids = [task.id for task in suite.tasks]
            raise UsageError(
                f"the suite {suite.name} has no task {name!r}.{did_you_mean(name, ids)}",
                fix=f"Tasks: {', '.join(ids)}.",
            )
    if only:
        return tuple(task for task in suite.tasks if any(fnmatchcase(task.id, name) for name in only))
    return tasks


def _nothing(suite: Benchmark, folder: Path | None) -> UsageError | UnreadableInput:
    names = ", ".join(dict.fromkeys(task.data for task in suite.tasks))
    if folder is None:
        return UsageError(
            f"the suite {suite.name} needs a folder of corpora, with {names} in it",
            fix="Give --data DIR, or set the variable MASTHEAD_DATA.",
        )
    return UnreadableInput(
        f"the suite {suite.name} is about {names}, and that is not here",
        where=str(folder),
        fix=f"Get it (masthead corpora info {suite.data[0].corpus or names}), import it into this folder, or name "
        "another with --data DIR.",
    )
