"""The models that can be trained, one row each.

All are scikit-learn pipelines over the array of ``samples.Sample`` and take from it the columns they read.
Regularisation is fixed, not searched: C=1 where standardised features take part and C=10 for TF-IDF alone,
whose unit-length rows need weaker shrinkage (a common choice for TF-IDF with logistic regression). Nothing
was tuned on the corpora that results are reported for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from masthead.classifiers.masking import OutletMasker
from masthead.classifiers.samples import FEATURE_COLUMNS, OUTLET_COLUMN, TEXT_COLUMN
from masthead.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Part = Literal["features", "text"]

VOCABULARY = 50_000


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model: its name, what it is in words, the parts of an article it reads, and how it is made.

    ``build`` takes a seed and returns an unfitted pipeline.
    """

    name: str
    title: str
    reads: tuple[Part, ...]
    build: Callable[[int], Pipeline]


def find_models(names: Sequence[str] | None) -> tuple[ModelSpec, ...]:
    """The rows named, in the order given; all for None. UsageError for an unknown name."""
    if names is None:
        return MODELS
    known = {spec.name: spec for spec in MODELS}
    for name in names:
        if name not in known:
            raise UsageError(
                f"there is no model {name!r}.{did_you_mean(name, known)}", fix=f"Models: {', '.join(known)}."
            )
    if not names:
        raise UsageError("no model was named", fix=f"Models: {', '.join(known)}.")
    return tuple(known[name] for name in dict.fromkeys(names))


def _features() -> tuple[str, Pipeline, slice]:
    impute = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    return "features", Pipeline([("impute", impute), ("scale", StandardScaler())]), FEATURE_COLUMNS


def _terms() -> tuple[str, Pipeline, list[int]]:
    tfidf = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, max_features=VOCABULARY)
    return "text", Pipeline([("mask", OutletMasker()), ("tfidf", tfidf)]), [OUTLET_COLUMN, TEXT_COLUMN]


def _logistic(c: float, *parts: Callable[[], tuple[str, Pipeline, object]]) -> Callable[[int], Pipeline]:
    def build(seed: int) -> Pipeline:
        classifier = LogisticRegression(C=c, class_weight="balanced", max_iter=2000, random_state=seed)
        return Pipeline([("inputs", ColumnTransformer([part() for part in parts])), ("classifier", classifier)])

    return build


def _majority(seed: int) -> Pipeline:
    return Pipeline([("classifier", DummyClassifier(strategy="prior", random_state=seed))])


MODELS: tuple[ModelSpec, ...] = (
    ModelSpec("majority", "the most frequent label", (), _majority),
    ModelSpec("framing", "framing features, logistic regression", ("features",), _logistic(1.0, _features)),
    ModelSpec("tfidf_lr", "words and word pairs (TF-IDF), logistic regression", ("text",), _logistic(10.0, _terms)),
    ModelSpec(
        "framing_tfidf",
        "framing features and TF-IDF together, logistic regression",
        ("features", "text"),
        _logistic(1.0, _features, _terms),
    ),
)
