"""Whether the words that outlets choose give away their lean, as others have rated it.

Two figures of outlets. One fits nothing: an outlet scores, for each concept, the share of the wordings that are marked
as the right's less the share of those marked as the left's among its mentions, and the mean of that over the concepts
it mentions. The other fits a logistic regression to the shares of all wordings in an article and scores each outlet by
the mean over its articles, by a model that saw no article of that outlet.

Outlets are drawn with replacement for the intervals; of the trained figures this leaves out what comes of training.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from masthead.errors import UnreadableInput
from masthead.evaluation.validity.gold import Document
from masthead.evaluation.validity.samples import area, counted
from masthead.lexicons import bundled_choices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from masthead.evaluation.validity.marks import Pair
    from masthead.evaluation.validity.samples import Sample
    from masthead.evaluation.validity.suite import Gold, MetricName, Task

    Floats = NDArray[np.float64]

MIN_ARTICLES = 20
"""An outlet of fewer articles is left out."""
FOLDS = 5
PENALTY = 0.01
"""Inverse strength of the L2 penalty: strong, because there are more wordings than outlets."""
LEFT, RIGHT = "left", "right"
_SIGNS = {LEFT: -1.0, RIGHT: 1.0}


def read_outlets(path: Path, gold: Gold) -> tuple[Document, ...]:
    """Articles of the outlets of a Parquet table whose majority label is left or right, in the table's order.

    Of each outlet the ``gold.per_outlet`` articles whose ids have the lowest SHA-256: a sample that depends on nothing
    else. A document's group is its outlet, and ``gold.flag`` among its flags says whether that leans right. Raises
    UnreadableInput where the table cannot be read or lacks a column.
    """
    try:
        table = pq.read_table(path, columns=["id", "text", gold.outlet_column, gold.flag])
    except (OSError, pa.ArrowException) as error:
        raise UnreadableInput(f"the table of outlets cannot be read: {error}", where=str(path)) from error
    rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    of_outlet: defaultdict[str, list[int]] = defaultdict(list)
    for number, (_, _, outlet, _) in enumerate(rows):
        of_outlet[outlet].append(number)
    kept = {}
    for numbers in of_outlet.values():
        label = Counter(rows[number][3] for number in numbers).most_common(1)[0][0]
        if label in _SIGNS and len(numbers) >= MIN_ARTICLES:
            sample = sorted(numbers, key=lambda number: hashlib.sha256(str(rows[number][0]).encode()).digest())
            kept.update(dict.fromkeys(sample[: gold.per_outlet or None], label == RIGHT))
    return tuple(
        Document(rows[number][2], None, rows[number][1], id=str(rows[number][0]), flags={gold.flag: kept[number]})
        for number in sorted(kept)
    )


def outlets(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    """The area under the curve of right against left: ``auc`` of outlets with nothing fitted, ``auc_trained`` of
    outlets and ``auc_articles`` of articles by models that never saw the outlet.
    """
    names, outlet = np.unique([document.group for document, _ in pairs], return_inverse=True)
    right = np.array([bool(document.flags[task.gold.flag]) for document, _ in pairs])
    of_outlet = np.array([right[outlet == number][0] for number in range(len(names))], dtype=bool)
    if metric == "auc":
        return _ranked(np.arange(len(names)), lean_scores(pairs, outlet), of_outlet, len(names))
    scores = held_out_scores(shares(pairs), right, outlet)
    if metric == "auc_articles":
        return _ranked(outlet, scores, right, len(names))
    means = np.bincount(outlet, scores) / np.bincount(outlet)
    return _ranked(np.arange(len(names)), means, of_outlet, len(names))


def lean_scores(pairs: Sequence[Pair], outlet: NDArray[np.intp]) -> Floats:
    """For each outlet the mean over concepts of the right's share less the left's; 0 where it mentions none.

    Only concepts of which a wording is marked as the left's or the right's, and mentions of any of their wordings.
    """
    sides = signs()
    concepts = sorted({concept for concept, _ in sides})
    column = {concept: number for number, concept in enumerate(concepts)}
    mentions = np.zeros((2, int(outlet.max(initial=-1)) + 1, len(concepts)))
    for (_, found), row in zip(pairs, outlet, strict=True):
        for hit in found:
            if hit.category in column:
                mentions[0, row, column[hit.category]] += sides.get((hit.category, hit.canonical), 0.0)
                mentions[1, row, column[hit.category]] += 1.0
    difference, total = mentions
    leaning = np.divide(difference, total, out=np.zeros_like(total), where=total > 0)
    found_in: Floats = (total > 0).sum(axis=1)
    means: Floats = leaning.sum(axis=1) / np.maximum(found_in, 1)
    return means


def shares(pairs: Sequence[Pair]) -> Floats:
    """``(articles, wordings)``: the share of each wording among an article's mentions of its concept, else 0."""
    wordings = sorted({(hit.category, hit.canonical or "") for _, found in pairs for hit in found})
    column = {wording: number for number, wording in enumerate(wordings)}
    made = np.zeros((len(pairs), len(wordings)))
    for row, (_, found) in enumerate(pairs):
        counts = Counter((hit.category, hit.canonical or "") for hit in found)
        totals = Counter(hit.category for hit in found)
        for wording, times in counts.items():
            made[row, column[wording]] = times / totals[wording[0]]
    return made


def held_out_scores(values: Floats, right: NDArray[np.bool_], outlet: NDArray[np.intp]) -> Floats:
    """The log-odds of right for each article, by a model fitted without its outlet.

    In each fit the sides weigh the same, and so do the outlets of a side: else a fold that holds out an outlet of one
    side would lean to the other, and scores of different folds could not be ranked together.
    """
    scores = np.full(len(values), np.nan)
    for train, test in GroupKFold(min(FOLDS, len(np.unique(outlet)))).split(values, right, outlet):
        if len(np.unique(right[train])) == 2:
            model = make_pipeline(StandardScaler(), LogisticRegression(C=PENALTY, max_iter=1000))
            weights = _even_weights(right[train], outlet[train])
            model.fit(values[train], right[train], logisticregression__sample_weight=weights)
            scores[test] = model.decision_function(values[test])
    return scores


def _even_weights(right: NDArray[np.bool_], outlet: NDArray[np.intp]) -> Floats:
    """Weights of articles that sum to their number, with each side and each outlet of a side in equal parts."""
    weights: Floats = 1.0 / np.bincount(outlet)[outlet]
    for side in (right, ~right):
        weights[side] *= len(right) / 2 / weights[side].sum()
    return weights


def signs() -> dict[tuple[str, str | None], float]:
    """-1 for each wording of the left's, 1 of the right's, 0 of their rivals."""
    sides: dict[tuple[str, str | None], float] = {}
    for choice in bundled_choices():
        of_set = {name: _SIGNS.get(wording.side, 0.0) for name, wording in choice.declaration.wordings.items()}
        if any(of_set.values()):
            sides |= {(choice.concept, name): sign for name, sign in of_set.items()}
    return sides


def _ranked(group: NDArray[np.intp], scores: Floats, right: NDArray[np.bool_], groups: int) -> Sample:
    known = ~np.isnan(scores)
    levels, level = np.unique(scores[known], return_inverse=True)
    rows = np.zeros((groups, 2, len(levels)))
    np.add.at(rows, (group[known], right[known].astype(np.intp), level), 1.0)
    return counted(rows, int(known.sum()), area)
