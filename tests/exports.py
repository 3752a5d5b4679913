"""Files as news databases and word processors write them, about made-up articles, for tests and benchmarks."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


@dataclass(frozen=True)
class Piece:
    """A made-up article as a database shows it."""

    title: str = "Ferry fares rise again"
    outlet: str = "Harrow Post"
    date: str = "March 5, 2031 Wednesday"
    paragraphs: Sequence[str] = ("The council put up fares on Monday.", "Nobody was asked, said Ada Roth.")
    author: str = "Jo Bell"
    section: str = "NEWS; Pg. 4"

    @property
    def words(self) -> int:
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)


FARES = Piece()
DAM = Piece(
    "Dam: who pays?", "Tidewater Post", "March 6, 2031 Thursday", ("The dam is late.", "It is dear, too."), "Mara Quill"
)


def paragraph(text: str, *, bold: str = "", title: bool = False) -> str:
    """A paragraph of a Word document; ``bold`` is a bold beginning, ``|`` within the text another run."""
    level = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>' if title else ""
    strong = f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(bold)}</w:t></w:r>' if bold else ""
    runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in text.split("|"))
    return f"<w:p>{level}{strong}{runs}</w:p>"


def docx(body: str) -> bytes:
    """A Word document of these paragraphs and tables."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{_NAMESPACE}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": _TYPES, "word/document.xml": document})


