"""What gives articles away before a model is trained: the outlet, copies, shared events, labels that follow outlets."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from scipy import sparse
from scipy.stats import binomtest
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from masthead.classifiers.framing_terms import as_read
from masthead.classifiers.samples import make_sample
from masthead.classifiers.terms import count_terms
from masthead.engines import CorpusResult, How, open_corpus
from masthead.errors import UsageError, options_of
from masthead.evaluation.options import AuditOptions
from masthead.evaluation.splits import kept_together, with_copies
from masthead.numerals import count, some_of
from masthead.schema import AUDIT
from masthead.stats import on_one_thread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.samples import Sample

FEWEST, MOST = 10, 100
"""Outlets with fewer articles are left out of the guessing; of larger ones so many articles are drawn."""

MOST_OUTLETS = 50
FOLDS = 3
WORDS = 12


def audit(source: Any, options: AuditOptions | None = None, how: How | None = None) -> CorpusResult:
    """Show how often the outlet is guessed correctly from what a model would see, one row per view (AUDIT).

    ``source`` and ``how`` are those of ``masthead.engines.open_corpus``. The views are ``text`` (everything,
    including furniture), ``masked`` (what text models read) and ``features`` (what is measured). ``accuracy`` is that
    of logistic regression on held-out articles, and ``majority`` that of always naming the outlet with most of them.
    Both use outlets with 10 articles or more (the 50 largest, 100 articles each). ``words`` are the terms that reveal
    an outlet most. ``low`` and ``high`` are the 95 % interval of the accuracy over articles of these outlets (Wilson
    1927).

    The notes concern copies, publishers, events and labels that cross outlets or the parts in the column ``part``.
    Raises UsageError if fewer than two outlets have enough articles.
    """
    options = options_of(options, AuditOptions)
    corpus = open_corpus(source, how)
    articles, features, rows = as_read(corpus)
    whole = articles.drop_columns(["excluded"]) if "excluded" in articles.column_names else articles
    bare = make_sample(whole, features, rows, label=options.label, part=options.part, masked=False)
    masked = make_sample(articles, features, rows, label=options.label, part=options.part)
    chosen = _enough(bare, options.seed)
    outlets = np.array(bare.outlets)[chosen]
    found = []
    for view, texts in (("text", bare.texts), ("masked", masked.texts)):
        counts, names = count_terms([texts[i] for i in chosen])
        right, model = _guess(TfidfTransformer(sublinear_tf=True), counts, outlets, options.seed)
        found.append(_row(view, outlets, right, _telling(model, names)))
    steps = Pipeline([("impute", SimpleImputer(keep_empty_features=True)), ("scale", StandardScaler())])
    right, model = _guess(steps, masked.features[chosen], outlets, options.seed)
    found.append(_row("features", outlets, right, _telling(model, masked.feature_names)))
    said = [*_below_chance(found), *facts_of(with_copies(masked, articles))]
    return CorpusResult(
        table=pa.Table.from_pylist(found, schema=AUDIT),
        notes=tuple(said),
        manifest={**corpus.manifest, "kind": "audit", "seed": options.seed, "facts": said},
        corpus=corpus,
    )


def facts_of(sample: Sample) -> list[str]:
    """Copies, publishers, events and labels across outlets, and across the training and test part where given."""
    said = [_copies(sample), *kept_together(sample.outlets), _events(sample)]
    if sample.label:
        said.append(_labels(sample))
    said += _overlap(sample) if sample.parts else []
    return [sentence for sentence in said if sentence]


def _enough(sample: Sample, seed: int) -> NDArray[np.intp]:
    sizes = Counter(sample.outlets)
    large = sorted((name for name, n in sizes.items() if n >= FEWEST), key=lambda name: (-sizes[name], name))
    if len(large) < 2:
        raise UsageError(
            f"an audit needs two outlets with {FEWEST} articles or more; of {len(sizes)} there are {len(large)}",
            fix="Give more articles, or name the column of outlets with --outlet-col.",
        )
    random, outlets = np.random.default_rng(seed), np.array(sample.outlets)
    rows = [random.permutation(np.flatnonzero(outlets == name))[:MOST] for name in large[:MOST_OUTLETS]]
    return np.sort(np.concatenate(rows))


@on_one_thread
def _guess(inputs: Any, x: Any, outlets: NDArray[Any], seed: int) -> tuple[int, Any]:
    """How many outlets are guessed right in cross-validation, and a classifier fitted on all for its words."""
    model = Pipeline(
        [
            ("inputs", inputs),
            ("classifier", LogisticRegression(C=10.0 if sparse.issparse(x) else 0.1, max_iter=200, tol=1e-2)),
        ]
    )
    right = 0
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(np.zeros(len(outlets)), outlets):
        right += int((model.fit(x[train], outlets[train]).predict(x[test]) == outlets[test]).sum())
    return right, model.fit(x, outlets)[-1]


def _below_chance(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What it means that a guess is worse than always naming the largest outlet."""
    views = [str(row["view"]) for row in rows if row["accuracy"] < row["majority"]]
    if not views:
        return []
    return [
        f"the guess from {' and '.join(views)} is below chance: it names every outlet now and then, where chance "
        "always names the largest, so nothing in there gives the outlet away"
    ]


