"""Articles in, Parquet files of FEATURES and HITS out, batch by batch: memory does not grow with the corpus."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from masthead.engines.corpus import Corpus, How, Tally, made_from, no_such_genre
from masthead.engines.stream import Incoming, Measuring
from masthead.features import load_instruments
from masthead.storage import TableWriter, write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

FEATURE_ROWS = 8_192
HIT_ROWS = 131_072
"""Rows of a row group."""


class Targets(NamedTuple):
    """The files that are written: FEATURES, and HITS where they are wanted."""

    features: Path
    hits: Path | None


def measure_to(inputs: Sequence[Any], targets: Targets, how: How, *, may_be_empty: bool = False) -> Corpus:
    """Measure ``inputs`` (what ``sources.read`` takes) into Parquet files, each of them whole or not there at all.

    ``may_be_empty`` writes empty files where no article is of the genre wanted. Raises what ``read`` and ``measure``
    raise, UsageError where no article is of the genre, OutputFailed and Locked.
    """
    writing = _Writing(Incoming(inputs, how), how, may_be_empty=may_be_empty)
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

    def __init__(self, incoming: Incoming, how: How, *, may_be_empty: bool) -> None:
        self.incoming = incoming
        self.how = how
        self.may_be_empty = may_be_empty
        self.measuring = Measuring(incoming.batches(), how, incoming.total)
        self.tally = Tally()
        self.manifest: dict[str, Any] = {}
        self.empty: pa.Table | None = None

    def write(self, features: BinaryIO, hits: BinaryIO | None) -> None:
        """Measure everything; FEATURES to one file, HITS to the other."""
        with ExitStack() as stack:
            rows = stack.enter_context(TableWriter(features, group=FEATURE_ROWS))
            spans = stack.enter_context(TableWriter(hits, group=HIT_ROWS, lean=True)) if hits is not None else None
            for part in self.measuring:
                self.tally.add(part.features, part.hits)
                self.empty = part.features.slice(0, 0)
                rows.write(part.features)
                if spans is not None:
                    spans.write(part.hits)
            self._describe()
            rows.close(self.manifest)
            if spans is not None:
                spans.close({**self.manifest, "kind": "hits"})

    def _describe(self) -> None:
        how, incoming = self.how, self.incoming
        if how.genre is not None and not self.tally.total and not self.may_be_empty:
            raise no_such_genre(how.genre, incoming.genres)
        counts = {"articles": incoming.total, "rejects": len(incoming.rejects)}
        made = made_from(how, incoming.files, findings=incoming.findings, **counts)
        self.manifest = {**made, **how.more}

    def outcome(self) -> Corpus:
        """What there is to tell."""
        return Corpus(
            self.empty,
            (*self.incoming.notes, *self.measuring.notes, *load_instruments(self.how.measure).notes),
            rejects=self.incoming.rejects,
            findings=self.incoming.findings,
            manifest=self.manifest,
            written=self.tally,
        )
