"""What classifiers cost: processor seconds and peak memory of whole commands, now and in an earlier checkout.

    python benchmarks/classifier_cost.py --data DIR --before CHECKOUT [--rounds 3] [--only predict]
        [--train-on semeval2019] [--output FILE]

Three commands: ``evaluate`` on the 455 articles of SemEval-2019, all models; ``train`` on Article-Bias-Prediction; and
``predict``, with that model, on the 520 articles of FA-KES. The two sides alternate, so that a busy machine slows both
alike: what counts are ratios of medians. What is measured of the articles is in the cache of each side beforehand, as
after any other command on them. ``--train-on`` takes another corpus to train on, for a side that takes too long over
the 28,914 articles of Article-Bias-Prediction. ``--check`` fails where a ratio or a memory is above what is promised.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processes import Run, environment, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HERE = Path(__file__).parent.parent
COMMANDS = ("evaluate", "train", "predict")
TRAINED_ON = ("abp", "semeval2019")
BEFORE, NOW = "before", "now"
RATIO, MEGABYTES = 0.4, 2048
"""What is promised: the share of the processor time of before, and the peak memory."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--before", type=Path, required=True, help="another checkout of masthead")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=COMMANDS, action="append", help="can be repeated; predict also trains once")
    parser.add_argument("--train-on", choices=TRAINED_ON, default=TRAINED_ON[0])
    parser.add_argument("--output", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sides = {BEFORE: Side(options.before, Path(folder) / BEFORE), NOW: Side(HERE, Path(folder) / NOW)}
        asked = asked_of(options.data / "articles", options.train_on)
        found = compare(sides, asked, options.only or COMMANDS, options.rounds)
    if options.output:
        kept = json.loads(options.output.read_text("utf-8"))["commands"] if options.output.exists() else {}
        made = {"environment": environment(), "before": commit_of(options.before), "commands": {**kept, **found}}
        options.output.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    broken = [name for name, row in found.items() if row["ratio"] > RATIO or row[NOW]["peak_megabytes"] > MEGABYTES]
    if options.check and broken:
        sys.exit(f"above what is promised: {', '.join(broken)}")


class Side:
    """A checkout with a cache of its own and the model it trained."""

    def __init__(self, checkout: Path, folder: Path) -> None:
        self.model = folder / "model.skops"
        self.environment = {
            "PYTHONPATH": str(checkout.resolve() / "toolkit"),
            "MASTHEAD_CACHE": str(folder / "cache"),
        }
        folder.mkdir()

    def go(self, *arguments: str) -> Run:
        """Run a command of masthead; exits with what it said where it fails."""
        used = run([sys.executable, "-m", "masthead", *arguments], None, **self.environment)
        if used.code:
            sys.exit(f"masthead {arguments[0]} failed: {used.said[-500:]}")
        return used


def asked_of(articles: Path, train_on: str) -> dict[str, tuple[str, Callable[[Side], tuple[str, ...]]]]:
    """By command the articles it is about and its arguments."""
    semeval, training, fa_kes = (str(articles / f"{name}.parquet") for name in ("semeval2019", train_on, "fa_kes"))
    return {
        "evaluate": (semeval, lambda _: ("evaluate", semeval, "--label", "bias")),
        "train": (training, lambda side: ("train", training, "--label", "bias", "--save", str(side.model))),
        "predict": (fa_kes, lambda side: ("predict", fa_kes, "--trained", str(side.model))),
    }


def compare(
    sides: dict[str, Side],
    asked: Mapping[str, tuple[str, Callable[[Side], tuple[str, ...]]]],
    wanted: Sequence[str],
    rounds: int,
) -> dict[str, Any]:
    """Each command in turn, the sides alternating."""
    found = {}
    for name, (path, arguments) in asked.items():
        if name not in wanted:
            continue
        runs: dict[str, list[Run]] = {side: [] for side in sides}
        for side in sides.values():
            side.go("profile", path)  # measures, and compiles if need be
            if name == "predict" and not side.model.exists():
                side.go("profile", asked["train"][0])
                side.go(*asked["train"][1](side))
        for _ in range(rounds):
            for side, of in sides.items():
                runs[side].append(of.go(*arguments(of)))
        found[name] = {"articles": Path(path).stem, "trained_on": Path(asked["train"][0]).stem, **row_of(runs)}
        print(name, json.dumps(found[name]), flush=True)
    return found


def row_of(runs: dict[str, list[Run]]) -> dict[str, Any]:
    """Medians of a command's runs on both sides, and their ratio."""
    row: dict[str, Any] = {
        side: {
            "cpu_seconds": [round(one.cpu, 2) for one in ran],
            "peak_megabytes": round(max(one.megabytes for one in ran)),
        }
        for side, ran in runs.items()
    }
    before, now = (statistics.median(row[side]["cpu_seconds"]) for side in (BEFORE, NOW))
    return {**row, "ratio": round(now / before, 3)}


def commit_of(checkout: Path) -> str:
    """The commit that a checkout is at."""
    asked = ["git", "-C", str(checkout), "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
