"""Factiva's XML: an ``article`` element an article, and how many there should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from masthead.sources.formats.databases.exports import Article, Export
from masthead.sources.formats.databases.factiva import DATABASE
from masthead.sources.formats.databases.names import word_count
from masthead.sources.formats.lines import fold
from masthead.sources.rows import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS = ("leadParagraph", "tailParagraphs")
_RESULT, _ARTICLE = ("ppsarticleResultSet", "articleResultSet"), "article"


def read_xml(data: bytes) -> Export | None:
    """The articles of an XML file of Factiva's; None where it is some other XML. Raises Unusable where it is broken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unusable("bad XML", str(error)) from error
    articles = [element for element in root.iter("{*}" + _ARTICLE) if element.find("{*}headline") is not None]
    if not articles:
        return None
    counts = (element.get("count", "") for name in _RESULT for element in root.iter("{*}" + name))
    announced = next((int(count) for count in counts if count.isdigit()), None)
    return Export(DATABASE, [_article(element) for element in articles], announced)


def _article(element: etree._Element) -> Article:
    paragraphs = [text for name in _TEXTS for text in _paragraphs(element, name)]
    return Article(
        "\n".join(paragraphs),
        outlet=_one(element, "sourceName"),
        title=" ".join(_paragraphs(element, "headline")) or _one(element, "headline"),
        date=_one(element, "publicationDate/{*}dateTime") or _one(element, "publicationDate"),
        author=_one(element, "byline"),
        section=_one(element, "sectionName") or _one(element, "columnName"),
        words=word_count(_one(element, "wordCount") or ""),
        lang=_one(element, "baseLanguage"),
    )


def _one(element: etree._Element, path: str) -> str | None:
    found = element.find("{*}" + path)
    return None if found is None else fold("".join(found.itertext())) or None


def _paragraphs(element: etree._Element, name: str) -> Iterator[str]:
    for parent in element.iterchildren("{*}" + name):
        for paragraph in parent.iterchildren("{*}paragraph"):
            text = "".join(paragraph.itertext())
            kept = paragraph.get("display") == "Preformatted"
            if shown := text.strip("\n") if kept else fold(text):
                yield shown
