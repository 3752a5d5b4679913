"""The compiled pass over a batch gives the FEATURES and HITS of the plain code, to the last byte."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

pytest.importorskip("numba", reason="the compiled kernel needs numba")

from masthead.features import MeasureOptions, load_instruments, measure_batch
from masthead.features.counting.batches import Kernel
from masthead.schema import ARTICLES

DATA = Path(os.environ.get("MASTHEAD_DATA", Path(__file__).parents[3] / "../shared/corpora"))
PROSE = (
    'The minister said on Monday that the "so-called" regime had fallen. “It was a disgrace!” Jane Hall, a spokeswoman, '
    "added. Residents feared the worst; critics slammed the terrorist-held town’s militants. He reportedly fled. "
)
TEXTS = [
    PROSE * 12,
    PROSE,
    "",
    " \n ",
    "Der Minister und die Polizei sagten nicht, dass das Dorf von der Armee und den Rebellen ist und nicht war.",
    "ALL SHOUTING!!! Why?? İstanbul’s ΟΔΟΣ — naïve “quotes",
    None,
]


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    return Kernel(load_instruments(MeasureOptions()))


def articles(texts: list[str | None], titles: list[str | None], excluded: list[Any] | None = None) -> pa.Table:
    rows = [
        {
            **dict.fromkeys(ARTICLES.names),
            "id": f"a{number}",
            "outlet": "o",
            "text": text or "",
            "title": titles[number % len(titles)],
            "excluded": excluded[number % len(excluded)] if excluded else None,
        }
        for number, text in enumerate(texts)
    ]
    return pa.Table.from_pylist(rows, schema=ARTICLES)


def assert_same(table: pa.Table, kernel: Kernel) -> None:
    expected, found = measure_batch(table, kernel.instruments), kernel.measure(table)
    assert found.features.schema.equals(expected.features.schema)
    assert found.features.to_pylist() == expected.features.to_pylist()
    assert found.hits.to_pylist() == expected.hits.to_pylist()
    assert found.hits.schema.equals(expected.hits.schema)


def test_texts_of_every_fate(kernel: Kernel) -> None:
    assert_same(articles(TEXTS, ["Regime “falls”: why?", None, "", "10 dead!"]), kernel)


def test_excluded_spans_are_blanked(kernel: Kernel) -> None:
    spans = [{"start": 4, "end": 12, "kind": "credit"}, {"start": 60, "end": 75, "kind": "advert"}]
    assert_same(articles(TEXTS, [None], [spans, None, []]), kernel)


def test_slices_and_chunks(kernel: Kernel) -> None:
    table = articles(TEXTS, ["Regime “falls”: why?"])
    assert_same(table.slice(1, 3), kernel)
    assert_same(pa.concat_tables([table.slice(0, 2), table.slice(4, 2)]), kernel)
    assert_same(table.slice(0, 0), kernel)


def test_without_hits_the_counts_are_the_same(kernel: Kernel) -> None:
    table = articles(TEXTS, ["Regime “falls”: why?"])
    bare = kernel.measure(table, hits=False)
    assert bare.hits.num_rows == 0
    assert bare.features.equals(kernel.measure(table).features)


@pytest.mark.parametrize("name", ["semeval2019", "fa_kes"])
def test_real_articles(kernel: Kernel, name: str) -> None:
    path = DATA / "articles" / f"{name}.parquet"
    if not path.exists():
        pytest.skip(f"{path} is not there; point MASTHEAD_DATA at the folder of corpora")
    from masthead.sources import read_articles  # noqa: PLC0415

    assert_same(read_articles(str(path)).slice(0, 40), kernel)
