from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from masthead.classifiers.samples import feature_matrix, label_column, make_sample, own_texts
from masthead.errors import UsageError


def test_a_sample_joins_articles_and_features_by_id_in_the_order_of_ids(corpus):
    shuffled = corpus.articles.take(list(reversed(range(48))))
    sample = make_sample(shuffled, corpus.features, corpus.catalogue, label="label_tone")
    assert sample.ids == tuple(corpus.articles["id"].to_pylist())
    assert sample.x[0].tolist() == [
        "Outlet Aara",
        "The council met on the planned annual budget, part 0.",
        0.0,
        0.1,
    ]
    assert sample.x[47, 2] == 120.0
    assert sample.classes == ("calm", "heated")
    assert sample.notes == ()


def test_the_label_may_be_named_without_its_prefix(corpus):
    assert label_column(corpus.articles, "tone") == "label_tone"


def test_a_missing_label_column_names_the_nearest_and_lists_all(corpus):
    with pytest.raises(UsageError) as caught:
        label_column(corpus.articles, "label_tome")
    assert str(caught.value) == (
        "there is no label column 'label_tome'. Did you mean 'label_tone'?\nLabels found: label_tone."
    )


def test_articles_without_any_label_column_say_how_to_map_one(corpus):
    with pytest.raises(UsageError, match="no column whose name starts with 'label_'"):
        label_column(corpus.articles.drop_columns(["label_tone"]), "tone")


def test_blank_and_null_labels_are_left_out_and_counted(corpus):
    labels = [None, "", "  ", *corpus.articles["label_tone"].to_pylist()[3:]]
    articles = corpus.articles.set_column(3, "label_tone", pa.array(labels))
    sample = make_sample(articles, corpus.features, corpus.catalogue, label="tone")
    assert len(sample.ids) == 45
    assert sample.notes == ("3 of 48 articles have no value in label_tone and were left out",)


def test_labels_that_are_all_blank_are_an_error(corpus):
    articles = corpus.articles.set_column(3, "label_tone", pa.array([None] * 48, pa.string()))
    with pytest.raises(UsageError, match="no article has a value in label_tone"):
        make_sample(articles, corpus.features, corpus.catalogue, label="tone")


def test_an_article_without_a_feature_row_is_an_error(corpus):
    with pytest.raises(UsageError, match="1 of 48 articles have no feature row, the first with id '00-0'"):
        make_sample(corpus.articles, corpus.features.slice(1), corpus.catalogue, label="tone")


def test_a_repeated_id_is_an_error(corpus):
    twice = pa.concat_tables([corpus.articles, corpus.articles.slice(0, 1)])
    with pytest.raises(UsageError, match="the same id twice"):
        make_sample(twice, corpus.features, corpus.catalogue, label="tone")


def test_a_missing_count_column_is_an_error(corpus):
    with pytest.raises(UsageError, match="the features have no column 'quoted'"):
        feature_matrix(corpus.features.drop_columns(["quoted"]), corpus.catalogue)


def test_null_counts_and_zero_denominators_give_unknown_values(corpus):
    table = pa.table({"loaded": [3, None, 1], "quoted": [50, 1, 1], "words": [100, 100, 0]})
    matrix = feature_matrix(table, corpus.catalogue)
    np.testing.assert_array_equal(matrix, [[30.0, 0.5], [np.nan, 0.01], [np.nan, np.nan]])


def test_excluded_spans_are_taken_out_of_the_text():
    text = "RAQQA -- The town fell. Share this."
    spans = [{"start": 0, "end": 9, "kind": "dateline"}, {"start": 24, "end": 35, "kind": "share"}]
    assert own_texts(pa.table({"text": [text], "excluded": [spans]})) == ["The town fell.  "]


def test_overlapping_and_reaching_spans_are_no_trouble():
    spans = [
        {"start": 2, "end": 6, "kind": "a"},
        {"start": 4, "end": 5, "kind": "b"},
        {"start": 8, "end": 10, "kind": "c"},
    ]
    assert own_texts(pa.table({"text": ["0123456789"], "excluded": [spans]})) == ["01 67 "]


def test_the_hash_of_a_sample_depends_on_labels_and_texts_and_not_on_row_order(corpus):
    first = make_sample(corpus.articles, corpus.features, corpus.catalogue, label="tone")
    turned = make_sample(corpus.articles.take(list(range(47, -1, -1))), corpus.features, corpus.catalogue, label="tone")
    fewer = make_sample(corpus.articles.slice(1), corpus.features, corpus.catalogue, label="tone")
    assert first.sha256() == turned.sha256() != fewer.sha256()
