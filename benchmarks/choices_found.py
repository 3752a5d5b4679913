"""How often ``masthead choices`` finds a planted difference in wording, what else it marks, and false alarms.

    python benchmarks/choices_found.py --output benchmarks/results/choices_found.json

Eight made-up outlets report 40 events with two mentions each of a concept that has two wordings. *planted*: one outlet
uses the first wording in 70 per cent of its mentions, the others in 50. *equal*: all in 50. *clustered*: all in 50, at
a share drawn anew for every event of an outlet (Beta, correlation 0.3 within an event), with one to six mentions.
*shared*: that share is the same for all outlets, which are compared on the events.

A mark is false where the outlet's share is that of all but the planted one. ``best`` are tests that know more than any
test of real articles could: that mentions are independent and how large the difference is.

- ``bound``: the most powerful test of whether any outlet at all differs, at 0.05 (a mixture of likelihood ratios, given
  the sum). What marks anything in no more than 1 of 20 collections where nothing differs cannot find more.
- ``exact``: the exact test of each outlet against the others, Benjamini-Hochberg.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from scipy.stats import binom, hypergeom

from masthead import __version__
from masthead.comparisons.choices import compare_choices
from masthead.comparisons.options import ChoicesOptions
from masthead.features.choices import TYPE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

OUTLETS, EVENTS, MENTIONS = 8, 40, 2
EQUAL, PLANTED = 0.5, 0.7
CORRELATION = 0.3
MOST_MENTIONS = 6
LEVEL = 0.05
BAND = 0.99
DESIGNS = ("planted", "equal", "clustered", "shared")


def mentions(design: str, random: np.random.Generator) -> tuple[Counts, Counts]:
    """Mentions with the first wording, and all mentions, of shape ``(outlets, events)``."""
    shape = OUTLETS, EVENTS
    totals, share = np.full(shape, MENTIONS), np.full(shape, EQUAL)
    if design == "planted":
        share[0] = PLANTED
    elif design == "clustered":
        totals = random.integers(1, MOST_MENTIONS + 1, shape)
    weight = (1 / CORRELATION - 1) * EQUAL
    if design == "clustered":
        share = random.beta(weight, weight, shape)
    elif design == "shared":
        share = np.tile(random.beta(weight, weight, EVENTS), (OUTLETS, 1))
    return random.binomial(totals, share), totals


def table(first: Counts, totals: Counts) -> pa.Table:
    """FEATURES of one article an outlet and event."""
    rows = []
    for outlet, event in np.ndindex(first.shape):
        counts = {"one": first[outlet, event], "two": totals[outlet, event] - first[outlet, event]}
        listed = [{"name": f"choices.thing.{name}.own", "count": float(n)} for name, n in counts.items() if n]
        about = {"id": f"{outlet}-{event}", "outlet": f"o{outlet}", "date": None, "event": f"e{event}", "reason": None}
        rows.append(about | {"choices": listed})
    made = pa.Table.from_pylist(rows)
    return made.set_column(made.column_names.index("choices"), "choices", made["choices"].cast(TYPE))


def run(design: str, runs: int, draws: int, permutations: int) -> dict[str, Any]:
    """What ``compare_choices`` marks in so many collections of a design."""
    p, marked, concepts = [], [], []
    for seed in range(runs):
        made = table(*mentions(design, np.random.default_rng([seed, DESIGNS.index(design)])))
        options = ChoicesOptions(draws=draws, permutations=permutations, seed=seed, events=design == "shared")
        rows = [row for row in compare_choices(made, options).to_pylist() if row["wording"] == "one"]
        p.append([row["p"] for row in rows])
        marked.append([row["marked"] for row in rows])
        concepts.append(rows[0]["concept_p"])
    found = np.array(marked)
    told = {"design": design, "runs": runs, **figures(found, planted=design == "planted")}
    if design != "planted":
        told |= {"p_below_05": float((np.array(p) < LEVEL).mean()), "p_band": band(runs * OUTLETS)}
        told |= {"concept_p_below_05": float((np.array(concepts) < LEVEL).mean()), "band": band(runs)}
    else:
        told["concept_p_below_05"] = float((np.array(concepts) < LEVEL).mean())
    return told


def figures(marked: NDArray[np.bool_], *, planted: bool) -> dict[str, float]:
    """The share of runs that mark the planted outlet, mean share of false ones among marks, runs with a false mark."""
    false = marked[:, int(planted) :].sum(axis=1)
    told = {
        "false_discoveries": float((false / np.maximum(marked.sum(axis=1), 1)).mean()),
        "runs_with_false": float((false > 0).mean()),
    }
    return {"found": float(marked[:, 0].mean())} | told if planted else told


def band(n: int) -> list[float]:
    """Where a share of ``n`` that are 1 in 20 lies 99 times in 100."""
    return [float(binom.ppf(end, n, LEVEL) / n) for end in ((1 - BAND) / 2, (1 + BAND) / 2)]


def best(runs: int) -> dict[str, Any]:
    """The bound, and exact tests with Benjamini-Hochberg, in so many collections."""
    random = np.random.default_rng(0)
    n = EVENTS * MENTIONS
    equal = random.binomial(n, np.full(OUTLETS, EQUAL), (runs, OUTLETS))
    planted = random.binomial(n, np.r_[PLANTED, np.full(OUTLETS - 1, EQUAL)], (runs, OUTLETS))
    limit = np.quantile(_mixture(equal, n), 1 - LEVEL)
    exact = figures(_rejected(_exact(planted, n)), planted=True)
    exact |= {"runs_with_false_where_equal": float(_rejected(_exact(equal, n)).any(axis=1).mean())}
    return {"runs": runs, "bound": float((_mixture(planted, n) > limit).mean()), "exact": exact}


def _mixture(first: Counts, n: int) -> Floats:
    """The mean over outlets and directions of the likelihood ratio of that outlet differing, given the sum."""
    slope = np.log(PLANTED / (1 - PLANTED) * (1 - EQUAL) / EQUAL)
    share = first.sum(axis=1, keepdims=True) / (n * OUTLETS)
    away = first - n * share
    spread = n * share * (1 - share) * (1 - 1 / OUTLETS)
    ratios: Floats = np.mean([np.exp(sign * slope * away - slope**2 * spread / 2) for sign in (1, -1)], axis=0)
    return np.asarray(ratios.mean(axis=1))


def _exact(first: Counts, n: int) -> Floats:
    """Two-sided exact p of each outlet's share: arrangements at least as far from the expected number."""
    p, numbers = np.empty(first.shape), np.arange(n + 1)
    for total in np.unique(first.sum(axis=1)):
        chance = hypergeom.pmf(numbers, n * OUTLETS, total, n)
        away = np.abs(numbers - total / OUTLETS)
        tail = np.array([chance[away >= value - 1e-9].sum() for value in away])
        rows = first.sum(axis=1) == total
        p[rows] = tail[first[rows]]
    return p


def _rejected(p: Floats) -> NDArray[np.bool_]:
    """Benjamini and Hochberg's rejections, row by row."""
    ordered, places = np.sort(p, axis=1), np.arange(1, p.shape[1] + 1)
    number = ((ordered <= LEVEL * places / p.shape[1]) * places).max(axis=1, keepdims=True)
    return np.asarray(p <= LEVEL * number / p.shape[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=399)
    parser.add_argument("--permutations", type=int, default=1999)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    rows = []
    for design in DESIGNS:
        rows.append(run(design, options.runs, options.draws, options.permutations))
        print(rows[-1], flush=True)
    ideal = best(20 * options.runs)
    print(ideal)
    if options.output:
        asked = {name: getattr(options, name) for name in ("runs", "draws", "permutations")}
        manifest = {"masthead": __version__, **asked, "outlets": OUTLETS, "events": EVENTS, "mentions": MENTIONS}
        told = {"manifest": manifest, "rows": rows, "best": ideal}
        options.output.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
