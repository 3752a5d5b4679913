"""Web archives, WARC and ARC: the pages in them, record by record, so that one of any size takes little memory."""

from __future__ import annotations

import gzip
import io
import logging
import re
import zlib
from collections import Counter
from contextlib import redirect_stderr
from typing import TYPE_CHECKING, Any

from masthead.sources.formats.columns import map_columns
from masthead.sources.formats.decode import declares_charset, decode
from masthead.sources.formats.html import read_html
from masthead.sources.formats.records import row_from_record
from masthead.sources.outlets import host_of, outlet_of
from masthead.sources.rows import Sound, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from masthead.sources.formats.locate import Source
    from masthead.sources.options import ReadOptions
    from masthead.sources.rows import Log, Row

_DAMAGED = (OSError, EOFError, ValueError, LookupError, AttributeError, TypeError, zlib.error)
"""What warcio stumbles over in damaged files, besides errors of its own."""
_GZIP = b"\x1f\x8b"
_BEGINNINGS = (b"WARC/", b"filedesc:")
_LONGEST_BEGINNING = max(map(len, _BEGINNINGS))
_DAMAGE = "damaged web archive"
_PAGES = ("text/html", "application/xhtml+xml")
_COLUMNS = ("outlet", "title", "text", "date", "url", "section", "author", "host")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CRAWLED = "pages without a date of their own have that of the crawl"


def read_warc(source: Source, options: ReadOptions, log: Log) -> Iterator[Row | Sound]:
    """The articles among the pages of a web archive, each with the domain of its address as its outlet.

    Pages are responses in HTML that were found (status 200); how many other records there are is told in a note. A
    page without an article is a reject, and so is the rest of an archive that is cut off or damaged. ``host`` is
    carried over too. Nothing is fetched.
    """
    _require_archive(source.path)
    mapping = map_columns(_COLUMNS, options, source.name, source.outlet, log)
    yield Sound()
    passed: Counter[str] = Counter()
    pages = 0
    for origin, record in _records(source, log):
        kind = _kind(record)
        if kind is not None:
            passed[kind] += 1
            continue
        pages += 1
        values, problem = _tried(record, origin, source.outlet, options, log)
        if _missing(record):
            continue  # half a page is no article; that it is half a page is told with the archive
        if problem is not None:
            log.reject(problem.reason, origin, problem.detail)
            continue
        row = row_from_record(values, mapping, origin, source.outlet, log)
        if row is not None:
            yield row
    others = ", ".join(f"{n:,} {kind}" for kind, n in passed.items()) or "none"
    if not pages:
        log.reject("no article", source.name, f"no page in this web archive; records of other kinds: {others}")
    elif passed:
        log.note(f"{source.name}: records that are not pages: {others}")


def _require_archive(path: Path) -> None:
    """Raise Unusable where a file does not begin as web archives do; warcio takes any text for an ARC file."""
    try:
        with path.open("rb") as file:
            packed = file.read(len(_GZIP)) == _GZIP
        with gzip.open(path) if packed else path.open("rb") as file:
            begin = file.read(_LONGEST_BEGINNING)
    except (OSError, EOFError, zlib.error) as error:
        raise Unusable(_DAMAGE, str(error)) from error
    if not begin.startswith(_BEGINNINGS):
        raise Unusable("no web archive", "it begins neither as a WARC nor as an ARC file")


def _records(source: Source, log: Log) -> Iterator[tuple[str, Any]]:
    """The records and where they are; what is wrong with the file is a reject."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - only needed for web archives
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - only needed for web archives

    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    origin = source.name
    try:
        with source.path.open("rb") as file:
            archive, reached = ArchiveIterator(file, arc2warc=True), 0
            for number, record in enumerate(_unheard(archive), start=1):
                origin = f"{source.name}:record {number}"
                yield origin, record
                if _missing(record):
                    log.reject(_DAMAGE, origin, "the file is cut off in this record")
                    return
                with redirect_stderr(io.StringIO()):
                    archive.read_to_end(record)
                if archive.err_count:
                    log.reject(_DAMAGE, origin, "this record is not as long as it says")
                    archive.err_count = 0
                reached = archive.get_record_offset() + archive.get_record_length()
            file.seek(reached)
            if file.read(_LONGEST_BEGINNING).strip():
                log.reject(_DAMAGE, origin, "after this record nothing can be read: the file is cut off or damaged")
    except (ArchiveLoadFailed, *_DAMAGED) as error:
        said = str(error) if isinstance(error, ArchiveLoadFailed | OSError) else "it is cut off or damaged"
        log.reject(_DAMAGE, origin, f"after this nothing can be read: {' '.join(said.split())}")


def _unheard(archive: Any) -> Iterator[Any]:
    """The records, without what warcio prints of its doubts."""
    while True:
        with redirect_stderr(io.StringIO()):
            record = next(archive, None)
        if record is None:
            return
        yield record


def _missing(record: Any) -> int:
    """How many bytes of the record there are not, of which as many as could be read were."""
    if record.length is None:
        return 1
    stream = record.raw_stream
    while stream.read(1 << 16):
        pass
    return int(getattr(stream, "limit", 0))


def _kind(record: Any) -> str | None:
    """What a record is that is no page to be read; None for such a page."""
    if record.rec_type != "response":
        return str(record.rec_type)
    headers = record.http_headers
    if headers is None:
        return "response without headers"
    if (headers.get_statuscode() or "200") != "200":
        return f"response {headers.get_statuscode()}"
    content = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return None if content in _PAGES else content[:60] or "response of no kind"


def _tried(
    record: Any, origin: str, outlet: str | None, options: ReadOptions, log: Log
) -> tuple[dict[str, str | None], Unusable | None]:
    """What a page holds, or why it is no article."""
    try:
        return _page(record, origin, outlet, options, log), None
    except Unusable as error:
        return {}, error
    except _DAMAGED as error:
        return {}, Unusable("damaged page", str(error) or type(error).__name__)


def _page(record: Any, origin: str, outlet: str | None, options: ReadOptions, log: Log) -> dict[str, str | None]:
    """What a page holds, by column; raises Unusable where that is no article."""
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    data = record.content_stream().read(options.max_article_bytes + 1)
    if len(data) > options.max_article_bytes:
        raise Unusable("too large", f"the page is longer than {options.max_article_bytes:,} bytes")
    charset = _CHARSET.search(record.http_headers.get_header("Content-Type") or "")
    if charset is not None and not declares_charset(data):
        data = f'<meta charset="{charset[1]}">'.encode() + data
    text = decode(data, encoding=options.encoding, html=True).text
    row = read_html(text, origin, outlet)
    values: dict[str, str | None] = {**row.values, "url": address, "host": host_of(address)}
    values["outlet"] = outlet or outlet_of(address)
    if not values.get("date"):
        values["date"] = record.rec_headers.get_header("WARC-Date")
        log.note(_CRAWLED)
    return values
