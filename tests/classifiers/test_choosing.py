"""The simplest candidate, or model, that is not clearly worse than the best."""

from dataclasses import replace

import numpy as np
import pytest

from masthead.classifiers.choosing import TrainingPart, simplest
from masthead.classifiers.fitting import choose, chosen_rival, fit_all
from masthead.classifiers.inputs import lay_out
from masthead.classifiers.models import find_models
from masthead.classifiers.samples import make_sample


@pytest.mark.parametrize(
    ("found", "taken"),
    [
        ([[0.5, 0.6, 0.7], [0.5, 0.6, 0.7]], 0),  # equal: the simpler
        ([[0.5, 0.6, 0.7], [0.6, 0.7, 0.8]], 1),  # always behind by a tenth: clearly worse
        ([[0.8, 0.5, 0.5], [0.7, 0.7, 0.6]], 0),  # behind by .07 on average, with an error of .09
        ([[0.5], [0.6]], 1),  # one fold says nothing of the error
    ],
)
def test_the_first_within_one_standard_error_of_the_best(found, taken):
    assert simplest(np.array(found)) == taken


def test_auto_is_the_simplest_of_models_that_do_equally_well(corpus):
    sample = make_sample(corpus.articles, corpus.features, corpus.catalogue, label="tone")
    [auto] = find_models(["auto"])
    fitted = fit_all([auto], TrainingPart.of(lay_out(sample), sample, seed=0))
    assert chosen_rival(auto, fitted) == "framing"


def apart(sample):
    """The sample with words that no two articles share."""
    return replace(sample, texts=tuple(f"Word{number}a word{number}b." for number in range(len(sample.ids))))


def test_auto_does_without_words_where_articles_share_none(corpus):
    sample = apart(make_sample(corpus.articles, corpus.features, corpus.catalogue, label="tone"))
    [auto] = find_models(["auto"])
    fitted = fit_all([auto], TrainingPart.of(lay_out(sample), sample, seed=0))
    assert chosen_rival(auto, fitted) == "framing"
    assert "tfidf_lr" not in fitted
    assert [name for name, _ in fitted["framing_tfidf"].model[-1].estimators] == ["framing", "trees"]


def test_inner_folds_whose_articles_share_no_word_are_passed_over(corpus):
    sample = make_sample(corpus.articles, corpus.features, corpus.catalogue, label="tone")
    once = replace(sample, texts=(*sample.texts[:5], *apart(sample).texts[5:]))
    [spec] = find_models(["tfidf_lr"])
    training = TrainingPart.of(lay_out(once), once, seed=0)
    fitted = fit_all([spec], training)
    assert list(fitted) == ["tfidf_lr"]
    assert choose(spec, spec.build(training.layout, 0), training) in spec.candidates
