"""Fit models fold by fold and gather what they say of the articles they were not fitted on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.classifiers.fitting import chosen_rival, fit_all
from masthead.evaluation.metrics import Predictions
from masthead.stats import on_one_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.calibration import Calibration
    from masthead.classifiers.choosing import TrainingPart
    from masthead.classifiers.fitting import Fitted
    from masthead.classifiers.models import ModelSpec
    from masthead.classifiers.samples import Sample
    from masthead.evaluation.splits import Division


class Steps:
    """Counts steps of ``total``, and says after each how many are done."""

    def __init__(self, total: int, progress: Callable[[int, int], None] | None) -> None:
        self.total = total
        self.done = 0
        self.progress = progress

    def __call__(self) -> None:
        """One more is done."""
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.total)


@on_one_thread
def out_of_fold(
    specs: Sequence[ModelSpec],
    training: TrainingPart,
    sample: Sample,
    division: Division,
    *,
    share: float = 1.0,
    chosen: dict[str, Counter[str]] | None = None,
    step: Callable[[], None] = lambda: None,
) -> tuple[dict[str, Predictions], Sample]:
    """What each model says of the articles of the test parts, and the sample of these articles.

    ``training`` are all articles of ``sample``, of which the folds of ``division`` take some.

    In ``chosen`` it counts which rival was taken, fold by fold, for each model that is chosen among rivals.

    With a ``share`` below 1 each fold trains on that share of its training outlets (of its articles where it has one
    outlet): a point of the learning curve. ``step`` is called so often in each fold as ``steps`` says.
    """
    said = {spec.name: Said.nothing(len(sample.ids), len(sample.classes)) for spec in specs}
    for fold in division.folds:
        rows = _share_of(fold.train, sample, share, training.seed)
        fitted = fit_all(specs, training.take(rows), step=step)
        if chosen is not None:
            for spec in specs:
                if spec.rivals:
                    chosen.setdefault(spec.name, Counter())[chosen_rival(spec, fitted)] += 1
        base = _shares(sample.labels[rows], sample.classes)
        for name, found in said.items():
            found.fill(fold.test, fitted[name], training.x.take(fold.test), sample.classes, base)
    tested = np.sort(np.concatenate([fold.test for fold in division.folds]))
    part = sample.take(tested)
    return {name: found.of(part, sample.classes, training.order, tested) for name, found in said.items()}, part


def predictions(
    fitted: Fitted,
    x: Any,
    sample: Sample,
    classes: tuple[str, ...],
    order: tuple[str, ...] | None = None,
    base: NDArray[np.float64] | None = None,
) -> Predictions:
    """What one fitted model says of the articles of ``sample``, whose matrix is ``x``.

    ``base`` are the shares of ``classes`` in what it was trained on.
    """
    said = Said.nothing(len(sample.ids), len(classes))
    said.fill(np.arange(len(sample.ids)), fitted, x, classes, base)
    return said.of(sample, classes, order)


@dataclass(slots=True)
class Said:
    """What a model says of n articles, gathered part by part: arrays of articles by classes."""

    values: NDArray[np.float64]
    calibrated: NDArray[np.float64]
    base: NDArray[np.float64]
    probable: bool = True
    calibrations: list[Calibration | None] = field(default_factory=list)

    @classmethod
    def nothing(cls, rows: int, classes: int) -> Said:
        """Nothing said yet."""
        empty = np.zeros((rows, classes))
        return cls(empty, empty.copy(), empty.copy())

    def fill(
        self,
        rows: NDArray[np.intp],
        fitted: Fitted,
        x: Any,
        classes: tuple[str, ...],
        base: NDArray[np.float64] | None,
    ) -> None:
        """Take in what a model says of some rows, whose matrix is ``x``; ``base`` as in ``predictions``.

        A class that the model lacks is given the lowest value.
        """
        columns = np.array([classes.index(str(label)) for label in fitted.model.classes_])
        self.base[rows] = np.nan if base is None else base
        self.probable = hasattr(fitted.model, "predict_proba")
        if self.probable:
            own = np.asarray(fitted.model.predict_proba(x), dtype=np.float64)
            self.values[np.ix_(rows, columns)] = own
            self.calibrated[np.ix_(rows, columns)] = fitted.set_right(own)
            self.calibrations.append(fitted.calibration)
            return
        own = fitted.model.decision_function(x)
        own = np.column_stack([-own, own]) if own.ndim == 1 else own
        self.values[rows] = own.min() - 1.0
        self.values[np.ix_(rows, columns)] = own

    def of(
        self,
        sample: Sample,
        classes: tuple[str, ...],
        order: tuple[str, ...] | None,
        rows: NDArray[np.intp] | slice = slice(None),
    ) -> Predictions:
        """The predictions of some rows, which are those of ``sample``. Labels are those of the uncalibrated values."""
        values, base = self.values[rows], self.base[rows]
        return Predictions(
            np.searchsorted(np.array(classes), sample.labels),
            values.argmax(axis=1),
            self.calibrated[rows] if self.probable else values,
            sample.outlets,
            classes,
            self.probable,
            order,
            uncalibrated=values if self.probable else None,
            base=None if np.isnan(base).any() else base,
            calibrations=tuple(self.calibrations),
        )


def _shares(labels: NDArray[np.str_], classes: tuple[str, ...]) -> NDArray[np.float64]:
    return np.array([np.mean(labels == label) for label in classes])


def _share_of(rows: NDArray[np.intp], sample: Sample, share: float, seed: int) -> NDArray[np.intp]:
    """The rows of a share of the outlets, drawn label by label so that none is lost."""
    if share >= 1:
        return rows
    groups = sample.groups
    random = np.random.default_rng(seed)
    kept: set[str] = set()
    for label in sample.classes:
        names = np.unique(groups[rows[sample.labels[rows] == label]])
        kept |= set(random.permutation(names)[: max(1, round(share * len(names)))])
    return rows[np.isin(groups[rows], sorted(kept))]


def choices_made(chosen: Mapping[str, Counter[str]]) -> list[str]:
    """How often each rival was taken, in words."""
    return [
        f"{name} was {' and '.join(f'{rival} in {count}' for rival, count in sorted(counts.items()))} of "
        f"{counts.total()} folds"
        for name, counts in chosen.items()
    ]


def calibrations_made(found: Mapping[str, Predictions]) -> list[str]:
    """Where outlets not seen could not show how far the probabilities of models are to be trusted, in words."""
    made = {name: said.calibrations for name, said in found.items() if any(said.calibrations)}
    lacking = [name for name, each in made.items() if None in each]
    known = [name for name, each in made.items() if any(one is not None and not one.apart for one in each)]
    notes = []
    if lacking:
        notes.append(f"the probabilities of {', '.join(lacking)} were left uncalibrated where labels were too few")
    if known:
        notes.append(
            "a label is in one outlet only, so that probabilities were calibrated on articles of outlets the models "
            f"knew, and may be too sure: {', '.join(known)}"
        )
    return notes
