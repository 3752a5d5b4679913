"""Whether two reports of one story differ in wordings as the lean of their outlets says.

Within a story the topic is held still: what differs is how it is told. A report scores its wordings that are marked as
the right's less those marked as the left's; of the stories whose two sides do not score the same, the figure is the
share in which the right scores higher. Chance is 0.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from masthead.errors import UnreadableInput
from masthead.evaluation.validity.gold import Document
from masthead.evaluation.validity.leans import LEFT, RIGHT, signs
from masthead.evaluation.validity.samples import counted, grouped, mean_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from masthead.evaluation.validity.marks import Pair
    from masthead.evaluation.validity.samples import Sample
    from masthead.evaluation.validity.suite import Gold, MetricName, Task


def read_stories(path: Path, gold: Gold) -> tuple[Document, ...]:
    """Reports of a Parquet table whose side, the column ``gold.flag``, is left or right; a group is an ``event``.

    The headline is the first paragraph of a text. Raises UnreadableInput where the table cannot be read or lacks a
    column.
    """
    try:
        table = pq.read_table(path, columns=["id", "event", "title", "text", gold.flag])
    except (OSError, pa.ArrowException) as error:
        raise UnreadableInput(f"the table of stories cannot be read: {error}", where=str(path)) from error
    return tuple(
        Document(event, None, f"{title or ''}\n\n{text}".strip(), id=str(name), flags={gold.flag: side})
        for name, event, title, text, side in zip(*(column.to_pylist() for column in table.columns), strict=True)
        if side in (LEFT, RIGHT)
    )


def stories(task: Task, pairs: Sequence[Pair], _metric: MetricName) -> Sample:
    """The share of untied stories in which the right's reports, on the mean, have more wordings of the right."""
    marks = signs()
    scores: dict[str, dict[str, list[float]]] = {}
    for document, found in pairs:
        score = sum(marks.get((hit.category, hit.canonical), 0.0) for hit in found)
        scores.setdefault(document.group, {}).setdefault(document.flags[task.gold.flag], []).append(score)
    both = {story: sides for story, sides in scores.items() if len(sides) == 2}
    ahead = [float(np.mean(sides[RIGHT]) - np.mean(sides[LEFT])) for sides in both.values()]
    rows = np.array([[float(by > 0), float(by != 0)] for by in ahead]).reshape(-1, 2)
    return counted(grouped(list(both), rows), sum(by != 0 for by in ahead), mean_of)
