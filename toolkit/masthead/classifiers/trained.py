"""A fitted model with all that is needed to use and to judge it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from masthead.classifiers.models import find_models
from masthead.errors import UsageError, did_you_mean
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

    from masthead.classifiers.models import ModelSpec
    from masthead.classifiers.samples import Sample
    from masthead.features.base import Feature

MANIFEST_KEYS = (
    "masthead",
    "scikit-learn",
    "model",
    "split",
    "folds",
    "seed",
    "n",
    "data_sha256",
    "outlets",
    "features",
)


@dataclass(frozen=True, slots=True)
class Trained:
    """A model fitted on all labelled articles, and the SCORES of the same recipe on held-out folds.

    ``manifest`` holds masthead's and scikit-learn's versions, the model's name, split, folds and seed, the
    number of articles, a hash of the training data, the training outlets, and name and version of each feature
    in the order of the columns: a list, because JSON may sort the keys of an object.
    """

    model: Pipeline
    scores: pa.Table
    label: str
    classes: tuple[str, ...]
    manifest: dict[str, Any]

    @property
    def spec(self) -> ModelSpec:
        """The row of MODELS that the model was made from."""
        return find_models([str(self.manifest["model"])])[0]

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The features the model was trained with, in the order of its columns."""
        return tuple(name for name, _ in self.manifest["features"])


def fit(spec: ModelSpec, x: NDArray[Any], labels: NDArray[np.str_], *, seed: int) -> Pipeline:
    """Fit a new pipeline of ``spec`` on rows of a sample; UsageError where the texts share no words."""
    pipeline = spec.build(seed)
    try:
        pipeline.fit(x, labels)
    except ValueError as error:
        if "vocabulary" not in str(error) and "no terms remain" not in str(error):
            raise
        raise UsageError(
            f"the model {spec.name} found no word that occurs in two of the {len(labels)} training articles",
            fix="Give it more articles, or choose a model that reads features only: --model framing.",
        ) from error
    return pipeline


def manifest_of(
    spec: ModelSpec, sample: Sample, catalogue: Sequence[Feature], *, split: str, folds: int, seed: int
) -> dict[str, Any]:
    """What a model was trained on and with; plain values that survive JSON."""
    return {
        "masthead": __version__,
        "scikit-learn": version("scikit-learn"),
        "model": spec.name,
        "split": split,
        "folds": folds,
        "seed": seed,
        "n": len(sample.ids),
        "data_sha256": sample.sha256(),
        "outlets": sorted(set(sample.outlets)),
        "features": [[feature.name, feature.version] for feature in catalogue],
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
    return [known[name] for name in trained.feature_names]
