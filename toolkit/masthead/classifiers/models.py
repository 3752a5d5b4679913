"""The models that can be trained, one row each.

All are scikit-learn pipelines over the matrix of ``inputs`` and take from it the columns they read. Where a row lists
candidates (how strongly to regularise, whether to leave out topics), ``fitting`` chooses among them inside the training
part only, by the macro-F1 on outlets held out there. Nothing is chosen on a test part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.svm import LinearSVC

from masthead.classifiers.inputs import Block, Dense
from masthead.classifiers.ordinal import OrdinalClassifier
from masthead.classifiers.terms import TermSelector
from masthead.classifiers.topics import RESEMBLANCE, TopicFreeLogistic
from masthead.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from masthead.classifiers.inputs import Layout

MOST_FOR_TREES = 5_000
"""Trees of limited depth have learned by then what they can, and growing them takes time in proportion to articles."""

Part = Literal["outlet", "features", "wordings", "framing terms", "text"]


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model: its name, what it is in words, the parts of an article it reads, and how it is made.

    ``build`` takes the layout of the columns and a seed and returns an unfitted pipeline. ``candidates`` are settings
    of its classifier to choose from, the simplest first; the second is taken where there is too little to choose by. A
    model with ``members`` has no ``build`` and gives the mean of their probabilities; one with ``rivals``, simplest
    first, is that of them which inner folds of the training part prefer. ``ordered`` models need labels with an order.
    ``resemblance`` is that of ``article_weights``; a model with None is given no weights. Outlets are weighed for
    models of features alone: with weight, the few articles of a small outlet are learned by heart from their words. Of
    more than ``most`` articles a model learns from a random sample.
    """

    name: str
    title: str
    reads: tuple[Part, ...]
    build: Callable[[Layout, int], Pipeline] | None = None
    candidates: tuple[Mapping[str, float], ...] = ()
    members: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    ordered: bool = False
    listed: bool = True
    resemblance: float | None = 0.0
    most: int | None = None


def find_models(names: Sequence[str] | None, *, ordered: bool = True) -> tuple[ModelSpec, ...]:
    """The rows named, in the order given; all that suit the labels for None. UsageError for an unknown name."""
    listed = [spec for spec in MODELS if spec.listed]
    if names is None:
        return tuple(spec for spec in listed if ordered or not spec.ordered)
    known = {spec.name: spec for spec in listed}
    for name in names:
        if name not in known:
            raise UsageError(
                f"there is no model {name!r}.{did_you_mean(name, known)}", fix=f"Models: {', '.join(known)}."
            )
    if not names:
        raise UsageError("no model was named", fix=f"Models: {', '.join(known)}.")
    return tuple(known[name] for name in dict.fromkeys(names))


def member(name: str) -> ModelSpec:
    """The row of a model or of a part of one."""
    return next(spec for spec in MODELS if spec.name == name)


def with_rivals(specs: Iterable[ModelSpec]) -> tuple[ModelSpec, ...]:
    """``specs``, each after the models it is chosen from."""
    every = (one for spec in specs for one in (*(member(name) for name in spec.rivals), spec))
    return tuple({spec.name: spec for spec in every}.values())


def _features(layout: Layout) -> Pipeline:
    impute = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    block = Block.of("features", layout)
    return Pipeline([("block", block), ("dense", Dense()), ("impute", impute), ("scale", StandardScaler())])


def _wordings(layout: Layout) -> Pipeline:
    logarithm = FunctionTransformer(np.log1p, feature_names_out="one-to-one")
    return Pipeline([("block", Block.of("wordings", layout)), ("log", logarithm)])


def _terms(layout: Layout) -> Pipeline:
    return _chosen_terms(Block.of("text", layout, "terms", outlet=True))


def _framing_terms(layout: Layout) -> Pipeline:
    return _chosen_terms(Block.of("framing_terms", layout, outlet=True))


def _chosen_terms(block: Block) -> Pipeline:
    return Pipeline([("block", block), ("select", TermSelector()), ("tfidf", TfidfTransformer(sublinear_tf=True))])


def _logistic(inputs: Callable[[Layout], Pipeline]) -> Callable[[Layout, int], Pipeline]:
    def build(layout: Layout, seed: int) -> Pipeline:
        # A tolerance of 1e-3 moves no prediction that matters and halves the time on large corpora.
        classifier = LogisticRegression(max_iter=300, tol=1e-3, random_state=seed)
        return Pipeline([("inputs", inputs(layout)), ("classifier", classifier)])

    return build


def _text_logistic(layout: Layout, seed: int) -> Pipeline:
    classifier = TopicFreeLogistic(max_iter=300, tol=1e-3, random_state=seed)
    return Pipeline([("inputs", _terms(layout)), ("classifier", classifier)])


