"""The one loader of word lists: a TSV file with a mandatory header, refused where anything is unknown or missing.

    # name: loaded
    # version: 1
    # title: Loaded terms in English news
    # license: Apache-2.0
    # source: written for masthead
    # citation: Recasens, Danescu-Niculescu-Mizil, Jurafsky (2013). Linguistic Models for Analyzing ...
    # limits: what the list does not do, in words
    # categories: label evaluative
    term	category	weight	inflect	forms	context	note
    slam	emotive	0.5	v			unless next:door|brakes	verb of conflict in headlines

``inflect`` is ``v`` (verb, on the first word), ``n`` (noun, on the last), empty (as it stands) or ``=`` (only what
``forms`` lists). ``forms`` adds irregular forms, ``|`` between them. ``context`` holds conditions, ``;`` between
them: ``unless next:door``, ``only near:gun|shot``, ``unless is:CAP``. Words that many entries ask for stand once, in a
header line ``# @sport: goalkeeper wicket``, and go by ``@sport``. In a term or form ``*`` stands for any letters and
``?`` for one. ``score`` in place of ``weight`` makes a list of scores. With ``# matching: by category`` each category
is matched by itself. In a user's list only ``term`` is required.
"""

from __future__ import annotations

import hashlib
import math
import re
from typing import TYPE_CHECKING, cast

