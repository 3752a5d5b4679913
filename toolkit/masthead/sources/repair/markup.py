"""HTML in the text of a table or a text file: told from a mere mention of a tag, and read as a browser shows it.

A text counts as markup where an element of HTML is opened and closed around something, or where an unclosed one
(``<br>``, ``<p>``) stands where a paragraph ends. Tags in quotation marks or brackets are mentioned, not meant.
Entities (``&ldquo;``, ``&#8217;``) are read in any text, and markup written with them (``&lt;p&gt;``) is markup.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from masthead.sources.repair.quoting import mark_quotations
from masthead.sources.repair.shapes import shapes
from masthead.sources.rows import Span
from masthead.sources.strings import clean_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?)(/?)>")
_ENTITY = re.compile(r"&(?:amp;)*((?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_MENTION = "\"'“”‘’`()"
_DECLARED = re.compile(r"<\?xml[^<>]*>|<!\[CDATA\[|\]\]>")
_BESIDE = re.compile(r"[.!?:;,\"”’>)\n]\s*\Z")
_CAPTION = "caption"
_TOO_DEEP = "ERR_RESOURCE_LIMIT"
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_NONE, _SPACE, _LINE, _PARAGRAPH = range(4)
_GAPS = ("", " ", "\n", "\n\n")


def is_markup(text: str) -> bool:
    """Whether a text is HTML, not one that mentions a tag."""
    comment = text.find("<!--")
    if comment >= 0 and text.find("-->", comment) >= 0:
        return True
    opened: dict[str, int] = {}
    alone = 0
    for match in _TAG.finditer(text):
        closes, name, given = match[1], match[2].lower(), match[3].strip()
        if not _is_element(name) or _is_mentioned(text, match):
            continue
        if closes and name in opened and _encloses(text, opened[name], match.start(), name):
            return True
        if not closes:
            opened[name] = match.end()
        if name in shapes("alone") and not closes:
            alone += 1
            before = text[max(0, match.start() - 8) : match.start()]
            edge = not before.strip() or _BESIDE.search(before) is not None or not text[match.end() :].strip()
            if edge or alone > 1 or "=" in given:
                return True
    return False


def _is_element(name: str) -> bool:
    return any(name in shapes(kind) for kind in ("block", "alone", "inline", "dropped"))


def _is_mentioned(text: str, match: re.Match[str]) -> bool:
    """Whether a tag stands in marks or brackets, as in *the "<b>" tag*."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if not before or not after or before not in _MENTION or after not in _MENTION:
        return False
    return not (match[3].strip() or match[1])


def _encloses(text: str, begin: int, end: int, name: str) -> bool:
    """Whether a pair of tags is around something; inline tags touch it on one side at least."""
    inside = text[begin:end]
    return name not in shapes("inline") or (bool(inside) and not (inside[0].isspace() and inside[-1].isspace()))


def without_entities(text: str) -> str:
    """``text`` with entities as the characters they stand for; one alone in quotation marks is mentioned and stays."""
    if "&" not in text:
        return text

    def meant(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before and after and before in _MENTION and after in _MENTION:
            return match[0]
        return unescape("&" + match[1])

    return _ENTITY.sub(meant, text)


def read_markup(text: str) -> tuple[str, list[Span]]:
    """The text that a browser shows of this HTML, paragraphs apart, and the captions in it.

    Scripts, styles and comments are dropped, blocks become paragraphs, ``<br>`` a line break. White space is folded,
    but a blank line between paragraphs stays one, and line breaks stay where no element makes any.
    """
    safe = _DECLARED.sub("", clean_markup(text))
    keeps_lines = not any(
        match[2].lower() in shapes("block") or match[2].lower() in shapes("alone") for match in _TAG.finditer(safe)
    )
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = html.document_fromstring(f"<html><body>{safe}</body></html>".encode(), parser=parser)
    if any(error.type_name == _TOO_DEEP for error in parser.error_log):
        # The parser has left the rest out.
        return without_entities(_BLANKS.sub(" ", _TAG.sub(" ", safe)).strip()), []
    mark_quotations(root)
    writer = _Writer(_LINE if keeps_lines else _SPACE)
    for event, element in _walk(root):
        writer.take(event, element)
    return writer.text, writer.captions


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    """Beginning and end of each element; what is dropped has only an end."""
    skipped = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None and element is not skipped:
            continue
        if event == "start" and element.tag in shapes("dropped"):
            skipped = element
            continue
        if event == "end" and element is skipped:
            skipped = None
        yield event, element


class _Writer:
    """Takes elements in and gives text out."""

    def __init__(self, line: int) -> None:
        self._line = line
        self._parts: list[str] = []
        self._gap = _NONE
        self._length = 0
        self._begun: list[int] = []
        self._kept = 0
        self.captions: list[Span] = []

    @property
    def text(self) -> str:
        """What was written."""
        return "".join(self._parts)

    def take(self, event: str, element: Any) -> None:
        """An element begins or ends."""
        name = element.tag
        self._part(event, name)
        if event == "start":
            self._kept += name == "pre"
            if name in shapes("caption"):
                self._begun.append(len(self._parts))
            self._write(element.text)
            return
        self._kept -= name == "pre"
        if name in shapes("caption"):
            self._end_caption(self._begun.pop())
        self._write(element.tail)

    def _part(self, event: str, name: str) -> None:
        """Note what an element puts between what is before and after it."""
        if name in shapes("cell"):
            self._gap = max(self._gap, _SPACE)
        elif name == "br" and event == "end":
            self._gap = _PARAGRAPH if self._gap >= _LINE else _LINE
        elif name in shapes("block"):
            self._gap = _PARAGRAPH

    def _write(self, text: str | None) -> None:
        if not text:
            return
        text = without_entities(text)  # those that were written twice over
        folded = text if self._kept else _BLANKS.sub(self._fold, text)
        inner = folded.strip(" \t\n\xa0")
        before = folded[: len(folded) - len(folded.lstrip(" \t\n\xa0"))]
        self._widen(before)
        if not inner:
            return
        gap = _GAPS[self._gap] if self._parts else ""
        self._parts.append(gap + inner)
        self._length += len(gap) + len(inner)
        self._gap = _NONE
        self._widen(folded[len(before) + len(inner) :])

    def _widen(self, white: str) -> None:
        if white:
            newlines = white.count("\n")
            self._gap = max(self._gap, _SPACE + min(newlines, 2))

    def _fold(self, match: re.Match[str]) -> str:
        newlines = match[0].count("\n")
        if newlines > 1:
            return _GAPS[_PARAGRAPH]
        return _GAPS[self._line] if newlines else " "

    def _end_caption(self, begun: int) -> None:
        written = "".join(self._parts[begun:])
        words = written.strip()
        if words:
            start = self._length - len(written.lstrip())
            self.captions.append(Span(start, start + len(words), _CAPTION))
