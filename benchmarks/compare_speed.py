"""How long a comparison takes: processor seconds and peak memory on made-up feature rows.

python benchmarks/compare_speed.py --articles 100000 --outlets 200 --features 60 --draws 1000
"""

from __future__ import annotations

import argparse
import resource
import time

from synthetic import catalogue, feature_rows

from masthead.comparisons import compare_outlets
from masthead.profiles import profile_outlets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("articles", 100_000), ("outlets", 200), ("features", 60), ("days", 100)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--permutations", type=int, default=1999)
    options = parser.parse_args()
    rows = catalogue(options.features)
    table = feature_rows(rows, options.articles, options.outlets, options.days)
    clock = time.process_time()
    profile_outlets(table, rows, draws=options.draws)
    print(f"profile: {time.process_time() - clock:.1f} s of processor time")
    clock = time.process_time()
    result = compare_outlets(table, rows, draws=options.draws, permutations=options.permutations)
    print(f"compare: {time.process_time() - clock:.1f} s of processor time, {result.num_rows} rows")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
