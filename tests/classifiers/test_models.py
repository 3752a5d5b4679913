from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from masthead.classifiers import MODELS
from masthead.classifiers.models import find_models
from masthead.classifiers.samples import make_sample
from masthead.classifiers.trained import fit
from masthead.errors import UsageError


def test_the_models_by_name_and_what_they_read():
    assert {spec.name: spec.reads for spec in MODELS} == {
        "majority": (),
        "framing": ("features",),
        "tfidf_lr": ("text",),
        "framing_tfidf": ("features", "text"),
    }


@pytest.mark.parametrize("spec", MODELS, ids=lambda spec: spec.name)
def test_every_model_is_a_pipeline_that_can_be_cloned_and_predicts_known_labels(spec, corpus):
    sample = make_sample(corpus.articles, corpus.features, corpus.catalogue, label="tone")
    pipeline = spec.build(0)
    assert isinstance(clone(pipeline), Pipeline)
    predicted = fit(spec, sample.x, sample.labels, seed=0).predict(sample.x)
    assert set(predicted) <= {"calm", "heated"}
    assert (predicted == sample.labels).mean() == (0.5 if spec.name == "majority" else 1.0)


def test_unknown_values_are_imputed_and_a_wholly_unknown_feature_does_no_harm(corpus):
    sample = make_sample(corpus.articles, corpus.features, corpus.catalogue, label="tone")
    sample.x[::5, 2] = np.nan
    sample.x[:, 3] = np.nan
    predicted = fit(find_models(["framing"])[0], sample.x, sample.labels, seed=0).predict(sample.x)
    assert np.isin(predicted, ["calm", "heated"]).all()


def test_texts_that_share_no_word_are_a_clear_error(corpus):
    sample = make_sample(corpus.articles, corpus.features, corpus.catalogue, label="tone")
    sample.x[:, 1] = ""
    with pytest.raises(UsageError, match="tfidf_lr found no word that occurs in two of the 48 training articles"):
        fit(find_models(["tfidf_lr"])[0], sample.x, sample.labels, seed=0)


def test_an_unknown_model_names_the_nearest():
    with pytest.raises(UsageError, match=r"there is no model 'tfidf'\. Did you mean 'tfidf_lr'"):
        find_models(["tfidf"])


def test_a_model_named_twice_is_taken_once():
    assert [spec.name for spec in find_models(["majority", "majority"])] == ["majority"]
