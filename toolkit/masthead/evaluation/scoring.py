"""Train classifiers and say how well they do on articles they have not seen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.classifiers.inputs import lay_out
from masthead.classifiers.models import DEFAULT, find_models
from masthead.classifiers.ordinal import order_of
from masthead.classifiers.samples import LEVELS, make_sample
from masthead.classifiers.trained import Trained, fit_final, manifest_of, refuse_other_lexicons
from masthead.errors import UsageError, did_you_mean
from masthead.evaluation.copies import with_copies
from masthead.evaluation.metrics import Predictions, by_class, calibration, differences, scores
from masthead.evaluation.predicting import choices_made, out_of_fold, predictions
from masthead.evaluation.splits import divide
from masthead.features import catalogue as every_feature
from masthead.features import lexicon_versions, without_choices
from masthead.schema import SCORES

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from masthead.classifiers.models import ModelSpec
    from masthead.classifiers.samples import Sample
    from masthead.evaluation.splits import Division
    from masthead.features.base import Feature

NOTES_KEY = b"notes"
DETAILS_KEY = b"details"
HASH_KEY = b"data_sha256"
CURVE = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """How a model is judged.

    ``split`` and ``folds`` as in ``divide``; ``part`` is the column that says train or test, or who labelled;
    ``level`` as in ``LEVELS``; ``order`` are the labels from lowest to highest where a known scale does not say so;
    ``draws`` are the resamples of an interval.
    """

    split: str = "outlet"
    folds: int = 5
    part: str | None = None
    level: str = "article"
    order: tuple[str, ...] | None = None
    seed: int = 0
    draws: int = 1000


def evaluate(
    articles: pa.Table,
    features: pa.Table,
    catalogue: Sequence[Feature] | None = None,
    *,
    label: str,
    models: Sequence[str] | None = None,
    protocol: Protocol | None = None,
    compare: tuple[str, str] | None = None,
    curve: bool = False,
    **options: Any,
) -> pa.Table:
    """Cross-validate ``models`` (all of MODELS for None) and return SCORES, one row a model and metric.

    Every article of a test part is predicted by a model fitted on the training part of its fold; the predictions are
    pooled and scored, with an interval over outlets. ``protocol`` says how, or its fields as ``options``. ``compare``
    adds rows ``A - B`` of paired differences; ``curve`` adds rows ``NAME@25%`` for models trained on a share of the
    training outlets. What should be known beside the figures is in ``notes(table)``, confusion counts and
    calibration in ``details(table)``. The same input and seed give the same figures, whatever the order of the rows.
    Raises UsageError for what can't be evaluated.
    """
    protocol = protocol or Protocol(**options)
    names = list(models) if models is not None else None
    if compare and names is not None:
        names = list(dict.fromkeys((*names, *compare)))
    sample = labelled_sample(articles, features, _framing(catalogue), label, protocol)
    order = order_of(sample.classes, protocol.order)
    specs = find_models(names, ordered=order is not None)
    if names is None and not sample.wording_names:
        specs = tuple(spec for spec in specs if spec.name != "choices")
    if compare:
        find_models(compare)
    division = divide(sample, split=protocol.split, folds=protocol.folds, seed=protocol.seed)
    return _evaluate(specs, sample, division, protocol, order, compare, CURVE if curve else ())


def train(
    articles: pa.Table,
    features: pa.Table,
    catalogue: Sequence[Feature] | None = None,
    *,
    label: str,
    model: str = DEFAULT,
    protocol: Protocol | None = None,
    lexicons: Mapping[str, str] | None = None,
    **options: Any,
) -> Trained:
    """Fit ``model`` on all labelled articles, with the SCORES that cross-validation gives the same recipe.

    The scores are those of ``evaluate``; never are articles scored by a model that was fitted on them. ``lexicons``
    are the versions of the word lists that the features were counted with, those of this installation for None.
    Raises UsageError for what can't be evaluated, since a model without an honest score is not handed out.
    """
    protocol = protocol or Protocol(**options)
    [spec] = find_models([model])
    catalogue = _framing(catalogue)
    sample = labelled_sample(articles, features, catalogue, label, protocol)
    order = order_of(sample.classes, protocol.order)
    division = divide(sample, split=protocol.split, folds=protocol.folds, seed=protocol.seed)
    table = _evaluate((spec,), sample, division, protocol, order, None, ())
    taken, fitted, layout = fit_final(spec, sample, seed=protocol.seed, order=order)
    versions = lexicon_versions(()) if lexicons is None else lexicons
    manifest = manifest_of(
        taken,
        sample,
        catalogue,
        versions,
        split=protocol.split,
        folds=len(division.folds),
        seed=protocol.seed,
        level=protocol.level,
    )
    if spec.rivals:
        manifest["chosen_by"] = f"{spec.name}: folds inside the training data, between {', '.join(spec.rivals)}"
    return Trained(
        model=fitted,
        layout=layout,
        hidden=sample.hidden,
        scores=table,
        label=sample.label,
        classes=sample.classes,
        manifest=manifest,
    )


def score(
    trained: Trained,
    articles: pa.Table,
    features: pa.Table,
    catalogue: Sequence[Feature] | None = None,
    *,
    lexicons: Mapping[str, str] | None = None,
    order: tuple[str, ...] | None = None,
    seed: int = 0,
    draws: int = 1000,
) -> pa.Table:
    """SCORES (split ``given``) of a trained model on labelled articles of another table.

    The notes say how many of the outlets the model was trained on, and whether these are its training data.
    Raises UsageError where the label column is missing, the model does not know a label, or a feature or word list is
    missing or of another version.
    """
    refuse_other_lexicons(trained, lexicon_versions(()) if lexicons is None else lexicons)
    sample = trained.sample(articles, features, _framing(catalogue))
    _refuse_unusable(trained, sample)
    found = predictions(
        trained.model, trained.inputs(sample), sample, trained.classes, order_of(trained.classes, order)
    )
    rows = _rows(trained.spec.name, sample, found, Protocol(split="given", seed=seed, draws=draws))
    return _table(rows, (*sample.notes, *_seen(trained, sample)), {trained.spec.name: _detail(found)}, sample.sha256())


def labelled_sample(
    articles: pa.Table, features: pa.Table, catalogue: Sequence[Feature], label: str, protocol: Protocol
) -> Sample:
    """The sample that a protocol asks for, with copies found among its articles."""
    if protocol.level not in LEVELS:
        raise UsageError(
            f"there is no level {protocol.level!r}.{did_you_mean(protocol.level, LEVELS)}",
            fix=f"Levels: {', '.join(LEVELS)}.",
        )
    if protocol.split in ("given", "label-source") and protocol.part is None:
        raise UsageError(
            f"the split {protocol.split} needs a column", fix="Name it with --split-col, or use --split outlet."
        )
    sample = make_sample(articles, features, catalogue, label=label, level=protocol.level, part=protocol.part)
    return with_copies(sample, articles) if protocol.level == "article" else sample


def notes(table: pa.Table) -> tuple[str, ...]:
    """What should be known beside the figures of a SCORES table made here."""
    return tuple(json.loads((table.schema.metadata or {}).get(NOTES_KEY, b"[]")))


def details(table: pa.Table) -> dict[str, Any]:
    """For each model its ``classes``, ``confusion`` (true by predicted), ``by_class`` and ``calibration``."""
    return dict(json.loads((table.schema.metadata or {}).get(DETAILS_KEY, b"{}")))


def data_hash(table: pa.Table) -> str | None:
    """The hash of the articles, labels and inputs that a SCORES table made here is about."""
    found = (table.schema.metadata or {}).get(HASH_KEY)
    return found.decode() if found else None


def _framing(catalogue: Sequence[Feature] | None) -> tuple[Feature, ...]:
    """The features a model may read: shares of single wordings are read as rates instead, by models of their own."""
    return without_choices(every_feature() if catalogue is None else catalogue)


def _evaluate(
    specs: Sequence[ModelSpec],
    sample: Sample,
    division: Division,
    protocol: Protocol,
    order: tuple[str, ...] | None,
    compare: tuple[str, str] | None,
    shares: Sequence[float],
) -> pa.Table:
    _refuse_unknown_features(specs, sample, order)
    inputs = lay_out(sample, terms=any("text" in spec.reads for spec in specs))
    chosen: dict[str, Counter[str]] = {}
    found, tested = out_of_fold(specs, inputs, sample, division, seed=protocol.seed, order=order, chosen=chosen)
    rows = []
    for name, said in found.items():
        rows += _rows(name, tested, said, protocol)
    for share in shares:
        part, _ = out_of_fold(specs, inputs, sample, division, seed=protocol.seed, order=order, share=share)
        for name, said in part.items():
            rows += _rows(f"{name}@{share:.0%}", tested, said, protocol)
    if compare:
        one, other = compare
        paired = differences(found[one], found[other], seed=protocol.seed, draws=protocol.draws)
        rows += _score_rows(f"{one} - {other}", tested, paired, protocol)
    known = (*sample.notes, *division.notes, *choices_made(chosen))
    return _table(rows, known, {name: _detail(of) for name, of in found.items()}, sample.sha256())


def _rows(name: str, sample: Sample, found: Predictions, protocol: Protocol) -> list[dict[str, Any]]:
    return _score_rows(name, sample, scores(found, seed=protocol.seed, draws=protocol.draws), protocol)


def _score_rows(name: str, sample: Sample, found: Sequence[Any], protocol: Protocol) -> list[dict[str, Any]]:
    common = {"task": sample.label, "split": protocol.split, "model": name, "seed": protocol.seed}
    size = {"n": len(sample.ids), "n_outlets": len(set(sample.outlets))}
    return [{**common, **size, **row._asdict()} for row in found]


def _detail(found: Predictions) -> dict[str, Any]:
    confusion = found.confusion()
    return {
        "classes": list(found.classes),
        "confusion": confusion.astype(int).tolist(),
        "by_class": [[value if isfinite(value) else None for value in row] for row in by_class(confusion).tolist()],
        "calibration": calibration(found),
    }


def _table(rows: list[dict[str, Any]], said: tuple[str, ...], detail: Mapping[str, Any], sha256: str) -> pa.Table:
    metadata = {NOTES_KEY: json.dumps(said), DETAILS_KEY: json.dumps(detail), HASH_KEY: sha256}
    return pa.Table.from_pylist(rows, schema=SCORES).replace_schema_metadata(metadata)


def _refuse_unknown_features(specs: Sequence[ModelSpec], sample: Sample, order: tuple[str, ...] | None) -> None:
    reading = [spec.name for spec in specs if "features" in spec.reads]
    if reading and not sample.has_features:
        raise UsageError(
            f"no feature is known for any labelled article, so {reading[0]} has nothing to learn from",
            fix="See the column 'reason' of the feature table, or use --model tfidf_lr.",
        )
    if order is None and any(spec.ordered for spec in specs):
        raise UsageError(
            "the model ordinal needs labels with an order",
            fix=f"Say it, lowest first: --order {','.join(sample.classes)}.",
        )


def _refuse_unusable(trained: Trained, sample: Sample) -> None:
    unseen = sorted(set(sample.classes) - set(trained.classes))
    if unseen:
        raise UsageError(
            f"{sample.label} holds labels that the model was not trained on: {', '.join(unseen)}",
            fix=f"Leave those articles out or rename the labels. Known: {', '.join(trained.classes)}.",
        )
    _refuse_unknown_features([trained.spec], sample, trained.classes)


def _seen(trained: Trained, sample: Sample) -> list[str]:
    outlets = set(sample.outlets)
    seen = len(outlets & set(trained.manifest["outlets"]))
    said = [f"{seen} of {len(outlets)} outlets were in the model's training data"]
    if trained.manifest["data_sha256"] == sample.sha256():
        said.append("these are the model's training data: the figures say nothing about new articles")
    return said
