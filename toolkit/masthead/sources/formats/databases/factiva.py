"""Factiva's pages: a box an article, in lines or with field codes (HD, LP, TD).

What a line means is told from structure, place and codes, since the words around it are in the language of the page. In
a box the lines stand in one order: section, headline, author, number of words, day, time, outlet, code of the outlet,
more, the paragraphs, and at the end the number of the document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from masthead.sources.formats.databases.days import begins_with_date
from masthead.sources.formats.databases.exports import Article, Export
from masthead.sources.formats.databases.names import word_count
from masthead.sources.formats.lines import fold, html_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import html

DATABASE = "Factiva"
_BOX = re.compile(r"(?:^|\s)article\s+([a-z]{2,4})Article(?:\s|$)")
_PARAGRAPH = re.compile(r"(?:^|\s)article(?:Paragraph|Pre)(?:\s|$)")
_HEADLINE = re.compile(r"(?:^|\s)[a-z]{2,4}Headline(?:\s|$)")
CODES = re.compile(
    r"(HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|SE|CLM|ART|CT|CO|IN|NS|RE|IPC|IPD|PUB|AN|NGC|GC|RF)"
)
WORDS = re.compile(r"\d[\d.,' \u202f\u2009\xa0]*\s*[^\W\d_]+")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?", re.IGNORECASE)
_TEXT_CODES = ("LP", "TD")


def read_boxes(page: html.HtmlElement) -> Export | None:
    """The articles of a page; none of a list of headlines; None where it is no page of Factiva's.

    Other pages have boxes of such names, too (``newsArticle``), but no article of Factiva's in them.
    """
    found = [_boxed(box) for box in page.iter("div") if _BOX.search(box.get("class", ""))]
    known = any(article is not None for article in found) or fold(page.findtext(".//title") or "") == DATABASE
    return Export(DATABASE, found) if known else None


def _boxed(box: html.HtmlElement) -> Article | None:
    codes = _coded(box)
    return from_codes(codes, _language(box)) if codes else _from_lines(box)


def _language(box: html.HtmlElement) -> str:
    match = _BOX.search(box.get("class", ""))
    return match[1] if match else ""


def _from_lines(box: html.HtmlElement) -> Article | None:
    """An article whose head has no codes: what each line is is told from its place and its form."""
    parts = [part for part in box.iter("p", "pre") if _PARAGRAPH.search(part.get("class", ""))]
    paragraphs = [text for part in parts if (text := _shown(part))]
    heads = [part for part in box.iter("div") if part is not box and not any(child.tag == "div" for child in part)]
    headline = next((place for place, part in enumerate(heads) if _is_headline(part)), None)
    title = None if headline is None else _shown(heads[headline])
    after = heads if headline is None else heads[headline + 1 :]
    author = "; ".join(fold(_shown(part)) for part in after if part.get("class") == "author")
    lines = [text for part in after if part.get("class") != "author" and (text := fold(_shown(part)))]
    section = "; ".join(fold(_shown(part)) for part in heads[:headline]) if headline else None
    article = placed(lines)
    if article is None and not paragraphs:
        return None
    found = article or Article("")
    return found._replace(text="\n".join(paragraphs), title=title, author=author, section=section, lang=_language(box))


def _is_headline(part: html.HtmlElement) -> bool:
    return part.get("id") == "hd" or any(_HEADLINE.search(child.get("class", "")) for child in part.iter())


def placed(lines: Sequence[str]) -> Article | None:
    """Words, day and outlet of the lines below a headline; None where there is neither a day nor a count."""
    count = next((place for place, line in enumerate(lines) if WORDS.fullmatch(line)), None)
    start = 0 if count is None else count
    day = next((place for place in range(start, len(lines)) if begins_with_date(lines[place])), None)
    if day is None and count is None:
        return None
    rest = [line for line in lines[(count if day is None else day) or 0 :][1:] if not _TIME.fullmatch(line)]
    return Article(
        "",
        outlet=rest[0] if rest else None,
        date=None if day is None else lines[day],
        words=None if count is None else word_count(lines[count]),
    )


def _shown(part: html.HtmlElement) -> str:
    lines = [line.text.strip() for line in html_lines(part)]
    return "\n".join(line for line in lines if line)


def _coded(box: html.HtmlElement) -> dict[str, list[str]]:
    """The fields of a box that names them by codes: their paragraphs."""
    found: dict[str, list[str]] = {}
    for row in box.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        code = fold(cells[0].text_content()) if len(cells) > 1 else ""
        if CODES.fullmatch(code):
            found.setdefault(code, []).extend(_shown(cells[1]).split("\n"))
    return found


def from_codes(codes: Mapping[str, Sequence[str]], language: str | None = None) -> Article | None:
    """An article from its fields' lines by code; None where there is neither text nor headline."""
    one = {code: fold(" ".join(values)) for code, values in codes.items()}
    text = "\n".join(line for code in _TEXT_CODES for line in codes.get(code, ()) if line.strip())
    if not text and "HD" not in one:
        return None
    return Article(
        text,
        outlet=one.get("SN"),
        title=one.get("HD"),
        date=one.get("PD"),
        author=one.get("BY"),
        section=one.get("SE") or one.get("CLM"),
        words=word_count(one.get("WC", "")),
        lang=language or one.get("LA"),
    )
