"""What is read of texts once is not read again."""

from __future__ import annotations

import pyarrow as pa
import pytest

from masthead.comparisons import kept_terms as keeping
from masthead.comparisons.kept_terms import kept_terms
from masthead.comparisons.terms import read_terms
from masthead.sources import read_articles

TEXTS = ("The mayor of Brod fell. The mayor rose.", "A bridge fell “by the old mill”.", "")
ASKED = {"voice": "own", "pairs": True, "names": True, "min_docs": 1}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path))


@pytest.fixture
def articles() -> pa.Table:
    rows = [{"id": str(at), "outlet": "Post", "text": text} for at, text in enumerate(TEXTS)]
    return read_articles(pa.Table.from_pylist(rows))


def same(one, other):
    assert one.terms == other.terms
    assert one.uses.tolist() == other.uses.tolist()
    assert one.pairs.tolist() == other.pairs.tolist()
    assert one.lengths.tolist() == other.lengths.tolist()
    assert one.matrix.toarray().tolist() == other.matrix.toarray().tolist()


def test_what_is_kept_is_what_was_read(articles, monkeypatch):
    read = read_terms(articles, **ASKED)
    same(kept_terms(articles, **ASKED), read)
    monkeypatch.delattr(keeping, "read_terms")  # the second time no text is read

    same(kept_terms(articles, **ASKED), read)


def test_other_questions_and_other_texts_are_read_anew(articles):
    kept_terms(articles, **ASKED)

    assert kept_terms(articles, **(ASKED | {"voice": "quoted"})).terms == ("by", "mill", "old", "old mill", "the")
    assert kept_terms(articles.slice(1), **ASKED).lengths.tolist() == [2, 0]


def test_articles_without_a_word_are_kept_too(articles):
    nothing = articles.slice(2)
    same(kept_terms(nothing, **ASKED), read_terms(nothing, **ASKED))
    same(kept_terms(nothing, **ASKED), read_terms(nothing, **ASKED))
