"""Europresse's pages: an ``article`` element an article, or, in older ones, a table for each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from masthead.sources.formats.databases.exports import Article, Export
from masthead.sources.formats.databases.names import is_copyright
from masthead.sources.formats.lines import fold, html_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import html

    from masthead.sources.formats.lines import Line

DATABASE = "Europresse"
_OUTLET, _HEADER = "DocPublicationName", "DocHeader"
_TITLES, _AUTHORS = ("titreArticle", "titreArticleVisu", "TitreArticleVisu"), ("docAuthors", "sm-margin-bottomNews")
_BODY = "docOcurrContainer"
_NAME_WORDS, _SENTENCE = 8, re.compile(r"[.!?…:][\"'”’»)\]]*$")
_WORDS = re.compile(r"\b(\d{1,3}(?: \d{3})*) (?:mots|words)\b")
_ENDS = re.compile(r"(?:numéro de document|document number|n° de document)\s*:|news\s*·\d{8}·", re.IGNORECASE)


def read_page(page: html.HtmlElement) -> Export | None:
    """The articles of a page; None where no outlet is named as Europresse names it."""
    names = [element for element in page.iter("span", "div") if _has(element, _OUTLET)]
    return Export(DATABASE, [_article(name) for name in names]) if names else None


def _has(element: html.HtmlElement, *classes: str) -> bool:
    return not set(classes).isdisjoint((element.get("class") or "").split())


def _article(name: html.HtmlElement) -> Article | None:
    box = _box(name)
    titles = [element for element in box.iter() if isinstance(element.tag, str) and _has(element, *_TITLES)]
    headers = [_shown(element) for element in box.iter("span", "div", "p") if _has(element, _HEADER)]
    body = next((element for element in box.iter("div") if _has(element, _BODY)), None)
    author = next((_shown(element) for element in box.iter("p", "div") if _has(element, *_AUTHORS)), None)
    if body is not None:
        paragraphs = list(_until_end(html_lines(body)))
    else:
        author, paragraphs = _below(box, _shown(titles[-1]) if titles else headers[-1] if headers else _shown(name))
    if not titles and not paragraphs:
        return None
    return Article(
        "\n".join(paragraphs),
        outlet=_shown(name),
        title=_shown(titles[0]) if titles else None,
        date=" ".join(headers),
        author=author,
        section=_section(headers),
        words=words[1].replace(" ", "") if (words := _WORDS.search(" ".join(headers))) else None,
    )


def _box(name: html.HtmlElement) -> html.HtmlElement:
    """The element that holds all of an article: the largest around its outlet's name in which that is the only one."""
    box = name
    for parent in name.iterancestors():
        if sum(1 for element in parent.iter("span", "div") if _has(element, _OUTLET)) > 1 or parent.tag == "body":
            break
        box = parent
    return box


def _shown(element: html.HtmlElement) -> str:
    return fold(" ".join(line.text for line in html_lines(element)))


def _below(box: html.HtmlElement, last: str) -> tuple[str | None, list[str]]:
    """The author and the paragraphs of an older page, which stand below its headline without any mark."""
    lines = html_lines(box)
    start = next((place + 1 for place, line in enumerate(lines) if line.text.endswith(last)), 0)
    paragraphs = list(_until_end(lines[start:]))
    is_author = (
        len(paragraphs) > 1 and len(paragraphs[0].split()) <= _NAME_WORDS and not _SENTENCE.search(paragraphs[0])
    )
    return (paragraphs[0], paragraphs[1:]) if is_author else (None, paragraphs)


def _until_end(lines: Iterable[Line]) -> Iterator[str]:
    """The lines up to a claim of rights or the number of the document."""
    for line in lines:
        if is_copyright(line.text) or _ENDS.search(line.text):
            return
        if line.text.strip():
            yield line.text.strip()


def _section(headers: Sequence[str]) -> str | None:
    """The section, which stands before the day with a comma."""
    first = headers[0] if len(headers) > 1 else ""
    return first.rstrip(", ") if first.endswith(",") and not any(char.isdigit() for char in first) else None
