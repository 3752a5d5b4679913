"""Distinctive words: z, ratio with its interval, G2 and q, and that none is found where there is no difference."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from masthead.comparisons import bags, contexts, ratios, words
from masthead.comparisons.bags import Block
from masthead.comparisons.contexts import concordance
from masthead.comparisons.options import Resampling, WordsOptions
from masthead.comparisons.ratios import ratio_intervals
from masthead.comparisons.terms import TermTable
from masthead.comparisons.usage import Usage
from masthead.comparisons.words import compare_words
from masthead.engines.later import Later
from masthead.errors import UsageError
from masthead.schema import ARTICLES, WORDS

FILLER = "the road to the old mill was closed after a flood came down from the hills in the night; again"


def articles(*spoken: tuple[str, int, str]) -> pa.Table:
    """Outlet, number of articles, and what each of them says beside some common words."""
    rows = [(outlet, f"{FILLER} {said} {n}.") for outlet, number, said in spoken for n in range(number)]
    columns = {
        "id": [f"a{n:03}" for n in range(len(rows))],
        "outlet": [outlet for outlet, _ in rows],
        "text": [text for _, text in rows],
    }
    # Not read but made: reading would take what all articles repeat for furniture.
    return pa.table([pa.array(columns.get(field.name, [None] * len(rows)), field.type) for field in ARTICLES], ARTICLES)


def compare(*spoken: tuple[str, int, str], **options: Any) -> dict[tuple[str, str], dict[str, Any]]:
    found = compare_words(articles(*spoken), WordsOptions(**{"voice": "all", "draws": 200} | options))
    assert found.schema == WORDS
    return {(row["outlet"], row["term"]): row for row in found.to_pylist()}


def test_linear_algebra_runs_on_one_thread_so_that_cores_change_no_digit(monkeypatch):
    from threadpoolctl import threadpool_info  # noqa: PLC0415 - reads which libraries are loaded

    seen: list[set[int]] = []

    def counted(*given: Any) -> Any:
        seen.append({library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"})
        return ratio_intervals(*given)

    monkeypatch.setattr(words, "ratio_intervals", counted)
    compare(("A", 20, "seized"), ("B", 20, "locked"))
    assert seen == [{1}]


def test_figures_by_hand():
    """Sixteen of twenty articles of A and four of twenty of B use *seized*; with it and without the lengths are alike."""
    found = compare(("A", 16, "seized"), ("A", 4, "locked"), ("B", 4, "seized"), ("B", 16, "locked"), bigrams=False)
    row = found["A", "seized"]
    assert (row["n_docs"], row["n_docs_rest"], row["articles"], row["articles_rest"]) == (16, 4, 20, 20)
    assert row["log_ratio"] == pytest.approx(math.log2(16.5 / 4.5))
    uses = 40 * (len(set(FILLER.split())) - 1) + 40  # each uses every word of the filler but *a*, and one of the two
    size, prior, prior_size = uses / 2, 10 * 20 / 40, 10 * uses / 40
    odds = [math.log((used + prior) / (size + prior_size - used - prior)) for used in (16, 4)]
    assert row["z"] == pytest.approx((odds[0] - odds[1]) / math.sqrt(1 / (16 + prior) + 1 / (4 + prior)))
    cells = ((16, 10), (4, 10), (size - 16, size - 10), (size - 4, size - 10))
    assert row["g2"] == pytest.approx(2 * sum(seen * math.log(seen / expected) for seen, expected in cells))
    assert row["n_clusters"] == 20
    assert row["reason"] is None


def test_addresses_and_handles_are_no_words():
    found = compare(
        ("A", 20, "www.harrow.example/gate and desk@harrow.example by @quilldesk seized"), ("B", 20, "locked")
    )
    terms = {term for _, term in found}
    assert "seized" in terms
    assert not [term for term in terms if "harrow" in term or "quilldesk" in term]


def test_q_is_over_the_terms_of_all_outlets():
    """Three outlets that hold the same words in turn: the family is three times that of one."""
    spoken = ("A", 16, "seized"), ("A", 4, "locked"), ("B", 4, "seized"), ("B", 16, "locked"), ("C", 20, "locked")
    every = compare(*spoken, bigrams=False)["A", "seized"]
    alone = compare(*spoken, bigrams=False, outlets=("A",))["A", "seized"]
    assert every["z"] == alone["z"]
    assert every["q"] == pytest.approx(3 * alone["q"])


def test_two_outlets_are_mirrored():
    found = compare(("A", 16, "seized"), ("A", 4, "locked"), ("B", 4, "seized"), ("B", 16, "locked"))
    one, other = found["A", "seized"], found["B", "seized"]
    assert other["z"] == pytest.approx(-one["z"])
    assert (other["low"], other["high"]) == (pytest.approx(-one["high"]), pytest.approx(-one["low"]))
    assert other["q"] == pytest.approx(one["q"])


def test_a_word_the_rest_never_uses_has_a_ratio_without_upper_limit():
    row = compare(("A", 20, "seized"), ("B", 20, "locked"))["A", "seized"]
    assert row["high"] is None
    assert row["low"] > 2
    assert row["reason"] == "not used by the rest: the ratio has no upper limit"
    assert row["q"] < 0.001


def test_too_few_clusters_give_no_interval_and_no_q():
    row = compare(("A", 9, "seized"), ("B", 20, "locked"))["A", "seized"]
    assert (row["low"], row["high"], row["q"]) == (None, None, None)
    assert row["reason"] == "too few clusters (9 < 10)"
    assert row["z"] > 0
    assert (
        compare(("A", 9, "seized"), ("B", 20, "locked"))["B", "seized"]["reason"]
        == "the rest has too few clusters (9 < 10)"
    )


def test_one_outlet_is_compared_with_all_others_and_two_with_each_other():
    spoken = (("A", 20, "seized"), ("B", 20, "locked"), ("C", 20, "seized"))
    assert {outlet for outlet, _ in compare(*spoken)} == {"A", "B", "C"}
    alone = compare(*spoken, outlets=["A"])
    assert {outlet for outlet, _ in alone} == {"A"}
    assert (alone["A", "seized"]["n_docs_rest"], alone["A", "seized"]["articles_rest"]) == (20, 40)
    pair = compare(*spoken, outlets=["A", "B"])
    assert (pair["A", "seized"]["n_docs_rest"], pair["A", "seized"]["articles_rest"]) == (0, 20)


def test_rows_are_ordered_by_outlet_and_z():
    found = compare_words(articles(("B", 20, "seized"), ("A", 20, "locked")), WordsOptions(voice="all", draws=50))
    assert found["outlet"].to_pylist() == sorted(found["outlet"].to_pylist())
    for outlet in "AB":
        z = [row["z"] for row in found.to_pylist() if row["outlet"] == outlet]
        assert z == sorted(z, reverse=True)


def test_wrong_use_is_explained():
    table = articles(("Alpha", 12, "seized"), ("Beta", 12, "locked"))
    with pytest.raises(UsageError, match=r"There is no outlet 'Alpa'\. Did you mean 'Alpha'\?"):
        compare_words(table, WordsOptions(outlets=("Alpa",)))
    with pytest.raises(UsageError, match=r"There is no voice 'ownn'\. Did you mean 'own'\?"):
        compare_words(table, WordsOptions(voice="ownn"))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="words needs two outlets or more; found one: Alpha"):
        compare_words(articles(("Alpha", 12, "seized")))
    with pytest.raises(UsageError, match="Only no outlet has words in the voice 'quoted'"):
        compare_words(table, WordsOptions(voice="quoted"))


def simulated(random: np.random.Generator, clusters: int, longer: float) -> Usage:
    """Two outlets that use 300 words alike, in clusters with topics of their own; the first writes longer articles."""
    rate = np.exp(random.uniform(np.log(3e-5), np.log(3e-2), 300))
    rows, lengths, labels = [], [], []
    for outlet, factor in (("a", longer), ("b", 1.0)):
        for cluster in range(clusters):
            topic = random.gamma(0.4, 1 / 0.4, len(rate))
            for _ in range(random.integers(1, 6)):
                length = int(random.lognormal(np.log(400 * factor), 0.5)) + 20
                rows.append(random.poisson(rate * topic * length))
                lengths.append(length)
                labels.append(f"{outlet}{cluster}")
    counts = np.array(rows, dtype=np.float64)
    counts = counts[:, (counts > 0).sum(axis=0) >= 5]
    terms = tuple(f"t{n:03}" for n in range(counts.shape[1]))
    none = np.zeros(len(terms), dtype=np.bool_)
    block = Block(0, len(terms), *np.nonzero(counts))
    documents = np.count_nonzero(counts, axis=0)
    table = TermTable(terms, none, counts.sum(axis=0), documents, np.array(lengths), lambda: iter([block]))
    return Usage.of(table, pa.array([label[0] for label in labels]), pa.array(labels))


@pytest.mark.parametrize("longer", [1.0, 3.0])
def test_where_there_is_no_difference_intervals_hold_it(longer: float):
    random = np.random.default_rng(5)
    held = []
    for _ in range(6):
        usage = simulated(random, 30, longer)
        every = np.ones(len(usage.terms), dtype=np.bool_)
        limits = ratio_intervals(usage, {0: every}, Resampling(seed=1, draws=400))[0]
        held += ((limits[:, 0] <= 0) & (limits[:, 1] >= 0)).tolist()
    assert 0.92 <= np.mean(held) <= 0.98


def test_lines_come_from_different_articles_and_from_the_voice_asked_for():
    table = articles(("A", 3, "“seized” and the town was seized"), ("B", 3, "locked"))
    found = concordance(table, {"A": ["seized", "town was", "locked"]}, WordsOptions(concordance=2))
    lines = found["A", "seized"]
    assert len({line.id for line in lines}) == 2
    assert lines[0].match == "seized"
    assert lines[0].left.endswith("and the town was ")
    assert table["text"].to_pylist()[0][lines[0].start :].startswith("seized")
    assert found["A", "locked"] == []
    assert [
        line.left.endswith("again “")
        for line in concordance(table, {"A": ["seized"]}, WordsOptions(concordance=1, voice="quoted"))["A", "seized"]
    ] == [True]
    assert concordance(table, {"A": ["seized"]}, WordsOptions()) == {("A", "seized"): []}


def test_the_same_seed_gives_the_same_bytes():
    table = articles(("A", 20, "seized"), ("B", 15, "locked"), ("B", 5, "seized"))
    three, four = (WordsOptions(voice="all", draws=100, seed=seed) for seed in (3, 4))
    assert compare_words(table, three).equals(compare_words(table.take(list(range(39, -1, -1))), three))
    assert not compare_words(table, three).equals(compare_words(table, four))


def test_words_are_the_same_where_terms_articles_and_draws_are_taken_a_few_at_a_time(monkeypatch):
    table = articles(("A", 20, "seized the gate"), ("B", 15, "locked"), ("B", 5, "seized"), ("C", 12, "locked"))
    options = WordsOptions(voice="all", draws=100, min_docs=1)
    whole, some = compare_words(table, options), compare_words(table, replace(options, outlets=("A", "C")))
    for module, name, value in (
        (bags, "_HELD", 1),
        (bags, "_BLOCK", 30),
        (ratios, "_AT_ONCE", 500),
        (ratios, "_KEPT", 0),
        (ratios, "_DRAWN_AT_ONCE", 100),
    ):
        monkeypatch.setattr(module, name, value)
    parts = Later(lambda: (table.slice(start, 7) for start in range(0, table.num_rows, 7)), "id")
    same(compare_words(parts, options), whole)
    same(compare_words(parts, replace(options, outlets=("A", "C"))), some)


def same(one: pa.Table, other: pa.Table) -> None:
    """Whether two WORDS are the same: limits but for the last digit, as sums of products are made in another order."""
    limits = ["low", "high"]
    assert one.drop_columns(limits).equals(other.drop_columns(limits))
    for name in limits:
        assert one[name].is_valid().equals(other[name].is_valid())
        assert one[name].drop_null().to_pylist() == pytest.approx(other[name].drop_null().to_pylist(), rel=1e-12)


def test_lines_are_the_same_where_articles_are_read_a_few_at_a_time(monkeypatch):
    table = articles(("A", 30, "seized"), ("A", 1, "melted"), ("B", 30, "locked"))
    asked = {"A": ["seized", "melted", "locked"], "B": ["locked", "road"]}, WordsOptions(concordance=3, seed=4)
    whole = concordance(table, *asked)
    assert {key: len(lines) for key, lines in whole.items()} == {
        ("A", "seized"): 3,
        ("A", "melted"): 1,
        ("A", "locked"): 0,
        ("B", "locked"): 3,
        ("B", "road"): 3,
    }
    monkeypatch.setattr(contexts, "_READ", 1)
    assert concordance(Later(lambda: (table.slice(start, 7) for start in range(0, 61, 7)), "id"), *asked) == whole
