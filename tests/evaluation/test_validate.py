"""Instruments against a researcher's own codes: how a sample is read, and figures worked out by hand."""

from __future__ import annotations

import csv
import gzip
import json
from typing import TYPE_CHECKING, Any

import krippendorff
import numpy as np
import pytest

from masthead.errors import MissingColumn, UnreadableInput, UsageError
from masthead.evaluation.validity import CODED_FIELDS, CodingOptions, validate
from masthead.evaluation.validity.samples import agreement

if TYPE_CHECKING:
    from pathlib import Path

HEDGED, PLAIN = "The plan may fail.", "The road was closed on Monday."
ARTICLE = f"{HEDGED} {PLAIN} It rained. The bus left."


def table(path: Path, *rows: dict[str, Any], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def figures(path: Path, *codes: str, **options: Any) -> dict[tuple[str, str, str], float | None]:
    """Value by codes, unit and metric, of all outlets."""
    found = validate(path, CodingOptions(codes=codes, **options), draws=20)
    assert all(tuple(row) == CODED_FIELDS for row in found.table.to_pylist())
    return {
        (row["codes"], row["unit"], row["metric"]): row["value"]
        for row in found.table.to_pylist()
        if row["outlet"] is None
    }


def test_sentences_in_a_table_are_scored_by_their_label_column(tmp_path: Path) -> None:
    codes = [(HEDGED, "1"), (HEDGED, "yes"), (HEDGED, "0"), (PLAIN, "0"), (PLAIN, "1"), (PLAIN, "")]
    rows = [{"article_id": f"a{n // 2}", "sentence": text, "hedged": code} for n, (text, code) in enumerate(codes)]
    found = validate(table(tmp_path / "codes.csv", *rows), draws=20)
    assert (found.unit, found.documents) == ("sentence", 6)
    # Ours 1 1 1 0 0, hers 1 1 0 0 1; the sixth she left open. Unmarked: 1 right of 2 and 2.
    assert {row["metric"]: row["value"] for row in found.table.to_pylist()} == {
        "precision": pytest.approx(2 / 3),
        "recall": pytest.approx(2 / 3),
        "f1": pytest.approx(2 / 3),
        "macro_f1": pytest.approx((2 / 3 + 1 / 2) / 2),
        "alpha": pytest.approx(krippendorff.alpha([[1, 1, 1, 0, 0], [1, 1, 0, 0, 1]], level_of_measurement="nominal")),
    }
    assert {(row["n"], row["n_groups"], row["low"], row["reason"]) for row in found.table.to_pylist()} == {
        (5, 3, None, "too few groups for an interval (3 < 10)")
    }
    assert list(found.manifest["data"]) == ["codes.csv"]


def test_two_columns_are_two_coders_and_their_own_agreement_stands_beside(tmp_path: Path) -> None:
    first, second = [1, 1, 0, 0], [1, 0, 0, 1]
    rows = [
        {"text": text, "hedged_a": a, "hedged_b": b}
        for text, a, b in zip([HEDGED, HEDGED, PLAIN, PLAIN], first, second, strict=True)
    ]
    found = figures(table(tmp_path / "codes.csv", *rows))
    assert found["hedged_a", "sentence", "f1"] == 1.0
    assert found["hedged_b", "sentence", "f1"] == 0.5
    between = krippendorff.alpha([first, second], level_of_measurement="nominal")
    assert found["between coders", "sentence", "alpha"] == pytest.approx(between)


def test_rows_of_one_text_by_several_coders_are_one_text(tmp_path: Path) -> None:
    rows = [
        {"id": name, "text": text, "coder": coder, "hedged": code}
        for name, text, coder, code in (
            ("1", HEDGED, "Ana", 1),
            ("1", HEDGED, "Bo", 1),
            ("2", PLAIN, "Ana", 0),
            ("2", PLAIN, "Bo", 1),
            ("3", HEDGED, "Bo", 0),
        )
    ]
    found = figures(table(tmp_path / "codes.tsv", *rows, delimiter="\t"))
    assert found["hedged (Ana)", "sentence", "f1"] == 1.0
    assert found["hedged (Bo)", "sentence", "precision"] == 0.5
    nan = np.nan
    between = krippendorff.alpha([[1, 0, nan], [1, 1, 0]], level_of_measurement="nominal")
    assert found["between coders", "sentence", "alpha"] == pytest.approx(between)


def test_a_category_or_a_least_rating_can_mark(tmp_path: Path) -> None:
    rows = [
        {"text": HEDGED, "tone": "Careful", "rating": 4},
        {"text": HEDGED, "tone": "certain", "rating": 3},
        {"text": PLAIN, "tone": "certain", "rating": 1},
    ]
    path = table(tmp_path / "codes.csv", *rows)
    found = figures(path, "hedging=tone:careful", "hedging=rating>=3")
    assert found["tone:careful", "sentence", "precision"] == 0.5
    assert found["rating>=3", "sentence", "precision"] == 1.0
    with pytest.raises(UsageError) as error:
        validate(path, CodingOptions(codes=("hedging=tone",)))
    assert error.value.what == "'Careful' in the column 'tone' is neither 0 nor 1"
    assert (error.value.where, error.value.fix) == (
        f"{path}:2",
        "Say which value marks it: --map 'hedging=tone:Careful'.",
    )


def test_spans_are_scored_by_sentence_and_by_overlap(tmp_path: Path) -> None:
    spans = [{"start": 9, "end": 12, "type": "hedge"}, {"start": 36, "end": 42, "type": "Hedge"}]
    row = {"id": "1", "text": ARTICLE, "spans": [*spans, {"start": 3, "end": 3, "type": "hedge"}]}
    found = figures(lines(tmp_path / "codes.jsonl", row))
    # Four sentences; she marks two, we the first. Two spans, one found; an empty one is none.
    codes = "hedge, Hedge"
    assert {key[2]: found[key] for key in found if key[1] == "sentence"}["recall"] == 0.5
    assert [found[codes, "span", metric] for metric in ("precision", "recall", "f1")] == [
        1.0,
        0.5,
        pytest.approx(2 / 3),
    ]


def test_coded_sentences_of_an_article_keep_their_place(tmp_path: Path) -> None:
    places = [{"start": 0, "end": 18, "uncertain": True}, {"start": 19, "end": 49, "uncertain": False}]
    with gzip.open(tmp_path / "codes.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"doc_id": "1", "text": ARTICLE, "sentences": places}))
    found = figures(tmp_path / "codes.jsonl.gz")
    assert found["uncertain", "sentence", "alpha"] == 1.0


def test_articles_are_marked_or_have_a_share(tmp_path: Path) -> None:
    dull = PLAIN + " It rained. The bus left. The road was long."
    rows = [{"text": ARTICLE, "hedged": 1, "share": 0.5}, {"text": dull, "hedged": 0, "share": 0.1}]
    path = table(tmp_path / "codes.csv", *rows)
    found = validate(path, draws=20)
    assert (found.unit, {row["unit"] for row in found.table.to_pylist()}) == ("article", {"document"})
    assert {row["metric"]: row["value"] for row in found.table.to_pylist()}["auc"] == 1.0
    shares = figures(path, "hedging=share")
    # A quarter of the first article's sentences is hedged, none of the second's.
    assert shares["share", "document", "mae"] == pytest.approx((0.25 + 0.1) / 2)
    alpha = krippendorff.alpha([[0.25, 0.0], [0.5, 0.1]], level_of_measurement="interval")
    assert shares["share", "document", "alpha"] == pytest.approx(alpha)
    forced = figures(path, "hedging=hedged", unit="sentence")
    assert forced["hedged", "sentence", "f1"] == 1.0


def test_figures_are_given_by_outlet_where_there_are_two(tmp_path: Path) -> None:
    rows = [{"text": HEDGED, "hedged": 1, "outlet": "Daily"}, {"text": HEDGED, "hedged": 0, "outlet": "Times"}]
    found = validate(table(tmp_path / "codes.csv", *rows), draws=20).table.to_pylist()
    assert [(row["outlet"], row["value"]) for row in found if row["metric"] == "precision"] == [
        (None, 0.5),
        ("Daily", 1.0),
        ("Times", 0.0),
    ]


def test_the_same_sample_and_seed_give_the_same_rows(tmp_path: Path) -> None:
    rows = [{"id": n, "text": HEDGED if n % 3 else PLAIN, "hedged": n % 2} for n in range(24)]
    path = table(tmp_path / "codes.csv", *rows)
    first = validate(path, seed=3)
    assert first == validate(path, seed=3)
    alpha = next(row for row in first.table.to_pylist() if row["metric"] == "alpha")
    assert alpha["low"] < alpha["value"] < alpha["high"]


@pytest.mark.parametrize(
    ("row", "codes", "kind", "what", "fix"),
    [
        (
            {"text": PLAIN, "hegded": 1},
            (),
            UsageError,
            "no column and no type of span is called like an instrument. Did you mean 'hedged'?",
            "Columns found: 'hegded'; types of spans: none. Say which stands for what: --map INSTRUMENT=NAME.",
        ),
        (
            {"text": PLAIN, "x": 1},
            ("hedgin=x",),
            UsageError,
            "--map takes INSTRUMENT=NAME, not 'hedgin=x'. Did you mean 'hedging'?",
            "Instruments: attribution, reported, content, cue, source, quotation, unsourced, hedging, loaded.",
        ),
        (
            {"text": PLAIN, "careful": 1},
            ("hedging=carefull",),
            UsageError,
            "there is no column or type of span 'carefull'. Did you mean 'careful'?",
            "Columns found: 'careful'; types of spans: none. Name one of them: --map hedging=NAME.",
        ),
        (
            {"txet": PLAIN, "hedged": 1},
            (),
            MissingColumn,
            "no column holds the text. Did you mean 'txet'?",
            "Columns found: 'txet', 'hedged'. Name the right one with --text-col NAME.",
        ),
        (
            {"text": " ", "hedged": 1},
            (),
            UsageError,
            "the column 'text' holds no text here",
            None,
        ),
        (
            {"text": PLAIN, "spans": [{"start": 5, "end": 99, "type": "hedge"}]},
            (),
            UsageError,
            "start 5 and end 99 are no place in a text of 30 characters",
            "Each is an object with start and end, characters of the text counted from 0, end exclusive.",
        ),
        (
            {"text": PLAIN, "spans": "none"},
            (),
            UsageError,
            "spans is no list of objects",
            "Each is an object with start and end, characters of the text counted from 0, end exclusive.",
        ),
    ],
)
def test_what_cannot_be_mapped_is_said_with_what_there_is(
    tmp_path: Path, row: dict[str, Any], codes: tuple[str, ...], kind: type, what: str, fix: str | None
) -> None:
    path = lines(tmp_path / "codes.jsonl", row)
    with pytest.raises(kind) as error:
        validate(path, CodingOptions(codes=codes))
    assert error.value.what == what
    assert (error.value.fix or "").startswith(fix or "")


@pytest.mark.parametrize(
    ("name", "content", "where", "what"),
    [
        ("a.csv", "text,hedged\nx,1\ny\n", ":3", "1 fields, the header has 2"),
        ("a.csv", 'text,hedged\n"x,1\n', ":2", "broken CSV"),
        ("a.csv", "text,hedged\n", "", "there is no row in it"),
        ("a.jsonl", '{"text": "x"}\n{"text"\n', ":2", "this is not valid JSON"),
        ("a.jsonl", "[1]", ":item 1", "this is a JSON int"),
        ("a.csv.gz", "text", "", "not gzip"),
        ("none.csv", None, "", "not a file"),
    ],
)
def test_an_unreadable_sample_is_said_with_its_line(
    tmp_path: Path, name: str, content: str | None, where: str, what: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableInput) as error:
        validate(path)
    assert error.value.where == f"{path}{where}"
    assert error.value.what.startswith(what)


@pytest.mark.parametrize("level", ["nominal", "interval"])
def test_alpha_equals_the_package_s(level: str) -> None:
    random = np.random.default_rng(7)
    values = random.integers(0, 2, (200, 3)).astype(float) if level == "nominal" else random.random((200, 3))
    values[random.random((200, 3)) < 0.2] = np.nan
    ours = agreement([str(n) for n in range(4)], np.split(values, 4))
    assert float(ours.value(np.ones((1, 4)))[0]) == pytest.approx(
        krippendorff.alpha(values.T, level_of_measurement=level), abs=1e-12
    )
    same = agreement(["a"], [np.full((5, 2), 0.1)]).estimate(0, "x")
    assert same.reason == "no value: one side has nothing to compare"


def test_the_coders_agreement_comes_first(tmp_path: Path) -> None:
    rows = [{"text": text, "hedged_a": 1, "hedged_b": n % 2} for n, text in enumerate([HEDGED, PLAIN, HEDGED])]
    found = validate(table(tmp_path / "codes.csv", *rows), draws=20).table.to_pylist()
    assert [row["codes"] for row in found][:2] == ["between coders", "hedged_a"]


def test_sentences_on_which_two_disagree_are_listed(tmp_path: Path) -> None:
    rows = [
        {"id": name, "text": text, "hedged_a": a, "hedged_b": b}
        for name, text, a, b in (("1", HEDGED, 1, 1), ("2", PLAIN, 1, 1), ("3", HEDGED, 1, 0))
    ]
    found = validate(table(tmp_path / "codes.csv", *rows), draws=20)
    told = [(row["between"], row["document"], row["codes"], row["masthead"]) for row in found.disagreements]
    assert told == [
        ("coders", "3", {"hedged_a": True, "hedged_b": False}, True),
        ("masthead and coders", "2", {"hedged_a": True, "hedged_b": True}, False),
    ]
    assert found.disagreements[1]["text"] == PLAIN
    assert (found.disagreements[1]["start"], found.disagreements[1]["end"]) == (0, len(PLAIN))


def test_figures_that_rest_on_few_cases_are_told(tmp_path: Path) -> None:
    rows = [{"id": n, "text": HEDGED if n < 10 else PLAIN, "hedged": int(n < 10)} for n in range(20)]
    assert not validate(table(tmp_path / "ten.csv", *rows), CodingOptions(unit="sentence"), draws=20).notes
    notes = validate(table(tmp_path / "nine.csv", *rows[1:]), CodingOptions(unit="sentence"), draws=20).notes
    assert notes == ("hedged marks 9 sentences: precision, recall and F1 that rest on fewer than 10 cases say little",)


def test_inverted_codes_are_asked_about(tmp_path: Path) -> None:
    rows = [{"id": n, "text": HEDGED if n % 2 else PLAIN, "certain": int(n % 2 == 0)} for n in range(12)]
    path = table(tmp_path / "codes.csv", *rows)
    with pytest.raises(UsageError, match="certain marks what masthead's hedging does not") as caught:
        validate(path, CodingOptions(codes=("hedging=certain",)), draws=20)
    assert "--map 'hedging=COLUMN:VALUE'" in (caught.value.fix or "")
    assert figures(path, "hedging=certain", as_coded=True)["certain", "sentence", "f1"] == 0.0
    assert figures(path, "hedging=certain:0")["certain:0", "sentence", "f1"] == 1.0


def test_the_sentences_of_a_sheet_are_read_in_their_article(tmp_path: Path) -> None:
    """A pronoun's sentence is attributed by what stands before it; a sheet that was shuffled says the same."""
    text = "Ada Roth was angry.\n\n“The plan may fail,” she said. The road is closed."
    places = [(0, 19), (21, 50), (51, 70)]
    rows = [
        {"article_id": "a", "sentence": n, "start": start, "end": end, "outlet_key": "A", "coder": "",
         "text": text[start:end], "attribution.sentence_share": int(n == 2), "probability": 0.5}
        for n, (start, end) in enumerate(places, start=1)
    ]  # fmt: skip
    found = figures(table(tmp_path / "sheet.csv", *rows[::-1]))
    assert found["attribution.sentence_share", "sentence", "f1"] == 1.0
    broken = [{**rows[0], "text": "Ada Roth was very angry."}, *rows[1:]]
    with pytest.raises(UsageError, match="the text is not as long as start and end say"):
        validate(table(tmp_path / "broken.csv", *broken))
