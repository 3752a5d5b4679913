"""What a model relies on: the features, wordings and terms that push towards each label."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from scipy import sparse
from sklearn.ensemble import VotingClassifier

from masthead.classifiers.framing_terms import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

    from masthead.classifiers.trained import Trained

Kind = Literal["feature", "missing", "wording", "framing term", "term"]
_INDICATOR = "missingindicator_"
_MOST_ALIKE = 6
"""The most inputs that count the same words: as a wording, as a choice and as a loaded term, the last two by voice."""
_KIND: dict[str, Kind] = {
    "features": "feature",
    "wordings": "wording",
    "framing_terms": "framing term",
    "text": "term",
}


class Coefficient(NamedTuple):
    """One reason: ``name`` pushes towards the label ``towards`` with ``weight`` (log-odds, above 0).

    ``kind`` is ``feature`` (weight for one standard deviation more), ``missing`` (the feature has no value, as of short
    texts; weight for one standard deviation of having none), ``wording`` (weight for the logarithm of mentions per
    1,000 words), ``framing term`` or ``term`` (weight for one unit of TF-IDF).
    """

    towards: str
    name: str
    kind: Kind
    weight: float


class Reason(NamedTuple):
    """What spoke for a prediction: ``weight`` is the log-odds that ``name`` adds for the label predicted."""

    name: str
    kind: Kind
    weight: float


def top_coefficients(trained: Trained, k: int = 5) -> list[Coefficient]:
    """The ``k`` strongest reasons for each label, label by label, strongest first, ties by name.

    Of a model of several members, those of each linear member, the features first. Of framing terms that count the same
    words (in own voice and in all, as loaded and as a wording) the strongest stands for all. Coefficients describe the
    model, not the world: correlated features share their weight. Empty for a model without coefficients.
    """
    reasons: list[Coefficient] = []
    for part in _linear(trained.model):
        names = _names(part, trained)
        for label, weights in _weights(part[-1], trained).items():
            order = sorted(np.flatnonzero(weights > 0), key=lambda i: (-round(float(weights[i]), 9), names[i]))
            reasons += islice(_told_once(Coefficient(label, *_named(names[i]), float(weights[i])) for i in order), k)
    return sorted(reasons, key=lambda reason: trained.classes.index(reason.towards))


def top_reasons(trained: Trained, x: Any, predicted: Sequence[str], k: int = 3) -> list[list[Reason]]:
    """For each row of ``x`` the ``k`` inputs that speak most for its predicted label, strongest first.

    The weight of an input is its coefficient times its value: what it adds to the log-odds of a linear member. Of
    inputs that count the same words the strongest stands for all. Empty for a model without a linear member.
    """
    found: list[list[Reason]] = [[] for _ in predicted]
    for part in _linear(trained.model):
        names, values = _names(part, trained), sparse.csr_matrix(part[:-1].transform(x))
        values.sort_indices()
        rows = _weights(part[-1], trained)
        for at, label in enumerate(predicted):
            if label not in rows:
                continue
            held = slice(*values.indptr[at : at + 2])
            inputs = values.indices[held]
            added = values.data[held] * rows[label][inputs]
            best = np.argsort(-added, kind="stable")[: _MOST_ALIKE * k]
            found[at] += [Reason(*_named(names[inputs[i]]), float(added[i])) for i in best if added[i] > 0]
    ordered = (sorted(reasons, key=lambda reason: (-reason.weight, reason.name)) for reasons in found)
    return [list(islice(_told_once(reasons), k)) for reasons in ordered]


def _told_once(reasons: Iterable[Any]) -> Iterator[Any]:
    """Reasons without those that count the same words as one before them, whatever the family, concept or voice."""
    seen = set()
    for reason in reasons:
        words = reason.name
        if reason.kind in ("wording", "framing term"):
            words = words.removesuffix(OWN).rpartition(".")[2].replace("_", " ")
        if words not in seen:
            seen.add(words)
            yield reason


def _linear(model: Pipeline) -> Iterator[Pipeline]:
    """The pipelines with coefficients: the model itself, or those of its members that have them."""
    last = model[-1]
    parts = [frozen.estimator for frozen in last.estimators_] if isinstance(last, VotingClassifier) else [model]
    yield from (part for part in parts if hasattr(part[-1], "coef_"))


def _weights(classifier: Any, trained: Trained) -> dict[str, NDArray[np.float64]]:
    """The weights that speak for each label; of an ordinal model for those at both ends of the order."""
    rows = classifier.coef_
    ordered = getattr(classifier, "ordered_", None)
    labels = [ordered[0], ordered[-1]] if ordered else [str(label) for label in trained.classes]
    return dict(zip(labels, [-rows[0], rows[0]] if len(rows) == 1 else rows, strict=True))


def _names(part: Pipeline, trained: Trained) -> list[str]:
    return [str(name) for name in part[:-1].get_feature_names_out(trained.layout.names)]


def _named(column: str) -> tuple[str, Kind]:
    part, _, name = column.removeprefix(_INDICATOR).partition("__")
    return name, "missing" if column.startswith(_INDICATOR) else _KIND[part]
