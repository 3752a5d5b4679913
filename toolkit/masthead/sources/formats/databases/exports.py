"""What is found in a file of a news database, handed on as rows, and compared with what the file says of itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from masthead.numerals import count
from masthead.sources.formats.databases.days import printed_day
from masthead.sources.formats.databases.names import is_error, person
from masthead.sources.formats.lines import fold
from masthead.sources.options import Finding
from masthead.sources.rows import Row, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.sources.rows import Log

MISSING, SURPLUS = "articles missing", "more articles than announced"
CUT, SWOLLEN = "fewer words than declared", "more words than declared"
ISSUES = "issue numbers in outlet names"
_SHORTER, _LONGER = 0.75, 1.33
"""Our count of words over the declared one, beyond which a text is taken to be cut or swollen."""
_FEWEST_DECLARED = 50
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff]")
_SAMPLE, _MOST_UNSPACED = 2000, 0.1
_ISSUE = re.compile(r",\s*(?:no|nr|n°|nº|issue|vol|numéro|ausgabe)\.?\s*\d", re.IGNORECASE)


class Article(NamedTuple):
    """An article as printed: every field as the database shows it, ``words`` as digits."""

    text: str
    outlet: str | None = None
    title: str | None = None
    date: str | None = None
    author: str | None = None
    section: str | None = None
    words: str | None = None
    lang: str | None = None
    url: str | None = None


@dataclass(slots=True)
class Export:
    """The articles of one file in their order, None for a document that holds no article.

    ``announced`` is how many the file says it holds, ``doubts`` are remarks on what it says.
    """

    database: str
    articles: list[Article | None]
    announced: int | None = None
    doubts: list[str] = field(default_factory=list)


def rows_of(export: Export, name: str, outlet: str | None, log: Log) -> Iterator[Row]:
    """The rows of an export; an article that names no outlet is from ``outlet``.

    Documents without an article become rejects, what differs from what the file announces a finding and a note.
    Raises Unusable where there is no article at all.
    """
    if not any(export.articles):
        raise Unusable("no article", f"a file of {export.database} that contains no article")
    for number, article in enumerate(export.articles, start=1):
        origin = f"{name}:article {number}"
        if article is None:
            log.reject("no article", origin, "an error message or nothing where an article should be")
        elif not article.text.strip() or is_error(article.text):
            log.reject("no text", origin, f"{article.title or 'the document'!r} has no text in this file")
        else:
            yield _row(article, origin, outlet)
    _compare(export, name.replace("\\", "/").rsplit("/", 1)[-1], log)


def _row(article: Article, origin: str, outlet: str | None) -> Row:
    printed = fold(article.date or "")
    values = {
        "outlet": fold(article.outlet or "") or outlet,
        "title": fold(article.title or "") or None,
        "date": printed_day(printed) or printed or None,
        "author": person(article.author or ""),
        "section": fold(article.section or "") or None,
        "words_declared": article.words,
        "lang": fold(article.lang or "") or None,
        "url": article.url,
        "text": article.text,
    }
    return Row(origin, values)


def _compare(export: Export, name: str, log: Log) -> None:
    """Record where an export is not what it says of itself."""
    found = len(export.articles)
    announced = export.announced
    for doubt in export.doubts:
        log.note(f"{name}: {doubt}")
    if announced is not None and announced != found:
        example = f"{name}: announces {announced:,}, holds {found:,}"
        missing = found < announced
        log.note(example)
        fix = "export the missing ones again" if missing else ""
        log.find(Finding(MISSING if missing else SURPLUS, "warning", "", abs(announced - found), example, fix))
    kept = [article for article in export.articles if article is not None]
    _compare_words(kept, name, log)
    _compare_outlets(kept, name, log)


def _compare_words(articles: Sequence[Article], name: str, log: Log) -> None:
    for number, article in enumerate(articles, start=1):
        declared = int(article.words or 0)
        if declared < _FEWEST_DECLARED or is_unspaced(article.text):
            continue
        counted = len(article.text.split())
        if _SHORTER <= counted / declared <= _LONGER:
            continue
        kind = CUT if counted < declared else SWOLLEN
        example = f"{name}:article {number}: declares {count(declared, 'word')}, holds {counted:,}"
        log.find(Finding(kind, "warning", fold(article.outlet or ""), 1, example, ""))


def is_unspaced(text: str) -> bool:
    """Whether a text is written without spaces between its words, so that they can't be counted by them."""
    return len(_UNSPACED.findall(text[:_SAMPLE])) > _MOST_UNSPACED * len(text[:_SAMPLE])


def _compare_outlets(articles: Sequence[Article], name: str, log: Log) -> None:
    """Tell of outlets that carry the number of an issue: each issue would be an outlet of its own."""
    for outlet, times in Counter(fold(article.outlet or "") for article in articles).items():
        if _ISSUE.search(outlet):
            example = f"{name}: {outlet!r}"
            log.find(Finding(ISSUES, "warning", outlet, times, example, "--outlets-file"))
