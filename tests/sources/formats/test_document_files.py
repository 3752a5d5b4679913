"""Single articles as word processors and printers keep them."""

import io
import re
import zipfile

import pytest
from odf.opendocument import OpenDocumentText
from odf.style import Style
from odf.text import H, P

import exports as made
from masthead.errors import UnreadableInput
from masthead.sources import ReadOptions, read

TITLE = "Ferry fares rise again"
FIRST = "The council put up the fares of the harbour ferry on Monday, and nobody on the quay had been asked."
SECOND = "Ada Roth, who crosses every day, said that she would swim instead."


def odt(*paragraphs):
    document = OpenDocumentText()
    document.styles.addElement(Style(name="Title", family="paragraph"))
    document.text.addElement(H(outlinelevel=1, stylename="Title", text=paragraphs[0]))
    for text in paragraphs[1:]:
        document.text.addElement(P(text=text))
    data = io.BytesIO()
    document.write(data)
    return data.getvalue()


DAYS = ("Monday", "Tuesday", "Friday")
DOCUMENTS = {
    "a.docx": made.docx("".join(map(made.paragraph, (TITLE, FIRST, SECOND)))),
    "b.docx": made.docx(made.paragraph(TITLE, title=True) + made.paragraph(FIRST) + made.paragraph(SECOND)),
    "a.rtf": made.rtf("\n".join((TITLE, FIRST, SECOND))),
    "a.odt": odt(TITLE, FIRST, SECOND),
    "a.pdf": made.pdf([[TITLE, "", *made.wrapped(FIRST, 60).split("\n"), *made.wrapped(SECOND, 60).split("\n")]]),
}


def only(path, **options):
    [row] = read(path, ReadOptions(**options)).articles.to_pylist()
    return row


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_article_has_its_title_and_paragraphs(write, name):
    row = only(write({f"Harrow Post/{name}": DOCUMENTS[name]}))
    assert (row["outlet"], row["title"]) == ("Harrow Post", TITLE)
    assert [part for part in row["text"].split("\n") if part] == [TITLE, FIRST, SECOND]
    assert [span["kind"] for span in row["excluded"]] == ["title"]


def test_a_title_is_told_by_its_style_where_it_does_not_look_like_one(write):
    body = made.paragraph("They rise.", title=True) + made.paragraph(FIRST)
    assert only(write({"x/a.docx": made.docx(body)}))["title"] == "They rise."


def test_a_document_in_one_paragraph_is_an_article(write):
    row = only(write({"x/a.docx": made.docx(made.paragraph(f"{FIRST} {SECOND}"))}))
    assert (row["title"], row["text"]) == (None, f"{FIRST} {SECOND}")


def test_a_row_of_a_table_is_a_line_and_deleted_text_is_gone(write):
    cells = "".join(f"<w:tc>{made.paragraph(text)}</w:tc>" for text in ("Rank", "Ferry line", "Fare"))
    deleted = "<w:p><w:del><w:r><w:delText>Nobody wrote this.</w:delText></w:r></w:del></w:p>"
    code = "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    body = made.paragraph(FIRST) + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + deleted + code
    assert only(write({"x/a.docx": made.docx(body)}))["text"] == f"{FIRST}\n\nRank\tFerry line\tFare"


def test_what_a_box_holds_is_there_once(write):
    namespace = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent>{made.paragraph(SECOND)}</w:txbxContent>"
    inside = f"<w:r><mc:AlternateContent {namespace}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body = made.paragraph(FIRST) + f"<w:p>{inside}</mc:AlternateContent></w:r></w:p>"
    assert only(write({"x/a.docx": made.docx(body)}))["text"].count(SECOND) == 1


