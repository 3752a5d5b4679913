"""Whole outlets judged: from what models say of articles to one verdict per outlet, beside the label it carries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.classifiers.pooling import pool
from masthead.evaluation.intervals import TRAINING
from masthead.evaluation.metrics import Predictions, Score, differences, scores
from masthead.numerals import some_of
from masthead.sources.publishers import publishers_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.samples import Sample
    from masthead.evaluation.splits import Division

FEWEST = 5
"""Articles that an outlet needs to be judged as one."""

OWN_LABEL = 0.9
"""If fewer of the articles carry their outlet's label, the labels are the articles' and not the outlets'."""

OUTLET_METRICS = ("accuracy", "macro_f1", "mae", "auroc", "brier", "brier_base")
"""What verdicts on outlets are judged by. Calibration is that of articles; ten bins of outlets would be all luck."""

NONE_JUDGED = "fewer than two outlets can be judged as whole outlets"


@dataclass(frozen=True, slots=True)
class JudgedOutlets:
    """Outlets that can be judged as whole outlets.

    ``names`` are sorted; ``labels`` are numbers of the sample's classes; ``rows`` are the articles of the sample that
    they hold, ``outlet`` the number of the outlet of each; ``notes`` say which outlets are left out and why.
    """

    names: tuple[str, ...]
    labels: NDArray[np.intp]
    rows: NDArray[np.intp]
    outlet: NDArray[np.intp]
    notes: tuple[str, ...]

    @property
    def lacking(self) -> str | None:
        """Why there is no figure of outlets, if there is none."""
        return NONE_JUDGED if len(self.names) < 2 else None

    def verdicts(self, found: Predictions) -> Predictions | None:
        """One row per outlet from the predictions of articles; None for fewer than two outlets.

        As of articles, the label is chosen by probabilities as the model gives them, which count labels alike.
        """
        if self.lacking:
            return None
        pooled, base = self._pooled(found.values, found), found.base
        balanced = pooled if found.uncalibrated is None else self._pooled(found.uncalibrated, found)
        first = np.unique(self.outlet, return_index=True)[1]
        return replace(
            found,
            truth=self.labels,
            predicted=balanced.argmax(axis=1),
            values=pooled,
            uncalibrated=None,
            base=None if base is None else base[self.rows[first]],
            outlets=self.names,
            groups=publishers_of(self.names),
        )

    def _pooled(self, values: NDArray[np.float64], found: Predictions) -> NDArray[np.float64]:
        return pool(values[self.rows], self.outlet, probable=found.probable).values

    def told(self, found: Predictions) -> list[dict[str, Any]]:
        """For each outlet its label, the verdict, the value (a probability if there are any) of the verdict, and n."""
        verdicts = self.verdicts(found)
        if verdicts is None:
            return []
        sizes = np.bincount(self.outlet, minlength=len(self.names))
        given = verdicts.values[np.arange(len(self.names)), verdicts.predicted]
        return [
            {"outlet": name, "label": found.classes[label], "verdict": found.classes[said], "value": value, "n": n}
            for name, label, said, value, n in zip(
                self.names,
                self.labels.tolist(),
                verdicts.predicted.tolist(),
                given.tolist(),
                sizes.tolist(),
                strict=True,
            )
        ]


def judged_outlets(sample: Sample, classes: Sequence[str], unseen: NDArray[np.bool_]) -> JudgedOutlets:
    """The outlets of the tested articles ``sample`` that no model was trained on and that carry one label.

    ``unseen`` says of each article whether its publisher was kept out of the training of the model that judges it. The
    label of an outlet is that of more than half of its articles, of which there must be ``FEWEST``.
    """
    names, outlet, sizes = np.unique(np.array(sample.outlets), return_inverse=True, return_counts=True)
    truth = np.searchsorted(np.array(classes), sample.labels)
    counts = np.zeros((len(names), len(classes)))
    np.add.at(counts, (outlet, truth), 1)
    known = np.bincount(outlet, ~unseen, len(names)) > 0
    few = ~known & (sizes < FEWEST)
    divided = ~known & ~few & (counts.max(axis=1) * 2 <= sizes)
    kept = ~known & ~few & ~divided
    number = np.cumsum(kept) - 1
    rows = np.flatnonzero(kept[outlet])
    said = [
        f"{of.sum()} {why}"
        for of, why in (
            (known, "whose publisher is trained on"),
            (few, f"with fewer than {FEWEST} articles"),
            (divided, "with no label on more than half of the articles"),
        )
        if of.any()
    ]
    told = some_of(len(names) - int(kept.sum()), len(names), "outlet", "is", "are")
    notes = [f"{told} not judged as outlets: {', '.join(said)}"] if said else []
    if kept.any():
        carry = counts[kept].max(axis=1).sum() / sizes[kept].sum()
        if carry < OWN_LABEL:
            notes.append(
                f"only {carry:.0%} of the articles carry the label of their outlet (that of most of its articles): the "
                "labels are the articles', and figures by outlet say less"
            )
    return JudgedOutlets(tuple(names[kept]), counts.argmax(axis=1)[kept], rows, number[outlet[rows]], tuple(notes))


def scores_by_unit(
    found: Predictions,
    judged: JudgedOutlets | None,
    *,
    seed: int = 0,
    draws: int = 1000,
    training: float = TRAINING,
) -> Iterator[tuple[dict[str, Any], Score]]:
    """The metrics of outlets, then those of articles, each with the ``unit``, its ``n`` and the outlets they are of.

    ``judged`` is None where each row is an outlet already. Where no outlet can be judged every metric says so.
    """
    of_outlets = found if judged is None else judged.verdicts(found)
    if of_outlets is None:
        assert judged is not None
        for metric in OUTLET_METRICS:
            yield _unit("outlet", len(judged.names), len(judged.names)), Score(metric, None, None, None, judged.lacking)
    else:
        for score in scores(of_outlets, seed=seed, draws=draws, training=training):
            if score.metric in OUTLET_METRICS:
                yield _unit("outlet", len(of_outlets.truth), len(set(of_outlets.outlets))), score
    if judged is not None:
        for score in scores(found, seed=seed, draws=draws, training=training):
            yield _unit("article", len(found.truth), len(set(found.outlets))), score


def differences_by_unit(
    first: Predictions, second: Predictions, judged: JudgedOutlets | None
) -> Iterator[tuple[dict[str, Any], Score]]:
    """Accuracy and macro-F1 of ``first`` less those of ``second``, of outlets and of articles."""
    pair = (first, second) if judged is None else (judged.verdicts(first), judged.verdicts(second))
    if pair[0] is not None and pair[1] is not None:
        for score in differences(pair[0], pair[1]):
            yield _unit("outlet", len(pair[0].truth), len(set(pair[0].outlets))), score
    if judged is not None:
        for score in differences(first, second):
            yield _unit("article", len(first.truth), len(set(first.outlets))), score


def _unit(unit: str, n: int, outlets: int) -> dict[str, Any]:
    return {"unit": unit, "n": n, "n_outlets": outlets}


def judge_outlets(sample: Sample, tested: Sample, division: Division) -> JudgedOutlets:
    """The outlets of ``tested``, the test parts of a division of ``sample``, as ``judged_outlets`` chooses them."""
    publishers = np.array(sample.publishers)
    unseen = np.ones(len(publishers), dtype=bool)
    for fold in division.folds:
        unseen[fold.test] = ~np.isin(publishers[fold.test], publishers[fold.train])
    return judged_outlets(tested, sample.classes, unseen[np.isin(sample.ids, tested.ids)])
