"""How much each training article counts."""

import numpy as np
import pytest

from masthead.classifiers.topics import RESEMBLANCE, article_weights


def test_an_outlet_counts_as_its_effective_sample_size():
    weights = article_weights(np.array(["left"] * 4), np.array(["a", "a", "a", "b"]))
    of_three = 1 / (1 + 2 * 0.03)
    assert RESEMBLANCE == 0.03
    assert weights[:3] / weights[3] == pytest.approx([of_three] * 3)
    assert weights.mean() == pytest.approx(1.0)


def test_a_hundred_articles_of_one_outlet_count_as_twenty_five():
    groups = np.array(["large"] * 100 + [f"small {number}" for number in range(10)])
    weights = article_weights(np.array(["left"] * 110), groups)
    assert weights[:100].sum() / weights[100:].sum() == pytest.approx(100 / 3.97 / 10)


def test_labels_count_alike():
    labels, groups = np.array(["left", "left", "left", "right"]), np.array(["a", "b", "c", "d"])
    assert article_weights(labels, groups) == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2.0])


def test_in_outlets_of_one_size_articles_count_one():
    labels, groups = np.array(["left", "left", "right", "right"]), np.array(["a", "a", "b", "b"])
    assert article_weights(labels, groups) == pytest.approx([1.0] * 4)


def test_articles_without_resemblance_count_alike():
    weights = article_weights(np.array(["left", "right", "right", "left"]), np.array(list("aaab")), resemblance=0.0)
    assert weights.tolist() == [1.0] * 4
