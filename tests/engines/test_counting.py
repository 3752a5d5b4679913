"""Which code counts, and that it makes no difference."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

import pyarrow as pa
import pytest

from masthead.engines import How, counting, measure, measure_articles, stream
from masthead.engines.counting import COMPILE_FROM, SMALL, Counter, choose_counter, is_of_machine
from masthead.engines.stream import BATCH, BATCH_BYTES, SMALL_BATCH, run, slices
from masthead.errors import UsageError
from masthead.features import MeasureOptions, load_instruments
from masthead.native import machine
from masthead.schema import ARTICLES
from masthead.sources import read_articles

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.features import Instruments
    from modes import CounterInMode

    Counters = tuple[CounterInMode, CounterInMode]


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return load_instruments(MeasureOptions())


@pytest.fixture(scope="module")
def demo(root: Path) -> pa.Table:
    return read_articles(root / "corpora" / "demo")


@pytest.fixture
def no_machine_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache without machine code, for this process, which forgets what it has loaded, and those that it starts."""
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(machine, "_loaded", {})


def of_texts(texts: list[str]) -> pa.Table:
    given = {"id": [str(n) for n in range(len(texts))], "outlet": ["A"] * len(texts), "text": texts}
    return pa.table(
        [pa.array(given.get(field.name, [None] * len(texts)), field.type) for field in ARTICLES], schema=ARTICLES
    )


def test_many_batches_by_several_threads_give_what_one_gives(demo: pa.Table, both_counters: Counters) -> None:
    texts = [f"{text} {number}" for number in range(20) for text in demo["text"].to_pylist()]
    articles, counter = of_texts(texts), Counter(both_counters[1], compiled=True)
    for hits in (True, False):
        one, several = (list(run(slices(articles, counter), How(hits=hits, jobs=jobs), counter)) for jobs in (1, 4))
        assert len(one) == 4
        for found, expected in zip(several, one, strict=True):
            assert found.features.equals(expected.features)
            assert found.hits.equals(expected.hits)


@pytest.mark.usefixtures("no_machine_code")
def test_several_processes_in_python_mode_give_what_machine_code_gives(demo: pa.Table, both_counters: Counters) -> None:
    python, machine_code = both_counters
    counter = Counter(python, compiled=False)
    parts = list(run(slices(demo, counter), How(jobs=2), counter))
    expected = machine_code.measure(demo)
    assert [part.features.num_rows for part in parts] == [64, 32]
    assert pa.concat_tables([part.features for part in parts]).equals(expected.features)
    assert pa.concat_tables([part.hits for part in parts]).equals(expected.hits)


def test_without_hits_the_features_are_the_same(demo: pa.Table, counter: CounterInMode) -> None:
    some = demo.slice(0, 3)
    chosen = Counter(counter, compiled=counter.mode == "machine code")
    with_hits, without = chosen.measure(some), chosen.measure(some, hits=False)
    assert without.features.equals(with_hits.features)
    assert (without.hits.num_rows, without.hits.schema) == (0, with_hits.hits.schema)


def test_what_was_measured_is_in_the_cache_beside(
    demo: pa.Table, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path / "cache"))
    chosen: list[int | None] = []

    def choosing(*given: Any, **more: Any) -> Counter:
        chosen.append(more["size"])
        return choose_counter(*given, size=0)

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
    made: list[Any] = []
    monkeypatch.setattr(counting, "_compile", lambda counter, note: made.append(counter))
    monkeypatch.setattr(counting, "machine_code_kept", lambda: False)
    monkeypatch.setattr(machine, "NOTES", [])
    assert choose_counter(instruments, size=COMPILE_FROM - 1) == Counter(ANY, compiled=False, note=SMALL)
    assert made == []
    assert choose_counter(instruments, size=COMPILE_FROM) == Counter(ANY, compiled=True)
    assert choose_counter(instruments) == Counter(ANY, compiled=True)
    assert len(made) == 2
    monkeypatch.setattr(counting, "machine_code_kept", lambda: True)
    assert choose_counter(instruments, size=1) == Counter(ANY, compiled=True)
    assert len(made) == 2


