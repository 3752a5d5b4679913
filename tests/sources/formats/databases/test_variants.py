"""What databases do differently from one file to the next: options, languages, and what an article lacks."""

import pytest

import exports as made
from masthead.errors import UnreadableInput
from masthead.sources import read

DAYS = ("Monday", "Tuesday", "Friday")
PIECES = (made.FARES, made.DAM)
TEXTS = ["\n".join(piece.paragraphs) for piece in PIECES]


def rows(folder):
    return read(folder).articles.to_pylist()


@pytest.mark.parametrize(
    ("names", "dates"),
    [
        (
            {"author": "AUTOR", "length": "LÄNGE", "load": "UPDATE", "words": "Wörter"},
            ("5. März 2031 Mittwoch", "6. Mai 2031"),
        ),
        (
            {"author": "AUTEUR", "length": "LONGUEUR", "load": "DATE-CHARGEMENT", "words": "mots"},
            ("5 mars 2031", "6 mai 2031"),
        ),
        (
            {"author": "AUTEUR", "length": "LENGTE", "load": "LAADDATUM", "words": "woorden"},
            ("5 maart 2031", "6 mei 2031"),
        ),
        ({"author": "AUTOR", "length": "LONGITUD", "words": "palabras"}, ("5 de marzo de 2031", "6 de mayo de 2031")),
    ],
    ids=["German", "French", "Dutch", "Spanish"],
)
def test_fields_and_days_in_other_languages(write, names, dates):
    pieces = [made.Piece(date=dates[0]), made.Piece("Dam: who pays?", date=dates[1])]
    found = rows(write({"a.html": made.numbered_page(pieces, names=names)}))
    assert [row["date"] for row in found] == ["2031-03-05", "2031-05-06"]
    assert [(row["words_declared"], row["author"]) for row in found] == [(pieces[0].words, "Jo Bell")] * 2
    assert {row["text"] for row in found} == {TEXTS[0]}


@pytest.mark.parametrize(
    "counter", ["Dokument {} von {}", "Document {} de {}", "{} of {} DOCUMENTS", "{} van {} DOCUMENTEN"]
)
def test_counters_in_other_languages(write, counter):
    assert [row["text"] for row in rows(write({"a.txt": made.numbered_text(PIECES, of=counter)}))] == TEXTS


def test_an_end_in_another_language(write):
    names = {"length": "Länge", "body": "Volltext", "load": "Ladedatum", "end": "Ende des Dokuments"}
    assert [row["text"] for row in rows(write({"a.docx": made.docx(made.uni_body(PIECES, names=names))}))] == TEXTS


def test_search_terms_in_bold_are_plain_text(write):
    body = made.uni_body(PIECES).replace(
        "The council put up fares",
        'The council put up</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve"> fares',
    )
    assert rows(write({"a.docx": made.docx(body)}))[0]["text"] == TEXTS[0]


def test_a_paragraph_that_begins_bold_with_a_colon_stays(write):
    answer = made.paragraph(" It will rise.", bold="Roth:")
    body = made.uni_body(PIECES).replace(made.paragraph(made.FARES.paragraphs[1]), answer)
    assert rows(write({"a.docx": made.docx(body)}))[0]["text"].endswith("\nRoth: It will rise.")


def test_a_document_whose_body_is_not_named(write):
    body = made.uni_body(PIECES).replace(made.paragraph("", bold="Body"), "")
    assert [row["text"] for row in rows(write({"a.docx": made.docx(body)}))] == TEXTS


@pytest.mark.parametrize("missing", ["title", "date"])
@pytest.mark.parametrize("layout", ["docx", "txt", "html"])
def test_an_article_may_lack_its_headline_or_its_day(write, missing, layout):
    piece = made.Piece(**{missing: ""})
    content = {
        "docx": made.docx(made.uni_body([made.DAM, piece])),
        "txt": made.numbered_text([made.DAM, piece]),
        "html": made.numbered_page([made.DAM, piece]),
    }[layout]
    [_, row] = rows(write({f"a.{layout}": content}))
    expected = {"outlet": "Harrow Post", "title": made.FARES.title, "date": "2031-03-05", missing: None}
    assert {name: row[name] for name in expected} == expected
    assert row["text"] == TEXTS[0]


