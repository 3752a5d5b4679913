"""How fast articles are measured, as whole processes beside others, in one run.

    python benchmarks/speed.py ARTICLES.parquet [-n 28914] [--rounds 3] [--rivals PYTHON] [-o speed.json]
    python benchmarks/speed.py ARTICLES.parquet --scale 1000,10000,100000 [-o scaling.json]

The rounds alternate, so that a busy machine slows all alike: what counts are ratios. Each way reads Parquet and, where
it is ours, writes Parquet; ``wc`` reads the same texts as one file. Slow ways get fewer articles, and what they take to
start is taken off. Compiled code and tables are warm: an unmeasured run comes first. ``--check`` fails where a ratio is
below what is promised.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from processes import Run, environment, run
from rivals import MISSING
from scaled import Corpus

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
SAMPLES = {
    "re.findall": 4000,
    "CountVectorizer": 4000,
    "textstat": 300,
    "spaCy tokens and sentences": 1000,
    "spaCy small model": 100,
    "TextDescriptives readability": 300,
    "NELA": 50,
}
"""Articles a rival is given, taken evenly from all."""
COUNTS, HITS = "masthead, counts", "masthead, hits"
PROMISED = {("wc -w", COUNTS): 1 / 0.33, (COUNTS, "textstat"): 150, (COUNTS, "NELA"): 2000}
"""Ratios of speed: the first of a pair is at least (``wc``: at most) so many times as fast as the second."""
SHARD = 10_000


@dataclass
class Way:
    """A command and the texts it is given: megabytes, articles, and the seconds it takes to start."""

    command: list[str]
    megabytes: float
    articles: int
    stdin: Path | None = None
    runs: list[Run] = field(default_factory=list)
    start: float = 0.0

    def go(self) -> Run:
        """Run it once."""
        return run(self.command, self.stdin, LC_ALL="C.UTF-8")

    def summary(self) -> dict[str, Any]:
        """Medians over the rounds."""
        cpu = max(statistics.median(one.cpu for one in self.runs) - self.start, 1e-9)
        return {
            "articles": self.articles,
            "megabytes": round(self.megabytes, 1),
            "cpu_seconds": round(cpu, 3),
            "wall_seconds": round(statistics.median(one.wall for one in self.runs), 3),
            "start_seconds_taken_off": round(self.start, 3),
            "peak_megabytes": round(max(one.megabytes for one in self.runs)),
            "megabytes_per_cpu_second": round(self.megabytes / cpu, 3),
            "articles_per_cpu_second": round(self.articles / cpu, 1),
        }


def measuring(source: Path, target: Path, *options: str) -> list[str]:
    """Our command."""
    ours = [sys.executable, "-m", "masthead", "measure", str(source), "-o", str(target)]
    return [*ours, "--no-cache", "--quiet", *options]


def compare(corpus: Corpus, number: int, rounds: int, rivals: str, folder: Path) -> dict[str, Any]:
    """Every way in turn, ``rounds`` times."""
    table = corpus.articles(0, number)
    source, out = folder / "articles.parquet", folder / "features.parquet"
    pq.write_table(table, source, compression="zstd")
    (folder / "texts.txt").write_text("\n".join(table["text"].to_pylist()), encoding="utf-8")
    ways = {"wc -w": Way(["wc", "-w"], size(table), number, folder / "texts.txt")}
    for name, options in {
        COUNTS: ("--no-hits", "--jobs", "1"),
        HITS: ("--hits", str(folder / "hits.parquet"), "--jobs", "1"),
        "masthead, counts, 2 workers": ("--no-hits", "--jobs", "2"),
    }.items():
        ways[name] = Way(measuring(source, out, *options), size(table), number)
    missing = _add_rivals(ways, table, source, rivals, folder)
    _require(ways[COUNTS].go(), COUNTS)  # compiles, if need be
    for _ in range(rounds):
        for name, way in list(ways.items()):
            used = way.go()
            if used.code == MISSING and name in SAMPLES:
                missing[name] = used.said
                del ways[name]
                continue
            way.runs.append(_require(used, name))
    found = {name: way.summary() for name, way in ways.items()}
    wc = found["wc -w"]["megabytes_per_cpu_second"]
    for row in found.values():
        row["of_wc"] = round(row["megabytes_per_cpu_second"] / wc, 5)
    return {"articles": number, "rounds": rounds, "ways": found, "not_installed": missing}


def _add_rivals(ways: dict[str, Way], table: pa.Table, source: Path, rivals: str, folder: Path) -> dict[str, str]:
    """The rivals that run; why the others do not."""
    missing: dict[str, str] = {"quanteda": "no Rscript"} if shutil.which("Rscript") is None else {}
    nothing = folder / "nothing.parquet"
    pq.write_table(table.slice(0, 0), nothing)
    for name, most in SAMPLES.items():
        sample, given = table, source
        if most < table.num_rows:
            step = table.num_rows // most
            sample, given = table.take(list(range(0, most * step, step))), folder / f"sample-{most}.parquet"
            pq.write_table(sample, given, compression="zstd")
        script = [rivals, str(HERE / "rivals.py"), name]
        start = run([*script, str(nothing)])
        if start.code == MISSING:
            missing[name] = start.said
            continue
        ways[name] = Way([*script, str(given)], size(sample), sample.num_rows, start=_require(start, name).cpu)
    return missing


def size(table: pa.Table) -> float:
    """Megabytes of text."""
    return sum(len(text.encode()) for text in table["text"].to_pylist()) / 1e6


def scale(corpus: Corpus, sizes: list[int], folder: Path, save: Callable[[dict[str, Any]], None]) -> None:
    """Time and peak memory against the number of articles, in a folder of files of ten thousand; saved size by size."""
    rows = []
    for number in sizes:
        source = folder / f"in-{number}"
        source.mkdir()
        megabytes = sum(size(pq.read_table(path, columns=["text"])) for path in corpus.write(number, source, SHARD))
        used = _require(run(measuring(source, folder / f"out-{number}", "--no-hits", "--jobs", "1")), "folder")
        shutil.rmtree(source)
        row = {
            "articles": number,
            "megabytes": round(megabytes, 1),
            "cpu_seconds": round(used.cpu, 2),
            "wall_seconds": round(used.wall, 2),
            "peak_megabytes": round(used.megabytes),
            "megabytes_per_cpu_second": round(megabytes / used.cpu, 2),
        }
        rows.append(row)
        print(json.dumps(row), flush=True)
        save({"shard": SHARD, "sizes": rows})


def _require(found: Run, name: str) -> Run:
    if found.code:
        raise SystemExit(f"{name} failed ({found.code}): {found.said[-500:]}")
    return found


def shown(result: dict[str, Any]) -> str:
    """The comparison as a table."""
    lines = [f"{'':30} {'MB/s CPU':>9} {'of wc':>8} {'articles/s':>11} {'CPU s':>8} {'wall s':>8} {'peak MB':>8}"]
    lines += [
        f"{name:30} {row['megabytes_per_cpu_second']:9.2f} {row['of_wc']:8.4f} {row['articles_per_cpu_second']:11,.1f} "
        f"{row['cpu_seconds']:8.2f} {row['wall_seconds']:8.2f} {row['peak_megabytes']:8,}"
        for name, row in result["ways"].items()
    ]
    lines += [f"{name:30} not installed: {why}" for name, why in result["not_installed"].items()]
    return "\n".join(lines)


def check(result: dict[str, Any]) -> list[str]:
    """The promises that this run does not hold."""
    broken = []
    for (one, other), times in PROMISED.items():
        if one not in result["ways"] or other not in result["ways"]:
            continue
        ratio = result["ways"][one]["megabytes_per_cpu_second"] / result["ways"][other]["megabytes_per_cpu_second"]
        if (ratio > times) if one == "wc -w" else (ratio < times):
            broken.append(f"{one} is {ratio:.2f} times as fast as {other}, promised {times:.2f}")
    return broken


def main() -> None:
    """Run the comparison or the scaling, print it, write it as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("-n", "--number", type=int, help="articles; by default those of the file")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rivals", default=sys.executable, help="interpreter that has the packages of the others")
    parser.add_argument("--scale", type=lambda text: [int(part) for part in text.split(",")])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    corpus = Corpus(options.articles)
    before = environment()

    def save(result: dict[str, Any]) -> None:
        if options.output:
            options.output.write_text(json.dumps({**result, "environment": before}, indent=2) + "\n")

    with tempfile.TemporaryDirectory() as folder:
        if options.scale:
            scale(corpus, options.scale, Path(folder), save)
            return
        number = options.number or len(corpus.texts)
        result = compare(corpus, number, options.rounds, options.rivals, Path(folder))
    print(shown(result))
    save(result)
    broken = check(result) if options.check else []
    if broken:
        raise SystemExit("\n".join(broken))


if __name__ == "__main__":
    main()
