"""B-cubed, and the suite of events on the research corpora."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.errors import UnreadableInput, UsageError
from masthead.evaluation.grouping import BCubed, b_cubed, run_events
from masthead.evaluation.options import RunOptions
from masthead.evaluation.validity import FIELDS, load_suite, run_suite
from masthead.evaluation.validity.grouping import score_events
from masthead.evaluation.validity.suite import declared_suite
from masthead.storage import bundled

if TYPE_CHECKING:
    from pathlib import Path


def test_b_cubed_of_the_worked_example_of_bagga_and_baldwin() -> None:
    # Truth {1-5} {6 7} {8-12}; found {1-5} {6-12}: precision (5*1 + 2*2/7 + 5*5/7)/12, recall 1.
    truth = [1] * 5 + [2] * 2 + [3] * 5
    found = b_cubed(truth, [1] * 5 + [2] * 7)
    assert found.precision == pytest.approx(64 / 84)
    assert found.recall == 1.0
    assert found.f1 == pytest.approx(2 * 64 / 148)


def test_none_is_an_event_of_one() -> None:
    assert b_cubed(["a", "a", None, None], ["x", "x", None, None]) == BCubed(1.0, 1.0, 1.0)
    assert b_cubed(["a", "a"], [None, None]) == BCubed(1.0, 0.5, pytest.approx(2 / 3))


def test_groupings_of_different_articles_are_refused() -> None:
    with pytest.raises(UsageError, match="groupings of 1 and 2 articles"):
        b_cubed(["a"], ["a", "b"])


def run(folder: Path, *, seed: int = 0) -> Any:
    return run_events(load_suite(bundled("benchmarks/events.toml")), folder, seed=seed)


@pytest.mark.parametrize("dates", [("2031-05-01", "2031-05-01"), ("5/14/2031", "5/12/2031")])
def test_a_corpus_is_grouped_anew_and_scored(tmp_path: Path, dates: tuple[str, str]) -> None:
    (tmp_path / "gold").mkdir()
    text = "Velk council votes down river dam, mayor Karl Voss wanted 40 million crowns"
    rows = [
        {"doc_id": str(n), "outlet": f"o{n}", "text": text, "date": date, "event_id": "e", "meta": {}}
        for n, date in enumerate(dates)
    ]
    with gzip.open(tmp_path / "gold" / "lim2020.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    outcome = run(tmp_path)
    assert [(row["task"], row["metric"], row["value"]) for row in outcome.rows] == [
        ("events.lim2020.event", "b_cubed_precision", 1.0),
        ("events.lim2020.event", "b_cubed_recall", 1.0),
        ("events.lim2020.event", "b_cubed_f1", 1.0),
    ]
    assert all(tuple(row) == FIELDS or set(row) == {*FIELDS} for row in outcome.rows)
    assert outcome.absent == ("basil", "abp")


def test_no_corpus_or_a_damaged_one_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="none of the annotated corpora is here"):
        run(tmp_path)
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "basil.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(UnreadableInput, match="cannot be read"):
        run(tmp_path)


def test_events_of_the_research_corpora_are_found(research_data: Path, tmp_path: Path) -> None:
    (tmp_path / "gold").symlink_to((research_data / "gold").resolve())
    found = {row["task"]: row["value"] for row in run(tmp_path).rows if row["metric"] == "b_cubed_f1"}
    assert found["events.basil.event"] >= 0.95
    assert found["events.lim2020.event"] >= 0.9
    assert found["events.basil.undated"] >= 0.9


@pytest.mark.parametrize(
    ("task", "least"),
    [("events.allsides.dated", 0.925), ("events.allsides.undated", 0.85), ("events.ecb_plus.undated", 0.92)],
)
def test_events_of_leads_and_of_like_events_are_found(research_data: Path, task: str, least: float) -> None:
    (asked,) = (of for of in declared_suite("validity").tasks if of.id == task)
    path = research_data / declared_suite("validity").corpus(asked).file
    if not path.is_file():
        pytest.skip(f"{path.name} is not in {research_data}")
    figures = {row["metric"]: row["value"] for row in score_events(asked, path, seed=0)}
    assert figures["b_cubed_f1"] >= least


def test_a_task_of_events_runs_in_the_suite_of_validity(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    rows = [
        {"id": str(n), "outlet": f"o{n}", "title": "", "text": text, "date": None, "event": event}
        for n, (text, event) in enumerate(
            [("Velk council votes down river dam, mayor Karl Voss wanted 40 million crowns", "dam")] * 2
            + [("Ada Lind raises fuel tax by 12 per cent; hauliers in Port Emmer threaten a strike", "tax")]
        )
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "articles" / "ecb_plus.parquet")
    outcome = run_suite(declared_suite("validity"), tmp_path, RunOptions(only=("events.ecb_plus.undated",)))
    assert {row["metric"]: (row["value"], row["n"]) for row in outcome.rows} == {
        "b_cubed_f1": (1.0, 3),
        "b_cubed_precision": (1.0, 3),
        "b_cubed_recall": (1.0, 3),
    }
