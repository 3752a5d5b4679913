"""What a model goes by: the features and terms that push towards each label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from masthead.errors import UsageError

if TYPE_CHECKING:
    from masthead.classifiers.trained import Trained

_INDICATOR = "missingindicator_"


class Coefficient(NamedTuple):
    """One reason: ``name`` pushes towards the label ``towards`` with ``weight`` (log-odds, above 0).

    ``kind`` is ``feature`` (weight for one standard deviation more), ``unknown`` (the feature is null;
    weight for one standard deviation of being null) or ``term`` (weight for one unit of TF-IDF).
    """

    towards: str
    name: str
    kind: Literal["feature", "unknown", "term"]
    weight: float


def top_coefficients(trained: Trained, k: int = 10) -> list[Coefficient]:
    """The ``k`` strongest reasons for each label, label by label, strongest first, ties by name.

    Coefficients describe the model, not the world: correlated features share their weight. Raises
    UsageError for a model without coefficients.
    """
    classifier = trained.model[-1]
    if not hasattr(classifier, "coef_"):
        raise UsageError(f"the model {trained.spec.name} has no coefficients", fix="Train `framing` or `tfidf_lr`.")
    columns = np.array(["outlet", "text", *trained.feature_names], dtype=object)
    names = [str(name) for name in trained.model[:-1].get_feature_names_out(columns)]
    rows = classifier.coef_
    if len(rows) == 1:
        rows = np.vstack([-rows[0], rows[0]])
    reasons = []
    for label, weights in zip(trained.classes, rows, strict=True):
        order = sorted(np.flatnonzero(weights > 0), key=lambda i: (-round(weights[i], 9), names[i]))
        reasons += [_coefficient(label, names[i], float(weights[i])) for i in order[:k]]
    return reasons


def _coefficient(label: str, column: str, weight: float) -> Coefficient:
    part, _, name = column.partition("__")
    if part == "text":
        return Coefficient(label, name, "term", weight)
    if name.startswith(_INDICATOR):
        return Coefficient(label, name.removeprefix(_INDICATOR), "unknown", weight)
    return Coefficient(label, name, "feature", weight)
