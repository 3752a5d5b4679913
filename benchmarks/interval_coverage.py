"""How often a 95 % interval holds the true rate, by method and number of clusters.

    python benchmarks/interval_coverage.py --repetitions 10000 --output benchmarks/results/interval_coverage.json

Clusters hold one or more articles of log-normal length; each has a rate of its own, so that counts are
clustered and skewed. ``Taylor`` is the linearised error with Student's t; ``percentile`` and ``BCa`` use resamples. All
are asked only where masthead gives an interval (``given``), and ``width`` is how wide that is beside Taylor's: the
median and the 95th percentile. ``difference`` is one outlet less another, ``from_rest`` one less the mean of four
others, all of the same kind and size, so that the truth is 0.

With ``--features FILE``, what `masthead measure` made of real articles, each outlet's clusters are also split at random
into halves, whose true difference is 0: how many intervals of the difference hold it?
"""

from __future__ import annotations

import argparse
import json
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from false_alarms import real
from scipy.special import ndtr, ndtri, stdtrit

from masthead import __version__
from masthead.profiles import ClusterTable, blocks_of
from masthead.profiles.sums import lump
from masthead.stats import Moments, Ratio, Resampler, bootstrap_intervals, combine_intervals, limits_without_hits

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Draw = tuple[Floats, Floats]

TAIL = 0.025
METHODS = ("masthead", "Taylor", "percentile", "BCa")
OTHERS = 4
"""Outlets in the rest."""
FEWEST = 20
"""Clusters of an outlet that is split: ten for each half."""
SETS = 25
"""Sets of resamples that the repetitions take in turn: drawing new ones for each would take most of the time."""


def _words(random: np.random.Generator, clusters: int) -> Floats:
    articles = 1 + random.geometric(0.35, clusters)
    return np.array([random.lognormal(6.0, 0.5, count).sum() for count in articles])


def dense(random: np.random.Generator, clusters: int) -> Draw:
    words = _words(random, clusters)
    return random.poisson(random.gamma(1.0, 0.01, clusters) * words), words


def bursty(random: np.random.Generator, clusters: int) -> Draw:
    words = _words(random, clusters)
    return random.poisson(random.gamma(0.3, 0.01 / 0.3, clusters) * words), words


def sparse(random: np.random.Generator, clusters: int) -> Draw:
    words = _words(random, clusters)
    return random.poisson(random.gamma(0.5, 0.001, clusters) * words), words


def rare(random: np.random.Generator, clusters: int) -> Draw:
    words = _words(random, clusters)
    return random.poisson(random.gamma(1.0, 0.0001, clusters) * words), words


def heavy(random: np.random.Generator, clusters: int) -> Draw:
    words = _words(random, clusters)
    return random.poisson(random.lognormal(np.log(0.01) - 0.5, 1.0, clusters) * words), words


def unequal(random: np.random.Generator, clusters: int) -> Draw:
    words = random.lognormal(6.0, 1.2, clusters)
    return random.poisson(random.gamma(1.0, 0.01, clusters) * words), words


def share(random: np.random.Generator, clusters: int) -> Draw:
    mentions = 1 + random.poisson(20 * random.geometric(0.35, clusters))
    return random.binomial(mentions, random.beta(1.0, 3.0, clusters)), mentions


def zero_inflated(random: np.random.Generator, clusters: int) -> Draw:
    words = _words(random, clusters)
    return random.poisson(0.005 * words * (random.random(clusters) < 0.3)), words


def mean(random: np.random.Generator, clusters: int) -> Draw:
    sentences = 1 + random.poisson(15, clusters)
    return random.gamma(2.0 * sentences, 10.0) * np.exp(random.normal(-0.02, 0.2, clusters)), sentences


SCENARIOS: dict[str, tuple[Callable[[np.random.Generator, int], Draw], float]] = {
    "dense": (dense, 0.01),
    "bursty": (bursty, 0.01),
    "unequal": (unequal, 0.01),
    "sparse": (sparse, 0.0005),
    "rare": (rare, 0.0001),
    "heavy tail": (heavy, 0.01),
    "share": (share, 0.25),
    "zero-inflated": (zero_inflated, 0.0015),
    "mean": (mean, 20.0),
}


def limits(hits: Floats, exposure: Floats, resampler: Resampler, high: float) -> dict[str, Floats]:
    """Both limits by each method, from the same resamples."""
    columns = np.column_stack([hits, exposure]).astype(np.float64)
    moments = Moments.of(columns, [Ratio(high=high)], [(0, 1)])
    found = {"masthead": bootstrap_intervals(moments, resampler)[0]}
    if np.isnan(found["masthead"]).any():
        return found
    value, variance = moments.evaluate(0, moments.matrix.sum(axis=0)[:, None], float(len(hits)))
    reach = stdtrit(len(hits) - 1, TAIL) * np.sqrt(variance.item()) * np.array([1, -1])
    found["Taylor"] = value.item() + reach
    (_, weights) = next(resampler.weights(len(columns)))
    drawn = weights @ columns
    ratios, ratio = drawn[:, 0] / drawn[:, 1], hits.sum() / exposure.sum()
    found["percentile"] = np.quantile(ratios, [TAIL, 1 - TAIL])
    influence = hits - ratio * exposure
    spread = (influence**2).sum() ** 1.5
    skew = (influence**3).sum() / (6 * spread) if spread else 0.0
    draws = resampler.draws
    below = np.clip((ratios < ratio).mean() + (ratios == ratio).mean() / 2, 1 / draws, 1 - 1 / draws)
    shifted = ndtri(below) + ndtri(np.array([TAIL, 1 - TAIL]))
    found["BCa"] = np.quantile(ratios, ndtr(ndtri(below) + shifted / (1 - skew * shifted)))
    return found


