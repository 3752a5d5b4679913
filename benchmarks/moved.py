"""What moved between two results of the suite validity, as the table of the changelog.

    git show TAG:benchmarks/results/validity.json > before.json
    python benchmarks/moved.py before.json benchmarks/results/validity.json --write CHANGELOG.md

Of each task the first figure, on the whole corpus, with the interval of the later result; figures that only one of the
results has stand beside a dash. Without --write the table is printed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.numerals import NOTHING, interval, number, signed
from masthead.reports.titles import metric_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Row = Mapping[str, Any]

BEGIN, END = "<!-- made: moved -->", "<!-- end -->"
HEADER = ("instrument", "corpus, unit", "figure", "before", "now", "95 % interval", "difference")
LEFT_OUT = ("readability",)
"""Instruments whose figures are of formulas that do not change."""
ALL_CASES = "checklist.checklist.all"
"""Of the behavioural tests, which are listed by capability in the manual, the figure of all."""
PLACES = 3


def figures(path: Path) -> dict[str, Row]:
    """The first figure of each task on the whole corpus, in the order of the suite."""
    found: dict[str, Row] = {}
    for row in json.loads(path.read_bytes())["rows"]:
        told = row["instrument"] not in LEFT_OUT and (row["instrument"] != "checklist" or row["task"] == ALL_CASES)
        if row["outlet"] is None and told:
            found.setdefault(row["task"], row)
    return found


def moved(before: Mapping[str, Row], now: Mapping[str, Row]) -> Iterator[tuple[str, ...]]:
    """A row of HEADER for each task of either; no difference where the two figures are not of the same kind."""
    for task in dict.fromkeys((*now, *before)):
        old, new = before.get(task), now.get(task)
        told = new or old
        assert told is not None
        same = old and new and old["metric"] == new["metric"] and None not in (old["value"], new["value"])
        _, corpus, unit = task.split(".")
        yield (
            told["instrument"],
            f"`{corpus}`, {unit}",
            metric_title(told["metric"]),
            number(old["value"], PLACES) if old and (same or not new) else NOTHING,
            number(new["value"], PLACES) if new else NOTHING,
            interval(new["low"], new["high"], PLACES) if new else "",
            signed(new["value"] - old["value"], PLACES) if same and old and new else NOTHING,
        )


def table(rows: Iterator[tuple[str, ...]]) -> str:
    """Rows as a table of Markdown under HEADER."""
    lines = [HEADER, ("---",) * len(HEADER), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def written(text: str, made: str) -> str:
    """A text with the table between its marks; SystemExit where it has none."""
    head, begins, rest = text.partition(BEGIN)
    _, ends, tail = rest.partition(END)
    if not begins or not ends:
        raise SystemExit(f"there is no {BEGIN} with an {END} after it")
    return f"{head}{BEGIN}\n\n{made}\n\n{END}{tail}"


def main() -> None:
    """Print the table or write it where it belongs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("now", type=Path)
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    made = table(moved(figures(given.before), figures(given.now)))
    if given.write is None:
        print(made)
    else:
        given.write.write_text(written(given.write.read_text(encoding="utf-8"), made), encoding="utf-8")


if __name__ == "__main__":
    main()
