"""Source hits of FA-KES that were read and judged one by one: ``benchmarks/checks/source_kinds.tsv``."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.engines import How, measure_articles
from masthead.schema import ARTICLES

ROOT = Path(__file__).parents[2]
JUDGED = ROOT / "benchmarks/checks/source_kinds.tsv"
CORPUS = Path(os.environ.get("MASTHEAD_DATA", ROOT.parent / "shared/corpora")) / "articles/fa_kes.parquet"
LEAST = 0.9
"""Share of an outlet's hits whose kinds must be right."""
NAMES = {"state", "party", "organisation", "expert", "media", "document", "citizen", "collective", "named", "anonymous"}


def judged() -> list[dict[str, str]]:
    lines = [line for line in JUDGED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def printed(ids: set[str]) -> dict[tuple[str, int, int], str]:
    """The kinds that our source hits of some articles of the corpus print, by place."""
    rows = [row for row in pq.read_table(CORPUS, columns=["id", "outlet", "text"]).to_pylist() if row["id"] in ids]
    hits = measure_articles(pa.Table.from_pylist(rows, schema=ARTICLES), How(jobs=1)).hits.to_pylist()
    return {
        (hit["article_id"], hit["start"], hit["end"]): hit["term"]
        for hit in hits
        if hit["family"] == "attribution" and hit["category"] == "source"
    }


def test_fifty_hits_of_each_outlet_are_judged_once() -> None:
    rows = judged()
    assert len({(row["doc_id"], row["start"], row["end"]) for row in rows}) == len(rows) == 100
    assert [sum(row["outlet"] == outlet for row in rows) for outlet in ("sana", "etilaf")] == [50, 50]
    assert {row["verdict"] for row in rows} == {"right", "wrong"}
    assert {name for row in rows for name in row["kinds"].split()} <= {*NAMES, "other", "pronoun"}


@pytest.mark.parametrize("outlet", ["sana", "etilaf"])
def test_kinds_are_right_in_nine_of_ten(outlet: str) -> None:
    """A hit whose span or kinds are no longer as they were judged counts as wrong, and is named."""
    if not CORPUS.is_file():
        pytest.skip(f"{CORPUS} is not here; set MASTHEAD_DATA to the folder of research corpora")
    rows = [row for row in judged() if row["outlet"] == outlet]
    now = printed({row["doc_id"] for row in rows})
    changed = {
        f"{row['doc_id']} {row['start']}-{row['end']}: {row['kinds']} ({row['verdict']}) is now {found or 'no hit'}"
        for row in rows
        if (found := now.get((row["doc_id"], int(row["start"]), int(row["end"])))) != row["kinds"]
    }
    told = [row for row in rows if not any(line.startswith(f"{row['doc_id']} {row['start']}-") for line in changed)]
    right = sum(row["verdict"] == "right" for row in told)
    assert right >= LEAST * len(rows), f"{right} of {len(rows)} right; to be judged anew: {sorted(changed)}"
