"""How long a comparison takes: processor seconds and peak memory on made-up feature rows.

    python benchmarks/compare_speed.py --output benchmarks/results/compare_speed.json

Unmatched, clusters are outlet-days; matched, every article is on one of 1,000 events, so that an outlet shares about
400 with others. What `masthead compare` does is the profile, then the comparison with the profile's intervals. The
whole command reads FEATURES with every column that `measure` writes, for as many articles.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from synthetic import catalogue, feature_rows

import masthead
from masthead import __version__
from masthead.comparisons.options import CompareOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.features import catalogue as measured
from masthead.profiles import profile_outlets
from masthead.storage import write_table

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("articles", 100_000), ("outlets", 200), ("features", 60), ("days", 100), ("events", 1000)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--permutations", type=int, default=1999)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    rows = catalogue(options.features)
    table = feature_rows(rows, options.articles, options.outlets, options.days)
    found = {}
    with timed("profile", found):
        profiles = profile_outlets(table, rows, draws=options.draws)
    asked = CompareOptions(draws=options.draws, permutations=options.permutations)
    with timed("compare", found):
        compare_outlets(table, rows, asked, profiles=profiles)
    events = np.random.default_rng(1).integers(0, options.events, options.articles)
    table = table.append_column("event", pa.array([f"e{event}" for event in events])).drop_columns(["date"])
    with timed("compare on shared events", found):
        compare_outlets(table, rows, replace(asked, events=True))
    found["masthead compare FEATURES"] = whole_command(options.articles, options.outlets, options.days)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {memory:.0f} MB")
    if options.output:
        manifest = {
            "masthead": __version__,
            **{name: value for name, value in vars(options).items() if name != "output"},
        }
        made = {"manifest": manifest, "cpu_seconds": found, "peak_megabytes": round(memory)}
        options.output.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def whole_command(articles: int, outlets: int, days: int) -> float:
    """Processor seconds, user and system, of ``masthead compare`` on made-up FEATURES in a Parquet file."""
    counted = masthead.measure(
        [{"id": str(n), "outlet": "A", "text": "The council met. It may rain."} for n in range(2)]
    )
    random = np.random.default_rng(2)
    table = counted.features.take(pa.array(np.zeros(articles, np.int64)))
    made = feature_rows([], articles, outlets, days)
    known = [feature for feature in measured() if feature.family != "choices"]
    counts = dict.fromkeys(name for feature in known for name in feature.numerator)
    columns = {name: made[name] for name in ("id", "outlet", "date")}
    for name in counts:
        if pa.types.is_floating(table.schema.field(name).type) and not name.startswith("words"):
            columns[name] = pa.array(random.poisson(random.gamma(1.0, 2.0, articles)).astype(float))
    for name, column in columns.items():
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(name), column.cast(table.schema.field(name).type))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.features.parquet"
        write_table(table, path, counted.manifest)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "masthead", "compare", str(path), "-o", str(Path(folder) / "out.json")]
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1)
    print(f"masthead compare FEATURES: {seconds} s of processor time", flush=True)
    return seconds


@contextmanager
def timed(name: str, found: dict[str, float]) -> Iterator[None]:
    """Print and remember the processor seconds of what is done inside."""
    clock = time.process_time()
    yield
    found[name] = round(time.process_time() - clock, 1)
    print(f"{name}: {found[name]} s of processor time", flush=True)


if __name__ == "__main__":
    main()
