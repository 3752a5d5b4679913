"""The A/A test on real and on made-up articles: with clusters respected, and with clusters ignored.

    masthead measure CORPORA/articles/abp.parquet -o abp.features.parquet
    python benchmarks/false_alarms.py --features abp.features.parquet --output benchmarks/results/false_alarms.json

Each outlet's clusters (outlet-days) are split at random into halves, which are compared: ``masthead compare --aa``.
Real articles are the outlets with at least 50 in a FEATURES file. Made-up outlets write 10 articles a day on 60 days,
at a rate drawn anew for each day, so that articles of one day are much alike.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from synthetic import catalogue, feature_rows

from masthead import __version__, storage
from masthead.comparisons.alarms import count_alarms
from masthead.comparisons.options import AlarmOptions
from masthead.features import catalogue as measured
from masthead.features import own_work, without_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.features.base import Feature

FEWEST = 50
OUTLETS, DAYS, ARTICLES = 40, 60, 24_000
IDENTITY = ("id", "outlet", "date", "reason")


def real(path: Path) -> tuple[pa.Table, list[Feature]]:
    """Outlets with at least 50 articles of their own, clusters being outlet-days, and the primary features."""
    features = [feature for feature in without_choices(measured()) if feature.primary]
    table = own_work(storage.read_table(path)).own
    counts = table["outlet"].value_counts().to_pylist()
    outlets = [row["values"] for row in counts if row["counts"] >= FEWEST]
    columns = dict.fromkeys((*IDENTITY, *(name for feature in features for name in feature.columns)))
    return table.filter(pc.is_in(table["outlet"], pa.array(outlets))).select(list(columns)), features


def made_up() -> tuple[pa.Table, list[Feature]]:
    features = [feature for feature in catalogue(10) if feature.formula is None]
    return feature_rows(features, ARTICLES, OUTLETS, DAYS), features


def tried(name: str, table: pa.Table, features: Sequence[Feature], splits: int) -> list[dict[str, object]]:
    rows = []
    for ignored in (False, True):
        found = count_alarms(table, features, AlarmOptions(splits=splits, ignore_clusters=ignored)).to_pylist()
        clusters = "ignored" if ignored else "respected"
        print(f"\n{name}, clusters {clusters}: {table.num_rows:,} articles, {found[0]['n_outlets']} outlets")
        print(f"{'feature':<36}{'tests':>8}{'p < 0.05':>10}{'band':>16}{'KS p':>10}")
        for row in found:
            share, band = row["share_below_05"], f"{row['low']:.4f}-{row['high']:.4f}"
            print(f"{row['feature']:<36}{row['n']:>8}{share:>10.4f}{band:>16}{row['ks_p']:>10.2g}", flush=True)
            told = {key: row[key] for key in ("feature", "n", "n_outlets", "share_below_05", "low", "high", "ks_p")}
            rows.append({"corpus": name, "clusters": clusters, **told})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splits", type=int, default=200)
    parser.add_argument("--features", type=Path, help="what `masthead measure` made of real articles")
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    rows = tried("made up", *made_up(), options.splits)
    if options.features:
        rows += tried(options.features.name.partition(".")[0], *real(options.features), options.splits)
    if options.output:
        manifest = {"masthead": __version__, "splits": options.splits, "seed": 0}
        options.output.write_text(json.dumps({"manifest": manifest, "rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
