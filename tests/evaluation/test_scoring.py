from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from labelled import trained
from masthead.engines import Corpus
from masthead.errors import UsageError
from masthead.evaluation.options import EvaluateOptions, Protocol
from masthead.evaluation.scoring import Scores, evaluate, score
from masthead.evaluation.splits import OPTIMISTIC
from masthead.schema import SCORES

DATA = Path(os.environ.get("MASTHEAD_DATA", Path(__file__).parents[3] / "shared" / "corpora"))


def values(found: Scores, metric: str) -> dict[str, float]:
    return {row["model"]: row["value"] for row in found.table.to_pylist() if row["metric"] == metric}


def scored(corpus: Corpus, label="tone", models=None, compare=None, curve=False, **protocol) -> Scores:
    options = EvaluateOptions(label=label, models=models, compare=compare, curve=curve)
    return evaluate(corpus, options, Protocol(**protocol))


def not_judged(outlets: int, why: str = "with fewer than 5 articles") -> str:
    return f"{outlets} of {outlets} outlets are not judged as outlets: {outlets} {why}"


def relabelled(corpus, labels):
    return replace(corpus, texts=corpus.articles.set_column(3, "label_tone", pa.array(labels, pa.string())))


def test_each_model_and_metric_has_a_row_of_scores(corpus):
    found = scored(corpus)
    assert found.table.schema.equals(SCORES)
    accuracies = values(found, "accuracy")
    # 20 of 48: with equal labels, a fold whose test part has more of one leaves the other as the majority.
    assert accuracies.pop("majority") == pytest.approx(20 / 48)
    assert accuracies.pop("outlet_prior") == pytest.approx(20 / 48)
    perfect = ["framing", "tfidf_lr", "tfidf_svm", "framing_tfidf", "auto", "gradient_boosting"]
    assert accuracies == dict.fromkeys(perfect, 1.0)
    assert values(found, "macro_f1")["framing"] == 1.0
    [first] = [
        row
        for row in found.table.to_pylist()
        if row["model"] == "framing" and row["metric"] == "accuracy" and row["unit"] == "article"
    ]
    assert first == {
        "task": "label_tone",
        "split": "outlet",
        "model": "framing",
        "unit": "article",
        "metric": "accuracy",
        "value": 1.0,
        "low": pytest.approx(0.025 ** (1 / 12)),
        "high": 1.0,
        "n": 48,
        "n_outlets": 12,
        "effective_outlets": 12.0,
        "seed": 0,
        "reason": None,
    }


def test_neither_the_order_of_rows_nor_the_choice_of_models_changes_a_figure(corpus):
    noisy = relabelled(corpus, ["calm" if i * 7 % 5 < 3 else "heated" for i in range(48)])
    turned = replace(noisy, texts=noisy.articles.take(list(range(47, -1, -1))))
    whole = scored(noisy, seed=3).table.to_pylist()
    assert scored(turned, seed=3).table.to_pylist() == whole
    alone = scored(noisy, seed=3, models=("tfidf_lr",)).table.to_pylist()
    assert alone == [row for row in whole if row["model"] == "tfidf_lr"]


def test_an_outlet_s_name_in_its_texts_is_of_no_use(corpus):
    outlets = corpus.articles["outlet"].to_pylist()
    said = pa.array([f"The {name.removeprefix('Outlet ')} has learned. Budget talks went on." for name in outlets])
    named = replace(corpus, texts=corpus.articles.set_column(2, "text", said))
    found = scored(named, models=("tfidf_lr",), split="random")
    assert values(found, "accuracy")["tfidf_lr"] == 0.5
    assert found.notes == (OPTIMISTIC, not_judged(12, "whose publisher is trained on"))


def test_few_outlets_give_a_reason_instead_of_an_interval(corpus):
    keep = pc.is_in(corpus.articles["outlet"], pc.unique(corpus.articles["outlet"]).slice(2, 8))
    found = scored(replace(corpus, texts=corpus.articles.filter(keep)), models=("majority",))
    row = next(row for row in found.table.to_pylist() if row["unit"] == "article")
    assert (row["low"], row["high"], row["n_outlets"]) == (None, None, 8)
    assert row["reason"] == "too few outlets for an interval (8 < 10)"
    few = "4 folds instead of 5: the label 'calm' occurs in 4 publishers only"
    assert found.notes == (few, not_judged(8))


def test_blank_labels_are_noted(corpus):
    blank = relabelled(corpus, [None, *corpus.articles["label_tone"].to_pylist()[1:]])
    found = scored(blank, models=("majority",))
    assert found.notes == ("without a value in label_tone, 1 of 48 articles was left out", not_judged(12))
    assert {row["n"] for row in found.table.to_pylist() if row["unit"] == "article"} == {47}


def test_features_that_are_all_null_are_an_error_only_for_models_that_read_them(corpus):
    empty = pa.table(
        {**{n: pa.nulls(48, pa.int64()) for n in ("loaded", "quoted", "words")}, "id": corpus.features["id"]}
    )
    unknown = replace(corpus, table=empty)
    assert values(scored(unknown, models=("tfidf_lr",)), "accuracy") == {"tfidf_lr": 1.0}
    with pytest.raises(UsageError, match="no feature is known for any labelled article, so framing has nothing"):
        scored(unknown)


