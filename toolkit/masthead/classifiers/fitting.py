"""Fit models, choosing how strongly to regularise inside the training part only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import clone
from sklearn.ensemble import VotingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.metrics import f1_score
from sklearn.pipeline import Pipeline

from masthead.classifiers.choosing import at_most, choose_model, inner_folds, simplest, weighing
from masthead.classifiers.models import member, with_rivals
from masthead.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from masthead.classifiers.inputs import Inputs
    from masthead.classifiers.models import ModelSpec

LEAST_TERMS = 20
"""With fewer framing terms than this there is no bag of them to learn from."""


def fit_all(
    specs: Iterable[ModelSpec],
    inputs: Inputs,
    rows: NDArray[np.intp],
    labels: NDArray[np.str_],
    groups: NDArray[Any],
    *,
    seed: int,
    order: tuple[str, ...] | None = None,
) -> dict[str, Pipeline]:
    """Each model fitted on ``rows``; a part that several models share is fitted once.

    ``labels`` and ``groups`` (outlets, or whatever no fold may divide) are those of all rows of ``inputs``. Raises
    UsageError where the texts share no words.
    """
    fitted: dict[str, Pipeline] = {}
    for spec in with_rivals(specs):
        if spec.rivals:
            continue
        parts = [name for name in spec.members if _has_inputs(member(name), inputs)] or [spec.name]
        for name in parts:
            if name in fitted:
                continue
            try:
                fitted[name] = _fit_one(member(name), inputs, rows, labels, groups, seed, order)
            except UsageError:
                # A few short articles may share no framing term; the other members do without.
                if "framing terms" not in member(name).reads or not spec.members:
                    raise
        if spec.members:
            joined = [(name, fitted[name]) for name in parts if name in fitted]
            fitted[spec.name] = _join(joined, inputs, rows, labels)
    for spec in specs:
        if spec.rivals:
            fitted[spec.name] = fitted[choose_model(spec, fitted, inputs, rows, labels, groups, seed)]
    return fitted


def chosen_rival(spec: ModelSpec, fitted: Mapping[str, Pipeline]) -> str:
    """Which of its rivals the fitted model of ``spec`` is."""
    return next(name for name in spec.rivals if fitted[name] is fitted[spec.name])


def _has_inputs(spec: ModelSpec, inputs: Inputs) -> bool:
    """Whether the articles have what a model reads; a corpus may lack wordings or framing terms."""
    layout = inputs.layout
    return (bool(layout.wordings) or "wordings" not in spec.reads) and (
        len(layout.framing_terms) >= LEAST_TERMS or "framing terms" not in spec.reads
    )


def _fit_one(
    spec: ModelSpec,
    inputs: Inputs,
    rows: NDArray[np.intp],
    labels: NDArray[np.str_],
    groups: NDArray[Any],
    seed: int,
    order: tuple[str, ...] | None,
) -> Pipeline:
    assert spec.build is not None
    if not _has_inputs(spec, inputs):
        raise UsageError(
            f"the model {spec.name} has nothing to learn from: no rival wording occurs in two articles",
            fix="See `masthead choices` for the wordings counted, or choose another model.",
        )
    pipeline = spec.build(inputs.layout, seed)
    if spec.ordered:
        pipeline.set_params(classifier__order=order)
    x = inputs.x
    try:
        if spec.candidates:
            pipeline[-1].set_params(**choose(spec, pipeline, x, rows, labels, groups, seed))
        weights = weighing(spec, labels[rows], groups[rows])
        return pipeline.fit(x[rows], labels[rows], **{f"classifier__{key}": of for key, of in weights.items()})
    except ValueError as error:
        if "no terms remain" not in str(error):
            raise
        raise UsageError(
            f"the model {spec.name} found no word that occurs in two outlets of the {len(rows)} training articles",
            fix="Give it more articles, or choose a model that reads features only: --model framing.",
        ) from error


def choose(
    spec: ModelSpec,
    pipeline: Pipeline,
    x: Any,
    rows: NDArray[np.intp],
    labels: NDArray[np.str_],
    groups: NDArray[Any],
    seed: int,
) -> Mapping[str, float]:
    """The candidate of ``spec`` best by macro-F1 on inner folds that share no group; the second one without such folds.

    The first candidate wins whose difference to the best is within one standard error (of the differences, over the
    inner folds), as Breiman et al. (1984) propose: the simplest that is not clearly worse.
    """
    candidates, rows = spec.candidates, at_most(rows, seed)
    pairs = inner_folds(labels[rows], groups[rows], seed)
    if not pairs:
        return candidates[1]
    found = np.zeros((len(candidates), len(pairs)))
    for at, (train, test) in enumerate(pairs):
        inputs = clone(pipeline[:-1])
        seen = inputs.fit_transform(x[rows[train]], labels[rows[train]])
        held = inputs.transform(x[rows[test]])
        weights = weighing(spec, labels[rows[train]], groups[rows[train]])
        for position, candidate in enumerate(candidates):
            model = clone(pipeline[-1]).set_params(**candidate).fit(seen, labels[rows[train]], **weights)
            found[position, at] = f1_score(labels[rows[test]], model.predict(held), average="macro")
    return candidates[simplest(found)]


def _join(
    members: list[tuple[str, Pipeline]], inputs: Inputs, rows: NDArray[np.intp], labels: NDArray[np.str_]
) -> Pipeline:
    """The mean of the members' probabilities; frozen, they are not fitted again."""
    vote = VotingClassifier([(name, FrozenEstimator(model)) for name, model in members], voting="soft")
    return Pipeline([("classifier", vote.fit(inputs.x[rows], labels[rows]))])
