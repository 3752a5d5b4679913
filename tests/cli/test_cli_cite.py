"""``masthead cite``."""

from __future__ import annotations

from pathlib import Path


def test_a_saved_result_is_cited_as_a_list_and_as_bibtex(run, corpus):
    assert run("compare", corpus, "--family", "loaded", "-o", "results.csv").exit_code == 0
    result = run("cite", "results.csv", "--bib", "works.bib", "--cff", "CITATION.cff")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("What to cite\n")
    assert "masthead-loaded" in result.stdout
    assert "masthead-hedging" not in result.stdout
    text = Path("works.bib").read_text(encoding="utf-8")
    assert text.startswith("@misc{masthead,\n")
    assert "@article{BenjaminiHochberg1995,\n" in text
    assert Path("CITATION.cff").read_text(encoding="utf-8").startswith("cff-version: 1.2.0\n")
    assert run("cite", "results.csv", "--bibtex").stdout == text


def test_masthead_alone(run):
    assert run("cite", "--bibtex").stdout.count("@") == 1
    assert "masthead contributors" in run("cite").stdout


def test_what_is_no_result_is_refused(run):
    Path("notes.txt").write_text("no result", encoding="utf-8")
    assert run("cite", "notes.txt").exit_code == 4
    assert run("cite", "--corpus", "nothing").exit_code == 2
