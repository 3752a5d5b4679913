"""LexisNexis Academic and the older Nexis: documents that begin with their count, "3 of 12 DOCUMENTS".

Their lines stand in groups with blank lines between them: perhaps a claim of rights, outlet, day and edition, headline,
fields in capitals ("LENGTH: 300 words"), the text, more fields.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from masthead.sources.formats.databases.days import begins_with_date
from masthead.sources.formats.databases.exports import Article, Export
from masthead.sources.formats.databases.names import (
    counter_pattern,
    ends_text,
    field_of,
    is_copyright,
    is_heading,
    items_pattern,
    word_count,
)
from masthead.sources.formats.lines import BLANK, Line, bold_classes, fold, html_lines
from masthead.sources.repair.line_ends import rejoined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml import html

    from masthead.sources.formats.databases.names import Field

DATABASE = "Nexis"
_PLACE = "DOC_ID"
START = "\N{SYMBOL FOR FILE SEPARATOR}"
"""A line of this text begins a document, where a page tells that by its structure."""
_COUNTER, _ITEMS = counter_pattern(), items_pattern()


def read_numbered(lines: Sequence[Line], *, wrapped: bool, announced: int | None = None) -> Export | None:
    """The articles of the older layout; None where no line counts documents.

    ``wrapped`` says that lines end where the page did, so that those of a paragraph belong together. ``announced`` is
    how many documents the file's own head says there are.
    """
    starts = [place for place, line in enumerate(lines) if line.text == START or _COUNTER.fullmatch(line.text)]
    if not any(_COUNTER.fullmatch(lines[place].text) for place in starts):
        return None
    parts = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    documents = _joined_starts(parts)
    counts = [int(re.sub(r"\D", "", total)) for line in lines if (total := _total(line)) is not None]
    export = Export(DATABASE, [_numbered(document, wrapped=wrapped) for document in documents])
    cover = [line for line in lines[: starts[0]] if line.text]
    _count(export, counts, _items(cover) or announced)
    return export


def read_page(page: html.HtmlElement, markup: str) -> Export | None:
    """The articles of a page in the older layout; None where no line counts documents."""
    for element in list(page.iter("a")):
        if element.get("name", "").startswith(_PLACE):
            element.tag, element.text = "div", START
    announced = next((element.get("documents", "") for element in page.iter("meta") if element.get("documents")), "")
    lines = html_lines(page, bold=bold_classes(markup))
    return read_numbered(lines, wrapped=False, announced=int(announced) if announced.isdigit() else None)


def _joined_starts(parts: Iterable[Sequence[Line]]) -> list[list[Line]]:
    """The documents without the lines that begin them: a page's own mark and the counter after it begin the same."""
    documents: list[list[Line]] = []
    for part in parts:
        rest = list(part[1:])
        if documents and not any(line.text.strip() for line in documents[-1]):
            documents[-1] = rest
        else:
            documents.append(rest)
    return documents


def _total(line: Line) -> str | None:
    match = _COUNTER.fullmatch(line.text)
    return (match[2] or match[4]) if match else None


def _items(cover: Iterable[Line]) -> int | None:
    """How many documents the cover says were asked for."""
    match = next((match for line in cover if (match := _ITEMS.search(line.text))), None)
    if match is None:
        return None
    bounds = [[int(number) for number in re.findall(r"\d+", part)] for part in re.split(r"[,;]", match[1])]
    return sum(pair[-1] - pair[0] + 1 for pair in bounds if pair) or None


def _count(export: Export, counts: Sequence[int], announced: int | None) -> None:
    """Hold what the counters say against each other, and set what the file announces."""
    usual = Counter(counts).most_common(1)[0][0]
    export.announced = usual if announced is None else announced
    odd = sorted({count for count in counts if count != usual})
    if odd:
        listed = ", ".join(f"{count:,}" for count in odd)
        export.doubts.append(f"a counter says there are {listed} documents, the others say {usual:,}")