def zipped(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def uni_body(pieces: Iterable[Piece], *, cover: bool = True, names: dict[str, str] | None = None) -> str:
    """The body of a Word document as Nexis Uni writes it."""
    pieces = list(pieces)
    called = {"length": "Length", "body": "Body", "end": "End of Document", "load": "Load-Date"} | (names or {})
    parts = []
    if cover:
        parts += [paragraph(" Ann Other", bold="User Name:"), paragraph("", bold=f"Documents ({len(pieces)})")]
        for number, piece in enumerate(pieces, start=1):
            parts += [paragraph(f"{number}. {piece.title}"), paragraph(" fares AND dam", bold="Search Terms:")]
            parts.append("<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>")
    for piece in pieces:
        parts += [paragraph(piece.title, title=True), paragraph(piece.outlet), paragraph(piece.date)]
        parts += [paragraph(""), paragraph(f"Copyright 2031 {piece.outlet} Ltd. All Rights Reserved")]
        parts += [paragraph(f"\xa0{piece.section}", bold="Section:")]
        parts += [paragraph(f"\xa0{piece.words} words", bold=f"{called['length']}:")]
        parts += [paragraph(f"\xa0By {piece.author}", bold="Byline:"), paragraph("", bold=called["body"])]
        parts += [paragraph(text) for text in piece.paragraphs]
        parts += [paragraph("", bold="Classification"), paragraph("\xa0ENGLISH", bold="Language:")]
        parts += [paragraph("\xa0FERRIES (90%)", bold="Subject:")]
        parts += [paragraph("\xa0March 9, 2031", bold=f"{called['load']}:"), paragraph("", bold=called["end"])]
    return "".join(parts)


def numbered_text(pieces: Iterable[Piece], *, of: str = "{} of {} DOCUMENTS", cover: str = "") -> str:
    """A plain text as LexisNexis Academic wrote it, with its lines broken after 40 characters or so."""
    pieces = list(pieces)
    parts = [cover]
    for number, piece in enumerate(pieces, start=1):
        parts.append(
            f"{of.format(number, len(pieces)):>60}\n\n\n{piece.outlet:>50}\n\n{piece.date:>50}\n\n{piece.title}"
        )
        parts.append(f"BYLINE: By {piece.author}\n\nSECTION: {piece.section}\n\nLENGTH: {piece.words} words")
        parts += [wrapped(text) for text in piece.paragraphs]
        parts.append("LOAD-DATE: March 9, 2031\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper")
        parts.append(f"{'Copyright 2031 ' + piece.outlet:>60}\n{'All Rights Reserved':>60}")
    return "\n\n".join(parts)


def wrapped(text: str, width: int = 40) -> str:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def numbered_page(pieces: Iterable[Piece], *, names: dict[str, str] | None = None) -> str:
    """A page as Nexis wrote it."""
    pieces = list(pieces)
    called = {"author": "BYLINE", "length": "LENGTH", "load": "LOAD-DATE", "words": "words"} | (names or {})
    parts = []
    for number, piece in enumerate(pieces, start=1):
        lines = [f"{number} of {len(pieces)} DOCUMENTS", piece.outlet, piece.date, piece.title]
        parts.append(f'<A NAME="DOC_ID_{number}_0"></A><!-- Hide XML section -->')
        parts += [
            f'<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">{escape(line)}</SPAN></P></DIV>' for line in lines
        ]
        fields = {called["author"]: piece.author, called["length"]: f"{piece.words} {called['words']}"}
        parts += [_field(name, value) for name, value in fields.items()]
        texts = "".join(f'<P CLASS="c9"><SPAN CLASS="c2">{escape(text)}</SPAN></P>\n' for text in piece.paragraphs)
        parts.append(f'<BR><DIV CLASS="c5">{texts}</DIV>')
        parts += [_field("ANYTHING", "FERRIES (90%)"), _field(called["load"], "March 9, 2031")]
        parts.append(f'<DIV CLASS="c0"><P>Copyright 2031 {piece.outlet}<BR>All Rights Reserved</P></DIV>')
    style = "<STYLE><!-- .c8 { font-weight: bold; } --></STYLE>"
    meta = f'<META TOPIC="null" DOCUMENTS="{len(pieces)}">'
    return f"<HTML><HEAD>{style}{meta}</HEAD><BODY>{''.join(parts)}</BODY></HTML>"


def _field(name: str, value: str) -> str:
    return f'<BR><DIV CLASS="c5"><P><SPAN CLASS="c8">{name}: </SPAN><SPAN CLASS="c2">{escape(value)}</SPAN></P></DIV>'


def factiva_boxes(pieces: Iterable[Piece], *, words: str = "words", language: str = "English") -> str:
    """A page of Factiva's whose boxes hold lines."""
    parts = []
    for number, piece in enumerate(pieces):
        heads = [f"{piece.words} {words}", piece.date, "14:05", piece.outlet, "HARPST", "4", language]
        lines = "".join(f"<div>{escape(line)}</div>" for line in (*heads, f"(c) 2031 {piece.outlet}"))
        texts = "".join(f'<p class="articleParagraph enarticleParagraph">{escape(t)}</p>' for t in piece.paragraphs)
        parts.append(
            f'<div id="article-HARPST00{number}" class="article"><div class="article enArticle"><p><div>{piece.section}</div>'
            f'<div id="hd"><span class="enHeadline">{escape(piece.title)}</span></div><div class="author">{piece.author} </div>'
            f"{lines}<p></p>{texts}<p>Fotos: nobody</p><p>Harrow Papers Limited</p>"
            f"<p>Document HARPST0020310305e{number:07}a</p></div></div>"
        )
    return f"<html><head><title>Factiva</title></head><body><form>{''.join(parts)}</form></body></html>"


def factiva_codes(pieces: Iterable[Piece], *, words: str = "mots") -> str:
    """A page of Factiva's whose boxes hold tables of field codes."""
    parts = []
    for number, piece in enumerate(pieces):
        fields = {"HD": piece.title, "BY": piece.author, "WC": f"{piece.words} {words}", "PD": piece.date}
        fields |= {"SN": piece.outlet, "SC": "HARPST", "CY": "(c) 2031"}
        rows = [f"<tr><td><b>{code}</b>&nbsp;</td><td>{escape(value)}</td></tr>" for code, value in fields.items()]
        for code, texts in (("LP", piece.paragraphs[:1]), ("TD", piece.paragraphs[1:])):
            cells = "".join(f'<p class="articleParagraph">{escape(text)}</p>' for text in texts)
            rows.append(f"<tr><td><p><b>{code}</b>&nbsp;</p></td><td>{cells}</td></tr>")
        rows.append(f"<tr><td><b>AN</b></td><td>Document HARPST0020310305e{number:07}a</td></tr>")
        parts.append(f'<div class="article frArticle"><table>{"".join(rows)}</table></div>')
    return f"<html><body>{''.join(parts)}</body></html>"


def factiva_xml(pieces: Sequence[Piece], *, count: int | None = None) -> str:
    """Factiva's XML."""
    parts = [
        f"<ppsarticle><article><baseLanguage>EN</baseLanguage><headline><paragraph><hlt>{escape(piece.title[:5])}</hlt>"
        f"{escape(piece.title[5:])}</paragraph></headline><byline>{piece.author}</byline>"
        f"<leadParagraph><paragraph>{escape(piece.paragraphs[0])}</paragraph></leadParagraph>"
        "<publicationDate><dateTime>2031-03-05T01:35:58Z</dateTime></publicationDate>"
        f"<sourceName>{piece.outlet}</sourceName><tailParagraphs>"
        + "".join(f"<paragraph>{escape(text)}</paragraph>" for text in piece.paragraphs[1:])
        + f"</tailParagraphs><notes>NOTE</notes><wordCount>{piece.words}</wordCount></article></ppsarticle>"
        for piece in pieces
    ]
    said = len(pieces) if count is None else count
    return (
        '<?xml version="1.0" encoding="utf-8"?><PPSResponse><ppsArticleResponse xmlns="http://example.org/pps/2.0">'
        f'<ppsarticleResultSet count="{said}">{"".join(parts)}</ppsarticleResultSet></ppsArticleResponse></PPSResponse>'
    )


def factiva_text(pieces: Iterable[Piece], *, codes: bool) -> str:
    """What Factiva's Rich Text says, with field codes or without."""
    parts = []
    for number, piece in enumerate(pieces):
        if codes:
            fields = {"HD": piece.title, "BY": piece.author, "WC": f"{piece.words} words", "PD": piece.date}
            fields |= {"SN": piece.outlet, "LP": piece.paragraphs[0], "TD": "\n\n".join(piece.paragraphs[1:])}
            parts += [f"{code}|{value}|" for code, value in fields.items()]
            parts.append("PUB|Harrow Papers Limited|")
        else:
            parts += [piece.section, piece.title, piece.author, f"{piece.words} words", piece.date, piece.outlet]
            parts += ["HARPST", "English", f"(c) 2031 {piece.outlet}", *piece.paragraphs, "Harrow Papers Limited"]
        parts.append(f"{'AN|' if codes else ''}Document HARPST0020310305e{number:07}a{'|' if codes else ''}")
        parts.append("Page 1 of 2 © 2031 Factiva, Inc. All rights reserved.")
    return "\n".join(parts)


def europresse(pieces: Iterable[Piece]) -> str:
    """A page of Europresse's in its present layout."""
    parts = [
        '<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">'
        f'{piece.outlet}</span></div><span class="DocHeader">{piece.date}</span>'
        f'<div class="titreArticle"><p class="titreArticleVisu">{escape(piece.title)}</p></div>'
        f'<div class="docAuthors">{piece.author}</div></header><section><div class="docOcurrContainer">'
        + "".join(f"<p>{escape(text)}</p>" for text in piece.paragraphs)
        + "</div></section><footer><div>Cet article est protégé.</div><p>© 2031. Tous droits réservés.</p>"
        '<div class="publiC-lblNodoc">news·20310305·HAR·1</div></footer></article>'
        for piece in pieces
    ]
    return f"<html><body>{''.join(parts)}</body></html>"


def proquest(pieces: Sequence[Piece]) -> str:
    """A text of ProQuest's, after its documented fields."""
    rule = "_" * 60
    parts = ["Table of contents", *(f"{number}. {piece.title}" for number, piece in enumerate(pieces, start=1))]
    for number, piece in enumerate(pieces, start=1):
        parts += [rule, "", f"Document {number} of {len(pieces)}", "", piece.title, "", f"Author: {piece.author}", ""]
        parts += [
            f"Publication info: {piece.outlet} ; Harrow [Harrow]05 Mar 2031: A.4.",
            "",
            "Links: http://example.org/l",
            "",
        ]
        parts += ["Full text: " + piece.paragraphs[0], "", *piece.paragraphs[1:], "", "Subject: Ferries; Dams", ""]
        parts += [f"Title: {piece.title}", "", f"Publication title: {piece.outlet}", "", "First page: A.4", ""]
        parts += ["Publication date: Mar 5, 2031", "", f"Section: {piece.section}", "", "ISSN: 12345678", ""]
        parts += ["Language of publication: English", "", "ProQuest document ID: 1234567890", ""]
        parts += [
            f"Document URL: https://example.org/{number}",
            "",
            "Copyright: Copyright Harrow Papers Mar 5, 2031",
            "",
        ]
        parts += ["Last updated: 2031-03-09", "", "Database: Example Newsstream"]
    parts += [rule, "", "Contact us at: http://example.org/contact", "Database copyright © 2031. All rights reserved."]
    return "\n".join(parts)


def newsbank(pieces: Iterable[Piece]) -> str:
    """A text of NewsBank's, after its documented fields."""
    parts = []
    for number, piece in enumerate(pieces):
        parts += ["", piece.title, f"{piece.outlet} (Harrow, OR) - March 5, 2031", f"Author: {piece.author}"]
        parts += [f"Section: {piece.section} Page: A4", "Readability: 9-12 grade level", "", *piece.paragraphs, ""]
        parts += [f"Record Number: 1A2B3C{number}", f"Copyright (c) 2031 {piece.outlet}", "OpenURL Link"]
    return "\n".join(parts)


def rtf(text: str) -> str:
    """A Rich Text file of these lines, with a running header."""
    lines = "".join(f"{_escaped(line)}\\par\n" for line in text.split("\n"))
    return r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\header Page \chpgn of many\par}" + f"\n{lines}}}"


def _escaped(line: str) -> str:
    plain = line.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return "".join(char if char < "\x80" else f"\\u{ord(char)}?" for char in plain)


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF of these lines a page, in one font and without compression."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        shown = "".join(f"({line.translate(_PDF)}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 50 780 Td 14 TL {shown}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} /MediaBox [0 0 595 842] >>"
    return _numbered_objects(objects)


_PDF = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})


def _numbered_objects(objects: Iterable[str]) -> bytes:
    data, places = "%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{item}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(data)
    data += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer\n"
    data += f"<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return data.encode("latin-1")
