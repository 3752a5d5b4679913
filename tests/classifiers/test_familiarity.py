"""Articles unlike those that a model was trained on are told, and get no verdict."""

from __future__ import annotations

import os
import random
from math import log
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import masthead
from labelled import trained
from masthead.classifiers.familiarity import FEWEST, Familiarity
from masthead.classifiers.store import load_model, save_model
from masthead.errors import UsageError
from masthead.evaluation.options import Protocol, TrainOptions

DATA = Path(os.environ.get("MASTHEAD_DATA", Path(__file__).parents[3] / "shared" / "corpora")) / "articles"
HOME = ["council", "budget", "vote", "mayor", "school", "road", "tax", "bridge", "library", "market", "bus", "water"]
AWAY = ["rover", "crater", "orbit", "launch", "nebula", "comet", "lander", "probe", "dust", "moon", "ring", "solar"]


def articles(words, n=120):
    """``n`` articles of ten outlets in these words; the even ones are calm."""
    draw = random.Random(0)
    return [
        {
            "id": f"{number:03}",
            "outlet": f"Paper {number % 10}",
            "text": " ".join(draw.choices(words, k=60)) + (" calmly" if number % 2 else " angrily") + ".",
            "label_tone": "calm" if number % 2 else "heated",
        }
        for number in range(n)
    ]


def table(rows):
    return pa.Table.from_pylist(rows)


@pytest.fixture(scope="module")
def model():
    options = TrainOptions(label="tone", model="tfidf_lr")
    return masthead.train(table(articles(HOME)), options, Protocol(folds=2, draws=10)).trained


def test_what_is_usual_is_counted_from_words_and_features():
    usual = Familiarity(
        words={"tax": 1.0, "road": 3.0},
        unseen=9.0,
        centre=(2.0, 0.0),
        spread=(0.5, 0.0),
        single={"unknown_words": 0.5, "rarity": 5.0, "distance": 2.0},
        several={"unknown_words": 0.4, "rarity": 4.0, "distance": 1.5},
        tolerated=dict.fromkeys(("unknown_words", "rarity", "distance"), 0.2),
        n=100,
    )

    class Sample:
        texts = ("Tax road tax tax.", "Tax comet moon ring.", "")
        features = np.array([[2.5, 1.0], [3.5, np.nan], [np.nan, np.nan]])

    found = usual.measure(Sample(), features=True)
    np.testing.assert_allclose(found["unknown_words"], [0.0, 0.75, np.nan])
    np.testing.assert_allclose(found["rarity"], [1.5, 7.0, np.nan])
    np.testing.assert_allclose(found["distance"], [1.0, 3.0, np.nan])
    assert usual.unlike(found) == [
        None,
        "share of words not in the training articles 0.75, at most 0.50 in 99% of training; rarity of its words in "
        "the training articles 7.00, at most 5.00 in 99% of training; distance of its features from the training "
        "articles 3.00, at most 2.00 in 99% of training",
        None,
    ]


def test_the_rarity_of_a_word_is_its_surprisal_in_training(model):
    words = model.familiarity.words
    assert set(HOME) <= set(words)
    assert words["calmly"] == pytest.approx(-log(60 / (120 * 61)), abs=0.02)


def test_articles_like_those_of_training_get_their_labels(model):
    found = masthead.predict(table(articles(HOME)), model).table
    assert sum(why is not None for why in found["held_back"].to_pylist()) <= 3
    assert found["unknown_words"].to_pylist()[0] == 0.0
    assert found["distance"].to_pylist() == [None] * 120  # a text model reads no features


def test_articles_on_something_else_are_held_back_with_the_reason(model):
    found = masthead.predict(table(articles(AWAY)), model)
    assert found.table["label"].to_pylist() == [None] * 120
    assert found.table["reasons"].to_pylist() == [[]] * 120
    assert (
        found.table["held_back"]
        .to_pylist()[0]
        .startswith("as a set: share of words not in the training articles above")
    )
    assert found.notes[-1].startswith("120 of 120 articles are unlike the training articles and without a label.")


def test_single_articles_are_held_back_among_others(model):
    mixed = [*articles(HOME), *({**row, "id": f"x{row['id']}"} for row in articles(AWAY, 5))]
    found = masthead.predict(table(mixed), model).table.to_pylist()
    assert [row["label"] for row in found[-5:]] == [None] * 5
    assert sum(row["label"] is None for row in found[:-5]) <= 3


def test_all_can_be_labelled_the_same(model):
    found = masthead.predict(table(articles(AWAY)), model, hold_back=False)
    assert set(found.table["label"].to_pylist()) <= {"calm", "heated"}
    assert found.table["held_back"].to_pylist() == [None] * 120


def test_no_verdict_on_an_outlet_is_made_of_unlike_articles(model):
    with pytest.raises(UsageError, match="all articles are unlike the training articles, as a set"):
        masthead.predict(table(articles(AWAY)), model, unit="outlet")
    mixed = [*articles(HOME), *({**row, "id": f"x{row['id']}", "outlet": "Orbit"} for row in articles(AWAY, 5))]
    found = masthead.predict(table(mixed), model, unit="outlet")
    assert "Orbit" not in found.table["name"].to_pylist()


def test_the_model_file_carries_what_is_usual(model, tmp_path):
    save_model(model, tmp_path / "tone.skops")
    assert load_model(tmp_path / "tone.skops").familiarity == model.familiarity


def test_few_articles_show_nothing_usual(corpus):
    small = trained(corpus, "framing", draws=10, folds=2)
    assert len(corpus.articles) < FEWEST
    assert small.familiarity is None
    found = masthead.predict(corpus, small)
    assert found.notes[-1] == (
        "the model's file does not say what its training articles were like, so no article is held back"
    )


def test_a_model_of_american_partisanship_says_nothing_of_the_war_in_syria():
    """With a verdict on each it calls nearly all of one class."""
    if not (DATA / "semeval2019.parquet").is_file():
        pytest.skip(f"{DATA} is not here; set MASTHEAD_DATA to the folder of research corpora")
    options = TrainOptions(label="bias", model="tfidf_lr")
    model = masthead.train(DATA / "semeval2019.parquet", options, Protocol(draws=10)).trained
    found = masthead.predict(DATA / "fa_kes.parquet", model).table
    assert found["label"].null_count == found.num_rows == 520
    own = masthead.predict(DATA / "semeval2019.parquet", model).table
    assert own["label"].null_count < 0.03 * own.num_rows