def test_pages_lose_what_they_repeat_and_divided_words_their_hyphen(write):
    lines = [f"On {day} the crossing was cancelled by the gov-\nernment and not until {day}." for day in DAYS]
    pages = [["Harrow Post", *text.split("\n"), f"Page {n} of 3"] for n, text in enumerate(lines, start=1)]
    text = only(write({"x/a.pdf": made.pdf(pages)}))["text"]
    assert text.split("\n\n") == [line.replace("-\n", "") for line in lines]
    assert "Page" not in text
    assert "Harrow Post" not in text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", DOCUMENTS["a.docx"][:200], "damaged document"),
        ("a.docx", made.docx("<w:p>"), "damaged document"),
        ("a.odt", DOCUMENTS["a.odt"][:200], "damaged document"),
        ("a.pdf", DOCUMENTS["a.pdf"][:80], "damaged document"),
        ("a.pdf", made.pdf([[]]), "no text"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unknown format"),
        ("a.docx", made.zipped({"picture.png": "x"}), "unknown format"),
        ("a.xml", b"<?xml version='1.0'?><rss><channel/></rss>", "no article"),
        ("a.xml", b"<?xml version='1.0'?><ledger><row/></ledger>", "unknown format"),
        ("a.xml", b"<?xml version='1.0'?><PPSResponse><article>", "bad XML"),
        ("a.docx", b"", "empty"),
        ("a.rtf", made.rtf("").encode(), "no article"),
    ],
)
def test_what_can_not_be_read_says_why_and_stops_nothing(write, name, data, reason):
    folder = write({f"x/{name}": data, "x/good.txt": f"{FIRST}\n{SECOND}"})
    reading = read(folder)
    assert [reject.reason for reject in reading.rejects] == [reason]
    assert reading.articles.num_rows == 1
    with pytest.raises(UnreadableInput, match=reason) as error:
        read(folder / "x" / name)
    assert error.value.exit_code == 4


def test_a_bomb_is_stopped_before_it_goes_off(write):
    bomb = made.docx(made.paragraph(" " * 20_000_000))
    assert len(bomb) < 200_000
    with pytest.raises(UnreadableInput, match="zip bomb"):
        read(write({"x/a.docx": bomb}) / "x" / "a.docx")
    with pytest.raises(UnreadableInput, match="too large"):
        read(write({"x/a.docx": bomb}) / "x" / "a.docx", ReadOptions(max_export_bytes=1_000_000))


def test_a_size_that_an_archive_lies_about_does_no_harm(write):
    data = bytearray(made.docx(made.paragraph(FIRST * 2000)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        place, size = archive.getinfo("word/document.xml").header_offset, archive.getinfo("word/document.xml").file_size
    assert place > 0
    lied = bytes(data).replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    [reject] = read(write({"x/a.docx": lied, "x/b.txt": f"{FIRST}\n{SECOND}"})).rejects
    assert reject.reason == "damaged document"


ENTITIES = (
    "<!DOCTYPE x [<!ENTITY f SYSTEM 'file://{secret}'>"
    + "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'ha'}'>" for n in range(12))
    + "]>"
)


@pytest.mark.parametrize("entity", ["f", "e11"])
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_entities_of_a_document_open_no_file_and_do_not_grow(write, tmp_path, kind, entity):
    (tmp_path / "secret.txt").write_text("hidden")
    whole = DOCUMENTS[f"a.{kind}"]
    name = "word/document.xml" if kind == "docx" else "content.xml"
    parts = {}
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {info.filename: archive.read(info).decode("utf-8", "replace") for info in archive.infolist()}
    start, markup = re.fullmatch(r"(<\?xml[^>]*\?>\s*)?(.*)", parts[name], re.DOTALL).groups("")
    declared = ENTITIES.replace("{secret}", str(tmp_path / "secret.txt"))
    parts[name] = start + declared + markup.replace("harbour ferry", f"harbour &{entity}; ferry")
    folder = write({f"x/a.{kind}": made.zipped(parts), "x/b.txt": f"{FIRST}\n{SECOND}"})
    found = read(folder / "x")
    assert found.articles.num_rows + len(found.rejects) == 2
    texts = found.articles["text"].to_pylist()
    assert not any("hidden" in text or len(text) > 1_000 for text in texts)


def test_an_archive_whose_parts_begin_before_it_is_a_reject(write):
    data = bytearray(made.docx(made.paragraph(FIRST)))
    end = data.rindex(b"PK\5\6")
    place = int.from_bytes(data[end + 16 : end + 20], "little")
    data[end + 16 : end + 20] = (place + 60).to_bytes(4, "little")
    [reject] = read(write({"x/a.docx": bytes(data), "x/b.txt": f"{FIRST}\n{SECOND}"})).rejects
    assert reject.reason == "damaged document"


def test_a_folder_with_nothing_readable_says_what_it_holds(write):
    folder = write({"a.jpg": "x", "b.jpg": "x", "c.sav": "x", "d/e.zip": "x"})
    with pytest.raises(UnreadableInput) as error:
        read(folder)
    assert "2 .jpg, 1 .sav, 1 .zip" in error.value.what
    assert "Unpack archives." in error.value.fix
    assert "SPSS" in error.value.fix
    assert "CSV" in error.value.fix


def test_progress_counts_files(write):
    seen = []
    folder = write({f"x/{number}.txt": f"{FIRST}\n{SECOND} {number}" for number in range(3)})
    read(folder, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 3), (1, 3), (2, 3), (0, 0)]
