"""How the coefficients of found events were chosen, and what they do on corpora that had no part in it.

    python benchmarks/event_decisions.py --data corpora --output benchmarks/results/event_decisions.json

Each corpus is left out once. *Threshold*: the share that is asked and by how much it rises without dates are those of
the best mean B-cubed F1 on the other corpora, and are scored on the one left out; and so with a fifth of the events of
each corpus, whole topics, left out. *Days*: a logistic regression of
"one event" on the logarithms of the likeness and of what both are like their nearest, and on whether they name the same
day of the week or year or another one; its weights over that of likeness are logarithms of factors. *Steepness*: a
logistic regression of whether two groups that might be joined are of one event, on the logarithm of the share that they
reach of the one asked. Corpora weigh the same.
"""

from __future__ import annotations

import argparse
import json
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from sklearn.linear_model import LogisticRegression

from masthead import __version__
from masthead.comparisons import linking, stories
from masthead.comparisons.likeness import DAY_BITS, YEAR_BITS
from masthead.comparisons.linking import FEW_ARTICLES, LONGEST, MOST_ASKED, Linked, link_articles
from masthead.comparisons.options import EventsOptions
from masthead.evaluation.validity.grouping import read_grouped, shares, without_dates
from masthead.sources.dates import day_of

CORPORA = {
    "allsides": ("articles/allsides_roundups.parquet", "event", True),
    "allsides undated": ("articles/allsides_roundups.parquet", "event", False),
    "ecb_plus": ("articles/ecb_plus.parquet", "event", False),
    "basil": ("gold/basil.jsonl.gz", "event_id", True),
    "basil undated": ("gold/basil.jsonl.gz", "event_id", False),
}
SHARES = tuple(np.arange(0.30, 0.48, 0.02).round(2).tolist())
UNDATED = (1.0, 1.2, 1.4)
RISES = (1.0, 1.2, 1.33, 1.5, 1.66, 1.8)
GRID = tuple(product(SHARES, UNDATED, RISES))
FOLDS = 5
_LOWEST = 0.5
"""Groups are joined for the steepness down to so much of the share asked."""


class Grouped(NamedTuple):
    """A corpus, linked: the truth of each place, and the window."""

    linked: Linked
    truth: list[str]


def read(folder: Path, name: str) -> Grouped:
    file, flag, dated = CORPORA[name]
    articles, events = read_grouped(folder / file, flag)
    articles = articles if dated else without_dates(articles)
    days = [None if (day := day_of(date)) is None else day.toordinal() for date in articles["date"].to_pylist()]
    linked = link_articles(articles, days, range(articles.num_rows), EventsOptions().days)
    return Grouped(linked, [events[row] or f"alone {row}" for row in linked.rows])


def groupings(corpus: Grouped) -> list[list[int | str]]:
    """The group of each article at each point of the grid."""
    tenfolds = max(0.0, np.log10(len(corpus.truth) / FEW_ARTICLES))
    found = []
    for share, undated, tenfold in GRID:
        linked = corpus.linked._replace(undated=float(min(undated * tenfold**tenfolds, MOST_ASKED)))
        labels: list[int | str] = [f"alone {place}" for place in range(len(corpus.truth))]
        for number, group in enumerate(linked.groups(EventsOptions(similarity=share))):
            for place in group:
                labels[place] = number
        found.append(labels)
    return found


def scored(corpus: Grouped, found: list[list[int | str]], kept: list[bool]) -> np.ndarray:
    """B-cubed F1 of the articles kept, grouped among all, at each point of the grid."""
    means = np.array([shares(corpus.truth, labels)[kept].mean(axis=0) for labels in found])
    return np.asarray(2 * means[:, 0] * means[:, 1] / (means[:, 0] + means[:, 1]))


def thresholds(corpora: dict[str, Grouped]) -> list[dict[str, Any]]:
    """What is chosen with all corpora, with each left out, and with a fifth of the events of all left out."""
    found = {name: groupings(corpus) for name, corpus in corpora.items()}
    every = {name: scored(corpora[name], found[name], [True] * len(corpora[name].truth)) for name in corpora}
    rows = []
    for left_out in [None, *corpora]:
        kin = left_out.split()[0] if left_out else ""
        chosen = int(np.mean([of for name, of in every.items() if name.split()[0] != kin], axis=0).argmax())
        f1 = {name: float(of[chosen]) for name, of in every.items() if left_out in (None, name)}
        rows.append({"left_out": left_out} | _asked(chosen) | {"f1": f1})
    return rows + [_fold(corpora, found, fold) for fold in range(FOLDS)]


