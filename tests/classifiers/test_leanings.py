"""Leanings: the sides of wordings, summed over concepts, as features."""

import pyarrow as pa
import pytest

from masthead.classifiers.samples import feature_matrix
from masthead.classifiers.wordings import leanings, with_leanings
from masthead.features import catalogue, without_choices
from masthead.features.choices import TYPE

NAMES = [f"leaning.{what}.{voice}" for voice in ("own", "quoted", "any") for what in ("left", "right", "share")]


def table(*counts):
    lists = [[{"name": name, "count": value} for name, value in row.items()] for row in counts]
    words = {f"words.{voice}": [100.0] * len(counts) for voice in ("own", "attributed", "quoted")}
    return pa.table({**words, "choices": pa.array(lists, TYPE)})


def values(features):
    widened, rows = with_leanings(features, without_choices(catalogue())[:1])
    matrix = feature_matrix(widened, rows[1:])
    return [dict(zip((row.name for row in rows[1:]), line, strict=True)) for line in matrix]


def test_three_of_each_kind_for_own_voice_quotations_and_all():
    assert [row.name for row in leanings()] == NAMES


def test_wordings_of_a_side_per_thousand_words_and_the_share_of_the_right():
    [row] = values(
        with_first_column(
            table(
                {
                    "choices.abortion_opponents.pro_life.own": 3.0,
                    "choices.abortion_opponents.anti_choice.own": 1.0,
                    "choices.abortion_opponents.anti_choice.quoted": 2.0,
                }
            )
        )
    )
    assert row["leaning.right.own"] == 30.0
    assert row["leaning.left.own"] == 10.0
    assert row["leaning.share.own"] == 75.0
    assert row["leaning.share.quoted"] == 0.0
    assert row["leaning.right.any"] == pytest.approx(10.0)
    assert row["leaning.share.any"] == 50.0


def test_the_share_is_unknown_where_no_side_is_heard():
    [row] = values(with_first_column(table({"choices.abortion_opponents.anti_abortion.own": 5.0})))
    assert row["leaning.left.own"] == row["leaning.right.own"] == 0.0
    assert row["leaning.share.own"] != row["leaning.share.own"]


def test_nothing_is_added_without_counts_of_choices_or_to_no_features_or_twice():
    plain = pa.table({"words.own": [1.0]})
    assert with_leanings(plain, catalogue()[:1]) == (plain, catalogue()[:1])
    features = table({})
    assert with_leanings(features, ()) == (features, ())
    widened, rows = with_leanings(features, catalogue()[:1])
    assert with_leanings(widened, rows) == (widened, rows)


def with_first_column(features):
    """The counts that the first feature of the catalogue reads, which stands before the leanings."""
    for name in without_choices(catalogue())[0].columns:
        if name not in features.column_names:
            features = features.append_column(name, pa.array([0.0] * features.num_rows))
    return features
