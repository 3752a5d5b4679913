"""The kind of a file by its content: what is certain enough to be believed against an ending, and what is not."""

import json

import pytest

from masthead.errors import UsageError
from masthead.sources import read
from masthead.sources.formats.telling import is_table, kind_of_document

TABLE = "outlet;title;text\nHarrow Post;Ferry late;The ferry was late.\n"
RECORD = {"outlet": "Harrow Post", "text": "The ferry was late."}


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (TABLE, "txt"),
        (TABLE, "dat"),
        (TABLE.replace(";", "\t"), "txt"),
        (json.dumps(RECORD), "txt"),
        (json.dumps(RECORD), "csv"),
        (json.dumps([RECORD], indent=1), "txt"),
        (json.dumps([RECORD], indent=1), "jsonl"),
        (f"{json.dumps(RECORD)}\n", "log"),
        (TABLE.encode("utf-16"), "csv"),
    ],
)
def test_articles_under_another_ending(write, content, ending):
    (row,) = read(write({f"in.{ending}": content}) / f"in.{ending}").articles.to_pylist()
    assert (row["outlet"], row["text"]) == ("Harrow Post", "The ferry was late.")


@pytest.mark.parametrize(
    "text",
    [
        "Text, title and date\n\nThe ferry was late.",
        "The text; the outlet; the title\nThe ferry was late.",
        "Body\nThe ferry was late.",
        "{The ferry} was late.\n",
        "[1] The ferry was late.\n",
        "[1]",
        '"Text", she said.\n',
        "<p>The ferry was late.</p>\n",
        "The page begins with <html>.\n",
    ],
)
def test_prose_stays_prose(text):
    assert kind_of_document(text.encode(), "text") == "text"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("id,title,text", True),
        ("URL\tArticle Text", True),
        ("text,label", False),
        ("title,date", False),
        ("20310301120000-1\t" + "x\t" * 26, True),
        ("1041244387\t20310304\t203103\t2031\t2031.1699\t" + "\t" * 56, True),
    ],
)
def test_a_first_line_that_tells_a_table(line, told):
    assert is_table(f"{line}\na,b,c\n") is told


def test_an_export_without_a_header_is_named(write):
    line = "\t".join(["20310301120000-1", "20310301120000", *["x"] * 25])
    with pytest.raises(UsageError, match="Global Knowledge Graph"):
        read(write({"20310301.gkg.csv": f"{line}\n{line}\n"}) / "20310301.gkg.csv")


def test_a_folder_of_files_of_one_object_each(write):
    records = {
        f"{n}.json": json.dumps({**RECORD, "text": f"It is {n} o’clock.", "authors": ["Ada Roth"]}) for n in range(300)
    }
    reading = read(write(records))
    assert reading.articles.num_rows == 300
    assert reading.notes == ("author is read from the column 'authors' (300 times)",)
