import gzip
import io
import os
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.errors import UnreadableInput, UsageError
from masthead.schema import ARTICLES
from masthead.sources import ReadOptions, read
from masthead.storage import hash_bytes, write_table

CSV = "outlet,text\nA,one\nB,two\n"
BODY = "The council met for the third time this week and again put off the vote on the dam."
PARAGRAPHS = f"{BODY}\n\n{BODY} Nobody knows why it did so."


def column(reading, name):
    return reading.articles[name].to_pylist()


def excluded(reading, row=0):
    article = reading.articles.slice(row, 1).to_pylist()[0]
    return [(span["kind"], article["text"][span["start"] : span["end"]]) for span in article["excluded"]]


def test_the_articles_have_the_schema_and_then_the_labels(write):
    path = write({"in.csv": "outlet,text,label_z,label_a\nA,one,1,2\n"}) / "in.csv"
    table = read(path).articles
    assert table.schema.names == [*ARTICLES.names, "label_a", "label_z"]
    assert table.select(ARTICLES.names).schema.equals(ARTICLES)


@pytest.mark.parametrize(
    "name", ["in.csv", "in.tsv", "in.jsonl", "in.json", "in.parquet", "in.csv.gz", "in.parquet.gz"]
)
def test_each_format_gives_the_same_articles(tmp_path, name):
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["one", "two, “2”\nthree"], "date": ["2031-01-02", None]})
    path = tmp_path / name
    data = {
        "csv": frame.to_csv(index=False).encode(),
        "tsv": frame.to_csv(index=False, sep="\t").encode(),
        "jsonl": frame.to_json(orient="records", lines=True).encode(),
        "json": frame.to_json(orient="records").encode(),
        "parquet": frame.to_parquet(),
    }[name.split(".")[1]]
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    reading = read(path)
    assert column(reading, "text") == ["one", "two, “2”\nthree"]
    assert column(reading, "date") == ["2031-01-02", None]
    assert column(reading, "id") == ["3c645675933babf5", "eb90c8d294c240ba"]
    assert reading.inputs == ((str(path), hash_bytes(path.read_bytes())),)


def test_a_folder_with_an_outlet_each(write):
    folder = write({"BBC/a.txt": f"Vote put off\n\n{PARAGRAPHS}", "CNN/b.md": f"# The dam\n\n{PARAGRAPHS}"})
    reading = read(folder)
    assert column(reading, "outlet") == ["BBC", "CNN"]
    assert column(reading, "title") == ["Vote put off", "The dam"]
    assert excluded(reading) == [("title", "Vote put off")]
    assert reading.furniture.to_pylist() == [
        {"outlet": "BBC", "kind": "title", "n_articles": 1, "n_spans": 1, "characters": 12},
        {"outlet": "CNN", "kind": "title", "n_articles": 1, "n_spans": 1, "characters": 9},
    ]


def test_row_files_in_a_folder_carry_their_own_outlets(write):
    folder = write({"in.csv": CSV, "C/rows.jsonl": '{"text":"three"}'})
    assert column(read(folder), "outlet") == ["A", "B", "C"]


def test_a_folder_of_loose_texts_is_one_outlet(write):
    folder = write({"harrow/a.txt": BODY, "harrow/b.txt": BODY + " Twice."}) / "harrow"
    assert column(read(folder), "outlet") == ["harrow"] * 2
    assert column(read(folder, ReadOptions(outlet="Harrow Post")), "outlet") == ["Harrow Post"] * 2


def test_rows_without_an_outlet_need_its_name(write):
    path = write({"a.jsonl": '{"text":"one","outlet":""}'}) / "a.jsonl"
    with pytest.raises(UsageError) as caught:
        read(path)
    assert caught.value.what == "nothing says which outlet these articles are from"
    assert "--outlet NAME" in caught.value.fix


def test_a_single_text_takes_its_folders_name_unless_told(write):
    path = write({"harrow/a.txt": BODY}) / "harrow" / "a.txt"
    assert column(read(path), "outlet") == ["harrow"]
    assert column(read(path, ReadOptions(outlet="Harrow Post")), "outlet") == ["Harrow Post"]


def test_json_lines_come_in_on_a_stream():
    stream = io.BytesIO(b'{"outlet":"A","text":"one"}\n{"outlet":"B","text":\n')
    reading = read("-", ReadOptions(stdin=stream))
    assert column(reading, "text") == ["one"]
    assert [(reject.reason, reject.origin) for reject in reading.rejects] == [("bad JSON", "<stdin>:2")]


