"""Every layout of every database gives the same articles, whatever the file is called."""

import pytest

import exports as made
from masthead.errors import UnreadableInput
from masthead.sources import ReadOptions, read
from masthead.sources.formats.databases.exports import CUT, ISSUES, MISSING, SURPLUS, SWOLLEN

PIECES = (made.FARES, made.DAM)
LAYOUTS = {
    "uni.docx": made.docx(made.uni_body(PIECES)),
    "uni without cover.docx": made.docx(made.uni_body(PIECES, cover=False)),
    "numbered.txt": made.numbered_text(PIECES),
    "numbered.rtf": made.rtf(made.numbered_text(PIECES)),
    "numbered.html": made.numbered_page(PIECES),
    "boxes.html": made.factiva_boxes(PIECES),
    "codes.html": made.factiva_codes(PIECES),
    "coded.rtf": made.rtf(made.factiva_text(PIECES, codes=True)),
    "uncoded.rtf": made.rtf(made.factiva_text(PIECES, codes=False)),
    "factiva.xml": made.factiva_xml(PIECES),
    "europresse.html": made.europresse(PIECES),
    "proquest.txt": made.proquest(PIECES),
    "newsbank.txt": made.newsbank(PIECES),
}
ONE_DAY = {"factiva.xml", "proquest.txt", "newsbank.txt"}
NO_COUNT = {"europresse.html", "proquest.txt", "newsbank.txt"}
NO_SECTION = {"numbered.html", "codes.html", "coded.rtf", "factiva.xml", "europresse.html"}


def articles(path, **options):
    return read(path, ReadOptions(**options)).articles.to_pylist()


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_gives_its_articles(write, name):
    content = LAYOUTS[name]
    found = articles(write({f"folder/{name}": content}) / "folder" / name)
    assert [row["title"] for row in found] == [piece.title for piece in PIECES]
    outlets = [piece.outlet + (" (Harrow, OR)" if name == "newsbank.txt" else "") for piece in PIECES]
    assert [row["outlet"] for row in found] == outlets
    assert [row["text"].split("\n") for row in found] == [list(piece.paragraphs) for piece in PIECES]
    assert [row["date"] for row in found] == ["2031-03-05", "2031-03-05" if name in ONE_DAY else "2031-03-06"]
    assert [row["author"] for row in found] == [piece.author for piece in PIECES]
    counts = [None if name in NO_COUNT else piece.words for piece in PIECES]
    assert [row["words_declared"] for row in found] == counts
    sections = {row["section"] for row in found}
    assert sections == ({None} if name in NO_SECTION else {made.FARES.section})


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_name_of_a_file_tells_nothing(write, name):
    folder = write({"a.txt": LAYOUTS[name], "b.html": LAYOUTS[name], "c.doc": LAYOUTS[name]})
    assert len({row["title"] for row in articles(folder)}) == len(PIECES)
    assert read(folder).articles.num_rows == 3 * len(PIECES)


@pytest.mark.parametrize("name", ["uni.docx", "numbered.rtf", "boxes.html"])
def test_a_file_without_an_ending_is_told_from_its_content(write, name):
    assert len(articles(write({"download": LAYOUTS[name]}) / "download")) == len(PIECES)


@pytest.mark.parametrize("name", LAYOUTS)
def test_nothing_is_found_wrong_where_all_is_there(write, name):
    reading = read(write({name: LAYOUTS[name]}))
    assert (reading.findings, reading.rejects) == ((), ())


def test_an_outlet_of_the_file_comes_before_that_of_its_folder(write):
    folder = write({"Some Folder/a.txt": made.numbered_text(PIECES), "Some Folder/b.txt": "The rain fell.\nIt rained."})
    assert [row["outlet"] for row in articles(folder)] == ["Harrow Post", "Tidewater Post", "Some Folder"]


def test_an_outlet_is_from_the_folder_where_the_file_names_none(write):
    page = made.factiva_codes([made.Piece(outlet="")])
    reading = read(write({"State Bulletin/a.html": page}) / "State Bulletin" / "a.html")
    assert reading.articles["outlet"].to_pylist() == ["State Bulletin"]
    assert any("the folder's name" in note for note in reading.notes)