def _strengths(*strengths: float) -> tuple[Mapping[str, float], ...]:
    """Candidates for the inverse strength of regularisation."""
    return tuple({"C": strength} for strength in strengths)


def _majority(_layout: Layout, seed: int) -> Pipeline:
    return Pipeline([("classifier", DummyClassifier(strategy="prior", random_state=seed))])


def _outlet_prior(layout: Layout, _seed: int) -> Pipeline:
    one_hot = OneHotEncoder(handle_unknown="ignore")
    inputs = Pipeline([("block", Block.of("outlet", layout, "outlets")), ("dense", Dense()), ("one_hot", one_hot)])
    return Pipeline([("inputs", inputs), ("classifier", MultinomialNB(alpha=0.1))])


def _support_vectors(layout: Layout, seed: int) -> Pipeline:
    classifier = LinearSVC(random_state=seed)
    return Pipeline([("inputs", _terms(layout)), ("classifier", classifier)])


def _boosting(layout: Layout, seed: int) -> Pipeline:
    boosted = HistGradientBoostingClassifier(
        max_iter=150,
        learning_rate=0.05,
        max_leaf_nodes=8,
        min_samples_leaf=10,
        l2_regularization=1.0,
        max_bins=32,
        random_state=seed,
    )
    # Imputed, since the binning of scikit-learn fails on a column without any value.
    impute = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    inputs = Pipeline([("block", Block.of("features", layout)), ("dense", Dense()), ("impute", impute)])
    return Pipeline([("inputs", inputs), ("classifier", boosted)])


def _trees(layout: Layout, seed: int) -> Pipeline:
    trees = ExtraTreesClassifier(200, min_samples_leaf=2, max_depth=12, random_state=seed)
    return Pipeline([("inputs", _features(layout)), ("classifier", trees)])


def _ordinal(layout: Layout, seed: int) -> Pipeline:
    classifier = OrdinalClassifier(C=1.0, seed=seed)
    return Pipeline([("inputs", _features(layout)), ("classifier", classifier)])


MODELS: tuple[ModelSpec, ...] = (
    ModelSpec("majority", "the most frequent label", (), _majority, resemblance=None),
    ModelSpec(
        "outlet_prior",
        "the label most frequent in the same outlet: what knowing the outlet gives",
        ("outlet",),
        _outlet_prior,
        resemblance=None,
    ),
    ModelSpec(
        "framing",
        "framing features, logistic regression",
        ("features",),
        _logistic(_features),
        _strengths(0.01, 0.1, 1.0),
        resemblance=RESEMBLANCE,
    ),
    ModelSpec(
        "tfidf_lr",
        "words and word pairs (TF-IDF), logistic regression",
        ("text",),
        _text_logistic,
        (*_strengths(1.0, 10.0, 100.0), {"C": 10.0, "topics": 10}),
    ),
    ModelSpec(
        "tfidf_svm",
        "words and word pairs (TF-IDF), linear support vector machine",
        ("text",),
        _support_vectors,
        _strengths(0.1, 1.0, 10.0),
    ),
    ModelSpec(
        "framing_tfidf",
        "the mean of framing features (logistic regression, trees), wordings, framing terms and TF-IDF",
        ("features", "wordings", "framing terms", "text"),
        members=("framing", "trees", "choices", "framing_terms", "tfidf_lr"),
    ),
    ModelSpec(
        "auto",
        "framing, tfidf_lr or framing_tfidf, as folds inside the training part say",
        ("features", "wordings", "framing terms", "text"),
        rivals=("framing", "tfidf_lr", "framing_tfidf"),
    ),
    ModelSpec(
        "gradient_boosting",
        "framing features, histogram gradient boosting",
        ("features",),
        _boosting,
        resemblance=RESEMBLANCE,
    ),
    ModelSpec(
        "choices",
        "rates of rival wordings, logistic regression",
        ("wordings",),
        _logistic(_wordings),
        _strengths(0.03, 0.3, 3.0),
    ),
    ModelSpec(
        "framing_terms",
        "loaded terms, hedges, wordings and cues (TF-IDF), logistic regression",
        ("framing terms",),
        _logistic(_framing_terms),
        _strengths(0.3, 1.0, 10.0),
        listed=False,
    ),
    ModelSpec(
        "ordinal",
        "framing features, ordinal logistic regression",
        ("features",),
        _ordinal,
        _strengths(0.01, 0.1, 1.0),
        ordered=True,
        resemblance=RESEMBLANCE,
    ),
    ModelSpec(
        "trees",
        "framing features, extremely randomised trees",
        ("features",),
        _trees,
        listed=False,
        resemblance=RESEMBLANCE,
        most=MOST_FOR_TREES,
    ),
)
