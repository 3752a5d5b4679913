"""``masthead corpora``: listing, explaining, importing and fetching, the last from a server on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from fileserver import FileServer, serving
from masthead.sources.releases import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]
    Rows = Callable[[Result], list[dict[str, Any]]]

ROW = "It rained in the north.;http://e.org/1;Example;rain;left;Biased;Entirely factual;[]\n"
CSV = f"text;news_link;outlet;topic;type;label_bias;label_opinion;biased_words\n{ROW * 4_000}".encode()
DECLARATION = """
name = "mine"
title = "Sentences of my own"
version = "1"
license = "mine"
source = "https://example.org/mine"
citation = "Me (2031). Sentences."
by_hand = "Look on my desk."
size = "4,000 sentences"
traps = ["They are all the same."]

[[files]]
name = "file.csv"
url = "{url}"
checked = "verified"
{known}

[read]
unit = "sentence"
tables = [{{ layout = "table", files = ["file.csv"], delimiter = ";" }}]
[read.fields]
outlet = "outlet"
text = "text"
[read.labels]
biased = {{ column = "label_bias", values = {{ Biased = "yes", Non-biased = "no" }} }}
"""


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MASTHEAD_DATA", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving(CSV) as file:
        yield file


def declare(folder: Path, url: str, known: str = "") -> Path:
    path = folder / "corpus.toml"
    path.write_text(DECLARATION.format(url=url, known=known), encoding="utf-8")
    return path


def test_the_list_names_every_corpus_with_its_terms(run: Run, rows: Rows, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "abp.parquet").touch()
    shown = run("corpora", "list", "--data", "data")
    assert shown.exit_code == 0
    assert shown.stdout.startswith("17 corpora, 2 of them here\n")
    assert "CC BY-NC-SA 4.0  by hand" in shown.stdout
    assert max(map(len, run("corpora", "list", "--width", "80").stdout.splitlines())) <= 80
    found = rows(run("corpora", "list", "--data", "data", "-f", "json"))
    assert [row["name"] for row in found] == list(NAMES)
    assert [row["name"] for row in found if row["present"]] == ["demo", "abp"]
    assert [row["name"] for row in found if not row["fetch"]] == ["demo", "subjectivity", "lim2020", "faerber2020"]


def test_one_corpus_is_explained(run: Run) -> None:
    shown = run("corpora", "info", "fa_kes", "--width", "200").stdout
    for said in (
        "license: CC BY. As OpenAIRE lists it (secondary)",
        "source: https://doi.org/10.5281/zenodo.2607278",
        "citation: Abu Salem, Al Feel, Elbassuoni, Jaber, Farah (2019).",
        "file: https://zenodo.org/record/2607278/files/FA-KES-Dataset.csv (md5:55d0ec452440a4ed46aac1e330b40e83; "
        "address verified)",
        "they agree with the right ones no better than chance",
        "label of FAKES_updated.csv, 0: fake; 1: credible",
        "date, as date (%m/%d/%Y)",
    ):
        assert said in shown


def test_bibtex_is_printed_alone(run: Run, tmp_path: Path) -> None:
    shown = run("corpora", "info", "abp", "--bibtex").stdout
    assert shown.startswith("@inproceedings{baly2020bias,\n  author    = {Baly, Ramy and Da San Martino")
    assert shown.endswith("}\n")
    refused = run("corpora", "info", declare(tmp_path, "https://example.org/x"), "--bibtex")
    assert refused.exit_code == 2
    assert "error: mine has no BibTeX entry\n  fix: Cite: Me (2031). Sentences." in refused.stderr


def test_an_unknown_name_is_told_with_the_nearest(run: Run) -> None:
    result = run("corpora", "info", "polneer")
    assert result.exit_code == 2
    assert "there is no corpus 'polneer'. Did you mean 'polnear'?" in result.stderr


def test_a_release_is_imported_to_a_table_that_other_commands_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_bytes(CSV)
    declaration = declare(tmp_path, "https://example.org/x")
    result = run("corpora", "import", "file.csv", "--corpus", declaration, "--limit", "30", "-o", "mine.parquet")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[:3] == [
        "mine: 30 sentences of 1 outlet",
        "published size: 4,000 sentences",
        "license: mine",
    ]
    assert "label_biased" in result.stdout
    table = pq.read_table("mine.parquet")
    assert (table.num_rows, set(table["label_biased"].to_pylist())) == (30, {"yes"})
    manifest = json.loads(table.schema.metadata[b"masthead"])
    assert manifest["corpus"]["name"] == "mine"
    assert manifest["inputs"] == [{"name": "file.csv", "sha256": hashlib.sha256(CSV).hexdigest()}]
    read = run("read", "mine.parquet")
    assert read.stdout.startswith("Read 30 articles of 1 outlet")


def test_an_import_without_a_place_to_go_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_bytes(CSV)
    result = run("corpora", "import", "file.csv", "--corpus", declare(tmp_path, "https://example.org/x"))
    assert result.exit_code == 0
    assert "note: nothing was written; to keep the rows, add -o mine.parquet" in result.stderr


def test_an_import_does_not_overwrite_its_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_bytes(CSV)
    declaration = declare(tmp_path, "https://example.org/x")
    result = run("corpora", "import", "file.csv", "--corpus", declaration, "-o", "file.csv")
    assert result.exit_code == 2
    assert "this file is an input and would be overwritten" in result.stderr
    assert (tmp_path / "file.csv").read_bytes() == CSV


def test_what_cannot_be_used_is_listed_and_the_exit_code_is_3(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_bytes(CSV.replace(b";Biased;", b";Bised;", 1))
    result = run("corpora", "import", "file.csv", "--corpus", declare(tmp_path, "https://example.org/x"))
    assert result.exit_code == 3
    assert "file.csv:2: unknown value (label_biased: 'Bised' is none of 'Biased', 'Non-biased')" in result.stderr


def test_a_corpus_is_fetched_and_imported(run: Run, rows: Rows, server: FileServer, tmp_path: Path) -> None:
    digest = hashlib.sha256(CSV).hexdigest()
    declaration = declare(tmp_path, server.url, f'sha256 = "{digest}"')
    result = run("corpora", "fetch", declaration, "--data", "data")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == "note: mine: license: mine\n"
    assert result.stdout.splitlines()[0] == "mine: 1 file in data/mine"
    flowing = " ".join(result.stdout.split())
    assert "matches the published SHA256" in flowing
    assert f"Next: masthead corpora import data/mine --corpus {declaration} -o mine.parquet." in flowing
    [again] = rows(run("corpora", "fetch", declaration, "--data", "data", "-f", "json"))
    assert (again["present"], again["sha256"], again["bytes"], server.requests) == (True, digest, len(CSV), 1)
    imported = run("corpora", "import", "data/mine", "--corpus", declaration)
    assert imported.stdout.startswith("mine: 4,000 sentences of 1 outlet")


def test_a_wrong_checksum_leaves_nothing(run: Run, server: FileServer, tmp_path: Path) -> None:
    result = run("corpora", "fetch", declare(tmp_path, server.url, f'md5 = "{"0" * 32}"'), "--data", "data")
    assert result.exit_code == 4
    assert f"its checksum is {hashlib.md5(CSV).hexdigest()}, it should be {'0' * 32}; removed" in result.stderr
    assert "By hand: Look on my desk." in result.stderr
    assert list((tmp_path / "data" / "mine").iterdir()) == []


@pytest.mark.parametrize(("status", "said"), [(404, "the server answered 404 Not Found"), (503, "503 Service")])
def test_what_the_server_says_is_told(run: Run, server: FileServer, tmp_path: Path, status: int, said: str) -> None:
    server.status = status
    result = run("corpora", "fetch", declare(tmp_path, server.url), "--data", "data")
    assert result.exit_code == 4
    assert said in result.stderr


def test_a_corpus_without_an_address_is_told_by_hand(run: Run) -> None:
    result = run("corpora", "fetch", "subjectivity", "--data", "data")
    assert result.exit_code == 2
    assert "subjectivity has no stable address to fetch it from" in result.stderr
    assert "download train_en.tsv, dev_en.tsv and dev_test_en.tsv" in result.stderr


def test_an_interrupted_fetch_leaves_nothing(run: Run, server: FileServer, tmp_path: Path) -> None:
    server.stall_after = 131_072
    command = [
        sys.executable,
        "-m",
        "masthead",
        "corpora",
        "fetch",
        str(declare(tmp_path, server.url)),
        "--data",
        "data",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ.copy()) as process:
        folder = tmp_path / "data" / "mine"
        deadline = time.monotonic() + 30
        while not any(path.stat().st_size >= 65_536 for path in folder.glob("*")) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said.splitlines()[-1]) == (130, "interrupted")
    assert list(folder.iterdir()) == []


def test_no_other_command_of_corpora_asks_the_network(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    assert run("corpora", "list").exit_code == 0
    assert all(run("corpora", "info", name).exit_code == 0 for name in NAMES)
