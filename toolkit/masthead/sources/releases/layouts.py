"""The layouts that releases come in, each a function from a table's files to records with the place they stand at.

Corpora that keep marks beside their texts become one record a sentence, with what was marked.
"""

from __future__ import annotations

import io
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from masthead.sources.formats.decode import decode
from masthead.sources.formats.delimited import read_records
from masthead.sources.formats.json_lines import parse_json
from masthead.sources.rows import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from masthead.sources.options import ReadOptions
    from masthead.sources.releases.declaration import Table
    from masthead.sources.releases.files import Member, Release
    from masthead.sources.rows import Log

TEXT = "@text"
"""The column that holds what stands between an element's tags, or in a text file."""
UNCERTAIN = ("speculation_modal", "speculation_hypo_doxastic", "speculation_hypo_investigation")
"""Beginnings of the cue types that make a sentence uncertain; conditionals are none of them."""
LOADED = {"Loaded_Language", "Name_Calling,Labeling"}


class Record(NamedTuple):
    """One record and where it stands (``file:line`` or ``file``)."""

    origin: str
    values: dict[str, Any]


class Source(NamedTuple):
    """The files that a table's patterns found, and what reading them needs."""

    release: Release
    table: Table
    members: list[Member]
    options: ReadOptions
    log: Log

    def decoded(self) -> Iterator[tuple[Member, str]]:
        """Each file with its text; a file that cannot be read is a reject."""
        for member in self.members:
            try:
                yield member, decode(member.read(), encoding=self.table.encoding).text
            except Unusable as error:
                self.log.reject(error.reason, member.name, error.detail)

    def documents(self) -> Iterator[tuple[Member, Any]]:
        """Each file with the JSON value that it holds; a file that holds none is a reject."""
        for member, text in self.decoded():
            try:
                yield member, parse_json(text)
            except ValueError as error:
                self.log.reject("bad JSON", member.name, str(error))

    @property
    def annotations(self) -> Source:
        """The files of annotations that the table names."""
        return self._replace(members=self.release.find(self.table.annotations))


def file_columns(member: Member) -> dict[str, str]:
    """What a file's name tells: ``@name``, ``@stem`` and ``@folder``."""
    place = member.place
    return {"@name": place.name, "@stem": place.stem, "@folder": place.parent.name}


def tables(source: Source) -> Iterator[Record]:
    """Rows of CSV, TSV and XLSX files; the first row names the columns unless the table does."""
    for member in source.members:
        if member.place.suffix.lower() == ".xlsx":
            yield from _sheet(source, member)
    rest = [member for member in source.members if member.place.suffix.lower() != ".xlsx"]
    for member, text in source._replace(members=rest).decoded():
        yield from _delimited(source, member, text)


def json_files(source: Source) -> Iterator[Record]:
    """One object a file, or a list of objects."""
    for member, document in source.documents():
        items = document if isinstance(document, list) else [document]
        for number, item in enumerate(items, start=1):
            origin = member.name if len(items) == 1 else f"{member.name}:item {number}"
            if isinstance(item, dict):
                yield Record(origin, {**file_columns(member), **item})
            else:
                source.log.reject("not an object", origin, f"a JSON {type(item).__name__}, not an object with fields")


def text_files(source: Source) -> Iterator[Record]:
    """One text per file."""
    for member, text in source.decoded():
        yield Record(member.name, {**file_columns(member), TEXT: text})


def xml_elements(source: Source) -> Iterator[Record]:
    """One record an element of the table's name: its attributes, the text of its children, and its own as ``@text``."""
    for member in source.members:
        for element in parsed(source, member, source.table.element):
            values = {str(name): str(value) for name, value in element.attrib.items()}
            children = {child.tag: paragraphs(child) for child in element if isinstance(child.tag, str)}
            place = f"{member.name}:{element.sourceline}"
            yield Record(place, {**file_columns(member), **children, **values, TEXT: paragraphs(element)})


def parsed(source: Source, member: Member, tag: str) -> Iterator[Any]:
    """Each element of one name in an XML file, freed after use; nothing outside the file is ever read."""
    try:
        data = io.BytesIO(member.read())
        for _, element in etree.iterparse(
            data, tag=tag, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True
        ):
            yield element
            element.clear()
    except Unusable as error:
        source.log.reject(error.reason, member.name, error.detail)
    except etree.XMLSyntaxError as error:
        source.log.reject("bad XML", member.name, str(error))


def paragraphs(element: Any) -> str:
    """The text of an element, white space folded, one line a paragraph: a ``p``, or where there is none a line."""
    fold = any(True for _ in element.iter("p"))
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        text = node.text if event == "start" else node.tail if node is not element else None
        readable = isinstance(node.tag, str) or event == "end"
        plain = (text or "") if readable else ""
        pieces += ["\n" if node.tag == "p" else "", plain.replace("\n", " ") if fold else plain]
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _delimited(source: Source, member: Member, text: str) -> Iterator[Record]:
    table = source.table
    if table.quoted:
        rows: Iterable[tuple[int, list[str]]] = read_records(
            text, table.delimiter, member.name, source.options, source.log
        )
    else:
        lines = text.replace("\r\n", "\n").split("\n")
        rows = ((number, line.split(table.delimiter)) for number, line in enumerate(lines, start=1) if line)
    try:
        yield from _named(source, member, rows)
    except Unusable as error:
        source.log.reject(error.reason, member.name, error.detail)


