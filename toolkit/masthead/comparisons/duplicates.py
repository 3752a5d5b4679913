"""Exact and near duplicates, and agency copy: which articles are an outlet's own work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.comparisons.similar import BEFORE, CANDIDATES, pairs_of
from masthead.comparisons.standing import COLUMNS, Standing, look_at
from masthead.engines import ArticlesResult, Rereading
from masthead.errors import UsageError, options_of
from masthead.numerals import count
from masthead.schema import ARTICLES, DUPLICATES
from masthead.sources import ReadOptions, read_articles
from masthead.sources.dates import require_days

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

ORIGINAL, AGENCY, NEAR, EXACT = "original", "agency", "near_duplicate", "exact"
EDITION, CORRECTION, REUPLOAD = ("edition", "correction", "reupload")
EDITION_DAYS = 3
"""Days within which an outlet's changed text is another edition of the first, and not the same article much later."""


class Found(NamedTuple):
    """DUPLICATES in the order of the articles, and how many articles are like so many that not all were compared."""

    table: pa.Table
    crowded: int


class _Matches(NamedTuple):
    """For each article the place of the senior one that it repeats, -1 for none, and how similar the two are."""

    of: Integers
    similarity: NDArray[np.float64]


def duplicates(source: Any, reading: ReadOptions | None = None) -> ArticlesResult:
    """Find what is not an outlet's own work: agency copy, other outlets' articles, repeats of its own (DUPLICATES).

    ``source`` is articles, or anything that ``read`` accepts; ``reading`` says how. The result's ``articles`` record
    what each one repeats, so that anything made from them leaves these out. Raises UsageError if a date can be read
    in two ways, because the earlier article is the original.
    """
    read = source if isinstance(source, Rereading) else Rereading(source, options_of(reading, ReadOptions))
    standing = look_at(read.batches(COLUMNS))
    require_days(standing.dates)
    found = _found(standing)
    read.fill("copy_of", found.table["of"].combine_chunks())
    return ArticlesResult(
        table=found.table,
        notes=(*read.notes, *told_crowded(found.crowded)),
        details={"crowded": found.crowded},
        manifest={**read.manifest, "kind": "duplicates"},
        reading=read,
    )


def told_crowded(crowded: int) -> tuple[str, ...]:
    """What is said where articles were not compared with all that are like them, if any."""
    if not crowded:
        return ()
    what = f"{count(crowded, 'article')} {'has' if crowded == 1 else 'have'} much the same words as {BEFORE} or more"
    return (
        f"{what} that came before: the most similar was looked for among up to {CANDIDATES} of these, so another one "
        "may be more similar",
    )


def find_duplicates(articles: Any) -> pa.Table:
    """Each article's standing: a DUPLICATES table in the order of the articles.

    ``articles`` is an ARTICLES table, or anything ``read_articles`` takes. ``kind`` is ``agency`` where an agency is
    credited, else ``exact`` or ``near_duplicate`` where the article repeats one that came before, else ``original``.
    ``of`` is that article: among several the most similar. An agency's own article comes before all others, then the
    earliest dated, then the first. ``similarity`` is the Jaccard similarity of the three-word shingles (1 where the
    texts are the same; see ``masthead.comparisons.similar`` for the thresholds). ``repeat`` says of an article that is
    in its own outlet already whether it is a ``correction`` (one of the two says that it was corrected), another
    ``edition`` (changed, and undated or within ``EDITION_DAYS``) or a ``reupload``. ``agency`` is the credited one, or,
    for a copy, that of the article it repeats.
    """
    if not isinstance(articles, pa.Table) or not set(ARTICLES.names) <= set(articles.column_names):
        articles = read_articles(articles)
    return _found(look_at([articles])).table


def mark_duplicates(articles: pa.Table, duplicates: pa.Table) -> pa.Table:
    """ARTICLES with ``copy_of`` filled from what ``find_duplicates`` found in the same articles.

    Raises UsageError where the two tables are not of the same articles in the same order.
    """
    if articles["id"].to_pylist() != duplicates["id"].to_pylist():
        raise UsageError(
            "the duplicates were found in other articles than these",
            fix="Give mark_duplicates the table that find_duplicates was given.",
        )
    place = articles.column_names.index("copy_of")
    return articles.set_column(place, ARTICLES.field("copy_of"), duplicates["of"])


def _found(articles: Standing) -> Found:
    """What the articles repeat."""
    matches, crowded = _matches(articles)
    agencies = _agencies(articles, matches)
    of = pa.array(matches.of, mask=matches.of < 0)
    columns = {
        "id": articles.ids,
        "kind": _kinds(articles, matches),
        "of": articles.ids.take(of),
        "repeat": _repeats(articles, matches),
        "agency": agencies,
        "similarity": pa.array(matches.similarity, mask=matches.of < 0),
    }
    return Found(pa.table({name: columns[name] for name in DUPLICATES.names}).cast(DUPLICATES), crowded)


def _matches(articles: Standing) -> tuple[_Matches, int]:
    """The most senior article with the same text, else the most similar senior one; the most senior among equals."""
    found = _Matches(np.full(len(articles.ids), -1), np.ones(len(articles.ids)))
    order = articles.order[articles.group[articles.order] >= 0]
    _, first, number = np.unique(articles.group[order], return_index=True, return_inverse=True)
    again = first[number] < np.arange(len(order))
    found.of[order[again]] = order[first[number[again]]]
    distinct = order[~again & articles.long[order]]
    pairs = pairs_of(articles.shingles, distinct)
    best = np.lexsort((pairs.first, -pairs.similarity, pairs.second))
    junior = pairs.second[best]
    best = best[np.append(True, junior[1:] != junior[:-1])[: len(best)]]
    found.of[distinct[pairs.second[best]]] = distinct[pairs.first[best]]
    found.similarity[distinct[pairs.second[best]]] = pairs.similarity[best]
    return found, len(pairs.crowded)


def _kinds(articles: Standing, matches: _Matches) -> pa.Array:
    same = articles.group == articles.group[matches.of]
    numbers = np.select([articles.agency >= 0, matches.of < 0, same], [1, 0, 3], 2)
    return pa.array([ORIGINAL, AGENCY, NEAR, EXACT]).take(pa.array(numbers))


def _repeats(articles: Standing, matches: _Matches) -> pa.Array:
    """How articles repeat the first of their own outlet; null where the first is another outlet's."""
    first, days = matches.of, articles.days
    dated = (days > 0) & (days[first] > 0)
    late = dated & (days - days[first] > EDITION_DAYS)
    corrected = articles.corrected != articles.corrected[first]
    again = late | (articles.group == articles.group[first])
    own = (first >= 0) & (articles.outlet == articles.outlet[first])
    numbers = np.select([corrected, again], [1, 2], 0)
    return pa.array([EDITION, CORRECTION, REUPLOAD]).take(pa.array(numbers, mask=~own))


def _agencies(articles: Standing, matches: _Matches) -> pa.Array:
    """Each article's agency: credited, else that of the article it repeats; none in the agency's own outlet."""
    names, owners = (*articles.agencies, None), articles.owners()
    told: list[str | None] = [names[number] for number in articles.agency.tolist()]
    outlet, of = articles.outlet, matches.of
    for index in articles.order[of[articles.order] >= 0].tolist():
        original = of[index]
        source = owners[outlet[original]]
        agency = told[index] or told[original] or (source.name if source is not None else None)
        own = owners[outlet[index]]
        told[index] = None if own is not None and own.name == agency else agency
    return pa.array(told, pa.string())
