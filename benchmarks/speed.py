"""How fast articles are measured, beside ``wc -w``, ``re.findall`` and the plain code, in one run and in CPU time.

    python -P benchmarks/speed.py ARTICLES.parquet [--articles 3000] [--rounds 3] [-o speed.json]

(``-P`` keeps this folder off the path, where ``coverage.py`` would be taken for the package of that name.)

The rounds alternate, so that a busy machine slows all alike; what counts are the ratios to ``wc -w``. The compiled pass
is warm: its first call, which compiles or loads it, is timed apart.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numba
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from masthead.features import MeasureOptions, load_instruments, measure_batch
from masthead.features.kernel.batches import Kernel
from masthead.schema import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable

BATCH = 500
PLAIN = 20
"""Articles for the plain code, which is slow."""


def read_articles(path: Path, limit: int) -> pa.Table:
    """The texts and headlines of a Parquet file as an ARTICLES table."""
    table = pq.read_table(path, columns=["id", "outlet", "title", "text"]).slice(0, limit)
    table = table.filter(pc.is_valid(table["text"]))
    columns = {name: table[name].cast(pa.string()) for name in table.column_names}
    missing = {item.name: pa.nulls(table.num_rows, item.type) for item in ARTICLES if item.name not in columns}
    return pa.table({name: {**columns, **missing}[name] for name in ARTICLES.names})


def measured(kernel: Kernel, table: pa.Table, *, hits: bool) -> None:
    """Measure a table batch by batch."""
    for start in range(0, table.num_rows, BATCH):
        kernel.measure(table.slice(start, BATCH), hits=hits)


def own_seconds(run: Callable[[], object]) -> float:
    """CPU seconds of a call in this process."""
    start = time.process_time()
    run()
    return time.process_time() - start


def child_seconds(command: list[str], path: Path) -> float:
    """CPU seconds of a command that reads a file."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with path.open("rb") as file:
        subprocess.run(
            command, stdin=file, stdout=subprocess.DEVNULL, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(path: Path, limit: int, rounds: int) -> dict[str, object]:
    """MB of text a CPU second of each way, medians over the rounds, and each one's share of ``wc -w``."""
    table = read_articles(path, limit)
    kernel = Kernel(load_instruments(MeasureOptions()))
    first = own_seconds(lambda: kernel.measure(table.slice(0, 2)))
    texts = table["text"].to_pylist()
    size = sum(len(text.encode()) for text in texts) / 1e6
    plain = table.slice(0, PLAIN)
    plain_size = sum(len(text.encode()) for text in plain["text"].to_pylist()) / 1e6
    word = re.compile(r"\w+")
    speeds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.txt"
        file.write_text("\n".join(texts))
        ways: dict[str, tuple[float, Callable[[], float]]] = {
            "wc -w": (size, lambda: child_seconds(["wc", "-w"], file)),
            "re.findall": (size, lambda: own_seconds(lambda: [word.findall(text) for text in texts])),
            "measure, counts": (size, lambda: own_seconds(lambda: measured(kernel, table, hits=False))),
            "measure, hits": (size, lambda: own_seconds(lambda: measured(kernel, table, hits=True))),
            "plain code": (plain_size, lambda: own_seconds(lambda: measure_batch(plain, kernel.instruments))),
        }
        for _ in range(rounds):
            for name, (megabytes, run) in ways.items():
                speeds.setdefault(name, []).append(megabytes / max(run(), 1e-9))
    medians = {name: statistics.median(found) for name, found in speeds.items()}
    return {
        "articles": table.num_rows,
        "megabytes": round(size, 1),
        "first_call_cpu_seconds": round(first, 1),
        "megabytes_per_cpu_second": {name: round(value, 2) for name, value in medians.items()},
        "of_wc": {name: round(value / medians["wc -w"], 4) for name, value in medians.items()},
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "environment": {
            "machine": platform.machine(),
            "python": platform.python_version(),
            "numba": numba.__version__,
            "numpy": np.__version__,
            "pyarrow": pa.__version__,
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
        },
    }


def main() -> None:
    """Run the comparison and print it; write it as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles_file", type=Path)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    result = compare(options.articles_file, options.articles, options.rounds)
    text = json.dumps(result, indent=2)
    print(text)
    if options.output:
        options.output.write_text(text + "\n")


if __name__ == "__main__":
    main()
