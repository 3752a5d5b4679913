"""Worker processes that die; a module, so that they can import it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.engines import own_process, stream
from masthead.engines.counting import Counter

if TYPE_CHECKING:
    import pyarrow as pa

    from masthead.features import Measurement

POISON = "Poison."
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
