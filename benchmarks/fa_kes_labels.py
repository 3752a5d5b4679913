r"""What the labels of FA-KES follow: one word density of its authors, and copies of one text with opposite labels.

    python benchmarks/fa_kes_labels.py --data CORPORA/articles/fa_kes.parquet \
        --output benchmarks/results/fa_kes_labels.json

*Density*: the share of an article's words in the authors' list of sectarian language, the only measure used. Two
thresholds on it (a tree of three leaves) are learned on the outlets of four folds and judged on those of the fifth.
*Bands*: the share of fake articles by density; a label that has to do with facts, found from casualty records, would
hardly turn over within a narrow band of one word count. *Copies*: articles of two outlets that repeat each other, as
`masthead duplicates` finds them and, more loosely, those sharing half of the shorter one's three-word runs.
"""

from __future__ import annotations

import argparse
import json
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.tree import DecisionTreeClassifier

from masthead import __version__
from masthead.comparisons.duplicates import find_duplicates
from masthead.evaluation.metrics import Predictions, scores
from masthead.sources import ReadOptions, read
from masthead.storage import hash_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

DENSITY, LABEL, CAMP = "label_authors_sectarian_language", "label_reliability", "label_camp"
BANDS = (0.0, 1e-9, 0.010, 0.0153, 0.0222, 0.040, 1.0)
SHARED = 0.5
RUN = 3

Row = dict[str, Any]


def distinct(articles: Sequence[Row]) -> list[Row]:
    """The first of identical texts, in the order of their ids."""
    first: dict[str, Row] = {}
    for row in sorted(articles, key=lambda row: row["id"]):
        first.setdefault(" ".join(row["text"].casefold().split()), row)
    return list(first.values())


def judged(density: NDArray[np.float64], fake: NDArray[np.intp], outlets: Sequence[str], seed: int) -> Row:
    """Accuracy and macro-F1 of two thresholds on outlets that they were not learned on, with intervals over outlets."""
    values = np.zeros((len(fake), 2))
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=seed).split(density, fake, outlets)
    for train, test in folds:
        tree = DecisionTreeClassifier(max_leaf_nodes=3, random_state=seed).fit(density[train, None], fake[train])
        values[test] = tree.predict_proba(density[test, None])
    found = Predictions(fake, values.argmax(axis=1), values, tuple(outlets), ("credible", "fake"))
    rows = {row.metric: row for row in scores(found, seed=seed)}
    return {name: [rows[name].value, rows[name].low, rows[name].high] for name in ("accuracy", "macro_f1")}


def bands(density: NDArray[np.float64], fake: NDArray[np.intp]) -> Iterator[Row]:
    for low, high in pairwise(BANDS):
        within = (density >= low) & (density < high)
        yield {"from": low, "below": high, "n": int(within.sum()), "fake": float(fake[within].mean())}


def runs(text: str) -> set[tuple[str, ...]]:
    words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    return set(zip(*(words[start:] for start in range(RUN)), strict=False))


def loose_pairs(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Articles of two outlets that share half of the shorter one's runs of words."""
    kept = [(row, found) for row in rows if (found := runs(row["text"]))]
    for (one, first), (other, second) in combinations(kept, 2):
        shared = len(first & second) / min(len(first), len(second))
        if one["outlet"] != other["outlet"] and shared >= SHARED:
            yield one, other


def counted(pairs: Sequence[tuple[Row, Row]]) -> Row:
    return {"pairs": len(pairs), "opposite_labels": sum(one[LABEL] != other[LABEL] for one, other in pairs)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the corpus as `masthead corpora import` makes it")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    labels = (*(name.removeprefix("label_") for name in (DENSITY, CAMP)), LABEL)
    articles = read([options.data], ReadOptions(label_cols=labels, on_duplicate="suffix")).articles
    every = articles.to_pylist()
    rows = distinct(every)
    density = np.array([float(row[DENSITY]) for row in rows])
    fake = np.array([int(row[LABEL] == "fake") for row in rows])
    camps = np.array([row[CAMP] for row in rows])
    of = {row["id"]: row for row in every}
    found = [(of[row["id"]], of[row["of"]]) for row in find_duplicates(articles).to_pylist() if row["of"]]
    result = {
        "manifest": {"masthead": __version__, "data": hash_file(options.data), "seed": options.seed, "n": len(rows)},
        "auroc": float(roc_auc_score(fake, density)),
        "auroc_by_camp": {
            str(camp): float(roc_auc_score(fake[camps == camp], density[camps == camp])) for camp in np.unique(camps)
        },
        "outlets_held_out": judged(density, fake, [row["outlet"] for row in rows], options.seed),
        "bands": list(bands(density, fake)),
        "copies_across_outlets": counted([pair for pair in found if pair[0]["outlet"] != pair[1]["outlet"]]),
        "loose_copies_across_outlets": counted(list(loose_pairs(rows))),
    }
    print(json.dumps(result, indent=1))
    if options.output:
        options.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
