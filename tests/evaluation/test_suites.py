"""Suites of classifiers: declarations, the sample of a task, running one on texts of our own, and comparing results."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.errors import MastheadError, MissingColumn, UnreadableInput, UsageError
from masthead.evaluation.metrics import METRICS, Predictions, f1_of
from masthead.evaluation.options import RunOptions
from masthead.evaluation.splits import SPLITS
from masthead.evaluation.suites import FIELDS, SUITES, find_benchmark, load_benchmark, run_benchmark
from masthead.evaluation.suites.declaration import Join, Parts, Split, Task, Values
from masthead.evaluation.suites.preparing import Measured, prepare, units_of, with_parts
from masthead.evaluation.suites.results import COMPARED, Results, compare_results, load_results, only_in, with_published
from masthead.evaluation.suites.scoring import figure_of
from masthead.schema import SCORES

ROOT = Path(__file__).parents[2]
ONLY_TEXT = RunOptions(models=("majority", "tfidf_lr"), draws=100)
DECLARED = """
name = "own"
title = "ours"
version = "1"
models = ["majority"]
[[data]]
name = "demo"
corpus = "demo"
[[tasks]]
id = "own.one"
title = "one"
about = "one"
data = "demo"
label = { column = ["outlet"] }
"""
LABEL = 'label = { column = ["outlet"] }'
TRAINED = """
[[tasks.train]]
data = "demo"
label = { column = ["outlet"] }
"""
PUBLISHED = """
[[tasks.published]]
metric = "accuracy"
value = 0.5
system = "a rule"
split = "as ours"
source = "measured on the same file"
checked = "here"
"""


# Declarations


@pytest.mark.parametrize("name", SUITES)
def test_every_suite_loads_and_names_its_tasks_after_itself(name: str) -> None:
    suite = find_benchmark(name)
    assert suite.name == name
    assert all(task.id.startswith(f"{name}.") for task in suite.tasks)
    assert all(task.title and task.about for task in suite.tasks)
    assert all(item.limits for item in suite.data if item.name == suite.tasks[0].data)


@pytest.mark.parametrize("name", SUITES)
def test_every_published_figure_has_its_source_and_whether_that_was_checked(name: str) -> None:
    figures = [figure for task in find_benchmark(name).tasks for figure in task.published]
    assert all(figure.system and figure.split and len(figure.source) > 10 for figure in figures)
    assert {figure.checked for figure in figures} <= {"verified", "secondary", "unverified", "here"}
    assert all("measured" in figure.source for figure in figures if figure.checked == "here")


def test_metrics_and_splits_are_those_of_the_classifiers() -> None:
    assert set(msgspec.json.schema(Split)["enum"]) <= set(SPLITS)
    assert set(SCORES.names) < set(FIELDS)
    assert {metric for name in SUITES for task in find_benchmark(name).tasks for metric in task.metrics} <= {
        *METRICS,
        "f1",
    }


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('title = "one"', 'titel = "one"', "unknown field `titel`.*Did you mean 'title'"),
        ('["majority"]', '["majorty"]', "there is no model 'majorty'. Did you mean 'majority'"),
        ('corpus = "demo"', 'corpus = "dema"', "there is no corpus 'dema'. Did you mean 'demo'"),
        ('data = "demo"', 'data = "demi"', "no data 'demi' is declared. Did you mean 'demo'"),
        ('id = "own.one"', 'id = "own.one"\nsplit = "given"', "split = 'given' and part go together"),
        ('id = "own.one"', 'id = "own.one"\nmetrics = ["f1"]', "the metric f1 and positive go together"),
        ('id = "own.one"', 'id = "own.one"\nsuperseded_by = "own.too"', "superseded by 'own.too', which is not"),
        ('corpus = "demo"', 'corpus = "demo"\nknown = [{ sha256 = "ab", of = "x" }]', "not made of 64"),
        ('corpus = "demo"', 'file = "x.parquet"', "a file needs its license and its citation"),
        (LABEL, LABEL + PUBLISHED + 'same = "test"', "same = 'test' is neither 'yes' nor a test part"),
        (LABEL, LABEL + TRAINED, "split = 'given' and part go together"),
        (
            LABEL,
            LABEL + '\nsplit = "given"\nresample = ["id"]' + TRAINED,
            "train is for articles, without part, join and",
        ),
        (LABEL, LABEL + '\nsplit = "given"' + TRAINED.replace("demo", "demi"), "no data 'demi' is declared"),
        ('split = "outlet"', "", None),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(
    tmp_path: Path, before: str, after: str, said: str | None
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(DECLARED.replace(before, after), encoding="utf-8")
    if said is None:
        assert load_benchmark(path).models_of(load_benchmark(path).tasks[0]) == ("majority",)
        return
    with pytest.raises(UsageError, match=said):
        load_benchmark(path)


def test_a_declaration_that_is_absent_or_no_toml_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="cannot be read"):
        load_benchmark(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("name = ", encoding="utf-8")
    with pytest.raises(UnreadableInput, match="not valid TOML"):
        load_benchmark(tmp_path / "bad.toml")
    with pytest.raises(UsageError, match="Did you mean 'webis2016'"):
        find_benchmark("webis")


# The sample of a task


def task(**changes: Any) -> Task:
    fixed = {"id": "t", "title": "t", "about": "t", "data": "d", "label": Values(column=("bias",))}
    return Task(**{**fixed, **changes})


def measured(**columns: list[str | None]) -> Measured:
    size = len(next(iter(columns.values())))
    fixed = {
        "id": [f"{number}" for number in range(size)],
        "outlet": [f"Outlet {number}" for number in range(size)],
        "text": [f"Text number {number} about the budget." for number in range(size)],
    }
    articles = pa.table({name: pa.array(cells, pa.string()) for name, cells in {**fixed, **columns}.items()})
    return Measured(articles, pa.table({"id": articles["id"]}), ())


def test_a_column_is_found_with_and_without_its_prefix_and_values_are_translated() -> None:
    wanted = task(label=Values(column=("bias",), values={"left": "hyper", "right": "hyper", "main": "plain"}))
    for name in ("label_bias", "bias"):
        sample = prepare(wanted, measured(**{name: ["left", "main", "right", "other", None]}))
        assert list(sample.labels) == ["hyper", "plain", "hyper"]
    with pytest.raises(MissingColumn, match="no column 'bias'"):
        prepare(wanted, measured(label_tone=["left"]))
    with pytest.raises(UsageError, match="no article of the task t has a label"):
        prepare(wanted, measured(label_bias=["other"]))


def test_repeated_and_short_texts_are_left_out_and_the_outlet_may_be_a_site() -> None:
    wanted = task(distinct=True, min_characters=5, outlet=("site", "source_url"), keep={"kind": ("news",)})
    texts = ["The budget  passed.", "the budget passed.", "Hm.", "A road was closed.", "A bridge was closed."]
    sample = prepare(
        wanted,
        measured(
            text=texts,
            label_bias=["a", "b", "a", "b", "a"],
            label_source_url=["x.org", "y.org", "x.org", None, "z.org"],
            label_kind=["news", "news", "news", "news", "opinion"],
        ),
    )
    assert (sample.ids, sample.outlets) == (("0", "3"), ("x.org", "unknown"))


def test_labels_of_outlets_are_joined_by_site_whatever_its_prefix() -> None:
    wanted = task(
        label=Values(column=("fact",), values={"HIGH": "high", "LOW": "low"}),
        join=Join(data=("ratings",), on=("site",), key=("domain",), strip=("www.", "m.")),
    )
    ratings = pa.table({"domain": ["a.org", "B.org", "c.org"], "fact": ["HIGH", "LOW", None]})
    sample = prepare(wanted, measured(label_site=["www.A.org", "b.org", "c.org", None]), ratings)
    assert (sample.ids, list(sample.labels)) == (("0", "1"), ["high", "low"])


def test_the_test_part_is_the_first_that_occurs() -> None:
    cells = measured(label_bias=["a", "b", "a", "b"], label_split=["train", "train", "valid", "other"])
    wanted = task(split="given", part=Parts(column=("split",), test=("test", "valid")))
    assert with_parts(wanted, prepare(wanted, cells), cells.articles).parts == ("train", "train", "test", None)


def test_test_articles_of_a_publisher_that_is_trained_on_are_left_out() -> None:
    cells = measured(
        label_bias=["a", "b", "a", "b"],
        label_site=["www.cnn.com", "fox.com", "money.cnn.com", "axios.com"],
        label_split=["train", "train", "test", "test"],
    )
    wanted = task(split="given", part=Parts(column=("split",)), outlet=("site",), apart=True)
    assert with_parts(wanted, prepare(wanted, cells), cells.articles).parts == ("train", "train", None, "test")


def test_what_is_drawn_for_intervals_is_as_declared() -> None:
    cells = measured(label_bias=["a", "b"], label_group=["g", None])
    sample = prepare(task(), cells)
    assert units_of(task(), sample, cells.articles) == ("Outlet 0", "Outlet 1")
    assert units_of(task(resample=("id",)), sample, cells.articles) == ("0", "1")
    assert units_of(task(resample=("group", "url")), sample, cells.articles) == ("g", "1")


def test_so_many_articles_of_an_outlet_are_the_same_ones_in_any_order() -> None:
    cells = measured(label_bias=["a"] * 6, outlet=["x", "x", "x", "x", "y", "z"])
    kept = prepare(task(per_outlet=2), cells).ids
    turned = Measured(cells.articles.take([5, 4, 3, 2, 1, 0]), cells.features, ())
    assert prepare(task(per_outlet=2), turned).ids == kept
    assert len(kept) == 4


def test_f1_of_one_label_by_hand() -> None:
    truth, said = np.array([1, 1, 1, 0, 0]), np.array([1, 0, 1, 1, 0])
    found = Predictions(truth, said, np.eye(2)[said], ("a", "b", "c", "d", "e"), ("no", "yes"))
    score = f1_of("yes", found)
    assert score.value == pytest.approx(2 * 2 / (3 + 3))
    assert (score.low, score.reason) == (None, "too few outlets for an interval (5 < 10)")
    never = Predictions(truth, np.zeros(5, int), np.eye(2)[np.zeros(5, int)], ("a",) * 5, ("no", "yes"))
    assert f1_of("yes", never).value == 0.0


def test_the_error_in_steps_is_made_of_counts() -> None:
    figure = figure_of("mae", ("center", "left", "right"), ("left", "center", "right"), None)
    assert figure is not None
    counts = np.array([[[4.0, 0, 0], [0, 3, 2], [0, 1, 0]]])
    assert figure(counts)[0] == pytest.approx((2 * 2 + 1 * 2) / 10)
    assert figure_of("auroc", ("a", "b"), None, None) is None


# Running


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a corpus of our own in FA-KES's place: the outlets of each label share words."""
    words = {"credible": "officials confirmed the count of the wounded", "fake": "shocking betrayal by the traitors"}
    turns = (
        "Near the old bridge, {}.",
        "A road was closed when {} in spring.",
        "At noon a patrol saw it: {}, they said.",
    )
    rows = [
        {
            "id": f"{number:02}-{turn}",
            "outlet": f"outlet{number}",
            "title": "t",
            "text": form.format(words[label]) + f" Zone {number * 3 + turn}.",
            "label_reliability": label,
            "label_reliability_published": "fake" if number // 2 % 2 else "credible",
        }
        for number in range(12)
        for label in ["credible" if number % 2 else "fake"]
        for turn, form in enumerate(turns)
    ]
    (tmp_path / "data").mkdir()
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "data" / "fa_kes.parquet")
    return tmp_path / "data"


