"""Comparing in little memory: sums that are made again are the same, and an article takes less than its text."""

import subprocess
import sys

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from masthead.comparisons.options import CompareOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.engines import open_corpus
from masthead.profiles import profile_outlets, rows, sums
from masthead.storage import TableWriter, bundled

PEAK = """
import resource, sys
from masthead.comparisons.outlets import compare_outlets
from masthead.comparisons.options import CompareOptions
from masthead.engines import open_corpus
compare_outlets(open_corpus(sys.argv[1]).table, options=CompareOptions(draws=20, permutations=20))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""

WORDS_PEAK = """
import resource, sys
import numpy as np
import pyarrow as pa
from masthead.comparisons import bags
from masthead.comparisons.options import WordsOptions
from masthead.comparisons.words import compare_words
from masthead.engines.later import Later
from masthead.schema import ARTICLES

bags._HELD, bags._BLOCK = 10_000, 50_000
letters = np.array(list("bdfgklmnprstvz"))
vocabulary = np.array([f"{a}a{b}o{c}" for a in letters for b in letters for c in letters])

def parts():
    for start in range(0, int(sys.argv[1]), 200):
        random, rows = np.random.default_rng(start), range(start, start + 200)
        texts = [" ".join(vocabulary[random.zipf(1.2, 600) % len(vocabulary)]) + "." for _ in rows]
        columns = {"id": [f"a{row}" for row in rows], "outlet": [f"outlet {row % 5}" for row in rows], "text": texts}
        columns["date"] = [f"2030-01-{1 + row // 5 % 28:02}" for row in rows]
        yield pa.table([pa.array(columns.get(field.name, [None] * 200), field.type) for field in ARTICLES], ARTICLES)

compare_words(Later(parts, "id"), WordsOptions(draws=20, voice="all", min_docs=100))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.fixture(name="corpus", scope="module")
def _corpus():
    return open_corpus(str(bundled("corpora/demo")))


def test_sums_that_are_made_again_a_feature_at_a_time_are_the_same(corpus, monkeypatch):
    features, options = corpus.table, CompareOptions(permutations=50)
    kept = profile_outlets(features), compare_outlets(features, options=options)
    monkeypatch.setattr(sums, "BLOCK_NUMBERS", 1)
    monkeypatch.setattr(rows, "KEEP", 1)
    monkeypatch.setattr(sums, "KEEP_SUMS", 1)
    made = profile_outlets(features), compare_outlets(features, options=options)
    assert made[0].equals(kept[0])
    assert made[1].equals(kept[1])


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is in kilobytes on Linux alone")
def test_an_article_more_takes_less_than_a_kilobyte(corpus, tmp_path):
    peaks = [_peak(corpus, times, tmp_path / f"{times}.parquet") for times in (1000, 2000)]
    assert peaks[1] - peaks[0] < 1000 * corpus.table.num_rows * 1.0


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is in kilobytes on Linux alone")
def test_words_of_an_article_more_take_less_than_its_text():
    """Of 600 words each, which are 3.6 kilobytes."""
    peaks = [_peak_of(WORDS_PEAK, str(articles)) for articles in (2000, 5000)]
    assert peaks[1] - peaks[0] < 3000 * 3.6


def _peak(corpus, times, path):
    """Kilobytes that it takes to compare the articles of a corpus that is there several times."""
    table = corpus.features
    with path.open("wb") as file, TableWriter(file) as writer:
        for copy in range(times):
            ids = pc.binary_join_element_wise(table["id"], pa.scalar(str(copy)), "-")
            writer.write(table.set_column(0, "id", ids))
        writer.close({**corpus.manifest, "articles": times * table.num_rows})
    return _peak_of(PEAK, str(path))


def _peak_of(script, given):
    """Kilobytes that a script takes and says."""
    run = subprocess.run([sys.executable, "-c", script, given], capture_output=True, text=True, check=True)
    return int(run.stdout)
