"""How articles are divided into training and test folds: by outlet (the default), event, time, as given, at random.

A split by outlet keeps publishers apart: two sub-sites of one newsroom are not independent of each other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sklearn.model_selection import LeaveOneGroupOut, StratifiedGroupKFold, StratifiedKFold

from masthead.comparisons.duplicates import find_duplicates
from masthead.errors import UsageError, did_you_mean
from masthead.evaluation.options import Split
from masthead.numerals import count
from masthead.schema import ARTICLES
from masthead.sources.dates import day_of, require_days
from masthead.sources.publishers import shared_publishers
from masthead.sources.strings import text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.samples import Sample

SPLITS: tuple[Split, ...] = get_args(Split)

TRAINING, TESTING = frozenset(("train", "training")), frozenset(("test", "valid", "validation", "dev", "development"))

SHOWN = 5
"""Publishers of several outlets that are named."""

OPTIMISTIC = (
    "the random split is optimistic: test articles come from outlets seen in training, "
    "so a model can score by recognising the outlet"
)


class Fold(NamedTuple):
    """Row numbers of the training and the test part."""

    train: NDArray[np.intp]
    test: NDArray[np.intp]


class Division(NamedTuple):
    """The folds, each row being in one test part at most, and what should be known about them."""

    folds: tuple[Fold, ...]
    notes: tuple[str, ...]


def divide(sample: Sample, *, split: str = "outlet", folds: int = 5, seed: int = 0) -> Division:
    """Divide ``sample`` into stratified folds that keep the groups of ``split`` whole.

    With 0 ``folds`` each group is a fold of its own. The number of folds is lowered, with a note, to the number of
    groups of the label that has fewest. Training articles that repeat one of the test part (exactly or nearly, by
    ``sample.copies``) are left out of it, whatever the split. Raises UsageError for an unknown split, one fold, a
    single label, a label that occurs in one group only, or a fold whose training part would hold a single label.
    """
    if split not in SPLITS:
        raise UsageError(
            f"there is no split {split!r}.{did_you_mean(split, SPLITS)}", fix=f"Splits: {', '.join(SPLITS)}."
        )
    if folds < 2 and folds != 0:
        raise UsageError(f"folds must be 2 or more, not {folds}", fix="Leave out --folds for 5; 0 means one per group.")
    if len(sample.classes) < 2:
        raise UsageError(
            f"{sample.label} has only one value: {sample.classes[0]!r}",
            fix="A classifier needs articles of two labels or more.",
        )
    pairs, notes = _folds(sample, split, folds, seed)
    pairs, repeated = without_copies(sample, pairs)
    missing = _untrained(sample, pairs, split)
    optimistic = (OPTIMISTIC,) if split == "random" else ()
    kept = kept_together(sample.outlets) if split == "outlet" else ()
    return Division(tuple(pairs), (*kept, *notes, *repeated, *missing, *optimistic))


def kept_together(outlets: Iterable[str]) -> tuple[str, ...]:
    """A sentence on outlets that are one publisher's, none where there are none."""
    shared = shared_publishers(outlets)
    if not shared:
        return ()
    shown = "; ".join(" = ".join(names) for names in shared[:SHOWN])
    more = f"; and {len(shared) - SHOWN} more" if len(shared) > SHOWN else ""
    of = count(len(shared), "publisher")
    return (f"{sum(map(len, shared))} outlets are of {of} and are never divided between folds: {shown}{more}",)


def _folds(sample: Sample, split: str, folds: int, seed: int) -> tuple[list[Fold], tuple[str, ...]]:
    if split == "time":
        return _latest(sample, folds or 5)
    if split == "given":
        return _given(sample)
    groups = _groups(sample, split)
    if folds == 0:
        made = LeaveOneGroupOut().split(np.zeros(len(groups)), sample.labels, groups)
        return [Fold(*pair) for pair in made], ()
    folds, notes = _feasible(sample, split, groups, folds)
    splitter = StratifiedKFold if split == "random" else StratifiedGroupKFold
    made = splitter(n_splits=folds, shuffle=True, random_state=seed).split(
        np.zeros(len(groups)), sample.labels, None if split == "random" else groups
    )
    return [Fold(*pair) for pair in made if len(pair[1])], notes


