"""Where an instrument and the annotators differ most: the cases to read for whoever improves a rule.

A *false hit* is marked by us alone, a *miss* by them alone. The worst come first: of false hits those that weigh
most, of misses those that are annotated most. Cases of the same gravity come in an order that depends on where they
stand alone, so that the first few are not all of the first document.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from masthead.evaluation.validity.checks import Check, holds
from masthead.evaluation.validity.extents import gold_extents, our_extents
from masthead.evaluation.validity.marks import (
    NOBODY,
    REFERENT,
    annotated,
    chosen,
    counting,
    cover_of,
    decided_sentences,
    is_right,
    marked,
    resolved,
    same_person,
    spans_of,
    weight_of,
)
from masthead.evaluation.validity.source_kinds import wrong_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from masthead.evaluation.validity.gold import Document, Sentence
    from masthead.evaluation.validity.marks import Found, Pair
    from masthead.evaluation.validity.suite import Task, Unit

FALSE_HIT, MISS = "false hit", "miss"
CASE_FIELDS = ("task", "kind", "document", "outlet", "start", "end", "gravity", "text", "ours", "annotators")
"""Fields of a case. ``ours`` and ``annotators`` are lists of ``{start, end, type}`` within the document's text."""

Span = tuple[int, int]


class Error(NamedTuple):
    """One difference: what kind, how grave, and the stretch of text to read."""

    kind: str
    gravity: float
    document: Document
    found: Sequence[Found]
    start: int
    end: int


def worst(
    task: Task, documents: Sequence[Document], hits: Sequence[Sequence[Found]], most: int
) -> list[dict[str, Any]]:
    """The ``most`` worst false hits of a task, then as many misses: rows of CASE_FIELDS.

    ``hits`` are those of the instrument's family in each document.
    """
    errors = [
        error
        for document, found in zip(documents, hits, strict=True)
        for error in _FINDERS[task.unit](task, (document, chosen(found, task)))
    ]
    errors.sort(key=lambda error: (-error.gravity, _shuffled(error)))
    first = [error for kind in (FALSE_HIT, MISS) for error in [each for each in errors if each.kind == kind][:most]]
    return [_row(task, error) for error in first]


def _in_sentences(task: Task, pair: Pair) -> Iterator[Error]:
    document, found = pair
    pieces = annotated(task, document)
    strong = counting(task, found)
    for (start, end, _), ours, gold in zip(decided_sentences(task, document), *marked(task, *pair), strict=True):
        if ours and not gold:
            yield Error(
                FALSE_HIT, weight_of(found, start, end) or _touching(spans_of(strong), start, end), *pair, start, end
            )
        elif gold and not ours:
            # Where a flag says so and no span, a sentence in which we see nothing at all comes first.
            grave = _touching(pieces, start, end) if task.gold.spans else 1 - weight_of(found, start, end)
            yield Error(MISS, grave, *pair, start, end)


def _in_spans(task: Task, pair: Pair) -> Iterator[Error]:
    document, found = pair
    ours, gold = cover_of(document, spans_of(found)), cover_of(document, annotated(task, document))
    for start, end in sorted(set(spans_of(found))):
        if 1 not in gold[start:end]:
            yield Error(FALSE_HIT, end - start, *pair, *_around(document, start, end))
    for span in document.spans:
        if span.type in task.gold.spans and not any(1 in ours[start:end] for start, end in span.pieces):
            (start, end), *_ = span.pieces
            yield Error(MISS, end - start, *pair, *_around(document, start, end))


def _in_extents(task: Task, pair: Pair) -> Iterator[Error]:
    """Extents that one side alone has, the longest first."""
    document, found = pair
    ours, gold = our_extents(document, counting(task, found)), gold_extents(task, document)
    for kind, alone in ((FALSE_HIT, ours - gold), (MISS, gold - ours)):
        for extent in sorted(alone):
            start, end = extent[0][0], extent[-1][1]
            yield Error(kind, end - start, *pair, *_around(document, start, end))


def _in_characters(task: Task, pair: Pair) -> Iterator[Error]:
    """Sentences by how many characters one side alone marks."""
    document, found = pair
    ours, gold = cover_of(document, spans_of(found)), cover_of(document, annotated(task, document))
    for item in document.sentences:
        both = list(zip(ours[item.start : item.end], gold[item.start : item.end], strict=True))
        for kind, difference in ((FALSE_HIT, (1, 0)), (MISS, (0, 1))):
            if both.count(difference):
                yield Error(kind, both.count(difference), *pair, item.start, item.end)


