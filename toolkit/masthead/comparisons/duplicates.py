"""Exact and near duplicates, and agency copy: which articles are an outlet's own work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, overload

import pyarrow as pa

from masthead.comparisons.similar import similar_pairs
from masthead.engines import ArticlesResult, reading_of
from masthead.errors import UsageError, options_of
from masthead.schema import ARTICLES, DUPLICATES
from masthead.sources import ReadOptions, read_articles
from masthead.sources.agencies.credits import owner
from masthead.sources.copies import Seniority, seniority
from masthead.sources.dates import require_days
from masthead.sources.strings import reported, short_key, text_key

ORIGINAL, AGENCY, NEAR, EXACT = "original", "agency", "near_duplicate", "exact"
EDITION, CORRECTION, REUPLOAD = ("edition", "correction", "reupload")
EDITION_DAYS = 3
"""Days within which an outlet's changed text is another edition of the first, and not the same article much later."""
_CORRECTED = re.compile(
    r"\bcorrect(?:ion|ed)\b|\bclarification\b|\ban earlier version of this\b"
    r"|\bthis (?:article|story|report|piece) (?:has been|was) (?:updated|amended|changed)\b",
    re.IGNORECASE,
)

_SIGNS = ("correct", "clarification", "earlier version", "updated", "amended", "changed")
"""One of these is in whatever ``_CORRECTED`` matches."""


class _Article(NamedTuple):
    """What is compared of an article: its rank among copies, its key for exact ones (None: no text)."""

    id: str
    outlet: str
    agency: str | None
    rank: Seniority
    key: bytes | None
    short: bool
    corrected: bool


class _Match(NamedTuple):
    """The senior article that an article repeats."""

    of: int
    similarity: float


def duplicates(source: Any, reading: ReadOptions | None = None) -> ArticlesResult:
    """Find what is not an outlet's own work: agency copy, other outlets' articles, repeats of its own (DUPLICATES).

    ``source`` is articles, or anything that ``read`` accepts; ``reading`` says how. The result's ``articles`` record
    what each one repeats, so that anything made from them leaves these out. Raises UsageError if a date can be read
    in two ways, because the earlier article is the original.
    """
    found = reading_of(source, options_of(reading, ReadOptions))
    require_days(found.articles["date"])
    table = find_duplicates(found.articles)
    manifest = {**found.manifest, "kind": "duplicates"}
    marked = mark_duplicates(found.articles, table)
    return ArticlesResult(table=table, notes=found.notes, manifest=manifest, articles=marked, rejects=found.rejects)


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
    found = _articles(articles)
    matches = _exact_matches(found)
    distinct = [index for index, article in enumerate(found) if not article.short and index not in matches]
    matches |= _near_matches(found, distinct, _Texts(articles, distinct))
    agencies = _agencies(found, matches)
    rows = []
    for index, article in enumerate(found):
        match = matches.get(index)
        rows.append(
            {
                "id": article.id,
                "kind": _kind(article, match, found),
                "of": found[match.of].id if match else None,
                "repeat": _repeat(article, found[match.of]) if match else None,
                "agency": agencies[index],
                "similarity": match.similarity if match else None,
            }
        )
    return pa.Table.from_pylist(rows, schema=DUPLICATES)


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


class _Texts(Sequence[str]):
    """The reported texts of some rows of an articles table, made when they are asked for."""

    def __init__(self, table: pa.Table, rows: Sequence[int]) -> None:
        self._texts, self._excluded, self._rows = table["text"], table["excluded"], rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[place] for place in range(len(self))[index]]
        row = self._rows[index]
        spans = self._excluded[row].as_py() or ()
        return reported(self._texts[row].as_py(), [(span["start"], span["end"]) for span in spans])


def _articles(table: pa.Table) -> list[_Article]:
    columns = ["id", "outlet", "agency", "date", "title", "text", "excluded"]
    found: list[_Article] = []
    for batch in table.select(columns).to_batches(max_chunksize=1024):
        for row in batch.to_pylist():
            excluded = [(span["start"], span["end"]) for span in row["excluded"] or ()]
            rank = seniority(row["outlet"], row["date"], len(found))
            long = text_key(row["text"], excluded)
            key = long or short_key(row["text"], excluded, outlet=row["outlet"], title=row["title"])
            corrected = any(map(_says_corrected, (row["title"] or "", row["text"])))
            found.append(_Article(row["id"], row["outlet"], row["agency"], rank, key, long is None, corrected))
    return found


def _says_corrected(text: str) -> bool:
    folded = text.casefold()  # most texts have none of the words, which is found at a tenth of the cost
    return any(sign in folded for sign in _SIGNS) and bool(_CORRECTED.search(text))


def _exact_matches(articles: Sequence[_Article]) -> dict[int, _Match]:
    """Every article whose text a senior one has, with the most senior of these."""
    groups: dict[bytes, list[int]] = {}
    for index, article in enumerate(articles):
        if article.key is not None:
            groups.setdefault(article.key, []).append(index)
    matches: dict[int, _Match] = {}
    for group in groups.values():
        first, *others = sorted(group, key=lambda index: articles[index].rank)
        matches |= {index: _Match(first, 1.0) for index in others}
    return matches


def _near_matches(articles: Sequence[_Article], distinct: Sequence[int], texts: Sequence[str]) -> dict[int, _Match]:
    """The most similar senior article of each of ``distinct`` that has one; the most senior among equals."""
    best: dict[int, tuple[float, Seniority, int]] = {}
    for pair in similar_pairs(texts):
        ends = (distinct[pair.first], distinct[pair.second])
        senior, junior = sorted(ends, key=lambda index: articles[index].rank)
        candidate = (-pair.similarity, articles[senior].rank, senior)
        best[junior] = min(best.get(junior, candidate), candidate)
    return {index: _Match(of, -negative) for index, (negative, _, of) in best.items()}


def _kind(article: _Article, match: _Match | None, articles: Sequence[_Article]) -> str:
    if article.agency is not None:
        return AGENCY
    if match is None:
        return ORIGINAL
    return EXACT if articles[match.of].key == article.key else NEAR


def _repeat(article: _Article, first: _Article) -> str | None:
    """How an article repeats the first of its own outlet; None where the first is another outlet's."""
    if article.outlet != first.outlet:
        return None
    if article.corrected != first.corrected:
        return CORRECTION
    dated = not (article.rank.undated or first.rank.undated)
    late = dated and article.rank.day - first.rank.day > EDITION_DAYS
    return REUPLOAD if late or article.key == first.key else EDITION


def _agencies(articles: Sequence[_Article], matches: dict[int, _Match]) -> list[str | None]:
    """Each article's agency: credited, else that of the article it repeats; none in the agency's own outlet."""
    told: list[str | None] = [article.agency for article in articles]
    for index in sorted(matches, key=lambda index: articles[index].rank):
        original = matches[index].of
        source = owner(articles[original].outlet)
        agency = told[index] or told[original] or (source.name if source is not None else None)
        own = owner(articles[index].outlet)
        told[index] = None if own is not None and own.name == agency else agency
    return told
