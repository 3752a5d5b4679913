"""False alarms where both sides are one source: split by days, weeks, halves of its period and topics.

    masthead measure CORPORA/articles/abp.parquet -o abp.features.parquet
    python benchmarks/same_source.py --articles CORPORA/articles/abp.parquet --features abp.features.parquet \
        --output benchmarks/results/same_source.json

Each comparison takes a source with at least 200 articles at random and a random half of its days, and splits these: by
days at random, every other week, first against second half, the labels in the column ``topic`` divided into two (so
that the sides share none), and the same with 80 in 100 articles of the one part of labels and 20 in 100 of the other on
each side. What is compared cannot differ for the source. Unmatched; at one mix of topics found in the texts of all
sources; at one mix of the commonest labels; and on events. The last split is 80 to 20 by the topics found, so that the
topics at whose mix the sides are held are those that they differ in.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import binom

from masthead import CompareOptions, __version__, storage
from masthead.comparisons.coverage import LEAST_LIKENESS, LEAST_OVERLAP, coverage
from masthead.comparisons.outlets import compare_outlets
from masthead.comparisons.splits import sides_p
from masthead.comparisons.standard import FEWEST, MOST, standardise
from masthead.comparisons.topics import find_topics
from masthead.errors import UsageError
from masthead.features import catalogue, own_work, without_choices
from masthead.sources import read
from masthead.sources.dates import days_of
from masthead.stats import generator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature

    Names = NDArray[np.str_]
    Flags = NDArray[np.bool_]

FEWEST_ARTICLES, MIN_CLUSTERS, PERMUTATIONS = 200, 10, 200
SHARE = 0.8
SPLITS = ("days", "weeks", "halves", "topics", "topics 80/20", "topics found 80/20")
WAYS = ("unmatched", "topics", "stratify", "events")
LEVEL, BAND = 0.05, 0.99
IDENTITY = ("id", "outlet", "date", "event", "reason")
WARNED_OF = 20
"""Comparisons for which it is also looked whether ``compare`` would warn of period or topics."""


class Articles:
    """The articles of the sources that are large enough, with their day, label and the topic found in their text."""

    def __init__(self, path: Path, features: Path, topics: int) -> None:
        self.catalogue = [feature for feature in without_choices(catalogue()) if feature.primary]
        columns = dict.fromkeys((*IDENTITY, *(name for feature in self.catalogue for name in feature.columns)))
        table = own_work(storage.read_table(features)).own.select(list(columns))
        days = days_of(table["date"].combine_chunks())
        table = table.filter(pc.is_valid(days))
        counts = table["outlet"].value_counts().to_pylist()
        self.sources = sorted(row["values"] for row in counts if row["counts"] >= FEWEST_ARTICLES)
        self.table = table.filter(pc.is_in(table["outlet"], pa.array(self.sources)))
        articles = read([str(path)]).articles
        self.articles = articles.filter(pc.is_in(articles["id"], self.table["id"].combine_chunks()))
        self.topics = find_topics(self.articles, topics)
        ids = self.table["id"].to_pylist()
        self.found = np.array([self.topics.of.get(name, "none") for name in ids], dtype=np.str_)
        raw = storage.read_table(path)
        labels = dict(zip(map(str, raw["id"].to_pylist()), raw["topic"].to_pylist(), strict=True))
        self.label = np.array([labels[name] or "none" for name in ids], dtype=np.str_)
        self.day = np.array(days_of(self.table["date"].combine_chunks()).to_pylist(), dtype="datetime64[D]")
        self.outlet = np.array(self.table["outlet"].to_pylist(), dtype=np.str_)


def drawn(data: Articles, split: str, number: int) -> tuple[NDArray[np.intp], Flags]:
    """The rows of one comparison, and which are on the one side."""
    random = generator(0, "same source", split, number)
    rows = np.flatnonzero(data.outlet == data.sources[random.integers(len(data.sources))])
    days = random.permutation(np.unique(data.day[rows]))
    days = days[: (len(days) + 1) // 2]
    rows = rows[np.isin(data.day[rows], days)]
    day = data.day[rows]
    if split == "days":
        return rows, np.isin(day, days[: len(days) // 2])
    if split == "weeks":
        return rows, day.astype(np.int64) // 7 % 2 == 0
    if split == "halves":
        return rows, day < np.sort(day)[len(day) // 2]
    values = (data.found if "found" in split else data.label)[rows]
    names, code, sizes = np.unique(values, return_inverse=True, return_counts=True)
    order = random.permutation(len(names))
    before = np.cumsum(sizes[order]) - sizes[order]
    side = np.isin(code, order[before < len(rows) / 2])
    return rows, np.where(random.random(len(rows)) < SHARE, side, ~side) if "80" in split else side


def common_labels(labels: Names) -> set[str]:
    """The commonest labels, as many as a mix takes beside all others."""
    names, counts = np.unique(labels, return_counts=True)
    return {str(name) for name in names[np.argsort(-counts, kind="stable")][: MOST - 1]}


def tried(
    table: pa.Table, rows: Sequence[Feature], side: Flags, way: str, values: dict[str, str], random: np.random.Generator
) -> list[float] | str:
    """The p of all features, or why there are none."""
    place = table.column_names.index("outlet")
    table = table.set_column(place, "outlet", pa.array(np.where(side, "one", "other")))
    if way == "events":
        options = CompareOptions(events=True, all_pairs=True, draws=20, permutations=PERMUTATIONS)
        found = compare_outlets(table, rows, options).to_pylist()
        matched = [row["p"] for row in found if row["n_events"] is not None and row["p"] is not None]
        return matched or "too few shared events"
    if way != "unmatched":
        try:
            mix = standardise(table, rows, "topic", values)
        except UsageError as error:
            return error.what
        table, rows = mix.features, mix.catalogue
        side = np.array(table["outlet"].to_pylist()) == "one"
    limits = {"permutations": PERMUTATIONS, "min_clusters": MIN_CLUSTERS}
    p = [float(value) for _, found in sides_p(table, rows, side, random, **limits) for value in found]
    return [value for value in p if not np.isnan(value)] or "too few clusters"


def told(data: Articles, split: str, comparisons: int) -> Iterator[dict[str, object]]:
    """A row for each way of comparing."""
    found: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    refused: dict[str, int] = dict.fromkeys(WAYS, 0)
    warned = 0
    ids = data.table["id"].to_pylist()
    labels = common_labels(data.label)
    by_label = {
        name: label if label in labels else "other" for name, label in zip(ids, data.label.tolist(), strict=True)
    }
    for number in range(comparisons):
        rows, side = drawn(data, split, number)
        table = data.table.take(pa.array(rows))
        warned += number < WARNED_OF and warns(data, table, side)
        for way in WAYS:
            random = generator(0, "permuted", split, number)
            values = dict(data.topics.of) if way == "topics" else by_label
            p = tried(table, data.catalogue, side, way, values, random)
            if isinstance(p, str):
                refused[way] += 1
            else:
                found[way].append(p)
    for way in WAYS:
        shares = np.array([np.mean(np.array(p) < LEVEL) for p in found[way]])
        tests = sum(map(len, found[way]))
        below = sum(sum(value < LEVEL for value in p) for p in found[way])
        share = below / tests if tests else None
        error = float(shares.std(ddof=1) / np.sqrt(len(shares))) if len(shares) > 1 else None
        yield {
            "split": split,
            "compared": way,
            "comparisons": comparisons,
            "refused": refused[way],
            "tests": tests,
            "share_below_05": share,
            "standard_error": error,
            "band": band(tests),
            "warned": warned / min(comparisons, WARNED_OF),
        }


def band(tests: int) -> list[float] | None:
    """Between what shares p < 0.05 lies in 99 of 100 runs where nothing differs and the tests are independent.

    The smallest p that permutations can give is one over one more than there are, so not quite 0.05 lie below 0.05.
    """
    if not tests:
        return None
    nominal = (np.ceil(LEVEL * (PERMUTATIONS + 1)) - 1) / (PERMUTATIONS + 1)
    return [float(limit) / tests for limit in binom.interval(BAND, tests, nominal)]


def warns(data: Articles, table: pa.Table, side: Flags) -> bool:
    """Whether ``compare`` would say that the sides differ in period or topics."""
    place = table.column_names.index("outlet")
    table = table.set_column(place, "outlet", pa.array(np.where(side, "one", "other")))
    texts = data.articles.filter(pc.is_in(data.articles["id"], table["id"].combine_chunks()))
    sides = dict(zip(table["id"].to_pylist(), table["outlet"].to_pylist(), strict=True))
    place = texts.column_names.index("outlet")
    texts = texts.set_column(place, "outlet", pa.array([sides[name] for name in texts["id"].to_pylist()]))
    return bool(coverage(table, texts).cautions())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--features", type=Path, required=True, help="what `masthead measure` made of them")
    parser.add_argument("--comparisons", type=int, default=500)
    parser.add_argument("--topics", type=int, default=5)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    data = Articles(options.articles, options.features, options.topics)
    topics = [topic._asdict() for topic in data.topics.topics]
    manifest = {
        "masthead": __version__,
        "sources": len(data.sources),
        "articles": data.table.num_rows,
        "features": len(data.catalogue),
        "topics": len(topics),
        "agreement": data.topics.agreement,
        "fewest_in_stratum": FEWEST,
        "least_likeness": LEAST_LIKENESS,
        "least_overlap": LEAST_OVERLAP,
        "seed": 0,
    }
    print(f"{'split':<20}{'compared':<12}{'refused':>8}{'tests':>8}{'p < .05':>9}{'se':>8}{'warned':>8}")
    rows: list[dict[str, object]] = []
    for split in SPLITS:
        for row in told(data, split, options.comparisons):
            rows.append(row)
            numbers = ("refused", "tests", "share_below_05", "standard_error", "warned")
            shown = [row[name] for name in numbers]
            cells = [f"{value:.4f}" if isinstance(value, float) else str(value) for value in shown]
            print(f"{split:<20}{row['compared']:<12}" + "".join(f"{cell:>9}" for cell in cells), flush=True)
        if options.output:
            text = json.dumps({"manifest": manifest, "rows": rows}, indent=1) + "\n"
            options.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