def _fold(corpora: dict[str, Grouped], found: dict[str, list[list[int | str]]], fold: int) -> dict[str, Any]:
    held = {name: [_fold_of(event) == fold for event in corpus.truth] for name, corpus in corpora.items()}
    others = [scored(corpora[name], found[name], [not is_held for is_held in held[name]]) for name in corpora]
    chosen = int(np.mean(others, axis=0).argmax())
    f1 = {name: float(scored(corpora[name], found[name], held[name])[chosen]) for name in corpora}
    return {"left_out": f"fold {fold + 1}"} | _asked(chosen) | {"f1": f1}


def _asked(chosen: int) -> dict[str, float]:
    return dict(zip(("share", "undated", "tenfold"), GRID[chosen], strict=True))


def _fold_of(event: str) -> int:
    """Like events of a topic, which differ in the letters that their names end in, are left out together."""
    return crc32(event.rstrip("abcdefghijklmnopqrstuvwxyz").encode()) % FOLDS


def day_factors(corpora: dict[str, Grouped]) -> list[dict[str, Any]]:
    designs = {name: _pairs(corpus) for name, corpus in corpora.items()}
    rows = []
    for left_out in [None, *corpora]:
        weights = _fit([design for name, design in designs.items() if name != left_out])
        named = ("same_day", "other_day", "same_year", "other_year")
        factors = np.exp(weights[2:] / weights[0])
        rows.append({"left_out": left_out} | dict(zip(named, factors.round(3).tolist(), strict=True)))
    return rows


def _pairs(corpus: Grouped) -> tuple[np.ndarray, np.ndarray]:
    links, clues, near = corpus.linked.links, corpus.linked.leads.clues, corpus.linked.near
    one, other = clues[links.later], clues[links.earlier]
    plain = links.likeness / linking.day_factors(one, other)
    columns = [np.log(plain), np.log(near[links.later] + stories.BASE) + np.log(near[links.earlier] + stories.BASE)]
    for bits in (DAY_BITS, YEAR_BITS):
        both, shared = ((one & bits) != 0) & ((other & bits) != 0), (one & other & bits) != 0
        columns += [(both & shared).astype(float), (both & ~shared).astype(float)]
    truth = np.array(corpus.truth)
    return np.column_stack(columns), truth[links.later] == truth[links.earlier]


def _fit(designs: list[tuple[np.ndarray, np.ndarray]], *, intercept: bool = False) -> np.ndarray:
    weights = np.concatenate([np.full(len(same), 1 / len(same)) for _, same in designs])
    model = LogisticRegression(C=100.0, max_iter=1000)
    model.fit(
        np.vstack([design for design, _ in designs]),
        np.concatenate([same for _, same in designs]),
        sample_weight=weights / weights.mean(),
    )
    return np.append(model.coef_[0], model.intercept_) if intercept else np.asarray(model.coef_[0])


class _Recorded(stories.Linkage):
    """Notes the share and the rows of every two groups that are joined."""

    joined: list[tuple[float, tuple[int, ...], tuple[int, ...]]]

    def _join(self, one: int, other: int) -> int:
        self.joined.append((self.share(one, other), self.groups[one].rows, self.groups[other].rows))
        return super()._join(one, other)


def steepness(corpora: dict[str, Grouped]) -> list[dict[str, Any]]:
    designs = {name: _joins(corpus) for name, corpus in corpora.items()}
    rows = []
    for left_out in [None, *corpora]:
        slope, intercept = _fit([of for name, of in designs.items() if name != left_out], intercept=True)
        at = 1 / (1 + np.exp(-intercept))
        rows.append(
            {"left_out": left_out, "steepness": round(slope, 2), "probability_at_threshold": round(float(at), 3)}
        )
    return rows


def _joins(corpus: Grouped) -> tuple[np.ndarray, np.ndarray]:
    linked, asked = corpus.linked, EventsOptions().similarity
    links = linked.links
    pairs = dict(
        zip(zip(links.later.tolist(), links.earlier.tolist(), strict=True), links.likeness.tolist(), strict=True)
    )
    linkage = _Recorded(
        pairs, linked.near, linked.dates, longest=LONGEST * EventsOptions().days, undated=linked.undated
    )
    linkage.joined = []
    linkage.run(_LOWEST * asked)
    truth = corpus.truth
    same = [np.mean([truth[a] == truth[b] for a in one for b in other]) > 0.5 for _, one, other in linkage.joined]
    return np.log([[share / asked] for share, _, _ in linkage.joined]), np.array(same)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    corpora = {name: read(arguments.data, name) for name in CORPORA}
    found = {
        "masthead": __version__,
        "threshold": thresholds(corpora),
        "days": day_factors(corpora),
        "steepness": steepness(corpora),
    }
    text = json.dumps(found, indent=1)
    print(text)
    if arguments.output is not None:
        arguments.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
