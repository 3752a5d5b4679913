"""Groups over sparse pairs, each share worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from masthead.comparisons import stories
from masthead.comparisons.stories import (
    ARTICLE,
    AS_ARTICLES,
    BASE,
    FEWER_PRODUCTS,
    GROUP,
    MOST_PRODUCTS,
    NEAREST,
    Links,
    grouped,
    nearest,
    rarest,
    relative,
)
from masthead.comparisons.vectors import Vectors


def links(pairs: dict[tuple[int, int], float]) -> Links:
    ends = np.array([sorted(pair, reverse=True) for pair in pairs], dtype=np.intp).reshape(-1, 2)
    return Links(ends[:, 0], ends[:, 1], np.array(list(pairs.values()), dtype=np.float64))


def groups(
    pairs: dict[tuple[int, int], float], days: list[int | None], *, least: float, undated: float = 1.0
) -> list[list[int]]:
    found = links(pairs)
    near = nearest(found, len(days))
    return grouped(found, days, near, least=least, longest=6, undated=undated)


def test_the_nearest_are_the_likest_three_and_those_that_are_missing_count_nothing() -> None:
    pairs = {(0, 1): 0.9, (0, 2): 0.6, (0, 3): 0.3, (0, 4): 0.2}
    assert nearest(links(pairs), 6).tolist() == pytest.approx([0.6, 0.3, 0.2, 0.1, 0.2 / NEAREST, 0.0])


def test_a_pair_is_as_alike_as_it_is_to_its_nearest() -> None:
    near = np.array([0.45, 0.75]), np.array([0.45, 0.05])
    shares = relative(np.array([0.4, 0.4]), *near)
    assert shares.tolist() == pytest.approx([0.4 / (0.45 + BASE), 0.4 / ((0.75 + BASE) * (ARTICLE + BASE)) ** 0.5])


def test_the_same_likeness_joins_where_nothing_is_liker_and_not_where_much_is() -> None:
    quiet = {(0, 1): 0.3}
    assert groups(quiet, [1, 1], least=0.6) == [[0, 1]]
    near = {(0, place): 0.9 for place in (2, 3, 4)} | {(1, place): 0.9 for place in (5, 6, 7)}
    busy = quiet | near | {(2, 3): 0.9, (2, 4): 0.9, (3, 4): 0.9, (5, 6): 0.9, (5, 7): 0.9, (6, 7): 0.9}
    assert groups(busy, [1] * 8, least=0.6) == [[0, 2, 3, 4], [1, 5, 6, 7]]


def test_what_is_alike_by_very_little_is_no_event_though_it_is_likest() -> None:
    assert groups({(0, 1): 0.1}, [1, 1], least=0.38) == []


def test_two_groups_join_while_all_their_pairs_are_alike_on_average() -> None:
    pairs = {(0, 1): 0.9, (2, 3): 0.9, (0, 2): 0.6, (1, 3): 0.6}
    # The four pairs between the groups have likeness 0.6, 0.6 and twice none: 0.3 on average. Each article is like its
    # nearest by (0.9 + 0.6) / 3, and each group by 0.9 and these.
    own = (0.9 + AS_ARTICLES * 0.5) / (1 + AS_ARTICLES) + BASE
    assert groups(pairs, [1] * 4, least=0.3 / own - 0.01) == [[0, 1, 2, 3]]
    assert groups(pairs, [1] * 4, least=0.3 / own + 0.01) == [[0, 1], [2, 3]]


def test_a_group_is_like_its_own_by_no_less_than_groups_are() -> None:
    pairs = {(0, 1): 0.3, (0, 2): 0.12, (1, 2): 0.12}
    limit = 0.12 / ((GROUP + BASE) * (ARTICLE + BASE)) ** 0.5
    assert groups(pairs, [1] * 3, least=limit - 0.01) == [[0, 1, 2]]
    assert groups(pairs, [1] * 3, least=limit + 0.01) == [[0, 1]]


def test_without_days_so_many_times_as_much_is_asked() -> None:
    pairs = {(0, 1): 0.3}
    assert groups(pairs, [1, 1], least=0.6, undated=2.0) == [[0, 1]]
    assert groups(pairs, [None, None], least=0.6, undated=2.0) == []
    assert groups(pairs, [1, None], least=0.6, undated=2.0) == []
    assert groups(pairs, [1, None], least=0.4, undated=2.0) == [[0, 1]]


def test_a_group_lasts_no_longer_than_allowed() -> None:
    pairs = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.8}
    assert groups(pairs, [1, 4, 8], least=0.2) == [[0, 1]]
    assert groups(pairs, [1, 4, None], least=0.2) == [[0, 1, 2]]


def test_no_links_no_groups() -> None:
    assert groups({}, [1, 2], least=0.2) == []


def test_rows_put_aside_are_those_that_were_added_in_the_order_asked_for_and_of_unit_length() -> None:
    vectors = Vectors(8)
    for weights in ({1: 3.0, 2: 4.0}, {}, {2: 1.0, 5: 1.0, 1: 2.0}):
        vectors.add(weights)
    vectors.settle([2, 0, 1], lambda having, n: np.full(len(having), float(n)))
    assert vectors.having.tolist() == [0, 2, 2, 0, 0, 1, 0, 0]
    assert vectors[0:3].toarray() == pytest.approx(np.array([[2 / 6**0.5, 1 / 6**0.5], [0.6, 0.8], [0, 0]]))
    assert vectors[1:2].toarray() == pytest.approx(np.array([[0.6, 0.8]]))


def test_rows_that_share_few_columns_are_compared_by_all_and_others_by_their_rarest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    near = csr_array(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 0.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]))
    # The columns that four, two and one of the four rows have take 16, 4 and 1 products.
    assert rarest(near, 6) is near
    monkeypatch.setattr(stories, "FEWER_PRODUCTS", 1.25)
    assert rarest(near, 5).toarray().tolist() == [[0, 2, 3], [0, 2, 0], [0, 0, 0], [0, 0, 0]]
    monkeypatch.setattr(stories, "FEWER_PRODUCTS", 1.24)
    assert rarest(near, 5).toarray().tolist() == [[0, 0, 3], [0, 0, 0], [0, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize("rows", [20_000, 40_000])
def test_the_products_an_article_takes_do_not_grow_with_the_articles_of_its_window(rows: int) -> None:
    # Each row has ten of 1,000 columns, of which the first come in most rows and the last in few.
    random = np.random.default_rng(0)
    columns = (1000 * random.random((rows, 10)) ** 6).astype(np.int32)
    near = csr_array((np.ones(columns.size), columns.ravel(), np.arange(0, columns.size + 1, 10)), shape=(rows, 1000))
    near.sum_duplicates()
    searched = rarest(near, MOST_PRODUCTS)
    assert _products(near) > MOST_PRODUCTS
    assert FEWER_PRODUCTS / 2 < _products(searched) <= FEWER_PRODUCTS


def _products(near: csr_array) -> float:
    """Of a row with all rows, on average."""
    return float((np.bincount(near.indices).astype(np.float64) ** 2).sum() / near.shape[0])


def test_a_pair_found_by_its_rarest_words_is_as_alike_as_it_is_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = Vectors(8)
    for weights in ({0: 1.0, 1: 1.0}, {0: 1.0, 1: 1.0}, {0: 1.0, 2: 1.0}, {0: 1.0, 3: 1.0}):
        vectors.add(weights)
    vectors.settle(range(4), lambda having, n: np.ones(len(having)))
    everything = stories.links(vectors, [5] * 4, window=3, least=(0.1, 0.1))
    pairs = zip(everything.later.tolist(), everything.earlier.tolist(), strict=True)
    assert sorted(pairs) == [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]
    monkeypatch.setattr(stories, "MOST_PRODUCTS", 1)
    monkeypatch.setattr(stories, "FEWER_PRODUCTS", 1)
    found = stories.links(vectors, [5] * 4, window=3, least=(0.1, 0.1))
    assert (found.later.tolist(), found.earlier.tolist()) == ([1], [0])
    assert found.likeness.tolist() == pytest.approx([1.0])
