"""Rows to the ARTICLES table: characters cleaned, ids given, furniture marked, everything typed."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa

from masthead.errors import UsageError
from masthead.schema import ARTICLES, LABEL_PREFIX
from masthead.sources import furniture
from masthead.sources.agency import agency_of
from masthead.sources.characters import clean
from masthead.sources.genre import guess_genre
from masthead.sources.recurring import learn_recurring

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Log, Row, Span

_ID_DIGITS = 16
_SEPARATOR = "\x1f"
_TRIMMED = ("id", "outlet", "date", "url", "lang", "section", "genre", "event", "author", "agency")

FURNITURE = pa.schema(
    [
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("n_articles", pa.int64(), nullable=False),
        pa.field("n_spans", pa.int64(), nullable=False),
        pa.field("characters", pa.int64(), nullable=False),
    ]
)


def finish_row(row: Row, options: ReadOptions, log: Log) -> bool:
    """Clean and complete one row in place; False where it had to be rejected.

    Control characters are replaced in every column. The genre is guessed where none is given, and the agency whose
    copy the text is looked for unless an earlier reading has done that. A row without an outlet or with too long a
    text is rejected.
    """
    for name, value in row.values.items():
        if value is not None:
            cleaned, replaced = clean(value)
            row.values[name] = (cleaned.strip() or None) if name in _TRIMMED else cleaned
            if name == "title" and not cleaned.strip():
                row.values[name] = None  # else as it is: offsets of hits are the title's own
            if replaced:
                log.note(f"control characters or lone surrogates replaced in {name}", replaced)
    values = row.values
    text = values["text"] or ""
    if not values.get("outlet"):
        log.reject("no outlet", row.origin, "nothing names the article's outlet")
        return False
    if len(text) > options.max_article_bytes // 4 and len(text.encode()) > options.max_article_bytes:
        log.reject("too large", row.origin, f"the text is longer than {options.max_article_bytes:,} bytes")
        return False
    if not values.get("genre"):
        values["genre"] = guess_genre(url=values.get("url"), section=values.get("section"), title=values.get("title"))
    if values.get("agency") or not row.marked:
        outlet, author = values["outlet"] or "", values.get("author")
        values["agency"] = agency_of(text, outlet=outlet, author=author, given=values.get("agency"))
    return True


def give_ids(rows: list[Row], options: ReadOptions, log: Log) -> list[Row]:
    """Rows with an id each and no id twice.

    Given ids that occur twice raise UsageError, or are rejected (``keep-first``) or get ``#2``
    (``suffix``). A missing id is the beginning of the SHA-256 of outlet, title and text; an article that
    occurs twice gets ``#2`` then, with a note, or is rejected (``keep-first``).
    """
    origins: dict[str, str] = {}
    seen: Counter[str] = Counter()
    kept = []
    for row in rows:
        given = row.values.get("id")
        name = given or _hash_id(row)
        if name in origins and given and options.on_duplicate != "suffix":
            if options.on_duplicate == "error":
                raise _duplicate(name, origins[name], row.origin)
            log.reject("duplicate id", row.origin, f"{name!r} is also at {origins[name]}", chosen=True)
            continue
        if name in origins and not given and options.on_duplicate == "keep-first":
            log.reject("duplicate article", row.origin, f"its text is also at {origins[name]}", chosen=True)
            continue
        if name in origins:
            log.note("id given to another article too, suffixed" if given else "article occurs twice, id suffixed")
        row.values["id"] = unique = _unused(name, origins, seen)
        origins[unique] = row.origin
        kept.append(row)
    return kept


def mark_rows(rows: list[Row], options: ReadOptions) -> list[list[Span]]:
    """The excluded spans of each row: structural ones, rule-based furniture, lines learned over all rows."""
    if not options.exclude_furniture:
        return [furniture.merge(row.structural) for row in rows]
    fresh = [row for row in rows if not row.marked]
    learned = learn_recurring((row.values["outlet"] or "", row.values["text"] or "") for row in fresh)
    return [furniture.merge(row.structural if row.marked else _furniture(row, learned.mark)) for row in rows]


def build_table(rows: list[Row], spans: list[list[Span]]) -> pa.Table:
    """The ARTICLES table: its schema's columns, then every label column in alphabetical order."""
    labels = sorted({name for row in rows for name in row.values if name.startswith(LABEL_PREFIX)})
    fields = [*ARTICLES, *(pa.field(name, pa.string()) for name in labels)]
    columns = []
    for field in fields:
        if field.name == "excluded":
            data: list[object] = [[span._asdict() for span in found] for found in spans]
        else:
            data = [row.values.get(field.name) for row in rows]
        columns.append(pa.array(data, field.type))
    return pa.table(columns, schema=pa.schema(fields))


def count_furniture(articles: pa.Table) -> pa.Table:
    """Excluded spans by outlet and kind: ``outlet, kind, n_articles, n_spans, characters``, sorted."""
    n_articles: Counter[tuple[str, str]] = Counter()
    n_spans: Counter[tuple[str, str]] = Counter()
    characters: Counter[tuple[str, str]] = Counter()
    outlets, excluded = articles["outlet"].to_pylist(), articles["excluded"].to_pylist()
    for outlet, spans in zip(outlets, excluded, strict=True):
        found = [(outlet, span["kind"]) for span in spans or ()]
        n_articles.update(set(found))
        n_spans.update(found)
        for key, span in zip(found, spans or (), strict=True):
            characters[key] += span["end"] - span["start"]
    keys = sorted(n_spans)
    counts = ([counter[key] for key in keys] for counter in (n_articles, n_spans, characters))
    columns = ([outlet for outlet, _ in keys], [kind for _, kind in keys], *counts)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, FURNITURE, strict=True)]
    return pa.table(arrays, schema=FURNITURE)


def _furniture(row: Row, recurring: Callable[[str, str], list[Span]]) -> list[Span]:
    text, outlet = row.values["text"] or "", row.values["outlet"] or ""
    start = max((span.end for span in row.structural if span.kind == "front_matter"), default=0)
    found = furniture.mark(text, title=row.values.get("title"), outlet=outlet, start=start)
    return [*row.structural, *found, *recurring(outlet, text)]


def _hash_id(row: Row) -> str:
    parts = (row.values["outlet"] or "", row.values.get("title") or "", row.values["text"] or "")
    return hashlib.sha256(_SEPARATOR.join(parts).encode()).hexdigest()[:_ID_DIGITS]


def _unused(name: str, origins: dict[str, str], seen: Counter[str]) -> str:
    seen[name] += 1
    unique = name if seen[name] == 1 else f"{name}#{seen[name]}"
    while unique in origins:
        seen[name] += 1
        unique = f"{name}#{seen[name]}"
    return unique


def _duplicate(name: str, first: str, second: str) -> UsageError:
    return UsageError(
        f"the id {name!r} is given to two articles, at {first} and at {second}",
        where=second,
        fix="Use --on-duplicate keep-first to drop the later one, or --on-duplicate suffix to keep both.",
    )
