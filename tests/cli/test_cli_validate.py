"""``masthead validate`` on a small coded sample."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]
    Rows = Callable[[Result], list[dict[str, Any]]]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Twelve sentences of twelve articles: six hedged and coded so, one of the others coded as hedged too."""
    rows = ["article_id,outlet,sentence,hedged,second"]
    for n in range(12):
        text = f"The plan may fail in {n} towns." if n % 2 else f"The road {n} was closed on Monday."
        rows.append(f"{n},{'Daily' if n < 6 else 'Times'},{text},{int(n % 2 or n == 4)},{n % 2}")
    (tmp_path / "codes.csv").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path / "codes.csv"


def test_a_sample_is_scored_and_shown(run: Run, sample: Path) -> None:
    done = run("validate", sample, "--width", "80")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(
        "Agreement with your codes: 12 sentences\n"
        "\n"
        "your codes  figure                  agreement   n  articles\n"
        "───────────────────────────────────────────────────────────\n"
        "Hedging\n"
        "hedged      precision                  1.000¹  12        12\n"
        "sentence                                    –\n"
        "            recall                     0.857   12        12\n"
    )
    assert "¹ no interval: every resample gives the same figure\n" in done.stdout
    assert "reproduce: masthead validate codes.csv --seed 0\n" in done.stdout
    assert done.stderr == (
        "note: a text of your file is taken for one sentence: --unit says otherwise\n"
        "note: hedged marks 7 sentences: precision, recall and F1 that rest on fewer than 10 cases say little\n"
    )
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_several_coders_and_outlets_are_in_the_json(run: Run, rows: Rows, sample: Path) -> None:
    done = run("validate", sample, "--map", "hedging=hedged,second", "--unit", "sentence", "-f", "json")
    told = "sentences: precision, recall and F1 that rest on fewer than 10 cases say little\n"
    assert done.stderr == f"note: hedged marks 7 {told}note: second marks 6 {told}"
    found = rows(done)
    assert {(row["codes"], row["outlet"]) for row in found} == {
        (codes, outlet) for codes in ("hedged", "second", "between coders") for outlet in (None, "Daily", "Times")
    }
    between = next(row for row in found if row["codes"] == "between coders" and row["outlet"] is None)
    assert (between["metric"], between["n"], between["n_groups"]) == ("alpha", 12, 12)
    assert between["value"] == pytest.approx(1 - 23 * 2 / (2 * 13 * 11))
    manifest = json.loads(done.stdout)["manifest"]
    assert manifest["command"] == ("masthead validate codes.csv --map hedging=hedged,second --unit sentence --seed 0")
    assert list(manifest) == ["masthead", "lexicons", "data", "kind", "seed", "method", "command"]


def test_columns_can_be_named_and_errors_name_the_flag(run: Run, sample: Path) -> None:
    assert run("validate", sample, "--text-col", "sentence", "--id-col", "article_id", "-o", "v.json").exit_code == 0
    assert json.loads(Path("v.json").read_text(encoding="utf-8"))["rows"]
    wrong = run("validate", sample, "--text-col", "sentense")
    assert wrong.exit_code == 2
    assert wrong.stderr == (
        "error: there is no column 'sentense'. Did you mean 'sentence'?\n"
        f"  where: {sample}\n"
        "  fix: Columns found: 'article_id', 'outlet', 'sentence', 'hedged', 'second'. Name one of them with --text-col "
        "NAME.\n"
    )
    missing = run("validate", "none.csv")
    assert (missing.exit_code, missing.stderr) == (
        4,
        "error: not a file: a broken link, a pipe or a device\n  where: none.csv\n",
    )
    overwriting = run("validate", sample, "-o", sample)
    assert (overwriting.exit_code, "would be overwritten" in overwriting.stderr) == (2, True)
