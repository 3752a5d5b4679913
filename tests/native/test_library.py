"""The library of a wheel is used while it fits the package it stands in, and passed over without a word where not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from masthead.native import library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "masthead.rules.count-0123abcd"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of one rule that carries a library; that library is a text, which no system loads."""
    (tmp_path / "rules.py").write_text("LIMIT = 3\n", encoding="utf-8")
    folder = tmp_path / library.FOLDER
    folder.mkdir(parents=True)
    (folder / "machine.so").write_text("no library", encoding="utf-8")
    index = library.Index("machine.so", [NAME], ["rules.py"], library.digest_of(["rules.py"], tmp_path))
    index.write(folder)
    monkeypatch.setattr(library, "PACKAGE", tmp_path)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    library._index.cache_clear()
    library._library.cache_clear()


def test_an_index_holds_while_every_file_is_as_it_was(package: Path) -> None:
    index = library._index()
    assert index is not None
    assert index.functions == [NAME]


@pytest.mark.parametrize("edit", ["LIMIT = 4\n", "LIMIT = 3 \n", ""])
def test_a_file_that_was_edited_leaves_no_library(package: Path, edit: str) -> None:
    (package / "rules.py").write_text(edit, encoding="utf-8")
    assert library._index() is None
    assert not library.carries(NAME)
    assert library.address_of(NAME) is None


def test_a_file_that_is_gone_leaves_no_library(package: Path) -> None:
    (package / "rules.py").unlink()
    assert not library.carries(NAME)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"library": "machine.so"}'])
def test_a_damaged_index_leaves_no_library(package: Path, content: str) -> None:
    (package / library.FOLDER / "index.json").write_text(content, encoding="utf-8")
    assert not library.carries(NAME)


def test_a_library_that_the_system_cannot_load_is_passed_over(package: Path) -> None:
    assert library._index() is not None
    assert not library.carries(NAME)
    assert library.address_of(NAME) is None


def test_the_names_of_files_are_part_of_what_a_library_was_made_from(package: Path) -> None:
    before = library.digest_of(["rules.py"], package)
    (package / "rules.py").rename(package / "other.py")
    assert library.digest_of(["other.py"], package) != before


def test_a_source_tree_carries_no_library() -> None:
    assert not (library.PACKAGE / library.FOLDER).exists()
