import time

import pytest

from masthead.sources.formats.documents import read_text
from masthead.sources.formats.html import read_html
from masthead.sources.rows import Unusable

BODY = "The council met on Monday and put off the vote."


def marked(row):
    text = row.values["text"]
    return [(span.kind, text[span.start : span.end]) for span in row.structural]


def test_front_matter_gives_values_and_stays_in_the_text():
    text = f'---\ntitle: "Dam: who pays?"\ndate: 2031-05-03\nlabel_camp: pro\nauthor: X\n---\n\n{BODY}\n'
    row = read_text(text, "a.md", "harrow", markdown=True)
    assert row.values == {
        "title": "Dam: who pays?",
        "date": "2031-05-03",
        "label_camp": "pro",
        "author": "X",
        "outlet": "harrow",
        "text": text,
    }
    assert marked(row) == [("front_matter", text[: text.index(BODY) - 1])]


def test_the_outlet_of_the_front_matter_comes_first():
    row = read_text(f"---\noutlet: Harrow Post\n---\n{BODY}", "a.txt", "folder", markdown=False)
    assert row.values["outlet"] == "Harrow Post"


@pytest.mark.parametrize("text", [f"---\n{BODY}\n---\n", f"---\ntitle: x\n{BODY}", f"---\nNote: this.\n---\n{BODY}"])
def test_dashes_alone_are_no_front_matter(text):
    row = read_text(text, "a.txt", "x", markdown=False)
    assert marked(row) == []
    assert row.values["text"] == text


def test_a_markdown_heading_is_the_title():
    row = read_text(f"# The dam #\n\n{BODY}", "a.md", "x", markdown=True)
    assert row.values["title"] == "The dam"
    assert marked(row) == [("title", "# The dam #")]


def test_a_first_line_that_looks_like_a_headline_is_the_title():
    row = read_text(f"Council puts off vote\n\n{BODY}", "a.txt", "x", markdown=False)
    assert row.values["title"] == "Council puts off vote"
    assert marked(row) == [("title", "Council puts off vote")]


def test_the_headline_may_follow_furniture_and_the_date_is_taken_from_it():
    row = read_text(f'" />\nPublished On: Tue, Mar 4th, 2031\n\nThe vote\n\n{BODY}', "a.txt", "x", markdown=False)
    assert (row.values["title"], row.values["date"]) == ("The vote", "Tue, Mar 4th, 2031")


@pytest.mark.parametrize("text", [BODY, f"{BODY}\n\n{BODY}", f"Short line\n{BODY}", "Only a line", f"One:\n\n{BODY}"])
def test_a_first_line_of_prose_is_no_title(text):
    row = read_text(text, "a.txt", "x", markdown=False)
    assert row.values.get("title") is None
    assert marked(row) == []


def test_html_gives_main_text_title_date_and_address():
    paragraphs = "".join(f"<p>{BODY} It was the {n} time that the council did so this year.</p>" for n in range(8))
    page = (
        '<html><head><title>Vote put off</title><meta property="article:published_time" content="2031-03-04">'
        '<link rel="canonical" href="https://example.org/vote"></head>'
        f"<body><nav>Home\x00 News</nav><article><h1>Vote put off</h1>{paragraphs}</article></body></html>"
    )
    values = read_html(page, "a.html", "harrow").values
    assert (values["title"], values["url"], values["outlet"]) == ("Vote put off", "https://example.org/vote", "harrow")
    assert values["text"].count(BODY) == 8
    assert "Home" not in values["text"]


def test_a_page_without_an_article_is_unusable():
    with pytest.raises(Unusable, match="no main text"):
        read_html("<html><body></body></html>", "a.html", "x")


def test_a_heading_line_of_any_length_is_read_once():
    began = time.perf_counter()
    row = read_text(f"# {' ' * 20_000}x{' #' * 20_000} y\n\n{BODY}\n", "a.md", "harrow", markdown=True)
    assert time.perf_counter() - began < 5
    assert row.values["title"].startswith("x # #")
    assert row.values["title"].endswith(" y")


PROSE = "".join(
    f"<p>The board voted on the fares of ferry {number}, after a debate of four hours in the old hall by the river.</p>"
    for number in range(8)
)


@pytest.mark.parametrize(
    ("head", "foot", "date"),
    [
        ('<meta name="dc.date" content="2031-01-02">', "<p>Received: 3 May 2030.</p>", "2031-01-02"),
        ('<meta property="article:published_time" content="05/03/2021">', "", "05/03/2021"),
        ('<meta name="date" content="soon"><meta name="pubdate" content="1. März 2021">', "", "1. März 2021"),
        (
            '<script type="application/ld+json">{"datePublished": "2021-03-05T10:00:00Z"}</script>',
            "",
            "2021-03-05T10:00:00Z",
        ),
        ("", '<time datetime="2021-03-01T10:00:00+01:00">Monday</time>', "2021-03-01T10:00:00+01:00"),
        ("", '<b itemprop="datePublished">March 1, 2021</b>', "March 1, 2021"),
        ("", "<p>Published March 1st, 2021</p><p>The vote was on 5/3/2021.</p>", "March 1st, 2021"),
        ("", "<span class='date'>5/3/2021</span>", "5/3/2021"),
        ("", "<span class='date'>15/3/2021</span>", "15/3/2021"),
        ("", "", None),
    ],
)
def test_a_page_s_date_is_the_one_it_declares_and_its_order_is_not_guessed(head, foot, date):
    page = f"<html><head><title>Fares rise</title>{head}</head><body><article>{PROSE}{foot}</article></body></html>"
    assert read_html(page, "a.html", "harrow").values["date"] == date
