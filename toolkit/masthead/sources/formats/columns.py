"""Which input column is which ARTICLES field: as told, else by name, else by a name that other tools use."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.errors import MissingColumn, did_you_mean
from masthead.schema import ARTICLES, LABEL_PREFIX
from masthead.sources.options import MAPPABLE, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Log

EXCLUDED_COLUMN, COPY_COLUMN = "excluded", "copy_of"
FEATURES_MARK = "words.own"
"""A column that FEATURES has and no table of articles."""
TWO_TEXTS = "two columns of text"
_SIGNS = re.compile(r"[\s_.\-]+")
_UNNAMED = re.compile(r"|Unnamed: \d+|__index_level_\d+__")
"""What R and pandas call the column of row names."""
_KEPT_NAMES = frozenset({*ARTICLES.names, *MAPPABLE})
_RENAMED = "input_"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Output columns to input columns: ``fields`` of ARTICLES, ``labels``, and ``others``, which are carried over."""

    fields: dict[str, str]
    labels: dict[str, str]
    excluded: str | None
    copy_of: str | None = None
    others: dict[str, str] = field(default_factory=dict)

    @property
    def wanted(self) -> list[str]:
        """Every input column that is read, each once, in a fixed order."""
        extra = [name for name in (self.excluded, self.copy_of) if name]
        return list(dict.fromkeys((*self.fields.values(), *self.labels.values(), *extra, *self.others.values())))


@cache
def declared() -> dict[str, Any]:
    """What columns.toml says."""
    found: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return found


def folded(name: str) -> str:
    """A column's name without what is not compared: case, and the signs between its words."""
    return _SIGNS.sub("", name).casefold()


def names_of(wanted: str) -> Iterator[str]:
    """The folded names that the field ``wanted`` goes by, the first to be taken first."""
    return map(folded, (wanted, *declared()["names"][wanted]))


def map_columns(
    found: Sequence[str],
    options: ReadOptions,
    where: str,
    outlet: str | None,
    log: Log,
    *,
    whole: Sequence[str] | None = None,
) -> Mapping:
    """Map the columns ``found`` in the input ``where``; ``outlet`` stands in for a missing outlet column.

    ``whole`` are the columns to carry over, which can be named too, where ``found`` has the parts of some. A field
    found by another name than its own is told in a note. Where there is a column of addresses, these can stand in for
    the outlet too. Raises MissingColumn naming the columns, the nearest and the flag where a named column is absent,
    and where text or outlet has none.
    """
    by_folded = {folded(name): name for name in reversed(found)}
    told = found if whole is None else list(dict.fromkeys((*whole, *found)))
    fields = {name: _find(name, by_folded, told, options, where) for name in MAPPABLE}
    mapped = {name: column for name, column in fields.items() if column is not None}
    free = [name for name in found if name not in mapped.values()]
    if "text" not in mapped:
        raise _without_text(found, free, where)
    if "outlet" not in mapped and outlet is None and "url" not in mapped:
        raise _missing("outlet", found, free, where)
    excluded = by_folded.get(folded(EXCLUDED_COLUMN))
    if excluded is None:
        _tell(mapped, by_folded, options, where, log)
    if "date" in mapped:
        log.date_columns[where] = folded(mapped["date"])
    labels = _labels(told, by_folded, set(mapped.values()), options, where)
    copy_of = by_folded.get(folded(COPY_COLUMN)) if excluded else None
    used = {*mapped.values(), *labels.values(), excluded, copy_of}
    kept = found if whole is None else whole
    others = _others([name for name in kept if name not in used]) if options.other_columns else {}
    return Mapping(mapped, labels, excluded, copy_of, others)


def holds_text(found: Iterable[str]) -> bool:
    """Whether one of these columns goes by a name that texts have."""
    return not {folded(name) for name in found}.isdisjoint(names_of("text"))


def textless(found: Sequence[str]) -> dict[str, Any] | None:
    """The export without texts that has these columns."""
    have = {folded(name) for name in found}
    return next((item for item in declared()["textless"] if have.issuperset(map(folded, item["columns"]))), None)


def textless_record(line: str) -> dict[str, Any] | None:
    """The export without texts and without a header whose first line this is."""
    for item in declared()["textless"]:
        if "first" in item and re.match(item["first"], line) and line.count("\t") >= item["fields"] - 1:
            return dict(item)
    return None


