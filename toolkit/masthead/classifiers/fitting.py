"""Fit models, choosing how strongly to regularise, and calibrate them, inside the training part only."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sklearn.base import clone
from sklearn.ensemble import VotingClassifier
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.frozen import FrozenEstimator
from sklearn.metrics import f1_score
from sklearn.pipeline import Pipeline

from masthead.classifiers.calibration import Calibration, fit_calibration
from masthead.classifiers.choosing import TrainingPart, choose_model, held_out, simplest
from masthead.classifiers.models import member, with_rivals
from masthead.classifiers.terms import NoTermsError
from masthead.errors import UsageError
from masthead.stats import on_one_thread
from masthead.storage import give_back_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.choosing import HeldOut
    from masthead.classifiers.inputs import Layout
    from masthead.classifiers.models import ModelSpec

LEAST_TERMS = 20
"""With fewer framing terms than this there is no bag of them to learn from."""


class Fitted(NamedTuple):
    """A fitted model, and how its probabilities are set right: None where they stay as they are."""

    model: Pipeline
    calibration: Calibration | None = None

    def probabilities(self, x: Any) -> NDArray[np.float64]:
        """Calibrated probabilities, rows by classes of the model; only of models that give any."""
        return self.set_right(np.asarray(self.model.predict_proba(x), dtype=np.float64))

    def set_right(self, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
        """The model's own probabilities, calibrated."""
        return self.calibration.apply(probabilities) if self.calibration else probabilities


def steps(specs: Iterable[ModelSpec]) -> int:
    """How many steps ``fit_all`` takes: the models, and inner folds."""
    return len([spec for spec in with_rivals(specs) if not spec.rivals]) + 1


@on_one_thread
def fit_all(
    specs: Sequence[ModelSpec], training: TrainingPart, *, step: Callable[[], None] = lambda: None
) -> dict[str, Fitted]:
    """Each model fitted and calibrated, a part that several share once; UsageError where texts share no words.

    Models are chosen and calibrated by what they say of the same inner folds. A model that reads nothing, or no more
    than whose article it is, is not calibrated, nor is one without inner folds, or without probabilities. Models that
    are made of others do without those that have nothing to learn from. ``step`` is called after each of the ``steps``.
    """
    give_back_memory()  # of the fold before
    models = _fit_models(specs, training, step)
    every = [spec for spec in with_rivals(specs) if spec.name in models]
    calibrated = [
        spec.name for spec in every if set(spec.reads) - {"outlet"} and hasattr(models[spec.name], "predict_proba")
    ]
    held = held_out(calibrated, models, training)
    fitted = {
        spec.name: Fitted(models[spec.name], _calibration(spec.name, models, held) if spec.name in calibrated else None)
        for spec in every
    }
    for spec in specs:
        if spec.rivals:
            fitted[spec.name] = fitted[choose_model([name for name in spec.rivals if name in models], held)]
    step()
    return fitted


def _fit_models(specs: Sequence[ModelSpec], training: TrainingPart, step: Callable[[], None]) -> dict[str, Pipeline]:
    """The models of ``specs`` and their rivals and members, but for those chosen among rivals, fitted.

    UsageError where one of ``specs`` has nothing to learn from.
    """
    fitted: dict[str, Pipeline] = {}
    for spec in with_rivals(specs):
        if spec.rivals:
            continue
        try:
            _fit(spec, training, fitted)
        except UsageError:
            if spec in specs:
                raise
        step()
    return fitted


def _fit(spec: ModelSpec, training: TrainingPart, fitted: dict[str, Pipeline]) -> None:
    """Add to ``fitted`` the model of ``spec``, and of its members those that are not there yet."""
    if not spec.members:
        if spec.name not in fitted:
            fitted[spec.name] = _fit_one(spec, training)
        return
    for name in spec.members:
        if name not in fitted and _has_inputs(member(name), training.layout):
            # A few short articles may share no term; the other members do without.
            with suppress(UsageError):
                fitted[name] = _fit_one(member(name), training)
    # The mean of the members' probabilities; frozen, they are not fitted again.
    joined = [(name, FrozenEstimator(fitted[name])) for name in spec.members if name in fitted]
    vote = VotingClassifier(joined, voting="soft")
    fitted[spec.name] = Pipeline([("classifier", vote.fit(training.x, training.labels))])


