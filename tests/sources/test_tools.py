"""What tools and R write, as a whole: every article with its outlet, title, day and text, and no column lost."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import tool_exports as tools
from masthead.engines import measure
from masthead.errors import UsageError
from masthead.sources import ReadOptions, read

TEXT = "The ferry was late again on Monday, and the crews of {} told the council so; it is the {}th time."
ARTICLES = [
    {"outlet": outlet, "title": f"Ferry late {n}", "date": f"2031-03-{n + 1:02}", "text": TEXT.format(outlet, n)}
    for n in range(6)
    for outlet in ("Harrow Post", "Tidewater Post")
]
FIELDS = ("outlet", "title", "date", "text")


def told(reading):
    rows = reading.articles.select(FIELDS).to_pylist()
    return sorted(({**row, "date": row["date"][:10]} for row in rows), key=lambda row: (row["outlet"], row["title"]))


def expected(**others):
    return sorted(({**article, **others} for article in ARTICLES), key=lambda row: (row["outlet"], row["title"]))


@pytest.mark.parametrize(
    "name", ["media_cloud", "news_please", "newspaper", "news_api", "workbook", "from_r", "objects a line"]
)
def test_every_tool_gives_the_same_articles(write, name):
    files = {
        "media_cloud": lambda: {"export.csv": tools.media_cloud(ARTICLES)},
        "news_please": lambda: {
            f"{n}.json": json.dumps(tools.news_please(article)) for n, article in enumerate(ARTICLES)
        },
        "newspaper": lambda: {f"{n}.json": json.dumps(tools.newspaper(article)) for n, article in enumerate(ARTICLES)},
        "news_api": lambda: {"answer.json": json.dumps(tools.news_api(ARTICLES))},
        "workbook": lambda: {"articles.xlsx": tools.workbook(ARTICLES)},
        "from_r": lambda: {"articles.parquet": tools.from_r(ARTICLES)},
        "objects a line": lambda: {"a.jsonl": "\n".join(json.dumps(tools.newspaper(article)) for article in ARTICLES)},
    }[name]()
    reading = read(write(files))
    assert told(reading) == expected()
    assert not reading.rejects


def test_a_web_archive_gives_them_too(write):
    reading = read(write({"crawl.warc.gz": tools.web_archive(ARTICLES)}))
    texts = reading.articles["text"].to_pylist()
    assert all(any(article["text"] in text for text in texts) for article in ARTICLES)
    assert set(reading.articles["outlet"].to_pylist()) == {"harrow-post.example", "tidewater-post.example"}


def test_an_export_of_media_cloud_alone_holds_no_texts(write):
    path = write({"export.csv": tools.media_cloud(ARTICLES, texts=False)}) / "export.csv"
    with pytest.raises(UsageError, match="a search export of Media Cloud, which contains addresses and headlines"):
        read(path)


def test_from_r_and_back(write, tmp_path):
    folder = write({"from-r.parquet": tools.from_r(ARTICLES)})
    articles = read(folder / "from-r.parquet").articles
    assert articles["id"].to_pylist() == [f"text{n}" for n in range(len(ARTICLES))]
    assert articles["author"].to_pylist() == ["Ada Roth, Mara Quill"] * len(ARTICLES)
    assert articles["wave"].to_pylist() == ["1"] * (len(ARTICLES) - 1) + [None]
    measure(folder / "from-r.parquet", to=tmp_path / "features.parquet")
    features = pq.read_table(tmp_path / "features.parquet")
    assert features["date"].to_pylist() == [article["date"] for article in ARTICLES]
    simple = (pa.types.is_string, pa.types.is_floating, pa.types.is_integer, pa.types.is_list)
    assert all(any(fits(field.type) for fits in simple) for field in features.schema)


def test_codes_in_the_place_of_names_are_pointed_out():
    rows = [{"outlet": float(n % 2 + 1), "text": TEXT.format(n, n)} for n in range(4)]
    (found,) = read(pa.Table.from_pylist(rows)).findings
    assert (found.finding, found.n, found.example) == ("outlets are numbers", 4, "1")
    assert "haven::as_factor" in found.fix
    assert not read([{"outlet": name, "text": TEXT} for name in ("1", "Harrow Post")]).findings


@pytest.mark.parametrize(("more", "n"), [(0, 1), (-1, 0), (1, 0)])
def test_texts_of_just_the_length_of_a_cell_are_pointed_out(write, more, n):
    text = "The ferry. " * 3_000
    folder = write({"a.csv": f"outlet,text\nHarrow Post,{text[: 32_767 + more].strip().ljust(32_767 + more, 'x')}\n"})
    found = [item for item in read(folder / "a.csv").findings if item.finding == "texts cut off by Excel"]
    assert [(item.severity, item.outlet, item.n) for item in found] == [("severe", "Harrow Post", 1)] * n


def test_fields_of_structs_have_dotted_names(tmp_path):
    table = pa.Table.from_pylist(tools.news_api(ARTICLES)["articles"])
    assert told(read(table)) == expected()
    pq.write_table(table, tmp_path / "a.parquet")
    assert told(read(tmp_path / "a.parquet")) == expected()
    told_so = read(tmp_path / "a.parquet", ReadOptions(columns={"outlet": "source.name"}, label_cols=("source",)))
    assert told_so.articles["label_source"][0].as_py() == '{"id":null,"name":"Harrow Post"}'


EXPORTS = {"news-please-json", "newspaper4k-json"}


def test_real_exports_of_scrapers_give_what_is_expected_of_them(research_data):
    listed = research_data / "exports" / "EXPECTED.jsonl"
    if not listed.is_file():
        pytest.skip("no exports among the research data")
    wanted = [json.loads(line) for line in listed.read_text(encoding="utf-8").splitlines()]
    seen = [item for item in wanted if item["format"] in EXPORTS]
    assert seen
    for item in seen:
        (row,) = read(research_data / "exports" / item["path"]).articles.to_pylist()
        assert (row["outlet"], row["title"], row["date"][:10]) == tuple(item["first"][name] for name in FIELDS[:3])
