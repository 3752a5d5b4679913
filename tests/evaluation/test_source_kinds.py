"""Kinds of coded sources against ours."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.errors import UnreadableInput
from masthead.evaluation.validity.gold import Document, GoldSpan
from masthead.evaluation.validity.marks import Found
from masthead.evaluation.validity.source_kinds import COLUMNS, at_place, read_source_kinds
from masthead.evaluation.validity.suite import Gold, Hits, Metric, Task
from masthead.evaluation.validity.units import samples
from masthead.evaluation.validity.worst import worst

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.evaluation.validity.suite import MetricName

TEXT = "The mayor spoke. Aides agreed. A poll followed."
CODED = Document(
    "a",
    None,
    TEXT,
    spans=(
        GoldSpan("source", ((0, 9),), "state named"),
        GoldSpan("source", ((17, 22),), "party anonymous"),
        GoldSpan("source", ((31, 37),), "document"),
    ),
    id="a",
)


def hit(start: int, end: int, term: str) -> Found:
    return Found(start, end, "source", "own", 0.0, term)


def figure(metric: MetricName, kinds: tuple[str, ...], *hits: Found) -> tuple[float | None, int]:
    sample = samples(task(metric, kinds), [CODED], [hits])[metric]
    return sample.estimate(0, "figure", 10).value, sample.n


def task(metric: MetricName, kinds: tuple[str, ...]) -> Task:
    return Task(
        id="kinds.made.state",
        instrument="kinds",
        corpus="made",
        unit="source",
        about="made up",
        hits=Hits(family="attribution", categories=("source",)),
        gold=Gold(spans=kinds),
        metrics=(Metric(name=metric),),
    )


def test_a_source_is_right_where_it_is_of_the_kind() -> None:
    hits = (hit(0, 9, "named state"), hit(17, 22, "state anonymous"))
    assert figure("precision", ("state",), *hits) == (0.5, 2)
    assert figure("recall", ("state",), *hits) == (1.0, 2)
    assert figure("recall", ("anonymous",), *hits) == (1.0, 2)


def test_sources_that_are_not_found_are_left_out() -> None:
    assert figure("recall", ("document", "state"), hit(0, 9, "named state"))[1] == 1


def test_macro_f1_is_the_mean_over_kinds() -> None:
    hits = (hit(0, 9, "named state"), hit(17, 22, "state anonymous"), hit(31, 37, "document"))
    assert figure("macro_f1", ("state", "party", "document"), *hits)[0] == pytest.approx((2 / 3 + 0 + 1) / 3)


def test_the_hit_with_most_in_common_stands_at_a_place() -> None:
    assert at_place((0, 9), [hit(8, 22, "party"), hit(0, 9, "state")]) == hit(0, 9, "state")
    assert at_place((0, 9), [hit(9, 22, "party")]) is None


def test_what_is_of_another_kind_is_listed() -> None:
    found = worst(task("f1", ("state", "party")), [CODED], [[hit(17, 22, "state")]], 5)
    assert [(case["kind"], case["start"], case["end"]) for case in found] == [("false hit", 17, 22), ("miss", 17, 22)]


def coded(folder: Path, *rows: str) -> Path:
    (folder / "gold").mkdir()
    (folder / "articles").mkdir()
    path = folder / "gold/source_kinds.tsv"
    path.write_text("\n".join(["\t".join(COLUMNS), *rows, ""]), encoding="utf-8")
    with gzip.open(folder / "gold/polnear.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"doc_id": "p", "group_id": "p", "text": TEXT}) + "\n")
    pq.write_table(pa.table({"id": ["f"], "text": [TEXT]}), folder / "articles/fa_kes.parquet")
    return path


def test_coded_sources_are_read_with_the_texts_they_stand_in(tmp_path: Path) -> None:
    rows = ("fa_kes\tf\t0\t9\tstate\t1\t0", "polnear\tp\t17\t22\tparty\t0\t1", "polnear\tp\t31\t37\tdocument\t0\t0")
    first, second = read_source_kinds(coded(tmp_path, *rows))
    assert (first.id, first.text, first.spans) == ("f", TEXT, (GoldSpan("source", ((0, 9),), "state named"),))
    assert [span.name for span in second.spans] == ["party anonymous", "document"]


def test_a_place_that_is_not_in_its_text_is_refused(tmp_path: Path) -> None:
    path = coded(tmp_path, "fa_kes\tf\t0\t900\tstate\t1\t0")
    with pytest.raises(UnreadableInput, match=r"no position \(0, 900\) in 'f' of fa_kes"):
        read_source_kinds(path)
