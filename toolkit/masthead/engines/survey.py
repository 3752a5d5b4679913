"""Each article in a few figures, from its text alone and sooner than it is measured: what a health report is made from.

Most texts are plainly English and long enough to be measured, which a look at their bytes shows. The others are
measured, so that what is said of them is what a comparison will do with them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.engines.corpus import How
from masthead.features import repeats
from masthead.schema import VOICES
from masthead.text.limits import LANGUAGE_READ

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Bytes = NDArray[np.uint8]

SURVEY = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("outlet", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("date", pa.string()),
        pa.field("words", pa.int64(), nullable=False),
        pa.field("length", pa.int64()),
        pa.field("marks", pa.bool_()),
        pa.field("speakers", pa.int64()),
        pa.field("cut", pa.bool_()),
        pa.field("ended", pa.bool_()),
        pa.field("reason", pa.string()),
        pa.field("repeated", pa.bool_(), nullable=False),
    ]
)
"""One row per article: its words and characters, whether it has quotation marks, labels of speakers, an end that was
cut or that ends a sentence, why counts are unknown, and whether its outlet has it already."""
SURELY_MEASURED = 400
"""Words from which on a text that is plainly English is not too short either."""
_WINDOW, _WINDOWS = 600, 3
"""Bytes looked at for *the* at the beginning, in the middle and at the end of what the language is told from."""
_FEWEST_THE = 6
"""How often *the* is in these windows of a plainly English text; one of news has it sixteen times."""
_FEWEST_SENTENCES = 3
_THE = b" the "
_QUOTES = r"[\"“”«»„‟‘]|``|(?:^|[\s(])'[A-Z]"
"""Marks that open or close quotations; a straight single one could be an apostrophe, but before a capital it opens."""
_CUT = r"(?:…|\.\.\.|\[\.\.\.\]|\[…\]|\[\+\d+ chars\])\s*$"
_LOOKED_AT = 4_000_000
"""Bytes looked at together, so few that what is found of each stays in the processor's cache."""
_ENDED = r"[.!?…\"'”’»)\]]\s*$"
_LAST = 40
"""Bytes at the end of a text that show whether it was cut off."""
_SPACE, _COLON = 32, ord(":")


