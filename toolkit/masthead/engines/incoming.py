"""Articles on their way to being measured: read before, they come batch by batch; else as one whole.

What reading looks for over a whole corpus (lines that recur, copies) needs all of it at hand. A Parquet file that
masthead wrote has been through that, so its rows can be taken up a few thousand at a time.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from masthead import storage
from masthead.errors import MastheadError, UsageError
from masthead.schema import ARTICLES
from masthead.sources import InputFile, ReadOptions, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.sources import Reading, Reject

ARTICLES_KIND = "articles"
ROWS = 1_024
"""Articles taken up at a time."""


class Incoming:
    """The articles of some inputs (those of ``genre`` where one is given), and what reading them had to say.

    ``batches`` is gone through once; everything else is complete when it is. Raises what ``sources.read`` raises.
    """

    def __init__(self, inputs: Sequence[Any], options: ReadOptions, genre: str | None = None) -> None:
        self.options = options
        self.genre = genre
        self.genres: set[str] = set()
        self.seen = 0
        self.rejects: list[Reject] = []
        self.files: list[InputFile] = []
        self._notes: dict[str, None] = {}
        self._paths = written_before(inputs, options)
        self._whole = None if self._paths else read(list(inputs), options)
        self.total = self._whole.articles.num_rows if self._whole else sum(map(_rows, self._paths))
        if options.limit is not None:
            self.total = min(self.total, options.limit)

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks, each once."""
        return tuple(self._notes)

    def batches(self) -> Iterator[pa.Table]:
        """ARTICLES in the order of the input."""
        readings = self._taken_up() if self._whole is None else iter((self._whole,))
        for reading in readings:
            self.seen += reading.articles.num_rows
            self.rejects += reading.rejects
            self._notes |= dict.fromkeys(reading.notes)
            if self._whole is not None:
                self.files += reading.inputs
            yield from self._of_genre(reading.articles)

    def _of_genre(self, articles: pa.Table) -> Iterator[pa.Table]:
        if self.genre is None:
            yield articles
            return
        self.genres.update(value for value in articles["genre"].unique().to_pylist() if value)
        yield articles.filter(pc.fill_null(pc.equal(articles["genre"], self.genre), fill_value=False))

    def _taken_up(self) -> Iterator[Reading]:
        known = np.zeros(0, np.uint64)
        room = self.options.limit
        for path in self._paths:
            self.files.append(InputFile(str(path), storage.hash_file(path)))
            for batch in pq.ParquetFile(path).iter_batches(ROWS):
                table = pa.Table.from_batches([batch])
                reading = read([table if room is None else table.slice(0, room)], replace(self.options, limit=None))
                known = _with_new(known, reading.articles["id"], path)
                yield reading
                if room is not None:
                    room -= reading.articles.num_rows
                    if not room:
                        return


def written_before(inputs: Sequence[Any], options: ReadOptions) -> list[Path]:
    """The inputs where all are Parquet files of ARTICLES that masthead wrote and are taken as they are; else none."""
    plain = replace(ReadOptions(), limit=options.limit, strict=options.strict)
    if replace(options, stdin=None) != plain or not all(isinstance(item, str | Path) for item in inputs):
        return []
    paths = list(dict.fromkeys(Path(item) for item in inputs))
    return paths if all(map(_is_articles, paths)) else []


def _is_articles(path: Path) -> bool:
    if path.suffix != ".parquet" or not path.is_file():
        return False
    try:
        if storage.read_manifest(path).get("kind") != ARTICLES_KIND:
            return False
        return set(ARTICLES.names) <= set(pq.read_schema(path).names) and _rows(path) > ROWS
    except MastheadError:
        return False  # reading it as a whole says what is wrong


def _rows(path: Path) -> int:
    return int(pq.read_metadata(path).num_rows)


def _with_new(known: NDArray[np.uint64], ids: pa.ChunkedArray, path: Path) -> NDArray[np.uint64]:
    """Hashes of the ids so far with new ones, sorted; UsageError where an id has been there before."""
    names = ids.to_pylist()
    new = np.array([hash(name) & 0xFFFF_FFFF_FFFF_FFFF for name in names], np.uint64)
    again = np.flatnonzero(np.isin(new, known, assume_unique=True))
    if again.size:
        raise UsageError(
            f"the id {names[again[0]]!r} is given to two articles",
            where=str(path),
            fix="Use --on-duplicate keep-first to drop the later one, or --on-duplicate suffix to keep both.",
        )
    return np.sort(np.concatenate([known, new]))
