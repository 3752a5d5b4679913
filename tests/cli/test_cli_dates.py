"""Dates in several notations: the same figures, or a refusal that names the flags."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

TEXT = "The {word} council of town {n} met for {n} hours on the dam, and nobody was asked. It may meet again. {pad}"
DAYS = [date(2021, 3, 1) + timedelta(days=3 * n) for n in range(12)]
AMBIGUOUS = [date(2021, 3, n + 1) for n in range(12)]
FORMS = {"iso": "%Y-%m-%d", "day": "%d/%m/%Y", "month": "%m/%d/%Y", "dots": "%d.%m.%Y", "names": "%B %d, %Y, 10:15 GMT"}


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Two outlets with two articles a day in a CSV file, the days written in one form."""

    def write(name: str, form: str, days: Sequence[date] = DAYS) -> Path:
        path = tmp_path / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(["outlet", "date", "text"])
            for outlet, words in (("Harrow Post", ("old", "brutal")), ("Velk Daily", ("old", "new"))):
                for n, day in enumerate(days):
                    for word in words:
                        pad = " ".join(f"{outlet[0]}{word}{n}x{k}".lower() for k in range(n + 8))
                        table.writerow([outlet, day.strftime(form), TEXT.format(word=word, n=n + 2, pad=pad)])
        return path

    return write


def figures(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    return found["rows"] if isinstance(found, dict) else found


@pytest.mark.parametrize("form", ["day", "month", "dots", "names"])
def test_dates_in_any_notation_give_the_same_estimates_articles_and_clusters(run: Run, written: Any, form: str) -> None:
    same = ("profile", "-f", "json", "--family", "loaded")
    iso = figures(run(*same, written("iso", FORMS["iso"])))
    assert max(row["n_clusters"] for row in iso) == len(DAYS)
    assert figures(run(*same, written(form, FORMS[form]))) == iso


@pytest.mark.parametrize("command", [("trend",), ("profile",), ("compare",), ("events",), ("compare", "--by", "month")])
def test_ambiguous_dates_are_refused_where_days_matter_and_the_flags_named(
    run: Run, written: Any, command: tuple[str, ...]
) -> None:
    result = run(*command, written("open", FORMS["day"], AMBIGUOUS[:6]))
    assert result.exit_code == 2
    assert "two ways" in result.stderr
    assert "--day-first or --month-first" in " ".join(result.stderr.split())
    assert run(*command[:1], written("told", FORMS["day"], AMBIGUOUS[:6]), "--day-first").exit_code == 0


@pytest.mark.parametrize(("flag", "periods"), [("--day-first", {"2021-03"}), ("--month-first", {"2021-01", "2021-02"})])
def test_a_flag_says_how_dates_begin(run: Run, written: Any, flag: str, periods: set[str]) -> None:
    path = written("open", FORMS["day"], AMBIGUOUS[:2])
    rows = figures(run("trend", path, flag, "--feature", "loaded.all", "--all-outlets", "-f", "json"))
    assert {row["period"] for row in rows} == periods


def test_features_of_ambiguous_dates_are_measured_again_with_the_flag(run: Run, written: Any, tmp_path: Path) -> None:
    path, features = written("open", FORMS["day"], AMBIGUOUS[:6]), tmp_path / "features.parquet"
    assert run("measure", path, "-o", features).exit_code == 0
    refused = run("trend", features)
    assert refused.exit_code == 2
    assert "measured again" in " ".join(refused.stderr.split())
    assert run("measure", path, "-o", features, "--day-first").exit_code == 0
    assert run("trend", features).exit_code == 0