def _in_articles(task: Task, pair: Pair) -> Iterator[Error]:
    """Whole articles by how far the shares of marked sentences are apart, in sentences of a hundred."""
    ours, gold = marked(task, *pair)
    if len(gold) and ours.mean() != gold.mean():
        apart = 100 * float(ours.mean() - gold.mean())
        yield Error(FALSE_HIT if apart > 0 else MISS, abs(apart), *pair, 0, 0)


def _in_documents(task: Task, pair: Pair) -> Iterator[Error]:
    document, found = pair
    flag, strong = document.flags.get(task.gold.flag), counting(task, found)
    if flag is not None and bool(strong) != (flag > 0):
        yield Error(FALSE_HIT if strong else MISS, len(strong) or 1, *pair, 0, 0)


def _in_words(_task: Task, pair: Pair) -> Iterator[Error]:
    document, found = pair
    if document.rating is not None:
        apart = max((hit.weight for hit in found), default=0.0) - document.rating
        yield Error(FALSE_HIT if apart > 0 else MISS, abs(apart), *pair, 0, len(document.text))


def _in_cases(task: Task, pair: Pair) -> Iterator[Error]:
    document, found = pair
    if not is_right(task, *pair):
        extra = set(spans_of(found)) - set(annotated(task, document))
        yield Error(FALSE_HIT if extra else MISS, 1, *pair, 0, len(document.text))


def _in_checks(task: Task, pair: Pair) -> Iterator[Error]:
    check, found = pair
    if isinstance(check, Check) and check.flags.get(task.gold.flag) and not holds(check, found):
        compared = [hit for hit in found if hit.category in check.kinds]
        kind = FALSE_HIT if len(compared) >= len(check.marks) else MISS
        yield Error(kind, 1, check, compared, 0, len(check.text))


def _in_referents(_task: Task, pair: Pair) -> Iterator[Error]:
    document, found = pair
    for span in document.spans:
        if span.type == REFERENT:
            name, (start, end) = resolved(span, found), span.pieces[0]
            if name is None and span.name != NOBODY:
                yield Error(MISS, 1, *pair, *_around(document, start, end))
            elif name is not None and not same_person(span.name, name):
                yield Error(FALSE_HIT, 1, *pair, *_around(document, start, end))


def _in_sources(task: Task, pair: Pair) -> Iterator[Error]:
    for ours, start, end in wrong_kinds(task, pair):
        yield Error(FALSE_HIT if ours else MISS, 1, *pair, start, end)


_FINDERS: dict[Unit, Callable[[Task, Pair], Iterator[Error]]] = {
    "sentence": _in_sentences,
    "article": _in_articles,
    "document": _in_documents,
    "character": _in_characters,
    "span": _in_spans,
    "extent": _in_extents,
    "word": _in_words,
    "case": _in_cases,
    "check": _in_checks,
    "referent": _in_referents,
    "source": _in_sources,
    **dict.fromkeys(("outlet", "story", "reader"), lambda _task, _pair: iter(())),
}


def _touching(spans: Sequence[Span], start: int, end: int) -> int:
    return sum(first < end and last > start for first, last in spans)


def _around(document: Document, start: int, end: int) -> Span:
    """The sentence that a span stands in, or the span where it stands in none."""
    held: list[Sentence] = [item for item in document.sentences if item.start <= start < item.end]
    return (held[0].start, max(end, held[0].end)) if held else (start, end)


def _shuffled(error: Error) -> str:
    return hashlib.sha256(f"{error.document.id} {error.start}".encode()).hexdigest()


def _row(task: Task, error: Error) -> dict[str, Any]:
    document, start, end = error.document, error.start, error.end
    ours: list[dict[str, Any]] = [{"start": hit.start, "end": hit.end, "type": _called(hit)} for hit in error.found]
    gold: list[dict[str, Any]] = [
        {"start": piece[0], "end": piece[1], "type": span.name or span.type}
        for span in document.spans
        for piece in span.pieces
        if span.type in task.gold.spans or span.type == REFERENT or isinstance(document, Check)
    ]
    facts = (task.id, error.kind, document.id, document.outlet, start, end, error.gravity, document.text[start:end])
    inside = [[span for span in spans if span["start"] < end and span["end"] > start] for spans in (ours, gold)]
    return dict(zip(CASE_FIELDS, (*facts, *inside), strict=True))


def _called(hit: Found) -> str:
    """``emotive slam 0.5``; a source by whom it is resolved to."""
    named = hit.canonical if hit.category == "source" else hit.term
    return " ".join(filter(None, (hit.category, named, f"{hit.weight:.2g}" if hit.weight else "")))
