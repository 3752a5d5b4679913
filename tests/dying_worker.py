"""Worker processes that die; a module, so that they can import it."""

from __future__ import annotations

import os
import resource
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.engines import own_process, stream
from masthead.engines.counting import Counter, choose_counter
from masthead.features import MeasureOptions, load_instruments
from masthead.schema import ARTICLES

if TYPE_CHECKING:
    from masthead.features import Measurement

POISON = "Poison."
ROOM = 256 << 20
"""Bytes of address space that a bounded worker has left when it begins to work."""
DIES_ONCE = "TEST_DIES_ONCE"
"""The variable that names a file which is made by the first worker to measure anything, as it dies."""

_measure = Counter.measure
_incoming = stream.Incoming.__init__


def begin_poisoned() -> None:
    """Begin a worker that dies of an article that holds POISON, or once."""
    own_process()
    Counter.measure = _dying  # type: ignore[method-assign]


def begin_unreadable() -> None:
    """Begin a worker that dies of reading B.parquet."""
    own_process()
    stream.Incoming.__init__ = _dying_early  # type: ignore[method-assign]


def begin_bounded() -> None:
    """Begin a worker that has little room for more than what counting takes at the least."""
    own_process()
    counter = choose_counter(load_instruments(MeasureOptions()), size=0)
    columns = [
        pa.array(["one" if name in ("id", "outlet", "text") else None], ARTICLES.field(name).type)
        for name in ARTICLES.names
    ]
    counter.measure(pa.table(columns, schema=ARTICLES))
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _dying(counter: Counter, articles: pa.Table, *, hits: bool = True) -> Measurement:
    if any(POISON in text for text in articles["text"].to_pylist()):
        os._exit(9)
    once = os.environ.get(DIES_ONCE)
    if once is not None and not Path(once).exists():
        Path(once).touch()
        os._exit(9)
    return _measure(counter, articles, hits=hits)


def _dying_early(incoming: stream.Incoming, inputs: Any, how: Any) -> None:
    if any(Path(item).name == "B.parquet" for item in inputs):
        os._exit(9)
    _incoming(incoming, inputs, how)