@pytest.mark.usefixtures("no_machine_code")
def test_where_compiling_fails_python_mode_counts_and_says_so(
    instruments: Instruments, demo: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("unknown processor\nand more")

    monkeypatch.setattr(counting, "_compile", fail)
    said = "counting in Python mode, which is slower: numba failed (RuntimeError: unknown processor)"
    counter = choose_counter(instruments, size=COMPILE_FROM)
    assert (counter.compiled, counter.note) == (False, said)
    assert counter.measure(demo.slice(0, 2)).features.num_rows == 2
    monkeypatch.setattr(stream, "COMPILE_FROM", 1)
    few = of_texts(["It rained."])
    assert said in measure(few, How(cache=False)).notes
    with pytest.warns(UserWarning, match="counting in Python mode, which is slower"):
        assert measure_articles(few).features["words.own"].to_pylist() == [2.0]


def test_batches_are_bounded_in_rows_and_in_bytes() -> None:
    slow, fast = (Counter(object(), compiled) for compiled in (False, True))  # type: ignore[arg-type]
    many = of_texts(["It rained."] * (BATCH + 1))
    assert [batch.num_rows for batch in slices(many, fast)] == [BATCH, 1]
    assert [batch.num_rows for batch in slices(many.slice(0, SMALL_BATCH + 1), slow)] == [SMALL_BATCH, 1]
    long = of_texts(["x" * (BATCH_BYTES // 2)] * 5 + ["y" * (2 * BATCH_BYTES)])
    assert [batch.num_rows for batch in slices(long, fast)] == [1, 2, 1, 1, 1]
    assert pa.concat_tables(slices(long, fast)).equals(long)
    assert [batch.num_rows for batch in slices(many.slice(0, 0), fast)] == [0]


@pytest.mark.usefixtures("no_machine_code")
def test_a_new_installation_counts_a_small_corpus_in_python_mode(instruments: Instruments) -> None:
    counter = choose_counter(instruments, size=COMPILE_FROM - 1)
    assert (counter.compiled, counter.note, counting.machine_code_kept()) == (False, SMALL, False)


def test_text_that_is_no_utf8_is_refused(demo: pa.Table) -> None:
    broken = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(bytes([0, 0, 0, 0, 2, 0, 0, 0])), pa.py_buffer(b"\xff\xfe")]
    )
    table = demo.slice(0, 1).set_column(demo.column_names.index("text"), "text", broken)
    with pytest.raises(UsageError, match="the column 'text' contains text that is not UTF-8"):
        measure(table)


def test_the_progress_reaches_the_total(demo: pa.Table) -> None:
    seen: list[tuple[int, int]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        measure_articles(demo, How(progress=lambda done, total: seen.append((done, total))))
    assert seen[-1] == (96, 96)


def test_what_was_compiled_is_known_to_be_there(both_counters: Counters) -> None:
    both_counters[1].read("It rained.")
    assert counting.machine_code_kept()


def test_articles_from_anywhere_need_no_second_compilation(demo: pa.Table, both_counters: Counters) -> None:
    counter = both_counters[1]
    expected = counter.measure(demo)
    before = set(machine._loaded)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, demo.schema) as writer:
        writer.write_table(demo)
    frozen = pa.ipc.open_stream(sink.getvalue().to_pybytes()).read_all()  # its buffers can't be written to
    assert counter.measure(frozen).hits.equals(expected.hits)
    untitled = demo.set_column(demo.column_names.index("title"), "title", pa.nulls(demo.num_rows, pa.string()))
    assert counter.measure(untitled).features.num_rows == demo.num_rows
    assert counter.measure(demo.slice(3, 0)).features.num_rows == 0
    assert set(machine._loaded) == before


def test_how_this_machine_counted_is_told_apart_from_what_is_known_of_the_articles() -> None:
    assert is_of_machine(SMALL)
    assert not is_of_machine("dates such as '7/5/2015' are read month first, as '4/16/2017' shows")
