"""Use a trained model on articles without labels."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.classifiers import store
from masthead.classifiers.familiarity import MEASURES
from masthead.classifiers.framing_terms import as_read
from masthead.classifiers.reasons import top_reasons
from masthead.classifiers.trained import Trained, refuse_other_lexicons
from masthead.classifiers.verdicts import UNITS, Said, members, verdicts
from masthead.engines import CorpusResult, How, open_corpus
from masthead.errors import UsageError, did_you_mean
from masthead.features import lexicon_versions
from masthead.numerals import count, some_of
from masthead.schema import PREDICTIONS, VERDICTS
from masthead.stats import on_one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from masthead.classifiers import Unit
    from masthead.classifiers.reasons import Reason
    from masthead.classifiers.samples import Sample
    from masthead.engines import Corpus


LABEL_ALL = "To label them anyway: --label-all."
NOT_KNOWN = "the model's file does not say what its training articles were like, so no article is held back"


class _Answer(NamedTuple):
    label: str | None
    probability: float | None
    reasons: Sequence[Reason]


_NO_ANSWER = _Answer(None, None, ())


@on_one_thread
def predict(
    source: Any,
    trained: Trained | str | Path,
    how: How | None = None,
    *,
    reasons: int = 3,
    unit: Unit = "article",
    hold_back: bool = True,
    seed: int = 0,
) -> CorpusResult:
    """Label articles with a trained model, or the file of one: PREDICTIONS, one row per article, ordered by id.

    With another ``unit`` (``outlet``, ``event``, ``author``, ``month``) the result is VERDICTS, with one row per
    unit. It has the label by the mean log-probability over the unit's articles (see ``classifiers.pooling``) and its
    probability, with an interval from resampled events or articles. It also says how often fewer articles give the
    same label, and which articles speak most for it and for its nearest rival.

    Rows are outlets if the model was trained on outlets. ``source`` is articles in any form that ``read`` accepts, or
    what was measured from them. Each row has the label, its probability (null for a model that gives none) and the
    ``reasons`` inputs that spoke most for it, with what they add to the log-odds; ``details`` names the ``label``.
    Labels are chosen as if all were equally frequent, while probabilities allow for their frequency: that of a rare
    label can be under one half.

    Articles unlike the training articles (see ``classifiers.familiarity``) get no label but the reason ``held_back``,
    and count for no unit, unless ``hold_back`` is False. Raises UsageError if a word list or feature differs from
    those used in training, if a model that reads measurements finds none, or if no article is left to judge a unit
    by.
    """
    corpus = open_corpus(source, how)
    articles, features, rows = as_read(corpus)
    trained = trained if isinstance(trained, Trained) else store.load_model(trained)
    refuse_other_lexicons(trained, corpus.manifest.get("lexicons") or lexicon_versions(()))
    sample = trained.sample(articles, features, rows, labelled=False)
    if trained.measures and not sample.has_features:
        raise UsageError(
            "no feature is known for any article, so the model has nothing to work with",
            fix="See the column 'reason' of the feature table.",
        )
    measured, unlike = _likeness(trained, sample)
    unlike = unlike if hold_back else [None] * len(sample.ids)
    like = np.array([row for row, why in enumerate(unlike) if why is None], dtype=np.intp)
    if unit != "article":
        if not len(like):
            raise UsageError(f"all articles are unlike the training articles, {unlike[0]}", fix=LABEL_ALL)
        found = _pooled(corpus, articles, trained, sample.take(like), unit, seed)
        return replace(found, notes=(*found.notes, *_held_back(trained, unlike)))
    answers = dict(zip(like, _answers(trained, sample.take(like), reasons), strict=True))
    told = [answers.get(row, _NO_ANSWER) for row in range(len(unlike))]
    table = pa.table(
        {
            "id": list(sample.ids),
            "outlet": list(sample.outlets),
            "label": [answer.label for answer in told],
            "probability": [answer.probability for answer in told],
            "reasons": [[reason._asdict() for reason in answer.reasons] for answer in told],
            **{name: measured.get(name, [None] * len(told)) for name in MEASURES},
            "held_back": unlike,
        },
        schema=PREDICTIONS,
    )
    return CorpusResult(
        table=table,
        notes=(*_seen(trained, set(articles["outlet"].to_pylist())), *_held_back(trained, unlike)),
        details={"label": trained.label},
        manifest={**corpus.manifest, "kind": "predictions", "model": trained.manifest},
        corpus=corpus,
    )


def _pooled(
    corpus: Corpus, articles: pa.Table, trained: Trained, sample: Sample, unit: Unit, seed: int
) -> CorpusResult:
    if unit not in UNITS:
        raise UsageError(f"there is no unit {unit!r}.{did_you_mean(unit, UNITS)}", fix=f"Units: {', '.join(UNITS)}.")
    if trained.manifest["level"] == "outlet":
        raise UsageError(
            "the model already classifies whole outlets, so there is nothing to pool",
            fix="Leave --unit out, or train on articles: masthead train without --level.",
        )
    found = members(articles, sample.ids, unit)
    rows = verdicts(_said(trained, sample.ids, trained.inputs(sample)), found, unit, seed)
    return CorpusResult(
        table=pa.Table.from_pylist(list(rows), schema=VERDICTS),
        notes=(*found.notes, *_seen(trained, set(articles["outlet"].to_pylist()))),
        details={"label": trained.label, "unit": unit},
        manifest={**corpus.manifest, "kind": "verdicts", "model": trained.manifest, "unit": unit, "seed": seed},
        corpus=corpus,
    )


def _said(trained: Trained, ids: Sequence[str], x: Any) -> Said:
    classes = [str(label) for label in trained.model.classes_]
    own = _own_probabilities(trained, x)
    if own is not None:
        return Said.of(ids, classes, own, trained.fitted.set_right(own))
    values = np.asarray(trained.model.decision_function(x), dtype=np.float64)
    return Said.of(ids, classes, np.column_stack([-values, values]) if values.ndim == 1 else values, None)


def _likeness(trained: Trained, sample: Sample) -> tuple[dict[str, list[float | None]], list[str | None]]:
    """Each measure of each article, null where unknown, and for each why it is unlike those of training."""
    if trained.familiarity is None:
        return {}, [None] * len(sample.ids)
    found = trained.familiarity.measure(sample, features=trained.measures)
    told = {name: [value if isfinite(value) else None for value in values.tolist()] for name, values in found.items()}
    return told, trained.familiarity.unlike(found)


def _answers(trained: Trained, sample: Sample, reasons: int) -> list[_Answer]:
    """What the model says of each article of a sample, which may be empty."""
    if not sample.ids:
        return []
    x = trained.inputs(sample)
    own = _own_probabilities(trained, x)
    labels = _labels(trained, x, own)
    found = zip(labels, _calibrated(trained, own, labels), top_reasons(trained, x, labels, reasons), strict=True)
    return [_Answer(*answer) for answer in found]


def _held_back(trained: Trained, unlike: Sequence[str | None]) -> tuple[str, ...]:
    if trained.familiarity is None:
        return (NOT_KNOWN,)
    n = sum(why is not None for why in unlike)
    told = some_of(n, len(unlike), "article", "is", "are")
    return (f"{told} unlike the training articles and without a label. {LABEL_ALL}",) if n else ()


def _seen(trained: Trained, outlets: set[str]) -> tuple[str, ...]:
    known = len(outlets & set(trained.manifest["outlets"]))
    of = f"{known} of {count(len(outlets), 'outlet')} here"
    return (f"the model was trained on {of}; its scores are for outlets it had not seen",) if known else ()


def _own_probabilities(trained: Trained, x: Any) -> NDArray[np.float64] | None:
    """The probabilities as the model gives them, rows by its classes; None of a model that gives none."""
    if not hasattr(trained.model, "predict_proba"):
        return None
    return np.asarray(trained.model.predict_proba(x), dtype=np.float64)


def _labels(trained: Trained, x: Any, own: NDArray[np.float64] | None) -> list[str]:
    """The label of each row: the most probable one, where the model has probabilities."""
    found = trained.model.predict(x) if own is None else trained.model.classes_[own.argmax(axis=1)]
    return [str(label) for label in found]


def _calibrated(trained: Trained, own: NDArray[np.float64] | None, labels: Sequence[str]) -> list[float | None]:
    """The calibrated probability of each label."""
    if own is None:
        return [None] * len(labels)
    found = trained.fitted.set_right(own)
    columns = np.searchsorted(trained.model.classes_.astype(str), labels)
    return [float(value) for value in found[np.arange(len(labels)), columns]]
