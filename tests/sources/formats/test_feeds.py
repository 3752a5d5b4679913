"""Saved RSS and Atom feeds: what of an entry becomes an article, and what a feed of summaries is told."""

import json
from pathlib import Path

import pytest

from masthead.errors import UnreadableInput, UsageError
from masthead.sources import ReadOptions, read

CONTENT = "<p>The ferry was late.</p><p>\u201cVile\u201d, she said.</p>"
RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harrow Post | World</title>
<item><title>Ferry late</title><link>https://www.harrow.co.uk/1</link><guid>post-1</guid>
<pubDate>Fri, 05 Mar 2031 10:00:00 GMT</pubDate><dc:creator>Ada Roth</dc:creator>
<description>A teaser</description>{content}</item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Tidewater</title>
<entry><title>Lock shut</title><id>tag:1</id><link href="https://tidewater.example/1"/><published>2031-03-05T10:00:00Z</published>
<author><name>Mara Quill</name></author><content type="text">The lock is shut.</content></entry></feed>"""


def rss(content=CONTENT, encoding="utf-8"):
    full = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    return RSS.format(content=full, encoding=encoding).encode(encoding)


@pytest.mark.parametrize("name", ["feed.rss", "feed.xml", "feed", "feed.txt", "feed.html"])
def test_entries_with_their_content_are_articles(write, name):
    (row,) = read(write({name: rss()}) / name).articles.to_pylist()
    told = {field: row[field] for field in ("id", "outlet", "title", "date", "url", "author", "summary", "feed")}
    assert told == {
        "id": "post-1",
        "outlet": "harrow.co.uk",
        "title": "Ferry late",
        "date": "2031-03-05T10:00:00Z",
        "url": "https://www.harrow.co.uk/1",
        "author": "Ada Roth",
        "summary": "A teaser",
        "feed": "Harrow Post | World",
    }
    assert "<p>" not in row["text"]
    assert "\u201cVile\u201d, she said." in row["text"]


def test_atom(write):
    (row,) = read(write({"a.atom": ATOM}) / "a.atom").articles.to_pylist()
    assert (row["outlet"], row["text"], row["author"]) == ("tidewater.example", "The lock is shut.", "Mara Quill")


def test_the_encoding_that_a_feed_declares(write):
    (row,) = read(write({"a.xml": rss("Caf\u00e9 \u2013 late.", "windows-1252")}) / "a.xml").articles.to_pylist()
    assert row["text"] == "Caf\u00e9 \u2013 late."


def test_summaries_are_not_taken_for_texts_unless_told(write):
    path = write({"a.rss": rss(content=None)}) / "a.rss"
    with pytest.raises(UsageError, match="'summary' looks like a summary"):
        read(path)
    assert read(path, ReadOptions(columns={"text": "summary"})).articles["text"].to_pylist() == ["A teaser"]


def test_a_dump_of_feedparser(write):
    entry = {
        "title": "Ferry late",
        "link": "https://harrow.co.uk/1",
        "content": [{"type": "text/html", "value": CONTENT}],
    }
    dump = {"feed": {"title": "Harrow Post"}, "entries": [entry]}
    (row,) = read(write({"dump.json": json.dumps(dump)}) / "dump.json").articles.to_pylist()
    assert row["outlet"] == "harrow.co.uk"
    assert "\u201cVile\u201d, she said." in row["text"]


@pytest.mark.parametrize("content", ["<rss><channel></channel></rss>", "<feed>", "<rss", "<letters><a>b</a></letters>"])
def test_xml_without_entries_is_refused(write, content):
    with pytest.raises(UnreadableInput):
        read(write({"a.xml": content}) / "a.xml")


def test_a_feed_never_opens_files_or_grows_beyond_reason(write):
    grows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    inner = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">{}]><rss version="2.0"><channel><item><title>&{};</title></item></channel></rss>'
    folder = write({"a.xml": inner.format(grows, "e11"), "b.xml": inner.format("", "f"), "c.csv": "title\nb\n"})
    reading = read(folder, ReadOptions(columns={"text": "title"}, outlet="Harrow Post"))
    texts = reading.articles["text"].to_pylist()
    assert all(len(text) < 100 for text in texts)
    assert not any(name in text for text in texts for name in [Path("/etc/hostname").read_text().strip()])
