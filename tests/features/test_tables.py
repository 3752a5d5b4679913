"""What the pass knows, kept in the cache so that a run does not read every word list and dictionary again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from masthead.features import MeasureOptions, load_instruments
from masthead.features.counting import stored
from masthead.features.counting.stored import load_tables
from masthead.features.counting.tables import Tables, compile_tables

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.features import Instruments


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    return load_instruments(MeasureOptions())


@pytest.fixture(scope="module")
def made(instruments: Instruments) -> Tables:
    return compile_tables(instruments)


@pytest.fixture
def tables_made(monkeypatch: pytest.MonkeyPatch) -> list[Instruments]:
    """The instruments whose tables have been made, one by one."""
    asked: list[Instruments] = []

    def note(given: Instruments) -> Tables:
        asked.append(given)
        return compile_tables(given)

    monkeypatch.setattr(stored, "compile_tables", note)
    return asked


def assert_alike(read: Tables, made: Tables) -> None:
    for one, other in zip(
        (*vars(read.known).values(), read.entries, read.fixed),
        (*vars(made.known).values(), made.entries, made.fixed),
        strict=True,
    ):
        if isinstance(other, np.ndarray):
            assert np.array_equal(one, other)
        else:
            assert all(np.array_equal(left, right) for left, right in zip(one, other, strict=True))
    assert (read.strings, read.columns, read.choice_names) == (made.strings, made.columns, made.choice_names)


def test_tables_from_the_cache_are_those_that_were_made_once(
    instruments: Instruments,
    made: Tables,
    tables_made: list[Instruments],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path))
    for _ in range(2):
        assert_alike(load_tables(instruments), made)
    assert tables_made == [instruments]


def test_a_table_that_was_cut_short_is_made_again(
    instruments: Instruments, made: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path))
    load_tables(instruments)
    (file,) = tmp_path.rglob("vocabulary.words.npy")
    file.write_bytes(file.read_bytes()[:1000])
    assert_alike(load_tables(instruments), made)


def test_a_cache_that_cannot_be_written_is_no_obstacle(
    instruments: Instruments, made: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path / "file"))
    assert_alike(load_tables(instruments), made)
