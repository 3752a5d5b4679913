"""Articles in, Parquet files of FEATURES and HITS out, batch by batch: memory does not grow with the corpus."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from masthead.engines.counting import COMPILE_FROM, Counter, choose_counter
from masthead.engines.genres import no_such_genre, require_genre
from masthead.engines.incoming import Incoming
from masthead.engines.local import count_workers, run, size_of, slices
from masthead.engines.manifest import made_from
from masthead.engines.tally import Tally
from masthead.features import MeasureOptions, load_instruments
from masthead.sources import ReadOptions
from masthead.storage import TableWriter, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from masthead.features import Measurement
    from masthead.sources import Reject

FEATURE_ROWS = 8_192
HIT_ROWS = 131_072
"""Rows of a row group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How articles are read and measured, and what else the manifests say (``more``).

    ``hits`` False counts without writing down each counted span, which is sooner done. ``may_be_empty`` writes empty
    files where no article is of the genre. ``again`` False leaves the results of a folder that are there and are what
    would be written, as after a run that was broken off. The other fields are those of ``open_corpus``.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    measure: MeasureOptions = field(default_factory=MeasureOptions)
    jobs: int = 1
    genre: str | None = None
    hits: bool = True
    may_be_empty: bool = False
    again: bool = True
    more: Mapping[str, Any] = field(default_factory=dict)


class Targets(NamedTuple):
    """The files that are written: FEATURES, and HITS where they are wanted."""

    features: Path
    hits: Path | None


@dataclass(frozen=True)
class Outcome:
    """What became of the input: a tally of what was measured, rejects, remarks, and the manifest of the FEATURES."""

    tally: Tally
    rejects: tuple[Reject, ...]
    notes: tuple[str, ...]
    manifest: dict[str, Any]


def measure_to(
    inputs: Sequence[Any],
    targets: Targets,
    how: How | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    note: Callable[[str, float], None] | None = None,
) -> Outcome:
    """Measure ``inputs`` (what ``sources.read`` takes) into Parquet files, each of them whole or not there at all.

    ``progress`` is called with the articles done and their total, 0 where it is not known yet. Raises what ``read``
    and ``measure`` raise, UsageError where no article is of the genre wanted, OutputFailed and Locked.
    """
    how = how or How()
    if how.genre is not None:
        require_genre(how.genre)
    incoming = Incoming(inputs, how.read, how.genre, workers=count_workers(how.jobs))
    counting = _Pass(incoming, how, progress, note)
    if targets.hits is None:
        write_atomically(targets.features, lambda file: counting.write(file, None))
    else:
        hits = targets.hits
        write_atomically(
            targets.features, lambda file: write_atomically(hits, lambda other: counting.write(file, other))
        )
    return counting.outcome()


class _Pass:
    """One run over the input, writing as it goes."""

    def __init__(
        self,
        incoming: Incoming,
        how: How,
        progress: Callable[[int, int], None] | None,
        note: Callable[[str, float], None] | None,
    ) -> None:
        self.incoming = incoming
        self.how = how
        self.progress = progress
        self.note = note
        self.tally = Tally()
        self.manifest: dict[str, Any] = {}
        self.counter: Counter | None = None

    def write(self, features: BinaryIO, hits: BinaryIO | None) -> None:
        """Measure everything; FEATURES to one file, HITS to the other."""
        with ExitStack() as stack:
            rows = stack.enter_context(TableWriter(features, group=FEATURE_ROWS))
            spans = stack.enter_context(TableWriter(hits, group=HIT_ROWS, lean=True)) if hits is not None else None
            for part in self._measured():
                self.tally.add(part.features, part.hits)
                rows.write(part.features)
                if spans is not None:
                    spans.write(part.hits)
                if self.progress is not None:
                    self.progress(rows.rows, self.incoming.total)
            self.manifest = self._manifest()
            rows.close({**self.manifest, **self.how.more})
            if spans is not None:
                spans.close({**self.manifest, **self.how.more, "kind": "hits"})

    def _manifest(self) -> dict[str, Any]:
        how, incoming = self.how, self.incoming
        if how.genre is not None and not self.tally.total and not how.may_be_empty:
            raise no_such_genre(how.genre, incoming.genres)
        rejects = len(incoming.rejects)
        return made_from(how.measure, incoming.files, articles=incoming.total, rejects=rejects, genre=how.genre)

    def outcome(self) -> Outcome:
        """What there is to tell."""
        said = (self.counter.note,) if self.counter is not None and self.counter.note else ()
        manifest = {**self.manifest, **self.how.more}
        return Outcome(self.tally, self.incoming.rejects, (*self.incoming.notes, *said), manifest)

    def _measured(self) -> Iterator[Measurement]:
        how = self.how
        first, rest, size = _begun(self.incoming.batches())
        self.counter = choose_counter(load_instruments(how.measure), size=size, note=self.note)
        batches = (part for batch in chain(first, rest) for part in slices(batch, self.counter))
        yield from run(batches, how.measure, self.counter, jobs=count_workers(how.jobs), hits=how.hits)


def _begun(batches: Iterator[pa.Table]) -> tuple[list[pa.Table], Iterator[pa.Table], int | None]:
    """The first batches and the rest; the bytes of text in all, None if they are enough to compile for."""
    first: list[pa.Table] = []
    size = 0
    for batch in batches:
        first.append(batch)
        size += size_of(batch)
        if size >= COMPILE_FROM:
            return first, batches, None
    return first, iter(()), size