def test_a_suite_is_run_on_the_files_that_are_there(data: Path) -> None:
    outcome = run_benchmark(find_benchmark("fa_kes"), data, ONLY_TEXT)
    assert set(outcome.rows[0]) == set(FIELDS)
    assert {row["task"] for row in outcome.rows} == {"fa_kes.outlets", "fa_kes.scrambled", "fa_kes.random"}
    found = {(row["task"], row["model"], row["metric"]): row for row in outcome.rows}
    ours = found["fa_kes.outlets", "tfidf_lr", "accuracy"]
    assert (ours["suite"], ours["split"], ours["n"], ours["n_outlets"], ours["resampled"]) == (
        "fa_kes",
        "outlet",
        36,
        12,
        "outlet",
    )
    assert ours["value"] == 1.0
    assert (ours["low"], ours["high"], ours["unit"]) == (pytest.approx(0.025 ** (1 / 12)), 1.0, "article")
    assert found["fa_kes.scrambled", "tfidf_lr", "accuracy"]["value"] < 0.75
    assert {item["system"] for item in ours["published"]} >= {"TF-IDF + LR", "the authors' eight features"}
    assert ours["known_data"] is False
    told = outcome.tasks["fa_kes.outlets"]
    assert told["split"] == "5 folds, no publisher in two"
    assert told["labels"] == {"credible": 18, "fake": 18}
    assert np.array(told["confusions"]["tfidf_lr"]).sum(axis=0).tolist() == [[18, 0], [0, 18]]


