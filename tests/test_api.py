"""The public functions: any data frame in, Arrow tables out, the same figures as the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import masthead
from masthead.engines import How
from masthead.errors import UsageError
from masthead.schema import ARTICLES, COMPARISONS, HITS, PROFILES

ROWS = {
    "newspaper": ["A", "A", "B", "B"],
    "body": ["The town was liberated.", "Officials said it fell.", "The rebels seized the town.", "It rained."],
}
RENAMED = {"outlet": ROWS["newspaper"], "text": ROWS["body"]}


def test_the_public_names_are_all_there() -> None:
    for name in masthead.__all__:
        assert getattr(masthead, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'compair'"):
        _ = masthead.compair
    assert set(masthead.__all__) <= set(dir(masthead))


@pytest.mark.parametrize(
    "frame", [pd.DataFrame(RENAMED), pl.DataFrame(RENAMED), pa.table(RENAMED)], ids=["pandas", "polars", "arrow"]
)
def test_any_data_frame_is_read_and_measured(frame: Any) -> None:
    articles = masthead.read_articles(frame)
    assert articles.schema.names[: len(ARTICLES)] == ARTICLES.names
    assert articles["outlet"].to_pylist() == ROWS["newspaper"]
    measured = masthead.measure(frame)
    assert measured.features.num_rows == 4
    assert measured.hits.schema == HITS
    assert measured.features.equals(masthead.measure(articles).features)


def test_columns_are_mapped() -> None:
    articles = masthead.read_articles(pd.DataFrame(ROWS), columns={"outlet": "newspaper", "text": "body"})
    assert articles["text"].to_pylist() == ROWS["body"]


def test_every_hit_is_its_own_words(root: Path) -> None:
    articles = masthead.read_articles(root / "corpora" / "demo")
    texts = {row["id"]: row for row in articles.to_pylist()}
    for hit in masthead.measure(articles).hits.to_pylist():
        words = texts[hit["article_id"]][hit["field"]][hit["start"] : hit["end"]]
        assert words, hit
        assert words == words.strip(), hit
        if hit["family"] == "attribution" and hit["category"] == "quote":
            assert words[0] in "\"“‘'", hit


def test_profiles_and_comparisons_take_any_frame_of_features(root: Path) -> None:
    features = masthead.measure(root / "corpora" / "demo").features
    profiles = masthead.profile_outlets(features, draws=200)
    assert profiles.schema == PROFILES
    assert profiles.equals(masthead.profile_outlets(features.drop_columns("choices").to_pandas(), draws=200))
    comparisons = masthead.compare_outlets(features, draws=200, permutations=199)
    assert comparisons.schema == COMPARISONS
    choices = masthead.compare_choices(features, draws=200, concepts=["taking_a_place"])
    assert choices["concept"].unique().to_pylist() == ["taking_a_place"]


def test_explain_shows_one_article() -> None:
    shown = masthead.explain(pa.table({"outlet": ["A"], "text": ["The town was liberated."]}))
    assert [(hit["family"], shown.text[hit["start"] : hit["end"]]) for hit in shown.hits.to_pylist()] == [
        ("choices", "liberated"),
        ("loaded", "liberated"),
    ]
    with pytest.raises(UsageError, match="there are 2 articles; explain shows one"):
        masthead.explain(pa.table({"outlet": ["A", "A"], "text": ["x", "y"]}))
    with pytest.raises(UsageError, match="no article has the id 'b'"):
        masthead.explain(pa.table({"id": ["a"], "outlet": ["A"], "text": ["x"]}), id="b")


def test_rejects_are_given_or_warned_of(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"outlet":"A","text":"x"}\n{broken\n', encoding="utf-8")
    rejects: list[Any] = []
    assert masthead.read_articles(tmp_path / "a.jsonl", rejects=rejects).num_rows == 1
    assert [Path(reject.origin).name for reject in rejects] == ["a.jsonl:2"]
    with pytest.warns(UserWarning, match=r"1 input could not be used, first .*a\.jsonl:2"):
        masthead.read_articles(tmp_path / "a.jsonl")


def test_a_number_of_jobs_below_zero_is_refused() -> None:
    with pytest.raises(UsageError, match="jobs is -1"):
        masthead.measure(pa.table(RENAMED), How(jobs=-1))
