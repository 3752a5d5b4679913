"""What holds whatever is put in: no row is lost, nothing runs, and what can't be used is refused with a reason.

``MASTHEAD_EXAMPLES=1000`` tries as many of each, other ones in every run.
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from filled_report import filled
from fuzz.targets import HEADER, targets
from masthead.config import Config, load_config
from masthead.engines import measure
from masthead.errors import MastheadError, UsageError
from masthead.lexicons import load_lexicon
from masthead.reports import render, render_office
from masthead.sources import ReadOptions, read
from masthead.studies.declared import Study, load_study

MANY = os.environ.get("MASTHEAD_EXAMPLES")
examples = settings(max_examples=int(MANY or 25), deadline=None, derandomize=MANY is None, database=None)

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
PIECES = [
    "<script>",
    "</script>",
    "=1+1",
    "@x",
    "-2",
    "\x1b[2J",
    "\u202e",
    "|",
    "`",
    "**",
    "](",
    "{{",
    "\\input{",
    "]]>",
]
HOSTILE = st.lists(ANY | st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
PLAIN = st.text(st.sampled_from("abcXYZ ,;\"'.-\n\t“”é"), min_size=1, max_size=40).map(str.strip).filter(bool)
LINES = st.lists(st.sampled_from(["good", "{", "[1", "null", "3", '"text"', "{}", '{"outlet": "A"}']), max_size=12)


@pytest.mark.parametrize("name", [name for name in targets() if name != "text"])
def test_any_bytes_are_read_or_refused(name: str) -> None:
    """Those that fuzzing begins with, with some of them replaced."""
    target = targets()[name]()

    @examples
    @given(st.sampled_from(target.seeds), st.lists(st.tuples(st.integers(0, 4_000), st.binary(max_size=4)), max_size=5))
    def hold(seed: bytes, changes: list[tuple[int, bytes]]) -> None:
        data = bytearray(seed)
        for place, piece in changes:
            at = place % (len(data) + 1)
            data[at : at + len(piece)] = piece
        target.work(bytes(data))

    hold()


def _csv(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["outlet", "title", "text"])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _parquet(rows: list[dict[str, str]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


def _xlsx(rows: list[dict[str, str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in (["outlet", "title", "text"], *(list(row.values()) for row in rows)):
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITTEN = {
    "csv": _csv,
    "json": lambda rows: json.dumps(rows).encode(),
    "jsonl": lambda rows: "".join(f"{json.dumps(row)}\n" for row in rows).encode(),
    "parquet": _parquet,
    "xlsx": _xlsx,
}


def read_back(data: bytes, name: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read(path, ReadOptions(on_duplicate="suffix"))


@pytest.mark.parametrize("kind", WRITTEN)
@examples
@given(texts=st.lists(PLAIN, min_size=1, max_size=6))
def test_what_was_written_is_read_word_for_word(kind: str, texts: list[str]) -> None:
    rows = [{"outlet": "A", "title": f"No. {number}", "text": text} for number, text in enumerate(texts)]
    found = read_back(WRITTEN[kind](rows), f"a.{kind}")
    assert found.articles["text"].to_pylist() == texts
    assert found.rejects == ()


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "parquet"])
@examples
@given(texts=st.lists(ANY, min_size=1, max_size=6))
def test_every_row_is_an_article_or_a_reject_whatever_its_text(kind: str, texts: list[str]) -> None:
    rows = [{"outlet": "A", "title": f"No. {number}", "text": text} for number, text in enumerate(texts)]
    found = read_back(WRITTEN[kind](rows), f"a.{kind}")
    assert found.articles.num_rows + len(found.rejects) == len(texts)
    assert measure(found.articles).features.num_rows == found.articles.num_rows


@examples
@given(LINES)
def test_every_line_is_an_article_or_a_reject(lines: list[str]) -> None:
    good = '{"outlet": "A", "text": "one"}'
    data = "".join(f"{good if line == 'good' else line}\n" for line in ["good", *lines, "good"])
    found = read_back(data.encode(), "a.jsonl")
    with_outlet = lines.count("good") + lines.count('{"outlet": "A"}')
    assert found.articles.num_rows == 2 + with_outlet
    assert found.articles.num_rows + len(found.rejects) == 2 + len(lines)


@examples
@given(st.lists(st.sampled_from(["A,one", "B,two", "A", "A,one,two", ",", "A,", ",one"]), max_size=10))
def test_every_line_of_a_table_is_an_article_or_a_reject(lines: list[str]) -> None:
    found = read_back("\n".join(["outlet,text", "A,first", *lines, ""]).encode(), "a.csv")
    assert found.articles.num_rows + len(found.rejects) == 1 + len(lines)


@examples
@given(
    st.lists(
        st.sampled_from(["rain", "snow*", "so called", "U.S.", "Ärger", "two words", "x-ray"]), unique=True, min_size=1
    )
)
def test_a_list_has_the_terms_that_were_written(terms: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.tsv"
        path.write_text(HEADER + "term\tcategory\n" + "".join(f"{term}\twet\n" for term in terms), encoding="utf-8")
        assert [entry.term for entry in load_lexicon(path).entries] == terms


@examples
@given(HOSTILE.filter(lambda text: "\t" not in text and len(text.splitlines()) == 1))
def test_a_term_of_a_list_is_kept_as_it_is_or_refused(term: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.tsv"
        path.write_text(f"{HEADER}term\tcategory\nrain\twet\n{term}\twet\n", encoding="utf-8", newline="")
        try:
            found = load_lexicon(path)
        except MastheadError:
            return
        assert {entry.term for entry in found.entries} <= {"rain", term.strip()}


VALUES = st.one_of(ANY, st.integers(-9, 9), st.booleans(), st.lists(ANY, max_size=2))


def _toml(options: dict[str, Any]) -> str:
    lines = (f"{json.dumps(name)} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in options.items())
    return "".join(lines).replace("\x7f", "\\u007f")


@examples
@given(st.dictionaries(st.sampled_from([*Config.__struct_fields__, "seeed", "Outlet"]), VALUES, max_size=5))
def test_options_are_taken_as_they_are_or_refused(options: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "masthead.toml"
        path.write_text(_toml(options), encoding="utf-8")
        try:
            found = load_config(Path(folder))
        except UsageError as error:
            assert error.where == str(path)  # noqa: PT017 - what is refused depends on the options
            return
    assert set(options) <= set(Config.__struct_fields__)
    paths = ("lexicons", "outlets_file", "columns")
    assert all(getattr(found, name) == value for name, value in options.items() if name not in paths)


@examples
@given(st.dictionaries(st.sampled_from([*Study.__struct_fields__, "seeed"]), VALUES, max_size=5))
def test_a_study_is_taken_or_refused(options: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.toml"
        path.write_text(_toml(options), encoding="utf-8")
        try:
            load_study(path)
        except UsageError as error:
            assert str(path) in str(error.where)  # noqa: PT017 - as above


def shown(texts: list[str], form: Any) -> str:
    return "".join(render(filled(*texts), form))


TEXTS = st.lists(HOSTILE, min_size=1, max_size=3, unique=True)


@pytest.mark.parametrize("form", ["table", "html", "md", "latex", "csv", "json", "jsonl"])
@examples
@given(texts=TEXTS)
def test_no_output_steers_a_terminal(form: str, texts: list[str]) -> None:
    made = shown(texts, form)
    assert not [char for char in made if char not in "\n\r\t" and (char < " " or "\x7f" <= char <= "\x9f")]
    assert not set(made) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@examples
@given(TEXTS)
def test_no_text_becomes_an_element_of_a_page(texts: list[str]) -> None:
    def elements(given: list[str]) -> list[str]:
        return sorted({str(element.tag) for element in html.document_fromstring(shown(given, "html")).iter()})

    def attributes(given: list[str]) -> set[str]:
        return {
            name for element in html.document_fromstring(shown(given, "html")).iter() for name in dict(element.attrib)
        }

    plain = [f"text {number}" for number, _ in enumerate(texts)]
    assert set(elements(texts)) <= {*elements(plain), "br", "span"}
    assert not [name for name in attributes(texts) - attributes(plain) if name.startswith("on")]


@examples
@given(TEXTS)
def test_no_text_becomes_markup_of_markdown(texts: list[str]) -> None:
    page = MarkdownIt("commonmark", {"html": True}).enable("table")
    drawn: set[str] = set()
    for token in page.parse(shown(texts, "md")):
        drawn |= {token.type, *(child.type for child in token.children or ())}
    assert not drawn & {"html_block", "link_open", "image", "code_block", "fence", "blockquote_open", "hr"}


@examples
@given(TEXTS)
def test_no_text_becomes_a_formula(texts: list[str]) -> None:
    rows = list(csv.reader(io.StringIO(shown(texts, "csv"))))
    assert len(rows) == 1 + len(texts)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
    book = openpyxl.load_workbook(io.BytesIO(render_office(filled(*texts), "xlsx")))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@examples
@given(TEXTS)
def test_json_gives_every_row_back(texts: list[str]) -> None:
    found = json.loads(shown(texts, "json"))["rows"]
    assert [[value for value in row.values() if isinstance(value, str)] for row in found] == [[text] for text in texts]
