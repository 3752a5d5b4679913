"""A fitted model with all that is needed to use and to judge it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.classifiers.choosing import TrainingPart
from masthead.classifiers.fitting import Fitted, chosen_rival, fit_all
from masthead.classifiers.inputs import Inputs, Layout, lay_out_as
from masthead.classifiers.models import find_models
from masthead.classifiers.samples import Known, Sample, make_sample
from masthead.classifiers.terms import NoTermsError, TermSelector
from masthead.classifiers.views import View
from masthead.errors import UsageError, did_you_mean
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray
    from scipy import sparse
    from sklearn.pipeline import Pipeline

    from masthead.classifiers.calibration import Calibration
    from masthead.classifiers.familiarity import Familiarity
    from masthead.classifiers.models import ModelSpec
    from masthead.features.base import Feature

MANIFEST_KEYS = (
    "masthead",
    "scikit-learn",
    "model",
    "split",
    "folds",
    "seed",
    "level",
    "n",
    "labels",
    "data_sha256",
    "outlets",
    "features",
    "lexicons",
)


@dataclass(frozen=True, slots=True)
class Trained:
    """A model fitted on all labelled articles, and the SCORES of the same recipe on held-out folds.

    ``layout`` says what each column of its input is and ``hidden`` which outlet names its texts were masked with.
    ``manifest`` holds masthead's and scikit-learn's versions, the model's name, split, folds, seed and level, the
    number of articles and of those with each label, a hash of the training data, the training outlets, the version of
    each word list, and name and version of each feature in the order of the columns: a list, because JSON may sort the
    keys of an object.
    ``calibration`` sets the probabilities right, None where outlets inside the training data could not tell how.
    ``card`` are the facts of ``evaluation.cards.facts_for_card``, empty where the model's file was written without.
    ``familiarity`` tells articles unlike those of training, None where these were too few.
    """

    model: Pipeline
    layout: Layout
    hidden: tuple[str, ...]
    scores: pa.Table
    label: str
    classes: tuple[str, ...]
    manifest: dict[str, Any]
    calibration: Calibration | None = None
    card: dict[str, Any] = field(default_factory=dict)
    familiarity: Familiarity | None = None

    @property
    def fitted(self) -> Fitted:
        """The model with its calibration."""
        return Fitted(self.model, self.calibration)

    @property
    def base(self) -> NDArray[np.float64]:
        """The shares of the labels in the training data, in the order of ``classes``."""
        counts = np.array([self.manifest["labels"][label] for label in self.classes], dtype=np.float64)
        return np.asarray(counts / counts.sum(), dtype=np.float64)

    @property
    def spec(self) -> ModelSpec:
        """The row of MODELS that the model was made from."""
        return find_models([str(self.manifest["model"])])[0]

    @property
    def measures(self) -> bool:
        """Whether the model reads what masthead measures, and not words alone."""
        return bool({"features", "wordings", "framing terms"} & set(self.spec.reads))

    def sample(
        self, articles: pa.Table, features: pa.Table, catalogue: Sequence[Feature], *, labelled: bool = True
    ) -> Sample:
        """Articles and their feature rows as this model reads them; UsageError where features or lists differ."""
        terms = (self.layout.wordings, self.layout.framing_terms) if self.measures else ()
        return make_sample(
            articles,
            features,
            matching_features(self, catalogue) if self.measures else [],
            label=self.label if labelled else None,
            level=str(self.manifest["level"]),
            known=Known(self.hidden, *terms),
        )

    def inputs(self, sample: Sample) -> sparse.csr_matrix:
        """The matrix that the model reads of a sample made by ``sample``."""
        if self.measures:
            return lay_out_as(sample, self.layout)
        width = len(self.layout.features), len(self.layout.wordings), len(self.layout.framing_terms)
        return lay_out_as(sample.without_measures(*width), self.layout)


def fit_final(
    spec: ModelSpec,
    inputs: Inputs,
    sample: Sample,
    *,
    seed: int,
    order: tuple[str, ...] | None = None,
    step: Callable[[], None] = lambda: None,
) -> tuple[ModelSpec, Fitted, Layout]:
    """``spec``, or the rival chosen for it, fitted on the whole sample, with the layout of what it reads.

    ``inputs`` are those of the sample, of which only terms that it keeps are taken.
    """
    inputs = narrowed(inputs)
    fitted = fit_all([spec], TrainingPart.of(inputs, sample, seed=seed, order=order), step=step)
    taken = find_models([chosen_rival(spec, fitted)])[0] if spec.rivals else spec
    return taken, fitted[spec.name], inputs.layout


def narrowed(inputs: Inputs) -> Inputs:
    """The same inputs without the terms that no model fitted on all rows would keep."""
    layout, view = inputs.layout, View.of(inputs.x)
    if not layout.terms:
        return inputs
    start = layout.columns("terms").start
    try:
        kept = TermSelector().fit(view.only(np.r_[0, layout.columns("terms")])).kept_
    except NoTermsError:  # fitting says so where a model reads terms
        return inputs
    terms = tuple(layout.terms[i] for i in kept)
    return Inputs(view.only(np.r_[0:start, start + kept]), replace(layout, terms=terms))


def manifest_of(
    spec: ModelSpec,
    sample: Sample,
    catalogue: Sequence[Feature],
    lexicons: Mapping[str, str],
    *,
    split: str,
    folds: int,
    seed: int,
    level: str = "article",
) -> dict[str, Any]:
    """What a model was trained on and with; plain values that survive JSON."""
    return {
        "masthead": __version__,
        "scikit-learn": version("scikit-learn"),
        "model": spec.name,
        "split": split,
        "folds": folds,
        "seed": seed,
        "level": level,
        "n": len(sample.ids),
        "labels": dict(sorted(Counter(map(str, sample.labels)).items())),
        "data_sha256": sample.sha256(),
        "outlets": sorted(set(sample.outlets)),
        "features": [[feature.name, feature.version] for feature in catalogue],
        "lexicons": dict(lexicons),
    }


def matching_features(trained: Trained, catalogue: Sequence[Feature]) -> list[Feature]:
    """The rows of ``catalogue`` that the model was trained with, in its order.

    Raises UsageError where one is missing or has another version, for then its values mean something else.
    """
    known = {feature.name: feature for feature in catalogue}
    retrain = "Train the model again with `masthead train`, or use the masthead version it was made with."
    for name, trained_version in trained.manifest["features"]:
        if name not in known:
            raise UsageError(f"the model needs the feature {name!r}.{did_you_mean(name, known)}", fix=retrain)
        if known[name].version != trained_version:
            raise UsageError(
                f"the model was trained with version {trained_version} of the feature {name!r}, "
                f"which is now version {known[name].version}",
                fix=retrain,
            )
    return [known[name] for name, _ in trained.manifest["features"]]


def refuse_other_lexicons(trained: Trained, lexicons: Mapping[str, str]) -> None:
    """Raise UsageError where a word list the model was trained with is gone or has changed."""
    if not trained.measures:
        return
    for name, trained_version in sorted(trained.manifest["lexicons"].items()):
        now = lexicons.get(name)
        if now != trained_version:
            has = f"is now {now}" if now is not None else "is not loaded"
            raise UsageError(
                f"the model was trained with {trained_version} of the word list {name!r}, which {has}",
                fix="Train the model again with `masthead train`, or give the same --lexicon files and version.",
            )
