"""The pass that counts, ready to be called: with machine code where that is at hand or worth making, else in Python.

Both give the same features and hits. Machine code measures hundreds of times faster, but it is made on first use and
kept in the cache folder; a small input is counted in Python mode before that has happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import pyarrow as pa

from masthead.features import Counter as BatchCounter
from masthead.features.counting.articles import measure as measure_batch
from masthead.native import machine
from masthead.schema import ARTICLES
from masthead.storage import cache_root

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.features import Instruments, Measurement

    Note = Callable[[str, float], None]

COMPILE_FROM = 3_000_000
"""Bytes of text from which on compiling is sooner done than counting in Python mode."""
COMPILING = "compiling the counting code: once per installation, about half a minute"
SMALL = (
    "counted in Python mode: compiling does not pay for so small an input (masthead doctor compiles once and for all)"
)
_PYTHON_MODE = " in Python mode"
_MOST_KEPT = 4

_passes: dict[tuple[str, ...], BatchCounter] = {}
_lock = Lock()


@dataclass(frozen=True)
class Counter:
    """A way of counting, for one thread at a time; ``twin`` gives another thread its own.

    ``compiled`` tells whether machine code counts. ``note`` says why it does not although it was to, or that it can't
    be kept.
    """

    batches: BatchCounter
    compiled: bool
    note: str | None = None

    def measure(self, articles: pa.Table, *, hits: bool = True) -> Measurement:
        """FEATURES and HITS of one ARTICLES table; without ``hits`` that table is empty."""
        return self.batches.measure(articles, hits=hits)

    def twin(self) -> Counter:
        """The same for another thread, with working room of its own."""
        return Counter(self.batches.twin(), self.compiled)


def choose_counter(instruments: Instruments, *, size: int | None = None, note: Note | None = None) -> Counter:
    """The pass that counts ``size`` bytes of text (None: no end of it in sight) with these instruments.

    It runs as machine code where that is in the cache or worth making, and in Python mode where not or where Numba is
    missing or fails. ``note`` is called where compiling begins and ends.
    """
    return choose_mode(_ready(instruments), size=size, note=note)


def choose_mode(batches: BatchCounter, *, size: int | None = None, note: Note | None = None) -> Counter:
    """How a pass with tables of its own counts ``size`` bytes of text: as ``choose_counter`` tells."""
    if machine_code_kept():
        return Counter(batches, compiled=True)
    if size is not None and size < COMPILE_FROM:
        return Counter(batches, compiled=False, note=SMALL)
    try:
        machine.NOTES.clear()
        _compile(batches.twin(), note or _say_nothing)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001
        # Numba and LLVM fail in many ways on machines they do not know; whatever it is, Python mode counts the same.
        return Counter(batches, compiled=False, note=f"counting in Python mode, which is slower: {_why(error)}")
    return Counter(batches, compiled=True, note=_nowhere_to_keep())


def machine_code_kept() -> bool:
    """Whether the pass was compiled before, for this processor from this very code."""
    return machine.kept(measure_batch.function)


def _why(error: Exception) -> str:
    if isinstance(error, ImportError):
        return f"numba can't be imported ({error}); pip install numba"
    return f"numba failed ({type(error).__name__}: {(str(error).splitlines() or [''])[0][:200]})"


def _nowhere_to_keep() -> str | None:
    """What there is to say where machine code could not be kept."""
    if not any("can't be used" in note for note in machine.NOTES):
        return None
    return f"the cache folder {cache_root()} can't be written: the counting code was compiled for this run only"


def _ready(instruments: Instruments) -> BatchCounter:
    """A counter that has tables and has measured nothing yet."""
    key = tuple(part for lexicon in instruments.own for part in (lexicon.name, lexicon.sha256))
    with _lock:
        if key not in _passes:
            counter = BatchCounter(instruments)
            _ = counter.tables, counter.strings
            while len(_passes) >= _MOST_KEPT:
                del _passes[next(iter(_passes))]
            _passes[key] = counter
    return _passes[key].twin()


def _compile(counter: BatchCounter, note: Note) -> None:
    """Have the machine code made by measuring one article; several processes that start at once make it once."""
    note(COMPILING, 0.0)
    with machine.compiling():
        counter.measure(example())
    note(COMPILING, 1.0)


def example() -> pa.Table:
    """ARTICLES of one row, to be measured for the machine code that this takes."""
    text = "The mayor said “it may fall”."
    given = ("id", "outlet", "text", "title")
    columns = [pa.array([text if item.name in given else None], item.type) for item in ARTICLES]
    return pa.table(columns, schema=ARTICLES)


def is_of_machine(note: str) -> bool:
    """Whether a note says how this machine counted, which changes no figure and so belongs on no page."""
    return _PYTHON_MODE in note


def _say_nothing(_what: str, _share: float) -> None:
    """The note of a caller that wants none."""
