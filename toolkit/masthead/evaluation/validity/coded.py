"""A researcher's coded sample as documents, and as tasks that hold our instruments against her codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

from masthead.errors import UsageError
from masthead.evaluation.coding.sheet import whole_articles
from masthead.evaluation.validity.gold import Document, GoldSpan, Sentence
from masthead.evaluation.validity.mapping import Code, codes
from masthead.evaluation.validity.records import NESTED, fields_of
from masthead.evaluation.validity.suite import Gold, Metric, MetricName, Task, Unit
from masthead.features import read_text
from masthead.sources.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from masthead.evaluation.validity.suite import Instrument
    from masthead.sources.tables import Record

RowUnit = Literal["sentence", "article"]
METRICS: dict[Unit, tuple[MetricName, ...]] = {
    "sentence": ("precision", "recall", "f1", "macro_f1", "alpha"),
    "document": ("precision", "recall", "f1", "macro_f1", "auc", "alpha"),
    "article": ("mae", "spearman", "alpha"),
    "character": ("precision", "recall", "f1", "alpha"),
    "span": ("precision", "recall", "f1"),
}
"""What is computed in each unit; of sentences also the AUC where hits have weights."""
SHARES: tuple[MetricName, ...] = ("mae", "spearman", "alpha")
_SENTENCES_OF_AN_ARTICLE = 3
_OF_A_PLACE = frozenset({"start", "end", "id", "text", "n_tokens", "paragraph"})
_PLACES = "Each is an object with start and end, characters of the text counted from 0, end exclusive."


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingOptions:
    """How a coded sample is read: columns by field, which codes stand for what, and what a row is.

    ``as_coded`` accepts codes that seem to mean the opposite of what an instrument marks.
    """

    columns: Mapping[str, str | None] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    unit: RowUnit | None = None
    as_coded: bool = False


@dataclass(frozen=True, slots=True)
class Against:
    """A task against the codes of one coder, and the documents that she coded."""

    task: Task
    label: str
    documents: frozenset[int]


@dataclass(frozen=True, slots=True)
class Coded:
    """The documents of a sample and the tasks on them; ``unit`` is what a row is."""

    documents: tuple[Document, ...]
    against: tuple[Against, ...]
    unit: RowUnit


@dataclass(slots=True)
class _Text:
    """One text with what each coder said of it."""

    group: str
    outlet: str | None
    text: str
    flags: dict[str, float | None] = field(default_factory=dict)
    sentences: dict[tuple[int, int], dict[str, float | None]] = field(default_factory=dict)
    spans: list[GoldSpan] = field(default_factory=list)
    coders: set[str] = field(default_factory=set)


def read_coded(path: Path, instruments: Sequence[Instrument], options: CodingOptions) -> Coded:
    """Read a sample: one sentence or article a row with label columns, or texts with coded sentences or spans.

    Rows of the same id and text are one text that several coders coded, whom the coder column tells apart. The
    sentences of a coding sheet (``masthead sample``) are put together to their articles. Raises
    UnreadableInput where the file cannot be read, and UsageError, naming what there is and the flag that maps it,
    where a column is missing, no code stands for an instrument, or a cell or span is not as described.
    """
    rows = whole_articles(read_rows(path))
    columns, types = _names(rows)
    fields = fields_of(columns, options.columns, str(path))
    free = [name for name in columns if name not in fields.values()]
    found = codes(instruments, options.codes, free, types, str(path))
    texts: dict[tuple[str, str, int], _Text] = {}
    for row in rows:
        _add(texts, row, fields, found)
    unit = options.unit or _unit(texts.values())
    documents = tuple(_document(text, unit) for text in texts.values())
    coders = sorted({coder for text in texts.values() for coder in text.coders})
    against = [
        Against(task, f"{code.label} ({coder})" if len(coders) > 1 else code.label, frozenset(seen))
        for code in found
        for coder in coders
        for seen in ([i for i, text in enumerate(texts.values()) if coder in text.coders],)
        for task in _tasks(code, coder, [documents[i] for i in seen], unit)
    ]
    return Coded(documents, tuple(against), unit)


def _names(rows: Sequence[Record]) -> tuple[list[str], list[str]]:
    """The columns of rows, of their labels and of their sentences; and the types of spans."""
    columns: dict[str, None] = {}
    types: dict[str, None] = {}
    for row in rows:
        columns |= dict.fromkeys(name for name in row.cells if name not in NESTED)
        columns |= dict.fromkeys(_labels(row))
        for item in _items(row, "sentences"):
            columns |= dict.fromkeys(name for name in item if name not in _OF_A_PLACE)
        types |= dict.fromkeys(str(item.get("type", "")) for item in _items(row, "spans"))
    return list(columns), list(types)


def _labels(row: Record) -> Mapping[str, Any]:
    labels = row.cells.get("labels")
    return labels if isinstance(labels, dict) else {}


def _items(row: Record, name: str) -> list[dict[str, Any]]:
    """The sentences or spans of a row, checked against its text."""
    items = row.cells.get(name) or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise UsageError(f"{name} is no list of objects", where=row.origin, fix=_PLACES)
    return items


def _place(item: Mapping[str, Any], text: str, origin: str) -> tuple[int, int]:
    start, end = item.get("start"), item.get("end")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text)):
        raise UsageError(
            f"start {start!r} and end {end!r} are no place in a text of {len(text):,} characters",
            where=origin,
            fix=_PLACES,
        )
    return start, end


def _add(
    texts: dict[tuple[str, str, int], _Text], row: Record, fields: Mapping[str, str], found: Sequence[Code]
) -> None:
    cells = {name: row.cells.get(column) for name, column in fields.items()}
    text = cells["text"]
    if not isinstance(text, str) or not text.strip():
        raise UsageError(f"the column {fields['text']!r} holds no text here", where=row.origin)
    group = str(cells.get("id") or row.origin)
    coder = str(cells.get("coder") or "")
    # What one coder codes twice is two texts that are the same.
    again = next(n for n in count() if coder not in (texts[group, text, n].coders if (group, text, n) in texts else ()))
    entry = texts.setdefault((group, text, again), _Text(group, str(cells.get("outlet") or "") or None, text))
    entry.coders.add(coder)
    labels = {**row.cells, **_labels(row)}
    entry.flags |= _flags(labels, found, coder, row.origin)
    for item in _items(row, "sentences"):
        place = _place(item, text, row.origin)
        entry.sentences.setdefault(place, {}).update(_flags(item, found, coder, row.origin))
    pieces: dict[tuple[str, Any], list[tuple[int, int]]] = {}
    for number, item in enumerate(_items(row, "spans")):
        name = (_key(str(item.get("type", "")), coder), item.get("span_id") or number)
        pieces.setdefault(name, []).append(_place(item, text, row.origin))
    # What some tools write where an annotator clicked without marking is no annotation.
    wide = {name: [place for place in places if place[1] > place[0]] for name, places in pieces.items()}
    entry.spans += [GoldSpan(kind, tuple(places)) for (kind, _), places in wide.items() if places]


def _flags(cells: Mapping[str, Any], found: Sequence[Code], coder: str, origin: str) -> dict[str, float | None]:
    return {
        _key(code.label, coder): code.reading(cells[code.column], origin)
        for code in found
        if code.column and code.column in cells
    }


def _key(name: str, coder: str) -> str:
    return f"{name} ({coder})" if coder else name


def _unit(texts: Iterable[_Text]) -> RowUnit:
    """Articles where sentences are marked in them, or where most have three sentences or more."""
    lengths = []
    for text in texts:
        if text.sentences:
            return "article"
        lengths.append(len(read_text(text.text).sentences))
    return "article" if median(lengths) >= _SENTENCES_OF_AN_ARTICLE else "sentence"


def _document(text: _Text, unit: RowUnit) -> Document:
    if unit == "sentence":
        sentences: tuple[Sentence, ...] = (Sentence(0, len(text.text), text.flags),)
    elif text.sentences:
        sentences = tuple(Sentence(*place, flags) for place, flags in sorted(text.sentences.items()))
    else:
        sentences = tuple(Sentence(item.start, item.end, {}) for item in read_text(text.text).sentences)
    return Document(
        text.group, text.outlet, text.text, sentences, tuple(text.spans), id=text.group, flags=dict(text.flags)
    )


def _tasks(code: Code, coder: str, documents: Sequence[Document], unit: RowUnit) -> list[Task]:
    """The tasks of one code and coder: of spans one a unit, of labels one of what they are labels of."""
    instrument = code.instrument
    if code.types:
        gold = Gold(spans=tuple(_key(kind, coder) for kind in code.types))
        units = [each for each in instrument.units if each != "article" or unit == "article"]
        return [_task(instrument, each, gold, METRICS[each]) for each in units]
    flag = _key(code.label, coder)
    gold = Gold(flag=flag)
    if any(flag in item.flags for document in documents for item in document.sentences):
        return [_task(instrument, "sentence", gold, METRICS["sentence"])]
    values = {document.flags.get(flag) for document in documents} - {None}
    shares = not values <= {0.0, 1.0}
    return [_task(instrument, "document", gold, SHARES if shares else METRICS["document"])] if values else []


def _task(instrument: Instrument, unit: Unit, gold: Gold, metrics: Sequence[MetricName]) -> Task:
    ranked = unit == "sentence" and instrument.hits.at_least is not None
    return Task(
        id=f"{instrument.name}.coded.{unit}",
        instrument=instrument.name,
        lexicon=instrument.lexicon,
        corpus="coded",
        unit=unit,
        about=instrument.title,
        hits=instrument.hits,
        gold=gold,
        metrics=tuple(Metric(name=name) for name in (*metrics, *(("auc",) if ranked else ()))),
    )
