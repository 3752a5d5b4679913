"""How articles are divided into training and test folds: by outlet (the default), by event, or at random."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from masthead.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.samples import Sample

SPLITS = ("outlet", "event", "random")
"""``outlet``: no outlet is in training and test. ``event``: no event is. ``random``: single articles."""

OPTIMISTIC = (
    "the random split is optimistic: test articles come from outlets seen in training, "
    "so a model can score by recognising the outlet"
)


class Fold(NamedTuple):
    """Row numbers of the training and the test part."""

    train: NDArray[np.intp]
    test: NDArray[np.intp]


class Division(NamedTuple):
    """The folds, each row being in exactly one test part, and what should be known about them."""

    folds: tuple[Fold, ...]
    notes: tuple[str, ...]


def divide(sample: Sample, *, split: str = "outlet", folds: int = 5, seed: int = 0) -> Division:
    """Divide ``sample`` into stratified folds that keep the groups of ``split`` whole.

    The number of folds is lowered, with a note, to the number of groups of the label that has fewest. Raises
    UsageError for an unknown split, fewer than two folds, a single label, a label that occurs in one group
    only, or a fold whose training part would hold a single label.
    """
    if split not in SPLITS:
        raise UsageError(
            f"there is no split {split!r}.{did_you_mean(split, SPLITS)}", fix=f"Splits: {', '.join(SPLITS)}."
        )
    if folds < 2:
        raise UsageError(f"folds must be 2 or more, not {folds}", fix="Leave --folds out for 5.")
    if len(sample.classes) < 2:
        raise UsageError(
            f"{sample.label} has one value only: {sample.classes[0]!r}",
            fix="A classifier needs articles of two labels or more.",
        )
    groups = _groups(sample, split)
    folds, notes = _feasible(sample, split, groups, folds)
    splitter = StratifiedKFold if split == "random" else StratifiedGroupKFold
    made = splitter(n_splits=folds, shuffle=True, random_state=seed)
    pairs = [
        Fold(*pair)
        for pair in made.split(np.zeros(len(groups)), sample.labels, None if split == "random" else groups)
        if len(pair[1])
    ]
    missing = _untrained(sample, pairs, split)
    return Division(tuple(pairs), (*notes, *missing, *((OPTIMISTIC,) if split == "random" else ())))


def _groups(sample: Sample, split: str) -> NDArray[Any]:
    if split == "random":
        return np.array(sample.ids)
    if split == "outlet":
        if len(set(sample.outlets)) < 2:
            raise UsageError(
                f"all labelled articles are from one outlet, {sample.outlets[0]!r}: none can be held out",
                fix="Add articles of other outlets, or use --split event or --split random.",
            )
        return np.array(sample.outlets)
    if len(set(sample.events) - {None}) < 2:
        raise UsageError(
            "the split by event needs two events or more in the column 'event'",
            fix="Map the column with --event-col, or use --split outlet.",
        )
    # An article without an event stands alone; the two prefixes keep an id from equalling an event's name.
    return np.array(
        [f"e {event}" if event else f"a {name}" for event, name in zip(sample.events, sample.ids, strict=True)]
    )


def _feasible(sample: Sample, split: str, groups: NDArray[Any], folds: int) -> tuple[int, tuple[str, ...]]:
    of_label: dict[str, set[str]] = defaultdict(set)
    for label, group in zip(sample.labels, groups, strict=True):
        of_label[str(label)].add(str(group))
    smallest = min(of_label, key=lambda label: (len(of_label[label]), label))
    fewest, unit = len(of_label[smallest]), "article" if split == "random" else split
    if fewest < 2:
        raise UsageError(
            f"the label {smallest!r} of {sample.label} occurs in one {unit} only, so it can't be in training "
            "and in test",
            fix=_advice(smallest, split),
        )
    if fewest >= folds:
        return folds, ()
    note = f"{fewest} folds instead of {folds}: the label {smallest!r} occurs in {fewest} {unit}s only"
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
        trained = set(sample.labels[fold.train])
        if len(trained) < 2:
            raise UsageError(
                f"the training part of fold {number} would hold one label only",
                fix=f"Use fewer --folds or another --seed: too few {split}s carry the labels.",
            )
        lacking = sorted(set(sample.labels[fold.test]) - trained)
        if lacking:
            notes.append(f"fold {number} was tested on {', '.join(lacking)} without having been trained on it")
    return notes
