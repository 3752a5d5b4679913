import pytest

from masthead.sources import guess_genre


@pytest.mark.parametrize(
    ("url", "section", "title", "genre"),
    [
        (None, None, "Opinion: The dam should wait", "opinion"),
        (None, None, "The dam should wait | Opinion", "opinion"),
        ("https://example.org/opinion/2031/dam.html", None, "The dam", "opinion"),
        ("https://example.org/commentisfree/dam", "world", None, "opinion"),
        (None, "Editorials", None, "opinion"),
        ("https://example.org/politics/dam.html", None, "The dam", "news"),
        (None, "World news", None, "news"),
        ("https://example.org/2031/dam-opinion-poll.html", None, "Opinion polls differ", "unknown"),
        (None, None, None, "unknown"),
    ],
)
def test_genre_is_told_from_headline_section_and_address(url, section, title, genre):
    assert guess_genre(url=url, section=section, title=title) == genre
