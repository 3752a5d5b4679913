"""What is compared: hits and annotations as marks of sentences, characters and cases. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from masthead.evaluation.validity.gold import Document, GoldSpan
    from masthead.evaluation.validity.suite import Task

REFERENT = "referent"
NOBODY = "none"
"""Who is meant, where a judged place means nobody in particular."""
_PLACES_OF_WEIGHTS = 6


class Found(NamedTuple):
    """A hit as the comparison sees it; weights are 0.0 where the instrument has none.

    Hits of one ``group`` belong together, as source, cue, content and quotations of one attribution do.
    """

    start: int
    end: int
    category: str
    voice: str | None
    weight: float
    term: str = ""
    canonical: str | None = None
    group: int | None = None


Pair = tuple["Document", "Sequence[Found]"]
Marks = tuple["NDArray[np.bool_]", "NDArray[np.bool_]"]


def chosen(found: Sequence[Found], task: Task) -> list[Found]:
    """The hits of the categories and voices that the task is about."""
    wanted = task.hits
    return [
        hit
        for hit in found
        if (not wanted.categories or hit.category in wanted.categories)
        and (not wanted.voices or hit.voice in wanted.voices)
    ]


def counting(task: Task, found: Iterable[Found]) -> list[Found]:
    """The hits that flag what they touch: those that weigh enough."""
    least = task.hits.at_least
    return [hit for hit in found if least is None or _rounded(hit.weight) >= least]


def marked(task: Task, document: Document, found: Sequence[Found]) -> Marks:
    """Ours and the annotators' marks of each sentence that they decided on; ``found`` is chosen already."""
    cover = cover_of(document, spans_of(counting(task, found)))
    decided = decided_sentences(task, document)
    ours = np.array([_flagged(cover[start:end], task.hits.share) for start, end, _ in decided], dtype=bool)
    return ours, np.array([flag for _, _, flag in decided], dtype=bool)


def _flagged(cover: bytearray, share: float) -> bool:
    """Whether a stretch is marked: by so much of it, or, where ``share`` is 0, anywhere."""
    return 1 in cover and cover.count(1) >= share * len(cover)


def decided_sentences(task: Task, document: Document) -> list[tuple[int, int, bool]]:
    """Start, end and mark of each sentence that the annotators decided on."""
    cover = cover_of(document, annotated(task, document))
    flags = [
        (item, item.flags.get(task.gold.flag) if task.gold.flag else 1 in cover[item.start : item.end])
        for item in document.sentences
    ]
    return [(item.start, item.end, bool(flag)) for item, flag in flags if flag is not None]


def is_right(task: Task, document: Document, found: Sequence[Found]) -> bool:
    """Whether the hits of a case are exactly its spans; ``found`` is chosen by category and voice."""
    return sorted({(hit.start, hit.end) for hit in found}) == sorted(annotated(task, document))


def weight_of(found: Iterable[Found], start: int, end: int) -> float:
    """The sum of the weights of the hits that touch a stretch of text."""
    return _rounded(sum(hit.weight for hit in found if hit.start < end and hit.end > start))


def annotated(task: Task, document: Document) -> list[tuple[int, int]]:
    """Every piece of the annotators' spans that the task is about."""
    return [piece for span in document.spans if span.type in task.gold.spans for piece in span.pieces]


def spans_of(found: Iterable[Found]) -> list[tuple[int, int]]:
    """Where hits stand."""
    return [(hit.start, hit.end) for hit in found]


def cover_of(document: Document, spans: Iterable[tuple[int, int]]) -> bytearray:
    """One byte a character: 1 where any of ``spans`` holds it."""
    cover = bytearray(len(document.text))
    for start, end in spans:
        inside = max(0, min(end, len(cover)) - start)
        cover[start : start + inside] = b"\x01" * inside
    return cover


def _rounded(weight: float) -> float:
    """Weights are kept in 32 bits: 0.6 comes back as 0.60000002, and sums of equals would differ by their order."""
    return round(weight, _PLACES_OF_WEIGHTS)


def resolved(span: GoldSpan, found: Iterable[Found]) -> str | None:
    """The name that a hit at the place of ``span`` is resolved to; None where no hit is there or has a name."""
    start, end = span.pieces[0]
    names = (hit.canonical for hit in found if hit.start < end and hit.end > start and hit.canonical)
    return next(names, None)


def same_person(meant: str, name: str) -> bool:
    """Whether a name is that of whom is meant: the words of one are all among the other's.

    ``meant`` may hold several names or roles, parted by ``|``. Where two people are meant ("Holt and Voss"), one of
    them alone is not the same.
    """
    ours = set(name.casefold().split())
    each = [set(one.casefold().split()) for one in meant.split("|")]
    return any(ours and theirs and (theirs <= ours or (ours <= theirs and "and" not in theirs)) for theirs in each)
