"""Cases and judgements that ship with masthead: every kind of quotation, and who is meant by a pronoun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from masthead.errors import UnreadableInput
from masthead.evaluation.options import RunOptions
from masthead.evaluation.validity import Document, Found, load_suite, run_suite, samples
from masthead.evaluation.validity.gold import read_cases, with_referents
from masthead.evaluation.validity.marks import same_person
from masthead.evaluation.validity.running import measured
from masthead.storage import bundled

if TYPE_CHECKING:
    from pathlib import Path

CASES = read_cases(bundled("benchmarks/cases/quotes.toml"))
KINDS = {
    "straight", "curly", "British single", "straight single", "guillemets", "low-high", "LaTeX style", "nested",
    "over paragraphs", "apostrophes", "elisions", "inches and feet", "unbalanced", "scare quotes", "titles of works",
    "across sentences", "after a colon", "interrupted", "brackets and ellipses inside",
}  # fmt: skip
NOT_YET: dict[str, str] = {}


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, list[tuple[int, int]]]]:
    """The quotations and scare quotes of each case, as measured."""
    hits = measured(CASES, 1)
    wanted = {"quote": "attribution", "scare_quote": "loaded"}
    return {
        case.id: {
            kind: sorted((hit.start, hit.end) for hit in hits[family][number] if hit.category == kind)
            for kind, family in wanted.items()
        }
        for number, case in enumerate(CASES)
    }


def kind_of(case: Document) -> str:
    return case.id.partition(" ")[2]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=pytest.mark.xfail(reason=NOT_YET[kind_of(case)]) if kind_of(case) in NOT_YET else ())
        for case in CASES
    ],
    ids=lambda case: case.id,
)
def test_a_case_has_exactly_its_quotations(case: Document, found: Any) -> None:
    for kind in ("quote", "scare_quote"):
        written = [case.text[slice(*span.pieces[0])] for span in case.spans if span.type == kind]
        assert [case.text[start:end] for start, end in found[case.id][kind]] == written


def test_every_kind_has_a_case() -> None:
    assert {kind_of(case) for case in CASES} >= KINDS


def test_the_suite_scores_the_cases_without_any_corpus() -> None:
    suite = load_suite(bundled("benchmarks/validity.toml"))
    outcome = run_suite(suite, None, RunOptions(only=("quotes",), draws=10))
    assert {(row["task"], row["metric"], row["n"]) for row in outcome.rows} == {
        ("quotes.quote_cases.quotation", "right", len(CASES)),
        ("quotes.quote_cases.scare_quote", "right", len(CASES)),
    }
    assert list(outcome.data) == ["benchmarks/cases/quotes.toml"]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ('kind = "a"\ntext = "b"\nquote = []', "a case has kind, text, quotes and scare"),
        ('kind = "a"', "a case has kind, text, quotes and scare"),
        ('kind = "a"\ntext = "b c"\nquotes = ["c", "b"]', "'b' is not in the text, or not after the one before"),
    ],
)
def test_a_case_that_is_wrong_is_named(tmp_path: Path, case: str, said: str) -> None:
    path = tmp_path / "cases.toml"
    path.write_text(f"[[cases]]\n{case}\n", encoding="utf-8")
    with pytest.raises(UnreadableInput) as error:
        read_cases(path)
    assert error.value.what.startswith(said)
    assert error.value.where == f"{path}:case 1"


HOLT = "Holt spoke. She left. He stayed."


def judged(path: Path, *lines: str) -> tuple[Document, ...]:
    path.write_text("\n".join(("# judged by hand", "doc_id\tstart\tend\tname", *lines)), encoding="utf-8")
    return with_referents([Document("g", None, HOLT, id="d"), Document("h", None, HOLT, id="e")], path)


def test_a_pronoun_is_right_where_it_is_resolved_to_whom_it_means(tmp_path: Path) -> None:
    documents = judged(
        tmp_path / "r.tsv", "d\t12\t15\tPetra Holt", "d\t22\t24\tnone", "e\t12\t15\tPetra Holt", "x\t1\t2\ty"
    )
    suite = load_suite(bundled("benchmarks/validity.toml"))
    task = next(task for task in suite.tasks if task.unit == "referent")
    hits = [
        [Found(12, 15, "source", "own", 0.0, "named", "Holt"), Found(22, 24, "source", "own", 0.0, "named", "Holt")],
        [Found(12, 15, "source", "own", 0.0, "", None)],
    ]
    made = samples(task, documents, hits)
    values = {name: float(sample.value(np.ones((1, sample.groups)))[0]) for name, sample in made.items()}
    # Three places; two resolved, one of them rightly; two of the three mean somebody.
    assert values == {"precision": 0.5, "recall": 0.5}
    assert made["precision"].n == 3


def test_judged_places_that_are_not_there_are_named(tmp_path: Path) -> None:
    for line, said in (
        ("d\t12\tx\ty", "this is not a judged position"),
        ("d\t12\t99\ty", "there is no position (12, 99)"),
    ):
        with pytest.raises(UnreadableInput) as error:
            judged(tmp_path / "r.tsv", line)
        assert error.value.what.startswith(said)
        assert error.value.where == f"{tmp_path / 'r.tsv'}:3"


@pytest.mark.parametrize(
    ("meant", "name", "same"),
    [
        ("Petra Holt", "Holt", True),
        ("Petra Holt", "petra anne holt", True),
        ("Petra Holt", "Karl Holt", False),
        ("Petra Holt and Karl Voss", "Holt", False),
        ("Petra Holt|mayor", "mayor", True),
        ("none", "Holt", False),
        ("Petra Holt", "", False),
    ],
)
def test_names_are_of_one_person_where_one_holds_the_other(meant: str, name: str, same: bool) -> None:
    assert same_person(meant, name) is same