def test_one_article_a_file(write):
    folder = write({f"{n}.docx": made.docx(made.uni_body([piece], cover=False)) for n, piece in enumerate(PIECES)})
    assert [row["text"] for row in rows(folder)] == TEXTS


def test_rights_before_the_outlet_and_the_headline_among_the_fields(write):
    text = (
        "1 of 1 DOCUMENTS\n\n\n   Copyright 2031 Harrow Papers, Inc.\n        All Rights Reserved\n\n      Harrow Post\n\n"
        "  March 5, 2031 Wednesday\n     Met 2 Edition\n\nSECTION: A; Pg. 1\n\nLENGTH: 13 words\n\n"
        "HEADLINE: Ferry fares rise again\n\nBYLINE: Jo Bell\n\nBODY:\n\nThe council put up\nfares on Monday.\n\n"
        "Nobody was asked.\n\nGRAPHIC: A ferry\n\nA second ferry.\n\nLOAD-DATE: March 6, 2031\n"
    )
    [row] = rows(write({"a.txt": text}))
    assert (row["outlet"], row["date"], row["title"]) == ("Harrow Post", "2031-03-05", "Ferry fares rise again")
    assert row["text"] == "The council put up fares on Monday.\nNobody was asked."


def test_a_dateline_in_capitals_with_a_colon_is_text(write):
    piece = made.Piece(paragraphs=("NEW HARROW: The council put up fares.",))
    [row] = rows(write({"a.txt": made.numbered_text([piece])}))
    assert row["text"] == piece.paragraphs[0]


def test_a_second_line_of_a_headline_is_no_text(write):
    text = made.numbered_text([made.FARES]).replace("again\n\nBYLINE", "again\n\nWho pays for it\n\nBYLINE")
    [row] = rows(write({"a.txt": text}))
    assert (row["title"], row["text"]) == ("Ferry fares rise again; Who pays for it", TEXTS[0])


def test_the_cover_of_rich_text_is_no_headline(write):
    heads = "Documents (1)\n1. Ferry fares rise again\nClient/Matter: -None-\nSearch Terms: fares\nNarrowed by:\n"
    cells = "Content Type|Narrowed by|\nNews|Timeline: 2031|\n"
    fields = "Copyright 2031 Harrow Papers\nSection: NEWS\nLength: 11 words\nByline: Jo Bell\nBody\n"
    text = f"{heads}{cells}{made.FARES.title}\nHarrow Post\nMarch 5, 2031\n{fields}{TEXTS[0]}\nLoad-Date: x\nEnd of Document"
    [row] = rows(write({"a.rtf": made.rtf(text)}))
    assert (row["title"], row["outlet"], row["text"]) == (made.FARES.title, "Harrow Post", TEXTS[0])


def test_a_page_of_news_with_a_class_like_factivas_is_a_page_of_news(write):
    paragraphs = "".join(f"<p>{'The council met again on Monday and put off the vote. ' * 6}</p>" for _ in range(4))
    page = f'<html><body><div class="newsArticle"><h1>Ferry fares</h1>{paragraphs}</div></body></html>'
    [row] = rows(write({"harrow/a.html": page}))
    assert row["outlet"] == "harrow"


def test_a_list_of_headlines_holds_no_article(write):
    page = '<html><head><title>Factiva</title></head><body><div class="headline">Ferry fares, Harrow Post</div></body></html>'
    with pytest.raises(UnreadableInput, match="no article"):
        read(write({"a.html": page}))


