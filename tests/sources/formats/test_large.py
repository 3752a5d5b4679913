"""Large files of lines: the same articles, rejects and notes as when they are held whole."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING

import orjson
import pytest

from masthead.errors import MissingColumn, UnreadableInput
from masthead.sources import ReadOptions, read
from masthead.sources.formats import large
from masthead.sources.reading import stream

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.sources import Reading

LINES = [
    b'{"outlet": "Harrow Post", "text": "The dam\xe2\x80\xa8holds.", "id": 1}',
    b"",
    b'{"outlet": "Harrow Post", "text": "Rain \\ud800 fell.\\u0007", "event": "rain"}\r',
    b'{"outlet": "Harrow Post", "text": ',
    b"[1, 2]",
    b'{"text": "Nobody wrote this."}',
    b'{"outlet": "Velk Daily", "text": {"a": 1}}',
    b'{"outlet": "Velk Daily", "text": "Voss spoke.", "label_bias": "left"}',
]
CSV = (
    b'outlet;text;date\nHarrow Post;"The dam\r\nholds; so far.";2031-03-04\r\nVelk Daily;too;many;fields\n\n'
    b'Velk Daily;"Voss \xe2\x80\x9cspoke\xe2\x80\x9d.";\nVelk Daily;"broken" quotes;x\n;Nobody wrote this.;\n'
)
FILES = {
    "a.jsonl": b"\n".join(LINES),
    "ended.jsonl": b"\n".join(LINES) + b"\n",
    "marked.jsonl": b"\xef\xbb\xbf" + b"\n".join(LINES),
    "latin.jsonl": b'{"outlet": "Harrow Post", "text": "Caf\xe9 au lait, s\xed, na\xefve."}',
    "wide.jsonl": '\ufeff{"outlet": "Harrow Post", "text": "The dam holds."}'.encode("utf-16-le"),
    "a.csv": CSV,
    "marked.csv": b"\xef\xbb\xbf" + CSV,
    "returns.csv": CSV.replace(b"\r\n", b"\n").replace(b"\n", b"\r"),
    "a.tsv": b"outlet\ttext\nHarrow Post\tThe dam; it holds.\nVelk Daily\tone\ttoo many\n",
    "double.csv": b"outlet,text,text\nHarrow Post,The dam holds.,Not this.\n",
}


@pytest.fixture
def nothing_held(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(large, "LARGE", 0)
    monkeypatch.setattr(large, "LARGE_PACKED", 0)
    return monkeypatch


def told(reading: Reading) -> tuple[object, ...]:
    return reading.articles.to_pylist(), reading.rejects, reading.notes, reading.inputs


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("name", FILES)
def test_read_line_by_line_and_read_whole_are_the_same(
    name: str, zipped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / (f"{name}.gz" if zipped else name)
    path.write_bytes(gzip.compress(FILES[name]) if zipped else FILES[name])
    whole = told(read(path))
    for limit in ("LARGE", "LARGE_PACKED"):
        monkeypatch.setattr(large, limit, 0)
    assert told(read(path)) == whole
    assert whole[0]


def test_standard_input_is_put_aside(nothing_held: pytest.MonkeyPatch) -> None:
    found = told(read("-", ReadOptions(stdin=io.BytesIO(FILES["a.jsonl"]))))
    nothing_held.undo()
    assert found == told(read("-", ReadOptions(stdin=io.BytesIO(FILES["a.jsonl"]))))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.jsonl", b" \n \n", "empty"),
        ("a.csv", b"\n \n", "empty"),
        ("a.jsonl", b"%PDF-1.4", "binary"),
        ("a.csv.gz", b"outlet,text\n", "not gzip"),
        ("a.csv.gz", gzip.compress(CSV)[:-12], "damaged gzip"),
    ],
)
@pytest.mark.usefixtures("nothing_held")
def test_a_file_that_cant_be_used_is_a_reject_and_none_of_it_is_read(
    name: str, data: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "other.jsonl").write_bytes(LINES[0])
    found = read([tmp_path / name, tmp_path / "other.jsonl"])
    assert ([reject.reason for reject in found.rejects], found.articles.num_rows) == ([reason], 1)


@pytest.mark.usefixtures("nothing_held")
def test_columns_that_are_missing_and_strictness_end_the_reading(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"outlet,body of it\nHarrow Post,x\n")
    with pytest.raises(MissingColumn):
        read(tmp_path / "a.csv")
    (tmp_path / "a.jsonl").write_bytes(FILES["a.jsonl"])
    with pytest.raises(UnreadableInput, match="bad JSON"):
        read(tmp_path / "a.jsonl", ReadOptions(strict=True))


@pytest.mark.usefixtures("nothing_held")
def test_rows_are_handed_on_before_the_file_is_at_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = orjson.dumps({"outlet": "Harrow Post", "text": "The dam holds. " * 40})
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([line] * 100))
    monkeypatch.setattr("masthead.sources.rows.BATCH_BYTES", 10_000)
    found = stream(tmp_path / "a.jsonl", held=20_000)
    assert [table.num_rows for table in found.tables()] == [13] * 7 + [9]
