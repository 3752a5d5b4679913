"""ARTICLES in, FEATURES and HITS out: the pass over one batch. Pure, so any engine can run it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from functools import cache, cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.features import choices, genre
from masthead.features.counting import output as out
from masthead.features.counting.articles import COUNT, FIND, READ, READ_HEADLINE, Batch, Counting, measure
from masthead.features.counting.stored import load_tables
from masthead.features.counting.strings import StringColumns, made_strings, utf8
from masthead.features.instruments import MeasureOptions, count_columns, load_instruments
from masthead.features.measurement import Measurement
from masthead.features.readability import article_scores
from masthead.native.structs import Placed
from masthead.schema import FEATURES_IDENTITY, HITS, LABEL_PREFIX, VOICES
from masthead.text.readability_counts import COUNTS
from masthead.text.reading import reading_of
from masthead.text.workspace import make_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.features.counting.tables import Tables
    from masthead.features.instruments import Instruments
    from masthead.text.reading import Reading

_REASONS = {out.COUNTED: None, out.NO_WORDS: "empty", out.FOREIGN: "language", out.TOO_SHORT: "too_short"}
_HITS_PER_CHARACTER = 0.06
_SMALLEST = 1 << 16
_reading = Lock()


@dataclass
class Counter:
    """The pass for one set of instruments; for one thread at a time, as it keeps its working room."""

    instruments: Instruments
    _room: tuple[int, Placed] | None = field(default=None, init=False)
    _rows: dict[str, NDArray[Any]] = field(default_factory=dict, init=False)
    _fullest: float = field(default=1.0, init=False)  # times the usual room: what a batch of these lists has taken

    @cached_property
    def tables(self) -> Tables:
        """Everything the pass knows, compiled from the instruments or read from the cache."""
        return load_tables(self.instruments)

    @cached_property
    def choices(self) -> StringColumns:
        """The names of the counts of choices as columns."""
        return StringColumns(self.tables.choice_names)

    @cached_property
    def strings(self) -> StringColumns:
        """The tables' strings as columns."""
        return StringColumns(self.tables.strings)

    @cached_property
    def _cue_terms(self) -> tuple[str, ...]:
        """The terms of the cue list, by the numbers of its entries."""
        tables = self.tables
        rows: Any = tables.entries.rows
        return tuple(tables.strings[number] for number in rows["term"][: len(tables.known.entries)].tolist())

    @cached_property
    def _fields(self) -> StringColumns:
        return StringColumns(("text", "title"))

    @cached_property
    def _voices(self) -> StringColumns:
        return StringColumns(VOICES)

    def twin(self) -> Counter:
        """The same tables with working room of its own, for another thread."""
        twin = copy.copy(self)
        twin._room, twin._rows = None, {}
        return twin

    def measure(self, articles: pa.Table, *, hits: bool = True) -> Measurement:
        """Measure the articles of one ARTICLES table; without ``hits`` that table comes back empty.

        A count is null where it is unknown: all of them where the text is empty or not English, those of readability
        and vocabulary where it is too short; the row's ``reason`` says which (``empty``, ``language``, ``too_short``).
        """
        output = self._counted(articles, hits=hits)
        return Measurement(self._features(articles, output), self._hits(articles, output, hits=hits))

    def counts(self, articles: pa.Table) -> dict[str, NDArray[np.float64]]:
        """The counts of each article by name, those among them that are no columns of FEATURES."""
        return dict(zip(self.tables.columns, self._counted(articles, hits=False).counts.T, strict=True))

    def _counted(self, articles: pa.Table, *, hits: bool) -> Any:
        """What the pass makes of some articles, with as much room as it takes."""
        batch = batch_of(articles)
        output = self._run(batch, self._fullest, hits=hits)
        while output is None:
            self._fullest *= 4
            output = self._run(batch, self._fullest, hits=hits)
        return output

    def read(self, text: str, excluded: Sequence[tuple[int, int]] = (), *, headline: bool = False) -> Reading:
        """Read one text into its parts, without its ``excluded`` spans, in whatever language it is."""
        output, work = self._read([text], sorted(excluded), READ_HEADLINE if headline else READ)
        return reading_of(text, work, self._cue_terms, english=bool(output.status[0] != out.FOREIGN))

    def texts(self, articles: pa.Table) -> Iterator[tuple[Placed, bool]]:
        """The workspace after each text of ARTICLES, in their order and without what is excluded; is it English?"""
        whole: Any = batch_of(articles)
        bounds, spans = np.zeros(2, np.int64), np.zeros(2, np.int64)
        nothing = np.zeros(1, np.uint8), np.zeros(2, np.int64)
        one = Placed(Batch(whole.bodies, bounds, *nothing, spans, whole.span_starts, whole.span_ends))
        output = self._output(1, 2, 1, 1)
        placed, room = Placed(output), int(np.diff(whole.body_offsets).max(initial=0))
        counting = self._counting(room)
        read = measure.ready(one, counting, placed, READ)
        for article in range(articles.num_rows):
            bounds[:], spans[:] = whole.body_offsets[article : article + 2], whole.span_offsets[article : article + 2]
            while read() != 1:
                room *= 4
                counting = self._counting(room)
                read = measure.ready(one, counting, placed, READ)
            yield counting.inner["work"], bool(output.status[0] != out.FOREIGN)

    def readability(self, texts: Sequence[str]) -> dict[str, NDArray[np.float64]]:
        """The counts behind the readability formulas of texts of any length and language, one array a count."""
        output, _ = self._read(texts, [], READ)
        return dict(zip(COUNTS, output.scores.T.copy(), strict=True))

    def _read(self, texts: Sequence[str], excluded: list[tuple[int, int]], task: int) -> tuple[Any, Placed]:
        """Read texts (``excluded`` are spans of the first); the last one stands in the workspace that is returned."""
        encoded = [text.encode("utf-8", "replace") for text in texts]
        spans = np.full(len(texts) + 1, len(excluded), np.int64)
        spans[0] = 0
        starts, ends = np.array(excluded, np.int32).reshape(-1, 2).T.copy()
        batch = Batch(
            np.frombuffer(b"".join(encoded) or b"\0", np.uint8),
            np.cumsum([0, *map(len, encoded)]).astype(np.int64),
            np.zeros(1, np.uint8),
            np.zeros(len(texts) + 1, np.int64),
            spans,
            starts,
            ends,
        )
        room, longest = 1, max(map(len, encoded), default=0)
        while True:
            output, counting = self._output(len(texts), 2, 1, 1), self._counting(room * longest)
            if measure(Placed(batch), counting, Placed(output), task) == len(texts):
                return output, counting.inner["work"]
            room *= 4

    def _run(self, batch: Any, room: float, *, hits: bool) -> Any:
        """One pass with some room for hits; None where it was not enough."""
        sizes = np.diff(batch.body_offsets)
        total = int(sizes.sum() + np.diff(batch.title_offsets).sum())
        longest = int(max(sizes.max(initial=0), np.diff(batch.title_offsets).max(initial=0)))
        most = int(room * (total * _HITS_PER_CHARACTER + 1024))
        letters = int(room * total) + _SMALLEST if hits else 1
        output = self._output(len(sizes), most if hits else 2, letters, most)
        done = measure(
            Placed(batch), self._counting(int(longest * max(1.0, room / 4))), Placed(output), FIND if hits else COUNT
        )
        return output if done == len(sizes) else None

    def _output(self, articles: int, hits: int, letters: int, choices: int) -> Any:
        return out.Output(
            np.empty((articles, len(self.tables.columns))),
            np.empty((articles, len(COUNTS))),
            np.zeros(articles, np.int8),
            self._kept("hits", hits, out.HIT),
            self._kept("letters", letters, np.uint8),
            self._kept("made", 2 * hits + 1, np.int32),
            self._kept("choices", 2 * choices, np.int32).reshape(choices, 2),
            self._kept("columns", len(out.COLUMNS) * hits, np.int32).reshape(len(out.COLUMNS), hits),
            self._kept("weights", hits, np.float32),
            self._kept("places", hits, np.int64),
            self._kept("order", hits, np.int32),
            self._kept("spare", hits, np.int32),
            np.zeros(out.STATES, np.int64),
        )

    def _kept(self, name: str, size: int, dtype: np.dtype[Any] | type[Any]) -> NDArray[Any]:
        """Room for that many rows, that of the batch before where it is enough: all that is in it has been copied."""
        if name not in self._rows or len(self._rows[name]) < size:
            self._rows[name] = np.empty(size, dtype)
        return self._rows[name][:size]

    def _counting(self, characters: int) -> Placed:
        """Room for texts of up to that many characters, with the tables."""
        if self._room is None or self._room[0] < characters:
            size = max(characters, _SMALLEST)
            tables = self.tables
            self._room = size, Placed(Counting(make_workspace(tables.known, size), tables.entries, tables.fixed))
        return self._room[1]

    def _features(self, articles: pa.Table, output: Any) -> pa.Table:
        measured = output.status == out.COUNTED
        known = np.where(measured, output.scores.T, 0.0)
        scores, short = article_scores(dict(zip(COUNTS, known, strict=True)))
        columns = dict(zip(self.tables.columns, output.counts.T, strict=True))
        words = np.sum([columns[f"words.{voice}"] for voice in VOICES], axis=0)
        reasons = np.where(measured & short, out.TOO_SHORT, output.status)
        reasons = np.where(measured & (words == 0), out.NO_WORDS, reasons)  # though its headline was counted
        arrays = {
            item.name: articles.column(item.name) for item in FEATURES_IDENTITY if item.name in articles.column_names
        }
        arrays["genre"] = genre.decide(articles, columns, measured)
        arrays["reason"] = pa.array([_REASONS[reason] for reason in reasons.tolist()], pa.string())
        labels = {name: articles.column(name) for name in articles.column_names if name.startswith(LABEL_PREFIX)}
        counts = {}
        for name in count_columns(self.instruments):
            values = scores[name] if name in scores else np.where(measured, columns[name], np.nan)
            counts[name] = pa.array(values, mask=np.isnan(values))
        return pa.table({**arrays, **labels, **counts, choices.COLUMN: self._choices(output, measured)})

    def _choices(self, output: Any, measured: NDArray[np.bool_]) -> pa.Array:
        """The counts of choices that are not 0, by article and name; null where nothing was measured."""
        pairs = output.choices[: output.state[out.N_CHOICES]].astype(np.int64)
        names = len(self.tables.choice_names)
        keys, counts = np.unique(pairs[:, 0] * names + pairs[:, 1], return_counts=True)
        offsets = np.searchsorted(keys, np.arange(len(measured) + 1, dtype=np.int64) * names).astype(np.int32)
        listed = self.choices.listed((keys % names).astype(np.int32))
        values = pa.StructArray.from_arrays([listed, pa.array(counts.astype(np.float64))], names=["name", "count"])
        element = choices.TYPE.value_type
        built = pa.ListArray.from_arrays(offsets, values.cast(element), mask=pa.array(~measured))
        return built.cast(choices.TYPE)

    def _hits(self, articles: pa.Table, output: Any, *, hits: bool) -> pa.Table:
        count = int(output.state[out.N_HITS])
        if not hits or not count:
            return HITS.empty_table()
        column = dict(zip(out.COLUMNS, output.columns[:, :count].copy(), strict=True))  # Arrow keeps it
        weights, groups, made = output.weights[:count].copy(), column["group"], made_strings(output)
        return pa.table(
            [
                articles.column("id").combine_chunks().take(pa.array(column["article"])),
                self._fields.listed(column["title"]),
                pa.array(column["start"]),
                pa.array(column["end"]),
                self.strings.listed(column["family"]),
                self.strings.listed(column["category"]),
                self.strings.listed(column["term"], made),
                self.strings.listed(column["canonical"], made),
                self._voices.listed(column["voice"]),
                pa.array(weights, mask=np.isnan(weights)),
                pa.array(groups, mask=groups == out.MISSING),
            ],
            schema=HITS,
        )


