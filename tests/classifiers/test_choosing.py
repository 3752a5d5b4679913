"""The simplest candidate, or model, that is not clearly worse than the best."""

import numpy as np
import pytest

from masthead.classifiers.choosing import TrainingPart, simplest
from masthead.classifiers.fitting import chosen_rival, fit_all
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
