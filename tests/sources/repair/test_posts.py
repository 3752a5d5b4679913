"""Posts of social networks in a text."""

from __future__ import annotations

import pytest

from masthead.sources.repair.posts import posts

POST = "This vile strike must end. #FreeTheFerry pic.twitter.com/Qx81abc"
SIGNED = "— Mara Quill (@maraquill) January 15, 2031"


def marked(text):
    return [text[span.start : span.end] for span in posts(text)]


@pytest.mark.parametrize("signature", [SIGNED, "— M.Q. (@m_q.example) 15 January 2031"])
def test_the_paragraph_before_a_signature_and_the_signature_are_a_post(signature):
    text = f"The strike goes on.\n\nThis strike must end.\nNow.\n\n{signature}\n\nThe fares rise."
    assert marked(text) == [f"This strike must end.\nNow.\n\n{signature}"]


def test_the_line_before_a_signature_where_no_blank_line_separates_paragraphs():
    text = f"The strike goes on.\nThis strike must end.\n{SIGNED}\nThe fares rise."
    assert marked(text) == [f"This strike must end.\n{SIGNED}"]


def test_a_post_and_its_signature_in_one_line():
    assert marked(f"The strike goes on.\n\n{POST} {SIGNED}\n\nThe fares rise.") == [f"{POST} {SIGNED}"]


def test_several_posts_are_several():
    assert marked(f"One. {SIGNED}\n\nTwo. {SIGNED}") == [f"One. {SIGNED}", f"Two. {SIGNED}"]


def test_a_long_line_before_a_signature_is_the_outlets():
    prose = "The council met on Monday and put off the vote. " * 12
    assert marked(f"{prose}\n\n{SIGNED}\n\nThe fares rise.") == [SIGNED]


def test_a_shared_photo_is_a_post():
    text = "The crew.\n\nAll on shore!\n\nA post shared by Mara (@maraquill) on Jan 3, 2031 at 7:43am PST\n\nThe fares."
    assert marked(text) == [text[11:-12]]


@pytest.mark.parametrize(
    "text",
    [
        "Mara Quill (@maraquill) wrote on Monday that the strike must end.",
        "By Ada Roth (@adaroth)\n\nThe strike goes on.",
        "The strike — Mara Quill leads it — goes on until January 15, 2031.",
        POST,
    ],
)
def test_a_handle_alone_is_no_post(text):
    assert marked(text) == []
