"""Use a trained model on articles without labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.classifiers.reasons import top_reasons
from masthead.classifiers.trained import refuse_other_lexicons
from masthead.errors import UsageError
from masthead.features import catalogue as every_feature
from masthead.features import lexicon_versions, without_choices
from masthead.schema import PREDICTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from masthead.classifiers.trained import Trained
    from masthead.features.base import Feature


def predict(
    trained: Trained,
    articles: pa.Table,
    features: pa.Table,
    catalogue: Sequence[Feature] | None = None,
    *,
    lexicons: Mapping[str, str] | None = None,
    reasons: int = 3,
) -> pa.Table:
    """PREDICTIONS, one row an article (or outlet, as the model was trained), ordered by id.

    Each has the label, its probability (null for a model that gives none) and the ``reasons`` inputs that spoke most
    for it, with what they add to the log-odds. ``lexicons`` are the versions of the word lists that the features were
    counted with, those of this installation for None. Raises UsageError where a word list or feature differs from
    those of training, or where a model that reads measurements finds none.
    """
    refuse_other_lexicons(trained, lexicon_versions(()) if lexicons is None else lexicons)
    rows = without_choices(every_feature() if catalogue is None else catalogue)
    sample = trained.sample(articles, features, rows, labelled=False)
    if trained.measures and not sample.has_features:
        raise UsageError(
            "no feature is known for any article, so the model has nothing to go by",
            fix="See the column 'reason' of the feature table.",
        )
    x = trained.inputs(sample)
    labels = [str(label) for label in trained.model.predict(x)]
    why = top_reasons(trained, x, labels, reasons)
    return pa.table(
        {
            "id": list(sample.ids),
            "outlet": list(sample.outlets),
            "label": labels,
            "probability": _probabilities(trained, x),
            "reasons": [[reason._asdict() for reason in found] for found in why],
        },
        schema=PREDICTIONS,
    )


def _probabilities(trained: Trained, x: Any) -> list[float | None]:
    if not hasattr(trained.model, "predict_proba"):
        return [None] * x.shape[0]
    return [float(value) for value in trained.model.predict_proba(x).max(axis=1)]
