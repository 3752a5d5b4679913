"""``masthead duplicates``, and what later commands make of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from masthead.schema import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]
    Rows = Callable[[Result], list[dict[str, Any]]]

STORY = (
    "The council met for the third time this week and again put off the vote on the river dam, the mayor said on "
    "Monday. Residents of the lower town have asked for the dam since the flood that closed the valley for a month. "
    "Town number {n} would have to pay {n} million crowns for it, and its people say they have not been asked once."
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Harrow Post with twelve articles of its own and one of an agency; Velk Daily with two of Harrow Post's."""
    own = [
        STORY.format(n=n * 37) + f" {' '.join(f'word{n * place}' for place in range(40, 80))}." for n in range(1, 25)
    ]
    rows = [{"id": f"h{n}", "outlet": "Harrow Post", "text": own[n], "date": f"2031-05-{n + 1:02}"} for n in range(12)]
    rows += [{"id": f"v{n}", "outlet": "Velk Daily", "text": own[n + 12], "date": "2031-06-01"} for n in range(12)]
    rows.append({"id": "wire", "outlet": "Harrow Post", "text": f"VELK (AP) — {STORY} It is not over."})
    rows.append({"id": "same", "outlet": "Velk Daily", "text": own[0], "date": "2031-06-02"})
    rows.append(
        {"id": "changed", "outlet": "Velk Daily", "text": own[1].replace("council", "board").replace("crowns", "marks")}
    )
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_each_article_is_original_agency_copy_or_a_copy_of_another(run: Run, articles: Path, rows: Rows) -> None:
    result = run("duplicates", articles, "--format", "json")
    assert result.exit_code == 0
    found = {row.pop("id"): row for row in rows(result)}
    assert len(found) == 27
    assert found["h0"] == {"kind": "original", "of": None, "repeat": None, "agency": None, "similarity": None}
    assert found["wire"] == {
        "kind": "agency",
        "of": None,
        "repeat": None,
        "agency": "Associated Press",
        "similarity": None,
    }
    assert found["same"] == {"kind": "exact", "of": "h0", "repeat": None, "agency": None, "similarity": 1.0}
    assert found["changed"].pop("similarity") == pytest.approx(99 / 109)
    assert found["changed"] == {"kind": "near_duplicate", "of": "h1", "repeat": None, "agency": None}
    assert sum(row["kind"] == "original" for row in found.values()) == 24


def test_the_articles_are_written_with_what_each_repeats(run: Run, articles: Path) -> None:
    result = run("duplicates", articles, "-o", "marked.parquet")
    assert result.exit_code == 0
    assert result.stdout.startswith("Own work and copies: 27 articles of 2 outlets\n")
    table = pq.read_table("marked.parquet")
    assert table.schema.names == ARTICLES.names
    copies = {row["id"]: row["copy_of"] for row in table.to_pylist() if row["copy_of"]}
    assert copies == {"same": "h0", "changed": "h1"}


def test_input_that_cannot_be_read_is_an_error(run: Run) -> None:
    result = run("duplicates", "missing.jsonl")
    assert result.exit_code == 4
    assert "missing.jsonl" in result.stderr


SAID = (
    "Not own work: 2 of 27 articles (agency copy 1: Associated Press 1; repeats of another outlet's 1), left out; "
    "--keep-wire counts them."
)


def flowing(result: Result) -> str:
    return " ".join(result.stdout.split())


@pytest.mark.parametrize("command", ["compare", "profile", "choices"])
def test_agency_copy_and_copies_are_left_out_and_one_line_says_so(run: Run, articles: Path, command: str) -> None:
    result = run(command, articles)
    assert result.exit_code == 0
    assert SAID in flowing(result)
    assert "25 articles" in flowing(result)
    kept = run(command, articles, "--keep-wire")
    assert SAID.replace("left out; --keep-wire counts them", "counted nevertheless") in flowing(kept)
    assert "27 articles" in flowing(kept)
    assert "--keep-wire" in flowing(kept).rpartition("reproduce:")[2]


def test_what_duplicates_has_found_counts_in_later_steps(run: Run, articles: Path, rows: Rows) -> None:
    assert run("duplicates", articles, "-o", "marked.parquet").exit_code == 0
    assert run("measure", "marked.parquet", "-o", "features.parquet").exit_code == 0
    for source in ("marked.parquet", "features.parquet"):
        result = run("profile", source, "--format", "json")
        assert json.loads(result.stdout)["manifest"]["not_own"] == {
            "agency": 1,
            "republished": 2,
            "counted": False,
            "repeated": 0,
            "reprints_counted": False,
        }
        assert max(row["n_articles"] for row in rows(result)) == 12


def test_an_outlet_without_own_work_is_named(run: Run, articles: Path) -> None:
    lines = [json.loads(line) for line in articles.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in lines if row["outlet"] == "Harrow Post" or row["id"] == "same"]
    articles.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = run("compare", articles)
    assert result.exit_code == 2
    assert "note: nothing of Velk Daily is own work, so it is left out; --keep-wire counts it" in result.stderr
    only = run("profile", "-", stdin=json.dumps(next(row for row in rows if row["id"] == "wire")))
    assert only.exit_code == 2
    assert "no article among 1 is an outlet's own work" in only.stderr
