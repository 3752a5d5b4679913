"""What an article says of its genre, wherever it says it."""

from __future__ import annotations

import pyarrow as pa
import pytest

from masthead.sources import GENRES, guess_genre, read

TEXT = "The dam of Ardel held.\nThe council met.\n"


@pytest.mark.parametrize(
    ("url", "section", "title", "genre"),
    [
        (None, None, "Opinion: The dam should wait", "opinion"),
        (None, None, "The dam should wait | Opinion", "opinion"),
        (None, None, "The dam should wait (Opinion)", "opinion"),
        ("https://example.org/opinion/2031/dam.html", None, "The dam", "opinion"),
        ("https://example.org/opinion?page=2", None, "The dam", "opinion"),
        ("https://opinion.example.org/dam", None, "The dam", "opinion"),
        ("https://example.org/commentisfree/dam", "world", None, "opinion"),
        ("https://example.org/2031/tv/columns/dam-1234", None, None, "opinion"),
        ("https://example.org/news/opinion-the-dam-should-wait", None, None, "opinion"),
        ("https://example.org/the-dam-should-wait-opinion-1625990", None, None, "opinion"),
        ("https://example.org/articles/the-dam-1163?mod=opinion_lead_pos1", None, None, "opinion"),
        (None, "Editorials", None, "opinion"),
        ("https://example.org/politics/dam.html", None, "The dam", "news"),
        (None, "World news", None, "news"),
        ("https://example.org/opinion/letters/dam", None, None, "letter"),
        (None, None, "Letters: The dam should wait", "letter"),
        (None, None, "Analysis: Why the dam held", "analysis"),
        (None, None, "Five takeaways from the dam vote", "analysis"),
        (None, None, "The dam vote, explained", "analysis"),
        ("https://example.org/world/fact-checking/2031/dam", None, "The dam", "analysis"),
        ("https://example.org/dam-explainer.html", None, None, "analysis"),
        (None, None, "Transcript: Ada Roth on the dam", "transcript"),
        ("https://example.org/live/2031/08/14/dam#crest", None, "The dam holds", "live blog"),
        (None, None, "Dam of Ardel: live updates", "live blog"),
    ],
)
def test_genre_is_told_from_headline_section_and_address(url, section, title, genre):
    assert guess_genre(url=url, section=section, title=title) == genre


@pytest.mark.parametrize(
    ("url", "section", "title"),
    [
        ("https://example.org/2031/dam-opinion-poll.html", None, "Opinion polls differ"),
        ("https://example.org/opinion-poll-on-the-dam", None, None),
        ("https://example.org/read-the-court-opinion.html", None, None),
        ("https://example.org/a-second-opinion", None, None),
        ("https://example.org/2031/cost-benefit-analysis", None, None),
        (None, None, "Comment on the dam draws fire"),
        (None, None, "Readers live with the dam"),
        (None, None, "White House releases transcript"),
        ("https://example.org/view/123", None, None),
        (None, None, None),
    ],
)
def test_what_only_looks_like_a_genre_is_unknown(url, section, title):
    assert guess_genre(url=url, section=section, title=title) == "unknown"


def genre_of(text: str, **row: str | None) -> str | None:
    """The genre that reading gives one article."""
    columns = {"outlet": ["Quill"], "text": [text]} | {name: [value] for name, value in row.items()}
    (genre,) = read(pa.table(columns)).articles["genre"].to_pylist()
    return genre


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        (f"OPINION\n{TEXT}", "opinion"),
        (f"By the Harrow Post Editorial Board\n{TEXT}", "opinion"),
        (f"{TEXT}Ada Roth is a columnist for the Harrow Post.", "opinion"),
        (f"{TEXT}Ada Roth writes a weekly column on dams.", "opinion"),
        (f"{TEXT}The views expressed here are those of the author.\nFollow her.", "opinion"),
        (f"{TEXT}It does not necessarily reflect the views of the Harrow Post.", "opinion"),
        (f"To the Editor:\n{TEXT}", "letter"),
        (f"This is a rush transcript. Copy may not be in its final form.\n{TEXT}", "transcript"),
        (f"Ada Roth is a columnist.\n{TEXT}Rain fell.\nIt rained on.\n", "unknown"),
        (f"{TEXT}The council has an opinion.", "unknown"),
        ("", "unknown"),
    ],
)
def test_genre_is_told_from_the_ends_of_a_text(text, genre):
    assert genre_of(text) == genre


def test_a_note_counts_at_the_end_of_a_long_line_and_not_amid_it():
    long = "The dam of Ardel held, and the council met. " * 20
    assert genre_of(f"{long} Ada Roth is a columnist for the Harrow Post.") == "opinion"
    assert genre_of(f"Ada Roth is a columnist for the Harrow Post. {long}") == "unknown"


def test_a_byline_says_genre():
    assert genre_of(TEXT, author="Ada Roth, Opinion Columnist") == "opinion"
    assert genre_of(TEXT, author="Ada Roth") == "unknown"


def test_a_given_genre_is_kept_and_one_that_is_unknown_is_asked_for():
    title = "Opinion: The dam should wait"
    assert genre_of(TEXT, title=title, genre="news") == "news"
    assert genre_of(TEXT, title=title, genre="feature") == "feature"
    assert genre_of(TEXT, title=title, genre="unknown") == "opinion"
    assert genre_of(TEXT, title=title, genre="") == "opinion"


def test_reading_leaves_it_to_the_text_what_a_news_desk_has():
    assert genre_of(TEXT, section="World news") == "unknown"


def test_genres_are_named_in_one_place():
    assert GENRES == ("news", "letter", "opinion", "analysis", "transcript", "live blog", "unknown")
