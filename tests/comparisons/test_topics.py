"""Topics and periods: what is told of outlets, what is found in texts, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.sparse import csr_array

from masthead.comparisons.compare import compare
from masthead.comparisons.coverage import coverage, likeness
from masthead.comparisons.options import CompareOptions
from masthead.comparisons.splits import HALVES, TOPICS, WEEKS, splits_of
from masthead.comparisons.topics import find_topics
from masthead.errors import UsageError
from masthead.sources import read_articles

SUBJECTS = {
    "harbour": "harbour vessel cargo crane dock anchor freight pilot quay tide",
    "harvest": "harvest wheat tractor barley orchard farmer silo irrigation soil cattle",
    "theatre": "theatre actor stage rehearsal curtain drama audience costume script playwright",
}


def made_up(shares: dict[str, tuple[int, ...]], seed: int = 0, *, year: int = 2031, plain: bool = False) -> pa.Table:
    """Articles of each outlet, so many of each subject, in words drawn from it (of all subjects where ``plain``)."""
    random = np.random.default_rng(seed)
    words_of = {
        subject: [word + ending for word in words.split() for ending in ("", "yard", "side", "hand", "work")]
        for subject, words in SUBJECTS.items()
    }
    every = [word for words in words_of.values() for word in words]
    rows = []
    for outlet, numbers in shares.items():
        day = 0
        for (subject, words), n in zip(words_of.items(), numbers, strict=True):
            for number in range(n):
                day += 1
                drawn = random.choice(every if plain else words, 25)
                rows.append(
                    {
                        "id": f"{outlet} {subject} {number}",
                        "outlet": outlet,
                        "date": str(np.datetime64(f"{year}-01-01") + day),
                        "text": f"{outlet} says that the {' and the '.join(drawn)} were there.",
                    }
                )
    return read_articles(pa.Table.from_pylist(rows))


def test_subjects_are_found_again_whatever_the_order_of_the_articles():
    articles = made_up({"Alder Post": (30, 20, 10), "Birch Daily": (10, 20, 30)})
    found = find_topics(articles, 3)
    assert found.agreement == pytest.approx(1.0)
    by_subject = {name.split()[-2]: topic for name, topic in found.of.items()}
    assert len(set(by_subject.values())) == 3
    assert all(topic == by_subject[name.split()[-2]] for name, topic in found.of.items())
    assert find_topics(articles.take(list(range(119, -1, -1))), 3) == found


def test_names_of_outlets_are_no_words_of_topics():
    articles = made_up({"Alder Post": (40, 20, 20), "Birch Daily": (20, 20, 40)})
    words = {word for topic in find_topics(articles, 3).topics for word in topic.words}
    assert words
    assert words.isdisjoint({"alder", "birch"})


def test_topics_that_hang_on_the_seed_are_refused():
    articles = made_up({"Alder Post": (60, 60, 60), "Birch Daily": (60, 60, 60)}, plain=True)
    with pytest.raises(UsageError, match=r"8 topics are not stable: two searches agree on them by 0\.\d\d"):
        find_topics(articles, 8)


def test_too_few_articles_are_refused():
    with pytest.raises(UsageError, match="12 topics need 240 articles that share words; found 60"):
        find_topics(made_up({"Alder Post": (10, 10, 10), "Birch Daily": (10, 10, 10)}), 12)


def test_likeness_is_the_mean_cosine_between_over_that_within():
    vectors = csr_array(np.array([[1.0, 0.0], [0.6, 0.8], [1.0, 0.0], [0.0, 1.0]]))
    found = likeness(vectors, ["a", "a", "b", "b"], ["1", "2", "1", "2"])
    assert found == {}  # the articles of b share no word: nothing to hold likeness against
    vectors = csr_array(np.array([[1.0, 0.0], [0.6, 0.8], [1.0, 0.0], [0.8, 0.6]]))
    found = likeness(vectors, ["a", "a", "b", "b"], ["1", "2", "1", "2"])
    assert found["a", "b"] == 1.0  # (1 + 0.8 + 0.6 + 0.96) / 4 over sqrt(0.6 * 0.8) is above 1
    vectors = csr_array(np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0], [0.6, 0.8]]))
    found = likeness(vectors, ["a", "a", "b", "b"], ["1", "2", "1", "2"])
    assert found["a", "b"] == pytest.approx((0 + 0.6 + 0.6 + 0.96) / 4 / 0.8)


def test_outlets_with_other_subjects_are_told_and_those_of_one_stock_are_not():
    apart = compare(made_up({"Alder Post": (40, 5, 5), "Birch Daily": (5, 5, 40)}), QUICK)
    assert any(
        note.startswith("Outlets differ in topics: the similarity of") and "--topics" in note for note in apart.notes
    )
    alike = compare(made_up({"Alder Post": (20, 20, 20), "Birch Daily": (20, 20, 20)}), QUICK)
    assert alike.covered is not None
    assert not alike.covered.cautions()
    assert [row["outlet"] for row in alike.manifest["coverage"]] == ["Alder Post", "Birch Daily"]


def test_outlets_of_different_years_are_told_with_both_days():
    tables = [made_up({"Alder Post": (20, 20, 20)}), made_up({"Birch Daily": (20, 20, 20)}, year=2033)]
    found = coverage(pa.concat_tables(tables), None)
    (said,) = found.cautions()
    assert said.startswith(
        "Outlets differ in period: most articles of Alder Post are from 2031-01-04 to 2031-02-28, and 0% of these"
    )
    assert "--by month" in said


QUICK = CompareOptions(draws=50, permutations=99)
HELD = CompareOptions(draws=50, permutations=99, topics=3)


def test_outlets_are_held_at_one_mix_of_topics_and_unlikeness_goes_away():
    found = compare(made_up({"Alder Post": (40, 12, 12), "Birch Daily": (12, 12, 40)}), HELD)
    assert found.mix is not None
    assert found.covered is not None
    assert sorted(found.mix.weights.values()) == pytest.approx([12 / 64, 26 / 64, 26 / 64])
    assert not found.covered.cautions()
    assert {len(topic["words"]) for topic in found.manifest["mix"]["topics"]} == {8}


def test_counts_without_texts_are_refused():
    measured = compare(made_up({"Alder Post": (20, 20, 20), "Birch Daily": (20, 20, 20)}), QUICK).corpus.features
    with pytest.raises(UsageError, match="topics are found in the texts"):
        compare(measured, HELD)


@pytest.mark.parametrize("more", [{"stratify": "genre"}, {"by": "month"}, {"events": True}])
def test_topics_go_with_no_other_mix(more: dict[str, Any]):
    with pytest.raises(UsageError, match="--topics fixes"):
        CompareOptions(topics=3, **more)


def test_splits_that_can_fail_are_of_period_weeks_and_whole_topics():
    articles = made_up({"Alder Post": (20, 20, 20)})
    topics = {name: name.split()[-2] for name in articles["id"].to_pylist()}
    ((table, early),) = splits_of(articles, HALVES, {}, 0)
    days = np.array(table["date"].to_pylist(), dtype="datetime64[D]")
    assert days[early].max() < days[~early].min()
    ((_, odd),) = splits_of(articles, WEEKS, {}, 0)
    assert 20 < odd.sum() < 40
    for table, side in splits_of(articles, TOPICS, topics, 0):
        found = np.array([topics[name] for name in table["id"].to_pylist()])
        assert set(found[side]).isdisjoint(found[~side])
