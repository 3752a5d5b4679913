"""What is text in a page, and whose words it is."""

from __future__ import annotations

import pytest

from masthead.sources import read_articles
from masthead.sources.formats.html import read_html
from masthead.sources.repair.posts import posts

FIRST = "The harbour board voted on Monday night to raise the fares from May, after a debate of four hours in the hall."
LAST = "The fares were last changed six years ago, when the line to Harrow was opened and two new boats were bought."


def page(inner: str, *, around: str = "article", head: str = "") -> str:
    body = f"<p>{FIRST}</p>{inner}<p>{LAST}</p><p>Nobody was asked, the board said, and nobody will be this year.</p>"
    return (
        f"<html><head><title>Fares rise in Velk</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<{around}><h1>Fares rise in Velk</h1>{body}</{around}><footer><p>Copyright 2031</p></footer></body></html>"
    )


def text_of(markup: str) -> str:
    return read_html(markup, "a.html", "x").values["text"] or ""


def between(inner: str, **how: str) -> str:
    text = text_of(page(inner, **how))
    return text[text.index(FIRST) + len(FIRST) : text.index(LAST)].strip()


def test_words_in_q_are_in_marks_within_their_sentence():
    inner = "<p>The mayor spoke of <q>thugs</q> at the gate, who were few, and of nothing else all night long.</p>"
    assert between(inner) == (
        "The mayor spoke of “thugs” at the gate, who were few, and of nothing else all night long."
    )


def test_a_block_quotation_is_in_marks():
    inner = "<p>The union of the crews said:</p><blockquote><p>We reject this plan.</p><p>We stay.</p></blockquote>"
    assert between(inner) == "The union of the crews said:\n“We reject this plan.\n“We stay.”"


def test_an_embedded_post_is_its_words_and_the_line_that_signs_it():
    inner = (
        '<blockquote class="twitter-tweet"><p lang="en">This strike must end. <a href="#">#Free</a></p>'
        '&mdash; Mara Quill (@maraquill) <a href="https://twitter.com/m/status/1">January 15, 2031</a></blockquote>'
        '<script async src="https://platform.twitter.com/widgets.js"></script>'
    )
    found = between(inner)
    assert found == "This strike must end. #Free\n— Mara Quill (@maraquill) January 15, 2031"
    text = text_of(page(inner))
    assert [text[span.start : span.end] for span in posts(text)] == [found]


def test_an_embed_that_nobody_signs_is_dropped():
    assert between('<blockquote class="instagram-media"><p>View this post on Instagram</p></blockquote>') == ""


@pytest.mark.parametrize("around", ["article", "aside", "div"])
def test_the_main_text_is_found_in_whatever_element_it_is(around):
    assert FIRST in text_of(page("", around=around))


def test_a_page_with_a_box_like_that_of_a_database_is_a_page(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(page("").replace("<article>", '<article><div class="newsArticle">'), encoding="utf-8")
    (text,) = read_articles(path, outlet="Harrow Post")["text"].to_pylist()
    assert FIRST in text


def test_an_aside_beside_the_text_is_left_out():
    assert between("<aside><p>Sign up for our letter, which comes on each Monday morning.</p></aside>") == ""


def test_a_sentence_that_is_one_link_is_text_and_a_linked_headline_is_none():
    linked = "On Friday two men, both of Harrow, denied that they had taken the gate."
    assert between(f"<p><a href='/x'><strong>{linked}</strong></a></p>") == linked
    assert between("<p><strong><a href='/x'>Ferry fares: what you need to know</a></strong></p>") == ""
    assert between("<p><a href='/x'>MORE: WHY THE FARES RISE.</a></p>") == ""