def test_models_are_trained_on_some_corpora_and_tested_on_another(data: Path) -> None:
    rows = pq.read_table(data / "fa_kes.parquet").to_pylist()
    partisan, mainstream = ("hyperpartisan", "not_hyperpartisan"), ("right", "center")
    for name, (yes, no), outlet in (("semeval2019", partisan, "s{}.com"), ("abp", mainstream, "a{}.org")):
        told = [
            {
                **{key: row[key] for key in ("id", "title", "text")},
                "outlet": row["outlet"],
                "source_url": outlet.format(row["outlet"].removeprefix("outlet")),
                "label_bias": yes if row["label_reliability"] == "fake" else no,
            }
            for row in rows
        ]
        for number, row in enumerate(told):
            row["outlet"] = row["source_url"] if name == "semeval2019" else row["outlet"]
            row["text"] += f" {name} {number}."
        pq.write_table(pa.Table.from_pylist(told), data / f"{name}.parquet")
    outcome = run_benchmark(find_benchmark("cross"), data, ONLY_TEXT)
    found = {(row["task"], row["model"], row["metric"]): row for row in outcome.rows}
    assert {task for task, _, _ in found} == {"cross.to_semeval"}
    assert any("cross.to_abp is left out: webis2016 is not there" in note for note in outcome.notes)
    row = found["cross.to_semeval", "tfidf_lr", "accuracy"]
    assert (row["n"], row["n_outlets"], row["split"]) == (36, 12, "given")
    assert row["value"] == 1.0
    told = outcome.tasks["cross.to_semeval"]
    assert told["split"] == "trained on abp, no publisher in both"
    assert told["groups"][0] == "s0.com"