@pytest.mark.parametrize(
    "frame",
    [
        pa.table({"outlet": ["A"], "body": ["one"]}),
        pd.DataFrame({"outlet": ["A"], "body": ["one"]}),
        pl.DataFrame({"outlet": ["A"], "body": ["one"]}),
        pl.LazyFrame({"outlet": ["A"], "body": ["one"]}),
        pa.table({"outlet": pa.array(["A"]).dictionary_encode(), "body": pa.array(["one"], pa.large_string())}),
    ],
    ids=["arrow", "pandas", "polars", "lazy", "dictionary"],
)
def test_any_data_frame(frame):
    reading = read(frame)
    assert (column(reading, "outlet"), column(reading, "text")) == (["A"], ["one"])
    assert reading.notes == ("text is read from the column 'body'",)


def test_what_is_no_data_frame_is_refused():
    with pytest.raises(UsageError, match="can't be read from a int"):
        read([3])


def test_numbers_and_dates_become_text():
    frame = pd.DataFrame(
        {"id": [1, 2], "outlet": ["A", "B"], "text": ["x", "y"], "date": pd.to_datetime(["2031-01-02", None])}
    )
    reading = read(frame)
    assert column(reading, "id") == ["1", "2"]
    assert column(reading, "date") == ["2031-01-02", None]


def test_words_for_nothing_are_missing_in_descriptive_fields_only():
    reading = read(pa.table({"outlet": ["None"], "text": ["nan"], "event": ["none"], "date": [" 1/2/2031 "]}))
    article = reading.articles.to_pylist()[0]
    assert (article["outlet"], article["text"], article["event"], article["date"]) == ("None", "nan", None, "1/2/2031")


def test_an_id_is_made_from_outlet_title_and_text():
    first, second, third = (
        column(read(pa.table({"outlet": [outlet], "text": ["one"]})), "id")[0] for outlet in ("A", "A", "B")
    )
    assert first == second != third
    assert len(first) == 16


def test_the_same_article_twice_gets_a_second_id():
    reading = read(pa.table({"outlet": ["A", "A"], "text": ["one", "one"]}))
    first, second = column(reading, "id")
    assert second == f"{first}#2"
    assert reading.notes == ("article occurs twice, suffix added to id",)


def test_ids_given_twice():
    table = pa.table({"id": ["x", "y", "x", "x#2"], "outlet": ["A"] * 4, "text": ["1", "2", "3", "4"]})
    with pytest.raises(UsageError) as caught:
        read(table)
    assert caught.value.what == "the id 'x' is given to two articles, at <table 1>:1 and at <table 1>:3"
    assert "--on-duplicate keep-first" in caught.value.fix
    kept = read(table, ReadOptions(on_duplicate="keep-first", strict=True))
    assert column(kept, "text") == ["1", "2", "4"]
    assert kept.rejects == (("duplicate id", "<table 1>:3", "'x' is also at <table 1>:1"),)
    assert column(read(table, ReadOptions(on_duplicate="suffix")), "id") == ["x", "y", "x#2", "x#2#2"]


def test_control_characters_are_replaced_in_place_and_noted():
    reading = read(pa.table({"outlet": ["A\x1b[31m"], "title": ["[/bold]\x00x"], "text": ["one\x00two\r\nthree"]}))
    article = reading.articles.to_pylist()[0]
    assert (article["outlet"], article["title"], article["text"]) == ("A [31m", "[/bold] x", "one two \nthree")
    assert reading.notes == (
        "control characters or lone surrogates replaced in outlet",
        "control characters or lone surrogates replaced in title",
        "control characters or lone surrogates replaced in text",
    )


def test_lone_surrogates_in_json_are_replaced():
    reading = read("-", ReadOptions(stdin=io.BytesIO(b'{"outlet":"A","text":"x\\ud800y"}')))
    assert column(reading, "text") == ["x\N{REPLACEMENT CHARACTER}y"]


def test_utf16_is_read_with_a_note(write):
    folder = write({"A/a.txt": BODY.encode("utf-16")})
    reading = read(folder)
    assert column(reading, "text") == [BODY]
    assert reading.notes == (f"{folder}/A/a.txt: byte order mark removed, read as utf-16-le",)


def test_empty_and_chinese_texts_are_kept(write):
    folder = write({"in.csv": "outlet,text\nA,\nB,市议会推迟了投票。\n"})
    assert column(read(folder), "text") == ["", "市议会推迟了投票。"]


def test_an_outlet_that_looks_like_a_path_is_a_name():
    assert column(read(pa.table({"outlet": ["../../x"], "text": ["one"]})), "outlet") == ["../../x"]


def test_files_that_can_not_be_read_are_rejected_and_the_others_go_on(write):
    whole = io.BytesIO()
    pq.write_table(pa.table({"outlet": ["A"], "text": ["one"]}), whole)
    folder = write(
        {
            "A/binary.txt": bytes(range(256)) * 4,
            "A/cut.parquet": whole.getvalue()[:-10],
            "A/cut.txt.gz": gzip.compress(BODY.encode())[:-10],
            "A/empty.txt": "",
            "A/good.txt": BODY,
            "A/plain.txt.gz": BODY,
        }
    )
    (folder / "A" / "self.txt").symlink_to("self.txt")
    os.mkfifo(folder / "A" / "pipe.txt")
    reading = read(folder)
    assert column(reading, "text") == [BODY]
    assert sorted((Path(reject.origin).name, reject.reason) for reject in reading.rejects) == [
        ("binary.txt", "binary"),
        ("cut.parquet", "damaged Parquet"),
        ("cut.txt.gz", "damaged gzip"),
        ("empty.txt", "empty"),
        ("pipe.txt", "not a file"),
        ("plain.txt.gz", "not gzip"),
        ("self.txt", "not a file"),
    ]


