"""What looking at a measured corpus costs: processor seconds of whole commands, now and in an earlier checkout.

    python benchmarks/looking.py --data DIR [--before CHECKOUT] [--rounds 5] [--output FILE] [--check]

``compare``, ``choices``, ``words`` and ``trend`` on the 520 articles of FA-KES, whose counts are in the cache of each
side beforehand; each round has a seed of its own, so that every resample and permutation is made anew. And what a
newcomer types first, ``masthead --help``. The sides alternate, so that a busy machine slows both alike. ``--check``
fails where the median of a command is above what is promised for it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from classifier_cost import BEFORE, HERE, NOW, Side, commit_of
from processes import environment

LOOKING = ("compare", "choices", "words", "trend")
PROMISED = {**dict.fromkeys(LOOKING, 2.0), "--help": 0.2}
"""Processor seconds at the most."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--before", type=Path, help="another checkout of masthead")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    checkouts = {NOW: HERE} if options.before is None else {BEFORE: options.before, NOW: HERE}
    with tempfile.TemporaryDirectory() as folder:
        sides = {name: Side(checkout, Path(folder) / name) for name, checkout in checkouts.items()}
        found = look(sides, str(options.data / "articles" / "fa_kes.parquet"), options.rounds)
    if options.output:
        before = {} if options.before is None else {"before": commit_of(options.before)}
        made = {"environment": environment(), **before, "rounds": options.rounds, "commands": found}
        options.output.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    slow = [name for name, row in found.items() if row[NOW] > PROMISED[name]]
    if options.check and slow:
        sys.exit(f"slower than promised: {', '.join(slow)}")


def look(sides: dict[str, Side], articles: str, rounds: int) -> dict[str, Any]:
    """Median processor seconds of each command by side."""
    for side in sides.values():
        side.go("doctor")  # compiles
        for name in LOOKING:
            side.go(name, articles)
    found = {}
    for name in PROMISED:
        seconds: dict[str, list[float]] = {side: [] for side in sides}
        for seed in range(1, rounds + 1):
            arguments = (name, articles, "--seed", str(seed)) if name in LOOKING else (name,)
            for side, of in sides.items():
                seconds[side].append(of.go(*arguments).cpu)
        found[name] = row_of(seconds)
        print(name, json.dumps(found[name]), flush=True)
    return found


def row_of(seconds: dict[str, list[float]]) -> dict[str, float]:
    """Medians by side, and their ratio where there are two."""
    row = {side: round(statistics.median(taken), 2) for side, taken in seconds.items()}
    return row if BEFORE not in row else {**row, "ratio": round(row[NOW] / row[BEFORE], 2)}


if __name__ == "__main__":
    main()
