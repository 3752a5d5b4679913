"""Spans compared by their ends: the stretches of one annotation, or of the hits of one group. Pure.

Punctuation at the ends is left aside, and what nothing but punctuation parts is one stretch: a content with its
quotations, the pieces of an annotation that a line break cuts.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from masthead.evaluation.validity.gold import Document
    from masthead.evaluation.validity.marks import Found
    from masthead.evaluation.validity.suite import Task

    Extent = tuple[tuple[int, int], ...]


def our_extents(document: Document, found: Sequence[Found]) -> set[Extent]:
    """What the hits of each group cover; a hit that belongs to no group stands by itself."""
    groups: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for number, hit in enumerate(found):
        groups[(0, hit.group) if hit.group is not None else (1, number)].append((hit.start, hit.end))
    return {extent for places in groups.values() if (extent := _stretches(document.text, places))}


def gold_extents(task: Task, document: Document) -> set[Extent]:
    """What each annotation that the task is about covers."""
    spans = (span for span in document.spans if span.type in task.gold.spans)
    return {extent for span in spans if (extent := _stretches(document.text, span.pieces))}


def _stretches(text: str, places: Iterable[tuple[int, int]]) -> Extent:
    """Some places of a text as stretches that begin and end with a letter or digit, in their order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(filter(None, (_trimmed(text, *place) for place in places))):
        if joined and not any(map(str.isalnum, text[joined[-1][1] : start])):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A place without punctuation at its ends; None where it is nothing else."""
    inside = [at for at in range(start, end) if text[at].isalnum()]
    return (inside[0], inside[-1] + 1) if inside else None
