"""What every reader of a layout gives back, and the text that it is given."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import NamedTuple

from masthead.errors import UnreadableInput
from masthead.lexicons.entries import Remark, RemarkKind

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Row(NamedTuple):
    """An entry as it stands on a line: its term, its category ("" where it has none) and its score if any."""

    line: int
    term: str
    category: str
    score: float | None = None


@dataclass
class Found:
    """The entries of a list in some layout, and what of it was not read as it stands.

    ``declared`` are the categories that the layout names before its entries, in order.
    """

    layout: str
    declared: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def say(self, line: int, term: str, kind: RemarkKind, what: str) -> None:
        """Add a remark."""
        self.remarks.append(Remark(line, term, kind, what))


def decoded(raw: bytes, where: str) -> tuple[str, list[Remark]]:
    """The text of a file with plain line ends, and what there is to say of its encoding.

    Without a byte order mark it is UTF-8, or else Windows-1252, which is what most lists of the time before are in.
    Raises UnreadableInput for bytes that are neither.
    """
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    said: list[Remark] = []
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError as error:
            raise UnreadableInput(
                f"the lexicon cannot be read: {error}", where=where, fix="Save it as text in UTF-8."
            ) from error
        said = [Remark(0, "", "read otherwise", "the file is not UTF-8 and was read as Windows-1252")]
    if "\0" in text:
        raise UnreadableInput("the lexicon is not text", where=where, fix="Save it as text in UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), said
