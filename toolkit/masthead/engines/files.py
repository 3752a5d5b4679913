"""Articles in, Parquet files of FEATURES and HITS out, batch by batch: memory does not grow with the corpus."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import pyarrow.compute as pc

from masthead.engines.corpus import (
    Corpus,
    How,
    genres_of,
    made_from,
    no_such_genre,
    told_left_out,
    with_genre,
)
from masthead.engines.quarantine import LeftOut
from masthead.engines.stream import Incoming, Measuring
from masthead.engines.tally import Tally
from masthead.features import Measurement, load_instruments
from masthead.storage import TableWriter, write_atomically

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from masthead.sources import Reject

FEATURE_ROWS = 8_192
HIT_ROWS = 131_072
"""Rows of a row group."""


class Targets(NamedTuple):
    """The files that are written: FEATURES, and HITS where they are wanted."""

    features: Path
    hits: Path | None


def measure_to(
    inputs: Sequence[Any], targets: Targets, how: How, *, may_be_empty: bool = False, without: Collection[int] = ()
) -> Corpus:
    """Measure ``inputs`` (what ``sources.read`` takes) into Parquet files, each of them whole or not there at all.

    ``may_be_empty`` writes empty files where no article is of the genre wanted. ``without`` are the numbers of articles
    that become rejects, since they kill the process that measures them. Raises what ``read`` and ``measure``
    raise, UsageError where no article is of the genre, OutputFailed and Locked.
    """
    writing = _Writing(Incoming(inputs, how), how, may_be_empty=may_be_empty, without=without)
    hits = targets.hits
    if hits is None:
        write_atomically(targets.features, lambda file: writing.write(file, None))
    else:
        write_atomically(
            targets.features, lambda file: write_atomically(hits, lambda other: writing.write(file, other))
        )
    return writing.outcome()


class _Writing:
    """One run over the input, written as it goes."""

    def __init__(self, incoming: Incoming, how: How, *, may_be_empty: bool, without: Collection[int]) -> None:
        self.incoming = incoming
        self.left = LeftOut(incoming, without)
        self.how = how
        self.may_be_empty = may_be_empty
        self.measuring = Measuring(self.left.batches(), how, self.left.total)
        self.tally = Tally()
        self.genres: Counter[str] = Counter()
        self.manifest: dict[str, Any] = {}
        self.empty: pa.Table | None = None

    def write(self, features: BinaryIO, hits: BinaryIO | None) -> None:
        """Measure everything; FEATURES to one file, HITS to the other."""
        with ExitStack() as stack:
            rows = stack.enter_context(TableWriter(features, group=FEATURE_ROWS))
            spans = stack.enter_context(TableWriter(hits, group=HIT_ROWS, lean=True)) if hits is not None else None
            for part in self._kept():
                self.tally.add(part.features, part.hits)
                self.empty = part.features.slice(0, 0)
                rows.write(part.features)
                if spans is not None:
                    spans.write(part.hits)
            self._describe()
            rows.close(self.manifest)
            if spans is not None:
                spans.close({**self.manifest, "kind": "hits"})

    def _kept(self) -> Iterator[Measurement]:
        """What is measured, without the articles of other genres where one is asked for."""
        for part in self.measuring:
            if self.how.genre is None:
                yield part
                continue
            self.genres.update(genres_of(part.features))
            features = with_genre(part.features, self.how.genre)
            ids = features["id"].combine_chunks()
            yield Measurement(features, part.hits.filter(pc.is_in(part.hits["article_id"], value_set=ids)))

    def _describe(self) -> None:
        how, incoming = self.how, self.incoming
        if how.genre is not None and not self.tally.total and not self.may_be_empty:
            raise no_such_genre(how.genre, self.genres)
        counts = {"articles": self.left.total, "rejects": len(self._rejects)}
        made = made_from(how, incoming.files, findings=incoming.findings, **counts)
        genres = {} if how.genre is None else {"genres": dict(sorted(self.genres.items()))}
        self.manifest = {**made, **genres, **how.more}

    @property
    def _rejects(self) -> tuple[Reject, ...]:
        return (*self.incoming.rejects, *self.left.rejects)

    def outcome(self) -> Corpus:
        """What there is to tell."""
        return Corpus(
            self.empty,
            (*self.incoming.notes, *self.measuring.notes, *load_instruments(self.how.measure).notes, *self._left_out()),
            rejects=self._rejects,
            findings=self.incoming.findings,
            manifest=self.manifest,
            written=self.tally,
        )

    def _left_out(self) -> tuple[str, ...]:
        """What is said of other genres; nothing of a shard, whose data set says it of all."""
        if self.how.genre is None or self.may_be_empty:
            return ()
        return (told_left_out(self.how.genre, self.genres),)
