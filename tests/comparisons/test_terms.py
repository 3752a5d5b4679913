"""Which articles use which words, in which voice."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from masthead.comparisons import bags
from masthead.comparisons.bags import Bags
from masthead.comparisons.terms import Reader, TermTable, read_terms
from masthead.comparisons.usage import length_classes, usage_curve
from masthead.sources import read_articles

TEXTS = [
    "The army took the town. “We saw the brutal siege,” said Ann Voss.",
    "Officials said the siege was over. The so-called “truce” held, and the army left the town.",
    "He met Ann Voss in the town on 6 May. Voss left.",
]


def articles(texts: list[str]) -> pa.Table:
    return read_articles(
        pa.table({"id": [f"a{n}" for n in range(len(texts))], "outlet": ["A"] * len(texts), "text": texts})
    )


def documents(texts: list[str], voice: str, **options: bool) -> dict[str, int]:
    """Articles that use each term."""
    read = articles(texts)
    table = read_terms([read], **({"voice": voice, "pairs": False, "names": True, "min_docs": 1} | options))
    return dict(zip(table.terms, table.documents.tolist(), strict=True))


def used(table: TermTable) -> set[tuple[int, str]]:
    """Which article uses which term."""
    return {
        (article, table.terms[term])
        for block in table.blocks()
        for article, term in zip(block.articles.tolist(), block.terms.tolist(), strict=True)
    }


def test_each_word_counts_in_its_voice_only():
    own, attributed, quoted = (documents(TEXTS, voice) for voice in ("own", "attributed", "quoted"))
    assert (own["army"], own["town"], own["voss"]) == (2, 3, 2)
    assert "siege" not in own
    assert "brutal" not in own
    assert set(attributed) == {"the", "siege", "was", "over"}
    assert quoted == {"we": 1, "saw": 1, "the": 1, "brutal": 1, "siege": 1, "truce": 1}
    assert documents(TEXTS, "all")["siege"] == 2


def test_numbers_single_letters_and_case_do_not_count():
    assert set(documents(["A Town of 6,000 people: a town, B."], "all")) == {"town", "of", "people"}
    assert documents(["I left."], "all") == {"i": 1, "left": 1}


def test_pairs_are_neighbours_of_which_neither_is_grammatical():
    found = documents(["The special-needs school, town hall and Town\nhall of the city."], "all", pairs=True)
    assert {term for term in found if " " in term} == {"special needs", "needs school", "town hall"}


def test_a_pair_stands_in_one_voice():
    assert "army “truce" not in documents(["The army “truce” held."], "own", pairs=True)
    assert not [term for term in documents(["The army “truce” held."], "own", pairs=True) if " " in term]


def test_names_are_left_out_wherever_they_stand():
    left = documents(TEXTS, "own", names=False, pairs=True)
    assert not {"ann", "voss", "ann voss", "may"} & set(left)
    assert {"he", "town", "officials"} <= set(left)
    assert "i" in documents(["Then I left and I ran."], "own", names=False)


def test_rare_terms_are_left_out_but_count_in_the_length():
    read = articles(["one two two three", "one two four"])
    table = read_terms([read], voice="all", pairs=False, names=True, min_docs=2)
    assert table.terms == ("one", "two")
    assert table.uses.tolist() == [2.0, 3.0]
    assert table.lengths.tolist() == [4, 3]
    assert used(table) == {(0, "one"), (0, "two"), (1, "one"), (1, "two")}


def test_a_text_in_another_language_is_all_the_outlet_s_own():
    german = "Der Minister sagte am Montag in Berlin, dass die Stadt nun wieder frei sei. „Wir sind froh“, sagte er. "
    assert documents([german * 3], "quoted") == {}
    assert documents([german * 3], "own")["froh"] == 1


def test_furniture_is_no_text():
    article = {"id": "a", "text": "Share this. The town fell.", "excluded": [{"start": 0, "end": 11, "kind": "share"}]}
    (words,) = Reader("own").read(pa.Table.from_pylist([article]))
    assert [words.form(at) for at in range(len(words.starts))] == ["the", "town", "fell"]
    assert [(int(a), int(b)) for a, b in zip(words.starts, words.ends, strict=True)] == [(12, 15), (16, 20), (21, 25)]


def test_lengths_within_a_twelfth_share_a_class():
    classes, typical = length_classes(np.array([100, 102, 200, 1600]))
    assert classes.tolist() == [0, 0, 1, 2]
    assert typical.tolist() == [101.0, 200.0, 1600.0]


def test_a_word_strewn_at_random_is_used_in_long_articles_as_poisson_says():
    """100 articles of 100 words and 100 of 300; a rate of 0.005 a word."""
    lengths, number = np.array([100.0, 300.0]), np.array([100.0, 100.0])
    chance = 1 - np.exp(-0.005 * lengths)
    curve = usage_curve(np.array([number @ chance]), np.array([number @ (0.005 * lengths)]), number, lengths)
    assert curve[:, 0] == pytest.approx(chance, rel=1e-4)


def test_a_bursty_word_gains_less_from_length():
    """The same articles; the word's count is negative binomial with shape 0.5."""
    lengths, number = np.array([100.0, 300.0]), np.array([100.0, 100.0])
    chance = 1 - (1 + 0.005 * lengths / 0.5) ** -0.5
    curve = usage_curve(np.array([number @ chance]), np.array([number @ (0.005 * lengths)]), number, lengths)
    assert curve[:, 0] == pytest.approx(chance, rel=1e-4)


def test_a_word_in_every_article_is_expected_in_nearly_every_one():
    lengths, number = np.array([100.0, 900.0]), np.array([50.0, 50.0])
    curve = usage_curve(np.array([100.0]), np.array([4000.0]), number, lengths)
    assert curve[1, 0] == pytest.approx(1.0)
    assert number @ curve[:, 0] == pytest.approx(99.5, abs=0.5)


def test_terms_are_the_same_where_every_article_is_put_aside_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*TEXTS, "", "The special-needs school, town hall and town hall of the city."]
    asked = {"voice": "all", "pairs": True, "names": True, "min_docs": 1}
    whole = read_terms([articles(texts)], **asked)
    monkeypatch.setattr(bags, "_HELD", 1)
    monkeypatch.setattr(bags, "_BLOCK", 7)
    parted = read_terms([articles(texts)], **asked)
    assert (parted.terms, parted.uses.tolist()) == (whole.terms, whole.uses.tolist())
    assert parted.documents.tolist() == whole.documents.tolist()
    assert used(parted) == used(whole)
    assert [block.last for block in parted.blocks()][:-1] == [block.first for block in parted.blocks()][1:]
    assert len(list(parted.blocks())) > 2
    assert "town hall" in parted.terms


def test_terms_that_share_a_place_of_the_sieve_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bags, "_SIEVE_SHIFT", np.uint64(63))
    found = Bags()
    for codes in ([1, 2, 2, 3], [2, 3], [3, 4], [5]):
        found.add(np.array(codes))
    assert [column.tolist() for column in found.common(lambda codes: codes != 4, 2)] == [[2, 3], [2, 3]]
