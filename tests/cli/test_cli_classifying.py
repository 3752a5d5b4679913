"""``train``, ``evaluate``, ``predict`` and ``audit`` on four made-up outlets, of which two write in loaded words."""

from __future__ import annotations

import json
import shutil

import pytest


def accuracy(result):
    return {row["model"]: row["value"] for row in json.loads(result.stdout)["rows"] if row["metric"] == "accuracy"}


def test_train_scores_saves_and_explains(run, sided):
    result = run("train", sided, "--label", "side", "--save", "model.skops", "--folds", 2)
    assert result.exit_code == 0, result.stderr
    assert "macro-F1" in result.stdout
    assert "towards left" in result.stdout
    assert "What auto took the articles for" in result.stdout
    scored = run("evaluate", sided, "--trained", "model.skops", "-f", "json")
    assert scored.exit_code == 0, scored.stderr
    assert list(accuracy(scored).values()) == [1.0]  # its own, separable training data
    assert "training data" in run("evaluate", sided, "--trained", "model.skops").stdout


def test_the_card_is_what_train_said(run, sided):
    said = run("train", sided, "--label", "side", "--model", "framing", "--save", "model.skops", "--folds", 2)
    shown = run("card", "model.skops")
    assert shown.exit_code == 0, shown.stderr
    first = shown.stdout.splitlines()[:10]
    assert first == said.stdout.splitlines()[:10]
    assert first[0] == "Card of a model for side: framing, trained on 48 articles of 4 outlets"
    assert any(line.startswith("Not suitable for: ") for line in first)
    found = json.loads(run("card", "model.skops", "-f", "json").stdout)
    assert {row["split"] for row in found["rows"]} == {"outlet", "random"}
    assert found["manifest"]["card"]["data"]["labels"][0] == {"label": "left", "articles": 24, "outlets": 2}


def test_whose_the_labels_are_is_on_the_card(run, sided):
    wanted = ("--model", "framing", "--folds", 2, "--labels-by", "two students", "--learning-curve")
    said = run("train", sided, "--label", "side", *wanted).stdout
    assert "it reproduces labels, those of two students" in " ".join(said.split())
    assert "framing@50%" in said


def test_the_card_says_how_the_model_does_on_another_corpus(run, sided, tmp_path):
    other = tmp_path / "others"
    for outlet in ("Alpha", "Delta"):
        shutil.copytree(sided / outlet, other / f"New {outlet}")
    asked = ("--model", "framing", "--folds", 2, "--save", "model.skops")
    said = run("train", sided, "--label", "side", *asked, "--test", other)
    assert said.exit_code == 0, said.stderr
    assert "Another corpus: right for 96% of 24 articles in others; macro-F1 0.96" in " ".join(said.stdout.split())
    found = json.loads(run("card", "model.skops", "-f", "json").stdout)
    elsewhere = [row for row in found["rows"] if row["task"] == "label_side in others"]
    assert {(row["split"], row["unit"]) for row in elsewhere} == {("given", "outlet"), ("given", "article")}
    assert "0 of 2 outlets were in the model's training data" in found["manifest"]["card"]["elsewhere"][0]["notes"]