def survey(articles: pa.Table, how: How | None = None) -> pa.Table:
    """SURVEY of an ARTICLES table, in its order."""
    rows = max(1, _LOOKED_AT * articles.num_rows // max(articles["text"].nbytes, 1))
    parts = [_looked_at(batch) for batch in articles.select(["text"]).to_batches(rows) if batch.num_rows]
    found = pa.concat_tables(parts) if parts else _looked_at(pa.record_batch({"text": pa.array([], pa.string())}))
    reason = _reasons(articles, found, how or How())
    names = ("id", "outlet", "title", "date")
    columns = {name: articles[name] for name in names} | {name: found[name] for name in found.column_names}
    columns |= {"reason": reason, "repeated": pa.array(repeats(articles))}
    return pa.table({field.name: columns[field.name] for field in SURVEY}, schema=SURVEY)


def survey_of_features(features: pa.Table) -> pa.Table:
    """SURVEY as far as FEATURES tell: without titles, lengths, labels of speakers and ends of texts."""
    n = features.num_rows
    words = [pc.fill_null(pc.cast(features[f"words.{voice}"], pa.float64()), 0).to_numpy() for voice in VOICES]
    columns = {field.name: pa.nulls(n, field.type) for field in SURVEY}
    columns |= {name: features[name] for name in ("id", "outlet", "date", "reason") if name in features.column_names}
    columns |= {
        "words": pa.array(sum(words).astype(np.int64)),
        "marks": pa.array(words[VOICES.index("quoted")] > 0),
        "repeated": pa.array(repeats(features)),
    }
    return pa.table({field.name: columns[field.name] for field in SURVEY}, schema=SURVEY)


def _looked_at(batch: pa.RecordBatch) -> pa.Table:
    """What the bytes of some texts show."""
    texts = batch.column(0).cast(pa.large_string())
    offsets = np.frombuffer(texts.buffers()[1], np.int64, len(texts) + 1, texts.offset * 8)
    held = texts.buffers()[2] or pa.py_buffer(b"")
    held = held.slice(int(offsets[0]), int(offsets[-1] - offsets[0]))
    data: Bytes = np.frombuffer(held, np.uint8)
    bounds = offsets - offsets[0]
    stops = np.flatnonzero((data == ord(".")) | (data == ord("?")) | (data == ord("!")))
    ends = _ends(held, bounds)
    columns = {
        "words": _words(data, bounds),
        "marks": pc.match_substring_regex(texts, _QUOTES),
        "length": pc.utf8_length(texts),
        "speakers": _within(_speakers(data), bounds),
        "cut": pc.match_substring_regex(ends, _CUT),
        "ended": pc.match_substring_regex(ends, _ENDED),
        "sure": (_within(stops, bounds) >= _FEWEST_SENTENCES) & _plainly_english(held, bounds),
    }
    return pa.table({name: pa.array(column) for name, column in columns.items()})


def _words(data: Bytes, bounds: Integers) -> Integers:
    """How many words each text has: stretches between white space."""
    written = data > _SPACE
    begins = np.append(written[:1], written[1:] > written[:-1])
    ends = bounds[1:-1][(bounds[1:-1] > 0) & (bounds[1:-1] < len(data))]
    begins[ends] = written[ends]  # a word goes no further than its text
    packed = np.packbits(begins, bitorder="little")
    before = np.append(0, np.cumsum(np.bitwise_count(packed), dtype=np.int64))
    whole, rest = np.divmod(bounds, 8)
    partly = np.append(packed, 0)[whole] & ((1 << rest) - 1).astype(np.uint8)
    found: Integers = np.diff(before[whole] + np.bitwise_count(partly))
    return found


def _plainly_english(held: pa.Buffer, bounds: Integers) -> NDArray[np.bool_]:
    """Texts that have *the* in each of the windows, and often; a character that a window cuts does not matter."""
    starts = bounds[:-1]
    ends = np.minimum(bounds[1:], starts + LANGUAGE_READ)
    long = ends - starts >= _WINDOWS * _WINDOW
    middle = np.clip((starts + ends - _WINDOW) // 2, starts, ends)
    windows = np.column_stack([starts, middle, ends - _WINDOW])[long].ravel().tolist()
    data = memoryview(held)
    counts = np.array([bytes(data[at : at + _WINDOW]).count(_THE) for at in windows], np.int64).reshape(-1, _WINDOWS)
    found = np.zeros(len(long), np.bool_)
    found[long] = (counts > 0).all(axis=1) & (counts.sum(axis=1) >= _FEWEST_THE)
    return found


def _within(places: Integers, bounds: Integers) -> Integers:
    """How many of some places in order are in each text."""
    found: Integers = np.diff(np.searchsorted(places, bounds))
    return found


def _speakers(data: Bytes) -> Integers:
    """The places of colons that may end a speaker's label: after two capitals or one alone, and before a blank."""
    places = np.flatnonzero(data == _COLON)
    places = places[(places > 1) & (places + 1 < len(data))]
    last, before, after = (data[places + step] for step in (-1, -2, 1))
    capital = (last >= ord("A")) & (last <= ord("Z"))
    label = ((before >= ord("A")) & (before <= ord("Z"))) | (before <= _SPACE)
    found: Integers = places[capital & label & (after <= _SPACE)]
    return found


def _ends(held: pa.Buffer, bounds: Integers) -> pa.Array:
    """The last bytes of each text, whole characters."""
    data = memoryview(held)
    pairs = zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    return pa.array(
        [bytes(data[max(start, end - _LAST) : end]).decode("utf-8", "ignore") for start, end in pairs], pa.string()
    )


def _reasons(articles: pa.Table, found: pa.Table, how: How) -> pa.Array:
    """Why counts are unknown, as FEATURES say it."""
    doubtful = (found["words"].to_numpy() < SURELY_MEASURED) | ~found["sure"].to_numpy()
    reasons = np.full(len(doubtful), None, dtype=object)
    if doubtful.any():
        taken = articles.filter(pa.array(doubtful))
        from masthead.engines.stream import Measuring  # noqa: PLC0415 - what counts is slow to load

        measuring = Measuring([taken], replace(how, hits=False, progress=None), taken.num_rows)
        reasons[doubtful] = measuring.whole().features["reason"].to_pylist()
    return pa.array(reasons, pa.string())
