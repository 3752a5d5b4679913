"""The coding loop on the command line: draw, fill in, validate, compare; and sheets that came back changed."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]
    Rows = Callable[[Result], list[dict[str, Any]]]
    Sheet = list[dict[str, Any]]

FEATURE = "attribution.sentence_share"
SAYING = ("said", "denied", "believe", "everyone knows")
NOT_SAYING = ("help 3", "help 5", "help 8")
QUICK = ("--draws", "100", "--permutations", "19")


def code(row: dict[str, Any]) -> int:
    """What a person would say of a sentence of the little corpus: somebody's words or not."""
    said, not_said = (any(word in row["text"] for word in words) for words in (SAYING, NOT_SAYING))
    return int(said and not not_said)


def drawn(run: Run, corpus: Path, *more: str) -> Sheet:
    done = run("sample", corpus, "-n", "9", "--for", FEATURE, "--sheet", "sheet.csv", "--quiet", *more)
    assert done.exit_code == 0, done.output
    with Path("sheet.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def written(rows: Sheet, name: str = "filled.csv") -> str:
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return name


def filled(rows: Sheet) -> Sheet:
    return [{**row, FEATURE: code(row)} for row in rows]


def corrected(run: Run, rows: Rows, corpus: Path, name: str) -> list[dict[str, Any]]:
    done = run("compare", corpus, "--codes", name, "--format", "json", *QUICK)
    assert done.exit_code == 0, done.output
    return [row for row in rows(done) if row["feature"] == FEATURE]


def test_a_sample_is_drawn_coded_validated_and_corrects(run: Run, rows: Rows, corpus: Path) -> None:
    sheet = drawn(run, corpus)
    assert len({row["article_id"] for row in sheet}) == 18
    assert {row["probability"] for row in sheet} == {str(9 / 11)}
    name = written(filled(sheet))
    judged = {row["metric"]: row for row in rows(run("validate", name, "--format", "json")) if row["outlet"] is None}
    assert judged["precision"]["n"] == len(sheet)
    assert 0 < judged["f1"]["value"] <= 1
    found = corrected(run, rows, corpus, name)
    assert [(row["outlet"], row["reference"]) for row in found] == [("Alpha", "Beta")]
    assert {row["n_coded"] for row in found} == {9}
    for row in found:
        assert row["corrected_low"] <= row["corrected"] <= row["corrected_high"]
        assert row["corrected_difference_low"] <= row["corrected_difference"] <= row["corrected_difference_high"]
        assert row["corrected_reason"] is None


def book_of(path: str, page: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[page].iter_rows(values_only=True))


def test_a_workbook_filled_in_says_the_same(run: Run, rows: Rows, corpus: Path) -> None:
    sheet = drawn(run, corpus)
    assert run("sample", corpus, "-n", "9", "--for", FEATURE, "--sheet", "sheet.xlsx").exit_code == 0
    assert run("sample", corpus, "-n", "9", "--for", FEATURE, "-o", "same.xlsx").exit_code == 0
    assert all(book_of("same.xlsx", page) == book_of("sheet.xlsx", page) for page in ("codebook", "sentences"))
    book = openpyxl.load_workbook("sheet.xlsx")
    page = book["sentences"]
    header = [cell.value for cell in page[1]]
    for line in page.iter_rows(min_row=2):
        line[header.index(FEATURE)].value = code({"text": line[header.index("text")].value})
    book.save("filled.xlsx")
    expected = corrected(run, rows, corpus, written(filled(sheet)))
    assert corrected(run, rows, corpus, "filled.xlsx") == expected


def test_two_coders_agree_with_each_other_and_the_mean_corrects(run: Run, rows: Rows, corpus: Path) -> None:
    sheet = drawn(run, corpus, "--coders", "2")
    both = [
        {**row, f"{FEATURE}_a": code(row), f"{FEATURE}_b": int("denied" not in row["text"] and code(row))}
        for row in sheet
    ]
    name = written(both)
    between = [row for row in rows(run("validate", name, "--format", "json")) if row["codes"] == "between coders"]
    assert [row["outlet"] for row in between] == [None, "A", "B"]
    assert 0.5 < between[0]["value"] < 1
    one = {row["outlet"]: row for row in corrected(run, rows, corpus, written(filled(sheet_of_one(sheet)), "one.csv"))}
    two = {row["outlet"]: row for row in corrected(run, rows, corpus, name)}
    assert all(two[outlet]["corrected"] < one[outlet]["corrected"] for outlet in one)


def sheet_of_one(sheet: Sheet) -> Sheet:
    return [{key: value for key, value in row.items() if not key.startswith(FEATURE)} for row in sheet]


def test_a_sheet_shuffled_or_doubled_is_put_right(run: Run, rows: Rows, corpus: Path) -> None:
    sheet = filled(drawn(run, corpus))
    expected = corrected(run, rows, corpus, written(sheet))
    assert corrected(run, rows, corpus, written([*sheet[::-1], *sheet[:20]], "mixed.csv")) == expected


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: rows[:-1], "sentences of article"),
        (lambda rows: [{**rows[0], FEATURE: 1 - rows[0][FEATURE]}, *rows], "occurs twice, with different codes"),
        (lambda rows: [{**rows[0], FEATURE: ""}, *rows[1:]], "is coded in part"),
        (
            lambda rows: [{**row, "probability": 2} for row in rows],
            "does not have one single probability above 0 and at most 1",
        ),
    ],
)
def test_a_sheet_changed_otherwise_is_refused(
    run: Run, corpus: Path, change: Callable[[Sheet], Sheet], told: str
) -> None:
    done = run("compare", corpus, "--codes", written(change(filled(drawn(run, corpus)))), *QUICK)
    assert done.exit_code == 2
    assert told in done.stderr
    assert "fix: " in done.stderr


def test_raw_and_corrected_stand_below_each_other(run: Run, corpus: Path) -> None:
    name = written(filled(drawn(run, corpus)))
    for command in (("compare", *QUICK), ("profile",)):
        shown = run(command[0], corpus, "--codes", name, "--width", "80", *command[1:]).stdout
        lines = shown.splitlines()
        raw = next(place for place, line in enumerate(lines) if line.startswith("Attributed sentences"))
        assert lines[raw + 2].startswith("  corrected ")
        assert "18 articles coded" in lines[raw + 3]
        assert max(map(len, lines)) <= 80


def test_options_that_do_not_go_with_codes_are_refused(run: Run, corpus: Path) -> None:
    name = written(filled(drawn(run, corpus)))
    assert "codes correct outlets over all their articles" in run("compare", corpus, "--codes", name, "--events").stderr
    assert "pooled estimates are of the instrument alone" in run("profile", corpus, "--codes", name, "--pool").stderr
    assert "--group or --codes" in " ".join(run("compare", corpus, "--codes", name, "--aa", "5").stderr.split())


def test_exports_are_written_and_endings_checked(run: Run, corpus: Path, tmp_path: Path) -> None:
    done = run(
        "sample", corpus, "--for", FEATURE, "--doccano", "lines.jsonl", "--label-studio", "tasks.json", "--format", "csv"
    )  # fmt: skip
    assert done.exit_code == 0
    assert done.stdout.startswith("article_id,sentence,start,end,outlet_key,coder,text,attribution.sentence_share,")
    assert len((tmp_path / "lines.jsonl").read_text().splitlines()) == len(done.stdout.splitlines()) - 1
    wrong = run("sample", corpus, "--for", FEATURE, "--sheet", "sheet.pdf")
    assert wrong.exit_code == 2
    assert "End the name in .xlsx or .csv." in wrong.stderr
