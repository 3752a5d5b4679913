"""Does every command get through a million articles, within its memory, and does its time grow with their number?

    python benchmarks/soak.py --articles 10000 --articles 100000 --articles 1000000 -o benchmarks/results/soak.json

Made-up articles of 200 outlets, of which 5 % are copies with changes, go through ``read``, ``duplicates``,
``events``, ``measure`` and what compares outlets; the features of ten corpora of that size are compared, too, and
copies and events are looked for where 2,000 market reports from one template are among the articles. Every command is
a process of its own, one worker, no cache: seconds of processors, seconds, peak memory, and the megabytes written.
Rows are accounted for, and copies and events that were found are set against those that were made.
``--only`` runs some commands again, on what the others left in ``--folder``. The exit status is 1 where a command
failed, lost a row, took more memory than ``LIMITS`` says, or ``GROWTH`` times the processor time an article that it
took in the smallest corpus.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from made_corpus import MadeCorpus
from processes import environment, run

from masthead.storage import TableWriter, read_manifest

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

ROWS = 10_000
ARTICLES, TABLES, COPIES, EVENTS = "in", "tables", "copies.parquet", "events.parquet"
FEATURES, HITS = "features.parquet", "hits.parquet"
TEN_TIMES = tuple(f"features-{number}.parquet" for number in range(10))
LIMITS = {"measure": 700, "compare": 1000, "choices": 1000, "trend": 1000, "words": 2000, "events": 2000} | {
    "duplicates": 2000
}
"""The most megabytes that a command may take, by the first word of its name here."""
ALIKE = "alike.parquet"
MANY_ALIKE = 2000
OWN = ("id", "event", "copy_of")
"""What is an article's own in FEATURES."""

GROWTH = 1.3


class Step(NamedTuple):
    """A command, and the result whose rows must be one an article."""

    arguments: tuple[str, ...]
    rows: str = ""


def _looking(command: str, given: str) -> Step:
    return Step((command, given, "-o", f"{command}-{Path(given).stem}.json"))


STEPS = {
    "read": Step(("read", ARTICLES, "-o", TABLES), TABLES),
    "duplicates": Step(("duplicates", TABLES, "-o", COPIES), COPIES),
    "events": Step(("events", TABLES, "-o", EVENTS), EVENTS),
    "duplicates with 2,000 from one template": Step(("duplicates", TABLES, ALIKE, "-o", "alike-copies.parquet")),
    "events with 2,000 from one template": Step(("events", TABLES, ALIKE, "-o", "alike-events.parquet")),
    "measure": Step(("measure", TABLES, "-o", FEATURES, "--hits", HITS), FEATURES),
    **{f"{name} from articles": _looking(name, TABLES) for name in ("profile", "compare", "choices", "trend")},
    **{f"{name} from features": _looking(name, FEATURES) for name in ("profile", "compare", "choices", "trend")},
    **{
        f"{name} from ten times the features": Step((name, *TEN_TIMES, "-o", f"{name}-tenfold.json"))
        for name in ("profile", "compare")
    },
    "words": _looking("words", TABLES),
    "report": Step(("report", TABLES, "-o", "report.html")),
}
"""The commands in their order, each of which may use what those before it wrote."""


def together(found: Iterable[Hashable], known: Iterable[Hashable]) -> dict[str, float]:
    """Of the pairs that are together in ``found``, the share that are in ``known``, and the other way round.

    None stands for what is with nothing.
    """
    pairs: Counter[Hashable] = Counter()
    sizes: dict[str, Counter[Hashable]] = {"found": Counter(), "known": Counter()}
    for one, other in zip(found, known, strict=True):
        sizes["found"][one] += one is not None
        sizes["known"][other] += other is not None
        pairs[one, other] += one is not None and other is not None
    common = _pairs(pairs)
    precision, recall = (common / max(_pairs(sizes[name]), 1) for name in ("found", "known"))
    return {"precision": round(precision, 4), "recall": round(recall, 4)}