def test_a_model_is_not_saved_over_the_corpus_it_is_tested_on(run, sided, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("outlet,text,label_side\nAlpha,Some words.,left\n", "utf-8")
    refused = run("train", sided, "--label", "side", "--test", other, "--save", other)
    assert refused.exit_code == 2
    assert "this file is an input and would be overwritten" in refused.stderr
    assert other.read_text("utf-8").startswith("outlet,text,label_side")


def test_predict_gives_label_probability_and_reasons(run, sided):
    run("train", sided, "--label", "side", "--model", "framing", "--save", "model.skops", "--folds", 2)
    result = run("predict", sided, "--trained", "model.skops", "-f", "json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert {row["label"] for row in found["rows"] if row["outlet"] == "Alpha"} >= {"left"}
    assert all(0.5 < row["probability"] <= 1 for row in found["rows"])
    assert any(reason["name"].startswith("loaded.") for reason in found["rows"][0]["reasons"])
    assert found["manifest"]["model"]["model"] == "framing"


def test_predict_gives_one_verdict_an_outlet(run, sided):
    run("train", sided, "--label", "side", "--model", "framing", "--save", "model.skops", "--folds", 2)
    asked = ("predict", sided, "--trained", "model.skops", "--unit")
    result = run(*asked, "outlet", "-f", "json")
    assert result.exit_code == 0, result.stderr
    rows = json.loads(result.stdout)["rows"]
    assert [(row["name"], row["label"], row["n"]) for row in rows] == [
        ("Alpha", "left", 12),
        ("Beta", "right", 12),
        ("Delta", "right", 12),
        ("Gamma", "left", 12),
    ]
    assert all(row["low"] <= row["probability"] <= row["high"] for row in rows)
    assert [step["n"] for step in rows[0]["with_fewer"]] == [1, 5, 10]
    assert len(rows[0]["speaks_for"]) == 3
    shown = run(*asked, "outlet").stdout
    assert "label_side: 4 outlets (left 2, right 2)" in shown
    assert "same with 1," in shown
    refused = run(*asked, "month")
    assert refused.exit_code == 2
    assert "no article says its month" in refused.stderr


def test_predict_refuses_a_pickle(run, sided, tmp_path):
    (tmp_path / "model.pkl").write_bytes(b"\x80\x04.")
    refused = run("predict", sided, "--trained", "model.pkl")
    assert refused.exit_code == 2
    assert "pickle" in refused.stderr


def test_evaluate_takes_a_training_and_a_test_set(run, sided):
    result = run(
        *("evaluate", "--train", sided / "Alpha", "--train", sided / "Beta", "--test", sided / "Gamma"),
        *("--test", sided / "Delta", "--label", "side", "--model", "framing,majority", "-f", "json"),
    )
    assert result.exit_code == 0, result.stderr
    assert accuracy(result) == {"framing": 1.0, "majority": 0.5}
    first, *_, last = json.loads(result.stdout)["rows"]
    assert (first["unit"], first["split"], first["n"], first["n_outlets"]) == ("outlet", "given", 2, 2)
    assert (last["unit"], last["n"], last["n_outlets"]) == ("article", 24, 2)
    assert len(json.loads(result.stdout)["manifest"]["data_sha256"]) == 64


def test_a_given_column_of_parts_is_honoured(run, sided):
    result = run("evaluate", sided, "--label", "side", "--split-col", "part", "--model", "framing", "-f", "json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["rows"][0]["split"] == "given"


def test_two_models_are_compared_and_a_random_split_is_warned_of(run, sided):
    result = run(
        "evaluate", sided, "--label", "side", "--compare", "framing,majority", "--model", "framing", "--split", "random"
    )
    assert result.exit_code == 0, result.stderr
    assert "framing - majority" in result.stdout
    assert "optimistic" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "evaluate needs either a label or a saved model"),
        (("--label", "side", "--train", "x"), "--train and --test go together"),
        (("--label", "side", "--train", "x", "--test", "y"), "one set of articles, or a training and a test set"),
        (("--label", "side", "--compare", "framing"), "--compare takes two models"),
        (("--label", "side", "--model", "framings"), "there is no model 'framings'"),
        (("--label", "side", "--split", "time"), "articles of two days or more"),
        (("--label", "side", "--split", "label-source"), "the split label-source needs a column"),
    ],
)
def test_wrong_use_says_what_to_do(run, sided, arguments, message):
    result = run("evaluate", sided, *arguments)
    assert result.exit_code == 2, result.stdout
    assert message in result.stderr
    assert "fix:" in result.stderr


def test_labels_that_only_the_test_set_has_are_an_error(run, sided):
    result = run(
        "evaluate", "--train", sided / "Alpha", "--train", sided / "Beta", "--test", sided / "Gamma", "--label", "side"
    )
    assert result.exit_code == 0
    for path in (sided / "Gamma").iterdir():
        path.write_text(
            path.read_text(encoding="utf-8").replace("label_side: left", "label_side: far"), encoding="utf-8"
        )
    result = run(
        "evaluate", "--train", sided / "Alpha", "--train", sided / "Beta", "--test", sided / "Gamma", "--label", "side"
    )
    assert result.exit_code == 2
    assert "the test part holds labels that the training part lacks: far" in result.stderr


def test_audit_says_how_well_outlets_are_guessed(run, sided):
    result = run("audit", sided, "--label", "side", "-f", "json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert [row["view"] for row in found["rows"]] == ["text", "masked", "features"]
    assert {"view", "n_outlets", "accuracy", "majority"} <= set(found["rows"][0])
    assert "framing features only" in run("audit", sided).stdout