def _latest(sample: Sample, folds: int) -> tuple[list[Fold], tuple[str, ...]]:
    """The latest n-th of the dated articles as the test part; whole days, so that none is in both."""
    dates = sample.dates or [None] * len(sample.ids)
    require_days(pa.array(dates, pa.string()))
    days = [day.isoformat() if (day := day_of(date)) else "" for date in dates]
    dated = sorted(day for day in days if day)
    if len(set(dated)) < 2:
        raise UsageError(
            "the split by time needs articles of two days or more in the column 'date'",
            fix="Map the column with --date-col, or use --split outlet.",
        )
    first = dated[-max(len(dated) // folds, 1)]
    if first == dated[0]:
        first = next(day for day in dated if day > first)
    train = np.array([at for at, day in enumerate(days) if day and day < first])
    test = np.array([at for at, day in enumerate(days) if day >= first])
    notes = [f"trained on articles before {first}, tested on {len(test)} from then on"]
    if len(dated) < len(days):
        notes.append(f"without a date, {count(len(days) - len(dated), 'article was', 'articles were')} left out")
    return [Fold(train, test)], tuple(notes)


def _given(sample: Sample) -> tuple[list[Fold], tuple[str, ...]]:
    """The parts that a column names; other values, such as a second test part, are refused."""
    parts = [(part or "").casefold() for part in sample.parts]
    unknown = sorted(set(parts) - TRAINING - TESTING - {""})
    if unknown:
        raise UsageError(
            f"the split column says {unknown[0]!r}, which is neither a training nor a test part",
            fix=f"Write one of: {', '.join(sorted(TRAINING | TESTING))}; leave it empty for articles to skip.",
        )
    train = np.array([at for at, part in enumerate(parts) if part in TRAINING], dtype=np.intp)
    test = np.array([at for at, part in enumerate(parts) if part in TESTING], dtype=np.intp)
    if not len(train) or not len(test):
        raise UsageError(
            f"the split column leaves {count(len(train), 'article')} to train on and {len(test)} to test on",
            fix="Name the column that says train or test with --split-col.",
        )
    out = len(parts) - len(train) - len(test)
    notes = [f"in neither part, {count(out, 'article was', 'articles were')} left out"] if out else []
    publishers = np.array(sample.publishers)
    shared = set(publishers[train]) & set(publishers[test])
    if shared and len(set(sample.publishers)) > 1:
        share = np.mean([publisher in shared for publisher in publishers[test]])
        notes.append(f"{share:.0%} of the test articles are from publishers that are trained on too")
    return [Fold(train, test)], tuple(notes)


def without_copies(sample: Sample, pairs: list[Fold]) -> tuple[list[Fold], tuple[str, ...]]:
    """The folds with training articles left out that repeat a test article.

    Joining outlets that share copies would tie all that print the same agency into one group; leaving the copies out
    of the training part keeps folds apart just as well.
    """
    if not sample.copies:
        return pairs, ()
    copies = np.array(sample.copies)
    kept, left_out = [], 0
    for train, test in pairs:
        clean = train[~np.isin(copies[train], copies[test])]
        left_out += len(train) - len(clean)
        kept.append(Fold(clean, test))
    if not left_out:
        return kept, ()
    return kept, (f"{left_out} training articles that repeat a test article of their fold were left out of it",)


def with_copies(sample: Sample, articles: pa.Table) -> Sample:
    """``sample`` with the first of each chain of exact or near copies named for every article.

    Tables that are not ARTICLES (a test's, a user's own with fewer columns) are compared text by text.
    """
    known = set(sample.ids)
    if set(ARTICLES.names) <= set(articles.column_names):
        if articles.num_rows > len(known):
            articles = articles.filter(pc.is_in(articles["id"], value_set=pa.array(sample.ids, pa.string())))
        found = find_duplicates(articles)
        of = dict(zip(found["id"].to_pylist(), found["of"].to_pylist(), strict=True))
    else:
        first: dict[bytes, str] = {}
        keys = [text_key(text, ()) for text in sample.texts]
        of = {name: first.setdefault(key, name) if key else None for name, key in zip(sample.ids, keys, strict=True)}
    return replace(sample, copies=tuple(_first(name, of, known) for name in sample.ids))


def _first(name: str, of: dict[str, str | None], known: set[str]) -> str:
    seen = {name}
    while (following := of.get(name)) and following in known and following not in seen:
        seen.add(following)
        name = following
    return name


def _groups(sample: Sample, split: str) -> NDArray[Any]:
    if split == "random":
        return np.array(sample.ids)
    if split == "outlet":
        outlets = sorted(set(sample.outlets))
        if len(set(sample.publishers)) < 2:
            of = f"outlet, {outlets[0]!r}" if len(outlets) == 1 else f"publisher: {', '.join(outlets[:5])}"
            raise UsageError(
                f"all labelled articles are from one {of}: none can be held out",
                fix="Add articles of other outlets, or use --split event or --split random.",
            )
        return np.array(sample.publishers)
    event = split == "event"
    values = (sample.events if event else sample.parts) or (None,) * len(sample.ids)
    if len(set(values) - {None}) < 2:
        what = "two events or more in the column 'event'" if event else "a column with two sources of labels or more"
        flag = "--event-col" if event else "--split-col"
        raise UsageError(
            f"the split by {split} needs {what}", fix=f"Map the column with {flag}, or use --split outlet."
        )
    # An article without an event stands alone; the two prefixes keep an id from equalling an event's name.
    return np.array([f"e {value}" if value else f"a {name}" for value, name in zip(values, sample.ids, strict=True)])


def _feasible(sample: Sample, split: str, groups: NDArray[Any], folds: int) -> tuple[int, tuple[str, ...]]:
    of_label: dict[str, set[str]] = defaultdict(set)
    for label, group in zip(sample.labels, groups, strict=True):
        of_label[str(label)].add(str(group))
    smallest = min(of_label, key=lambda label: (len(of_label[label]), label))
    fewest, unit = len(of_label[smallest]), {"random": "article", "outlet": "publisher"}.get(split, split)
    if fewest < 2:
        raise UsageError(
            f"the label {smallest!r} of {sample.label} occurs in one {unit} only, so it can't be in training "
            "and in test",
            fix=_advice(smallest, split),
        )
    if fewest >= folds:
        return folds, ()
    note = f"{fewest} folds instead of {folds}: the label {smallest!r} occurs in {count(fewest, unit)} only"
    return fewest, (note,)


def _advice(label: str, split: str) -> str:
    if split == "random":
        return f"Add articles with the label {label!r}, or leave it out."
    return (
        f"Add {split}s with the label {label!r}, leave its articles out, "
        "or use --split random and read its figures as optimistic."
    )


def _untrained(sample: Sample, pairs: Sequence[Fold], split: str) -> list[str]:
    notes = []
    for number, fold in enumerate(pairs, start=1):
        trained = set(sample.labels[fold.train]) if len(fold.train) else set()
        if len(trained) < 2:
            raise UsageError(
                f"the training part of fold {number} would hold one label only"
                + (", once articles that repeat a test article are left out" if sample.copies else ""),
                fix=f"Use fewer --folds or another --seed: too few {split}s carry the labels.",
            )
        lacking = sorted(set(sample.labels[fold.test]) - trained)
        if lacking and split == "given":
            raise UsageError(
                f"the test part holds labels that the training part lacks: {', '.join(lacking)}",
                fix="Leave those articles out, rename the labels, or give training articles that carry them.",
            )
        if lacking:
            notes.append(f"fold {number} was tested on {', '.join(lacking)} without having been trained on it")
    return notes
