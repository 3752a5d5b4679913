r"""How far probabilities can be trusted on outlets held out, by how they are calibrated.

    python benchmarks/calibration.py --data CORPORA --output benchmarks/results/calibration.json

One task of each suite with the default model, its probabilities as they are, with a temperature, and with a temperature
and a shift for each label, both fitted inside the training part. Of the large corpus so many articles a site are taken.
Each figure has its interval over outlets, or none where there are too few.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow.parquet as pq

from masthead import __version__
from masthead.classifiers import DEFAULT
from masthead.classifiers.calibration import fit_calibration
from masthead.evaluation.options import RunOptions
from masthead.evaluation.suites import find_benchmark, run_benchmark

TASKS = (
    "fa_kes.outlets",
    "webis2016.portals",
    "subjectivity.dev",
    "semeval2019.publishers",
    "babe.outlets",
    "basil.events",
    "abp.sites",
)
LARGE, SITE = "abp", "source_url"
KEPT = ("value", "low", "high")

Row = dict[str, Any]


def reduced(data: Path, folder: Path, most: int) -> Path:
    """A folder with so many articles of each site of the large corpus, drawn by the hash of their ids."""
    table = pq.read_table(data / "articles" / f"{LARGE}.parquet")
    ids, sites = table["id"].to_pylist(), table[SITE].to_pylist()
    seen: Counter[str] = Counter()
    rows = []
    for row in sorted(range(len(ids)), key=lambda row: hashlib.blake2b(ids[row].encode(), digest_size=8).digest()):
        seen[sites[row]] += 1
        if seen[sites[row]] <= most:
            rows.append(row)
    (folder / "articles").mkdir()
    pq.write_table(table.take(sorted(rows)), folder / "articles" / f"{LARGE}.parquet")
    return folder


def judged(task: str, data: Path, seed: int, *, shifted: bool) -> dict[str, Row]:
    """The figures of the default model by metric, with or without shifts."""
    suite = find_benchmark(task.partition(".")[0])
    options = RunOptions(only=(task,), models=(DEFAULT,), seed=seed)
    with patch("masthead.classifiers.fitting.fit_calibration", partial(fit_calibration, shifted=shifted)):
        return {row["metric"]: row for row in run_benchmark(suite, data, options).rows}


def compared(task: str, data: Path, seed: int) -> Row:
    temperature, both = (judged(task, data, seed, shifted=shifted) for shifted in (False, True))
    figures = {
        "brier_base": both["brier_base"],
        "brier_uncalibrated": both["brier_uncalibrated"],
        "brier_temperature": temperature["brier"],
        "brier": both["brier"],
        "ece_uncalibrated": both["ece_uncalibrated"],
        "ece_temperature": temperature["ece"],
        "ece": both["ece"],
    }
    size = {"n": both["brier"]["n"], "n_outlets": both["brier"]["n_outlets"], "macro_f1": both["macro_f1"]["value"]}
    return {"task": task, **size, **{name: [row[key] for key in KEPT] for name, row in figures.items()}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of corpora")
    parser.add_argument("--task", action="append", choices=TASKS, help="only this one; can be repeated")
    parser.add_argument("--per-site", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for task in options.task or TASKS:
            large = task.startswith(LARGE)
            data = reduced(options.data, Path(folder), options.per_site) if large else options.data
            rows.append(compared(task, data, options.seed))
            print(json.dumps(rows[-1]), flush=True)
            if options.output:
                manifest = {"masthead": __version__, "seed": options.seed, "per_site": options.per_site}
                text = json.dumps({"manifest": manifest, "rows": rows}, indent=1)
                options.output.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
