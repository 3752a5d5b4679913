"""Documents to lines: what a page, a word processor's file or a plain text shows, without its looks.

A line is a paragraph, or a part of one that the document breaks off. Lines without text part paragraphs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree, html

from masthead.sources.rows import Unusable
from masthead.sources.strings import clean_markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd div dl dt figcaption figure footer form h1 h2 h3 h4 "
        "h5 h6 header hr legend li main nav ol p pre section table tbody tfoot thead tr ul",
    )
)
_SKIPPED = frozenset(
    ("head", "script", "style", "template", "noscript", "select", "option", "button", "object", "svg", "iframe")
)
_CELLS = frozenset(("td", "th"))
CELL = "\t"
"""What stands between the cells of a table's row."""


class Line(NamedTuple):
    """``lead`` is the bold beginning of the text. ``role`` is ``title``, ``row`` (of a table), or empty."""

    text: str
    lead: str = ""
    role: str = ""

    @property
    def folded(self) -> str:
        """The text in small letters, with single spaces and none at its ends."""
        return fold(self.text).casefold()


BLANK = Line("")


def fold(text: str) -> str:
    """Any stretch of white space as one space, none at the ends."""
    return _SPACE.sub(" ", text).strip()


def text_lines(text: str) -> list[Line]:
    """The lines of a plain text; a page feed parts paragraphs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    return [Line(line.replace("\xa0", " ").rstrip()) for line in lines]


def parsed_html(markup: str) -> html.HtmlElement:
    """The page as a tree; nothing is fetched. Raises Unusable where there is no page in it."""
    safe = re.sub(r"^\s*<\?xml[^>]*\?>", "", clean_markup(markup.lstrip("\N{BYTE ORDER MARK}")))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return html.document_fromstring(safe.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, RecursionError) as error:
        raise Unusable("unreadable HTML", f"{type(error).__name__}: {error}") from error


def html_lines(root: html.HtmlElement, *, bold: Iterable[str] = ()) -> list[Line]:
    """The lines that a page, or a part of it, shows; ``bold`` are the classes whose style is bold.

    Blocks end with a line without text, ``br`` ends a line, and a row of a table is one line.
    """
    writer = _Writer()
    _write(root, writer, frozenset(bold), is_bold=False)
    writer.end_block()
    return writer.lines


def bold_classes(markup: str) -> set[str]:
    """The classes that the page's own style sheet sets in bold."""
    return set(re.findall(r"\.([\w-]+)\s*\{[^}]{0,300}?font-weight:\s*bold", markup))


class _Writer:
    """Puts lines together from pieces of text."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pieces: list[tuple[str, bool]] = []
        self.row = False
        self.kept = False

    def add(self, text: str | None, *, is_bold: bool) -> None:
        if text:
            self._pieces.append((text, is_bold))

    def end_line(self) -> None:
        text = "".join(piece for piece, _ in self._pieces)
        whole = text.replace("\xa0", " ").strip("\n") if self.kept else _cells(text)
        for part in whole.split("\n") if self.kept else [whole]:
            self.lines.append(Line(part, lead(self._pieces), "row" if self.row and CELL in part else ""))
        self._pieces = []

    def end_block(self) -> None:
        if any(piece.strip() for piece, _ in self._pieces):
            self.end_line()
        self._pieces = []
        if self.lines and self.lines[-1].text:
            self.lines.append(BLANK)


def _cells(text: str) -> str:
    return CELL.join(fold(cell) for cell in text.split("\0")).strip(CELL)


def lead(pieces: Iterable[tuple[str, bool]]) -> str:
    """The text of the first ``pieces`` that are bold; blank ones count as either."""
    found = ""
    for text, is_bold in pieces:
        if text.strip() and not is_bold:
            break
        found += text
    return fold(found)


def _write(root: html.HtmlElement, writer: _Writer, bold: frozenset[str], *, is_bold: bool) -> None:
    """Write ``root`` without what follows it; a stack instead of recursion, since pages nest without limit."""
    stack: list[tuple[html.HtmlElement, Iterator[html.HtmlElement], bool]] = []
    _enter(root, writer, strong := is_bold or _is_bold(root, bold))
    stack.append((root, iter(root), strong))
    while stack:
        element, children, strong = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            _leave(element, writer)
            if stack:
                writer.add(_spaced(element.tail, writer), is_bold=stack[-1][2])
        elif not isinstance(child.tag, str) or child.tag in _SKIPPED:
            writer.add(_spaced(child.tail, writer), is_bold=strong)
        else:
            heavy = strong or _is_bold(child, bold)
            _enter(child, writer, heavy)
            stack.append((child, iter(child), heavy))


def _enter(element: html.HtmlElement, writer: _Writer, is_bold: bool) -> None:
    tag = element.tag
    if tag == "br":
        writer.end_line()
    elif tag == "tr":
        writer.end_block()
        writer.row = True
    elif tag in _BLOCKS and not writer.row:
        writer.end_block()
    if tag == "pre":
        writer.kept = True
    writer.add(_spaced(element.text, writer), is_bold=is_bold)


def _leave(element: html.HtmlElement, writer: _Writer) -> None:
    tag = element.tag
    if tag in _CELLS and writer.row:
        writer.add("\0", is_bold=False)
    elif tag == "tr":
        writer.end_block()
        writer.row = False
    elif tag in _BLOCKS:
        writer.add(" ", is_bold=False) if writer.row else writer.end_block()
    if tag == "pre":
        writer.kept = False


def _spaced(text: str | None, writer: _Writer) -> str | None:
    """Text between tags: but for preformatted text, the ends of its lines mean nothing."""
    return text if text is None or writer.kept else _SPACE.sub(" ", text)


def _is_bold(element: html.HtmlElement, bold: frozenset[str]) -> bool:
    style = element.get("style", "")
    return (
        element.tag in ("b", "strong")
        or not bold.isdisjoint(element.get("class", "").split())
        or re.search(r"font-weight:\s*bold", style) is not None
    )
