"""What was read of files is kept in the cache, and taken from there only if nothing it depends on has changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from masthead.engines import How, reading
from masthead.engines.reading import kept_reading, reading_of
from masthead.sources import Reading, ReadOptions
from masthead.storage.hashing import hash_table

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "The council met on Monday. “We will build the road,” said Ann Bell, the mayor, of the town by the river.\n"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two outlets, one text each, and a file that is no article."""
    for outlet in ("Alpha", "Beta"):
        place = tmp_path / "news" / outlet
        place.mkdir(parents=True)
        (place / "2021-03-05.txt").write_text(f"{outlet} on the road\n\n{TEXT * 3}", encoding="utf-8")
    (tmp_path / "news" / "Alpha" / "photo.jpg").write_bytes(b"\xff\xd8")
    return tmp_path / "news"


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was read anew."""
    found: list[object] = []

    def read(source: object, *more: object) -> Reading:
        found.append(source)
        return reading_of(source, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "reading_of", read)
    return found


def same(one: Reading, other: Reading) -> bool:
    assert one.articles.schema.equals(other.articles.schema, check_metadata=True)
    assert one.furniture is not None
    return (
        one.articles.equals(other.articles)
        and one.furniture.equals(other.furniture)
        and hash_table(one.articles) == hash_table(other.articles)
        and all(getattr(one, name) == getattr(other, name) for name in ("notes", "rejects", "inputs", "findings"))
        and one.manifest == other.manifest
    )


def test_a_second_look_reads_nothing_and_finds_the_same(folder: Path, readings: list[object]) -> None:
    first = kept_reading(str(folder), How())
    second = kept_reading(str(folder), How())
    assert readings == [str(folder)]
    assert first.notes
    assert same(first, second)


def test_furniture_is_kept_as_it_was_marked(folder: Path, readings: list[object]) -> None:
    (folder / "Alpha" / "marked.txt").write_text(f"By Ann Bell\n\n{TEXT * 5}\n\nSubscribe to our newsletter\n", "utf-8")
    first, second = kept_reading(folder, How()), kept_reading(folder, How())
    assert len(readings) == 1
    assert any(first.articles["excluded"].to_pylist())
    assert same(first, second)


def test_a_file_of_the_same_size_and_time_is_read_again(folder: Path, readings: list[object]) -> None:
    path = folder / "Alpha" / "2021-03-05.txt"
    before = path.stat()
    kept_reading(folder, How())
    path.write_text(path.read_text("utf-8").replace("Monday", "Sunday"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert "Sunday" in kept_reading(folder, How()).articles["text"][0].as_py()
    assert len(readings) == 2


def test_a_damaged_file_as_long_as_before_is_not_trusted(folder: Path, tmp_path: Path, readings: list[object]) -> None:
    first = kept_reading(folder, How())
    for path in (tmp_path / "cache").glob("read-*/articles.arrow"):
        path.write_bytes(bytes(path.stat().st_size))
    assert same(kept_reading(folder, How()), first)
    assert len(readings) == 2


@pytest.mark.parametrize("change", ["new file", "file gone", "other name", "other folder"])
def test_other_files_are_read(folder: Path, readings: list[object], change: str) -> None:
    kept_reading(folder, How())
    path = folder / "Alpha" / "2021-03-05.txt"
    match change:
        case "new file":
            path.with_name("2021-03-06.txt").write_text(TEXT, "utf-8")
        case "file gone":
            path.unlink()
        case "other name":
            path.rename(path.with_name("2021-03-07.txt"))
        case _:
            folder = folder.rename(folder.with_name("other"))
    assert same(kept_reading(folder, How()), reading_of(folder, How().reading))
    assert len(readings) == 2


@pytest.mark.parametrize(
    "options", [ReadOptions(limit=1), ReadOptions(exclude_furniture=False), ReadOptions(day_first=True)]
)
def test_other_options_are_read_with(folder: Path, readings: list[object], options: ReadOptions) -> None:
    kept_reading(folder, How())
    kept_reading(folder, How(read=options))
    assert len(readings) == 2


@pytest.mark.parametrize(
    ("name", "value"), [("code_hash", lambda: "other"), ("_installed", lambda: ["ftfy-99.dist-info"])]
)
def test_other_code_and_packages_read_again(
    folder: Path, readings: list[object], monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    kept_reading(folder, How())
    monkeypatch.setattr(reading, name, value)
    kept_reading(folder, How())
    assert len(readings) == 2


def test_without_a_cache_nothing_is_kept(folder: Path, tmp_path: Path) -> None:
    kept_reading(folder, How(cache=False))
    assert not (tmp_path / "cache").exists()


def test_what_could_not_be_read_is_tried_again(folder: Path, readings: list[object]) -> None:
    (folder / "Beta" / "broken.parquet").write_bytes(b"PAR1 and nothing more")
    assert len(kept_reading(folder, How()).rejects) == 1
    assert len(kept_reading(folder, How()).rejects) == 1
    assert len(readings) == 2


def test_what_is_large_is_not_kept(folder: Path, readings: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 500)
    kept_reading(folder, How())
    kept_reading(folder, How())
    assert len(readings) == 2


def test_a_folder_with_links_is_read_each_time(folder: Path, readings: list[object]) -> None:
    (folder / "Alpha" / "linked.txt").symlink_to(folder / "Beta" / "2021-03-05.txt")
    kept_reading(folder, How())
    kept_reading(folder, How())
    assert len(readings) == 2


def test_files_that_change_while_they_are_read_are_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(source: object, *more: object) -> Reading:
        found = reading_of(source, *more)  # type: ignore[arg-type]
        (folder / "Alpha" / "2021-03-05.txt").write_text("Another text.", "utf-8")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(reading, "reading_of", read)
        kept_reading(folder, How())
    assert kept_reading(folder, How()).articles["text"][0].as_py() == "Another text."


def test_a_damaged_entry_is_made_again(folder: Path, tmp_path: Path, readings: list[object]) -> None:
    first = kept_reading(folder, How())
    for path in (tmp_path / "cache").glob("read-*/articles.arrow"):
        path.write_bytes(b"")
    assert same(kept_reading(folder, How()), first)
    assert len(readings) == 2


def test_little_is_kept_in_all(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_KEPT", 1)
    kept_reading(folder, How())
    assert not list((tmp_path / "cache").glob("read-*"))
