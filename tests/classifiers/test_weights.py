"""How much each training article counts."""

import numpy as np
import pytest

from masthead.classifiers.weights import RESEMBLANCE, article_weights


def test_an_outlet_counts_as_its_effective_sample_size():
    labels, groups = np.array(["left"] * 4), np.array(["a", "a", "a", "b"])
    of_three = 1 / (1 + 2 * 0.1)
    assert RESEMBLANCE == 0.1
    assert article_weights(labels, groups) == pytest.approx([of_three, of_three, of_three, 1.0])


def test_a_hundred_articles_of_one_outlet_count_as_fewer_than_ten_of_ten_outlets():
    groups = np.array(["large"] * 100 + [f"small {number}" for number in range(10)])
    weights = article_weights(np.array(["left"] * 110), groups)
    assert weights[:100].sum() == pytest.approx(100 / 10.9)
    assert weights[100:].sum() == pytest.approx(10.0)


def test_labels_count_alike_and_the_sum_is_kept():
    labels, groups = np.array(["left", "left", "left", "right"]), np.array(["a", "b", "c", "d"])
    assert article_weights(labels, groups) == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2.0])


def test_articles_without_resemblance_count_alike():
    weights = article_weights(np.array(["left", "right"]), np.array(["a", "a"]), resemblance=0.0)
    assert weights.tolist() == [1.0, 1.0]
