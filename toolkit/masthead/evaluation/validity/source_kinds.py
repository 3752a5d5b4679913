"""Sources whose kinds were coded by a written rule, as places in two corpora, and ours against them.

What is compared is what our source at the place of a coded one says of itself. Coded sources that we do not find are
left out: how many are found is another question, and has tasks of its own.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from masthead.errors import UnreadableInput
from masthead.evaluation.validity.gold import Document, GoldSpan, read_gold
from masthead.evaluation.validity.samples import counted, f1, grouped, precision, recall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from masthead.evaluation.validity.marks import Found, Pair
    from masthead.evaluation.validity.samples import Sample
    from masthead.evaluation.validity.suite import MetricName, Task

    Floats = NDArray[np.float64]

SOURCE = "source"
COLUMNS = ("corpus", "doc", "start", "end", "kind_a", "named_a", "anonymous_a")
"""Columns of the coded sources: the corpus and document, the place, and the first reading."""
_TEXTS = {"polnear": "gold/polnear.jsonl.gz", "fa_kes": "articles/fa_kes.parquet"}
"""Where the texts are, beside ``gold/`` and ``articles/``."""
_MARKS = ("named", "anonymous")


def read_source_kinds(path: Path) -> tuple[Document, ...]:
    """The documents with a coded source, their spans of type ``source`` named by kind and marks (*state named*).

    Raises UnreadableInput where the table or a corpus that it points into cannot be read or a place is not there.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [[row[name] for name in COLUMNS] for row in csv.DictReader(file, delimiter="\t")]
    except (OSError, UnicodeDecodeError, KeyError) as error:
        fix = f"The columns are {', '.join(COLUMNS)}, with tabs between them."
        raise UnreadableInput(f"these are not coded sources: {error}", where=str(path), fix=fix) from error
    texts = {corpus: _texts(path.parents[1] / _TEXTS[corpus]) for corpus in dict.fromkeys(row[0] for row in rows)}
    spans: dict[tuple[str, str], list[GoldSpan]] = {}
    for number, (corpus, name, start, end, kind, *marks) in enumerate(rows, start=2):
        place = (int(start), int(end))
        if not 0 <= place[0] < place[1] <= len(texts[corpus].get(name, "")):
            raise UnreadableInput(f"there is no position {place} in {name!r} of {corpus}", where=f"{path}:{number}")
        told = [kind, *(mark for mark, is_so in zip(_MARKS, marks, strict=True) if is_so == "1")]
        spans.setdefault((corpus, name), []).append(GoldSpan(SOURCE, (place,), name=" ".join(told)))
    return tuple(
        Document(name, None, texts[corpus][name], spans=tuple(of_document), id=name)
        for (corpus, name), of_document in spans.items()
    )


def _texts(path: Path) -> Mapping[str, str]:
    """The texts of a corpus by id."""
    if path.suffix != ".parquet":
        return {document.id: document.text for document in read_gold(path)}
    try:
        table = pq.read_table(path, columns=["id", "text"])
    except (OSError, pa.ArrowException) as error:
        raise UnreadableInput(f"the corpus of coded sources cannot be read: {error}", where=str(path)) from error
    return dict(zip(table["id"].to_pylist(), table["text"].to_pylist(), strict=True))


def kinds(task: Task, pairs: Sequence[Pair], metric: MetricName) -> Sample:
    """Sources that we found: right where ours is of a kind that the coded one is of; ``macro_f1`` is over kinds."""
    wanted = task.gold.spans
    rows = np.zeros((len(pairs), len(wanted), 4))
    n = 0
    for number, (document, found) in enumerate(pairs):
        for told, ours in _compared(document, found):
            n += 1
            for place, kind in enumerate(wanted):
                right = float(kind in told and kind in ours)
                rows[number, place] += right, float(kind in ours), right, float(kind in told)
    formula = FORMULAS[metric] if metric == "macro_f1" else lambda sums: FORMULAS[metric](sums[..., 0, :])
    return counted(grouped([document.group for document, _ in pairs], rows), n, formula)


def wrong_kinds(task: Task, pair: Pair) -> Iterator[tuple[bool, int, int]]:
    """Places of coded sources where ours is of another kind: whether it is one of ours alone, and the place."""
    document, found = pair
    for span in document.spans:
        ours = at_place(span.pieces[0], found)
        if ours is not None:
            for kind in task.gold.spans:
                if (kind in ours.term.split()) != (kind in span.name.split()):
                    yield kind in ours.term.split(), *span.pieces[0]


def _compared(document: Document, found: Sequence[Found]) -> Iterator[tuple[list[str], list[str]]]:
    """What the coded sources that we found are, and what ours say."""
    for span in document.spans:
        ours = at_place(span.pieces[0], found)
        if ours is not None:
            yield span.name.split(), ours.term.split()


def at_place(place: tuple[int, int], found: Sequence[Found]) -> Found | None:
    """The hit that has most in common with a place; None where none touches it."""
    start, end = place
    touching = [hit for hit in found if hit.start < end and hit.end > start]
    return max(touching, key=lambda hit: min(end, hit.end) - max(start, hit.start), default=None)


def _macro_f1(sums: Floats) -> Floats:
    """The mean over kinds of F1, of ``(..., kinds, 4)`` sums; a kind that nobody found is left out."""
    return np.asarray(np.nanmean(f1(sums), axis=-1), dtype=np.float64)


FORMULAS: dict[str, Callable[[Floats], Floats]] = {
    "precision": precision,
    "recall": recall,
    "f1": f1,
    "macro_f1": _macro_f1,
}
