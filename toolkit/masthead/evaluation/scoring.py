"""How well classifiers do on articles they have not seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from masthead.classifiers import DEFAULT
from masthead.classifiers.choosing import TrainingPart
from masthead.classifiers.fitting import steps
from masthead.classifiers.framing_terms import as_read
from masthead.classifiers.inputs import lay_out
from masthead.classifiers.models import find_models
from masthead.classifiers.ordinal import order_of
from masthead.classifiers.samples import LEVELS, make_sample
from masthead.classifiers.trained import Trained, refuse_other_lexicons
from masthead.engines import CorpusResult, How, open_corpus
from masthead.errors import UsageError, did_you_mean
from masthead.evaluation.calibration import Sureness, expected_by_chance, reliability
from masthead.evaluation.confusions import by_class
from masthead.evaluation.intervals import TRAINING
from masthead.evaluation.options import EvaluateOptions, Protocol
from masthead.evaluation.pooling import differences_by_unit, judge_outlets, judged_outlets, scores_by_unit
from masthead.evaluation.predicting import Steps, calibrations_made, choices_made, out_of_fold, predictions
from masthead.evaluation.splits import divide, with_copies
from masthead.features import lexicon_versions
from masthead.numerals import some_of
from masthead.schema import LABEL_PREFIX, SCORES
from masthead.sources.publishers import publishers_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from masthead.classifiers.inputs import Inputs
    from masthead.classifiers.models import ModelSpec
    from masthead.classifiers.samples import Sample
    from masthead.engines import Corpus
    from masthead.evaluation.metrics import Predictions, Score
    from masthead.evaluation.pooling import JudgedOutlets
    from masthead.evaluation.splits import Division

CURVE = (0.25, 0.5, 0.75)
_PART = "masthead_part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores(CorpusResult):
    """SCORES, one row per model, unit and metric; the notes are what should be known beside the figures.

    ``details`` holds for each model its ``classes``, ``confusion`` (true by predicted), ``by_class``, ``outlets``, a
    row for each that was judged as a whole, and, where it gives probabilities, ``calibration``: the ``bins`` of the
    reliability table and ``ece_by_chance``, the ECE that luck alone would give. ``data_sha256`` is the hash of the
    articles, labels and inputs that the scores are about.
    """

    data_sha256: str


def evaluate(
    source: Any,
    options: EvaluateOptions,
    protocol: Protocol | None = None,
    how: How | None = None,
    *,
    test: Any = None,
    progress: Callable[[int, int], None] | None = None,
) -> Scores:
    """Cross-validate classifiers on labelled articles (SCORES, one row per model, unit and metric).

    ``source`` and ``how`` are those of ``masthead.engines.open_corpus``. Every article of a test part is predicted by
    a model fitted on the training part of its fold. All predictions are scored together, and so are the verdicts on
    outlets (see ``classifiers.pooling``), with an interval over publishers; ``protocol`` says how. With ``test``,
    models are trained on ``source`` and tested on these articles instead. The same input and seed give the same
    figures, whatever the order of the rows. Raises UsageError for what cannot be evaluated. ``progress`` is called
    with the steps of fitting done, and their number.
    """
    protocol = protocol or Protocol()
    corpus = open_corpus(source, how)
    if test is not None:
        corpus = _joined(corpus, open_corpus(test, how))
        protocol = replace(protocol, split="given", part=_PART)
    compare = options.compare
    names = list(options.models) if options.models is not None else None
    if compare and names is not None:
        names = list(dict.fromkeys((*names, *compare)))
    sample = labelled_sample(corpus, options.label, protocol)
    order = order_of(sample.classes, protocol.order)
    specs = find_models(names, ordered=order is not None)
    if names is None and not sample.wording_names:
        specs = tuple(spec for spec in specs if spec.name != "choices")
    if compare:
        find_models(compare)
    division = divide(sample, split=protocol.split, folds=protocol.folds, seed=protocol.seed)
    shares = CURVE if options.curve else ()
    counted = Steps(len(division.folds) * (1 + len(shares)) * steps(specs), progress)
    inputs = inputs_of(sample, specs)
    judged = judge(specs, inputs, sample, division, protocol, compare=compare, shares=shares, step=counted)
    return _scores(corpus, sample, judged, protocol.seed)


def score(
    source: Any,
    trained: Trained,
    protocol: Protocol | None = None,
    how: How | None = None,
) -> Scores:
    """Return SCORES (split ``given``) of a trained model on labelled articles from another source.

    Only the order of labels, the seed and the resamples of ``protocol`` count, because the model is already trained.
    The notes say how many of the outlets the model was trained on, and whether these are its training data. Raises
    UsageError if the label column is missing, the model does not know a label, or a feature or word list is missing
    or of another version.
    """
    protocol = replace(protocol or Protocol(), split="given")
    corpus = open_corpus(source, how)
    refuse_other_lexicons(trained, versions_of(corpus))
    sample = trained.sample(*as_read(corpus))
    _refuse_unusable(trained, sample)
    order = order_of(trained.classes, protocol.order)
    found = predictions(trained.fitted, trained.inputs(sample), sample, trained.classes, order, trained.base)
    unseen = ~np.isin(sample.publishers, publishers_of(trained.manifest["outlets"]))
    judged = None if trained.manifest["level"] == "outlet" else judged_outlets(sample, trained.classes, unseen)
    rows = _rows(trained.spec.name, sample, _scored(found, sample, judged, protocol, training=1.0), protocol)
    notes = (*sample.notes, *_seen(trained, sample), *(judged.notes if judged else ()))
    return _scores(corpus, sample, Judged(rows, notes, {trained.spec.name: _detail(found, judged)}), protocol.seed)


def versions_of(corpus: Corpus) -> Mapping[str, str]:
    """The versions of the word lists that a corpus was counted with, those of this installation where it says none."""
    return corpus.manifest.get("lexicons") or lexicon_versions(())


def _scores(corpus: Corpus, sample: Sample, judged: Judged, seed: int) -> Scores:
    sha256 = sample.sha256()
    told = {"seed": seed, "default_model": DEFAULT, "details": judged.details, "data_sha256": sha256}
    return Scores(
        table=judged.table,
        notes=judged.notes,
        details=judged.details,
        manifest={**corpus.manifest, "kind": "scores", **told},
        corpus=corpus,
        data_sha256=sha256,
    )


def _joined(train: Corpus, test: Corpus) -> Corpus:
    """Both parts as one corpus, with a label column that says which; ids that occur in both are told apart."""
    parts = [as_read(part)[:2] for part in (train, test)]
    clash = set(parts[0][0]["id"].to_pylist()) & set(parts[1][0]["id"].to_pylist())
    made = []
    for name, tables in zip(("train", "test"), parts, strict=True):
        articles, features = (_renamed(table, f"{name}/" if clash else "") for table in tables)
        marks = pa.array([name] * articles.num_rows, pa.string())
        made.append((articles.append_column(LABEL_PREFIX + _PART, marks), features))
    articles, features = (pa.concat_tables(tables, promote_options="default") for tables in zip(*made, strict=True))
    return replace(train, table=features, texts=articles, spans=None)


def _renamed(table: pa.Table, prefix: str) -> pa.Table:
    ids = [f"{prefix}{value}" for value in table["id"].to_pylist()]
    return table.set_column(table.column_names.index("id"), table.schema.field("id"), [ids])


def labelled_sample(corpus: Corpus, label: str, protocol: Protocol) -> Sample:
    """The sample that a protocol asks for, with copies found among its articles."""
    articles, features, catalogue = as_read(corpus)
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


@dataclass(frozen=True, slots=True)
class Judged:
    """Rows of SCORES, what should be known beside them, and the details of each model."""

    rows: list[dict[str, Any]]
    notes: tuple[str, ...]
    details: dict[str, Any]

    @property
    def table(self) -> pa.Table:
        """The rows as SCORES."""
        return pa.Table.from_pylist(self.rows, schema=SCORES)


def inputs_of(sample: Sample, specs: Sequence[ModelSpec]) -> Inputs:
    """What models read of a sample, its texts counted only where one of them reads terms."""
    return lay_out(sample, terms=any("text" in spec.reads for spec in specs))


def judge(
    specs: Sequence[ModelSpec],
    inputs: Inputs,
    sample: Sample,
    division: Division,
    protocol: Protocol,
    *,
    compare: tuple[str, str] | None = None,
    shares: Sequence[float] = (),
    step: Callable[[], None] = lambda: None,
) -> Judged:
    """What the models of ``specs`` say of the test parts of a division, scored."""
    order = order_of(sample.classes, protocol.order)
    _refuse_unknown_features(specs, sample, order)
    chosen: dict[str, Counter[str]] = {}
    training = TrainingPart.of(inputs, sample, seed=protocol.seed, order=order)
    found, tested = out_of_fold(specs, training, sample, division, chosen=chosen, step=step)
    judged = None if protocol.level == "outlet" else judge_outlets(sample, tested, division)
    rows = []
    for name, said in found.items():
        rows += _rows(name, tested, _scored(said, tested, judged, protocol), protocol)
    for share in shares:
        part, _ = out_of_fold(specs, training, sample, division, share=share, step=step)
        for name, said in part.items():
            rows += _rows(f"{name}@{share:.0%}", tested, _scored(said, tested, judged, protocol), protocol)
    if compare:
        one, other = (_grouped(found[name], tested) for name in compare)
        rows += _rows(" - ".join(compare), tested, differences_by_unit(one, other, judged), protocol)
    known = (*sample.notes, *division.notes, *choices_made(chosen), *calibrations_made(found))
    left_out = judged.notes if judged else ()
    return Judged(rows, (*known, *left_out), {name: _detail(of, judged) for name, of in found.items()})


def _scored(
    found: Predictions, sample: Sample, judged: JudgedOutlets | None, protocol: Protocol, *, training: float = TRAINING
) -> Iterator[tuple[dict[str, Any], Score]]:
    return scores_by_unit(_grouped(found, sample), judged, training=training, seed=protocol.seed, draws=protocol.draws)


def _grouped(found: Predictions, sample: Sample) -> Predictions:
    """The predictions with intervals over publishers."""
    return replace(found, groups=sample.publishers)


def _rows(
    name: str, sample: Sample, found: Iterable[tuple[dict[str, Any], Score]], protocol: Protocol
) -> list[dict[str, Any]]:
    common = {"task": sample.label, "split": protocol.split, "model": name, "seed": protocol.seed}
    return [{**common, **of, **row._asdict()} for of, row in found]


def _detail(found: Predictions, judged: JudgedOutlets | None) -> dict[str, Any]:
    confusion = found.confusion()
    return {
        "classes": list(found.classes),
        "confusion": confusion.astype(int).tolist(),
        "by_class": [[value if isfinite(value) else None for value in row] for row in by_class(confusion).tolist()],
        "outlets": judged.told(found) if judged else [],
        "calibration": _reliability(found) if found.probable else None,
    }


def _reliability(found: Predictions) -> dict[str, Any]:
    sure = Sureness.of(found.values, found.predicted, found.truth)
    return {"bins": [row._asdict() for row in reliability(sure)], "ece_by_chance": expected_by_chance(sure)}


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
            fix=f"Give it, lowest first: --order {','.join(sample.classes)}.",
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
    said = [f"{some_of(seen, len(outlets), 'outlet', 'was', 'were')} in the model's training data"]
    if trained.manifest["data_sha256"] == sample.sha256():
        said.append("these are the model's training data: the figures say nothing about new articles")
    return said
