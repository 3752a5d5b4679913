"""How a corpus is read, measured and run, in one value; and the genres that can be asked for."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from masthead.errors import UsageError, did_you_mean
from masthead.features import MeasureOptions
from masthead.sources import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Progress = Callable[[int, int], None]
    Note = Callable[[str, float], None]

GENRES = ("news", "opinion", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How articles are read and measured, and how that is run.

    ``jobs`` is the number of workers (0: one a core), which never changes a byte of a result. ``cache`` False measures
    again what was measured before, whether that is kept in the cache or, after a run that was broken off, in a folder
    of results. ``genre`` keeps the articles of one genre. ``hits`` False counts without writing down each counted
    span, which is sooner done. ``more`` is what else the manifests of files say. ``progress`` is called with the items
    done and their total (0 where it is not known yet), ``note`` with a phase that has a name of its own and the share
    of it that is done. Raises UsageError for fewer than no jobs and a genre that there is none of.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    measure: MeasureOptions = field(default_factory=MeasureOptions)
    jobs: int = 1
    cache: bool = True
    genre: str | None = None
    hits: bool = True
    more: Mapping[str, Any] = field(default_factory=dict)
    progress: Progress | None = field(default=None, compare=False, repr=False)
    note: Note | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.jobs < 0:
            raise UsageError(f"jobs is {self.jobs}", fix="Give a number of workers, or 0 for one a core.")
        if self.genre is not None and self.genre not in GENRES:
            what = f"no genre {self.genre!r}.{did_you_mean(self.genre, GENRES)}"
            raise UsageError(what, fix=f"Genres: {', '.join(GENRES)}.")

    @property
    def workers(self) -> int:
        """The number of workers that ``jobs`` asks for."""
        return self.jobs or os.cpu_count() or 1

    def begin(self, phase: str) -> None:
        """Tell that a phase begins whose length is not known."""
        if self.note is not None:
            self.note(phase, 0.0)


def no_such_genre(genre: str, found: Iterable[str | None]) -> UsageError:
    """The error where no article is of the genre; ``found`` are the genres of the others."""
    named = sorted({value for value in found if value})
    return UsageError(
        f"no article is of genre {genre!r}",
        fix=f"Genres found: {', '.join(named) or 'none'}. Name a column of genres with --genre-col, or give "
        "addresses or sections: the genre is guessed from them.",
    )
