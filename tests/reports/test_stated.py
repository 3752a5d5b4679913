"""How a result was made, in sentences: what was done and no more, below tables, in a paragraph, with works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import masthead
from masthead import CompareOptions, TrendOptions
from masthead.errors import UnreadableInput, UsageError
from masthead.features import catalogue, without_choices
from masthead.reports import render
from masthead.reports.side_by_side import comparison_report
from masthead.reports.stated import sentences, stated, table_note
from masthead.reports.stated.clauses import CLAUSES
from masthead.reports.stated.paragraph import methods
from masthead.reports.stated.references import Reference, bundled_references, keys_of
from masthead.storage import bundled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEMO = bundled("corpora/demo")


def names(manifest: Mapping[str, Any]) -> list[str]:
    return [name for name, _ in stated(manifest)]


def test_a_comparison_is_told_whole() -> None:
    found = masthead.compare(DEMO, CompareOptions(draws=200, permutations=99))
    assert names(found.manifest) == [
        *("measured", "features", "textstat", "estimates", "clusters", "intervals", "difference_rest"),
        *("difference_limits", "permutation", "effect", "family", "marked", "seed"),
    ]
    said = methods(found).paragraph
    assert "p is two-sided, from 99 random permutations of whole clusters" in said
    assert "are exact limits for effective counts: Garwood's for rates (Garwood 1936; Fay and Feuer 1997)" in said
    assert "Clusters, whose articles are treated as dependent, are events (96 articles)." in said
    assert "over 88 tests: the primary features of all tested outlets." in said
    assert "The effect is the difference divided by the standard deviation between clusters" in said
    assert f"masthead {masthead.__version__} (word lists loaded 1 (" in said


@pytest.mark.parametrize(
    ("options", "there", "absent"),
    [
        ({"events": True}, {"events", "exchange", "event_effect"}, {"clusters", "permutation", "intervals"}),
        ({"baseline": "State Bulletin"}, {"difference_outlet", "permutation"}, {"difference_rest"}),
        ({"all_pairs": True}, {"difference_pairs"}, {"difference_rest", "difference_outlet"}),
        ({"by": "genre"}, {"parts"}, {"mix"}),
        ({"weigh": "article"}, {"by_article"}, {"estimates"}),
        ({"families": ("style",)}, {"permutation"}, {"textstat"}),
    ],
)
def test_what_was_not_done_is_not_said(options: dict[str, Any], there: set[str], absent: set[str]) -> None:
    manifest = masthead.compare(DEMO, CompareOptions(draws=50, permutations=19, **options)).manifest
    assert there <= set(names(manifest))
    assert not absent & set(names(manifest))


def test_resamples_are_told_where_there_are_any() -> None:
    options = CompareOptions(draws=50, permutations=19, events=True)
    assert (
        "bootstrap-t interval from 50 resamples of events (Efron" in methods(masthead.compare(DEMO, options)).paragraph
    )


def test_profiles_trends_choices_and_words_are_told() -> None:
    pooled = names(masthead.profile(DEMO, pool=True, draws=50).manifest)
    assert "pooled" in pooled
    assert "permutation" not in pooled
    assert "trend" in names(masthead.trend(DEMO, TrendOptions(draws=50)).manifest)
    assert "choices" in names(masthead.choices(DEMO).manifest)
    words = masthead.words(DEMO)
    assert {"words", "word_ratios", "word_tests"} <= set(names(words.manifest))
    assert "MonroeColaresiQuinn2008" in {work.key for work in methods(words).references}


CHOICES: dict[str, Any] = {
    "kind": "choices",
    "masthead": "0.1.0",
    "seed": 0,
    "method": {"known": {"low": 4, "difference_low": 4, "p": 4, "q": 4}, "clusters": {"event": 80}, "permutations": 99},
}


@pytest.mark.parametrize(
    ("options", "there", "absent"),
    [
        ({}, {"choice_differences", "permutation", "effect"}, {"exchange", "group_permutation"}),
        ({"matched": True}, {"events", "exchange"}, {"choice_differences", "permutation", "difference_limits"}),
        ({"group": "camp"}, {"group_differences", "group_permutation"}, {"choice_differences", "clusters"}),
        ({"by": "genre"}, {"parts", "choice_tests"}, {"trend"}),
    ],
)
def test_choices_are_told_as_they_were_compared(options: dict[str, Any], there: set[str], absent: set[str]) -> None:
    said = names({**CHOICES, "method": {**CHOICES["method"], **options}})
    assert there <= set(said)
    assert not absent & set(said)


def test_tables_for_a_paper_say_it_below_them_and_the_terminal_does_not() -> None:
    found = masthead.compare(DEMO, CompareOptions(draws=50, permutations=19))
    report = comparison_report(found, manifest=found.manifest)
    assert table_note(found.manifest).startswith("Method: Articles were measured with masthead")
    for form in ("latex", "md", "html"):
        assert "Method: Articles were measured with masthead" in "".join(render(report, form))
    assert "Method:" not in "".join(render(report, "table"))


def test_every_sentence_has_a_clause_and_every_clause_a_sentence() -> None:
    assert {clause.name for clause in CLAUSES} == set(sentences())


def test_every_work_cited_is_in_the_list_under_one_key() -> None:
    cited = {key for sentence in sentences().values() for key in keys_of(sentence)}
    assert cited <= set(bundled_references())
    works = {Reference.of(row.citation).key: row.citation for row in without_choices(catalogue())}
    for key in works.keys() & bundled_references().keys():
        assert works[key].rstrip(".") == bundled_references()[key].text.rstrip(".")


def test_a_reference_is_cited_and_written_as_bibtex() -> None:
    work = Reference.of("Quill, A. B. and Harrow, C. (2031). Of Words & Deeds: A Study. Journal of Ink 12(3), 4-56.")
    assert (work.key, work.short) == ("QuillHarrow2031", "Quill and Harrow 2031")
    assert work.bibtex() == (
        "@article{QuillHarrow2031,\n  author = {Quill, A. B. and Harrow, C.},\n"
        "  title = {{Of Words \\& Deeds: A Study}},\n  year = {2031},\n  journal = {Journal of Ink},\n"
        "  volume = {12},\n  number = {3},\n  pages = {4--56},\n}\n"
    )
    assert Reference.of("Ink, A., Ink, B., Ink, C. and Ink, D. (2031). Blots. Nib.").short == "Ink et al. 2031"


def test_what_has_no_manifest_or_no_method_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnreadableInput, match="no manifest in this file"):
        methods(path)
    with pytest.raises(UsageError, match="a result of the kind 'features' does not say how it was made"):
        methods({"kind": "features"})
