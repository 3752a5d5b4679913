"""What is declared of corpora: every declaration is whole, and a faulty one is refused with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from masthead.errors import UnreadableInput, UsageError
from masthead.sources.releases import (
    NAMES,
    READERS,
    bundled_corpora,
    data_folder,
    fetch_release,
    find_corpus,
    find_data,
    load_corpus,
)
from masthead.sources.releases.patterns import found_in, problem_of

ROOT = Path(__file__).parents[2]
CORPORA = bundled_corpora()
OTHERS = [corpus for corpus in CORPORA if corpus.name != "demo"]
WHOLE = """
name = "mine"
title = "Mine"
version = "1"
license = "mine"
source = "my desk"
citation = "Me (2031)."
by_hand = "Look on my desk."
"""
READ = """
[read]
tables = [{ layout = "table", files = ["*.csv"] }]
[read.fields]
outlet = "paper"
text = "words"
"""


def declared(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "corpus.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_folder_of_corpora_is_declared_and_every_declaration_is_named_like_its_folder() -> None:
    folders = {path.parent.name for path in (ROOT / "corpora").glob("*/corpus.toml")}
    assert folders == set(NAMES) == {corpus.name for corpus in CORPORA}


def test_nothing_but_declarations_is_kept_of_corpora_that_belong_to_others() -> None:
    kept = [path for corpus in OTHERS for path in (ROOT / "corpora" / corpus.name).rglob("*")]
    assert {path.name for path in kept} == {"corpus.toml"}


@pytest.mark.parametrize("corpus", OTHERS, ids=lambda corpus: corpus.name)
def test_a_declaration_says_what_a_user_must_know(corpus) -> None:
    missing = [
        name
        for name in ("purpose", "size", "license", "source", "citation", "bibtex", "checked", "by_hand", "traps")
        if not getattr(corpus, name)
    ]
    assert missing == []
    assert corpus.source.startswith("https://")
    assert len(corpus.license) <= 16
    assert len(corpus.purpose) <= 40


@pytest.mark.parametrize("corpus", OTHERS, ids=lambda corpus: corpus.name)
def test_bibtex_and_citation_agree(corpus) -> None:
    entries = re.split(r"\n(?=@)", corpus.bibtex.strip())
    for entry in map(str.strip, entries):
        assert re.fullmatch(r"@(inproceedings|article)\{\w+,\n(  \w+ += \{.*\},\n)+  \w+ += \{.*\}\n\}", entry), entry
        assert re.search(r"year += \{(\d+)\}", entry)[1] in corpus.citation
        assert entry.count("{") == entry.count("}")


@pytest.mark.parametrize("corpus", OTHERS, ids=lambda corpus: corpus.name)
def test_a_file_to_fetch_is_at_a_fixed_place(corpus) -> None:
    for file in corpus.files:
        assert file.url.startswith("https://")
        if file.checked != "unverified" and "github" in file.url:
            assert re.search(r"/[0-9a-f]{40}[./]", file.url), "name the commit, not a branch"


def test_every_layout_has_a_reader() -> None:
    tables = [table for corpus in CORPORA if corpus.read for table in corpus.read.tables]
    tables += [join.table for corpus in CORPORA if corpus.read for join in corpus.read.joins]
    assert {table.layout for table in tables} == set(READERS)


def test_a_whole_declaration_is_taken(tmp_path: Path) -> None:
    corpus = load_corpus(declared(tmp_path, WHOLE + READ))
    assert (corpus.name, corpus.read.unit, corpus.read.fields["text"]) == ("mine", "article", "words")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour = 1" + WHOLE, "Object contains unknown field `colour`"),
        (WHOLE.replace('license = "mine"', ""), "Object missing required field `license`"),
        (
            WHOLE.replace('"mine"\ntitle', '"my own"\ntitle'),
            "name = 'my own' is not a plain name: use letters, digits, - and _",
        ),
        (
            WHOLE.replace('by_hand = "Look on my desk."', ""),
            "there is neither a file to download nor by_hand, which says how to get the corpus",
        ),
        (WHOLE + READ.replace('"table"', '"tabel"'), "Invalid enum value 'tabel' - at `$.read.tables[0].layout`"),
        (
            WHOLE + READ.replace("paper", "paper").replace("text =", "body ="),
            "Invalid enum value 'body' - at `key` in `$.read.fields`",
        ),
        (WHOLE + READ.replace('text = "words"', ""), "read.fields has no text"),
        (WHOLE + READ.replace('["*.csv"]', "[]"), "read names no files"),
        (WHOLE + READ + '[read.labels]\nBias = "b"\n', "a label is called 'Bias': use small letters"),
        (WHOLE + READ.replace('"paper"', '{ form = "domain" }'), "outlet: give either a column or a constant"),
        (
            WHOLE + READ.replace('"paper"', '{ column = "x", form = "date" }'),
            "outlet: form 'date' and date_format go together",
        ),
        (
            WHOLE + READ.replace('"paper"', '{ column = "x", pattern = "a" }'),
            "outlet: pattern 'a' needs exactly one group",
        ),
        (
            WHOLE + READ.replace('"paper"', '{ column = "x", pattern = "(" }'),
            "outlet: pattern '(' cannot be used (missing ), by the rules of RE2)",
        ),
        (
            WHOLE + READ.replace('"paper"', '{ column = "x", pattern = "(a)(?=b)" }'),
            "outlet: pattern '(a)(?=b)' cannot be used (invalid perl operator, by the rules of RE2)",
        ),
        (WHOLE + READ.replace('"table"', '"basil"'), "the layout 'basil' needs annotations"),
        (
            WHOLE + READ.replace("[read]", '[read]\nunit = "outlet"'),
            "an outlet has no fields besides its name; the rest are labels",
        ),
        (
            WHOLE + '[[files]]\nname = "a.csv"\nurl = "file:///etc/passwd"\nchecked = "verified"\n',
            "url = 'file:///etc/passwd' is no http address",
        ),
        (
            WHOLE + '[[files]]\nname = "../a.csv"\nurl = "https://example.org/a"\nchecked = "verified"\n',
            "the file name '../a.csv' is no plain name",
        ),
        (
            WHOLE + '[[files]]\nname = "a"\nurl = "https://example.org/a"\nchecked = "verified"\nsha256 = "abc"\n',
            "sha256 = 'abc' of a is not made of the right number of small hexadecimal digits",
        ),
    ],
)
def test_a_faulty_declaration_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = declared(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        load_corpus(path)
    assert caught.value.what == message
    assert caught.value.where == str(path)


def test_no_toml_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="the declaration is not valid TOML"):
        load_corpus(declared(tmp_path, "name = "))
    with pytest.raises(UnreadableInput, match="the declaration cannot be read: No such file"):
        load_corpus(tmp_path / "none.toml")


def test_a_corpus_is_found_by_name_by_file_and_by_folder(tmp_path: Path) -> None:
    path = declared(tmp_path, WHOLE)
    assert find_corpus("abp", Path("abp")).name == "abp"
    assert find_corpus(str(path), path).name == find_corpus(str(tmp_path), tmp_path).name == "mine"
    with pytest.raises(UsageError, match=r"there is no corpus 'apb'. Did you mean 'abp'\?"):
        find_corpus("apb", Path("apb"))


def test_a_corpus_is_found_as_a_table_as_gold_and_as_it_was_downloaded(tmp_path: Path) -> None:
    babe = find_corpus("babe", Path("babe"))
    assert find_data(babe, tmp_path) is None
    (tmp_path / "babe").mkdir()
    (tmp_path / "babe" / ".final_labels_SG2.csv.part").touch()
    assert find_data(babe, tmp_path) is None
    (tmp_path / "babe" / "final_labels_SG2.csv").touch()
    assert find_data(babe, tmp_path) == tmp_path / "babe"
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "babe.jsonl.gz").touch()
    assert find_data(babe, tmp_path) == tmp_path / "gold" / "babe.jsonl.gz"
    (tmp_path / "babe.parquet").touch()
    assert find_data(babe, tmp_path) == tmp_path / "babe.parquet"
    assert find_data(find_corpus("demo", Path("demo")), tmp_path) == ROOT / "corpora" / "demo" / "articles"


def test_the_folder_of_corpora(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTHEAD_DATA", "elsewhere")
    assert data_folder() == Path("elsewhere")
    monkeypatch.delenv("MASTHEAD_DATA")
    assert data_folder().parts[-2:] == ("masthead", "corpora")


def test_a_corpus_without_an_address_says_what_to_do_by_hand(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="subjectivity has no stable address to fetch it from") as caught:
        fetch_release(find_corpus("subjectivity", Path("x")), tmp_path)
    assert caught.value.fix.startswith("From the folder of task 1 at the source download train_en.tsv")
    with pytest.raises(UsageError, match="demo comes with masthead; there is nothing to fetch"):
        fetch_release(find_corpus("demo", Path("x")), tmp_path)


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus.name)
def test_the_manual_lists_every_corpus_as_it_is_declared(corpus) -> None:
    had = "bundled" if corpus.articles else "fetch" if corpus.files else "by hand"
    page = (ROOT / "docs" / "corpora.md").read_text(encoding="utf-8")
    assert f"| `{corpus.name}` | {corpus.purpose} | {corpus.size} | {corpus.license} | {had} |" in page


def test_the_example_of_the_manual_is_a_declaration(tmp_path: Path) -> None:
    [example] = re.findall(
        r"^```toml\n(.*?)^```$", (ROOT / "docs" / "corpora.md").read_text(), re.DOTALL | re.MULTILINE
    )
    corpus = load_corpus(declared(tmp_path, example))
    assert (corpus.name, corpus.read.unit, corpus.read.joins[0].required) == ("townpapers", "article", False)


def test_the_manual_explains_every_layout_and_form() -> None:
    page = (ROOT / "docs" / "corpora.md").read_text(encoding="utf-8")
    named = (*READERS, "text", "domain", "date", "epoch_ms")
    assert [name for name in named if f"`{name}`" not in page] == []


@pytest.mark.parametrize(
    ("value", "pattern", "found"),
    [
        ("story-Webpage", "^(.*)-Webpage$", "story"),
        ("12", "^([A-Za-z]+)", None),
        ("(a) b", r"[(]\w\) (\w)", "b"),
        ("a" * 5000 + "!", "^((?:a|aa)+)$", None),
    ],
)
def test_a_pattern_finds_its_group_in_linear_time(value: str, pattern: str, found: str | None) -> None:
    assert problem_of(pattern) is None
    assert found_in(value, pattern) == found
