"""How often the 95 % interval of a classifier's score holds the score to be expected on new outlets.

    python benchmarks/score_coverage.py --repetitions 2000 --output benchmarks/results/score_coverage.json

Outlets have a label, a number of articles (log-normal) and an effect of their own, so that the articles of one are
right or wrong together. Each repetition draws outlets, cross-validates a classifier (nearest mean) with folds that
share none of them, and asks for the interval of every score. The truth is the score on new outlets of models trained
on new sets of as many outlets as a fold trains on: an interval that holds it takes in that the training outlets are a
sample, too. ``percentile`` is the bootstrap over outlets that takes in the test outlets alone; ``width`` is the median.
``difference`` is the score less that of a classifier that sees half of the inputs.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from masthead import __version__
from masthead.evaluation.confusions import accuracy, macro_f1
from masthead.evaluation.intervals import difference_interval, interval

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Metric = Callable[[Floats], Floats]

INPUTS = 6
LARGEST = 3000
TRUE_SETS, TRUE_OUTLETS = 500, 200
DRAWS = 300
MODELS = (INPUTS, INPUTS // 2)
"""How many of the inputs the model and the other one see."""


@dataclass(frozen=True, slots=True)
class World:
    """Outlets of ``labels`` labels, as far apart as ``signal`` says, each with an ``effect`` of its own.

    ``spread`` is that of the logarithm of their articles.
    """

    labels: int
    signal: float
    effect: float = 1.0
    spread: float = 1.2
    noise: float = 1.5

    def draw(self, outlets: int, random: np.random.Generator) -> Outlets:
        """Some outlets, of each label two at least."""
        labels = random.integers(0, self.labels, outlets)
        while np.bincount(labels, minlength=self.labels).min() < 2:
            labels = random.integers(0, self.labels, outlets)
        sizes = np.minimum(1 + np.exp(random.normal(3.5, self.spread, outlets)).astype(int), LARGEST)
        centres = np.eye(self.labels, INPUTS)[labels] * self.signal
        return Outlets(labels, sizes, centres + random.normal(0.0, self.effect, (outlets, INPUTS)))


class Outlets(NamedTuple):
    """Labels, numbers of articles and means of the inputs."""

    labels: NDArray[np.intp]
    sizes: NDArray[np.intp]
    means: Floats

    def take(self, chosen: NDArray[np.bool_]) -> Outlets:
        """Some of them."""
        return Outlets(*(values[chosen] for values in self))


WORLDS = {
    "two labels": World(2, 0.8),
    "three labels": World(3, 1.0),
    "well told apart": World(2, 1.6),
    "outlets of one size": World(2, 0.8, spread=0.3),
    "three labels, very unequal outlets": World(3, 1.2, effect=1.5, spread=1.6),
}


def of_articles(table: Floats) -> Floats:
    """Every article counts the same."""
    return table


def of_outlets(table: Floats) -> Floats:
    """Every outlet counts the same, with the shares of its articles."""
    return np.asarray(table / table.sum(axis=(-2, -1), keepdims=True))


SCORES: dict[str, tuple[str, Metric, Callable[[Floats], Floats]]] = {
    "article accuracy": ("articles", accuracy, of_articles),
    "article macro-F1": ("articles", macro_f1, of_articles),
    "outlet_accuracy": ("articles", accuracy, of_outlets),
    "outlet accuracy": ("outlets", accuracy, of_articles),
    "outlet macro-F1": ("outlets", macro_f1, of_articles),
}
"""What is judged, by which metric, and what an outlet's confusion table counts as."""


def learn(world: World, train: Outlets, random: np.random.Generator) -> Floats:
    """The mean of each label, an outlet's articles counting as their effective number."""
    seen = train.means + random.normal(0.0, world.noise, train.means.shape) / np.sqrt(train.sizes)[:, None]
    weights = train.sizes / (1 + (train.sizes - 1) * 0.03)
    return np.array([np.average(seen[own], axis=0, weights=weights[own]) for own in _by_label(train, world)])


def _by_label(outlets: Outlets, world: World) -> list[NDArray[np.bool_]]:
    return [outlets.labels == label for label in range(world.labels)]


def judge(
    world: World, centres: Floats, test: Outlets, random: np.random.Generator
) -> list[tuple[dict[str, Floats], ...]]:
    """For each of MODELS confusion tables by outlet, of its articles and of the verdict on it."""
    outlet = np.repeat(np.arange(len(test.sizes)), test.sizes)
    inputs = test.means[outlet] + random.normal(0.0, world.noise, (len(outlet), INPUTS))
    found = []
    for seen in MODELS:
        own = centres[:, :seen]
        odds = (inputs[:, :seen] @ own.T - (own**2).sum(axis=1) / 2) / world.noise**2
        logs = odds - np.logaddexp.reduce(odds, axis=1, keepdims=True)
        pooled = np.stack([np.bincount(outlet, column, len(test.sizes)) for column in logs.T], axis=1)
        said = np.zeros((2, len(test.sizes), world.labels, world.labels))
        np.add.at(said[0], (outlet, test.labels[outlet], odds.argmax(axis=1)), 1.0)
        said[1, np.arange(len(test.sizes)), test.labels, pooled.argmax(axis=1)] = 1.0
        found.append({"articles": said[0], "outlets": said[1]})
    return found


