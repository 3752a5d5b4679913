"""What kind of file some bytes are, whatever its name says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from masthead.sources.formats.office import members

if TYPE_CHECKING:
    from pathlib import Path

OFFICE = frozenset(("docx", "odt", "rtf", "pdf", "doc"))
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
_RTF = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf")
_PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-")
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<[A-Za-z!/]")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b", re.IGNORECASE)


def kind_of_content(data: bytes, told: str) -> str:
    """The kind of document that ``data`` are; ``told``, by the name, where nothing in them says otherwise."""
    head = data[:_HEAD]
    if data.startswith(_ZIP):
        return _kind_of_zip(data, told)
    if data.startswith(_OLE):
        return "doc"
    for pattern, kind in ((_RTF, "rtf"), (_PDF, "pdf"), (_PAGE, "html"), (_XML, "xml")):
        if pattern.match(head):
            return kind
    if told == "xml" and _TAG.match(head.lstrip()):
        return told
    return "text" if told in OFFICE or told == "xml" or (told == "html" and not _TAG.search(data)) else told


def _kind_of_zip(data: bytes, told: str) -> str:
    """What is packed; of a damaged archive what its name tells, for its reader to say what is wrong with it."""
    names = members(data)
    if "word/document.xml" in names or (not names and told == "docx"):
        return "docx"
    return "odt" if "content.xml" in names or (not names and told == "odt") else "zip"


def kind_by_signature(path: Path) -> str | None:
    """The kind of document of a file whose name tells none; None where its first bytes don't either."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            data = head + file.read() if head.startswith(_ZIP) else head
    except OSError:
        return None
    kind = kind_of_content(data, "")
    return kind if kind in ("docx", "odt", "rtf", "pdf", "html", "doc") else None
