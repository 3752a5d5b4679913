"""What correcting by a hand-coded sample does to intervals, on corpora that people coded throughout.

    python benchmarks/corrected.py --data ../shared/corpora --output benchmarks/results/corrected.json

The truth is the share of sentences that annotators marked in each outlet. In each repetition a user's collection is
drawn from the outlet's articles with replacement (as many as there are, or ``times`` as many), so many of them are
coded as the annotators did, and three intervals of each outlet's level and of its difference from the rest are held
against the truth: masthead alone, the coded articles alone, and masthead corrected by them.

*attribution*: PolNeAR, seven outlets. *loaded*: BASIL, three outlets. *hedging*: news of CoNLL-2010's kind, two random
pseudo-outlets.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from masthead import __version__
from masthead.comparisons.corrected import correct_comparisons
from masthead.comparisons.options import CompareOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.evaluation.validity.gold import read_gold
from masthead.evaluation.validity.marks import chosen, marked
from masthead.evaluation.validity.running import measured
from masthead.evaluation.validity.suite import declared_suite
from masthead.features.base import Feature
from masthead.profiles import correct_profiles, corrections, profile_outlets, read_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Counts = dict[str, NDArray[np.int64]]
    Row = dict[str, object]

TASKS = ("attribution.polnear.sentence", "loaded.basil.sentence", "hedging.hedge_news.sentence")
PSEUDO = "hedging.hedge_news.sentence"
"""Its outlets are too small and too many: the documents are split at random into two."""
DESIGNS = ((15, 1), (15, 5), (8, 1), (30, 1))
"""Coded articles of an outlet, and how many times its articles are in the collection."""
METHODS = {"corrected": 1.0, "coded alone": 0.0}
DRAWS = 400
SHARE = Feature(
    name="share",
    family="share",
    title="Marked sentences",
    kind="share",
    unit="% of sentences",
    numerator=("ours",),
    denominator=("sentences",),
    scale=100.0,
    high=100.0,
    higher="more of them",
    citation="none",
    primary=True,
)


def counted(data: Path, name: str) -> Counts:
    """For each outlet (articles, 3): sentences that the annotators marked, that masthead marked, all sentences."""
    suite = declared_suite("validity")
    task = next(task for task in suite.tasks if task.id == name)
    documents = read_gold(data / suite.corpus(task).file, task.gold)
    hits = measured(documents, 1)[task.hits.family]
    outlets = [document.outlet or "" for document in documents]
    if name == PSEUDO:
        halves = np.random.default_rng(0).permutation(len(documents)) % 2
        outlets = [f"half {half + 1}" for half in halves.tolist()]
    rows: dict[str, list[list[int]]] = {outlet: [] for outlet in sorted(set(outlets))}
    for outlet, document, found in zip(outlets, documents, hits, strict=True):
        ours, gold = marked(task, document, chosen(found, task))
        if len(gold):
            rows[outlet].append([int(gold.sum()), int(ours.sum()), len(gold)])
    return {outlet: np.array(own) for outlet, own in rows.items()}


def drawn(random: np.random.Generator, counts: Counts, coded: int, times: int) -> tuple[pa.Table, list[Row]]:
    """A collection as FEATURES, and the codes of some of its articles."""
    features: list[Row] = []
    codes: list[Row] = []
    for outlet, articles in counts.items():
        taken = articles[random.integers(0, len(articles), times * len(articles))]
        chosen_ones = set(random.choice(len(taken), coded, replace=False).tolist())
        for number, (gold, ours, sentences) in enumerate(taken.tolist()):
            name = f"{outlet} {number}"
            about = {"id": name, "outlet": outlet, "event": None, "date": None, "reason": None}
            features.append({**about, "ours": ours, "sentences": sentences})
            if number in chosen_ones:
                codes.append({"id": name, "feature": SHARE.name, "numerator": gold, "denominator": sentences})
    schema = pa.schema([(name, pa.string()) for name in ("id", "outlet", "event", "date", "reason")])
    for name in ("ours", "sentences"):
        schema = schema.append(pa.field(name, pa.int64()))
    return pa.Table.from_pylist(features, schema=schema), codes


def intervals(features: pa.Table, codes: list[Row], seed: int) -> Iterator[tuple[str, str, str, tuple[float, ...]]]:
    """Method, quantity, outlet, and the estimate with its interval."""
    options = CompareOptions(seed=seed, draws=DRAWS, permutations=19)
    profiles = profile_outlets(features, [SHARE], **options.intervals)
    compared = compare_outlets(features, [SHARE], options, profiles=profiles)
    for row in profiles.to_pylist():
        yield "masthead alone", "level", row["outlet"], (row["estimate"], row["low"], row["high"])
    for row in compared.to_pylist():
        yield "masthead alone", "difference", row["outlet"], (row["difference"], row["low"], row["high"])
    for method, trusted in METHODS.items():
        # Of an instrument that counts nothing the correction is the coded sample alone.
        ours = pa.array((features["ours"].to_numpy() * trusted).astype(np.int64))
        table = features.set_column(features.column_names.index("ours"), "ours", ours)
        found = corrections(table, [SHARE], read_codes(codes, [SHARE]))
        levels = correct_profiles(profiles, found, [SHARE], level=options.level)
        differences = correct_comparisons(compared, found, [SHARE], level=options.level)
        for row in levels.to_pylist():
            yield method, "level", row["outlet"], _three(row, "corrected")
        for row in differences.to_pylist():
            yield method, "difference", row["outlet"], _three(row, "corrected_difference")


def _three(row: Row, name: str) -> tuple[float, ...]:
    values = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    return tuple(np.nan if value is None else float(value) for value in values)  # type: ignore[arg-type]


def truths(counts: Counts) -> dict[tuple[str, str], float]:
    """The annotators' share of each outlet, and its difference from the mean of the others."""
    levels = {outlet: 100 * own[:, 0].sum() / own[:, 2].sum() for outlet, own in counts.items()}
    found = {("level", outlet): value for outlet, value in levels.items()}
    for outlet, value in levels.items():
        found["difference", outlet] = value - np.mean([other for name, other in levels.items() if name != outlet])
    return found


