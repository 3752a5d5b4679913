"""Which code counts: the compiled pass, or the plain code where that is sooner done or nothing can be compiled.

Both give the same features and hits. The compiled pass measures hundreds of times faster, but its machine code is made
on first use and kept in the cache folder; a small input is counted by the plain code before that has happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Literal, get_args

import pyarrow as pa

from masthead.errors import UsageError, did_you_mean
from masthead.features import Instruments, Measurement, measure_batch
from masthead.schema import ARTICLES, HITS
from masthead.storage import cache_root

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.features.counting.batches import Kernel

    Note = Callable[[str, float], None]

Counting = Literal["auto", "compiled", "plain"]
COUNTINGS: tuple[Counting, ...] = get_args(Counting)
COMPILE_FROM = 3_000_000
"""Bytes of text from which on compiling is sooner done than counting with the plain code."""
COMPILING = "compiling the counting code: once an installation, about half a minute"
_MOST_KEPT = 4

_kernels: dict[tuple[str, ...], Kernel] = {}
_lock = Lock()


@dataclass(frozen=True)
class Counter:
    """A way of counting, for one thread at a time; ``twin`` gives another thread its own.

    ``note`` says why the plain code counts although the compiled one was to, or that machine code can't be kept.
    """

    instruments: Instruments
    kernel: Kernel | None = None
    note: str | None = None

    @property
    def compiled(self) -> bool:
        """Whether the compiled code counts."""
        return self.kernel is not None

    def measure(self, articles: pa.Table, *, hits: bool = True) -> Measurement:
        """FEATURES and HITS of one ARTICLES table; without ``hits`` that table is empty."""
        if self.kernel is not None:
            return self.kernel.measure(articles, hits=hits)
        measured = measure_batch(articles, self.instruments)
        return measured if hits else Measurement(measured.features, HITS.empty_table())

    def twin(self) -> Counter:
        """The same for another thread, with working room of its own."""
        return Counter(self.instruments, _unused(self.instruments) if self.compiled else None)


def choose_counter(
    instruments: Instruments, counting: Counting = "auto", *, size: int | None = None, note: Note | None = None
) -> Counter:
    """The code that counts ``size`` bytes of text (None: no end of it in sight) with these instruments.

    ``auto`` takes the compiled pass where its machine code is at hand or worth making, and the plain code where not
    or where numba is missing or fails. ``note`` is called where compiling begins and ends. Raises UsageError for an
    unknown ``counting``, and for ``compiled`` where nothing can be compiled.
    """
    if counting not in COUNTINGS:
        raise UsageError(f"no way of counting {counting!r}.{did_you_mean(counting, COUNTINGS)}")
    if counting == "plain":
        return Counter(instruments)
    try:
        if counting == "auto" and size is not None and size < COMPILE_FROM and not machine_code_kept():
            return Counter(instruments)
        return Counter(instruments, _ready(instruments, note), _nowhere_to_keep())
    except MemoryError:
        raise
    except Exception as error:
        # Numba and LLVM fail in many ways on machines they do not know; whatever it is, the plain code counts the same.
        if counting == "compiled":
            fix = "--counting plain counts without compiling: slower, with the same result."
            raise UsageError(f"nothing can be compiled here: {_why(error)}", fix=fix) from error
        return Counter(instruments, note=f"the plain code counts, slower: {_why(error)}")


def machine_code_kept() -> bool:
    """Whether the pass was compiled before, for this processor from these very files."""
    from masthead.features.counting import articles as driver  # noqa: PLC0415 - heavy

    return driver.measure.kept()


def _why(error: Exception) -> str:
    if isinstance(error, ImportError):
        return f"numba can't be imported ({error}); pip install numba"
    return f"numba failed ({type(error).__name__}: {(str(error).splitlines() or [''])[0][:200]})"


def _nowhere_to_keep() -> str | None:
    """What there is to say where machine code could not be kept."""
    from masthead.native.dialect import NOTES  # noqa: PLC0415 - heavy

    if not NOTES:
        return None
    return f"the cache folder {cache_root()} can't be written: the counting code was compiled for this run only"


def _ready(instruments: Instruments, note: Note | None) -> Kernel:
    """A kernel that has been compiled and has tables, and has measured nothing yet."""
    with _lock:
        if _key(instruments) not in _kernels:
            from masthead.features.counting.batches import Kernel  # noqa: PLC0415 - heavy

            kernel = Kernel(instruments)
            _ = kernel.tables, kernel.strings
            _compile(kernel, note)
            while len(_kernels) >= _MOST_KEPT:
                del _kernels[next(iter(_kernels))]
            _kernels[_key(instruments)] = kernel
    return _unused(instruments)


def _unused(instruments: Instruments) -> Kernel:
    """A copy of the kernel kept for these instruments: the same tables, other working room."""
    return _kernels[_key(instruments)].twin()


def _key(instruments: Instruments) -> tuple[str, ...]:
    return tuple(part for lexicon in instruments.own for part in (lexicon.name, lexicon.sha256))


def _compile(kernel: Kernel, note: Note | None) -> None:
    """Have the machine code loaded or made; several processes that start at once make it once."""
    first = kernel.twin()
    if machine_code_kept() or note is None:
        first.measure(_example())
        return
    note(COMPILING, 0.0)
    first.measure(_example())
    note(COMPILING, 1.0)


def _example() -> pa.Table:
    """One article, whose first measuring compiles everything."""
    text = "The mayor said “it may fall”."
    given = ("id", "outlet", "text", "title")
    columns = [pa.array([text if item.name in given else None], item.type) for item in ARTICLES]
    return pa.table(columns, schema=ARTICLES)
