"""Downloads from a server on this machine: whole and checked, or not there at all."""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING

import pytest

from fileserver import FileServer, serving
from masthead.errors import OutputFailed, UnreadableInput, UsageError
from masthead.storage import download

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA = bytes(range(256)) * 2_000  # 512,000 bytes
SHA256 = hashlib.sha256(DATA).hexdigest()
MD5 = hashlib.md5(DATA, usedforsecurity=False).hexdigest()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving(DATA) as file:
        yield file


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "babe" / "file.csv"


def left(target: Path) -> list[str]:
    """The names of the files in the target's folder."""
    return sorted(path.name for path in target.parent.iterdir())


@pytest.mark.parametrize("known", [None, f"sha256:{SHA256}", f"md5:{MD5}"])
def test_a_file_is_fetched_whole_into_a_new_folder(server: FileServer, target: Path, known: str | None) -> None:
    told: list[tuple[int, int]] = []
    got = download(server.url, target, known=known, progress=lambda done, total: told.append((done, total)))
    assert (got.sha256, got.bytes, got.present) == (SHA256, 512_000, False)
    assert target.read_bytes() == DATA
    assert told[-1] == (512_000, 512_000)
    assert left(target) == ["file.csv"]


def test_a_file_that_is_there_with_the_right_checksum_is_left_alone(server: FileServer, target: Path) -> None:
    download(server.url, target, known=f"sha256:{SHA256}")
    again = download(server.url, target, known=f"sha256:{SHA256}")
    assert (again.present, again.sha256, server.requests) == (True, SHA256, 1)


def test_a_file_that_is_there_with_another_checksum_is_fetched_anew(server: FileServer, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"old")
    assert download(server.url, target, known=f"sha256:{SHA256}").present is False
    assert target.read_bytes() == DATA


def test_of_a_download_that_broke_off_nothing_stays(server: FileServer, target: Path) -> None:
    server.break_after = 196_608
    with pytest.raises(UnreadableInput) as caught:
        download(server.url, target)
    assert caught.value.what == "the download broke off after 196,608 bytes"
    assert caught.value.fix == "Run the command again."
    assert left(target) == []


def test_of_an_interrupted_download_nothing_stays(server: FileServer, target: Path) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done > 100_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(server.url, target, progress=interrupt)
    assert left(target) == []


def test_an_earlier_file_stays_where_the_new_one_is_not_whole(server: FileServer, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"old")
    server.break_after = 196_608
    with pytest.raises(UnreadableInput):
        download(server.url, target, known=f"sha256:{SHA256}")
    assert target.read_bytes() == b"old"


def test_a_wrong_checksum_is_told_with_both_and_nothing_stays(server: FileServer, target: Path) -> None:
    wrong = "0" * 64
    with pytest.raises(UnreadableInput) as caught:
        download(server.url, target, known=f"sha256:{wrong}", otherwise="By hand: ask the owners.")
    assert caught.value.what == (
        f"the file is not the published one: its checksum is {SHA256}, it should be {wrong}; removed"
    )
    assert caught.value.fix == "Try again; if it stays so, the owners have changed the file. By hand: ask the owners."
    assert (caught.value.where, caught.value.exit_code) == (server.url, 4)
    assert left(target) == []


def test_a_file_that_is_gone(server: FileServer, target: Path) -> None:
    server.status = 404
    with pytest.raises(UnreadableInput) as caught:
        download(server.url, target, otherwise="By hand: ask the owners.")
    assert caught.value.what == "the server answered 404 Not Found"
    assert caught.value.fix == "The file is no longer there. By hand: ask the owners."
    assert left(target) == []


def test_a_server_in_trouble(server: FileServer, target: Path) -> None:
    server.status = 503
    with pytest.raises(UnreadableInput, match="the server answered 503 Service Unavailable"):
        download(server.url, target)


def test_no_network(target: Path) -> None:
    with serving(b"") as gone:
        url = gone.url
    with pytest.raises(UnreadableInput) as caught:
        download(url, target, otherwise="By hand: ask the owners.")
    assert caught.value.what == "no connection"
    assert caught.value.fix == "Check the network and try again. By hand: ask the owners."
    assert left(target) == []


def test_no_answer_in_time(server: FileServer, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("masthead.storage.downloads._SECONDS", (5.0, 0.2))
    server.stall_after = 1_000
    with pytest.raises(UnreadableInput, match="the server did not answer in time"):
        download(server.url, target)
    server.stall_after = 131_072
    with pytest.raises(UnreadableInput, match="the download broke off after 131,072 bytes"):
        download(server.url, target)


def test_a_folder_that_cannot_be_made(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutputFailed) as caught:
        download(server.url, tmp_path / "file" / "x.csv")
    assert caught.value.fix == "Free some space, or choose another folder with --data DIR."


def test_without_pooch_it_says_how_to_get_it(server: FileServer, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(UsageError, match="fetching needs pooch, which is not installed") as caught:
        download(server.url, target)
    assert caught.value.fix == f"pip install 'masthead[fetch]', or download it yourself: {server.url}"
