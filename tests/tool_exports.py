"""Files as scrapers, APIs and R write them, about made-up articles (outlet, title, date, text), for tests."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Article = dict[str, str]


def host(outlet: str) -> str:
    """The host that an outlet has its pages on."""
    return f"{outlet.lower().replace(' ', '-')}.example"


def address(article: Article) -> str:
    """Where an article is."""
    return f"https://www.{host(article['outlet'])}/{article['title'].lower().replace(' ', '-')}"


def media_cloud(articles: Sequence[Article], *, texts: bool = True) -> str:
    """A search export of Media Cloud, to which the texts were added."""
    rows = [
        {
            "id": f"{number:064x}",
            "indexed_date": f"{article['date']} 10:00:00.000000",
            "language": "en",
            "media_name": article["outlet"],
            "media_url": host(article["outlet"]),
            "publish_date": article["date"],
            "title": article["title"],
            "url": address(article),
            **({"text": article["text"]} if texts else {}),
        }
        for number, article in enumerate(articles)
    ]
    return _table(rows)


def spelled_in_two_ways(articles: Sequence[Article]) -> str:
    """A table whose first article of each outlet has its name in capitals."""
    seen: set[str] = set()
    rows = []
    for article in articles:
        first = article["outlet"] not in seen
        rows.append(article | ({"outlet": article["outlet"].upper()} if first else {}))
        seen.add(article["outlet"])
    return _table(rows)


def news_please(article: Article) -> dict[str, Any]:
    """An article as news-please writes it."""
    return {
        "authors": [],
        "date_download": f"{article['date']} 12:00:00",
        "date_publish": f"{article['date']} 10:00:00",
        "description": article["text"][:40],
        "filename": "page.json",
        "language": "en",
        "maintext": article["text"],
        "source_domain": article["outlet"],
        "title": article["title"],
        "title_page": None,
        "url": address(article),
    }


def newspaper(article: Article) -> dict[str, Any]:
    """An article as newspaper4k writes it."""
    return {
        "url": address(article),
        "title": article["title"],
        "authors": ["Ada Roth", "Mara Quill"],
        "publish_date": f"{article['date']}T10:00:00+00:00",
        "summary": article["text"][:40],
        "images": [],
        "meta_lang": "en",
        "meta_site_name": article["outlet"],
        "text": article["text"],
    }


def news_api(articles: Iterable[Article]) -> dict[str, Any]:
    """What News API answers, but that it would cut the texts off."""
    found = [
        {
            "source": {"id": None, "name": article["outlet"]},
            "author": "Ada Roth",
            "title": article["title"],
            "description": article["text"][:40],
            "url": address(article),
            "publishedAt": f"{article['date']}T10:00:00Z",
            "content": article["text"],
        }
        for article in articles
    ]
    return {"status": "ok", "totalResults": len(found), "articles": found}


def pages(articles: Sequence[Article]) -> dict[str, str]:
    """A folder that three tools wrote into, each of which has a third of the articles."""
    files: dict[str, Any] = {f"{number}.json": news_please(article) for number, article in enumerate(articles[::3])}
    files |= {f"paper-{number}.json": newspaper(article) for number, article in enumerate(articles[1::3])}
    files["answer.json"] = news_api(articles[2::3])
    return {name: json.dumps(content) for name, content in files.items()}


def web_archive(articles: Iterable[Article]) -> bytes:
    """A WARC file of the articles' pages."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True)
    for article in articles:
        title, text = escape(article["title"]), escape(article["text"])
        page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.0")
        payload = io.BytesIO(page.encode())
        record = writer.create_warc_record(address(article), "response", payload=payload, http_headers=headers)
        writer.write_record(record)
    return file.getvalue()


def workbook(articles: Iterable[Article]) -> bytes:
    """An xlsx file whose dates are dates."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Publication Title", "Headline", "Date", "Full Text"])
    for article in articles:
        sheet.append([article["outlet"], article["title"], date.fromisoformat(article["date"]), article["text"]])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def from_r(articles: Sequence[Article]) -> bytes:
    """A data frame as R writes it: a factor, days, a list column, labelled values, metadata of its own."""
    names = sorted({article["outlet"] for article in articles})
    codes = pa.array([names.index(article["outlet"]) for article in articles], pa.int32())
    table = pa.table(
        {
            "doc_id": [f"text{number}" for number in range(len(articles))],
            "outlet": pa.DictionaryArray.from_arrays(codes, names),
            "title": [article["title"] for article in articles],
            "date": pa.array([date.fromisoformat(article["date"]) for article in articles], pa.date32()),
            "text": [article["text"] for article in articles],
            "authors": pa.array([["Ada Roth", "Mara Quill"]] * len(articles), pa.list_(pa.string())),
            "wave": pa.array([1.0] * (len(articles) - 1) + [None], pa.float64()),
        }
    ).replace_schema_metadata({"r": "A\n3\n263169\n197888\n5\nUTF-8"})
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()


def _table(rows: Sequence[dict[str, Any]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
