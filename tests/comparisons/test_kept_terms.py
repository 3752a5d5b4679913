"""What is read of texts once is not read again."""

from __future__ import annotations

import pyarrow as pa
import pytest

from masthead.comparisons import bags
from masthead.comparisons import kept_terms as keeping
from masthead.comparisons.kept_terms import kept_terms
from masthead.comparisons.terms import read_terms
from masthead.engines.later import Later
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


def parts(articles):
    return Later.of(articles).parts


def same(one, other):
    assert one.terms == other.terms
    assert one.uses.tolist() == other.uses.tolist()
    assert one.pairs.tolist() == other.pairs.tolist()
    assert one.lengths.tolist() == other.lengths.tolist()
    assert one.documents.tolist() == other.documents.tolist()
    assert used(one) == used(other)


def used(table):
    return [(block.first, block.last, block.articles.tolist(), block.terms.tolist()) for block in table.blocks()]


def test_what_is_kept_is_what_was_read(articles, monkeypatch):
    read = read_terms([articles], **ASKED)
    same(kept_terms(parts(articles), **ASKED), read)
    monkeypatch.delattr(keeping, "read_terms")  # the second time no text is read

    same(kept_terms(parts(articles), **ASKED), read)


def test_what_is_kept_in_blocks_is_what_was_read(articles, monkeypatch):
    monkeypatch.setattr(bags, "_BLOCK", 3)
    read = read_terms([articles], **ASKED)
    assert len(used(read)) > 2
    kept_terms(parts(articles), **ASKED)
    same(kept_terms(parts(articles), **ASKED), read)


def test_more_than_a_few_million_uses_are_not_kept(articles, monkeypatch, tmp_path):
    monkeypatch.setattr(keeping, "MOST_USES", 5)
    same(kept_terms(parts(articles), **ASKED), read_terms([articles], **ASKED))
    assert not list(tmp_path.glob("terms-*"))


def test_other_questions_and_other_texts_are_read_anew(articles):
    kept_terms(parts(articles), **ASKED)

    assert kept_terms(parts(articles), **(ASKED | {"voice": "quoted"})).terms == (
        "by",
        "mill",
        "old",
        "old mill",
        "the",
    )
    assert kept_terms(parts(articles.slice(1)), **ASKED).lengths.tolist() == [2, 0]


def test_articles_without_a_word_are_kept_too(articles):
    nothing = articles.slice(2)
    same(kept_terms(parts(nothing), **ASKED), read_terms([nothing], **ASKED))
    same(kept_terms(parts(nothing), **ASKED), read_terms([nothing], **ASKED))