def test_words_of_factiva_in_other_languages(write):
    page = made.factiva_boxes([made.Piece(date="2031 年 3 月 5 日")], words="字", language="英文")
    [row] = rows(write({"a.html": page}))
    assert (row["outlet"], row["date"], row["words_declared"]) == ("Harrow Post", "2031-03-05", made.FARES.words)


def test_a_length_that_counts_no_words_is_unknown(write):
    text = made.numbered_text([made.FARES]).replace(f"LENGTH: {made.FARES.words} words", "LENGTH: 300 characters")
    assert rows(write({"a.txt": text}))[0]["words_declared"] is None


def test_the_printed_file_of_a_database(write):
    paragraphs = [
        f"On {day} the council put up the fares of the ferry, and nobody on the quay was asked." for day in DAYS
    ]
    heads = [
        made.FARES.title,
        "Harrow Post",
        "March 5, 2031 Wednesday",
        "Copyright 2031 Harrow Papers",
        "Length: 51 words",
    ]
    body = [line for text in paragraphs for line in made.wrapped(text, 60).split("\n")]
    pages = [[*heads, "Body", *body[:3]], [*body[3:], "Load-Date: March 6, 2031", "End of Document"]]
    numbered = [[f"Page {number} of 2", *lines] for number, lines in enumerate(pages, start=1)]
    [row] = rows(write({"a.pdf": made.pdf(numbered)}))
    assert (row["title"], row["outlet"], row["words_declared"]) == (made.FARES.title, "Harrow Post", 51)
    assert row["text"].split("\n") == paragraphs


def test_of_two_days_below_each_other_the_first_is_the_articles(write):
    export = made.newsbank(PIECES).split("\n")
    day = next(line for line in export if " - March 5" in line)
    twice = "\n".join(f"{line}\n{line}" if line == day else line for line in export)
    assert [row["title"] for row in rows(write({"a.txt": twice}))] == [piece.title for piece in PIECES]


def test_a_text_with_a_record_number_and_no_days_is_no_export(write):
    text = "Ferry fares rise again.\nRecord Number: 12345\nThe council put up fares on Monday, and nobody was asked."
    [row] = rows(write({"Harrow Post/a.txt": text}))
    assert (row["outlet"], row["text"]) == ("Harrow Post", text)


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (["NEWS; Pg. 4", "Ferry fares rise again", "Jo Bell"], ("NEWS; Pg. 4", "Ferry fares rise again", "Jo Bell")),
        (["NEWS; Pg. 4", "Ferry fares rise again"], ("NEWS; Pg. 4", "Ferry fares rise again", None)),
        (["Ferry fares rise again", "Jo Bell"], (None, "Ferry fares rise again", "Jo Bell")),
        (["Ferry fares rise again"], (None, "Ferry fares rise again", None)),
    ],
    ids=["section, headline, author", "section, headline", "headline, author", "headline"],
)
def test_a_head_of_factiva_without_codes_may_lack_its_section_or_author(write, head, told):
    whole = made.factiva_text([made.FARES], codes=False)
    text = whole.replace("NEWS; Pg. 4\nFerry fares rise again\nJo Bell", "\n".join(head))
    [row] = rows(write({"a.rtf": made.rtf(text)}))
    assert (row["section"], row["title"], row["author"]) == told
    assert row["text"] == TEXTS[0]


def test_an_older_page_of_europresse_has_no_marks_around_its_text(write):
    page = (
        '<html><body><div><span class="DocPublicationName">Harrow Post</span>'
        '<span class="DocHeader">News, March 5, 2031</span><p class="titreArticle">Ferry fares rise again</p>'
        "<p>Jo Bell</p><p>The council put up fares on Monday.</p><p>Nobody was asked, said Ada Roth.</p>"
        "<p>© 2031 Harrow Post. Tous droits réservés.</p><p>news·20310305·HAR·1</p></div></body></html>"
    )
    [row] = rows(write({"a.html": page}))
    assert (row["title"], row["author"], row["text"]) == ("Ferry fares rise again", "Jo Bell", TEXTS[0])