def no_texts(export: dict[str, Any], where: str) -> MissingColumn:
    """What is said of an export that holds no texts."""
    return MissingColumn(
        f"this looks like {export['tool']}, which contains {export['holds']}, not the texts of articles",
        where=where,
        fix="Get the texts first: download the pages that it lists (news-please and newspaper4k can) and give "
        "masthead the result, or add the texts to this table and name their column with --text-col NAME.",
    )


def _find(name: str, by_folded: dict[str, str], found: Sequence[str], options: ReadOptions, where: str) -> str | None:
    told = options.columns.get(name)
    if told is not None:
        return _named(told, f"--{name}-col", found, where)
    for candidate in names_of(name):
        if candidate in by_folded and by_folded[candidate] not in options.columns.values():
            return by_folded[candidate]
    return None


def _tell(mapped: dict[str, str], by_folded: dict[str, str], options: ReadOptions, where: str, log: Log) -> None:
    """Note what was found by another name, and find what could be the text as well."""
    for name, column in mapped.items():
        if name not in options.columns and column.strip().casefold() != name:
            log.note(f"{name} is read from the column {column!r}")
    if "text" in options.columns:
        return
    columns = (by_folded[name] for name in names_of("text") if name in by_folded)
    rivals = [column for column in dict.fromkeys(columns) if column not in mapped.values()]
    if rivals:
        said = f"the text is read from the column {mapped['text']!r}; {rivals[0]!r} could be it too"
        log.note(f"{said}: --text-col NAME says which")
        log.find(Finding(TWO_TEXTS, "warning", "", 1, f"{where}: {said}", f'--text-col "{rivals[0]}"'))


def _labels(
    found: Sequence[str], by_folded: dict[str, str], taken: set[str], options: ReadOptions, where: str
) -> dict[str, str]:
    asked = by_folded.get(folded(options.label)) if options.label else None
    free = [asked] if asked is not None and asked not in taken else []
    free += [name for name in found if name.startswith(LABEL_PREFIX) and name not in taken]
    told = [_named(told, "--label-col", found, where) for told in options.label_cols]
    return {f"{LABEL_PREFIX}{column.removeprefix(LABEL_PREFIX)}": column for column in (*free, *told)}


def _others(free: Iterable[str]) -> dict[str, str]:
    """The columns that are carried over; one that is called like a field it is not read for gets a longer name."""
    names = [name for name in free if not _UNNAMED.fullmatch(name.strip())]
    return {f"{_RENAMED}{name}" if name in _KEPT_NAMES else name: name for name in names}


def _named(told: str, flag: str, found: Sequence[str], where: str) -> str:
    """The column that was named, which may differ in case."""
    same = (name for name in found if name.strip().casefold() == told.strip().casefold())
    column = told if told in found else next(same, None)
    if column is None:
        raise MissingColumn(
            f"there is no column {told!r}.{did_you_mean(told, found)}",
            where=where,
            fix=f"Columns found: {_listed(found)}. Name one of them with {flag} NAME.",
        )
    return column


def _without_text(found: Sequence[str], free: Sequence[str], where: str) -> MissingColumn:
    export = textless(found)
    if export is not None:
        return no_texts(export, where)
    short = set(map(folded, declared()["short"]["names"]))
    less = next((name for name in free if folded(name) in short), None)
    if less is None:
        return _missing("text", found, free, where)
    return MissingColumn(
        f"no column holds the article's text; {less!r} looks like a summary of it",
        where=where,
        fix=f'Columns found: {_listed(found)}. Name the right one with --text-col NAME; --text-col "{less}" takes '
        "the summaries for texts.",
    )


def _missing(name: str, found: Sequence[str], free: Sequence[str], where: str) -> MissingColumn:
    if FEATURES_MARK in found:
        return MissingColumn(
            "this was written by measure and contains no articles; it can only be reused as Parquet",
            where=where,
            fix="Measure with -o features.parquet and give that file, or give the articles.",
        )
    near = next((hint for known in (name, *declared()["names"][name]) if (hint := did_you_mean(known, free))), "")
    other = " or, for the whole input, --outlet NAME" if name == "outlet" else ""
    return MissingColumn(
        f"no column holds the article's {name}.{near}",
        where=where,
        fix=f"Columns found: {_listed(found)}. Name the right one with --{name}-col NAME{other}.",
    )


def _listed(found: Sequence[str], most: int = 30) -> str:
    shown = ", ".join(repr(name)[:60] for name in found[:most])
    return f"{shown} and {len(found) - most} more" if len(found) > most else shown or "none"
