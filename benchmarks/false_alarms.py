"""How often outlets that do not differ are said to: with clusters respected, and with clusters ignored.

    python benchmarks/false_alarms.py --repetitions 200

Outlets write at the same rates, drawn anew for each outlet-day, so that articles of one day are alike.
Ignoring clusters means that each article is its own: the dates are taken away.
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy.stats import kstest
from synthetic import catalogue, feature_rows

from masthead.comparisons import compare_outlets


def p_values(repetitions: int, permutations: int, *, clusters: bool) -> np.ndarray:
    """p of one density for four outlets of 300 articles over 30 days, one row a corpus."""
    rows = catalogue(1)
    found = []
    for seed in range(repetitions):
        table = feature_rows(rows, 1200, 4, 30, seed)
        if not clusters:
            table = table.drop_columns(["date"])
        compared = compare_outlets(table, rows, seed=seed, draws=20, permutations=permutations)
        found.append(compared.column("p").to_pylist())
    return np.array(found, dtype=np.float64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=200)
    parser.add_argument("--permutations", type=int, default=199)
    options = parser.parse_args()
    for label, clusters in (("clusters respected", True), ("clusters ignored", False)):
        found = p_values(options.repetitions, options.permutations, clusters=clusters)
        below = (found < 0.05).mean()
        uniform = kstest(found[:, 0], "uniform").pvalue
        print(f"{label:<20} p < 0.05: {below:.3f}   Kolmogorov-Smirnov p (one outlet): {uniform:.2g}")


if __name__ == "__main__":
    main()