def batch_of(articles: pa.Table) -> Batch:
    """The columns that the pass reads."""
    spans = articles.column("excluded").combine_chunks() if "excluded" in articles.column_names else None
    if isinstance(spans, pa.ChunkedArray):
        spans = pa.concat_arrays(spans.chunks) if spans.num_chunks else None
    offsets = np.zeros(articles.num_rows + 1, np.int64)
    starts = ends = np.zeros(0, np.int32)
    if spans is not None and len(spans):
        np.cumsum(pc.fill_null(pc.list_value_length(spans), 0).to_numpy(), out=offsets[1:])
        flat = spans.flatten()
        starts, ends = (flat.field(name).to_numpy(zero_copy_only=False).astype(np.int32) for name in ("start", "end"))
    return Batch(*utf8(articles.column("text")), *utf8(articles.column("title")), offsets, starts, ends)


def read_text(text: str, excluded: Sequence[tuple[int, int]] = (), *, headline: bool = False) -> Reading:
    """Read one text, in which the ``excluded`` spans of characters are no text."""
    with _reading:
        return _counter().read(text, excluded, headline=headline)


def text_counter() -> Counter:
    """The pass with the bundled lists, with working room of its own to read texts in."""
    return _counter().twin()


@cache
def _counter() -> Counter:
    return Counter(load_instruments(MeasureOptions()))
