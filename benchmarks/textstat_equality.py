"""Every readability formula and count against textstat itself, on every article of some Parquet files.

    python benchmarks/textstat_equality.py articles/*.parquet -o benchmarks/results/textstat.json

Three ways are held against each other: textstat, the plain code and the compiled pass. textstat takes ten milliseconds
an article; ``--limit`` takes the first articles of each file only.
"""

from __future__ import annotations

import argparse
import json
import math
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from masthead.engines import How, measure_articles
from masthead.features.readability_check import VERIFIED, formula_values, textstat_values
from masthead.plain_text.readability import COUNTS, count
from masthead.plain_text.reference import packaged_dictionary
from masthead.plain_text.tables import load_tables
from masthead.schema import ARTICLES

TOLERANCE = 1e-9


def read(path: Path, limit: int | None) -> pa.Table:
    """The texts of a file as ARTICLES, whole: nothing is marked as furniture."""
    texts = pq.read_table(path, columns=["text"])["text"].combine_chunks()
    texts = texts.filter(pc.is_valid(texts)).cast(pa.string()).slice(0, limit)
    ids = pa.array([str(number) for number in range(len(texts))])
    given = {"id": ids, "outlet": ids, "text": texts}
    return pa.table([given.get(item.name, pa.nulls(len(texts), item.type)) for item in ARTICLES], schema=ARTICLES)


def against_textstat(articles: pa.Table) -> dict[str, dict[str, float]]:
    """For each formula and count: articles that have it, and the largest difference from textstat."""
    tables = load_tables()
    found = {name: {"articles": 0, "largest": 0.0} for name in VERIFIED}
    with packaged_dictionary() as textstat:
        for text in articles["text"].to_pylist():
            ours, theirs = formula_values(text, tables), textstat_values(text, textstat)
            for name, row in found.items():
                if not math.isnan(ours[name]):
                    row["articles"] += 1
                    row["largest"] = max(row["largest"], abs(ours[name] - theirs[name]))
    return found


def compiled_against_plain(articles: pa.Table) -> dict[str, int]:
    """Articles with counts, and how many of these differ between the compiled pass and the plain code."""
    tables = load_tables()
    features = measure_articles(articles, How(hits=False)).features
    columns = np.array([features[name].to_numpy() for name in COUNTS])
    rows = differ = 0
    for text, counted in zip(articles["text"].to_pylist(), columns.T, strict=True):
        if not np.isnan(counted[0]):
            rows += 1
            plain = count(text, tables)
            differ += any(plain[name] != value for name, value in zip(COUNTS, counted, strict=True))
    return {"articles": rows, "differ": differ}


def main() -> None:
    """Compare, print the worst, and fail where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--limit", type=int)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    result: dict[str, Any] = {"textstat": metadata.version("textstat"), "tolerance": TOLERANCE, "files": {}}
    worst = 0.0
    for path in options.files:
        if "text" not in pq.read_schema(path).names:
            continue
        articles = read(path, options.limit)
        measures = against_textstat(articles)
        compiled = compiled_against_plain(articles)
        largest = max(row["largest"] for row in measures.values())
        worst = max(worst, largest, float(compiled["differ"]))
        result["files"][path.name] = {"articles": articles.num_rows, "measures": measures, "compiled": compiled}
        print(
            f"{path.name}: {articles.num_rows:,} articles, largest difference {largest:g}, compiled {compiled}",
            flush=True,
        )
        if options.output:
            options.output.write_text(json.dumps(result, indent=2) + "\n")
    if worst > TOLERANCE:
        raise SystemExit("not equal to textstat")


if __name__ == "__main__":
    main()
