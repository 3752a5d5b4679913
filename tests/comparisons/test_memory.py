"""Comparing in little memory: sums that are made again are the same, and an article takes less than a kilobyte."""

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


def _peak(corpus, times, path):
    """Kilobytes that it takes to compare the articles of a corpus that is there several times."""
    table = corpus.features
    with path.open("wb") as file, TableWriter(file) as writer:
        for copy in range(times):
            ids = pc.binary_join_element_wise(table["id"], pa.scalar(str(copy)), "-")
            writer.write(table.set_column(0, "id", ids))
        writer.close({**corpus.manifest, "articles": times * table.num_rows})
    run = subprocess.run([sys.executable, "-c", PEAK, path], capture_output=True, text=True, check=True)
    return int(run.stdout)
