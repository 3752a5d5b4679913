"""Corpora that are not held in memory: the same result as any other, with texts and hits read when they are wanted."""

import dataclasses
import gc

import pyarrow as pa
import pytest

from masthead.comparisons.compare import compare
from masthead.engines import How, large, open_corpus
from masthead.sources.passes import Passes
from masthead.storage import bundled

DEMO = str(bundled("corpora/demo"))
UNKEPT = How(cache=False)


@pytest.fixture(name="all_large")
def _all_large(monkeypatch):
    monkeypatch.setattr(large, "MOST_BYTES", 0)


@pytest.fixture(name="usual", scope="module")
def _usual():
    return open_corpus(DEMO, UNKEPT, keep_wire=False)


def test_a_large_corpus_is_what_it_is_in_memory(all_large, usual):
    found = open_corpus(DEMO, UNKEPT, keep_wire=False)
    assert isinstance(found.texts, large.Later)
    assert found.features.equals(usual.features)
    assert found.articles.equals(usual.articles)
    assert found.hits.equals(usual.hits)
    for name in ("rejects", "findings", "catalogue", "manifest", "notes", "not_own"):
        assert getattr(found, name) == getattr(usual, name)
    assert found.tally == usual.tally


def test_the_second_time_it_is_not_measured_again(all_large, usual, monkeypatch):
    first = open_corpus(DEMO, How())
    monkeypatch.setattr(large, "Measuring", None)
    again = open_corpus(DEMO, How())
    assert again.features.equals(first.features)
    assert again.hits.equals(first.hits)
    assert again.articles.equals(first.articles)


def test_other_options_of_reading_are_measured_anew(all_large, monkeypatch):
    open_corpus(DEMO, How())
    monkeypatch.setattr(large, "Measuring", None)
    with pytest.raises(TypeError):
        open_corpus(DEMO, How(read=dataclasses.replace(How().read, exclude_furniture=False)))


def test_texts_and_hits_of_some_articles_are_those_of_these(all_large):
    corpus = open_corpus(DEMO, UNKEPT)
    some = corpus.table.slice(3, 2)
    ids = some["id"].to_pylist()
    kept = corpus.narrowed(some)
    assert kept.articles["id"].to_pylist() == ids
    assert set(kept.hits["article_id"].to_pylist()) == set(ids)
    assert corpus.articles_of(pa.array(ids[1:]))["id"].to_pylist() == ids[1:]


def test_outlets_of_a_large_corpus_are_compared_as_any(all_large, usual):
    found = compare(DEMO, how=UNKEPT)
    expected = compare(usual)
    assert found.table.equals(expected.table)
    assert found.notes == expected.notes
    assert found.manifest == expected.manifest


def test_what_reading_knew_is_gone_once_all_is_measured(all_large, monkeypatch):
    alive = []
    monkeypatch.setattr(
        large, "give_back_memory", lambda: alive.append(sum(isinstance(one, Passes) for one in gc.get_objects()))
    )
    before = sum(isinstance(one, Passes) for one in gc.get_objects())
    open_corpus(DEMO, UNKEPT)
    assert alive == [before, before]