def _calibration(name: str, models: Mapping[str, Pipeline], held: Sequence[HeldOut]) -> Calibration | None:
    """The calibration of a model by what it said of inner folds; None where these do not hold and teach every label."""
    classes = models[name].classes_
    complete = [fold for fold in held if np.array_equal(fold.classes, classes)]
    if not complete or len({label for fold in complete for label in fold.labels}) < len(classes):
        return None
    return fit_calibration(
        np.vstack([fold.said[name] for fold in complete]),
        np.searchsorted(classes, np.concatenate([fold.labels for fold in complete])),
        np.concatenate([fold.groups for fold in complete]),
        apart=complete[0].apart,
    )


def chosen_rival(spec: ModelSpec, fitted: Mapping[str, Fitted]) -> str:
    """Which of its rivals the fitted model of ``spec`` is."""
    return next(name for name in spec.rivals if fitted.get(name) is fitted[spec.name])


def _has_inputs(spec: ModelSpec, layout: Layout) -> bool:
    """Whether the articles have what a model reads; a corpus may lack wordings or framing terms."""
    return (bool(layout.wordings) or "wordings" not in spec.reads) and (
        len(layout.framing_terms) >= LEAST_TERMS or "framing terms" not in spec.reads
    )


def _fit_one(spec: ModelSpec, training: TrainingPart) -> Pipeline:
    assert spec.build is not None
    training = training.few(spec.most) if spec.most else training
    if not _has_inputs(spec, training.layout):
        raise UsageError(
            f"the model {spec.name} has nothing to learn from: no rival wording occurs in two articles",
            fix="See `masthead choices` for the wordings counted, or choose another model.",
        )
    pipeline = spec.build(training.layout, training.seed)
    if spec.ordered:
        pipeline.set_params(classifier__order=training.order)
    try:
        if spec.candidates:
            pipeline[-1].set_params(**choose(spec, pipeline, training))
        return _fit_in_place(pipeline, training, training.weighing(spec))
    except NoTermsError as error:
        n = len(training.labels)
        raise UsageError(
            f"the model {spec.name} found no word that occurs in two outlets of the {n} training articles",
            fix="Give it more articles, or choose a model that reads features only: --model framing.",
        ) from error


def _fit_in_place(pipeline: Pipeline, training: TrainingPart, weights: Mapping[str, NDArray[np.float64]]) -> Pipeline:
    """The pipeline fitted as its own ``fit`` does it, except that TF-IDF replaces the counts: a copy is large."""
    x: Any = training.x
    *inputs, classifier = _steps(pipeline)
    for step in inputs:
        kept = {"copy": False} if isinstance(step, TfidfTransformer) else {}
        x = step.fit(x, training.labels).transform(x, **kept)
    classifier.fit(x, training.labels, **weights)
    return pipeline


def _steps(pipeline: Pipeline) -> Iterator[Any]:
    """All steps in turn, those of pipelines within a pipeline too."""
    for _, step in pipeline.steps:
        yield from _steps(step) if isinstance(step, Pipeline) else (step,)


def choose(spec: ModelSpec, pipeline: Pipeline, training: TrainingPart) -> Mapping[str, float]:
    """The candidate of ``spec`` best by macro-F1 on inner folds that share no group; the second one without such folds.

    The first candidate wins whose difference to the best is within one standard error (of the differences, over the
    inner folds), as Breiman et al. (1984) propose: the simplest that is not clearly worse. Inner folds whose texts
    share no term are passed over.
    """
    candidates, found = spec.candidates, []
    for train, test in training.few().folds():
        inputs = clone(pipeline[:-1])
        try:
            seen, held = inputs.fit_transform(train.x, train.labels), inputs.transform(test.x)
        except NoTermsError:
            continue
        weights = train.weighing(spec)
        said = (model.fit(seen, train.labels, **weights).predict(held) for model in _settings(pipeline[-1], candidates))
        found.append([f1_score(test.labels, labels, average="macro") for labels in said])
    return candidates[simplest(np.array(found).T)] if found else candidates[1]


def _settings(classifier: Any, candidates: Iterable[Mapping[str, float]]) -> Iterator[Any]:
    """The classifier with each of ``candidates``, to be fitted in turn: where it can it begins with the last solution.

    Candidates that follow each other differ little, so that few steps lead from one to the next.
    """
    model, given = clone(classifier), classifier.get_params()
    for candidate in candidates:
        if "warm_start" in given:
            yield model.set_params(**{**given, **candidate, "warm_start": True})
        else:
            yield clone(classifier).set_params(**candidate)
