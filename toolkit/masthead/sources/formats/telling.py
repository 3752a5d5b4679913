"""What a file holds, told from its content where its ending says otherwise.

Only what can't be taken for an article is believed: the marks that binary formats begin with, JSON objects, the first
tag of a page or feed, and a first line that names the text and one more field of a table. Anything else stays what its
ending says. What kind of document a document is, ``contents`` tells.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from masthead.sources.formats.columns import declared, folded, names_of, textless_record
from masthead.sources.formats.contents import OFFICE, kind_by_signature
from masthead.sources.formats.delimited import first_record, sniff_delimiter
from masthead.sources.formats.json_lines import holds_json
from masthead.sources.formats.office import members
from masthead.sources.rows import Unusable

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = 65_536
_LONGEST_NAME, _LONGEST_HEADER = 60, 4_000
_OLE, _PACKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_BIFF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
"""How spreadsheets of the old kind begin that are not in an OLE file."""
_BOOKS = ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
_WORKBOOK = "xl/workbook.xml"
_MARKS = ((b"PAR1", "parquet"), (b"WARC/", "warc"))
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_BEFORE = r"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*"
_PAGE = re.compile(rf"{_BEFORE}<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(rf"{_BEFORE}(?:<!doctype[^<>]*>\s*)?<(?:[\w-]+:)?(?:rss|feed|rdf)\b", re.IGNORECASE | re.DOTALL)
_TABLES = frozenset({"csv", "tsv", "json", "jsonl", "feed", "parquet", "xlsx", "xls", "warc"})
_PROSE = frozenset({"text", "markdown", "html", "xml"})


def kind_of_bytes(data: bytes, kind: str) -> str:
    """The kind of file that the first bytes tell, ``kind`` where they tell none.

    ``table`` is what only calls itself a spreadsheet: such exports are delimited texts or web pages.
    """
    if data.startswith(_PACKED):
        return "xlsx" if _WORKBOOK in members(data) else _document(kind)
    if data.startswith(_OLE):
        return "xls" if any(book in data for book in _BOOKS) else _document(kind)
    found = next((other for mark, other in _MARKS if data.startswith(mark)), None)
    if found is None and kind in ("xls", "xlsx"):
        return "xls" if data.startswith(_BIFF) else "table"
    return found or kind


def kind_of_document(data: bytes, kind: str) -> str:
    """The kind of table or feed that is called a document, ``kind`` where it is none."""
    if kind not in _PROSE:
        return kind
    head = _begin(data)
    if _FEED.match(head):
        return "feed"
    if kind in ("text", "markdown"):
        if head.lstrip()[:1] in ("{", "[") and holds_json(data.decode("utf-8-sig", "replace")):
            return "json"
        if is_table(head):
            return "csv"
    return kind


def kind_of_text(text: str, kind: str) -> str:
    """The kind of a file that is called a table, ``kind`` where nothing else is certain."""
    if _PAGE.match(text[:_HEAD]):
        if kind == "table":
            raise Unusable("no spreadsheet", "a web page under the name of one; open it and save it as .xlsx or CSV")
        return "html"
    if _FEED.match(text[:_HEAD]):
        return "feed"
    if kind in ("csv", "tsv", "table") and holds_json(text):
        return "json"
    return "csv" if kind == "table" else kind


def kind_of_file(path: Path, kind: str | None) -> str | None:
    """The kind of a file named by itself whose ending tells a document or nothing; ``kind`` where none is certain."""
    signed = kind_by_marks(path) if kind is None else None
    if signed is not None:
        return signed
    try:
        with path.open("rb") as file:
            data = file.read(_HEAD)
            if data.lstrip()[:1] in (b"{", b"["):
                data += file.read()
    except OSError:
        return kind
    found = kind_of_document(data, kind or "text") if b"\0" not in data[:_HEAD] or data[:2] in _WIDE else kind
    return found if found in _TABLES else kind


def kind_by_marks(path: Path) -> str | None:
    """The kind of a file that its first bytes alone tell for certain."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            found = kind_of_bytes(head + file.read() if head.startswith((_PACKED, _OLE)) else head, "")
    except OSError:
        return None
    return found if found in _TABLES else kind_by_signature(path)


def is_table(text: str) -> bool:
    """Whether the first line names the text of articles and another field, or is of an export that has no header."""
    line = text[:_LONGEST_HEADER].lstrip("\ufeff").split("\n", 1)[0]
    if textless_record(line) is not None:
        return True
    names = first_record(line, sniff_delimiter(line))
    if len(names) < 2 or any(len(name) > _LONGEST_NAME for name in names):
        return False
    have = {folded(name) for name in names}
    fields = [field for field in declared()["names"] if not have.isdisjoint(names_of(field))]
    return "text" in fields and len(fields) > 1


def _document(kind: str) -> str:
    """What is packed as documents are, whatever it is called."""
    return kind if kind in OFFICE else "docx"


def _begin(data: bytes) -> str:
    return data[:_HEAD].decode(_WIDE.get(data[:2], "utf-8-sig"), "replace")