def test_training_gives_the_model_with_the_scores_of_its_evaluation(corpus):
    model = trained(corpus, "framing", seed=2)
    assert model.scores.equals(scored(corpus, models=("framing",), seed=2).table)
    assert model.classes == ("calm", "heated")
    assert model.manifest["model"] == "framing"
    assert model.manifest["folds"] == 5


def test_training_without_an_honest_score_is_refused(corpus):
    with pytest.raises(UsageError, match="only one value: 'calm'"):
        trained(relabelled(corpus, ["calm"] * 48))


@pytest.mark.parametrize("model", ["majority", "framing", "tfidf_lr", "framing_tfidf"])
def test_a_trained_model_is_scored_on_other_articles(corpus, model):
    outlets = pc.unique(corpus.articles["outlet"])
    held = pc.is_in(corpus.articles["outlet"], outlets.take([0, 11]))
    first = trained(replace(corpus, texts=corpus.articles.filter(pc.invert(held))), model)
    found = score(replace(corpus, texts=corpus.articles.filter(held)), first)
    assert values(found, "accuracy") == {model: 0.5 if model == "majority" else 1.0}
    assert set(found.table["split"].to_pylist()) == {"given"}
    assert found.notes == ("0 of 2 outlets were in the model's training data", not_judged(2))


def test_scoring_on_the_training_data_says_so(corpus):
    assert score(corpus, trained(corpus)).notes == (
        "12 of 12 outlets were in the model's training data",
        "these are the model's training data: the figures say nothing about new articles",
        not_judged(12, "whose publisher is trained on"),
    )


def test_a_label_the_model_does_not_know_is_an_error(corpus):
    model = trained(corpus)
    labels = ["furious", *corpus.articles["label_tone"].to_pylist()[1:]]
    with pytest.raises(UsageError, match="labels that the model was not trained on: furious"):
        score(relabelled(corpus, labels), model)


def test_confusion_calibration_and_figures_by_class_are_kept_beside_the_scores(corpus):
    found = scored(corpus, models=("framing",)).details["framing"]
    assert (found["classes"], found["confusion"]) == (["calm", "heated"], [[24, 0], [0, 24]])
    assert found["by_class"] == [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    assert sum(row["n"] for row in found["calibration"]["bins"]) == 48
    assert 0 < found["calibration"]["ece_by_chance"] < 0.2


def test_two_models_are_compared_article_by_article(corpus):
    found = scored(corpus, models=("framing",), compare=("framing", "majority"))
    rows = [row for row in found.table.to_pylist() if row["model"] == "framing - majority"]
    assert [row["metric"] for row in rows] == ["accuracy", "macro_f1"]
    assert rows[0]["value"] == pytest.approx(28 / 48)
    assert rows[0]["low"] <= rows[0]["value"] <= rows[0]["high"]


def test_the_learning_curve_trains_on_shares_of_the_outlets(corpus):
    found = scored(corpus, models=("framing",), curve=True)
    assert [*dict.fromkeys(found.table["model"].to_pylist())] == [
        "framing",
        "framing@25%",
        "framing@50%",
        "framing@75%",
    ]


def test_labels_may_look_like_numbers(corpus):
    numbered = relabelled(corpus, ["1" if row >= 24 else "0" for row in range(48)])
    models = ["gradient_boosting", "framing_tfidf", "ordinal"]
    found = scored(numbered, models=tuple(models), order=("0", "1"))
    assert values(found, "accuracy") == dict.fromkeys(models, 1.0)


def test_outlets_are_classified_as_wholes(corpus):
    found = scored(corpus, models=("framing",), level="outlet")
    assert values(found, "accuracy") == {"framing": 1.0}
    assert (found.table["n"][0].as_py(), found.notes) == (12, ("48 articles were pooled to 12 outlets",))


def test_labels_with_an_order_have_an_error_in_steps_and_the_ordinal_model(corpus):
    labels = ["left" if i < 16 else "center" if i < 32 else "right" for i in range(48)]
    found = scored(relabelled(corpus, labels), models=("ordinal",), folds=2)
    assert 0 <= values(found, "mae")["ordinal"] < 1
    with pytest.raises(UsageError, match="the model ordinal needs labels with an order"):
        scored(corpus, models=("ordinal",))


def test_a_given_split_needs_its_column(corpus):
    with pytest.raises(UsageError, match="the split given needs a column"):
        scored(corpus, split="given")


@pytest.mark.parametrize(
    ("name", "label", "low", "high"),
    [("fa_kes", "label_reliability", 0.67, 0.77), ("semeval2019", "label_bias", 0.70, 0.79)],
)
def test_tfidf_on_unseen_outlets_is_near_the_figures_known_for_these_corpora(name, label, low, high):
    path = DATA / "articles" / f"{name}.parquet"
    if not path.exists():
        pytest.skip(f"{path} is not here; set MASTHEAD_DATA to the folder of research corpora")
    articles = pq.read_table(path)
    found = scored(Corpus(articles.select(["id"]), texts=articles), label=label, models=("tfidf_lr",))
    assert low < values(found, "accuracy")["tfidf_lr"] < high
