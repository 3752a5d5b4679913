"""Word processors' files to lines: ``.docx``, ``.odt`` and ``.rtf``; nothing outside the text is read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from masthead.sources.formats.lines import CELL, Line, fold, lead
from masthead.sources.rows import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.sources.options import ReadOptions

_SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
"""The name spaces of Word's own files and of those that keep to the standard strictly."""
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TITLES = re.compile(r"title|heading ?1", re.IGNORECASE)
_OFF = frozenset(("0", "false", "off", "none"))
DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, KeyError, ValueError)
"""What zipfile raises for an archive that is damaged, locked, or packed in a way that it does not know."""
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
    except DAMAGED_ZIP as error:
        raise Unusable("damaged document", f"{type(error).__name__}: {error}") from error
    return unpacked


def check_members(data: bytes, options: ReadOptions) -> None:
    """Raise Unusable where a file in a zip archive is larger than allowed, or the archive is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for found in archive.infolist():
                _check_size(found, options)
    except DAMAGED_ZIP as error:
        raise Unusable("damaged document", f"{type(error).__name__}: {error}") from error


def members(data: bytes) -> frozenset[str]:
    """The names of the files in a zip archive; none where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except DAMAGED_ZIP:
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
    wanted = [space + kind for space in _SPACES for kind in ("p", "tr")]
    found = etree.iterparse(io.BytesIO(markup), events=("end",), tag=wanted, resolve_entities=False, no_network=True)
    for _, element in found:
        space, kind = element.tag[1:].split("}")
        names = _names("{" + space + "}")
        if kind == "tr":
            cells = [fold(" ".join(_texts(cell, names))) for cell in element.iterchildren(names.cell)]
            yield Line(CELL.join(cells).strip(CELL), role="row")
        elif next(element.iterancestors(names.row), None) is not None:
            continue
        elif next(element.iterancestors(_FALLBACK), None) is None:
            yield from _lines_of(element, names)
        element.clear()


class _Names:
    """The tags of one of the two name spaces that Word writes."""

    def __init__(self, space: str) -> None:
        self.paragraph, self.row, self.cell, self.run, self.text = (f"{space}{k}" for k in ("p", "tr", "tc", "r", "t"))
        self.characters = {space + kind: char for kind, char in _CHARACTERS.items()}
        self.shown = (self.text, *self.characters)
        self.bold, self.value = f"{space}rPr/{space}b", f"{space}val"
        self.level, self.style = f"{space}pPr/{space}outlineLvl", f"{space}pPr/{space}pStyle"


_names = cache(_Names)


def _lines_of(paragraph: etree._Element, names: _Names) -> list[Line]:
    pieces = list(_pieces(paragraph, names))
    text = "".join(piece for piece, _ in pieces)
    if not text.strip():
        return [Line("")]
    start = lead(pieces)
    role = "title" if _is_title(paragraph, names) else ""
    lines = [line.strip(" \xa0\t") for line in text.split("\n")]
    while len(lines) > 1 and not lines[0]:
        del lines[0]
    return [Line(line.replace("\xa0", " "), start if not number else "", role) for number, line in enumerate(lines)]


def _pieces(paragraph: etree._Element, names: _Names) -> Iterator[tuple[str, bool]]:
    """The paragraph's text in order, each piece with whether it is bold."""
    for element in paragraph.iter(*names.shown):
        run = element.getparent()
        if element.tag != names.text:
            if run.tag == names.run:
                yield names.characters[element.tag], False
        elif element.text:
            bold = run.find(names.bold)
            yield element.text, bold is not None and bold.get(names.value, "") not in _OFF


_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}


def _texts(element: etree._Element, names: _Names) -> Iterator[str]:
    for paragraph in element.iter(names.paragraph):
        yield "".join(text for text, _ in _pieces(paragraph, names))


def _is_title(paragraph: etree._Element, names: _Names) -> bool:
    level, style = paragraph.find(names.level), paragraph.find(names.style)
    if level is not None and level.get(names.value) == "0":
        return True
    return style is not None and _TITLES.match(style.get(names.value, "")) is not None


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
