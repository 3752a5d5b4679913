"""Web archives, written here with warcio: which records are articles, and what becomes of damaged ones."""

import gzip
import io

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from masthead.errors import UnreadableInput
from masthead.sources import ReadOptions, read, stream

SENTENCE = "The ferry was late again on {day}, and the crews of Harrow told the council, which met {n} times, why."
HTML = "text/html; charset=utf-8"


def page(day="Monday", published=None, sign=""):
    date = f'<meta property="article:published_time" content="{published}">' if published else ""
    body = "".join(f"<p>{SENTENCE.format(day=day, n=n)}{sign}</p>" for n in range(8))
    return f"<html><head><title>Ferry late</title>{date}</head><body><article><h1>Ferry late</h1>{body}</article></body></html>"


def archive(*records, zipped=True, kind="response"):
    """A WARC file of (address, content type, status, body)."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=zipped)
    for address, content, status, body in records:
        headers = StatusAndHeaders(status, [("Content-Type", content)], protocol="HTTP/1.0")
        data = io.BytesIO(body if isinstance(body, bytes) else body.encode())
        made = writer.create_warc_record(
            address, kind, payload=data, http_headers=headers, warc_headers_dict={"WARC-Date": "2031-05-06T07:08:09Z"}
        )
        writer.write_record(made)
    return file.getvalue()


def found(address="http://www.harrow.co.uk/1", body=None, content=HTML, status="200 OK"):
    return address, content, status, page() if body is None else body


def column(reading, name):
    return reading.articles[name].to_pylist()


@pytest.mark.parametrize(("name", "zipped"), [("a.warc.gz", True), ("a.warc", False)])
def test_pages_are_articles_of_the_domain_of_their_address(write, name, zipped):
    records = [found(), found("http://news.tidewater.example/x", page("Friday", "2031-02-03T10:00:00Z"))]
    folder = write({name: archive(*records, zipped=zipped)})
    reading = read(folder / name)
    assert column(reading, "outlet") == ["harrow.co.uk", "news.tidewater.example"]
    assert column(reading, "title") == ["Ferry late"] * 2
    assert column(reading, "url") == ["http://www.harrow.co.uk/1", "http://news.tidewater.example/x"]
    assert column(reading, "host") == ["www.harrow.co.uk", "news.tidewater.example"]
    assert SENTENCE.format(day="Friday", n=3) in column(reading, "text")[1]


def test_a_page_without_a_date_has_that_of_the_crawl_and_a_note_says_how_many(write):
    folder = write({"a.warc.gz": archive(found(), found("http://harrow.co.uk/2", page("Friday")))})
    reading = read(folder / "a.warc.gz")
    assert column(reading, "date") == ["2031-05-06T07:08:09Z"] * 2
    assert "pages without a date of their own have that of the crawl (2 times)" in reading.notes


def test_the_outlet_can_be_the_host_or_one_that_is_told(write):
    folder = write({"a.warc.gz": archive(found())})
    assert column(read(folder / "a.warc.gz", ReadOptions(columns={"outlet": "host"})), "outlet") == ["www.harrow.co.uk"]
    assert column(read(folder / "a.warc.gz", ReadOptions(outlet="Harrow")), "outlet") == ["Harrow"]


def test_other_records_are_counted_in_a_note(write):
    others = [
        found("http://harrow.co.uk/x.png", "x", "image/png"),
        found("http://harrow.co.uk/gone", status="404 Not Found"),
        found("http://harrow.co.uk/old", "", status="301 Moved"),
    ]
    folder = write({"a.warc.gz": archive(found(), *others)})
    reading = read(folder / "a.warc.gz")
    assert reading.articles.num_rows == 1
    assert any("not pages: 1 image/png, 1 response 404, 1 response 301" in note for note in reading.notes)


def test_an_archive_without_pages_says_what_it_holds(write):
    folder = write({"a.warc.gz": archive(found("http://harrow.co.uk/x.png", "x", "image/png"))})
    with pytest.raises(UnreadableInput, match=r"no page in this web archive; records of other kinds: 1 image/png"):
        read(folder / "a.warc.gz")


def test_a_page_without_an_article_or_too_long_is_a_reject(write):
    folder = write({"a.warc.gz": archive(found(), found(body="<html></html>"), found(body=page() + " " * 9_000))})
    reading = read(folder / "a.warc.gz", ReadOptions(max_article_bytes=5_000))
    assert [(reject.reason, reject.origin.rsplit(":")[-1]) for reject in reading.rejects] == [
        ("no article", "record 2"),
        ("too large", "record 3"),
    ]


def test_a_charset_in_the_headers_is_used_where_the_page_names_none(write):
    body = page(sign=" \u0106ao \u017divko").encode("iso-8859-2")
    folder = write({"a.warc.gz": archive(found(body=body, content="text/html; charset=ISO-8859-2"))})
    assert "\u0106ao \u017divko" in column(read(folder / "a.warc.gz"), "text")[0]


@pytest.mark.parametrize(
    ("zipped", "cut"),
    [*((True, cut) for cut in (20, 100, 200, 300, 350, 400)), *((False, cut) for cut in (20, 300, 900, 1100, 1200))],
)
def test_of_an_archive_that_is_cut_off_what_is_whole_is_read(write, zipped, cut):
    whole = archive(*(found(f"http://harrow.co.uk/{n}", page(f"day {n}")) for n in range(3)), zipped=zipped)
    reading = read(write({"a.warc.gz" if zipped else "a.warc": whole[:-cut]}))
    assert column(reading, "url") == ["http://harrow.co.uk/0", "http://harrow.co.uk/1"]
    assert [reject.reason for reject in reading.rejects] == ["damaged web archive"]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("content", [b"The ferry was late.\n", b"WARC/1.0\r\nnothing", b"\x00" * 500])
def test_what_is_no_archive_is_a_reject(write, name, content):
    folder = write({name: gzip.compress(content) if name.endswith("gz") else content, "b.csv": "outlet,text\nA,b\n"})
    reading = read(folder)
    assert reading.articles.num_rows == 1
    assert reading.rejects
    assert all(name in reject.origin for reject in reading.rejects)


def test_records_are_read_one_after_another(write, monkeypatch):
    """Of a large archive nothing is held but the page at hand: a limit ends the reading of the file."""
    folder = write({"a.warc.gz": archive(*(found(f"http://harrow.co.uk/{n}", page(f"day {n}")) for n in range(20)))})
    seen = []
    monkeypatch.setattr("masthead.sources.formats.warc.outlet_of", lambda address: seen.append(address) or "Harrow")
    assert stream(folder / "a.warc.gz", ReadOptions(limit=3)).rows == 3
    assert len(seen) == 3


def test_real_archives_are_read_or_refused_and_nothing_is_fetched(research_data, monkeypatch):
    def refused(*_, **__):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", refused)
    folder = research_data / "badinput"
    paths = sorted(path for path in folder.rglob("*") if ".warc" in path.name or ".arc" in path.name)
    assert paths
    for path in paths:
        try:
            reading = read(path)
        except UnreadableInput:
            continue
        assert all(column(reading, "text"))
