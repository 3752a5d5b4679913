"""Average linkage over sparse pairs, against figures worked out by hand."""

from __future__ import annotations

import numpy as np

from masthead.comparisons.stories import Links, grouped


def links(pairs: dict[tuple[int, int], float]) -> Links:
    ends = np.array([sorted(pair, reverse=True) for pair in pairs], dtype=np.intp).reshape(-1, 2)
    return Links(ends[:, 0], ends[:, 1], np.array(list(pairs.values()), dtype=np.float64))


def test_two_groups_join_while_all_their_pairs_are_alike_on_average() -> None:
    pairs = {(0, 1): 0.9, (2, 3): 0.8, (0, 2): 0.5, (1, 3): 0.5}
    # The four pairs between the groups have likeness 0.5, 0.5 and twice none: 0.25 on average.
    assert grouped(links(pairs), [1, 1, 1, 1], least=0.25, longest=6) == [[0, 1, 2, 3]]
    assert grouped(links(pairs), [1, 1, 1, 1], least=0.26, longest=6) == [[0, 1], [2, 3]]


def test_weak_links_found_no_group_but_count_in_averages() -> None:
    pairs = {(0, 1): 0.4, (1, 2): 0.3, (0, 2): 0.1}
    assert grouped(links(pairs), [1, 1, 1], least=0.2, longest=6) == [[0, 1, 2]]
    assert grouped(links({(0, 1): 0.1}), [1, 1], least=0.2, longest=6) == []


def test_a_group_lasts_no_longer_than_allowed() -> None:
    pairs = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.8}
    assert grouped(links(pairs), [1, 4, 8], least=0.2, longest=6) == [[0, 1]]
    assert grouped(links(pairs), [1, 4, None], least=0.2, longest=6) == [[0, 1, 2]]


def test_no_links_no_groups() -> None:
    assert grouped(links({}), [1, 2], least=0.2, longest=6) == []