def test_what_is_missing_or_unknown_is_named(data: Path) -> None:
    outcome = run_benchmark(find_benchmark("fa_kes"), data, ONLY_TEXT)
    assert any(
        note.startswith("fa_kes.official is left out: there is no column 'split_official'") for note in outcome.notes
    )
    assert any(note.startswith("fa_kes.parquet is not a file that the suite knows (SHA-256 ") for note in outcome.notes)
    with pytest.raises(UnreadableInput, match="not a file that the suite fa_kes knows"):
        run_benchmark(find_benchmark("fa_kes"), data, RunOptions(strict=True))
    with pytest.raises(UnreadableInput, match="is about abp, and that is not here"):
        run_benchmark(find_benchmark("abp"), data)
    with pytest.raises(UsageError, match="needs a folder of corpora"):
        run_benchmark(find_benchmark("abp"), None)
    with pytest.raises(UsageError, match=r"no task 'fa_kes\.outlet'\. Did you mean 'fa_kes.outlets'"):
        run_benchmark(find_benchmark("fa_kes"), data, RunOptions(only=("fa_kes.outlet",)))
    with pytest.raises(UsageError, match="there is no model 'tfidf'"):
        run_benchmark(find_benchmark("fa_kes"), data, RunOptions(models=("tfidf",)))


