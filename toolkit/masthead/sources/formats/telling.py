"""What a file holds, told from its content where its ending says otherwise.

Only what can't be taken for an article is believed: the marks that binary formats begin with, a whole JSON object in
the first line, a page's own first tag, and a first line that names the text and one more field of a table. Anything
else stays what its ending says.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from masthead.sources.formats.columns import declared, folded, names_of, textless_record
from masthead.sources.formats.delimited import first_record, sniff_delimiter
from masthead.sources.formats.json_lines import holds_json
from masthead.sources.rows import Unusable

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 65_536
_LONGEST_NAME, _LONGEST_HEADER = 60, 4_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
"""How spreadsheets of the old kind begin that are not in an OLE file."""
_PACKED = b"PK\x03\x04"
_MARKS = ((b"PAR1", "parquet"), (b"WARC/", "warc"), (_OLE, "xls"))
_WORKBOOK = "xl/workbook.xml"
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<(?:[\w-]+:)?(?:rss|feed|rdf)\b", re.IGNORECASE | re.DOTALL
)
_TEXTS = frozenset({"text", "markdown", "csv", "tsv", "jsonl", "json", "html", "xml", "xls", "xlsx"})


def kind_of_bytes(data: bytes, kind: str) -> str:
    """The kind of file that the first bytes tell, ``kind`` where they tell none."""
    if data.startswith(_PACKED):
        return "xlsx" if _is_workbook(data) else kind
    found = next((other for mark, other in _MARKS if data.startswith(mark)), None)
    if found is None and kind in ("xls", "xlsx"):
        if data.startswith(_BIFF):
            return "xls"
        return "table"  # what web pages call a spreadsheet is often a page or a delimited text
    return found or kind


def kind_of_text(text: str, kind: str) -> str:
    """The kind of file that a text is, ``kind`` where nothing else is certain."""
    if kind == "xml" or kind not in _TEXTS | {"table"}:
        return "feed" if _FEED.match(text) else kind
    if kind != "html" and _PAGE.match(text[:HEAD]):
        if kind == "table":
            raise Unusable("no spreadsheet", "a web page under the name of one; open it and save it as .xlsx or CSV")
        return "html"
    if _FEED.match(text[:HEAD]):
        return "feed"
    if kind in ("text", "markdown", "csv", "tsv", "table") and holds_json(text):
        return "json"
    if kind in ("text", "table") and is_table(text):
        return "csv"
    return "csv" if kind == "table" else kind


def kind_of_file(path: Path) -> str | None:
    """What a file without a known ending holds; None where nothing is certain or it can't be read."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
        found = kind_of_bytes(path.read_bytes() if head.startswith(_PACKED) else head, "")
        return found or kind_of_text(head.decode("utf-8-sig"), "text").replace("text", "") or None
    except (OSError, UnicodeDecodeError):
        return None


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


def _is_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _WORKBOOK in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
