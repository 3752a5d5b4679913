"""Outlets judged as wholes beside their articles, on Article-Bias-Prediction with publishers held out.

    python benchmarks/pooled_outlets.py --data DIR --output benchmarks/results/pooled_outlets.json

Five folds that share no publisher, drawn anew for each seed: publishers are divided at random, label by label. (The
folds of ``masthead evaluate`` balance articles, too, and so hardly depend on the seed where outlets are very unequal.)
Models and settings are those of ``masthead evaluate``. ``with`` is the macro-F1 of outlets by 1, 5, 10, 20 and 50 of
their articles, drawn at random. ``--keep`` is a folder for what models say, so that a run that was broken off goes on.

With ``--evaluate`` the folds are those of ``masthead evaluate``, once with publishers apart and once with sites: the
macro-F1 of articles shows what a classifier gains by having seen other sites of the same publisher.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.model_selection import StratifiedKFold

from masthead import __version__
from masthead.classifiers.choosing import TrainingPart
from masthead.classifiers.framing_terms import with_terms
from masthead.classifiers.inputs import lay_out
from masthead.classifiers.models import find_models
from masthead.classifiers.pooling import pool
from masthead.classifiers.verdicts import STEPS
from masthead.engines import How, open_corpus
from masthead.evaluation.confusions import confusions, macro_f1
from masthead.evaluation.metrics import Predictions
from masthead.evaluation.pooling import judged_outlets, scores_by_unit
from masthead.evaluation.predicting import out_of_fold
from masthead.evaluation.splits import Division, Fold, divide, without_copies
from masthead.evaluation.suites import find_benchmark
from masthead.evaluation.suites.material import find_material
from masthead.evaluation.suites.preparing import Measured, columns_of, prepare
from masthead.features import without_choices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.classifiers.samples import Sample
    from masthead.evaluation.pooling import JudgedOutlets

TASK = "abp.sites"
FOLDS = 5
DRAWS = 20
"""Random choices of so many articles of each outlet."""


@dataclass(frozen=True, slots=True)
class Row:
    """One model with the folds of one seed: macro-F1 of outlets and of articles, each with its interval."""

    model: str
    seed: int
    outlets: tuple[float, float | None, float | None]
    articles: tuple[float, float | None, float | None]
    effective_outlets: float
    outlet_accuracy: float
    by: dict[str, float]


def sample_of(folder: Path) -> Sample:
    """The articles of the suite's task, measured."""
    suite = find_benchmark("abp")
    [task] = [task for task in suite.tasks if task.id == TASK]
    material = find_material(suite.data_of("abp"), folder, columns_of(task))
    if material is None:
        raise SystemExit(f"there is no abp in {folder}")
    corpus = open_corpus([material.source], How(read=material.options))
    assert corpus.articles is not None
    features = with_terms(corpus.features, corpus.hits)
    return prepare(task, Measured(corpus.articles, features, without_choices(corpus.catalogue)))


def divided(sample: Sample, seed: int) -> Division:
    """Folds of publishers drawn at random, label by label."""
    names, publisher = np.unique(np.array(sample.publishers), return_inverse=True)
    labels = [Counter(sample.labels[publisher == at]).most_common(1)[0][0] for at in range(len(names))]
    splitter = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    pairs = [
        Fold(*(np.flatnonzero(np.isin(publisher, part)) for part in parts)) for parts in splitter.split(labels, labels)
    ]
    return Division(tuple(without_copies(sample, pairs)[0]), ())


def said_of(names: list[str], sample: Sample, seed: int, keep: Path | None) -> dict[str, NDArray[np.float64]]:
    """What each model says of every article, labels counting alike; kept, or found now."""
    files = {name: keep / f"{name}-{seed}.npz" for name in names} if keep else {}
    known = {name: np.load(path)["values"] for name, path in files.items() if path.is_file()}
    missing = [name for name in names if name not in known]
    if missing:
        part = TrainingPart.of(lay_out(sample, terms=False), sample, seed=seed)
        found, _ = out_of_fold(find_models(missing), part, sample, divided(sample, seed))
        for name, said in found.items():
            known[name] = said.values if said.uncalibrated is None else said.uncalibrated
            if keep:
                np.savez(files[name], values=known[name])
    return known


