"""Every readability formula and count against textstat itself, on every article of some Parquet files.

    python benchmarks/textstat_equality.py articles/*.parquet -o benchmarks/results/textstat.json

The counts are those of the shipped Counter as machine code, which gives what Python mode gives (``equality.py``).
textstat takes ten milliseconds an article; ``--limit`` takes the first articles of each file only.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from processes import environment

from masthead.features import Counter, MeasureOptions, load_instruments
from masthead.features.readability_check import VERIFIED, formula_values, textstat_values
from masthead.native import machine
from masthead.text.reference import packaged_dictionary

TOLERANCE = 1e-9


BATCH = 1000


def against_textstat(texts: list[str], counter: Counter) -> dict[str, dict[str, float]]:
    """For each formula and count: articles that have it, and the largest difference from textstat."""
    found: dict[str, dict[str, float]] = {name: {"articles": 0, "largest": 0.0} for name in VERIFIED}
    with packaged_dictionary() as textstat:
        for first in range(0, len(texts), BATCH):
            batch = texts[first : first + BATCH]
            theirs = [textstat_values(text, textstat) for text in batch]
            with machine.compiling():
                values = formula_values(batch, counter)
            for name, ours in values.items():
                differences = np.abs(ours - [row[name] for row in theirs])
                found[name]["articles"] += int(np.isfinite(differences).sum())
                found[name]["largest"] = max(found[name]["largest"], float(np.nanmax(differences, initial=0.0)))
    return found


def main() -> None:
    """Compare, print the worst, and fail where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--limit", type=int)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    counter = Counter(load_instruments(MeasureOptions()))
    files: dict[str, Any] = {}
    before = environment()
    result = {"textstat": before["textstat"], "tolerance": TOLERANCE, "files": files, "environment": before}
    worst = 0.0
    for path in options.files:
        if "text" not in pq.read_schema(path).names:
            continue
        texts = pq.read_table(path, columns=["text"])["text"].drop_null().slice(0, options.limit).to_pylist()
        measures = against_textstat(texts, counter)
        largest = max(row["largest"] for row in measures.values())
        worst = max(worst, largest)
        files[path.name] = {"articles": len(texts), "measures": measures}
        print(f"{path.name}: {len(texts):,} articles, largest difference {largest:g}", flush=True)
        if options.output:
            options.output.write_text(json.dumps(result, indent=2) + "\n")
    if worst > TOLERANCE:
        raise SystemExit("not equal to textstat")


if __name__ == "__main__":
    main()