from masthead.errors import UnreadableInput, UsageError, did_you_mean
from masthead.lexicons.entries import (
    INFLECTIONS,
    PLACES,
    SHAPES,
    Condition,
    Entry,
    Inflection,
    Lexicon,
    Place,
    inflected,
    is_wild,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

REQUIRED_KEYS = ("name", "version", "license", "source", "citation")
KNOWN_KEYS = (*REQUIRED_KEYS, "title", "limits", "categories", "matching")
KNOWN_COLUMNS = (
    "term",
    "category",
    "canonical",
    "weight",
    "score",
    "inflect",
    "forms",
    "context",
    "frame",
    "reports",
    "note",
)
REPORTS = ("", "words")
TOGETHER, APART = "together", "by category"
MATCHING = (TOGETHER, APART)

_HEADER_FIX = (
    "Start the file with one line each: `# name: my_list`, `# version: 1`, `# license: private`, `# source: me`, "
    "`# citation: none`; then a line `term` and one term per line, or more columns separated by tabs."
)
GROUP = "@"
"""What begins the name of words that conditions ask for together."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_HEADER = re.compile(r"#\s*(@?[\w-]+)\s*:\s*(.*)")


def load_lexicon(path: Path) -> Lexicon:
    """Read one word list.

    Raises UnreadableInput where the file cannot be read and UsageError (``path:line``) where a header key or a
    column is unknown or missing, a category is not declared, a weight is not a number from 0 to 1, a score is none at
    all, or a condition is not understood.
    """
    try:
        raw = path.read_bytes()
        lines = raw.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"the lexicon cannot be read: {error}", where=str(path)) from error
    header, body = _split(lines, path)
    categories = tuple(header.get("categories", "").split())
    groups = {key: frozenset(_folded(words.split())) for key, words in header.items() if key.startswith(GROUP)}
    entries = tuple(_entries(body, path, header["name"], categories, groups))
    if not entries:
        raise UsageError("the lexicon has no entries", where=str(path))
    return Lexicon(
        name=header["name"],
        version=header["version"],
        title=header.get("title", header["name"]),
        license=header["license"],
        source=header["source"],
        citation=header["citation"],
        limits=header.get("limits", ""),
        categories=categories or tuple(dict.fromkeys(entry.category for entry in entries)),
        entries=entries,
        sha256=hashlib.sha256(raw).hexdigest(),
        path=str(path),
        apart=header.get("matching", TOGETHER) == APART,
        scored="score" in _columns_of(body),
    )


def lexicon_version(path: Path) -> str:
    """``version sha256`` of a list that is known to be sound: its header and bytes, without its entries."""
    raw = path.read_bytes()
    for line in raw.decode("utf-8-sig").splitlines():
        match = _HEADER.fullmatch(line.strip())
        if match is not None and match[1].lower() == "version":
            return f"{match[2].strip()} {hashlib.sha256(raw).hexdigest()}"
    raise UsageError("the lexicon's header lacks version", where=str(path), fix=_HEADER_FIX)


def _split(lines: list[str], path: Path) -> tuple[dict[str, str], list[tuple[int, str]]]:
    header: dict[str, str] = {}
    body: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            match = _HEADER.fullmatch(line.strip())
            if match is None or body:
                continue
            key, value = match[1].lower(), match[2].strip()
            if key not in KNOWN_KEYS and not key.startswith(GROUP):
                raise UsageError(
                    f"unknown header key {key!r}.{did_you_mean(key, KNOWN_KEYS)}", where=f"{path}:{number}"
                )
            header[key] = value
        elif line.strip():
            body.append((number, line))
    missing = [key for key in REQUIRED_KEYS if not header.get(key)]
    if missing:
        raise UsageError(f"the lexicon's header lacks {', '.join(missing)}", where=str(path), fix=_HEADER_FIX)
    if not _NAME.fullmatch(header["name"]):
        raise UsageError(
            f"the name {header['name']!r} is not usable",
            where=str(path),
            fix="Use lower-case letters, digits and underscores.",
        )
    if header.get("matching", TOGETHER) not in MATCHING:
        raise UsageError(
            f"matching is {header['matching']!r}", where=str(path), fix=f"Write one of: {', '.join(MATCHING)}."
        )
    return header, body


def _columns_of(body: list[tuple[int, str]]) -> list[str]:
    return body[0][1].split("\t") if body else []


def _entries(
    body: list[tuple[int, str]],
    path: Path,
    name: str,
    categories: tuple[str, ...],
    groups: Mapping[str, frozenset[str]],
) -> Iterator[Entry]:
    if not body:
        return
    number, columns = body[0][0], _columns_of(body)
    for column in columns:
        if column not in KNOWN_COLUMNS:
            raise UsageError(
                f"unknown column {column!r}.{did_you_mean(column, KNOWN_COLUMNS)}",
                where=f"{path}:{number}",
                fix=f"The first line after the header names the columns, tabs between them: {' '.join(KNOWN_COLUMNS)}.",
            )
    if "term" not in columns:
        raise UsageError("no column `term`", where=f"{path}:{number}")
    if {"weight", "score"} <= set(columns):
        raise UsageError(
            "a list has weights or scores, not both", where=f"{path}:{number}", fix="Leave out the column `weight`."
        )
    for number, line in body[1:]:
        cells = line.split("\t")
        where = f"{path}:{number}"
        if len(cells) > len(columns):
            raise UsageError(f"{len(cells)} fields where the columns are {len(columns)}", where=where)
        row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        entry = parse_entry(row, where=where, category=name, groups=groups)
        if categories and entry.category not in categories:
            raise UsageError(
                f"category {entry.category!r} is not declared.{did_you_mean(entry.category, categories)}",
                where=where,
                fix="Declare it in the header line `# categories:`.",
            )
        yield entry


def parse_entry(
    row: dict[str, str], *, where: str, category: str, groups: Mapping[str, frozenset[str]] | None = None
) -> Entry:
    """One entry from its named cells; missing cells take their defaults."""
    term = row.get("term", "")
    if not term:
        raise UsageError("an entry without a term", where=where)
    how = row.get("inflect", "")
    if how not in INFLECTIONS:
        raise UsageError(f"inflect is {how!r}", where=where, fix="Use v, n, = or leave it empty.")
    if how and is_wild(term):
        raise UsageError(f"{term!r} has wildcards and inflect {how}", where=where, fix="Leave `inflect` empty.")
    weight = _score(row["score"], where) if "score" in row else _weight(row.get("weight", ""), where)
    reports = row.get("reports", "")
    if reports not in REPORTS:
        raise UsageError(f"reports is {reports!r}", where=where, fix="Write words, or leave it empty.")
    extra = tuple(form.strip() for form in row.get("forms", "").split("|") if form.strip())
    regular = () if how == "=" else inflected(term, cast("Inflection", how))
    forms = tuple(dict.fromkeys((*regular, *extra)))
    if not forms:
        raise UsageError(f"{term!r} has inflect = and no forms, so it can never match", where=where)
    return Entry(
        term=term,
        category=row.get("category") or category,
        canonical=row.get("canonical") or term,
        weight=weight,
        forms=forms,
        conditions=parse_conditions(row.get("context", ""), where=where, groups=groups),
        note=row.get("note", ""),
        where=where,
        frame=row.get("frame", ""),
        reports=reports,
    )


def _weight(cell: str, where: str) -> float:
    try:
        weight = float(cell or 1.0)
    except ValueError:
        weight = -1.0
    if not 0.0 <= weight <= 1.0:
        raise UsageError(f"weight {cell!r} is not a number from 0 to 1", where=where)
    return weight


def _score(cell: str, where: str) -> float:
    try:
        score = float(cell)
    except ValueError:
        score = math.nan
    if not math.isfinite(score):
        raise UsageError(f"score {cell!r} is not a number", where=where)
    return score


def parse_conditions(
    cell: str, *, where: str, groups: Mapping[str, frozenset[str]] | None = None
) -> tuple[Condition, ...]:
    """The conditions of a ``context`` cell, such as ``unless next:door|brakes; only near:gun|@sport``."""
    groups, conditions = groups or {}, []
    for part in filter(None, (piece.strip() for piece in cell.split(";"))):
        match = re.fullmatch(r"(unless|only)\s+(\w+):(.+)", part)
        if match is None or match[2] not in PLACES:
            raise UsageError(
                f"the context {part!r} is not understood",
                where=where,
                fix=f"Write `unless` or `only`, one of {', '.join(PLACES)}, a colon, then words with | between them.",
            )
        values = frozenset(value.strip() for value in match[3].split("|"))
        if "" in values:
            raise UsageError(f"an empty word in the context {part!r}", where=where)
        if any(map(is_wild, values)):
            raise UsageError(f"a wildcard in the context {part!r}", where=where, fix="List the words themselves.")
        unknown = sorted(value for value in values if value.isupper() and len(value) > 1 and value not in SHAPES)
        if unknown:
            raise UsageError(
                f"unknown shape {unknown[0]!r} in a context; shapes are {', '.join(sorted(SHAPES))}", where=where
            )
        named = {value for value in values if value.startswith(GROUP)}
        missing = sorted(named.difference(groups))
        if missing:
            raise UsageError(
                f"no words {missing[0]} for a context.{did_you_mean(missing[0], tuple(groups))}",
                where=where,
                fix=f"List them in a header line `# {missing[0]}:`.",
            )
        folded = frozenset(_folded(values.difference(named))).union(*(groups[name] for name in named))
        conditions.append(Condition(match[1] == "only", cast("Place", match[2]), folded))
    return tuple(conditions)


def _folded(words: Iterable[str]) -> Iterator[str]:
    """Words as they are looked for, shapes in their capitals."""
    return (word if word in SHAPES else word.casefold() for word in words)
