"""One web page, one article."""

from __future__ import annotations

import logging
from typing import Any

from masthead.sources.formats.page_dates import as_written, declared_date, search_options
from masthead.sources.furniture.rules import published
from masthead.sources.repair.quoting import mark_quotations
from masthead.sources.rows import Row, Unusable
from masthead.sources.strings import clean_markup

_NOISY_LOGGERS = ("trafilatura", "htmldate", "courlan", "readability", "justext", "charset_normalizer")
_MOST_OF_IT = 0.5
_FEWEST_WORDS = 8
_SENTENCE_END = (".", "!", "?", "…", "”", '"', "’")


def read_html(markup: str, name: str, outlet: str | None) -> Row:
    """The main text, title, date and address that trafilatura finds in a page; nothing is fetched.

    Quotations that the page shows without marks get them first, and what trafilatura takes for no text by its element
    alone is shown to be text: an ``<aside>`` with most of the page's paragraphs, a paragraph that is one link. Raises
    Unusable where the page holds no article.
    """
    import trafilatura  # noqa: PLC0415 - slow to import, only needed for HTML

    for logger in _NOISY_LOGGERS:
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    try:
        page, date = trafilatura.load_html(clean_markup(markup)), None
        if page is not None:
            date = declared_date(page)
            _prepare(page)
        found: Any = page is not None and trafilatura.bare_extraction(
            page, with_metadata=True, include_comments=False, date_extraction_params=search_options()
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError) as error:
        raise Unusable("unreadable HTML", f"{type(error).__name__}: {error}") from error
    text = getattr(found, "text", None)
    if not text:
        raise Unusable("no article", "no main text found in this page")
    date = date or published(text) or (found.date and as_written(found.date, markup))
    section = next(iter(getattr(found, "categories", None) or ()), None)
    values = {"title": found.title, "date": date, "url": found.url, "section": section, "author": found.author}
    return Row(name, {**values, "outlet": outlet, "text": text})


def _prepare(page: Any) -> None:
    """Show what is text, in the page's own elements."""
    mark_quotations(page)
    whole = sum(_words(paragraph) for paragraph in page.iter("p"))
    for aside in list(page.iter("aside")):
        if sum(_words(paragraph) for paragraph in aside.iter("p")) > _MOST_OF_IT * whole:
            aside.tag = "article"
            aside.attrib.clear()
    for paragraph in list(page.iter("p")):
        _settle_links(paragraph)


def _words(element: Any) -> int:
    return len(element.text_content().split())


def _settle_links(paragraph: Any) -> None:
    """A paragraph that is one link: plain text where it is a sentence among paragraphs of text, else out of the way.

    A page links the lines that lead to its other articles, and writes them as headlines.
    """
    links = list(paragraph.iter("a"))
    text = " ".join(paragraph.text_content().split())
    if not text or sum(map(_letters, links)) < _letters(paragraph):
        return
    if text.isupper() or not text.endswith(_SENTENCE_END):
        paragraph.drop_tree()
    elif len(links) == 1 and len(text.split()) >= _FEWEST_WORDS and _is_among_text(paragraph):
        links[0].drop_tag()


def _letters(element: Any) -> int:
    return len("".join(element.text_content().split()))


def _is_among_text(paragraph: Any) -> bool:
    beside = (paragraph.getprevious(), paragraph.getnext())
    return all(other is None or (other.tag == "p" and not _is_linked(other)) for other in beside)


def _is_linked(paragraph: Any) -> bool:
    linked = sum(_words(link) for link in paragraph.iter("a"))
    return linked > _MOST_OF_IT * _words(paragraph)
