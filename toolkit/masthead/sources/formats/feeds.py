"""RSS and Atom: the entries of a feed that was saved as a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from masthead.sources.formats.json_lines import read_records
from masthead.sources.rows import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Log, Row

_FIELDS = ("id", "title", "link", "published", "author", "summary", "content", "tags", "source")


def read_feed(text: str, name: str, outlet: str | None, options: ReadOptions, log: Log) -> Iterator[Row]:
    """The articles in a feed, whose texts are the entries' ``content``; nothing is fetched.

    A feed with summaries alone has no texts, which raises MissingColumn. Raises Unusable where there is no entry.
    """
    import feedparser  # noqa: PLC0415 - only needed for feeds

    # As bytes in a stream: a text could be taken for an address, and one that declares its encoding for another.
    feedparser.RESOLVE_RELATIVE_URIS = False
    found = feedparser.parse(io.BytesIO(text.encode("utf-8", "replace")), sanitize_html=False, response_headers=_UTF_8)
    if not found.entries:
        detail = str(found.get("bozo_exception") or "no entry in this feed")
        raise Unusable("no article", detail)
    title = found.feed.get("title")
    yield from read_records([_record(entry, title) for entry in found.entries], name, outlet, options, log)


_UTF_8 = {"content-type": "application/xml; charset=utf-8"}


def _record(entry: Any, feed: str | None) -> dict[str, Any]:
    """An entry with the fields that it has; those of feedparser's own making are left out."""
    return {**{field: entry[field] for field in _FIELDS if field in entry}, "feed": feed}
