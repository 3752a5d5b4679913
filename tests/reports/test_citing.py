"""What is cited for a result: the tool, and what the result rests on and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import masthead
from masthead.errors import UsageError
from masthead.reports.stated.citing import cite
from masthead.storage import bundled, hash_file

ROOT = Path(__file__).parents[2]
METHOD: dict[str, Any] = {
    "clusters": {"event": 96},
    "features": ["loaded.all", "readability.flesch_kincaid_grade"],
    "known": {"low": 10},
    "level": 0.95,
    "min_clusters": 10,
    "draws": 2000,
    "weigh": "length",
}
LISTS = {
    "loaded": "1 ed3f25c75f",
    "hedging": "1 1a1a105015",
    "cues": "1 b51a87",
    "classes": "1 e092",
    "sources": "1 dab3",
}


def manifest(**more: Any) -> dict[str, Any]:
    return {"kind": "profile", "masthead": "0.1.0", "lexicons": LISTS, "method": METHOD, "seed": 0, **more}


def keys(found: Any, role: str) -> list[str]:
    return [work.key for work in found.works if work.role == role]


def test_the_citation_file_is_of_this_version_and_says_who_and_what() -> None:
    declared = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert declared["version"] == masthead.__version__
    assert {"cff-version", "message", "title", "authors", "license", "type"} <= set(declared)
    assert bundled("CITATION.cff").is_file()


def test_without_a_result_masthead_alone_is_cited() -> None:
    found = cite()
    assert [work.key for work in found.works] == ["masthead"]
    assert found.works[0].work == (
        "masthead contributors. masthead: compare news outlets by wording, sourcing, hedging, readability and style. "
        "Version 0.1.0, software, Apache-2.0."
    )


def test_lists_are_those_behind_what_was_counted() -> None:
    found = cite(manifest())
    assert keys(found, "list") == ["masthead-loaded", "masthead-cues", "masthead-classes", "masthead-sources"]
    assert "Word list loaded, version 1 (ed3f25c7), of masthead 0.1.0" in found.works[1].work


def test_choice_sets_are_cited_where_wordings_were_compared() -> None:
    sets = {**LISTS, "choices/conflict": "379c33eb9a1c"}
    of_all = cite(manifest(kind="choices", lexicons=sets, concepts=[]))
    assert "masthead-choices" in keys(of_all, "list")
    of_one = cite(manifest(kind="choices", lexicons=sets, concepts=["taking_a_place"]))
    assert [work.work for work in of_one.works if work.key == "masthead-taking_a_place"] == [
        "masthead contributors. An armed force takes a town or an area. Choice set taking_a_place (379c33eb), of "
        "masthead 0.1.0."
    ]


def test_a_corpus_is_told_by_its_files_or_named() -> None:
    article = next(bundled("corpora/demo").rglob("*.md"))
    read = [{"name": "x.md", "sha256": hash_file(article)}]
    assert keys(cite(manifest(inputs=read)), "data") == ["masthead-corpus-demo"]
    assert keys(cite(manifest(inputs=[{"name": "demo", "sha256": "0" * 64}])), "data") == []
    assert keys(cite(corpora=["fa_kes"]), "data") == ["abusalem2019fakes"]
    with pytest.raises(UsageError, match="Did you mean 'fa_kes'"):
        cite(corpora=["fakes"])


def test_measures_and_methods_are_those_of_the_methods_paragraph() -> None:
    found = cite(manifest(packages={"textstat": "0.7.13"}))
    assert set(keys(found, "measure")) == {"RecasensDanescuNiculescuMizilJurafsky2013", "KincaidEtAl1975", "textstat"}
    cited = {work.key for work in masthead.methods(manifest()).references}
    assert set(keys(found, "method")) == cited - set(keys(found, "measure"))


def test_a_result_that_tells_of_no_method_is_cited_as_far_as_it_goes() -> None:
    assert {work.role for work in cite({"kind": "features", "masthead": "0.1.0", "lexicons": LISTS}).works} == {
        "tool",
        "list",
    }


def test_bibtex_is_balanced_and_each_key_stands_once() -> None:
    text = cite(manifest(packages={"textstat": "0.7.13"}), corpora=["babe", "demo"]).bibtex
    found = re.findall(r"^@\w+\{([^,]+),$", text, re.MULTILINE)
    assert len(found) == len(set(found)) == text.count("\n@") + 1
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("bad", ["1} @misc{x, note={", r"\input{x}", "a%b", "\x1b[2J"])
def test_what_a_file_says_is_text_in_bibtex(bad: str) -> None:
    found = cite(manifest(masthead=bad, packages={"textstat": bad}, lexicons={"loaded": f"1 {bad}"}))
    text = found.bibtex.replace(r"\{", "").replace(r"\}", "")
    assert text.count("{") == text.count("}")
    assert r"\input" not in text
    assert "\x1b" not in text
    assert len(re.findall(r"^@misc\{", text, re.MULTILINE)) == text.count("@misc{") - text.count(" @misc{")
