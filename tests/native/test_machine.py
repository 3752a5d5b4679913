"""When machine code is made, where it is kept, and what it checks; where there is none, Python mode does the same."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest

from masthead.native import machine
from masthead.native.entries import Entry, entry
from masthead.native.structs import Placed

if TYPE_CHECKING:
    from pathlib import Path

needs_numba = pytest.mark.skipif(not find_spec("numba"), reason="machine code is made by numba, which is not installed")


class Values(NamedTuple):
    values: Any


def four() -> Placed:
    return Placed(Values(np.arange(4)))


def reader() -> Entry:
    """A function that nobody has called yet; its code is always the same."""

    def read_at(group: Any, at: int) -> int:
        return group.values[at]

    return entry(read_at)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path))
    return tmp_path


def kept_in(folder: Path) -> list[str]:
    """The files of all machine code in a cache."""
    return sorted(path.name for path in folder.glob("machine-*/*"))


def test_nothing_is_made_unasked_and_python_mode_counts(folder: Path) -> None:
    read, group = reader(), four()
    assert read(group, 2) == 2
    assert group.view is not None
    assert not machine.kept(read.function)
    assert kept_in(folder) == []


@needs_numba
def test_machine_code_is_made_once_and_used_from_then_on(folder: Path) -> None:
    read, group = reader(), four()
    with machine.compiling():
        assert read(group, 2) == 2
    assert group.view is None
    assert machine.kept(read.function)
    assert kept_in(folder) == [".complete", "code.o"]
    (made,) = folder.glob("machine-*/code.o")
    before = made.stat().st_mtime_ns
    same, other = reader(), four()
    assert same(other, 3) == 3  # from the cache, though nothing may be made here
    assert other.view is None
    assert made.stat().st_mtime_ns == before


@needs_numba
def test_python_mode_can_be_asked_for_where_there_is_machine_code(folder: Path) -> None:
    read, group = reader(), four()
    with machine.compiling():
        read(four(), 0)
    with machine.python_mode():
        assert read(group, 2) == 2
    assert group.view is not None


@needs_numba
def test_a_group_that_python_mode_has_seen_stays_there(folder: Path) -> None:
    read, group = reader(), four()
    with machine.python_mode():
        read(group, 0)
    with machine.compiling():
        assert read(group, 3) == 3
    assert kept_in(folder) == []


@needs_numba
def test_where_it_cannot_be_kept_it_lasts_for_the_run_and_a_note_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(machine, "NOTES", [])
    read, group = reader(), four()
    with machine.compiling():
        assert read(group, 2) == 2
    assert group.view is None
    (note,) = machine.NOTES
    assert note.startswith(f"cache folder {tmp_path / 'file'} can't be used")


def test_a_mode_ends_with_its_block_even_after_an_error() -> None:
    allowed = machine._allowed.get()
    for begin in (machine.compiling, machine.python_mode):
        with pytest.raises(ZeroDivisionError), begin():
            raise ZeroDivisionError
        assert machine._allowed.get() == allowed


def test_python_mode_tells_of_a_place_beyond_an_array() -> None:
    with machine.python_mode(), pytest.raises(IndexError):
        reader()(four(), 4)


@needs_numba
def test_checked_code_tells_of_a_place_outside_its_array(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTHEAD_BOUNDS", "1")
    read = reader()
    with machine.compiling():
        assert read(four(), 3) == 3
        for at in (4, -1):
            with pytest.raises(IndexError, match="read_at: a place outside its array"):
                read(four(), at)


@needs_numba
def test_checked_code_is_kept_apart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for checked in ("1", ""):
        monkeypatch.setenv("MASTHEAD_BOUNDS", checked)
        with machine.compiling():
            assert reader()(four(), 1) == 1
    assert kept_in(folder) == [".complete", ".complete", "code.o", "code.o"]


@needs_numba
def test_a_function_that_gives_no_whole_number_is_refused(folder: Path) -> None:
    def half(group: Any) -> Any:
        return group.values[0] / 2

    with machine.compiling(), pytest.raises(TypeError, match="half must return a whole number"):
        entry(half)(four())