def _sheet(source: Source, member: Member) -> Iterator[Record]:
    import openpyxl  # noqa: PLC0415 - needed for spreadsheets alone

    try:
        book = openpyxl.load_workbook(io.BytesIO(member.read()), read_only=True, data_only=True)
        found = [["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].values]
    except Unusable as error:
        source.log.reject(error.reason, member.name, error.detail)
    except Exception as error:  # noqa: BLE001 - a damaged workbook raises whatever the part of it raises
        source.log.reject("bad spreadsheet", member.name, f"{type(error).__name__}: {error}")
    else:
        yield from _named(source, member, enumerate(found, start=1))


def _named(source: Source, member: Member, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Record]:
    names: list[str] | None = list(source.table.columns) or None
    for line, row in rows:
        if names is None:
            names = [name.strip() for name in row]
        elif len(row) != len(names):
            detail = f"{len(row)} fields, the header has {len(names)}"
            source.log.reject("field count", f"{member.name}:{line}", detail)
        else:
            yield Record(f"{member.name}:{line}", {**file_columns(member), **dict(zip(names, row, strict=True))})


def basil(source: Source) -> Iterator[Record]:
    """Sentences of article objects (``title``, then ``body-paragraphs``, a list of lists) with the bias marked in them.

    The annotations of ``X.json`` are in ``X_ann.json``; they name sentences ``title`` and ``p0``, ``p1`` and so on.
    Besides the article's own columns a record has ``sentence``, and ``lexical`` and ``informational``, yes or no.
    """
    marks = {
        member.place.stem.removesuffix("_ann"): _basil_marks(annotations)
        for member, annotations in source.annotations.documents()
        if isinstance(annotations, dict)
    }
    for member, article in source.documents():
        marked = marks.get(member.place.stem)
        if marked is None or not isinstance(article, dict):
            source.log.reject("no annotations", member.name, "no file of annotations belongs to this article")
            continue
        for name, sentence in _basil_sentences(article):
            found = {"lexical": _yes("lex" in marked[name]), "informational": _yes("inf" in marked[name])}
            values = {**file_columns(member), **article, TEXT: sentence, "sentence": name, **found}
            yield Record(f"{member.name}:{name}", values)


def uncertainty(source: Source) -> Iterator[Record]:
    """Sentences of ``Document`` elements: ``document``, ``sentence``, ``types`` of the cues, ``uncertain`` yes or no.

    Of the types only those count that speak of belief, doubt or inquiry, not the conditional ones.
    """
    for member in source.members:
        for document in parsed(source, member, "Document"):
            name = " ".join((document.findtext("DocID") or "").split())
            for number, sentence in enumerate(document.iter("Sentence"), start=1):
                types = sorted({(cue.get("type") or "").strip(" _") for cue in sentence.iter("ccue")})
                values = {
                    "document": name,
                    "sentence": sentence.get("id") or str(number),
                    "types": " ".join(types),
                    "uncertain": _yes(any(kind.startswith(UNCERTAIN) for kind in types)),
                    TEXT: " ".join(paragraphs(sentence).split()),
                }
                yield Record(f"{member.name}:{sentence.sourceline}", {**file_columns(member), **values})


def propaganda(source: Source) -> Iterator[Record]:
    """Lines of text files with the techniques whose spans touch them.

    Annotations are rows of article, technique, start and end, tab-separated, with offsets in characters; the article's
    number is what is left of its file's name without ``article``. A record has ``document``, ``line``, ``techniques``,
    and ``propaganda`` and ``loaded`` (loaded language or name calling), yes or no.
    """
    spans = _spans(source)
    for member, text in source.decoded():
        document = member.place.stem.removeprefix("article")
        end = -1
        for number, line in enumerate(text.split("\n"), start=1):
            start, end = end + 1, end + 1 + len(line)
            if not line.strip():
                continue
            found = sorted({kind for kind, first, last in spans.get(document, ()) if first < end and last > start})
            values = {
                "document": document,
                "line": str(number),
                "techniques": " ".join(found),
                "propaganda": _yes(found),
                "loaded": _yes(LOADED & set(found)),
                TEXT: line,
            }
            yield Record(f"{member.name}:{number}", {**file_columns(member), **values})


def _spans(source: Source) -> dict[str, list[tuple[str, int, int]]]:
    spans: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for member, text in source.annotations.decoded():
        for number, line in enumerate(text.split("\n"), start=1):
            cells = line.strip().split("\t")
            if len(cells) == 4 and cells[2].isdigit() and cells[3].isdigit():
                spans[cells[0]].append((cells[1], int(cells[2]), int(cells[3])))
            elif line.strip():
                source.log.reject("bad annotation", f"{member.name}:{number}", "not article, technique, start and end")
    return spans


def _basil_marks(annotations: dict[str, Any]) -> dict[str, set[str]]:
    marks: dict[str, set[str]] = defaultdict(set)
    for phrase in annotations.get("phrase-level-annotations") or ():
        marks[str(phrase.get("id"))].add(str(phrase.get("bias")))
    return marks


def _basil_sentences(article: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if article.get("title"):
        yield "title", str(article["title"])
    body: Iterable[Any] = article.get("body-paragraphs") or ()
    sentences = (sentence for paragraph in body for sentence in paragraph)
    yield from ((f"p{number}", str(sentence)) for number, sentence in enumerate(sentences))


def _yes(value: object) -> str:
    return "yes" if value else "no"
