from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from masthead.classifiers import views
from masthead.classifiers.views import View

X = sparse.csr_matrix(np.arange(42, dtype=np.float32).reshape(7, 6) % 5)
ROWS = np.array([6, 0, 3, 3, 1])


@pytest.fixture(params=[1, 2, 1000], autouse=True)
def at_once(request, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", request.param)


@pytest.mark.parametrize("columns", [slice(None), slice(1, 4), slice(0, 0), [0, 2, 5]], ids=str)
def test_a_view_holds_what_indexing_gives(columns):
    found = View.of(X).take(ROWS).only(columns)
    expected = X[ROWS][:, columns]
    assert found.shape == expected.shape
    np.testing.assert_array_equal(found.matrix().toarray(), expected.toarray())
    assert found.matrix().dtype == np.float32


def test_a_view_of_a_view_counts_from_its_own_rows_and_columns():
    found = View.of(X).take(ROWS).only([1, 3, 5]).take([0, 4]).only(slice(1, None))
    np.testing.assert_array_equal(found.matrix().toarray(), X[[6, 1]][:, [3, 5]].toarray())


def test_no_rows_and_no_columns_are_views_too():
    assert View.of(X).take([]).matrix().shape == (0, 6)
    assert View.of(sparse.csr_matrix((3, 0))).matrix().shape == (3, 0)


def test_a_view_is_taken_as_it_is():
    view = View.of(X)
    assert View.of(view) is view
    assert len(view) == 7
