"""Readability against readers, and wordings of two sides on one story, with figures worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scipy.stats import pearsonr

from masthead.errors import UnreadableInput
from masthead.evaluation.options import RunOptions
from masthead.evaluation.validity import Document, Found, Suite, load_suite, run_suite, samples
from masthead.evaluation.validity.leans import signs
from masthead.evaluation.validity.readers import read_rated, scored
from masthead.evaluation.validity.samples import pearson
from masthead.evaluation.validity.stories import read_stories
from masthead.features import catalogue
from masthead.storage import bundled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

EASY = "The dog ran to the park. It sat by the gate. We saw it eat. " * 10
HARD = "It was the considerable administrative difficulties of the municipality that delayed its reorganisation. " * 12


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load_suite(bundled("benchmarks/validity.toml"))


def task(suite: Suite, name: str) -> Any:
    return next(task for task in suite.tasks if task.id == name)


def values(suite: Suite, name: str, documents: Sequence[Document], hits: Sequence[Sequence[Found]]) -> dict[str, float]:
    made = samples(task(suite, name), documents, hits)
    return {metric: float(sample.value(np.ones((1, sample.groups)))[0]) for metric, sample in made.items()}


def rated(*told: tuple[str, float, float | None], name: str) -> tuple[list[Document], list[list[Found]]]:
    documents = [Document(group, None, "", rating=rating) for group, rating, _ in told]
    hits = [[Found(0, 0, name, None, value)] if value is not None else [] for _, _, value in told]
    return documents, hits


def test_pairs_of_one_story_are_in_order_where_the_harder_scores_higher(suite: Suite) -> None:
    told = (
        ("a", 0, 5.0), ("a", 1, 6.0), ("a", 2, 6.0),  # two in order, one tie
        ("b", 0, 8.0), ("b", 2, 7.0), ("b", 1, None),  # one out of order; a text without a value is left out
    )  # fmt: skip
    name = "flesch_kincaid_grade"
    assert values(suite, f"readability.onestop.{name}", *rated(*told, name=name)) == {"in_order": 2.5 / 4}
    ease = "flesch_reading_ease"
    assert values(suite, f"readability.onestop.{ease}", *rated(*told, name=ease)) == {"in_order": 1.5 / 4}


def test_what_is_easier_to_teachers_should_score_lower(suite: Suite) -> None:
    told = (("a", 1.0, 3.0), ("b", 0.0, 5.0), ("c", -1.0, 10.0))
    found = values(suite, "readability.clear.lix", *rated(*told, name="lix"))
    assert found == {
        "spearman": pytest.approx(1.0),
        "pearson": pytest.approx(-pearsonr([1.0, 0.0, -1.0], [3.0, 5.0, 10.0]).statistic),
    }


def test_pearson_is_scipy_s_whatever_the_size_of_the_numbers() -> None:
    generator = np.random.default_rng(0)
    ours, gold = 1e6 + generator.normal(size=50), generator.normal(size=50)
    sample = pearson([str(n % 7) for n in range(50)], list(ours), list(gold))
    assert (sample.n, sample.groups) == (50, 7)
    assert float(sample.value(np.ones((1, 7)))[0]) == pytest.approx(pearsonr(ours, gold).statistic)


def test_texts_are_scored_by_every_formula_and_short_ones_by_none() -> None:
    easy, hard, short = scored([Document("g", None, text) for text in (EASY, HARD, "It rained.")], 1)
    names = {row.name.removeprefix("readability.") for row in catalogue() if row.family == "readability"}
    assert {hit.category for hit in easy} == {hit.category for hit in hard} == names
    assert short == []
    low, high = ({hit.category: hit.weight for hit in found} for found in (easy, hard))
    assert all(low[name] < high[name] for name in ("flesch_kincaid_grade", "lix", "rix", "smog_index"))
    assert low["flesch_reading_ease"] > high["flesch_reading_ease"]


def test_tasks_of_readers_name_a_formula_and_its_direction(suite: Suite) -> None:
    tasks = [task for task in suite.tasks if task.unit == "reader"]
    for each in tasks:
        (name,) = each.hits.categories
        assert each.features == (f"readability.{name}",)
        assert each.id == f"readability.{each.corpus}.{name}"
        says_easier, easier_is_more = name == "flesch_reading_ease", each.gold.flag == "bt_easiness"
        assert each.hits.sign == (1 if says_easier == easier_is_more else -1)
    assert {name for task in tasks for name in task.features} < {row.name for row in catalogue()}


def wording(side: float) -> tuple[str, str]:
    concept, name = next(key for key, sign in signs().items() if sign == side)
    return concept, str(name)


def told(story: str, side: str, *wordings: tuple[str, str]) -> tuple[Document, list[Found]]:
    hits = [Found(0, 1, concept, "own", 0.0, name, name) for concept, name in wordings]
    return Document(story, None, "", flags={"label_bias": side}), hits


def test_the_right_is_ahead_where_its_report_has_more_of_its_wordings(suite: Suite) -> None:
    right, left = wording(1.0), wording(-1.0)
    pairs = [
        told("ahead", "right", right), told("ahead", "left"),
        told("ahead too", "right"), told("ahead too", "left", left),
        told("behind", "right", left), told("behind", "left", right),
        told("tied", "right", right), told("tied", "left", right),
        told("one side", "right", right),
        told("three", "right", right), told("three", "right"), told("three", "left"),
    ]  # fmt: skip
    documents, hits = zip(*pairs, strict=True)
    made = samples(task(suite, "choices.allsides.story"), documents, hits)["right_ahead"]
    assert made.n == 4
    assert float(made.value(np.ones((1, made.groups)))[0]) == 3 / 4


def test_tables_of_texts_and_stories_are_run(suite: Suite, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    levels = pa.table({"id": ["1", "2"], "story": ["s", "s"], "text": [EASY, HARD], "level_no": [0, 2]})
    pq.write_table(levels, tmp_path / "articles/onestop.parquet")
    sides = {"label_bias": ["left", "center"], "title": ["T", None], "event": ["e", "e"]}
    pq.write_table(pa.table({"id": ["1", "2"], "text": ["One.", "Two."]} | sides), tmp_path / "articles/leads.parquet")
    outcome = run_suite(suite, tmp_path, RunOptions(only=("readability.onestop.lix",), draws=10))
    assert [(row["metric"], row["value"], row["n"]) for row in outcome.rows] == [("in_order", 1.0, 1)]
    gold = task(suite, "choices.allsides.story").gold
    assert [one.text for one in read_stories(tmp_path / "articles/leads.parquet", gold)] == ["T\n\nOne."]
    for read, name in ((read_stories, "choices.allsides.story"), (read_rated, "readability.onestop.lix")):
        with pytest.raises(UnreadableInput, match="cannot be read"):
            read(tmp_path / "articles/none.parquet", task(suite, name).gold)
