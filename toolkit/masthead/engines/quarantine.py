"""Articles that kill the process which measures them: found by halving, left out, and told.

What is tried in between writes nothing. A file that can't even be read, or that holds many such articles, is given up.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from masthead.engines.stream import Incoming, Measuring
from masthead.engines.workers import Died
from masthead.sources import Reject

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    import pyarrow as pa

    from masthead.engines.corpus import How
    from masthead.engines.workers import Team

MOST = 8
"""Articles of one file that are left out, before it is given up."""
REASON = "kills its process"


class Part(NamedTuple):
    """Articles of a file by their numbers: from ``first`` to before ``last``, in the order in which they are read."""

    source: str
    first: int
    last: int


class LeftOut:
    """The articles of ``incoming`` but for those whose numbers are in ``numbers``, which become ``rejects``."""

    def __init__(self, incoming: Incoming, numbers: Collection[int] = ()) -> None:
        self._incoming, self._numbers = incoming, sorted(numbers)
        self.rejects: list[Reject] = []

    @property
    def total(self) -> int:
        """How many articles are left."""
        return self._incoming.total - len(self._numbers)

    def batches(self) -> Iterator[pa.Table]:
        """ARTICLES in the order of the input; gone through once."""
        waiting, begin = deque(self._numbers), 0
        for table in self._incoming.batches():
            reached = begin
            while waiting and waiting[0] < begin + table.num_rows:
                number = waiting.popleft()
                self.rejects.append(self._reject(number, table.slice(number - begin, 1)))
                yield table.slice(reached - begin, number - reached)
                reached = number + 1
            yield table.slice(reached - begin)
            begin += table.num_rows

    def _reject(self, number: int, table: pa.Table) -> Reject:
        said = "measuring it ended the process each time; it may need more memory than there is"
        where = self._incoming.files[0].path
        return Reject(REASON, where, f"article {number + 1:,}, of id {table['id'][0].as_py()}: {said}")


def poison(source: str, how: How, team: Team) -> list[int]:
    """The numbers of the articles of a file that kill a process alone; none where that is not what kills it.

    ``team`` has one worker. ``how`` is how the file is measured.
    """
    total = attempt(team, partial(_outlived, how=how), Part(source, 0, 0))
    if not isinstance(total, int):
        return []
    found: list[int] = []
    waiting = [Part(source, 0, total)]
    while waiting and len(found) <= MOST:
        part = waiting.pop()
        if not isinstance(attempt(team, partial(_outlived, how=how), part), Died):
            continue
        if part.last - part.first == 1:
            found.append(part.first)
            continue
        middle = (part.first + part.last) // 2
        waiting += [Part(source, middle, part.last), Part(source, part.first, middle)]
    return found if len(found) <= MOST else []


def attempt(team: Team, work: Callable[[Any], Any], item: Any) -> Any:
    """What comes of one item; Died where its process did."""
    [(_, made)] = team.each(work, [item])
    return made


def _outlived(part: Part, how: How) -> int:
    """Measure a part, which leaves nothing, and give back how many articles there are in all."""
    incoming = Incoming([part.source], how)
    for _ in Measuring(_between(incoming, part.first, part.last), how, 0):
        pass
    return incoming.total


def _between(incoming: Incoming, first: int, last: int) -> Iterator[pa.Table]:
    """The articles from number ``first`` to before ``last``."""
    begin = 0
    for table in incoming.batches() if first < last else ():
        start, end = max(first - begin, 0), min(last - begin, table.num_rows)
        begin += table.num_rows
        if start < end:
            yield table.slice(start, end - start)
