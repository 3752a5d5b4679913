"""Layouts of corpora that keep marks beside their texts: each becomes one record a sentence, with what was marked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from masthead.sources.json_lines import parse_json
from masthead.sources.releases.layouts import TEXT, Record, file_columns, paragraphs, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from masthead.sources.releases.layouts import Source

UNCERTAIN = ("speculation_modal", "speculation_hypo_doxastic", "speculation_hypo_investigation")
"""Beginnings of the cue types that make a sentence uncertain; conditionals are none of them."""
LOADED = ("Loaded_Language", "Name_Calling,Labeling")


def basil(source: Source) -> Iterator[Record]:
    """Sentences of article objects (``title``, then ``body-paragraphs``, a list of lists) with the bias marked in them.

    The annotations of ``X.json`` are in ``X_ann.json``; they name sentences ``title`` and ``p0``, ``p1`` and so on.
    Besides the article's own columns a record has ``sentence``, and ``lexical`` and ``informational``, yes or no.
    """
    marks = {
        member.place.stem.removesuffix("_ann"): _basil_marks(_object(source, member, text))
        for member, text in source._replace(members=source.release.find(source.table.annotations)).decoded()
    }
    for member, text in source.decoded():
        article = _object(source, member, text)
        marked = marks.get(member.place.stem)
        if article is None or marked is None:
            source.log.reject("no annotations", member.name, "no file of annotations belongs to this article")
            continue
        for name, sentence in _basil_sentences(article):
            yield Record(
                f"{member.name}:{name}",
                {
                    **file_columns(member),
                    **article,
                    TEXT: sentence,
                    "sentence": name,
                    "lexical": _yes("lex" in marked[name]),
                    "informational": _yes("inf" in marked[name]),
                },
            )


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
                "loaded": _yes(set(found) & set(LOADED)),
                TEXT: line,
            }
            yield Record(f"{member.name}:{number}", {**file_columns(member), **values})


def _spans(source: Source) -> dict[str, list[tuple[str, int, int]]]:
    spans: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for member, text in source._replace(members=source.release.find(source.table.annotations)).decoded():
        for number, line in enumerate(text.split("\n"), start=1):
            cells = line.strip().split("\t")
            if len(cells) == 4 and cells[2].isdigit() and cells[3].isdigit():
                spans[cells[0]].append((cells[1], int(cells[2]), int(cells[3])))
            elif line.strip():
                source.log.reject("bad annotation", f"{member.name}:{number}", "not article, technique, start and end")
    return spans


def _object(source: Source, member: Any, text: str) -> dict[str, Any] | None:
    try:
        document = parse_json(text)
    except ValueError as error:
        source.log.reject("bad JSON", member.name, str(error))
        return None
    return document if isinstance(document, dict) else None


def _basil_marks(annotations: dict[str, Any] | None) -> dict[str, set[str]]:
    marks: dict[str, set[str]] = defaultdict(set)
    for phrase in (annotations or {}).get("phrase-level-annotations") or ():
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
