"""What is fuzzed: functions of any bytes that either work or refuse them, and what must hold of what they give."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

import exports
import tool_exports
from masthead.config import load_config
from masthead.errors import MastheadError
from masthead.lexicons import load_lexicon
from masthead.lexicons.layouts import load_list
from masthead.sources import ReadOptions, read
from masthead.sources.files import Files, source_rows
from masthead.sources.formats.locate import locate
from masthead.sources.rows import Log, Unusable
from masthead.studies.declared import load_study
from modes import CounterInMode, articles_of, assert_same

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LONGEST = 4_096
"""Bytes of an input."""
WHOLE = 8
"""One of so many files is read to the end, furniture and all."""
TEXTS = (
    "The mayor said “it may fall”. 'No,' Mr. Holt told Reuters in the U.S. on Monday.\n\nA brutal regime fell 3.5 km off.",
    "HOLT: I will not go.\nROTH: According to officials, who asked not to be named, it's a so-called “deal”.",
    "Officials said the town had been liberated. They claimed that critics' reports were lies - perhaps.",
    "« Non », a dit Holt. \u201eNein\u201c \u2013 it\u2019s 6'2\" tall; ``what'' (see no. 5) \u00e9\u0301\u0130\ufb00.",
)
PAGE = (
    "<!doctype html><html lang=en><head><title>Ferry late | Post</title><meta property='article:published_time' "
    "content='2031-03-05'><script type='application/ld+json'>{\"@type\":\"NewsArticle\"}</script></head><body><h1>Ferry "
    "late</h1><article><p>The ferry was late, said Ada Roth.</p><p>&ldquo;Vile&rdquo;, she said &#8211; twice.</p>"
    "</article></body></html>"
)
FEED = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    "<channel><title>Post</title><item><title>Late</title><link>https://p.example/1</link><pubDate>Fri, 05 Mar 2031 "
    "10:00:00 GMT</pubDate><content:encoded><![CDATA[<p>It was late.</p>]]></content:encoded></item></channel></rss>"
)
ROW = {"id": "1", "outlet": "A", "title": "One", "text": TEXTS[0], "date": "2031-03-05", "label_bias": "left"}
ARTICLES = [{"outlet": "Harrow Post", "title": "Late", "date": "2031-03-05", "text": "The ferry was late."}]
HEADER = "# name: mine\n# version: 1\n# license: CC0\n# source: test\n# citation: none\n"


class Target(NamedTuple):
    """One thing that is fuzzed: what takes the bytes, what it begins with, and words that the mutations use."""

    work: Callable[[bytes], None]
    seeds: Sequence[bytes]
    words: Sequence[str] = ()


def _file(*names: str) -> Callable[[bytes], None]:
    """Reads a file of these bytes; the first of them chooses its name."""
    folder = Path(tempfile.mkdtemp(prefix="masthead-fuzz-")) / "Post"
    folder.mkdir()

    def work(data: bytes) -> None:
        path = folder / names[data[0] % len(names) if data else 0]
        path.write_bytes(data[1:])
        _read(path)

    return work


def _read(path: Path) -> None:
    """Reads a file, or of most files only what their format tells: the rest of reading takes ten times as long."""
    if zlib.crc32(path.read_bytes()) % WHOLE == 0:
        _whole(path)
        return
    options = ReadOptions(outlet="Post")
    log = Log()
    with suppress(MastheadError, Unusable):
        for source in locate([path], options, log):
            for _ in source_rows(source, Files(options, log, 1_000_000, lambda _done, _all: None)):
                pass


def _whole(what: Path | pa.Table) -> None:
    """Reads all of it; every row is there with offsets that hold, or it is refused."""
    with suppress(MastheadError):
        reading = read(what, ReadOptions(outlet="Post", on_duplicate="suffix"))
        reading.articles.validate(full=True)
        ids = reading.articles["id"].to_pylist()
        assert len(set(ids)) == len(ids), "an id twice"
        for text, spans in zip(*(reading.articles[name].to_pylist() for name in ("text", "excluded")), strict=True):
            last = 0
            for span in spans or ():
                assert 0 <= span["start"] < span["end"] <= len(text), f"a span outside its text: {span}"
                assert span["start"] >= last, f"spans that overlap: {spans}"
                last = span["end"]


def _articles(data: bytes) -> None:
    """Reads some texts, one a paragraph of three, as articles of a table."""
    texts = data.decode("utf-8", errors="replace").split("\n\n\n")
    _whole(pa.table({"outlet": ["A"] * len(texts), "title": [text[:60] for text in texts], "text": texts}))


def _packed(name: str, pack: Callable[[str], bytes]) -> Callable[[bytes], None]:
    """Reads a file of these bytes as text within some package, whose checksums hold."""
    read_file = _file(name)
    return lambda data: read_file(b"\0" + pack(data.decode("utf-8", errors="replace")))


def _odt(body: str) -> bytes:
    kind = "application/vnd.oasis.opendocument.text"
    return exports.zipped({"mimetype": kind, "content.xml": body})


def _docx(document: str) -> bytes:
    types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return exports.zipped({"[Content_Types].xml": types, "word/document.xml": document})


def _list(*names: str) -> Callable[[bytes], None]:
    folder = Path(tempfile.mkdtemp(prefix="masthead-fuzz-"))

    def work(data: bytes) -> None:
        path = folder / names[data[0] % len(names) if data else 0]
        path.write_bytes(data[1:])
        for load in (load_lexicon, load_list):
            with suppress(MastheadError):
                load(path)

    return work


def _declared(data: bytes) -> None:
    """The options file and the study file."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "masthead.toml").write_bytes(data)
        with suppress(MastheadError):
            load_config(folder)
        with suppress(MastheadError):
            load_study(folder / "masthead.toml")