def _telling(classifier: Any, names: Sequence[str]) -> list[str]:
    """The inputs with the largest weight towards one outlet, largest first."""
    strongest = np.abs(classifier.coef_).max(axis=0)
    return [names[i] for i in np.argsort(-strongest, kind="stable")[:WORDS]]


def _row(view: str, outlets: NDArray[Any], right: int, words: list[str]) -> dict[str, Any]:
    sizes = Counter(outlets.tolist())
    largest = max(sizes.values()) / len(outlets)
    low, high = binomtest(right, len(outlets)).proportion_ci(method="wilson")
    return {
        "view": view,
        "n_outlets": len(sizes),
        "n": len(outlets),
        "accuracy": right / len(outlets),
        "low": float(low),
        "high": float(high),
        "majority": largest,
        "words": words,
    }


def _copies(sample: Sample) -> str:
    by_first: dict[str, set[str]] = defaultdict(set)
    for first, outlet in zip(sample.copies, sample.outlets, strict=True):
        by_first[first].add(outlet)
    copied = len(sample.ids) - len(by_first)
    crossing = sum(len(outlets) > 1 for outlets in by_first.values())
    repeating = some_of(copied, len(sample.ids), "article", "repeats", "repeat")
    return f"{repeating} another one; {count(crossing, 'text is', 'texts are')} in several outlets"


def _events(sample: Sample) -> str:
    by_event: dict[str, set[str]] = defaultdict(set)
    for event, outlet in zip(sample.events, sample.outlets, strict=True):
        if event:
            by_event[event].add(outlet)
    if not by_event:
        return ""
    shared = sum(len(outlets) > 1 for outlets in by_event.values())
    told = some_of(shared, len(by_event), "event", "is", "are")
    return f"{told} reported by several outlets: a split by outlet shares them"


def _labels(sample: Sample) -> str:
    by_outlet: dict[str, Counter[str]] = defaultdict(Counter)
    for outlet, label in zip(sample.outlets, sample.labels, strict=True):
        by_outlet[outlet][str(label)] += 1
    right = sum(max(counts.values()) for counts in by_outlet.values())
    both = sum(len(counts) > 1 for counts in by_outlet.values())
    return (
        f"the most common label of its outlet is right for {right / len(sample.ids):.1%} of the articles; "
        f"{some_of(both, len(by_outlet), 'outlet', 'carries', 'carry')} more than one label"
    )


def _overlap(sample: Sample) -> list[str]:
    parts = np.array([(part or "").casefold() for part in sample.parts])
    train = parts == "train"
    test = (parts != "train") & (parts != "")
    if not train.any() or not test.any():
        return []
    said = []
    for what, values in (("a text", sample.copies), ("an outlet", sample.outlets), ("an event", sample.events)):
        known = np.array([value or "" for value in values])
        seen = np.isin(known[test], known[train]) & (known[test] != "")
        said.append(f"{seen.mean():.1%} of the test articles have {what} that is in the training part too")
    return said
