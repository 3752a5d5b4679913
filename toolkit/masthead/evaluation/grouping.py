"""Found events compared with grouped articles: the suite ``events`` of ``masthead bench run``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.errors import UnreadableInput, UsageError
from masthead.evaluation.validity.grouping import BCubed, b_cubed, score_events
from masthead.evaluation.validity.running import Outcome
from masthead.storage import hash_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from masthead.evaluation.validity.suite import Suite

__all__ = ["BCubed", "b_cubed", "run_events"]


def run_events(
    suite: Suite, folder: Path | None, *, seed: int = 0, progress: Callable[[int, int], None] | None = None
) -> Outcome:
    """Group the articles of each task's corpus under ``folder`` anew, and compare with its events.

    Rows are as those of ``run_suite``; intervals come from resampling the corpus's events. A corpus may have events for
    some of its articles only: all are grouped, those are scored. Raises UsageError for no folder and UnreadableInput
    where none of the corpora is there or one is damaged.
    """
    if folder is None:
        raise UsageError(
            "bench needs a folder of annotated corpora", fix="Give --data DIR, or set the variable MASTHEAD_DATA."
        )
    files = {corpus.name: corpus.file for corpus in suite.corpora}
    present = {name: folder / file for name, file in files.items() if (folder / file).is_file()}
    if not present:
        raise UnreadableInput(
            f"none of the annotated corpora is here: {', '.join(files.values())}",
            where=str(folder),
            fix="Give --data DIR, or set MASTHEAD_DATA, to the folder that holds gold/ and articles/.",
        )
    rows: list[dict[str, Any]] = []
    for done, task in enumerate(suite.tasks):
        if task.corpus in present:
            rows += score_events(task, present[task.corpus], seed)
        if progress is not None:
            progress(done + 1, len(suite.tasks))
    return Outcome(
        tuple(rows),
        tuple(name for name in files if name not in present),
        {files[name]: hash_file(path) for name, path in present.items()},
    )
