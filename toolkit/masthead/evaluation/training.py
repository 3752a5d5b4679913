"""Train a classifier, with the honest score of its recipe."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from masthead.classifiers.choosing import TrainingPart
from masthead.classifiers.examples import own_voice_examples
from masthead.classifiers.familiarity import fit_familiarity
from masthead.classifiers.fitting import steps
from masthead.classifiers.models import find_models
from masthead.classifiers.ordinal import order_of
from masthead.classifiers.reasons import top_coefficients
from masthead.classifiers.trained import Trained, fit_final, manifest_of
from masthead.engines import How, open_corpus
from masthead.evaluation.cards import facts_for_card, tried_elsewhere
from masthead.evaluation.options import Protocol
from masthead.evaluation.predicting import Steps
from masthead.evaluation.scoring import CURVE, Scores, inputs_of, judge, labelled_sample, versions_of
from masthead.evaluation.splits import divide
from masthead.features import without_choices

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from masthead.classifiers.models import ModelSpec
    from masthead.classifiers.reasons import Coefficient
    from masthead.classifiers.samples import Sample
    from masthead.comparisons.contexts import Line
    from masthead.engines import Corpus
    from masthead.evaluation.options import TrainOptions
    from masthead.evaluation.scoring import Judged
    from masthead.evaluation.splits import Division


@dataclass(frozen=True, slots=True, kw_only=True)
class Training(Scores):
    """A ``trained`` model with the SCORES that cross-validation gives the same recipe.

    ``reasons`` are the strongest coefficients, none for a model without; ``examples`` a use of each in the outlet's own
    voice, by (label, name).
    """

    trained: Trained
    reasons: tuple[Coefficient, ...]
    examples: Mapping[tuple[str, str], Line]


def train(
    source: Any,
    options: TrainOptions,
    protocol: Protocol | None = None,
    how: How | None = None,
    *,
    tests: Mapping[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Training:
    """Train a classifier on labelled articles, and report how well its recipe works on outlets it has not seen.

    ``source`` and ``how`` are those of ``masthead.engines.open_corpus``. The model is fitted on all of them. The
    scores are those of ``evaluate``: articles are never scored by a model that was fitted on them. Raises UsageError
    for what cannot be evaluated, because a model without an honest score is not handed out. ``tests`` are other
    corpora with the same labels, by name: the card says how well the finished model does on each. ``progress`` is
    called with the steps of fitting done, and their number.
    """
    protocol = protocol or Protocol()
    [spec] = find_models([options.model])
    corpus = open_corpus(source, how)
    trained, judged = _learned(spec, corpus, options, protocol, progress)
    elsewhere = [tried_elsewhere(name, trained, other, protocol, how) for name, other in (tests or {}).items()]
    trained = replace(trained, card={"labels_by": options.labels_by, **trained.card, "elsewhere": elsewhere})
    reasons = tuple(top_coefficients(trained))
    examples = own_voice_examples(
        reasons, corpus.articles, corpus.hits, corpus.catalogue, label=trained.label, seed=protocol.seed
    )
    corpus.forget_hits()
    return Training(
        table=judged.table,
        notes=judged.notes,
        details=judged.details,
        manifest={**corpus.manifest, "kind": "scores", "seed": protocol.seed, "model": trained.manifest},
        corpus=corpus,
        data_sha256=trained.manifest["data_sha256"],
        trained=trained,
        reasons=reasons,
        examples=examples,
    )


def _learned(
    spec: ModelSpec,
    corpus: Corpus,
    options: TrainOptions,
    protocol: Protocol,
    progress: Callable[[int, int], None] | None,
) -> tuple[Trained, Judged]:
    """The model with the facts of its card, and how its recipe did; what they were made from is large, and let go."""
    sample = labelled_sample(corpus, options.label, protocol)
    division = divide(sample, split=protocol.split, folds=protocol.folds, seed=protocol.seed)
    shares = CURVE if options.curve else ()
    counted = Steps(((len(shares) + 1) * len(division.folds) + 1) * steps((spec,)), progress)
    inputs = inputs_of(sample, (spec,))
    judged = judge((spec,), inputs, sample, division, protocol, shares=shares, step=counted)
    order = order_of(sample.classes, protocol.order)
    taken, fitted, layout = fit_final(spec, inputs, sample, seed=protocol.seed, order=order, step=counted)
    reads = {"features", "wordings", "framing terms"} & set(taken.reads)
    trained = Trained(
        fitted.model,
        layout,
        sample.hidden,
        judged.table,
        sample.label,
        sample.classes,
        _manifest(spec, taken, corpus, sample, division, protocol),
        fitted.calibration,
        familiarity=fit_familiarity(sample, features=bool(reads), seed=protocol.seed),
    )
    part = TrainingPart.of(inputs, sample, seed=protocol.seed, order=order)
    return replace(trained, card=facts_for_card(trained, part, sample, judged, protocol, corpus.articles)), judged


def _manifest(
    spec: ModelSpec, taken: ModelSpec, corpus: Corpus, sample: Sample, division: Division, protocol: Protocol
) -> dict[str, Any]:
    made = manifest_of(
        taken,
        sample,
        without_choices(corpus.catalogue),
        versions_of(corpus),
        split=protocol.split,
        folds=len(division.folds),
        seed=protocol.seed,
        level=protocol.level,
    )
    if not spec.rivals:
        return made
    return {**made, "chosen_by": f"{spec.name}: folds inside the training data, between {', '.join(spec.rivals)}"}
