"""Batches to the ARTICLES table: ids given, spans and columns typed, furniture counted."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.errors import UsageError
from masthead.schema import ARTICLES
from masthead.sources.rows import Batch, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Log
    from masthead.sources.texts import Truths

_ID_DIGITS = 16
_WHOLE_NUMBER = r"\A\d{1,9}\z"
_SEPARATOR = "\x1f"
_GIVEN_TWICE = "id also given to another article, suffix added"
_OCCURS_TWICE = "article occurs twice, suffix added to id"

FURNITURE = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("outlet", "kind")),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("n_articles", "n_spans", "characters")),
    ]
)


def hash_ids(batch: Batch) -> tuple[pa.Array, Truths]:
    """The id of each article, and whether it is given; else it is the beginning of the SHA-256 of what it says."""
    given = batch.values("id")
    ids = [name or _hash_id(batch, row) for row, name in enumerate(given)]
    return pa.array(ids, pa.string()), np.array([bool(name) for name in given], np.bool_)


def give_ids(
    ids: Sequence[pa.Array],
    given: Sequence[Truths],
    origins: Sequence[Sequence[str]],
    options: ReadOptions,
    log: Log,
) -> list[pa.Array]:
    """An id for each article of each batch and none twice, null where the article is rejected.

    Given ids that occur twice raise UsageError, or are rejected (``keep-first``) or get ``#2``
    (``suffix``). A missing id is the beginning of the SHA-256 of outlet, title and text; an article that
    occurs twice gets ``#2`` then, with a note, or is rejected (``keep-first``).
    """
    hashes = np.fromiter((hash(name) for found in ids for name in found.to_pylist()), np.int64, sum(map(len, ids)))
    if len(np.unique(hashes)) == len(hashes):
        return list(ids)
    first: dict[str, str] = {}
    seen: Counter[str] = Counter()
    unique = []
    for own, are_given, places in zip(ids, given, origins, strict=True):
        kept: list[str | None] = []
        for origin, is_given, name in zip(places, are_given.tolist(), own.to_pylist(), strict=True):
            if name in first and _is_dropped(name, first[name], origin, options, log, is_given=is_given):
                kept.append(None)
                continue
            if name in first:
                log.note(_GIVEN_TWICE if is_given else _OCCURS_TWICE)
            kept.append(_unused(name, first, seen))
            first[kept[-1] or ""] = origin
        unique.append(pa.array(kept, pa.string()))
    return unique


def table_of(batch: Batch, spans: pa.Array, further: Sequence[str]) -> pa.Table:
    """The ARTICLES table of a batch: its schema's columns, then ``further``; ``spans`` is the column ``excluded``."""
    fields = [*ARTICLES, *(pa.field(name, pa.string()) for name in further)]
    columns = [spans if field.name == "excluded" else _typed(batch.column(field.name), field.type) for field in fields]
    return pa.table(columns, schema=pa.schema(fields))


def _typed(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """A column of strings as one of ``kind``; what is no whole number is unknown where numbers are wanted."""
    texts = column.cast(pa.string())
    if not pa.types.is_integer(kind):
        return texts
    whole = pc.match_substring_regex(texts, _WHOLE_NUMBER)
    return pc.if_else(whole, texts, pa.scalar(None, pa.string())).cast(kind)


def span_lists(spans: dict[int, list[Span]], rows: int) -> pa.Array:
    """The spans of a batch of ``rows`` articles as a column."""
    counts = np.zeros(rows + 1, np.int32)
    every = [span for row in sorted(spans) for span in spans[row]]
    for row, found in spans.items():
        counts[row + 1] = len(found)
    kind = ARTICLES.field("excluded").type
    starts, ends, kinds = zip(*every, strict=True) if every else ((), (), ())
    members = [pa.array(starts, pa.int32()), pa.array(ends, pa.int32()), pa.array(kinds, pa.string())]
    structs = pa.StructArray.from_arrays(members, fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array(np.cumsum(counts, dtype=np.int32)), structs, type=kind)


def spans_in(column: pa.Array, rows: Sequence[int]) -> dict[int, list[Span]]:
    """The spans at some rows of a column that ``span_lists`` made, by row."""
    found = column.take(pa.array(rows, pa.int64())).to_pylist()
    return {row: [Span(**span) for span in spans] for row, spans in zip(rows, found, strict=True)}


def count_furniture(articles: pa.Table) -> pa.Table:
    """Excluded spans by outlet and kind: ``outlet, kind, n_articles, n_spans, characters``, sorted."""
    excluded = articles["excluded"].combine_chunks()
    if isinstance(excluded, pa.ChunkedArray):
        excluded = pa.concat_arrays(excluded.chunks)
    members = excluded.flatten()
    rows = pa.array(np.repeat(np.arange(len(excluded)), excluded.value_lengths().fill_null(0).to_numpy()))
    spans = pa.table(
        {
            "outlet": articles["outlet"].take(rows),
            "kind": members.field("kind"),
            "row": rows,
            "characters": pa.array(members.field("end").to_numpy() - members.field("start").to_numpy(), pa.int64()),
        }
    )
    wanted = [("row", "count_distinct"), ("row", "count"), ("characters", "sum")]
    counts = (
        spans.group_by(["outlet", "kind"]).aggregate(wanted).sort_by([("outlet", "ascending"), ("kind", "ascending")])
    )
    columns = [counts[name].cast(field.type) for name, field in zip(_COUNTED, FURNITURE, strict=True)]
    return pa.table(columns, schema=FURNITURE)


_COUNTED = ("outlet", "kind", "row_count_distinct", "row_count", "characters_sum")


def _is_dropped(name: str, first: str, origin: str, options: ReadOptions, log: Log, *, is_given: bool) -> bool:
    """Whether the second article of an id is rejected; raises UsageError where that is not allowed."""
    if is_given and options.on_duplicate == "error":
        raise UsageError(
            f"the id {name!r} is given to two articles, at {first} and at {origin}",
            where=origin,
            fix="Use --on-duplicate keep-first to drop the later one, or --on-duplicate suffix to keep both.",
        )
    if is_given and options.on_duplicate != "suffix":
        log.reject("duplicate id", origin, f"{name!r} is also at {first}", chosen=True)
        return True
    if not is_given and options.on_duplicate == "keep-first":
        log.reject("duplicate article", origin, f"its text is also at {first}", chosen=True)
        return True
    return False


def _hash_id(batch: Batch, row: int) -> str:
    parts = (batch.column(name)[row].as_py() or "" for name in ("outlet", "title", "text"))
    return hashlib.sha256(_SEPARATOR.join(parts).encode()).hexdigest()[:_ID_DIGITS]


def _unused(name: str, origins: dict[str, str], seen: Counter[str]) -> str:
    seen[name] += 1
    unique = name if seen[name] == 1 else f"{name}#{seen[name]}"
    while unique in origins:
        seen[name] += 1
        unique = f"{name}#{seen[name]}"
    return unique
