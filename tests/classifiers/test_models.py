from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from masthead.classifiers.choosing import TrainingPart
from masthead.classifiers.fitting import choose, fit_all
from masthead.classifiers.inputs import lay_out, lay_out_as
from masthead.classifiers.models import MODELS, find_models
from masthead.classifiers.samples import make_sample
from masthead.errors import UsageError

LISTED = [spec for spec in MODELS if spec.listed]


@pytest.fixture
def sample(corpus):
    return make_sample(corpus.articles, corpus.features, corpus.catalogue, label="tone")


def fitted(name, sample, seed=0):
    inputs = lay_out(sample)
    models = fit_all(find_models([name]), TrainingPart.of(inputs, sample, seed=seed))
    return models[name].model.predict(inputs.x)


def test_the_models_by_name_and_what_they_read():
    assert {spec.name: spec.reads for spec in LISTED} == {
        "majority": (),
        "outlet_prior": ("outlet",),
        "framing": ("features",),
        "tfidf_lr": ("text",),
        "tfidf_svm": ("text",),
        "framing_tfidf": ("features", "wordings", "framing terms", "text"),
        "auto": ("features", "wordings", "framing terms", "text"),
        "gradient_boosting": ("features",),
        "choices": ("wordings",),
        "ordinal": ("features",),
    }


@pytest.mark.parametrize("spec", LISTED, ids=lambda spec: spec.name)
def test_every_model_predicts_known_labels(spec, sample):
    sample = replace(sample, wordings=sample.features[:, :1], wording_names=("concept.wording",))
    predicted = fitted(spec.name, sample)
    assert set(predicted) <= {"calm", "heated"}
    assert (predicted == sample.labels).mean() == (0.5 if spec.name == "majority" else 1.0)


def test_the_outlet_prior_knows_an_outlet_s_label_and_nothing_of_others(sample):
    inputs = lay_out(sample)
    [fitted] = fit_all(find_models(["outlet_prior"]), TrainingPart.of(inputs, sample, seed=0)).values()
    model = fitted.model
    assert fitted.calibration is None  # folds that share no outlet would leave nothing of what it knows
    stranger = lay_out_as(replace(sample.take([0]), outlets=("Somebody",)), inputs.layout)
    np.testing.assert_allclose(model.predict_proba(stranger), [[0.5, 0.5]])
    assert model.predict_proba(inputs.x[:1])[0, 0] > 0.95


def test_articles_met_later_are_laid_out_like_those_of_training(sample):
    inputs = lay_out(sample)
    assert abs(lay_out_as(sample, inputs.layout) - inputs.x).sum() == 0


def test_unknown_values_are_imputed_and_a_wholly_unknown_feature_does_no_harm(sample):
    sample.features[::5, 0] = np.nan
    sample.features[:, 1] = np.nan
    assert np.isin(fitted("framing", sample), ["calm", "heated"]).all()


def test_texts_that_share_no_word_are_a_clear_error(sample):
    with pytest.raises(UsageError, match="tfidf_lr found no word that occurs in two outlets of the 48 training"):
        fitted("tfidf_lr", replace(sample, texts=("",) * 48))


def test_strength_is_chosen_inside_the_rows_given_and_is_the_strongest_of_those_as_good(sample):
    inputs = lay_out(sample)
    [spec] = find_models(["framing"])
    pipeline = spec.build(inputs.layout, 0)
    chosen = choose(spec, pipeline, TrainingPart.of(inputs, sample, seed=0))
    assert chosen == spec.candidates[0]


def test_without_two_groups_a_label_the_middle_strength_is_taken(sample):
    inputs = lay_out(sample)
    [spec] = find_models(["framing"])
    pipeline = spec.build(inputs.layout, 0)
    rows = np.array([0, 1, 46, 47])
    assert choose(spec, pipeline, TrainingPart.of(inputs, sample, seed=0).take(rows)) == {"C": 0.1}


def test_an_unknown_model_names_the_nearest():
    with pytest.raises(UsageError, match=r"there is no model 'tfidf'\. Did you mean 'tfidf_lr'"):
        find_models(["tfidf"])


def test_a_model_named_twice_is_taken_once():
    assert [spec.name for spec in find_models(["majority", "majority"])] == ["majority"]
