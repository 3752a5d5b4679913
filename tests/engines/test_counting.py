"""Which code counts, and that it makes no difference."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from masthead.engines import How, counting, measure, measure_articles, stream
from masthead.engines.counting import COMPILE_FROM, Counter, choose_counter
from masthead.engines.running import BATCH, BATCH_BYTES, PLAIN_BATCH, run, slices
from masthead.errors import UsageError
from masthead.features import MeasureOptions, load_instruments
from masthead.schema import ARTICLES
from masthead.sources import read_articles

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.features import Instruments


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return load_instruments(MeasureOptions())


@pytest.fixture(scope="module")
def demo(root: Path) -> pa.Table:
    return read_articles(root / "corpora" / "demo")


def of_texts(texts: list[str]) -> pa.Table:
    given = {"id": [str(n) for n in range(len(texts))], "outlet": ["A"] * len(texts), "text": texts}
    return pa.table(
        [pa.array(given.get(field.name, [None] * len(texts)), field.type) for field in ARTICLES], schema=ARTICLES
    )


def test_many_batches_by_several_threads_give_what_one_gives(demo: pa.Table) -> None:
    texts = [f"{text} {number}" for number in range(20) for text in demo["text"].to_pylist()]
    articles = of_texts(texts)
    for hits in (True, False):
        one = measure_articles(articles, How(hits=hits))
        several = measure_articles(articles, How(hits=hits, jobs=4))
        assert several.features.equals(one.features)
        assert several.hits.equals(one.hits)


def test_the_compiled_and_the_plain_code_give_the_same(demo: pa.Table, instruments: Instruments) -> None:
    plain = Counter(instruments).measure(demo)
    compiled = choose_counter(instruments).measure(demo)
    assert compiled.features.equals(plain.features)
    assert compiled.hits.equals(plain.hits)
    parts = run(slices(demo, Counter(instruments)), How(jobs=2), Counter(instruments))
    assert pa.concat_tables([part.hits for part in parts]).equals(plain.hits)


@pytest.mark.parametrize("compiled", [False, True])
def test_without_hits_the_features_are_the_same(demo: pa.Table, instruments: Instruments, compiled: bool) -> None:
    some = demo.slice(0, 3)
    counter = choose_counter(instruments) if compiled else Counter(instruments)
    without = counter.measure(some, hits=False)
    assert without.features.equals(counter.measure(some).features)
    assert without.hits.num_rows == 0
    assert without.hits.schema == measure(some).hits.schema


def test_what_was_measured_is_in_the_cache_beside(
    demo: pa.Table, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path / "cache"))
    chosen: list[int | None] = []

    def choosing(*given: Any, **more: Any) -> Counter:
        chosen.append(more["size"])
        return Counter(given[0])

    monkeypatch.setattr(stream, "choose_counter", choosing)
    first, second = measure(demo.slice(0, 2)), measure(demo.slice(0, 2))
    assert len(chosen) == 1
    assert (first.features.equals(second.features), first.hits.equals(second.hits)) == (True, True)
    measure(demo.slice(0, 2), How(cache=False))
    assert len(chosen) == 2


def test_where_nothing_can_be_kept_what_was_measured_is_given_all_the_same(
    demo: pa.Table, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path / "cache"))
    kept = measure(demo.slice(0, 2))
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path / "file"))
    found = measure(demo.slice(0, 2))
    assert found.features.equals(kept.features)
    assert any("can't be used" in note for note in found.notes)


def test_it_compiles_for_much_text_or_an_unknown_amount_and_takes_what_is_compiled(
    instruments: Instruments, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_ready", lambda *_: object())
    monkeypatch.setattr(counting, "machine_code_kept", lambda: False)
    monkeypatch.setattr(counting, "_nowhere_to_keep", lambda: None)
    assert not choose_counter(instruments, size=COMPILE_FROM - 1).compiled
    assert choose_counter(instruments, size=COMPILE_FROM).compiled
    assert choose_counter(instruments).compiled
    monkeypatch.setattr(counting, "machine_code_kept", lambda: True)
    assert choose_counter(instruments, size=1).compiled


def test_without_numba_the_plain_code_counts_and_says_so(
    instruments: Instruments, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("numba.", "llvmlite.")) or ".kernel" in name]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("numba", "llvmlite"):  # the second loads what the first has compiled
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(counting, "_kernels", {})
    counter = choose_counter(instruments, size=COMPILE_FROM)
    assert not counter.compiled
    assert counter.note is not None
    assert counter.note.startswith("the plain code counts, slower: numba can't be imported")
    much = of_texts(["It rained. " * 2000] * 5)
    assert any("the plain code counts, slower" in note for note in measure(much, How(cache=False)).notes)
    with pytest.warns(UserWarning, match="the plain code counts, slower"):
        assert measure_articles(much).features.num_rows == 5


def test_where_compiling_fails_the_plain_code_counts(
    instruments: Instruments, demo: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("unknown processor\nand more")

    monkeypatch.setattr(counting, "_compile", fail)
    monkeypatch.setattr(counting, "_kernels", {})
    counter = choose_counter(instruments, size=COMPILE_FROM)
    assert counter.note == "the plain code counts, slower: numba failed (RuntimeError: unknown processor)"
    assert counter.measure(demo.slice(0, 2)).features.num_rows == 2


def test_batches_are_bounded_in_rows_and_in_bytes(instruments: Instruments) -> None:
    plain, fast = counting.Counter(instruments), counting.Counter(instruments, object())  # type: ignore[arg-type]
    many = of_texts(["It rained."] * (BATCH + 1))
    assert [batch.num_rows for batch in slices(many, fast)] == [BATCH, 1]
    assert [batch.num_rows for batch in slices(many.slice(0, PLAIN_BATCH + 1), plain)] == [PLAIN_BATCH, 1]
    long = of_texts(["x" * (BATCH_BYTES // 2)] * 5 + ["y" * (2 * BATCH_BYTES)])
    assert [batch.num_rows for batch in slices(long, fast)] == [1, 2, 1, 1, 1]
    assert pa.concat_tables(slices(long, fast)).equals(long)
    assert [batch.num_rows for batch in slices(many.slice(0, 0), fast)] == [0]


def test_text_that_is_no_utf8_is_refused(demo: pa.Table) -> None:
    broken = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(bytes([0, 0, 0, 0, 2, 0, 0, 0])), pa.py_buffer(b"\xff\xfe")]
    )
    table = demo.slice(0, 1).set_column(demo.column_names.index("text"), "text", broken)
    with pytest.raises(UsageError, match="the column 'text' holds what is no UTF-8 text"):
        measure(table)


def test_the_progress_reaches_the_total(demo: pa.Table) -> None:
    seen: list[tuple[int, int]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        measure_articles(demo, How(progress=lambda done, total: seen.append((done, total))))
    assert seen[-1] == (96, 96)


def test_what_was_compiled_is_known_to_be_there(instruments: Instruments) -> None:
    choose_counter(instruments)
    assert counting.machine_code_kept()


def test_articles_from_anywhere_need_no_second_compilation(demo: pa.Table, instruments: Instruments) -> None:
    from masthead.features.counting import articles as driver  # noqa: PLC0415 - heavy

    counter = choose_counter(instruments)
    expected = counter.measure(demo)
    before = driver.measure.loaded
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, demo.schema) as writer:
        writer.write_table(demo)
    frozen = pa.ipc.open_stream(sink.getvalue().to_pybytes()).read_all()  # its buffers can't be written to
    assert counter.measure(frozen).hits.equals(expected.hits)
    untitled = demo.set_column(demo.column_names.index("title"), "title", pa.nulls(demo.num_rows, pa.string()))
    assert counter.measure(untitled).features.num_rows == demo.num_rows
    assert counter.measure(demo.slice(3, 0)).features.num_rows == 0
    assert driver.measure.loaded == before
