"""PDF to lines and paragraphs: what pages repeat at head and foot left out, lines joined as they were written."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from typing import TYPE_CHECKING

from masthead.sources.formats.lines import Line
from masthead.sources.repair.line_ends import rejoined
from masthead.sources.rows import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.sources.options import ReadOptions

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page|seite|página|pagina)?\s*\d+(?:\s*(?:of|von|de|sur|/)\s*\d+)?", re.IGNORECASE)
_MARGIN = 2
"""How many lines at the head and at the foot of a page may be its margin."""
_FEWEST_PAGES = 3
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_SHORT, _SHORTER = 0.8, 0.6
"""A line shorter than this share of the page's width ends a paragraph: where it ends a sentence, and in any case."""


def pdf_lines(data: bytes, options: ReadOptions) -> list[Line]:
    """The lines of a PDF as printed, without its margins.

    Raises Unusable where it is damaged or locked, or holds only pictures of pages.
    """
    pages = list(_without_margins(_pages(data, options)))
    if not any(any(lines) for lines in pages):
        raise Unusable("no text", "its pages are images; use text recognition (OCR) and read the result")
    return [Line(line) for lines in pages for line in lines]


def _pages(data: bytes, options: ReadOptions) -> list[list[str]]:
    from pypdf import PdfReader  # noqa: PLC0415 - slow to import, seldom needed

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages: list[list[str]] = []
    size = 0
    try:
        for page in PdfReader(io.BytesIO(data)).pages:
            pages.append([line.replace("\xa0", " ").strip() for line in page.extract_text().split("\n")])
            size += sum(map(len, pages[-1]))
            if size > options.max_export_bytes:
                raise Unusable("too large", f"more than {options.max_export_bytes:,} characters of text")
    except Unusable:
        raise
    except Exception as error:  # pypdf raises whatever a broken file makes its parser do
        raise Unusable("damaged document", f"{type(error).__name__}: {error}") from error
    return pages


def _without_margins(pages: Sequence[list[str]]) -> Iterator[list[str]]:
    """The pages without lines at head or foot that most of them have there, whatever the figures in them."""
    filled = [[line for line in lines if line] for lines in pages]
    margins = [{_shape(line) for line in (*lines[:_MARGIN], *lines[-_MARGIN:])} for lines in filled]
    times = Counter(shape for shapes in margins for shape in shapes)
    repeated = {shape for shape, count in times.items() if count >= max(_FEWEST_PAGES, len(pages) // 2 + 1)}
    for lines in filled:
        last = len(lines) - _MARGIN
        yield [
            line
            for place, line in enumerate(lines)
            if not ((place < _MARGIN or place >= last) and (_shape(line) in repeated or _PAGE_NUMBER.fullmatch(line)))
        ]


def _shape(line: str) -> str:
    return _DIGITS.sub("0", line)


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Printed lines as paragraphs: one ends at a blank line, or with a line well short of the width.

    That is a line that ends a sentence, or a shorter one such as a headline that is followed by a capital.
    """
    widths = sorted(len(line) for line in lines if line)
    width = widths[len(widths) * 9 // 10] if widths else 0
    found: list[list[str]] = []
    before = ""
    for line in lines:
        if line and before and not _ends(before, line, width):
            found[-1].append(line)
        elif line:
            found.append([line])
        before = line
    return [" ".join(rejoined("\n".join(parts)).split("\n")) for parts in found]


def _ends(line: str, following: str, width: int) -> bool:
    """Whether a paragraph ends with a line."""
    if len(line) < _SHORT * width and _SENTENCE_END.search(line):
        return True
    return len(line) < _SHORTER * width and not line.endswith("-") and not following[0].islower()
