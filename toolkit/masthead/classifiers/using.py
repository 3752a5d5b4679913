"""Use a trained model on articles without labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from masthead.classifiers import store
from masthead.classifiers.framing_terms import as_read
from masthead.classifiers.reasons import top_reasons
from masthead.classifiers.trained import Trained, refuse_other_lexicons
from masthead.engines import CorpusResult, How, open_corpus
from masthead.errors import UsageError
from masthead.features import lexicon_versions
from masthead.schema import PREDICTIONS
from masthead.stats import on_one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@on_one_thread
def predict(source: Any, trained: Trained | str | Path, how: How | None = None, *, reasons: int = 3) -> CorpusResult:
    """Label articles with a trained model, or the file of one: PREDICTIONS, one row an article, ordered by id.

    Rows are of outlets where the model was trained on these. ``source`` are articles in any form that ``read`` takes,
    or what was measured of them. Each row has the label, its probability (null for a model that gives none) and the
    ``reasons`` inputs that spoke most for it, with what they add to the log-odds; ``details`` names the ``label``.
    Labels are chosen as if each were as frequent as the others, probabilities take in how frequent they are: that of
    a rare label can be under one half.
    Raises UsageError where a word list or feature differs from those of training, or where a model that reads
    measurements finds none.
    """
    corpus = open_corpus(source, how)
    articles, features, rows = as_read(corpus)
    trained = trained if isinstance(trained, Trained) else store.load_model(trained)
    refuse_other_lexicons(trained, corpus.manifest.get("lexicons") or lexicon_versions(()))
    sample = trained.sample(articles, features, rows, labelled=False)
    if trained.measures and not sample.has_features:
        raise UsageError(
            "no feature is known for any article, so the model has nothing to go by",
            fix="See the column 'reason' of the feature table.",
        )
    x = trained.inputs(sample)
    labels = [str(label) for label in trained.model.predict(x)]
    why = top_reasons(trained, x, labels, reasons)
    table = pa.table(
        {
            "id": list(sample.ids),
            "outlet": list(sample.outlets),
            "label": labels,
            "probability": _probabilities(trained, x, labels),
            "reasons": [[reason._asdict() for reason in found] for found in why],
        },
        schema=PREDICTIONS,
    )
    return CorpusResult(
        table=table,
        notes=_seen(trained, set(articles["outlet"].to_pylist())),
        details={"label": trained.label},
        manifest={**corpus.manifest, "kind": "predictions", "model": trained.manifest},
        corpus=corpus,
    )


def _seen(trained: Trained, outlets: set[str]) -> tuple[str, ...]:
    known = len(outlets & set(trained.manifest["outlets"]))
    of = f"{known} of these {len(outlets)} outlets"
    return (f"the model was trained on {of}; its scores are for outlets it had not seen",) if known else ()


def _probabilities(trained: Trained, x: Any, labels: Sequence[str]) -> list[float | None]:
    """The calibrated probability of each label."""
    if not hasattr(trained.model, "predict_proba"):
        return [None] * len(labels)
    found = trained.fitted.probabilities(x)
    columns = np.searchsorted(trained.model.classes_.astype(str), labels)
    return [float(value) for value in found[np.arange(len(labels)), columns]]