def test_strict_ends_at_the_first_reject(write):
    folder = write({"in.csv": "outlet,text\nA,one\nB\n"})
    with pytest.raises(UnreadableInput) as caught:
        read(folder, ReadOptions(strict=True))
    assert caught.value.where == f"{folder}/in.csv:3"
    assert caught.value.what == "field count: 1 fields, the header has 2"


def test_nothing_readable_is_unreadable(write):
    folder = write({"A/cut.parquet": b"PAR1", "B/in.csv": "outlet,text\n"})
    with pytest.raises(UnreadableInput, match="no article could be read: damaged Parquet"):
        read(folder)
    with pytest.raises(UnreadableInput, match="no articles in this input"):
        read(folder / "B")


def test_a_gzip_bomb_is_stopped(write):
    folder = write({"A/bomb.txt.gz": gzip.compress(b"\0" * 30_000_000), "A/good.txt": BODY})
    [reject] = read(folder, ReadOptions(max_article_bytes=50_000_000)).rejects
    assert (reject.reason, reject.detail) == ("gzip bomb", "unpacks to more than 200 times its size")


def test_too_long_an_article_is_rejected_by_the_stated_limit(write):
    folder = write({"A/long.txt": "x" * 2000, "A/good.txt": "short", "B/in.csv": f"text\n{'y' * 2000}\n"})
    reading = read(folder, ReadOptions(max_article_bytes=1000))
    assert column(reading, "text") == ["short"]
    assert [reject.reason for reject in reading.rejects] == ["too large", "too large"]


def test_limit_takes_the_first_articles(write):
    assert column(read(write({"in.csv": CSV}), ReadOptions(limit=1)), "text") == ["one"]


def test_lines_that_recur_over_an_outlet_are_marked_over_the_whole_corpus(write):
    names = ("first", "second", "third", "fourth")
    rows = "".join(f'A,"The {name} report.\n\nBrought to you from Harrow"\n' for name in names)
    reading = read(write({"in.csv": f"outlet,text\n{rows}"}))
    assert excluded(reading, 3) == [("recurring", "Brought to you from Harrow")]


def test_furniture_may_be_left_unmarked(write):
    folder = write({"A/a.txt": f"Vote put off\n\nWASHINGTON — {PARAGRAPHS}"})
    assert excluded(read(folder)) == [("title", "Vote put off"), ("dateline", "WASHINGTON —")]
    assert excluded(read(folder, ReadOptions(exclude_furniture=False))) == [("title", "Vote put off")]


def test_what_was_read_can_be_read_again(write, tmp_path):
    folder = write({"A/a.txt": f"Vote put off\n\nWASHINGTON — {PARAGRAPHS}"})
    first = read(folder).articles
    write_table(first, tmp_path / "articles.parquet", {})
    again = read(tmp_path / "articles.parquet").articles
    assert again.equals(first)
    assert read(first).articles.equals(first)


def test_the_same_input_gives_the_same_table(write):
    folder = write({f"{name}/{n}.txt": f"{BODY} {n}" for name in "BA" for n in range(3)})
    assert read(folder).articles.equals(read(folder).articles)


def test_the_real_scrape(research_data):
    reading = read(research_data / "articles" / "seed-nsnbc.txt", ReadOptions(outlet="nsnbc"))
    [article] = reading.articles.to_pylist()
    title = "Deir Ez Zor and Raqqa liberated by Syrian Arab Army and Syrian Democratic Forces"
    assert article["title"] == title
    assert excluded(reading) == [
        ("markup", '" />'),
        ("published", "Published On: Thu, Oct 19th, 2017"),
        ("title", title),
        ("lead", "nsnbc :"),
        ("caption", "Sayrian Arab Army_Syria_archives"),
        ("caption", "Raqqa Naim Square_YPG_Oct 18, 2017"),
        ("caption", "SDF forces in Raqqa_Oct 18_YPG press office_2017"),
        ("sign_off", "CH/L – nsnbc 19.10.2017"),
        ("about_author", article["text"][article["text"].index("About the Author") :].rstrip()),
    ]


def test_a_title_is_kept_as_it_is_so_that_offsets_hold():
    table = pa.table({"outlet": ["A", "A"], "title": [" Town falls ", "  "], "text": ["one", "two"]})
    assert column(read(table), "title") == [" Town falls ", None]
