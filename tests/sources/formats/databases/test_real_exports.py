"""Files that real databases wrote give the articles that were counted in them by eye; read at run time, never kept."""

import json

import pytest

from masthead.errors import UnreadableInput
from masthead.sources import read

ENGLISH = ("lexis-docx", "nexis-html", "factiva-html")
TOLERANCE = 0.10


@pytest.fixture
def expected(research_data):
    path = research_data / "exports" / "EXPECTED.jsonl"
    if not path.is_file():
        pytest.skip("no real exports beside the research corpora")
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(path.parent / record["path"], record) for record in records if not record["format"].endswith("-json")]


def folded(text):
    return None if text is None else " ".join(text.split())


def test_every_file_gives_its_articles(expected):
    for path, record in expected:
        if not record["articles"]:
            with pytest.raises(UnreadableInput, match="no article") as error:
                read(path)
            assert error.value.exit_code == 4
            continue
        rows = read(path).articles.to_pylist()
        assert len(rows) == record["articles"], record["path"]
        for row, head in ((rows[0], record["first"]), (rows[-1], record["last"])):
            found = {name: folded(row[name]) for name in ("outlet", "date", "title")}
            assert found == {name: folded(head[name]) for name in ("outlet", "date", "title")}, record["path"]
            assert row["words_declared"] == head["words"], record["path"]
            assert (row["author"] is None) == (head["author_printed"] is None), record["path"]


def test_nothing_of_a_cover_or_of_fields_is_in_a_text(expected):
    signs = ("End of Document", "Load-Date:", "LOAD-DATE:", "All Rights Reserved", "Factiva, Inc", "PUBLICATION-TYPE:")
    for path, record in expected:
        texts = read(path).articles["text"].to_pylist() if record["articles"] else []
        for text in texts:
            assert not any(sign in text for sign in signs), (record["path"], text[-200:])


def test_our_own_count_of_words_is_near_the_declared(expected):
    shares = []
    for path, record in expected:
        if record["format"] not in ENGLISH or record["articles"] < 20:
            continue
        rows = read(path).articles.to_pylist()
        pairs = [
            (row["words_declared"], len(row["text"].split())) for row in rows if row["lang"] in ("en", "ENGLISH", None)
        ]
        shares += [abs(counted / declared - 1) <= TOLERANCE for declared, counted in pairs if declared]
    assert len(shares) > 500
    assert sum(shares) / len(shares) > 0.95