def simulated(counts: Counts, coded: int, times: int, repetitions: int) -> Iterator[Row]:
    """One row a method and quantity: mean error, mean width, coverage in per cent, and intervals that were given."""
    truth = truths(counts)
    found: dict[tuple[str, str], list[tuple[float, float, bool]]] = {}
    for repetition in range(repetitions):
        features, codes = drawn(np.random.default_rng([repetition, coded, times]), counts, coded, times)
        for method, quantity, outlet, (value, low, high) in intervals(features, codes, repetition):
            right = truth[quantity, outlet]
            found.setdefault((method, quantity), []).append((value - right, high - low, low <= right <= high))
    for (method, quantity), own in found.items():
        given = np.array([row for row in own if np.isfinite(row[1])], dtype=np.float64)
        error, width, covered = given.mean(axis=0)
        yield {
            "method": method,
            "quantity": quantity,
            "bias": round(float(error), 2),
            "width": round(float(width), 2),
            "coverage": round(100 * float(covered), 1),
            "given": round(len(given) / len(own), 3),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the corpora that others annotated")
    parser.add_argument("--repetitions", type=int, default=500)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    rows = []
    for task in TASKS:
        counts = counted(options.data, task)
        for coded, times in DESIGNS:
            if min(map(len, counts.values())) * times <= coded:
                continue
            for row in simulated(counts, coded, times, options.repetitions):
                rows.append({"task": task, "outlets": len(counts), "coded": coded, "times": times, **row})
                said = (row[name] for name in ("method", "quantity", "bias", "width", "coverage"))
                print(f"{task:<30} {coded:>3} coded, x{times}", *(f"{value!s:>14}" for value in said), flush=True)
    if options.output:
        manifest = {"masthead": __version__, "repetitions": options.repetitions, "draws": DRAWS}
        options.output.write_text(json.dumps({"manifest": manifest, "rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