def _numbered(lines: Sequence[Line], *, wrapped: bool) -> Article | None:
    groups = list(_groups(lines))
    head = _Head(named=any(_is_head_field(group[0]) for group in groups))
    place = 0
    while place < len(groups) and head.takes(groups[place]):
        place += 1
    if head.empty:
        return None
    rest = groups[place:]
    if rest and head.value:
        rest[0] = [Line(head.value), *rest[0][1:]]
    tail = (field_of(group[0], capitals=True) for group in rest)
    fields = {field.kind: field.value for field in tail if field and field.tail} | head.fields
    return article_from(_text(rest, wrapped=wrapped), head.outlet, head.title, head.date, fields)


class _Head:
    """The groups of lines before the text of a document, taken one after another; ``named`` says that it has fields."""

    def __init__(self, *, named: bool) -> None:
        self._named = named
        self.fields: dict[str, str] = {}
        self.date: str | None = None
        self._before: list[str] = []
        self._after: list[str] = []
        self._ended = False
        self.value = ""
        """What stands in the line that names the body."""

    def takes(self, group: Sequence[Line]) -> bool:
        """Whether a group belongs to the head; the first that does not begins the text."""
        field = None if self._ended else field_of(group[0], capitals=True)
        if field is not None:
            if field.kind == "body":
                self._ended, self.value = True, field.value
                return not field.value
            self.fields.setdefault(field.kind, _value(field, group))
            return True
        if self._ended:
            return False
        if is_copyright(group[0].text) and not self.fields:
            return True
        return not self.fields and self._takes_unnamed(group)

    def _takes_unnamed(self, group: Sequence[Line]) -> bool:
        if self.date is None:
            place = next((number for number, line in enumerate(group) if begins_with_date(line.text)), len(group))
            self._before += [line.text for line in group[:place]]
            self.date = " ".join(line.text for line in group[place:]) or None
            return True
        if self._after and not self._named:
            return False
        if not is_heading(group[0], "dropped"):
            self._after.append(" ".join(line.text for line in group))
        return True

    @property
    def outlet(self) -> str | None:
        """What stands before the day; without a day its first line."""
        return (self._before[0] if self._before else None) if self.date is None else " ".join(self._before)

    @property
    def title(self) -> str | None:
        """What stands between the day and the first field; without a day what follows the outlet."""
        return " ".join(self._before[1:]) if self.date is None else "; ".join(self._after)

    @property
    def empty(self) -> bool:
        """Whether this is the head of no article."""
        return self.date is None and not self.fields


def _is_head_field(line: Line) -> bool:
    field = field_of(line, capitals=True)
    return field is not None and field.kind == "length"


def _groups(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines that stand together, without the blank ones between them."""
    group: list[Line] = []
    for line in (*lines, BLANK):
        if line.text.strip():
            group.append(line)
        elif group:
            yield group
            group = []


def _value(field: Field, group: Sequence[Line]) -> str:
    return fold(" ".join((field.value, *(line.text for line in group[1:]))))


def _text(groups: Sequence[Sequence[Line]], *, wrapped: bool) -> str:
    """The text that groups of lines hold, without the fields and claims that follow it."""
    end = next((place for place, group in enumerate(groups) if _ends(group)), len(groups))
    while end and (field_of(groups[end - 1][0], capitals=True) or is_copyright(groups[end - 1][0].text)):
        end -= 1
    return "\n".join(_paragraph(group, wrapped=wrapped) for group in groups[:end])


def _paragraph(group: Sequence[Line], *, wrapped: bool) -> str:
    """The lines of a group as text: one paragraph where they are ``wrapped``, but for those of a table."""
    text = "\n".join(line.text.strip() for line in group)
    if not wrapped or any(line.role == "row" for line in group):
        return text
    return rejoined(text).replace("\n", " ")


def _ends(group: Sequence[Line]) -> bool:
    field = field_of(group[0], capitals=True)
    return field is not None and ends_text(field)


def article_from(
    text: str, outlet: str | None, title: str | None, date: str | None, fields: Mapping[str, str]
) -> Article:
    """An article with what its ``fields``, by kind, say of it; a headline among them is its title."""
    return Article(
        text,
        outlet=outlet,
        title=fields.get("headline") or title,
        date=date,
        author=fields.get("author"),
        section=fields.get("section"),
        words=word_count(fields.get("length", "")),
        lang=fields.get("language"),
    )
