from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from masthead.classifiers import views
from masthead.classifiers.terms import TermSelector, count_known, count_terms, needed

TEXTS = ["The town fell. The town!", "the town stood", "A town; fell, fell", ""]


def test_words_and_pairs_that_two_texts_hold_are_counted_whatever_their_case():
    counts, names = count_terms(TEXTS)
    assert names == ["fell", "the", "the town", "town", "town fell"]
    assert counts.toarray().tolist() == [[1, 2, 2, 2, 1], [0, 1, 1, 1, 0], [2, 0, 0, 1, 1], [0, 0, 0, 0, 0]]


def test_they_equal_scikit_learn_s_counts():
    words = np.random.default_rng(0).choice(["ab", "cd", "ef", "x", "42"], (30, 25))
    texts = [" ".join(row) for row in words]
    counts, names = count_terms(texts)
    vectorizer = CountVectorizer(ngram_range=(1, 2), min_df=2)
    assert abs(vectorizer.fit_transform(texts) - counts).sum() == 0
    assert list(vectorizer.get_feature_names_out()) == names


def test_known_terms_are_counted_alike_in_other_texts():
    counts, names = count_terms(TEXTS)
    assert abs(count_known(TEXTS, names) - counts).sum() == 0
    assert count_known(["town town fell, castle"], names).toarray().tolist() == [[1, 0, 0, 2, 1]]


@pytest.mark.parametrize("texts", [[], [""], ["one", "two"]])
def test_texts_with_nothing_in_common_have_no_terms(texts):
    counts, names = count_terms(texts)
    assert (counts.shape, names) == ((len(texts), 0), [])


def test_a_term_of_a_single_outlet_is_not_learned():
    x = sparse.csr_matrix(np.array([[1, 1, 1, 0], [1, 1, 1, 0], [2, 0, 1, 1], [2, 0, 0, 1]], dtype=np.float32))
    selector = TermSelector().fit(x)
    assert selector.get_feature_names_out(["outlet", "own", "shared", "other"]).tolist() == ["shared"]
    assert selector.transform(x).toarray().ravel().tolist() == [1, 1, 1, 0]


@pytest.mark.parametrize("at_once", [1, 2, 3, 1000])
def test_an_outlet_counts_once_however_its_articles_are_parted(at_once, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", at_once)
    outlets = np.array([[3], [1], [2], [1], [1], [3], [2], [1]])
    counts = np.random.default_rng(1).integers(0, 2, (8, 40))
    kept = TermSelector().fit(sparse.csr_matrix(np.hstack([outlets, counts]).astype(np.float32))).kept_
    spread = sum((counts[outlets[:, 0] == outlet].any(axis=0)).astype(int) for outlet in (1, 2, 3))
    assert kept.tolist() == np.flatnonzero((spread >= 2) & (counts.sum(axis=0) >= 2)).tolist()
    assert 0 < len(kept) < 40


def test_other_columns_can_be_put_before_the_terms():
    before = sparse.csr_matrix(np.array([[7, 0], [0, 0], [0, 8], [9, 9]], dtype=np.float32))
    counts, names = count_terms(TEXTS)
    both, same = count_terms(TEXTS, before=[before])
    assert same == names
    np.testing.assert_array_equal(both.toarray(), np.hstack([before.toarray(), counts.toarray()]))
    assert both.has_canonical_format


@pytest.mark.parametrize(
    ("articles", "outlets", "least"), [(10, 1, 1), (10, 2, 2), (450, 150, 2), (400, 12, 6), (22_500, 100, 15)]
)
def test_how_many_outlets_must_use_a_term(articles, outlets, least):
    assert needed(articles, outlets) == least
