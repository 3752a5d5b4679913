from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from masthead.classifiers.samples import feature_matrix, label_column, make_sample
from masthead.classifiers.wordings import wording_rates
from masthead.errors import UsageError
from masthead.features.choices import TYPE
from masthead.text.masking import own_texts


def test_a_sample_joins_articles_and_features_by_id_in_the_order_of_ids(corpus):
    shuffled = corpus.articles.take(list(reversed(range(48))))
    sample = make_sample(shuffled, corpus.features, corpus.catalogue, label="label_tone")
    assert sample.ids == tuple(corpus.articles["id"].to_pylist())
    assert sample.outlets[0] == "Outlet Aara"
    assert sample.texts[0] == "The council met on the planned annual budget, part 0."
    assert sample.features[0].tolist() == [0.0, 0.1]
    assert sample.features[47, 0] == 120.0
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
    assert sample.notes == ("without a value in label_tone, 3 of 48 articles were left out",)


def test_labels_that_are_all_blank_are_an_error(corpus):
    articles = corpus.articles.set_column(3, "label_tone", pa.array([None] * 48, pa.string()))
    with pytest.raises(UsageError, match="no article has a value in label_tone"):
        make_sample(articles, corpus.features, corpus.catalogue, label="tone")


def test_an_article_without_a_feature_row_is_an_error(corpus):
    with pytest.raises(UsageError, match="1 of 48 articles has no feature row, the first with id '00-0'"):
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
    assert list(own_texts(pa.table({"text": [text], "excluded": [spans]}))) == ["The town fell.  "]


def test_overlapping_and_reaching_spans_are_no_trouble():
    spans = [
        {"start": 2, "end": 6, "kind": "a"},
        {"start": 4, "end": 5, "kind": "b"},
        {"start": 8, "end": 10, "kind": "c"},
    ]
    assert list(own_texts(pa.table({"text": ["0123456789"], "excluded": [spans]}))) == ["01 67 "]


def test_the_hash_of_a_sample_depends_on_labels_and_texts_and_not_on_row_order(corpus):
    first = make_sample(corpus.articles, corpus.features, corpus.catalogue, label="tone")
    turned = make_sample(corpus.articles.take(list(range(47, -1, -1))), corpus.features, corpus.catalogue, label="tone")
    fewer = make_sample(corpus.articles.slice(1), corpus.features, corpus.catalogue, label="tone")
    assert first.sha256() == turned.sha256() != fewer.sha256()


def test_by_outlet_counts_are_summed_before_the_features_are_formed(corpus):
    sample = make_sample(corpus.articles, corpus.features, corpus.catalogue, label="tone", level="outlet")
    assert sample.ids[:2] == ("Outlet Aara", "Outlet Bbra")
    assert sample.labels.tolist() == ["calm"] * 6 + ["heated"] * 6
    assert sample.features[0].tolist() == [pytest.approx(1000 * (0 + 1 + 2 + 3) / 400), pytest.approx(0.1075)]
    assert sample.texts[0].count("council") == 4
    assert sample.notes == ("48 articles were pooled to 12 outlets",)


def test_an_outlet_with_two_labels_equally_often_is_an_error(corpus):
    labels = ["heated", "heated", *corpus.articles["label_tone"].to_pylist()[2:]]
    articles = corpus.articles.set_column(3, "label_tone", pa.array(labels))
    with pytest.raises(UsageError, match="'Outlet Aara' carry the labels 'heated' and 'calm' equally often"):
        make_sample(articles, corpus.features, corpus.catalogue, label="tone", level="outlet")


def test_wordings_are_rates_per_1000_words_in_any_voice_and_referents_are_not_counted_twice():
    names = ["choices.armed_group.rebel.own", "choices.armed_group.rebel@x.own", "choices.armed_group.rebel.quoted"]
    counts = [{"name": name, "count": 1.0} for name in names]
    features = pa.table(
        {
            "choices": pa.array([counts, [], None], TYPE),
            **{f"words.{voice}": [50, 50, None] for voice in ("own", "attributed")},
            "words.quoted": [100, 0, None],
        }
    )
    assert wording_rates(features, ["armed_group.rebel"]).toarray().ravel().tolist() == [10.0, 0.0, 0.0]
