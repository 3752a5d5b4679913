"""A document's file to rows: the articles of a news database's export, or the one article that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.sources.formats.contents import kind_of_content
from masthead.sources.formats.databases.exports import rows_of
from masthead.sources.formats.databases.factiva_xml import read_xml
from masthead.sources.formats.databases.finding import find_in_lines, find_in_page, find_in_text
from masthead.sources.formats.decode import decode
from masthead.sources.formats.documents import read_text
from masthead.sources.formats.html import read_html
from masthead.sources.formats.office import docx_lines, odt_lines, rtf_lines
from masthead.sources.formats.pdf import paragraphs, pdf_lines
from masthead.sources.repair.articles import repair_document
from masthead.sources.rows import Row, Span, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.sources.formats.databases.exports import Article
    from masthead.sources.formats.lines import Line
    from masthead.sources.formats.locate import Source
    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Log

_LINE_WORDS = 25
_OTHER_ZIP = "an archive without a text document; unpack it and read the files in it"
_OLD_WORD = "a file from an old version of Word or Excel; save it as .docx, .rtf or .csv and read that"
_OTHER_XML = "XML that is not Factiva's; save the articles as CSV, JSON or text"


def read_document(data: bytes, source: Source, options: ReadOptions, log: Log) -> Iterator[Row]:
    """The rows of a document; its kind is told from its content.

    Raises Unusable where it can't be read or holds no article, and where a single article is larger than allowed.
    """
    kind = kind_of_content(data, source.kind)
    match kind:
        case "docx" | "odt" | "pdf":
            reader = {"docx": docx_lines, "odt": odt_lines, "pdf": pdf_lines}[kind]
            rows = _from_lines(reader(data, options), kind, source, options, log)
        case "xml":
            rows = _from_xml(data, source, options, log)
        case "zip" | "doc":
            raise Unusable("unknown format", _OTHER_ZIP if kind == "zip" else _OLD_WORD)
        case _:
            rows = _from_text(data, kind, source, options, log)
    yield from _with_outlets(rows, source, log)


def _from_xml(data: bytes, source: Source, options: ReadOptions, log: Log) -> Iterator[Row]:
    export = read_xml(data)
    if export is not None:
        yield from rows_of(export, source.name, source.outlet, log)
    elif source.kind == "html":
        yield from _from_text(data, "html", source, options, log)
    else:
        raise Unusable("unknown format", _OTHER_XML)


def _from_text(data: bytes, kind: str, source: Source, options: ReadOptions, log: Log) -> Iterator[Row]:
    decoded = decode(data, encoding=options.encoding, html=kind == "html")
    if decoded.note and kind != "rtf":
        log.note(f"{source.name}: {decoded.note}")
    if kind == "rtf":
        yield from _from_lines(rtf_lines(decoded.text), kind, source, options, log)
        return
    text = decoded.text
    export = find_in_page(text) if kind == "html" else find_in_text(text)
    if export is not None:
        yield from rows_of(export, source.name, source.outlet, log)
        return
    _require_small(len(data), options)
    if kind == "html":
        yield read_html(text, source.name, source.outlet)
    else:
        text = repair_document(text, source.name, source.outlet, log)
        yield read_text(text, source.name, source.outlet, markdown=kind == "markdown")


def _require_small(size: int, options: ReadOptions) -> None:
    if size > options.max_article_bytes:
        raise Unusable("too large", f"{size:,} bytes, the limit is {options.max_article_bytes:,}")


def _from_lines(lines: Sequence[Line], kind: str, source: Source, options: ReadOptions, log: Log) -> Iterator[Row]:
    printed = kind == "pdf"
    export = find_in_lines(lines, wrapped=False)
    if export is not None:
        if printed:
            export.articles = [article and _in_paragraphs(article) for article in export.articles]
        yield from rows_of(export, source.name, source.outlet, log)
        return
    texts = [line.text.strip() for line in lines]
    text = "\n\n".join(paragraphs(texts) if printed else filter(None, texts))
    _require_small(len(text.encode("utf-8", "replace")), options)
    yield _single(text, lines, source)


def _in_paragraphs(article: Article) -> Article:
    """An article of a printed file with its lines joined."""
    return article._replace(text="\n".join(paragraphs(article.text.split("\n"))))


def _single(text: str, lines: Sequence[Line], source: Source) -> Row:
    """The article of a word processor's file: its title is the paragraph in that style, else a first short line."""
    row = read_text(text, source.name, source.outlet, markdown=False)
    first = next((line for line in lines if line.text.strip()), None)
    if first is not None and first.role == "title" and not row.values.get("title"):
        row.values["title"] = first.text.strip()
        row.structural.append(Span(0, len(first.text.strip()), "title"))
    if len(text.split("\n\n")) == 1 and _is_line(text):
        raise Unusable("no article", f"it contains only one line: {text[:80]!r}" if text else "it contains no text")
    return row


def _is_line(text: str) -> bool:
    return len(text.split()) <= _LINE_WORDS and not text.endswith((".", "!", "?", "”", '"'))


def _with_outlets(rows: Iterator[Row], source: Source, log: Log) -> Iterator[Row]:
    """The rows, with a note where an outlet is only known from the folder that a file named by itself is in."""
    for row in rows:
        if source.assumed and row.values["outlet"] == source.outlet:
            log.note(
                f"{source.name}: its outlet is taken to be {source.outlet!r}, the folder's name; --outlet NAME "
                "gives another"
            )
        yield row
