"""Which input column is which ARTICLES field: as told, else by name, else by well-known alias."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from masthead.errors import MissingColumn, did_you_mean
from masthead.schema import LABEL_PREFIX
from masthead.sources.options import MAPPABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Log

ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("article_id", "doc_id", "uid"),
    "outlet": ("source", "publisher", "media", "news_outlet", "portal", "site", "domain", "newspaper", "source_name"),
    "title": ("headline", "article_title"),
    "text": ("body", "content", "article", "article_text", "full_text", "fulltext", "maintext", "article_body"),
    "date": ("published", "publish_date", "pub_date", "published_at", "publication_date", "timestamp", "datetime"),
    "url": ("link", "article_url", "permalink"),
    "lang": ("language",),
    "section": ("category", "rubric", "desk"),
    "genre": ("article_type",),
    "event": ("event_id", "story_id", "story"),
    "author": ("byline", "authors", "creator"),
    "agency": ("news_agency",),
    "words_declared": ("word_count", "wordcount", "declared_words"),
}
EXCLUDED_COLUMN, COPY_COLUMN = "excluded", "copy_of"
FEATURES_MARK = "words.own"
"""A column that FEATURES has and no table of articles."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """``fields`` maps ARTICLES fields to input columns, ``labels`` output label columns to input columns."""

    fields: dict[str, str]
    labels: dict[str, str]
    excluded: str | None
    copy_of: str | None = None

    @property
    def wanted(self) -> list[str]:
        """Every input column that is read, each once, in a fixed order."""
        extra = [name for name in (self.excluded, self.copy_of) if name]
        return list(dict.fromkeys((*self.fields.values(), *self.labels.values(), *extra)))


def map_columns(found: Sequence[str], options: ReadOptions, where: str, outlet: str | None, log: Log) -> Mapping:
    """Map the columns ``found`` in the input ``where``; ``outlet`` stands in for a missing outlet column.

    Names are compared without regard to case; a field found by an alias is told in a note. Raises
    UsageError naming the columns, the nearest and the flag where a named column is absent, and where text
    or outlet has none.
    """
    by_folded = {name.strip().casefold(): name for name in reversed(found)}
    fields = {name: _find(name, by_folded, found, options, where) for name in MAPPABLE}
    mapped = {name: column for name, column in fields.items() if column is not None}
    if "text" not in mapped:
        raise _missing("text", found, where)
    if "outlet" not in mapped and outlet is None:
        raise _missing("outlet", found, where)
    for name, column in mapped.items():
        if name not in options.columns and column.strip().casefold() != name:
            log.note(f"{where}: {name} is read from the column {column!r}")
    excluded = by_folded.get(EXCLUDED_COLUMN)
    copy_of = by_folded.get(COPY_COLUMN) if excluded else None
    return Mapping(mapped, _labels(found, by_folded, set(mapped.values()), options, where), excluded, copy_of)


def _find(name: str, by_folded: dict[str, str], found: Sequence[str], options: ReadOptions, where: str) -> str | None:
    told = options.columns.get(name)
    if told is not None:
        return _named(told, f"--{name}-col", by_folded, found, where)
    for candidate in (name, *ALIASES[name]):
        if candidate in by_folded and by_folded[candidate] not in options.columns.values():
            return by_folded[candidate]
    return None


def _labels(
    found: Sequence[str], by_folded: dict[str, str], taken: set[str], options: ReadOptions, where: str
) -> dict[str, str]:
    asked = by_folded.get((options.label or "").strip().casefold())
    free = [asked] if asked is not None and asked not in taken else []
    free += [name for name in found if name.startswith(LABEL_PREFIX) and name not in taken]
    told = [_named(told, "--label-col", by_folded, found, where) for told in options.label_cols]
    return {f"{LABEL_PREFIX}{column.removeprefix(LABEL_PREFIX)}": column for column in (*free, *told)}


def _named(told: str, flag: str, by_folded: dict[str, str], found: Sequence[str], where: str) -> str:
    column = told if told in found else by_folded.get(told.strip().casefold())
    if column is None:
        raise MissingColumn(
            f"there is no column {told!r}.{did_you_mean(told, found)}",
            where=where,
            fix=f"Columns found: {_listed(found)}. Name one of them with {flag} NAME.",
        )
    return column


def _missing(name: str, found: Sequence[str], where: str) -> MissingColumn:
    if FEATURES_MARK in found:
        return MissingColumn(
            "this is what measure wrote, not articles; it is taken up again as Parquet",
            where=where,
            fix="Measure with -o features.parquet and give that file, or give the articles.",
        )
    near = did_you_mean(name, found) or next((hint for a in ALIASES[name] if (hint := did_you_mean(a, found))), "")
    other = " or, for the whole input, --outlet NAME" if name == "outlet" else ""
    return MissingColumn(
        f"no column holds the article's {name}.{near}",
        where=where,
        fix=f"Columns found: {_listed(found)}. Name the right one with --{name}-col NAME{other}.",
    )


def _listed(found: Sequence[str], most: int = 30) -> str:
    shown = ", ".join(repr(name)[:60] for name in found[:most])
    return f"{shown} and {len(found) - most} more" if len(found) > most else shown or "none"
