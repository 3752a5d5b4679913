"""Outlets told apart by the wordings they choose, on outlets of our own whose figures are worked out by hand."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.errors import UnreadableInput
from masthead.evaluation.options import RunOptions
from masthead.evaluation.validity import Document, Found, Suite, load_suite, run_suite, samples
from masthead.evaluation.validity.leans import MIN_ARTICLES, held_out_scores, lean_scores, read_outlets, shares
from masthead.storage import bundled

if TYPE_CHECKING:
    from pathlib import Path

RIGHT_WORDS = "The death tax hurts. Illegal aliens came. A union boss spoke."
LEFT_WORDS = "The estate tax helps. Undocumented immigrants came. A labor leader spoke."


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load_suite(bundled("benchmarks/validity.toml"))


def task(suite: Suite) -> Any:
    return next(task for task in suite.tasks if task.id == "choices.abp.outlet")


def said(concept: str, wording: str, voice: str = "own") -> Found:
    return Found(0, 1, concept, voice, 0.0, wording, wording)


def article(outlet: str, *, right: bool) -> Document:
    return Document(outlet, None, "", flags={"label_bias": right})


def write(path: Path, rows: list[tuple[str, str, str, str]]) -> None:
    columns = zip(*rows, strict=True)
    names = ("id", "text", "source_url", "label_bias")
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(dict(zip(names, map(list, columns), strict=True))), path)


def outlet(name: str, label: str, text: str = "Rain.", articles: int = MIN_ARTICLES) -> list[tuple[str, str, str, str]]:
    return [(f"{name}-{number}", text, name, label) for number in range(articles)]


def test_outlets_are_read_whose_majority_label_is_left_or_right_and_that_have_enough_articles(
    suite: Suite, tmp_path: Path
) -> None:
    path = tmp_path / "abp.parquet"
    mixed = [*outlet("mixed", "right"), ("odd", "Rain.", "mixed", "left")]
    short = outlet("short", "right", articles=MIN_ARTICLES - 1)
    write(path, [*mixed, *outlet("centre", "center"), *short, *outlet("lefty", "left")])
    documents = read_outlets(path, task(suite).gold)
    assert {(document.group, document.flags["label_bias"]) for document in documents} == {
        ("mixed", True),
        ("lefty", False),
    }
    assert len(documents) == 2 * MIN_ARTICLES + 1
    assert {document.outlet for document in documents} == {None}


def test_of_a_large_outlet_the_articles_with_the_lowest_hashes_are_read_in_the_order_of_the_table(
    suite: Suite, tmp_path: Path
) -> None:
    path = tmp_path / "abp.parquet"
    rows = outlet("large", "right", articles=150)
    write(path, rows)
    ids = [row[0] for row in rows]
    lowest = set(sorted(ids, key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:100])
    read = [document.id for document in read_outlets(path, task(suite).gold)]
    assert read == [name for name in ids if name in lowest]


def test_a_table_without_the_columns_is_refused(suite: Suite, tmp_path: Path) -> None:
    path = tmp_path / "abp.parquet"
    pq.write_table(pa.table({"id": ["a"]}), path)
    with pytest.raises(UnreadableInput, match="cannot be read"):
        read_outlets(path, task(suite).gold)


def test_an_outlet_scores_the_mean_over_concepts_of_the_rights_share_less_the_lefts() -> None:
    pairs = [
        (article("a", right=True), [said("estate_tax", "death_tax"), said("estate_tax", "inheritance_tax")]),
        (article("a", right=True), [said("migrants", "undocumented"), said("border_wall", "wall")]),
        (article("b", right=False), [said("migrants", "migrant")]),
        (article("c", right=False), []),
    ]
    # a: half of its estate tax is the right's, all of its migrants the left's; the border wall has no sides.
    assert lean_scores(pairs, np.array([0, 0, 1, 2])).tolist() == [(0.5 - 1.0) / 2, 0.0, 0.0]


def test_right_outlets_are_ranked_against_left_ones(suite: Suite) -> None:
    pairs = {
        "r1": (True, [said("estate_tax", "death_tax")]),
        "r2": (True, [said("estate_tax", "estate_tax")]),
        "l1": (False, [said("estate_tax", "inheritance_tax")]),
        "l2": (False, [said("migrants", "undocumented"), said("migrants", "illegal_alien", voice="quoted")]),
    }
    documents = [article(name, right=right) for name, (right, _) in pairs.items()]
    made = samples(task(suite), documents, [hits for _, hits in pairs.values()])["auc"]
    # Scores 1, -1 against 0, -1; quotations do not count. Of four pairs two are right, one is a tie.
    assert float(made.value(np.ones((1, 4)))[0]) == (2 + 0.5) / 4
    assert (made.n, made.groups) == (4, 4)


def test_shares_are_of_an_articles_mentions_of_the_concept() -> None:
    hits = [said("estate_tax", "death_tax"), said("estate_tax", "estate_tax"), said("migrants", "migrant")]
    made = shares([(article("a", right=True), hits), (article("a", right=True), [])])
    assert made.tolist() == [[0.5, 0.5, 1.0], [0.0, 0.0, 0.0]]


def test_an_article_is_scored_by_a_model_that_never_saw_its_outlet() -> None:
    names = np.repeat(np.arange(6), 10)
    right = names % 2 == 0
    own_word = np.eye(6)[names]  # each outlet has a word of its own, which tells nothing of the others
    scores = held_out_scores(own_word, right, names)
    # A model that saw the outlets would know their words and be right of all.
    assert not ((scores > 0) == right).all()
    shared = right[:, None].astype(np.float64)
    assert ((held_out_scores(shared, right, names) > 0) == right).all()


def test_the_suite_scores_outlets_from_their_texts(suite: Suite, tmp_path: Path) -> None:
    rows = [row for n in range(3) for row in outlet(f"right{n}", "right", RIGHT_WORDS)]
    rows += [row for n in range(3) for row in outlet(f"left{n}", "left", LEFT_WORDS)]
    write(tmp_path / "articles" / "abp.parquet", rows)
    outcome = run_suite(suite, tmp_path, RunOptions(only=("choices",), errors=3))
    figures = {row["metric"]: (row["value"], row["n"], row["n_groups"]) for row in outcome.rows}
    assert figures == {"auc": (1.0, 6, 6), "auc_trained": (1.0, 6, 6), "auc_articles": (1.0, 120, 6)}
    assert {row["outlet"] for row in outcome.rows} == {None}
    assert outcome.errors == ()
