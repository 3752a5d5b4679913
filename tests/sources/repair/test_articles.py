"""Articles that are read repaired: what is recorded, what stays, and that it is done once."""

from __future__ import annotations

import json
import time

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.sources import read, read_articles
from masthead.sources.options import ReadOptions
from masthead.sources.repair.text import repaired

SIGNED = "— Mara Quill (@maraquill) January 15, 2031"
ROWS = [
    {"outlet": "Harrow Post", "title": "Deal &lsquo;vile&rsquo;", "text": "<p>One.</p><p>Two.</p>"},
    {"outlet": "Harrow Post", "title": None, "text": "<p>Three &amp; four.</p>"},
    {"outlet": "Tidewater &amp; Co", "title": "Plain", "text": f"The strike goes on.\n\nIt must end.\n\n{SIGNED}"},
    {"outlet": "Velk Times", "title": "Plain", "text": "It wonâ€™t pass.\ufffd"},
]


def of(rows):
    return read([pa.Table.from_pylist(rows)], ReadOptions())


def test_texts_and_names_are_repaired_and_findings_count_the_texts_by_outlet():
    reading = of(ROWS)
    assert reading.articles["title"].to_pylist() == ["Deal ‘vile’", None, "Plain", "Plain"]
    assert reading.articles["outlet"].to_pylist()[2] == "Tidewater & Co"
    assert reading.articles["text"].to_pylist()[0] == "One.\n\nTwo."
    found = [item for item in reading.findings if item.fix == ""]
    assert [(item.finding, item.severity, item.outlet, item.n) for item in found] == [
        ("HTML in texts", "note", "Harrow Post", 2),
        ("embedded posts", "note", "Tidewater & Co", 1),
        ("damaged characters", "note", "Velk Times", 1),
        ("lost characters", "warning", "Velk Times", 1),
    ]
    assert found[0].example == "<table 1>:1: '<p>One.</p><p>Two.</p>'"


def test_an_embedded_post_is_excluded():
    text = ROWS[2]["text"]
    (span,) = of(ROWS).articles["excluded"][2].as_py()
    assert (span["kind"], text[span["start"] : span["end"]]) == ("embed", f"It must end.\n\n{SIGNED}")


def test_rows_of_lines_and_of_columns_are_repaired_alike(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    assert read_articles(path).drop(["id"]).equals(of(ROWS).articles.drop(["id"]))


def test_what_masthead_has_read_is_not_repaired_again():
    once = of([{"outlet": "Harrow Post", "text": "<p>Write &lt;b&gt;One&lt;/b&gt; and &amp;amp;amp; here.</p>"}])
    assert once.articles["text"][0].as_py() == "Write <b>One</b> and & here."
    again = read([once.articles], ReadOptions())
    assert again.articles.equals(once.articles)
    assert not again.findings


def test_a_text_file_is_repaired_before_its_headline_is_sought(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("<h1>Fer\u00adry fares rise</h1><p>The fares rise in May.</p>", encoding="utf-8")
    reading = read([path], ReadOptions(outlet="Harrow Post"))
    assert reading.articles["title"].to_pylist() == ["Ferry fares rise"]
    assert reading.articles["excluded"][0].as_py() == [{"start": 0, "end": 16, "kind": "title"}]
    assert [item.finding for item in reading.findings if not item.fix] == ["HTML in texts", "invisible characters"]


@pytest.mark.parametrize("limit", [1, 2, 4])
def test_what_is_beyond_the_limit_is_not_recorded(limit):
    found = read([pa.Table.from_pylist(ROWS)], ReadOptions(limit=limit)).findings
    assert {item.outlet for item in found if item.fix == ""} == {
        1: {"Harrow Post"},
        2: {"Harrow Post"},
        4: {"Harrow Post", "Tidewater & Co", "Velk Times"},
    }[limit]


PIECES = (
    *"ab \n<>/p&;\\n\"'(@)-.“”’âÃ\u00a0\u00ad\u200b\u0301\ufffd\x93",
    "<p>",
    "</p>",
    "<blockquote>",
    "</blockquote>",
    "<q>",
    "</q>",
    "<figcaption>",
    "<script>",
    "<!--",
    "-->",
    "<br>",
    "<td>",
    '<blockquote class="twitter-tweet">',
    "&lt;",
    "&amp;",
    "\\u2019",
    f" {SIGNED}",
)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_whatever_comes_is_repaired_and_its_spans_fit(text):
    found = repaired(text)
    reached = 0
    for start, end, _ in found.spans:
        assert reached <= start < end <= len(found.text)
        reached = end


@pytest.mark.parametrize(
    "text",
    [
        "<!--" * 100_000,
        "<p" * 200_000,
        "<b>" * 100_000,
        "<blockquote>a</blockquote>" * 10_000,
        "<q>a</q>" * 30_000,
        "&amp;" * 100_000 + "lt;",
        f"a\n{SIGNED}\n" * 10_000,
        "(@" * 200_000,
        "govern-\nment " * 30_000,
        "\\n" * 200_000,
        "â€œ" * 50_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_hostile_text_takes_no_long_time(text):
    began = time.process_time()
    repaired(text)
    assert time.process_time() - began < 10