class _Text:
    """Measures a text in both modes, which must give the same."""

    def __init__(self) -> None:
        self.machine, self.python = CounterInMode("machine code"), CounterInMode("Python mode")
        assert_same(self.machine, self.python, articles_of([TEXTS[0]]))

    def __call__(self, data: bytes) -> None:
        text = data.decode("utf-8", errors="replace").replace("\0", " ")
        articles = articles_of([text], [text[:80]])
        assert_same(self.machine, self.python, articles)


def _seeds(*contents: str | bytes, first: Sequence[int] = (0,)) -> list[bytes]:
    data = [item.encode() if isinstance(item, str) else item for item in contents]
    return [bytes([number]) + item for number in first for item in data]


_XML = ["<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE", "<?xml", "&#x", "&amp;", "</", "/>", "xmlns:"]
_MARKS = ["“", "”", "‘", "’", '"', "'", "«", "»", " said ", " told ", "according to", "Mr. ", "U.S.", "\n\n", ": ", "—"]


def _part(packed: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return archive.read(name)


def targets() -> dict[str, Callable[[], Target]]:
    """Every target by its name, to be made when it is run."""
    piece = [exports.FARES, exports.DAM]
    return {
        "tables": lambda: Target(
            _file("a.csv", "a.tsv", "a.txt"),
            _seeds(f'outlet,text,date\nA,"{TEXTS[1]}",2031-03-05\nB,two,\n', "text\toutlet\none\tA\n", first=(0, 1, 2)),
            ['"', '""', "\r\n", ",", "\t", ";", "\ufeff"],
        ),
        "json": lambda: Target(
            _file("a.jsonl", "a.json"),
            _seeds(json.dumps(ROW), json.dumps([ROW, ROW]), json.dumps({"articles": [ROW]}), first=(0, 1)),
            ['{"', '":', "\\u", "\\ud800", "null", "1e999", "[[[[", "NaN"],
        ),
        "html": lambda: Target(_file("a.html", "a.xml", "a"), _seeds(PAGE, FEED, first=(0, 1, 2)), _XML),
        "texts": lambda: Target(
            _file("a.txt", "a.md", "a.rtf", "a"),
            [
                *_seeds(
                    exports.numbered_text(piece), exports.factiva_text(piece, codes=False), exports.newsbank(piece)
                ),
                *_seeds(exports.europresse(piece), exports.proquest(piece), *TEXTS),
                *_seeds(exports.rtf("One.\n\nTwo."), first=(2, 3)),
            ],
            ["Copyright", "LENGTH:", "BYLINE:", "Load-Date:", "\\'e9", "\\u8220?", "{\\*", "\\bin"],
        ),
        "pages of databases": lambda: Target(
            _file("a.html", "a.xml"),
            _seeds(
                exports.numbered_page(piece), exports.factiva_boxes(piece), exports.factiva_xml(piece), first=(0, 1)
            ),
            _XML,
        ),
        "docx": lambda: Target(
            _packed("a.docx", _docx),
            [
                _part(
                    exports.docx(exports.paragraph("One", title=True) + exports.paragraph("Two")), "word/document.xml"
                ),
                _part(exports.docx(exports.uni_body(piece[:1])), "word/document.xml"),
            ],
            [*_XML, "<w:p>", "<w:tbl>", "<w:t>", "<w:r>"],
        ),
        "odt": lambda: Target(
            _packed("a.odt", _odt),
            [
                b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
                b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:p>One.'
                b"</text:p></office:text></office:body></office:document-content>"
            ],
            [*_XML, "<text:p>", "<text:s/>"],
        ),
        "packages": lambda: Target(
            _file("a.docx", "a.odt", "a.xlsx", "a.pdf", "a.parquet", "a.warc", "a.txt.gz", "a.doc", "a"),
            [
                *_seeds(exports.docx(exports.paragraph("One")), first=(0, 8)),
                *_seeds(tool_exports.workbook(ARTICLES), first=(2, 8)),
                *_seeds(exports.pdf([["One", "", "Two"]]), first=(3, 8)),
                *_seeds(tool_exports.web_archive(ARTICLES), first=(5, 8)),
                *_seeds(gzip.compress(b"One."), first=(6, 8)),
            ],
            ["PK\x03\x04", "PAR1", "%PDF-1.4", "WARC/1.0", "Content-Length: ", "endobj", "stream"],
        ),
        "lists": lambda: Target(
            _list("a.tsv", "a.csv", "a.dic", "a.yml", "a.lc3", "a.txt", "a.json", "a.xlsx"),
            [
                *_seeds(
                    f"{HEADER}term\tcategory\trequires\nrain*\twet\t\n", "word,score\ngood,1\nbad,-1\n", first=(0, 1)
                ),
                *_seeds("%\n1\tgood\n%\nrain*\t1\n", first=(2,)),
                *_seeds("wet:\n  - rain*\n  - [snow, ice]\n", '{"wet": ["rain"]}', first=(3, 6)),
                *_seeds("+wet\nrain (NOUN)\n", first=(4, 5)),
            ],
            ["# name: ", "\t", "*", "%", "&a ", "*a", "!!python/object", "<<:"],
        ),
        "options": lambda: Target(
            _declared,
            [b'format = "json"\nlexicons = ["a.tsv"]\n[columns]\ntext = "body"\n', b'[corpus]\npath = "x"\n'],
            ["[columns]", "=", '"""', "inf", "0x", "2031-01-01"],
        ),
        "articles": lambda: Target(
            _articles, [text.encode() for text in TEXTS], ["\n\n\n", "By ", "WASHINGTON —", *_MARKS]
        ),
        "text": lambda: Target(_Text(), [text.encode() for text in TEXTS], _MARKS),
    }