def test_annotated_documents_are_read_sentence_by_sentence(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    rows = []
    for number in range(12):
        text = f"Shameful liars ruined town {number}. The council of town {number} met."
        cut = text.index(".") + 1
        rows.append(
            {
                "doc_id": f"d{number}",
                "unit": "article",
                "outlet": f"o{number % 3}",
                "event_id": f"e{number}",
                "group_id": f"e{number}",
                "text": text,
                "sentences": [
                    {"start": 0, "end": cut, "id": "t", "lexical_bias": True},
                    {"start": cut + 1, "end": len(text), "id": "p0", "lexical_bias": False},
                ],
            }
        )
    with gzip.open(tmp_path / "gold" / "basil.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("".join(f"{json.dumps(row)}\n" for row in rows))
    outcome = run_benchmark(find_benchmark("basil"), tmp_path, ONLY_TEXT)
    found = {(row["model"], row["metric"]): row for row in outcome.rows}
    assert found["tfidf_lr", "f1"]["value"] == 1.0
    assert (found["tfidf_lr", "f1"]["n"], found["tfidf_lr", "f1"]["n_outlets"]) == (24, 3)
    assert outcome.tasks["basil.events"]["groups"] == sorted(f"e{number}" for number in range(12))


def test_results_name_groups_of_articles_but_never_single_ones(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    rows = [
        {
            "doc_id": f"s{number}",
            "unit": "sentence",
            "outlet": None,
            "group_id": f"s{number}",
            "official_split": "train" if number < 12 else "dev",
            "text": f"{'What a disgrace' if number % 2 else 'The council met'} in town {number}.",
            "labels": {"subjective": number % 2},
        }
        for number in range(24)
    ]
    with gzip.open(tmp_path / "gold" / "subjectivity.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("".join(f"{json.dumps(row)}\n" for row in rows))
    outcome = run_benchmark(find_benchmark("subjectivity"), tmp_path, RunOptions(models=("majority",), draws=50))
    assert {(row["n"], row["resampled"]) for row in outcome.rows} == {(12, "article")}
    assert "groups" not in outcome.tasks["subjectivity.dev"]


@pytest.mark.parametrize(
    ("name", "task_id", "n", "outlets", "majority"),
    [("subjectivity", "subjectivity.dev", 462, 1, 222 / 462), ("fa_kes", "fa_kes.random", 510, 15, 0.512)],
)
def test_the_files_that_a_suite_knows_are_recognised(
    research_data: Path, name: str, task_id: str, n: int, outlets: int, majority: float
) -> None:
    options = RunOptions(only=(task_id,), models=("majority",), draws=50)
    try:
        outcome = run_benchmark(find_benchmark(name), research_data, options)
    except UnreadableInput as error:
        pytest.skip(f"{name} is not in {research_data}: {error.what}")
    [row] = [row for row in outcome.rows if (row["unit"], row["metric"]) == ("article", "accuracy")]
    if not row["known_data"]:
        pytest.skip(f"{name} in {research_data} is another file than the suite knows")
    assert (row["n"], row["n_outlets"], outcome.notes) == (n, outlets, ())
    assert row["value"] == pytest.approx(majority, abs=5e-4)


# Comparing


def results(model: str, right: int, **changes: Any) -> Results:
    """Results on twelve outlets of four articles each, ``right`` of which are right in every outlet."""
    counts = [[[right, 4 - right], [0, 0]] if at % 2 else [[0, 0], [4 - right, right]] for at in range(12)]
    told = {
        "classes": ["a", "b"],
        "order": None,
        "positive": None,
        "groups": [f"o{at:02}" for at in range(12)],
        "confusions": {model: counts},
    }
    row = {
        "suite": "own",
        "task": "own.one",
        "model": model,
        "metric": "accuracy",
        "value": right / 4,
        "low": right / 4 - 0.05,
        "high": right / 4 + 0.05,
        "n": 48,
        "reason": None,
    }
    return Results(({**row, **changes},), {"tasks": {"own.one": told}})


def test_two_results_on_the_same_articles_are_compared_outlet_by_outlet() -> None:
    [row] = compare_results(results("m", 2), results("m", 3))
    assert tuple(sorted(row)) == tuple(sorted(COMPARED))
    assert (row["before"], row["after"], row["difference"], row["method"]) == (0.5, 0.75, 0.25, "paired")
    assert (row["low"], row["high"]) == (0.25, 0.25)


def test_sites_of_one_publisher_are_drawn_together() -> None:
    sides = results("m", 2), results("m", 3)
    for side in sides:
        groups = side.manifest["tasks"]["own.one"]["groups"]
        groups[:] = [f"{part}.daily-{number}.com" for number in range(6) for part in ("money", "www")]
    [row] = compare_results(*sides)
    assert (row["method"], row["reason"]) == ("apart", "too few groups to resample (6 < 10)")


def test_elsewhere_it_is_said_how_the_intervals_lie() -> None:
    [row] = compare_results(results("m", 2, metric="auroc"), results("m", 3, metric="auroc"))
    assert (row["method"], row["low"], row["reason"]) == ("apart", None, "auroc is not made of counts")
    [row] = compare_results(results("m", 2, metric="brier", high=0.9), results("m", 3, metric="brier"))
    assert row["method"] == "overlap"
    other = results("m", 3)
    other.manifest["tasks"]["own.one"]["groups"][0] = "another"
    [row] = compare_results(results("m", 2), other)
    assert (row["method"], row["reason"]) == ("apart", "the two were tested on other articles")
    [row] = compare_results(results("m", 2, low=None, high=None, metric="brier"), results("m", 3, metric="brier"))
    assert row["method"] is None


def test_the_sites_of_abp_are_worth_fifteen_of_one_size() -> None:
    path = Path(os.environ.get("MASTHEAD_DATA", ROOT.parent / "shared/corpora")) / "articles/abp.parquet"
    if not path.is_file():
        pytest.skip(f"no {path.name} here")
    sizes = pq.read_table(path, columns=["source_url"])["source_url"].value_counts().field("counts").to_numpy()
    assert (len(sizes), round(sizes.sum() ** 2 / (sizes.astype(float) ** 2).sum())) == (66, 15)
    assert "66 sites are so unequal in size that they are worth 15" in find_benchmark("abp").data[0].limits


def test_what_was_tuned_with_figures_known_is_told_of_results_made_before() -> None:
    held = results("framing", 2, suite="fa_kes", task="fa_kes.outlets", published=[])
    held = Results(held.rows, {"tasks": {"fa_kes.outlets": {"notes": []}}})
    told = with_published(held, find_benchmark("fa_kes")).tasks["fa_kes.outlets"]
    assert told["tuned"] == "the rule of auto, shifts of probabilities"


def test_published_figures_are_those_declared_now() -> None:
    suite = find_benchmark("basil")
    held = results("framing", 2, suite="basil", task="basil.events", metric="f1", published=[])
    [row] = with_published(held, suite).rows
    assert [item["value"] for item in row["published"]] == [0.153, 0.116]
    [row] = with_published(results("framing", 2, published=[]), suite).rows
    assert row["published"] == []


def test_results_without_anything_in_common_are_refused() -> None:
    with pytest.raises(UsageError, match="no task and model in common"):
        compare_results(results("m", 2), results("n", 2))
    assert only_in(results("m", 2), results("n", 2)) == (["own.one m"], ["own.one n"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not valid JSON"),
        ('{"rows": [{"task": "x"}]}', "not results of a suite"),
        ("[]", "not results of a suite"),
    ],
)
def test_a_file_that_is_no_result_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(MastheadError, match=said):
        load_results(path)
    with pytest.raises(UnreadableInput, match="cannot be read"):
        load_results(tmp_path / "none.json")
