from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from labelled import trained
from masthead.classifiers.reasons import Reason, _told_once, top_coefficients, top_reasons


def test_the_feature_that_differs_pushes_towards_the_label_that_has_more_of_it(corpus):
    reasons = top_coefficients(trained(corpus, "framing"), k=1)
    assert (reasons[-1].towards, reasons[-1].name, reasons[-1].kind) == ("heated", "loaded", "feature")
    assert all(reason.weight > 0 for reason in reasons)


def test_a_missing_value_is_told_from_the_feature_itself(corpus):
    loaded = corpus.features["loaded"].to_pylist()
    features = corpus.features.set_column(1, "loaded", pa.array([None] * 24 + loaded[24:], pa.int64()))
    reasons = top_coefficients(trained(replace(corpus, table=features), "framing"))
    assert ("calm", "loaded", "missing") in [reason[:3] for reason in reasons]


def test_terms_by_label_strongest_first_and_ties_by_name(corpus):
    reasons = top_coefficients(trained(corpus, "tfidf_lr"), k=2)
    assert [reason[:3] for reason in reasons] == [
        ("calm", "annual", "term"),
        ("calm", "annual budget", "term"),
        ("heated", "shameful", "term"),
        ("heated", "shameful budget", "term"),
    ]


def test_three_labels_have_reasons_each(corpus):
    labels = ["mild" if i % 3 == 0 else v for i, v in enumerate(corpus.articles["label_tone"].to_pylist())]
    articles = corpus.articles.set_column(3, "label_tone", pa.array(labels))
    reasons = top_coefficients(trained(replace(corpus, texts=articles), "framing_tfidf"), k=1)
    assert [*dict.fromkeys(reason.towards for reason in reasons)] == ["calm", "heated", "mild"]


def test_inputs_that_count_the_same_words_are_told_once_by_the_strongest():
    strongest = Reason("choices.ruling_power.regime", "framing term", 0.7)
    others = [
        Reason("loaded.regime", "framing term", 0.6),
        Reason("choices.ruling_power.regime@own", "framing term", 0.5),
        Reason("ruling_power.regime", "wording", 0.4),
    ]
    feature = Reason("loaded.regime", "feature", 0.3)
    assert list(_told_once([strongest, *others, feature])) == [strongest, feature]


def test_a_model_without_coefficients_has_no_reasons(corpus):
    assert top_coefficients(trained(corpus, "majority")) == []


def test_a_prediction_s_reasons_are_what_adds_most_to_its_log_odds(corpus):
    model = trained(corpus, "tfidf_lr")
    x = model.inputs(model.sample(corpus.articles, corpus.features, corpus.catalogue))
    first, last = top_reasons(model, x[[0, 47]], ["calm", "heated"], k=2)
    assert {reason.name for reason in first} <= {"annual", "planned", "annual budget", "planned annual", "the planned"}
    assert {reason.name for reason in last} <= {
        "shameful",
        "wretched",
        "shameful budget",
        "wretched shameful",
        "the wretched",
    }
    assert first[0].weight >= first[1].weight > 0
