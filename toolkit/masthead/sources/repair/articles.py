"""Articles as they came, repaired: of a batch only the texts that need it are looked at."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.sources.furniture.rules import merge
from masthead.sources.options import Finding
from masthead.sources.repair.column import suspects
from masthead.sources.repair.posts import KIND as POST
from masthead.sources.repair.text import POSTS, Repaired, repaired, repaired_field, with_posts
from masthead.sources.rows import Batch, Span
from masthead.sources.strings import REPLACEMENT
from masthead.sources.texts import replaced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from masthead.sources.repair.column import Suspects
    from masthead.sources.rows import Log
    from masthead.sources.texts import Integers

_NAMES = ("title", "outlet", "author", "section")
"""Fields whose damage is repaired as that of texts is."""
_LOST = "lost characters"
_SHOWN = 30


class Done(NamedTuple):
    """What was found in the text at ``row`` of a batch, and how that looks."""

    row: int
    kinds: tuple[str, ...]
    example: str


def repair_document(text: str, name: str, outlet: str | None, log: Log) -> str:
    """The text of a file that is one article, repaired before its headline is looked for; what was done is recorded."""
    after = repaired(text)
    found = _done(0, name, text, after._replace(kinds=tuple(kind for kind in after.kinds if kind != POSTS), spans=[]))
    record(log, outlet, [found._replace(kinds=tuple(kind for kind in found.kinds if kind != _LOST))])
    return after.text


def repair_batch(batch: Batch) -> tuple[Batch, dict[int, str], list[Done]]:
    """A batch with its articles repaired but for their texts, the texts to put in by row, and what was done.

    The texts are those that were repaired or have control characters; whoever cleans these puts all in at once.
    """
    columns, given, done = dict(batch.columns), dict(batch.given), []
    for name in _NAMES:
        if name in columns:
            column = columns[name]
            rows = _wanted(batch, suspects(column))
            columns[name] = replaced(column, rows, [repaired_field(value) for value in _at(column, rows)])
    found = suspects(columns["text"])
    unclean = np.flatnonzero(found.unclean)
    texts = dict(zip(unclean.tolist(), _at(columns["text"], unclean), strict=True))
    rows = _wanted(batch, found)
    for row, before in zip(rows.tolist(), _at(columns["text"], rows), strict=True):
        mend = repaired if found.damaged[row] else with_posts
        after = mend(before, merge(given.get(row, [])))
        _give(given, row, after.spans)
        done.append(_done(row, batch.origins[row], before, after))
        if after.text != before:
            texts[row] = after.text
    return Batch(columns, batch.origins, given, batch.marked), texts, [item for item in done if item.kinds]


def record(log: Log, outlet: str | None, done: Iterable[Done]) -> None:
    """Record what was found in texts of an outlet."""
    for _, kinds, example in done:
        for kind in kinds:
            log.find(Finding(kind, "warning" if kind == _LOST else "note", outlet or "", 1, example, ""))


def _wanted(batch: Batch, found: Suspects) -> Integers:
    return np.flatnonzero((found.damaged | found.posts | found.lost) & ~batch.marked)


def _at(column: pa.Array, rows: Integers) -> list[str]:
    values: list[str] = column.take(pa.array(rows)).to_pylist()
    return values


def _give(given: dict[int, list[Span]], row: int, spans: list[Span]) -> None:
    if spans or row in given:
        given[row] = spans


def _done(row: int, origin: str, before: str, after: Repaired) -> Done:
    """What was done to a text, shown by where it first differs."""
    kinds = after.kinds
    if REPLACEMENT in after.text:
        kinds = (*kinds, _LOST)
    if not kinds:
        return Done(row, (), "")
    shown = [span.start for span in after.spans if span.kind == POST] if before == after.text else []
    at = shown[0] if shown else _first_change(before, after.text)
    return Done(row, kinds, f"{PurePath(origin).name}: {before[at : at + _SHOWN]!r}")


def _first_change(before: str, after: str) -> int:
    """The first character in which two texts differ."""
    same, differ = 0, min(len(before), len(after)) + 1
    while differ - same > 1:
        middle = (same + differ) // 2
        if before[:middle] == after[:middle]:
            same = middle
        else:
            differ = middle
    return same