def test_no_folder_is_spoken_of_where_the_file_names_its_outlets(write):
    assert read(write({"a.txt": made.numbered_text(PIECES)}) / "a.txt").notes == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", made.numbered_text(PIECES).replace("of 2 DOCUMENTS", "of 5 DOCUMENTS")),
        ("a.docx", made.docx(made.uni_body(PIECES).replace("Documents (2)", "Documents (5)"))),
        ("a.xml", made.factiva_xml(PIECES, count=5)),
        ("b.txt", made.numbered_text(PIECES, cover="Download Request: Selected Items: 1-3, 7, 9")),
    ],
)
def test_articles_that_are_announced_and_missing_are_found(write, name, content):
    reading = read(write({name: content}))
    [found] = reading.findings
    assert (found.finding, found.severity, found.n) == (MISSING, "warning", 3)
    assert found.example == f"{name}: announces 5, holds 2"
    assert f"{name}: announces 5, holds 2" in reading.notes


def test_more_articles_than_announced_are_found(write):
    [found] = read(write({"a.xml": made.factiva_xml(PIECES, count=1)})).findings
    assert (found.finding, found.n) == (SURPLUS, 1)


def test_a_counter_that_disagrees_with_the_others_is_told(write):
    pieces = (*PIECES, made.Piece("A third"))
    text = made.numbered_text(pieces).replace("2 of 3 DOCUMENTS", "2 of 383 DOCUMENTS")
    reading = read(write({"a.txt": text}))
    assert (reading.findings, reading.articles.num_rows) == ((), 3)
    assert reading.notes == ("a.txt: a counter says there are 383 documents, the others say 3",)


LONG = made.Piece(paragraphs=("The council met again and again on the same day. " * 20,))


@pytest.mark.parametrize(("declared", "kind"), [(1000, CUT), (60, SWOLLEN), (180, None), (220, None)])
def test_texts_that_are_not_as_long_as_declared_are_found(write, declared, kind):
    text = made.numbered_text([LONG]).replace(f"LENGTH: {LONG.words} words", f"LENGTH: {declared} words")
    assert [found.finding for found in read(write({"a.txt": text})).findings] == ([kind] if kind else [])


def test_an_outlet_with_the_number_of_its_issue_is_found(write):
    [found] = read(write({"a.html": made.europresse([made.Piece(outlet="Harrow Post, no. 5968")])})).findings
    assert (found.finding, found.fix) == (ISSUES, "--outlets-file")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.html",
            made.numbered_page(PIECES).split("<A NAME")[0] + '<A NAME="DOC_ID_1_0"></A><P>1 of 1 DOCUMENTS</P>'
            "<P>We are sorry but there is an error in this document and it is not possible to display it.</P>",
        ),
        ("a.docx", made.docx(made.paragraph("Nexis Uni Test"))),
        ("a.docx", made.docx("")),
        ("a.txt", made.proquest([made.Piece(paragraphs=("Not available.",))])),
    ],
)
def test_a_file_without_an_article_says_so(write, name, content):
    with pytest.raises(UnreadableInput, match=r"no article|no text") as error:
        read(write({name: content}) / name)
    assert error.value.exit_code == 4


def test_an_error_message_in_place_of_an_article_is_a_reject(write):
    page = made.numbered_page(PIECES).replace(
        '<A NAME="DOC_ID_2_0">',
        "<A NAME='DOC_ID_3_0'></A><P>We are sorry but there "
        'is an error in this document and it is not possible to display it.</P><A NAME="DOC_ID_2_0">',
    )
    reading = read(write({"a.html": page}))
    assert [(reject.reason, reject.origin[-9:]) for reject in reading.rejects] == [("no article", "article 2")]
    assert reading.articles.num_rows == 2


def test_a_text_that_only_speaks_of_documents_is_one_article(write):
    text = "Papers found\n\nThe clerk had 1 of 3 documents.\n\nLength: 40 metres of files.\n\nEnd of Document\n"
    [row] = articles(write({"harrow/a.txt": text}))
    assert (row["outlet"], row["text"]) == ("harrow", text)
