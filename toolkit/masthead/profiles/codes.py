"""What people counted in articles: a table of codes, or a coding sheet of sentences, as sums by feature and article."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from masthead.errors import MissingColumn, UsageError, did_you_mean
from masthead.sources import to_arrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from masthead.features.base import Feature
    from masthead.sources.tables import Record

SHEET_COLUMNS = ("article_id", "sentence")
"""Columns that tell a coding sheet, one sentence a row, from a table of codes."""
_HIDDEN, _HIDDEN_LENGTH = "id-", 12
OF = " of"
"""Added to a feature's name: the column of a coding sheet that has what its share is a share of."""


class Code(NamedTuple):
    """What people counted in one article: a numerator over a denominator, None where that is the instrument's.

    ``weight`` is one over the probability that the article was coded, None where nothing tells; ``sentences`` is how
    many sentences the sheet has of the article.
    """

    numerator: float
    denominator: float | None = None
    weight: float | None = None
    sentences: int | None = None


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes by feature and article id; ``name`` is where they are from."""

    name: str
    features: Mapping[str, Mapping[str, Code]]


def hidden_id(article: str) -> str:
    """An id that does not give its outlet away, by which codes of the article are found all the same."""
    return _HIDDEN + blake2b(article.encode("utf-8", "replace")).hexdigest()[:_HIDDEN_LENGTH]


def read_codes(source: Any, catalogue: Sequence[Feature]) -> Codes:
    """Read a coding sheet, or a table with the columns ``id, feature, numerator, denominator, weight``.

    ``source`` is a path (CSV, TSV, JSON, JSON Lines, xlsx, Parquet), a data frame, or a list of dicts. In a table the
    weight is one over the probability of being coded, empty where all articles of an outlet had the same; an empty
    denominator is the instrument's own. In a sheet a column called like a feature has what was counted in each
    sentence, and one called like it with " of" what that is a share of; of two coders (a row each, or columns that end
    in ``_a`` and ``_b``) the mean counts. Rows that are there twice count once. Raises UnreadableInput where the file
    can't be read, MissingColumn, and UsageError for an unknown feature, one that is no ratio, cells that are not
    numbers, an article coded twice in different ways or in part.
    """
    name, rows = _rows_of(source)
    columns = dict.fromkeys(column for row in rows for column in row.cells)
    known = {feature.name: feature for feature in catalogue}
    if set(SHEET_COLUMNS) <= columns.keys():
        return Codes(name, dict(_of_sheet(rows, list(columns), known, name)))
    for needed in ("id", "feature", "numerator"):
        if needed not in columns:
            raise MissingColumn(
                f"there is no column {needed!r}.{did_you_mean(needed, list(columns))}",
                where=name,
                fix="A table of codes has the columns id, feature, numerator, denominator and weight; "
                "a coding sheet (masthead sample) has article_id and sentence.",
            )
    return Codes(name, _of_table(rows, known))


def _rows_of(source: Any) -> tuple[str, list[Record]]:
    from masthead.sources.tables import Record, read_rows  # noqa: PLC0415 - what reads is slow to load

    if isinstance(source, str | Path):
        return Path(source).name, read_rows(Path(source))
    rows = source if isinstance(source, list) else to_arrow(source).to_pylist()
    return "<codes>", [Record(f"<codes>:row {number}", row) for number, row in enumerate(rows, start=1)]


def _of_table(rows: Sequence[Record], known: Mapping[str, Feature]) -> dict[str, dict[str, Code]]:
    found: dict[str, dict[str, Code]] = defaultdict(dict)
    for origin, cells in rows:
        feature, article = str(cells["feature"]).strip(), _identity(cells["id"], origin)
        _require_ratio(feature, known, origin)
        numerator, denominator, weight = (
            _number(cells.get(column), column, origin) for column in ("numerator", "denominator", "weight")
        )
        if numerator is None:
            raise UsageError("the numerator is empty", where=origin, fix="Leave out the rows of articles not coded.")
        if denominator is not None and denominator < 0:
            raise UsageError(f"a denominator of {denominator:g} can't be", where=origin)
        code = Code(numerator, denominator, _weight(weight, origin))
        if found[feature].setdefault(article, code) != code:
            raise UsageError(
                f"article {article!r} has two different codes of {feature}",
                where=origin,
                fix="Keep one row per article and feature.",
            )
    return dict(found)


def _of_sheet(
    rows: Sequence[Record], columns: Sequence[str], known: Mapping[str, Feature], name: str
) -> Iterator[tuple[str, dict[str, Code]]]:
    """The features that the sheet has columns of, with their codes."""
    found = {feature: _columns_of(feature, columns) for feature in known}
    coded = {feature: own for feature, own in found.items() if own}
    if not coded:
        free = [column for column in columns if "." in column]
        raise MissingColumn(
            f"no column is named after a feature.{did_you_mean(free[0], list(known)) if free else ''}",
            where=name,
            fix="Name the column of codes after the feature; masthead features lists them.",
        )
    sentences = _sentences(rows)
    for feature, own in coded.items():
        _require_ratio(feature, known, name)
        shares = _columns_of(feature + OF, columns)
        yield feature, _articles(sentences, feature, own, shares)


def _columns_of(feature: str, columns: Sequence[str]) -> list[str]:
    """The columns of a feature: one, or one a coder."""
    return [column for column in columns if column == feature or (column[:-2] == feature and column[-2] == "_")]


def _sentences(rows: Sequence[Record]) -> dict[str, dict[tuple[str, str], Record]]:
    """The rows by article, and in it by sentence and coder; rows that are there twice count once."""
    found: dict[str, dict[tuple[str, str], Record]] = defaultdict(dict)
    for row in rows:
        article = _identity(row.cells["article_id"], row.origin)
        place = (str(row.cells["sentence"]).removesuffix(".0"), str(row.cells.get("coder") or ""))
        first = found[article].setdefault(place, row)
        if first.cells != row.cells:
            raise UsageError(
                f"sentence {place[0]} of article {article!r} occurs twice, with different codes",
                where=row.origin,
                fix=f"Keep one of the rows; the other is {first.origin}.",
            )
    return found


def _articles(
    sentences: Mapping[str, Mapping[tuple[str, str], Record]], feature: str, own: list[str], shares: list[str]
) -> dict[str, Code]:
    """The codes of the articles that were coded, summed over their sentences; those without a code are left out."""
    found: dict[str, Code] = {}
    for article, rows in sentences.items():
        numbers: dict[str, list[tuple[float, float | None]]] = {}
        blank: list[str] = []
        for (number, _), row in rows.items():
            said = numbers.setdefault(number, [])
            for place, column in enumerate(own):
                value = _number(row.cells.get(column), column, row.origin)
                whole = _number(row.cells.get(shares[place]), shares[place], row.origin) if shares else None
                if value is not None and (whole is not None or not shares):
                    said.append((value, whole))
            if not said:
                blank.append(row.origin)
        empty = [number for number, said in numbers.items() if not said]
        if len(empty) == len(numbers):
            continue
        if empty:
            raise UsageError(
                f"article {article!r} is coded in part: {len(empty)} of {len(numbers)} sentences have no {feature}",
                where=blank[0],
                fix="Code all of its sentences (0 if there is nothing), or empty the column for the whole article.",
            )
        means = [np.mean(np.array(said, dtype=np.float64), axis=0) for said in numbers.values()]
        numerator, denominator = (float(total) for total in np.sum(means, axis=0))
        found[article] = Code(numerator, denominator if shares else None, _weight_of(rows, article), len(numbers))
    return found


def _weight_of(rows: Mapping[tuple[str, str], Record], article: str) -> float | None:
    said = {_number(row.cells.get("probability"), "probability", row.origin) for row in rows.values()}
    probability = said.pop()
    if said or (probability is not None and not 0 < probability <= 1):
        raise UsageError(
            f"article {article!r} does not have one single probability above 0 and at most 1",
            where=next(iter(rows.values())).origin,
            fix="Keep the column as masthead sample wrote it, or empty it if all articles were equally likely.",
        )
    return None if probability is None else 1 / probability


def _weight(weight: float | None, origin: str) -> float | None:
    if weight is not None and not weight > 0:
        raise UsageError(
            f"a weight of {weight:g} can't be", where=origin, fix="It is one over the probability of being coded."
        )
    return weight


def _require_ratio(name: str, known: Mapping[str, Feature], origin: str) -> None:
    if name not in known:
        raise UsageError(
            f"there is no feature {name!r}.{did_you_mean(name, list(known))}",
            where=origin,
            fix="masthead features lists them; features of a word list of your own need its --lexicon.",
        )
    if not known[name].denominator:
        raise UsageError(
            f"{name} is a formula of several sums and can't be corrected by codes",
            where=origin,
            fix="Densities, shares and means can.",
        )


def _identity(cell: Any, origin: str) -> str:
    text = "" if cell is None else str(cell).strip()
    if not text:
        raise UsageError("the article has no id", where=origin)
    return text


def _number(cell: Any, column: str, origin: str) -> float | None:
    """A cell as a number, None where it is empty; yes and no are 1 and 0."""
    text = "" if cell is None else str(cell).strip()
    if text.casefold() in _SAID:
        return _SAID[text.casefold()]
    try:
        number = float(text)
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        raise UsageError(f"{text[:60]!r} in the column {column!r} is not a number", where=origin)
    return number


_SAID = {"": None, "na": None, "n/a": None, "true": 1.0, "yes": 1.0, "y": 1.0, "false": 0.0, "no": 0.0, "n": 0.0}
