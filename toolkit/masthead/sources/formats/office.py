"""Word processors' files to lines: ``.docx``, ``.odt`` and ``.rtf``; nothing outside the text is read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from lxml import etree

from masthead.sources.formats.lines import CELL, Line, fold, lead
from masthead.sources.rows import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.sources.options import ReadOptions

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLES = re.compile(r"title|heading ?1", re.IGNORECASE)
_OFF = frozenset(("0", "false", "off", "none"))
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, KeyError)
_ODT_TITLE, _ODT_PARAGRAPHS = re.compile(r"title", re.IGNORECASE), ("text:h", "text:p")


def member(data: bytes, name: str, options: ReadOptions) -> bytes:
    """One file out of a zip archive, within the limits of ``options``.

    Raises Unusable where the archive is damaged or locked, or holds no such file, or where that is larger than allowed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = archive.getinfo(name)
            _check_size(found, options)
            with archive.open(found) as file:
                unpacked = file.read(found.file_size + 1)
    except _DAMAGED as error:
        raise Unusable("damaged document", f"{type(error).__name__}: {error}") from error
    return unpacked


def check_members(data: bytes, options: ReadOptions) -> None:
    """Raise Unusable where a file in a zip archive is larger than allowed, or the archive is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for found in archive.infolist():
                _check_size(found, options)
    except _DAMAGED as error:
        raise Unusable("damaged document", f"{type(error).__name__}: {error}") from error


def members(data: bytes) -> frozenset[str]:
    """The names of the files in a zip archive; none where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except _DAMAGED:
        return frozenset()


def _check_size(found: zipfile.ZipInfo, options: ReadOptions) -> None:
    if found.file_size > options.max_export_bytes:
        raise Unusable("too large", f"{found.filename} unpacks to more than {options.max_export_bytes:,} bytes")
    packed = max(found.compress_size, 1)
    if found.file_size > options.ratio_free_bytes and found.file_size > options.max_ratio * packed:
        raise Unusable("zip bomb", f"{found.filename} unpacks to more than {options.max_ratio:g} times its size")


def docx_lines(data: bytes, options: ReadOptions) -> list[Line]:
    """The lines of a Word document: its paragraphs, a row of a table as one; headers and footers are left out."""
    markup = member(data, "word/document.xml", options)
    try:
        return list(_paragraphs(markup))
    except etree.XMLSyntaxError as error:
        raise Unusable("damaged document", f"word/document.xml: {error}") from error


def _paragraphs(markup: bytes) -> Iterator[Line]:
    """Paragraphs as they end; what was read is let go of, since a file may hold hundreds of articles."""
    found = etree.iterparse(io.BytesIO(markup), events=("end",), resolve_entities=False, no_network=True)
    for _, element in found:
        kind = element.tag.removeprefix(_WORD).removeprefix(_STRICT) if isinstance(element.tag, str) else ""
        if kind == "tr":
            cells = [
                fold("".join(_pieces_text(cell))) for cell in element if cell.tag in (_WORD + "tc", _STRICT + "tc")
            ]
            yield Line(CELL.join(cells).strip(CELL), role="row")
        elif kind == "p" and not _inside_row(element):
            if next(element.iterancestors(_FALLBACK), None) is None:
                yield from _lines_of(element)
        else:
            continue
        element.clear()


def _inside_row(element: etree._Element) -> bool:
    return next(element.iterancestors(_WORD + "tr", _STRICT + "tr"), None) is not None


def _lines_of(paragraph: etree._Element) -> list[Line]:
    pieces = list(_pieces(paragraph))
    text = "".join(piece for piece, _ in pieces)
    start = lead(pieces)
    role = "title" if _is_title(paragraph) else ""
    lines = [line.strip(" \xa0\t") for line in text.split("\n")]
    while len(lines) > 1 and not lines[0]:
        del lines[0]
    return [Line(line.replace("\xa0", " "), start if not number else "", role) for number, line in enumerate(lines)]


def _pieces(paragraph: etree._Element) -> Iterator[tuple[str, bool]]:
    """The paragraph's text in order, each piece with whether it is bold."""
    for element in paragraph.iter():
        if not isinstance(element.tag, str):
            continue
        kind = element.tag.rsplit("}", 1)[-1]
        if kind == "t" and element.text:
            yield element.text, _is_bold(element.getparent())
        elif kind in _CHARACTERS and element.getparent().tag.endswith("}r"):
            yield _CHARACTERS[kind], False


_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}


def _pieces_text(element: etree._Element) -> Iterator[str]:
    for paragraph in element.iter(_WORD + "p", _STRICT + "p"):
        yield from (text for text, _ in _pieces(paragraph))
        yield " "


def _is_bold(run: etree._Element | None) -> bool:
    found = None if run is None else run.find("{*}rPr/{*}b")
    return found is not None and _value(found) not in _OFF


def _is_title(paragraph: etree._Element) -> bool:
    level, style = paragraph.find("{*}pPr/{*}outlineLvl"), paragraph.find("{*}pPr/{*}pStyle")
    return (level is not None and _value(level) == "0") or (style is not None and bool(_TITLES.match(_value(style))))


def _value(element: etree._Element) -> str:
    return next((value for name, value in element.attrib.items() if str(name).endswith("val")), "")


def odt_lines(data: bytes, options: ReadOptions) -> list[Line]:
    """The lines of an OpenDocument text: its headings and paragraphs."""
    from odf import opendocument, teletype  # noqa: PLC0415 - slow to import, seldom needed

    check_members(data, options)
    try:
        document = opendocument.load(io.BytesIO(data))
        found = [element for element in _walk(document.text) if getattr(element, "tagName", "") in _ODT_PARAGRAPHS]
        return [
            Line(
                teletype.extractText(element).replace("\xa0", " ").strip(),
                role="title" if _ODT_TITLE.search(str(element.getAttribute("stylename"))) else "",
            )
            for element in found
        ]
    except Exception as error:  # odfpy raises whatever its parser meets
        raise Unusable("damaged document", f"{type(error).__name__}: {error}") from error


def _walk(element: Any) -> Iterator[Any]:
    yield element
    for child in getattr(element, "childNodes", ()):
        yield from _walk(child)


def rtf_lines(text: str) -> list[Line]:
    """The lines of a Rich Text file: its paragraphs."""
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - seldom needed

    try:
        plain = str(rtf_to_text(text, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, UnicodeError) as error:
        raise Unusable("damaged document", f"{type(error).__name__}: {error}") from error
    return [_rtf_line(line.replace("\xa0", " ").strip()) for line in plain.replace("\f", "\n").split("\n")]


def _rtf_line(text: str) -> Line:
    """A paragraph, or a row of a table, whose cells end with a bar."""
    if not text.endswith("|"):
        return Line(text)
    return Line(CELL.join(cell.strip() for cell in text[:-1].split("|")), role="row")
