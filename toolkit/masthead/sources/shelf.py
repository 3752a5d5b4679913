"""Batches put aside between passes: some in memory, the others in a temporary file."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import pyarrow as pa

from masthead.errors import OutputFailed
from masthead.sources.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.sources.furniture.recurring import Candidate, LineKeys
    from masthead.sources.rows import Batch

HELD_BYTES = 128_000_000
"""How much text is held in memory."""
TOGETHER = 64_000_000
"""How much text that is in memory is looked at together."""


@dataclass(slots=True)
class Part:
    """A batch with its texts taken apart, and what is known of its lines while it is in memory."""

    batch: Batch
    texts: Texts
    outlets: list[str]
    keys: LineKeys | None = None
    candidates: list[Candidate] | None = None


def part_of(batch: Batch) -> Part:
    """Take the texts of a batch apart."""
    return Part(batch, Texts(batch.columns["text"]), [outlet or "" for outlet in batch.values("outlet")])


class _Place(NamedTuple):
    """Where a batch is in the file, and what of it stays in memory."""

    start: int
    size: int
    bare: Batch


@dataclass(slots=True)
class Shelf:
    """Parts in the order in which they were put there; texts of more than ``held`` bytes together go to a file.

    Raises OutputFailed where the folder for temporary files is full.
    """

    held: int = HELD_BYTES
    _parts: list[Part | _Place] = field(default_factory=list)
    _bytes: int = 0
    _file: BinaryIO | None = None

    def __len__(self) -> int:
        return len(self._parts)

    def put(self, part: Part) -> None:
        """Put a part after the others."""
        self._bytes += len(part.texts.data)
        part.batch.origins = _packed(part.batch.origins)
        self._parts.append(part if self._bytes <= self.held else self._written(part.batch))

    def replace(self, number: int, part: Part) -> None:
        """Put a part in the place of another."""
        there = self._parts[number]
        self._parts[number] = self._written(part.batch) if isinstance(there, _Place) else part

    def get(self, number: int) -> Part:
        """One part."""
        there = self._parts[number]
        return part_of(self._read(there)) if isinstance(there, _Place) else there

    def batch(self, number: int) -> Batch:
        """The batch of one part, its texts not taken apart."""
        there = self._parts[number]
        return self._read(there) if isinstance(there, _Place) else there.batch

    def bare(self, number: int) -> Batch:
        """The batch of one part as it is in memory, maybe without its columns."""
        there = self._parts[number]
        return there.bare if isinstance(there, _Place) else there.batch

    def __iter__(self) -> Iterator[Part]:
        return (self.get(number) for number in range(len(self)))

    def together(self) -> Iterator[list[Part]]:
        """The parts in order: those in memory several at a time, up to ``TOGETHER`` bytes of text, others singly."""
        group: list[Part] = []
        size = 0
        for number, there in enumerate(self._parts):
            added = TOGETHER if isinstance(there, _Place) else len(there.texts.data)
            size += added
            if group and size > TOGETHER:
                yield group
                group, size = [], added
            group.append(self.get(number))
        if group:
            yield group

    def drop(self, number: int) -> None:
        """Let go of the memory that a part holds; it can't be had again."""
        self._parts[number] = _Place(0, 0, replace(self.bare(number), columns={}))

    def _written(self, batch: Batch) -> _Place:
        record = pa.RecordBatch.from_pydict(batch.columns)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, record.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
            writer.write_batch(record)
        data = sink.getvalue()
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="masthead-")  # noqa: SIM115 - it lives as long as this
            start = self._file.seek(0, 2)
            self._file.write(memoryview(data))
        except OSError as error:
            raise no_room(error) from error
        return _Place(start, data.size, replace(batch, columns={}))

    def _read(self, place: _Place) -> Batch:
        if self._file is None or not place.size:
            raise RuntimeError("this part was let go of")
        self._file.seek(place.start)
        record = pa.ipc.open_stream(self._file.read(place.size)).read_next_batch()
        columns = dict(zip(record.schema.names, record.columns, strict=True))
        return replace(place.bare, columns=columns)


class _Packed(Sequence[str]):
    """Short texts that take no more than their letters."""

    def __init__(self, held: pa.Array) -> None:
        self._held = held

    def __len__(self) -> int:
        return len(self._held)

    def __getitem__(self, place: Any) -> Any:
        found = self._held[place]
        return found.to_pylist() if isinstance(place, slice) else found.as_py()


def _packed(origins: Sequence[str]) -> Sequence[str]:
    try:
        return _Packed(pa.array(origins, pa.string()))
    except UnicodeEncodeError:  # the name of a file that is no UTF-8
        return origins


def no_room(error: OSError) -> OutputFailed:
    """What is said where the folder for temporary files takes no more."""
    return OutputFailed(
        f"articles can't be put aside ({error.strerror or error})",
        where=tempfile.gettempdir(),
        fix="Make room there, or name another folder with the environment variable TMPDIR.",
    )
