"""Single phases of the compiled pass beside the plain code: readability counts, phrases and the user's own lists."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest

pytest.importorskip("numba", reason="the compiled kernel needs numba")

from masthead.plain_text.readability import COUNTS, count

from masthead.features import MeasureOptions, load_instruments, measure_batch
from masthead.features.counting.batches import Kernel
from masthead.features.counting.stored import load_tables
from masthead.features.counting.tables import compile_tables
from masthead.lexicons import Entry, bundled_lexicon
from masthead.schema import ARTICLES

HEADER = "# name: pets\n# version: 1\n# title: Pets\n# license: CC0-1.0\n# source: own\n# citation: none\n# categories: pet\n"
PIECES = [
    *(
        "it's",
        "don't",
        "“quoted”",
        "state-run",
        "U.S.",
        "3.5",
        "2016,",
        "Σ",
        "ΟΔΟΣ",
        "İstanbul",
        "ﬁne",
        "Xylophonically",
    ),
    *(
        "Zbigniewowicz",
        "naïve",
        "he'll",
        "they've",
        "rock'n'roll",
        "_",
        "a_b",
        "—",
        "...",
        "?!",
        "No.",
        "The",
        "minister",
    ),
    *("the", "of", "and", "to", "was", "in", "that", "he", "on", "with"),
    *("considered", "it", "unbelievable", "that", "(they", "fell)", "a", "I", "antidisestablishmentarianism", "90s"),
]


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    return Kernel(load_instruments(MeasureOptions()))


def of_texts(texts: list[str]) -> pa.Table:
    rows = [
        {**dict.fromkeys(ARTICLES.names), "id": f"a{at}", "outlet": "o", "text": text} for at, text in enumerate(texts)
    ]
    return pa.Table.from_pylist(rows, schema=ARTICLES)


@pytest.mark.parametrize("seed", range(5))
def test_readability_counts_are_those_of_the_plain_code(kernel: Kernel, seed: int) -> None:
    rng = random.Random(seed)
    texts = [
        "".join(rng.choice(PIECES) + rng.choice([" ", " ", " ", ". ", "\n", "\u2028", "  "]) for _ in range(400))
        for _ in range(20)
    ]
    found = kernel.measure(of_texts(texts)).features
    for text, row in zip(texts, found.select(COUNTS).to_pylist(), strict=True):
        assert row == pytest.approx(count(text, kernel.instruments.tables), abs=0)


def test_terms_in_their_contexts_are_those_of_the_plain_code(kernel: Kernel) -> None:
    entries = [entry for entry in entries_of(kernel) if entry.conditions]
    rng = random.Random(0)
    texts = []
    for entry in rng.sample(entries, 300):
        around = [word for condition in entry.conditions for word in sorted(condition.values)] + [
            "the",
            "Holt",
            "3",
            "not",
        ]
        texts.append(" ".join([rng.choice(around), rng.choice(entry.forms), rng.choice(around), "fell."]))
    table = of_texts(texts)
    assert kernel.measure(table).hits.equals(measure_batch(table, kernel.instruments).hits)


def entries_of(kernel: Kernel) -> list[Entry]:
    listed = [entry for name in ("loaded", "hedging") for entry in bundled_lexicon(name).entries]
    return listed + [entry for choice in kernel.instruments.choices.sets for entry in choice.entries]


def test_a_list_of_the_users_own_is_compiled_with_the_others(tmp_path: Path) -> None:
    path = tmp_path / "pets.tsv"
    path.write_text(HEADER + "term\tcategory\ncat\tpet\nguinea pig\tpet\n")
    instruments = load_instruments(MeasureOptions((str(path),)))
    table = of_texts(["The minister said his cat and a guinea pig were safe. A cat's life is good."])
    found = Kernel(instruments).measure(table)
    assert found.features.equals(measure_batch(table, instruments).features)
    assert [row["term"] for row in found.hits.to_pylist() if row["family"] == "pets"] == ["cat", "guinea pig", "cat"]


def test_tables_from_the_cache_are_the_compiled_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instruments = load_instruments(MeasureOptions())
    made = compile_tables(instruments)
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path))
    for read in (load_tables(instruments), load_tables(instruments)):
        assert (read.strings, read.columns, read.choice_names) == (made.strings, made.columns, made.choice_names)
        assert (read.known.vocabulary.words == made.known.vocabulary.words).all()
        assert (read.known.phrases.candidates == made.known.phrases.candidates).all()
        assert read.known.hyphens.left == made.known.hyphens.left