def _pairs(sizes: Counter[Any]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def recovered(folder: Path, truth: Mapping[str, list[Any]]) -> dict[str, Any]:
    """How well the copies and the events of a run agree with those that were made."""
    found: dict[str, Any] = {}
    if (folder / COPIES).exists():
        rows = pq.read_table(folder / COPIES, columns=["id", "copy_of"]).to_pydict()
        copy_of = dict(zip(rows["id"], rows["copy_of"], strict=True))
        roots = dict(zip(truth["id"], truth["copy_of"], strict=True))
        found["copies"] = together(
            *([_root(name, of) for name in truth["id"]] for of in (copy_of, roots)),
        )
    if (folder / EVENTS).exists():
        rows = pq.read_table(folder / EVENTS, columns=["id", "event"]).to_pydict()
        event = dict(zip(rows["id"], rows["event"], strict=True))
        found["events"] = together([event.get(name) for name in truth["id"]], truth["event"])
    return found


def multiply(folder: Path) -> None:
    """Write the features ten times, as of articles and events of their own."""
    source = pq.ParquetFile(folder / FEATURES)
    manifest = read_manifest(folder / FEATURES)
    for number, name in enumerate(TEN_TIMES):
        inputs = [{**item, "sha256": f"{number}-{item['sha256']}"} for item in manifest["inputs"]]
        with (folder / name).open("wb") as file, TableWriter(file) as writer:
            for group in range(source.num_row_groups):
                table = source.read_row_group(group)
                for own in OWN:
                    values = pc.binary_join_element_wise(table[own], str(number), "-")
                    table = table.set_column(table.column_names.index(own), table.schema.field(own), values)
                writer.write(table)
            writer.close({**manifest, "inputs": inputs})


def _root(name: str, copy_of: Mapping[str, str | None]) -> str:
    while (original := copy_of.get(name)) is not None:
        name = original
    return name


def soaked(folder: Path, corpus: MadeCorpus, only: list[str]) -> dict[str, Any]:
    """What every command took, the rows it wrote, and what it found of what is known."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ARTICLES).exists():
        (folder / ARTICLES).mkdir()
        for _ in corpus.write(folder / ARTICLES, ROWS):
            pass
    if not (folder / ALIKE).exists():
        pq.write_table(corpus.alike(MANY_ALIKE), folder / ALIKE)
    commands: dict[str, Any] = {}
    for name, step in STEPS.items():
        if only and name not in only:
            continue
        if TEN_TIMES[0] in step.arguments and not (folder / TEN_TIMES[0]).exists():
            multiply(folder)
        masthead = [sys.executable, "-m", "masthead", *step.arguments, "--quiet"]
        if step.arguments[0] not in ("read", "duplicates", "events"):
            masthead.append("--no-cache")
        done = run(masthead, folder=folder)
        took = {"cpu": round(done.cpu, 1), "seconds": round(done.wall, 1), "megabytes": round(done.megabytes)}
        if done.code:
            took |= {"exit_code": done.code, "said": done.said[-300:]}
        elif step.rows:
            took["rows"] = ds.dataset(folder / step.rows, format="parquet", exclude_invalid_files=True).count_rows()
        outputs = [step.arguments[place + 1] for place, name in enumerate(step.arguments) if name in ("-o", "--hits")]
        took["written"] = {output: round(_size(folder / output) / 1e6, 1) for output in outputs}
        commands[name] = took
        print(f"{corpus.articles}: {name} {took}", file=sys.stderr, flush=True)
    return {"commands": commands, "recovered": recovered(folder, corpus.truth().to_pydict())}


def _size(path: Path) -> int:
    files = path.rglob("*.parquet") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.exists())


def wrong(found: Mapping[str, Any]) -> list[str]:
    """What failed, lost a row or took too much memory, by the number of articles."""
    said = []
    smallest = min(found, key=int)
    for articles, one in found.items():
        for name, took in one["commands"].items():
            if took.get("exit_code"):
                said.append(f"{articles}: {name} ended with {took['exit_code']}")
            if took.get("rows", int(articles)) != int(articles):
                said.append(f"{articles}: {name} wrote {took['rows']} rows")
            if "ten times" not in name and took["megabytes"] > LIMITS.get(name.split(" ")[0], sys.maxsize):
                said.append(f"{articles}: {name} took {took['megabytes']} MB")
            first = found[smallest]["commands"].get(name, {"cpu": float("inf")})["cpu"] / int(smallest)
            if took["cpu"] / int(articles) > GROWTH * first:
                said.append(
                    f"{articles}: {name} took {took['cpu'] / int(articles) / first:.1f} times as long an article"
                )
    return said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, action="append")
    parser.add_argument("--only", choices=list(STEPS), action="append", default=[])
    parser.add_argument("--folder", type=Path, help="keep everything here; by default in a temporary folder")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    report: dict[str, Any] = {"articles": {}}
    if given.output is not None and given.output.exists():
        report |= json.loads(given.output.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="masthead-soak-") as temporary:
        for articles in given.articles or [10_000]:
            found = soaked((given.folder or Path(temporary)) / str(articles), MadeCorpus(articles), given.only)
            before = report["articles"].get(str(articles), {"commands": {}, "recovered": {}})
            report["articles"][str(articles)] = {name: {**before[name], **found[name]} for name in before}
            report |= {"wrong": wrong(report["articles"]), "environment": environment()}
            if given.output is not None:
                given.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=1))
    return 1 if report["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
