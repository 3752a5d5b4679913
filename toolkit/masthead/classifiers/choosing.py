"""Choose between candidates and between models by what they say of outlets held out inside the training part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import clone
from sklearn.ensemble import VotingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold

from masthead.classifiers.models import member
from masthead.classifiers.terms import NoTermsError
from masthead.classifiers.topics import article_weights
from masthead.classifiers.views import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

    from masthead.classifiers.inputs import Inputs, Layout
    from masthead.classifiers.models import ModelSpec
    from masthead.classifiers.samples import Sample

INNER_FOLDS = 3
MODEL_FOLDS = 5
"""Models differ by less than settings do, so they are told apart on more folds."""

CLASSIFIER = "classifier__"
"""What comes before the name of a parameter that is for the last step of a pipeline."""

MOST_INNER = 2_000
"""Choices are made on so many training articles at most; more of the same outlets move them no further."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainingPart:
    """Articles that models learn from: for each a row of ``x``, its label, and its group, which no fold may divide."""

    x: View
    layout: Layout
    labels: NDArray[np.str_]
    groups: NDArray[Any]
    seed: int
    order: tuple[str, ...] | None = None

    @classmethod
    def of(cls, inputs: Inputs, sample: Sample, *, seed: int, order: tuple[str, ...] | None = None) -> TrainingPart:
        """All articles of a sample that ``inputs`` were laid out from."""
        return cls(View.of(inputs.x), inputs.layout, sample.labels, sample.groups, seed, order)

    def take(self, rows: NDArray[np.intp]) -> TrainingPart:
        """Some of the articles."""
        return replace(self, x=self.x.take(rows), labels=self.labels[rows], groups=self.groups[rows])

    def few(self, most: int = MOST_INNER) -> TrainingPart:
        """The articles, or a random sample of ``most`` of them where there are more."""
        if len(self.labels) <= most:
            return self
        return self.take(np.sort(np.random.default_rng(self.seed).choice(len(self.labels), most, replace=False)))

    def folds(self, most: int = INNER_FOLDS) -> list[tuple[TrainingPart, TrainingPart]]:
        """Inner folds that each train on two labels or more; none where a label is in fewer than two groups."""
        return self._folds(self.groups, most)

    def folds_within(self, most: int = INNER_FOLDS) -> list[tuple[TrainingPart, TrainingPart]]:
        """Inner folds that keep groups whole but for a label that is in one group only, whose articles they divide."""
        groups, random = self.groups.astype(object), np.random.default_rng(self.seed)
        for label in np.unique(self.labels):
            rows = np.flatnonzero(self.labels == label)
            if len(set(self.groups[rows])) == 1:
                groups[rows] = [f"{place % most} {self.groups[rows[0]]}" for place in random.permutation(len(rows))]
        return self._folds(groups.astype(str), most)

    def _folds(self, groups: NDArray[Any], most: int) -> list[tuple[TrainingPart, TrainingPart]]:
        by_label = [len(set(groups[self.labels == label])) for label in np.unique(self.labels)]
        count = min(most, *by_label)
        if count < 2:
            return []
        splitter = StratifiedGroupKFold(n_splits=count, shuffle=True, random_state=self.seed)
        pairs = splitter.split(np.zeros(len(self.labels)), self.labels, groups)
        parts = ((self.take(train), self.take(test)) for train, test in pairs if len(test))
        return [(train, test) for train, test in parts if len(np.unique(train.labels)) > 1]

    def weighing(self, spec: ModelSpec, prefix: str = "") -> dict[str, NDArray[np.float64]]:
        """What the classifier of ``spec`` is fitted with besides articles and labels."""
        if spec.resemblance is None:
            return {}
        weights = article_weights(self.labels, self.groups, resemblance=spec.resemblance)
        return {f"{prefix}sample_weight": weights}


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """What models said of the articles of an inner fold, rows by ``classes``, and these articles' labels and groups.

    ``apart`` says that they had seen no article of these groups.
    """

    labels: NDArray[np.str_]
    groups: NDArray[Any]
    apart: bool
    classes: NDArray[np.str_]
    said: dict[str, NDArray[np.float64]]


def held_out(names: Iterable[str], fitted: Mapping[str, Pipeline], training: TrainingPart) -> list[HeldOut]:
    """What the models ``names`` say of inner folds, each fitted on the rest of the training part.

    ``fitted`` are these models and their members with the settings chosen for them. Folds share no group where that is
    possible, else those of ``folds_within`` are taken. Empty where there are none. In a fold whose texts share no term
    a model of several does without those that read terms; one that reads nothing else says the shares of the labels.
    """
    parts = {name: _parts(name, fitted) for name in names}
    single = dict.fromkeys(name for members in parts.values() for name in members)
    if not parts:
        return []
    few, found = training.few(), []
    apart = few.folds(MODEL_FOLDS)
    for train, test in apart or few.folds_within(MODEL_FOLDS):
        classes, counts = np.unique(train.labels, return_counts=True)
        said = {name: _said(clone(fitted[name]), member(name), train, test) for name in single}
        nothing = np.tile(counts / counts.sum(), (len(test.labels), 1))
        heard = {name: [of for part in members if (of := said[part]) is not None] for name, members in parts.items()}
        means = {name: np.mean(each or [nothing], axis=0) for name, each in heard.items()}
        found.append(HeldOut(test.labels, test.groups, bool(apart), classes, means))
    return found


def _said(model: Pipeline, spec: ModelSpec, train: TrainingPart, test: TrainingPart) -> NDArray[np.float64] | None:
    """The probabilities that a model trained on one part gives the other; None where texts share no term."""
    try:
        model.fit(train.x, train.labels, **train.weighing(spec, CLASSIFIER))
    except NoTermsError:
        return None
    return np.asarray(model.predict_proba(test.x), dtype=np.float64)


def choose_model(rivals: Sequence[str], held: Sequence[HeldOut]) -> str:
    """Which of ``rivals`` to use, by macro-F1 on inner folds that share no group.

    The best on average wins, the first of equals; the last one where there are no such folds.
    """
    if not held or not held[0].apart:
        return rivals[-1]
    found = [
        np.mean([f1_score(fold.labels, fold.classes[fold.said[name].argmax(axis=1)], average="macro") for fold in held])
        for name in rivals
    ]
    return rivals[int(np.argmax(found))]


def simplest(found: NDArray[np.float64]) -> int:
    """The row of ``found`` (candidates, simplest first, by inner folds) to take.

    The first whose difference to the best is within one standard error (of the differences, over the folds), as
    Breiman et al. (1984) propose: the simplest that is not clearly worse.
    """
    folds = found.shape[1]
    behind = found[found.mean(axis=1).argmax()] - found
    error = behind.std(axis=1, ddof=1) / folds**0.5 if folds > 1 else np.zeros(len(found))
    return int(np.flatnonzero(behind.mean(axis=1) <= error)[0])


def _parts(rival: str, fitted: Mapping[str, Pipeline]) -> list[str]:
    """The members a fitted model has the mean of, or the model itself."""
    last = fitted[rival][-1]
    return [name for name, _ in last.estimators] if isinstance(last, VotingClassifier) else [rival]