def with_fewer(values: NDArray[np.float64], judged: JudgedOutlets, labels: int, seed: int) -> dict[str, float]:
    """The macro-F1 of outlets by so many of their articles."""
    random, found = np.random.default_rng(seed), {}
    for step in STEPS:
        scores = []
        for _ in range(DRAWS):
            order = random.permutation(len(judged.rows))
            order = order[np.argsort(judged.outlet[order], kind="stable")]
            first = np.flatnonzero(np.diff(judged.outlet[order], prepend=-1))
            rank = np.arange(len(order)) - np.repeat(first, np.diff([*first, len(order)]))
            chosen = order[rank < step]
            said = pool(values[judged.rows[chosen]], judged.outlet[chosen]).values.argmax(axis=1)
            table = confusions(judged.labels, said, [""] * len(said), labels)
            scores.append(float(macro_f1(table)[0]))
        found[str(step)] = float(np.mean(scores))
    return found


def row_of(name: str, seed: int, values: NDArray[np.float64], sample: Sample, judged: JudgedOutlets) -> Row:
    """The figures of one model and seed."""
    classes = sample.classes
    truth = np.searchsorted(np.array(classes), sample.labels)
    said = Predictions(truth, values.argmax(axis=1), values, sample.outlets, classes, groups=sample.publishers)
    found = {(of["unit"], score.metric): score for of, score in scores_by_unit(said, judged)}
    both = [found[unit, "macro_f1"] for unit in ("outlet", "article")]
    return Row(
        name,
        seed,
        *((score.value or 0.0, score.low, score.high) for score in both),
        both[1].effective_outlets or 0.0,
        found["article", "outlet_accuracy"].value or 0.0,
        with_fewer(values, judged, len(classes), seed),
    )


def as_evaluated(names: list[str], sample: Sample) -> dict[str, dict[str, float]]:
    """The macro-F1 of articles of each model, on the folds of ``divide`` with publishers and with sites apart."""
    number = {name: at for at, name in enumerate(sorted(set(sample.outlets)))}
    sites = replace(sample, outlets=tuple(f"site {number[name]:03}" for name in sample.outlets))
    truth, found = np.searchsorted(np.array(sample.classes), sample.labels), {}
    for apart, groups in (("publishers", sample), ("sites", sites)):
        part = TrainingPart.of(lay_out(groups, terms=False), groups, seed=0)
        said, _ = out_of_fold(find_models(names), part, groups, divide(groups, seed=0))
        found[apart] = {
            name: round(float(macro_f1(confusions(truth, of.predicted, [""] * len(truth), len(sample.classes)))[0]), 4)
            for name, of in said.items()
        }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", default="framing,choices")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--evaluate", action="store_true", help="the folds of masthead evaluate, by publisher and site")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    names = options.models.split(",")
    sample = sample_of(options.data)
    if options.evaluate:
        print(json.dumps(as_evaluated(names, sample)))
        return
    judged = judged_outlets(sample, sample.classes, np.ones(len(sample.ids), dtype=bool))
    rows: list[Row] = []
    for seed in range(options.seeds):
        said = said_of(names, sample, seed, options.keep)
        rows += [row_of(name, seed, said[name], sample, judged) for name in names]
        for row in rows[-len(names) :]:
            print(
                f"{row.model:<16}{row.seed:>3}  outlets {row.outlets[0]:.3f}  articles {row.articles[0]:.3f}",
                flush=True,
            )
    means = [mean_of(name, rows) for name in names]
    for mean in means:
        print(json.dumps(mean))
    if options.output:
        manifest = {"masthead": __version__, "task": TASK, "folds": FOLDS, "outlets": len(judged.names)}
        told: dict[str, Any] = {"manifest": manifest, "means": means, "rows": [asdict(row) for row in rows]}
        options.output.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def mean_of(name: str, rows: list[Row]) -> dict[str, Any]:
    """The means over seeds of a model's figures."""
    own = [row for row in rows if row.model == name]
    return {
        "model": name,
        "seeds": len(own),
        **{
            unit: np.mean([getattr(row, unit) for row in own], axis=0).round(3).tolist()
            for unit in ("outlets", "articles")
        },
        "outlet_accuracy": round(float(np.mean([row.outlet_accuracy for row in own])), 3),
        "effective_outlets": round(own[0].effective_outlets, 1),
        "with": {step: round(float(np.mean([row.by[step] for row in own])), 3) for step in own[0].by},
    }


if __name__ == "__main__":
    main()