def coverage(name: str, clusters: int, repetitions: int, draws: int) -> dict[str, object]:
    """Shares of intervals that hold the truth, by method; of masthead's also those too low and too high."""
    draw, truth = SCENARIOS[name]
    random = np.random.default_rng([clusters, repetitions])
    resamplers = [Resampler(seed, "coverage", draws) for seed in range(SETS)]
    high = 1.0 if name == "share" else np.inf
    made = [draw(random, clusters) for _ in range(repetitions)]
    found = [limits(*sums, resamplers[at % SETS], high) for at, sums in enumerate(made)]
    given = [each for each in found if len(each) > 1]
    ends = {method: np.array([each[method] for each in given]) for method in METHODS}
    shares = {method: float(((low_high - truth).prod(axis=1) <= 0).mean()) for method, low_high in ends.items()}
    width = np.ptp(ends["masthead"], axis=1) / np.ptp(ends["Taylor"], axis=1)
    own = np.array([each["masthead"] for each in found])
    return {
        "counts": name,
        "clusters": clusters,
        "given": len(given) / repetitions,
        **shares,
        "too_low": float((ends["masthead"][:, 1] < truth).mean()),
        "too_high": float((ends["masthead"][:, 0] > truth).mean()),
        "difference": differences(made, own, 1, high),
        "from_rest": differences(made, own, OTHERS, high),
        "width": [float(np.median(width)), float(np.quantile(width, 0.95))],
    }


def differences(made: list[Draw], own: Floats, others: int, high: float) -> float:
    """The share of intervals of an outlet's difference from the mean of ``others`` outlets that hold 0."""
    held = []
    for start in range(len(made)):
        places = [(start + step) % len(made) for step in range(others + 1)]
        sides = [made[place] for place in places]
        hits = np.concatenate([hits for hits, _ in sides]).astype(np.float64)
        ratio = Ratio(high=high, lump=lump(hits, np.repeat(np.arange(others + 1), len(sides[0][0]))))
        totals = np.array([[hits.sum(), exposure.sum()] for hits, exposure in sides], np.float64)
        ends = own[places].copy()
        for side in np.flatnonzero(np.isnan(ends[:, 0])):
            ends[side] = limits_without_hits(ratio, totals[side], 1 - 2 * TAIL)
        low, above = combine_intervals(ratio.value(totals.T), ends[:, 0], ends[:, 1])
        if np.isfinite([low[0], above[0]]).all():
            held.append(bool(low[0] <= 0 <= above[0]))
    return float(np.mean(held))


def halves(path: Path, splits: int, draws: int) -> list[dict[str, object]]:
    """Shares of intervals of the difference between halves of an outlet that hold 0, by feature."""
    table, features = real(path)
    clustered = ClusterTable.of(table)
    held: dict[str, list[bool]] = {feature.name: [] for feature in features}
    for block, (group, outlet) in product(blocks_of(clustered, features), enumerate(clustered.groups)):
        moments = block.moments.rows(block.group_rows(group))
        for split in range(splits if block.sizes[group] >= FEWEST else 0):
            order = np.random.default_rng([split, group]).permutation(len(moments.matrix))
            sides = [moments.rows(half) for half in np.array_split(order, 2)]
            resamplers = [Resampler(split, f"{outlet} {side}", draws) for side in range(2)]
            limits = np.stack([bootstrap_intervals(*both) for both in zip(sides, resamplers, strict=True)], axis=-1)
            values = [
                [side.evaluate(i, side.matrix.sum(axis=0)[:, None], 1.0)[0].item() for side in sides]
                for i in range(len(block.indices))
            ]
            low, high = combine_intervals(np.array(values), limits[:, 0], limits[:, 1])
            for index, bottom, top in zip(block.indices, low[:, 0], high[:, 0], strict=True):
                if np.isfinite([bottom, top]).all():
                    held[features[index].name].append(bool(bottom <= 0 <= top))
    return [{"feature": name, "n": len(found), "held": float(np.mean(found))} for name, found in held.items()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=2000)
    parser.add_argument("--draws", type=int, default=999)
    parser.add_argument("--clusters", type=int, nargs="+", default=[10, 30, 200])
    parser.add_argument("--features", type=Path)
    parser.add_argument("--splits", type=int, default=40)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    columns = ("given", *METHODS, "too_low", "too_high", "difference", "from_rest")
    print(f"{'counts':<14}{'clusters':>9}" + "".join(f"{name:>12}" for name in columns) + "   width")
    rows = []
    for name in SCENARIOS:
        for clusters in options.clusters:
            row = coverage(name, clusters, options.repetitions, options.draws)
            rows.append(row)
            figures = "".join(f"{row[column]:>12.3f}" for column in columns)
            print(f"{name:<14}{clusters:>9}{figures}   {row['width'][0]:.2f}, {row['width'][1]:.2f}", flush=True)
    split = halves(options.features, options.splits, options.draws) if options.features else []
    for row in split:
        print(f"halves of outlets: {row['feature']:<36}{row['n']:>8}{row['held']:>8.3f}", flush=True)
    if options.output:
        manifest = {"masthead": __version__, "repetitions": options.repetitions, "draws": options.draws}
        options.output.write_text(
            json.dumps({"manifest": manifest, "rows": rows, "halves": split}, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
