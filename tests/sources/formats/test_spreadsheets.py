"""Tables of spreadsheets, made here; xls files are of its plainest kind, which is a few records one after another."""

import datetime as dt
import io
import re
import struct
import zipfile
from contextlib import suppress

import openpyxl
import pytest

from masthead.errors import UsageError
from masthead.sources import ReadOptions, read
from masthead.sources.formats.spreadsheets import read_workbook
from masthead.sources.rows import Log, Unusable

HEADER = ["Newspaper", "Date", "Headline", "Full Text", "Pages"]
ROWS = [
    ["Harrow Post", dt.datetime(2031, 3, 5), "Ferry late", "The ferry was late again.", 12],
    ["Harrow Post", dt.datetime(2031, 3, 6, 14, 30), "Ferry later", "The ferry was later.", None],
]


def xlsx(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xls(rows):
    """A workbook of BIFF 2: numbers and texts, and dates as numbers in the second format."""

    def record(kind, data):
        return struct.pack("<HH", kind, len(data)) + data

    formats = b"".join(record(0x1E, bytes([len(name)]) + name.encode()) for name in ("General", "d/m/yy"))
    cells = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            place, dated = struct.pack("<HH", row, column), isinstance(value, dt.date)
            if isinstance(value, str):
                cells += record(0x04, place + bytes([0, 0, 0, len(value)]) + value.encode("cp1252"))
            elif value is not None:
                number = (value - dt.date(1899, 12, 30)).days if dated else value
                cells += record(0x03, place + bytes([0, dated, 0]) + struct.pack("<d", number))
    return record(0x09, struct.pack("<HH", 2, 0x10)) + formats + cells + record(0x0A, b"")


def rows_of(data, kind="xlsx", **options):
    log = Log()
    return list(read_workbook(data, kind, "in.xlsx", None, ReadOptions(**options), log)), log


def test_a_row_below_the_header_is_an_article_with_its_cells_as_they_are_shown():
    rows, log = rows_of(xlsx(Sheet=[HEADER, *ROWS]))
    assert [row.values for row in rows] == [
        {
            "outlet": "Harrow Post",
            "title": "Ferry late",
            "text": "The ferry was late again.",
            "date": "2031-03-05",
            "Pages": "12",
        },
        {
            "outlet": "Harrow Post",
            "title": "Ferry later",
            "text": "The ferry was later.",
            "date": "2031-03-06T14:30:00",
            "Pages": None,
        },
    ]
    assert [row.origin for row in rows] == ["in.xlsx:2", "in.xlsx:3"]
    assert not log.rejects


def test_a_title_above_the_header_blank_rows_and_errors_are_no_articles():
    rows, _ = rows_of(
        xlsx(Sheet=[["Archive of Harrow"], [], HEADER, ROWS[0], [None] * 5, ["Harrow Post", "#N/A", "x", "y"]])
    )
    assert [(row.origin, row.values["date"], row.values["text"]) for row in rows] == [
        ("in.xlsx:4", "2031-03-05", "The ferry was late again."),
        ("in.xlsx:6", None, "y"),
    ]


def test_the_first_sheet_with_texts_is_read_and_the_others_are_named():
    rows, log = rows_of(
        xlsx(About=[["Made in Harrow"]], Articles=[HEADER, *ROWS], Codes=[["code", "text"], ["1", "x"]])
    )
    assert len(rows) == 2
    assert log.notes[0] == "in.xlsx: read from the sheet 'Articles'; not read: 'About', 'Codes'"


def test_the_sheet_of_a_column_that_is_told():
    rows, _ = rows_of(
        xlsx(A=[["text", "outlet"], ["a", "b"]], B=[["Story", "Paper"], ["The ferry.", "Harrow"]]),
        columns={"text": "Story", "outlet": "Paper"},
    )
    assert [row.values["text"] for row in rows] == ["The ferry."]


def test_a_workbook_without_texts_names_its_columns():
    with pytest.raises(UsageError, match="no column holds the article's text"):
        rows_of(xlsx(Sheet=[["a", "b"], [1, 2]]))
    with pytest.raises(Unusable, match="no sheet has a row"):
        rows_of(xlsx(Sheet=[]))


def test_spreadsheets_of_the_old_kind():
    table = [
        HEADER,
        ["Harrow Post", dt.date(2031, 3, 5), "Caf\u00e9", "The ferry.", 12],
        ["Harrow Post", None, "x", "y", 1.5],
    ]
    rows, _ = rows_of(xls(table), "xls")
    assert [(row.values["date"], row.values["title"], row.values["Pages"]) for row in rows] == [
        ("2031-03-05", "Caf\u00e9", "12"),
        (None, "x", "1.5"),
    ]


@pytest.mark.parametrize("ending", ["xlsx", "xls", "csv", "dat"])
def test_what_is_in_a_file_counts_and_not_its_ending(write, ending):
    folder = write({f"new.{ending}": xlsx(Sheet=[HEADER, *ROWS]), "old.xls": xls([HEADER, ["A", None, "b", "c", 1]])})
    assert read(folder / f"new.{ending}").articles.num_rows == 2
    assert read(folder / "old.xls").articles.num_rows == 1


def test_a_delimited_text_under_the_name_of_a_spreadsheet(write):
    folder = write({"export.xls": "outlet\ttext\nHarrow Post\tThe ferry.\n"})
    assert read(folder / "export.xls").articles["text"].to_pylist() == ["The ferry."]


def test_a_page_under_the_name_of_a_spreadsheet_is_refused_with_what_to_do(write):
    folder = write({"a.xls": "<html><table><tr><td>text</td></tr></table></html>", "b.csv": "outlet,text\nA,b\n"})
    (reject,) = read(folder).rejects
    assert (reject.reason, "save it as .xlsx or CSV" in reject.detail) == ("no spreadsheet", True)


@pytest.mark.parametrize("cut", [30, 200, 2000])
def test_a_damaged_workbook_is_a_reject(write, cut):
    whole = xlsx(Sheet=[HEADER, *ROWS])
    folder = write({"a.xlsx": whole[:cut], "b.csv": "outlet,text\nA,b\n"})
    assert [reject.origin.rsplit("/")[-1] for reject in read(folder).rejects] == ["a.xlsx"]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("entity", ["f", "e11"])
def test_entities_of_a_workbook_open_no_file_and_do_not_grow(tmp_path, part, entity):
    (tmp_path / "secret.txt").write_text("hidden")
    grows = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'ha'}'>" for n in range(12))
    declared = f"<!DOCTYPE x [<!ENTITY f SYSTEM 'file://{tmp_path / 'secret.txt'}'>{grows}]>"
    data = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(Sheet=[HEADER, *ROWS]))) as before,
        zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        assert part in before.namelist()
        for info in before.infolist():
            content = before.read(info).decode()
            if info.filename == part:
                start, markup = re.fullmatch(r"(<\?xml[^>]*\?>\s*)?(.*)", content, re.DOTALL).groups("")
                content = start + declared + re.sub(r">(The ferry[^<]*|)<", rf">&{entity};<", markup, count=1)
            after.writestr(info.filename, content)
    read_rows = []
    with suppress(Unusable):
        read_rows, _ = rows_of(data.getvalue())
    texts = [text for row in read_rows for text in row.values.values() if text]
    assert not any("hidden" in text or len(text) > 1_000 for text in texts)


def test_a_workbook_that_unpacks_beyond_reason_is_refused():
    file = io.BytesIO(xlsx(Sheet=[HEADER]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(20_000_000))
    with pytest.raises(Unusable) as caught:
        rows_of(file.getvalue())
    assert caught.value.reason == "zip bomb"