def cross_validated(world: World, outlets: int, folds: int, random: np.random.Generator) -> list[dict[str, Floats]]:
    """What ``judge`` says of every outlet, by models of the other folds; labels are spread over the folds."""
    drawn = world.draw(outlets, random)
    order = np.argsort(drawn.labels + random.random(outlets) / 2)
    fold = np.empty(outlets, dtype=np.intp)
    fold[order] = np.arange(outlets) % folds
    found = [
        {what: np.zeros((outlets, world.labels, world.labels)) for what in ("articles", "outlets")} for _ in MODELS
    ]
    for number in range(folds):
        test = fold == number
        centres = learn(world, drawn.take(~test), random)
        for model, part in zip(found, judge(world, centres, drawn.take(test), random), strict=True):
            for what, table in part.items():
                model[what][test] = table
    return found


def truth(world: World, outlets: int, folds: int, random: np.random.Generator) -> list[dict[str, float]]:
    """Each score of each model on new outlets, with new training outlets each time."""
    sums: list[dict[str, Floats]] = [{} for _ in MODELS]
    trained = round(outlets * (folds - 1) / folds)
    for _ in range(TRUE_SETS):
        centres = learn(world, world.draw(trained, random), random)
        said = judge(world, centres, world.draw(TRUE_OUTLETS, random), random)
        for total, model in zip(sums, said, strict=True):
            for name, (what, _, counted) in SCORES.items():
                total[name] = total.get(name, 0.0) + counted(model[what]).sum(axis=0)
    return [{name: float(SCORES[name][1](table[None])[0]) for name, table in total.items()} for total in sums]


def coverage(name: str, outlets: int, folds: int, repetitions: int) -> list[dict[str, object]]:
    """For each score the share of intervals that hold the truth."""
    world, random = WORLDS[name], np.random.default_rng([outlets, folds])
    true, other = truth(world, outlets, folds, random)
    weights = random.multinomial(outlets, np.full(outlets, 1 / outlets), DRAWS).astype(np.float64)
    held: dict[str, list[tuple[bool, ...]]] = {score: [] for score in SCORES}
    widths: dict[str, list[float]] = {score: [] for score in SCORES}
    for _ in range(repetitions):
        both = cross_validated(world, outlets, folds, random)
        for score, (what, metric, counted) in SCORES.items():
            tables = [counted(model[what]) for model in both]
            first, second = (_weighed(metric, table) for table in tables)
            own = interval(first, tables[0].sum(axis=(1, 2)), (0.0, 1.0))
            apart = difference_interval(lambda w, a=first, b=second: a(w) - b(w), tables[0].sum(axis=(1, 2)))
            low, high = np.quantile(first(weights), [0.025, 0.975])
            gap = true[score] - other[score]
            held[score].append((_holds(own, true[score]), low <= true[score] <= high, _holds(apart, gap)))
            widths[score].append(np.nan if own.low is None or own.high is None else own.high - own.low)
    return [
        {
            "world": name,
            "outlets": outlets,
            "folds": folds,
            "score": score,
            "truth": true[score],
            **dict(zip(("masthead", "percentile", "difference"), np.mean(rows, axis=0).tolist(), strict=True)),
            "width": float(np.nanmedian(widths[score])),
        }
        for score, rows in held.items()
    ]


def _weighed(metric: Metric, tables: Floats) -> Metric:
    return lambda weights: metric(np.tensordot(weights, tables, axes=1))


def _holds(limits: object, value: float) -> bool:
    """Whether an interval holds a value; no interval says nothing wrong."""
    low, high = limits.low, limits.high  # type: ignore[attr-defined]
    return low is None or low <= value <= high


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=1000)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    rows = []
    for name in WORLDS:
        for outlets, folds in ((15, 5), (30, 5), (66, 5), (30, 2), (30, 10)):
            for row in coverage(name, outlets, folds, options.repetitions):
                rows.append(row)
                figures = "".join(
                    f"{row[column]:>11.3f}" for column in ("masthead", "percentile", "difference", "width")
                )
                print(f"{name:<36}{outlets:>4}{folds:>4}  {row['score']:<18}{figures}", flush=True)
    lowest = min(row["masthead"] for row in rows)
    print(f"lowest: {lowest:.3f}; of differences {min(row['difference'] for row in rows):.3f}")
    if options.output:
        manifest = {"masthead": __version__, "repetitions": options.repetitions}
        options.output.write_text(json.dumps({"manifest": manifest, "rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
