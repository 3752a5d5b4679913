"""Faults of the world around a run, and the test that injects each: nothing is lost, torn, let in or said wrong."""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from dying_worker import begin_bounded
from faulty_places import as_anybody, left_in, program, with_files_of, write
from masthead.cli.app import app
from masthead.engines import How, folders, measure, shards, verify
from masthead.engines.counting import Counter
from masthead.errors import UnreadableInput
from masthead.sources import files, read, reading
from masthead.sources.formats import arrow, large
from masthead.sources.formats.locate import locate
from masthead.sources.rows import Sound

if TYPE_CHECKING:
    from collections.abc import Callable

TESTS = Path(__file__).parent
FAULTS = {
    "a Parquet file that is cut off": "cli/test_cli_failures.py::test_a_truncated_parquet_among_good_files_and_alone",
    "a damaged Parquet, gzip or text file": (
        "sources/test_reading.py::test_files_that_can_not_be_read_are_rejected_and_the_others_go_on"
    ),
    "a column whose name is no UTF-8": (
        "engines/test_faults.py::test_a_column_whose_name_is_no_utf_8_costs_its_own_file_alone"
    ),
    "a web archive that is cut off": "sources/formats/test_warc.py::test_of_an_archive_that_is_cut_off_what_is_whole_is_read",
    "strict: the first reject ends the reading": "sources/test_reading.py::test_strict_ends_at_the_first_reject",
    "a gzip bomb": "sources/test_reading.py::test_a_gzip_bomb_is_stopped",
    "a large file that is packed, cut off or binary": (
        "sources/formats/test_large.py::test_a_file_that_cant_be_used_is_a_reject_and_none_of_it_is_read"
    ),
    "a zip bomb in a document": "sources/formats/test_document_files.py::test_a_bomb_is_stopped_before_it_goes_off",
    "a zip bomb in a workbook": (
        "sources/formats/test_spreadsheets.py::test_a_workbook_that_unpacks_beyond_reason_is_refused"
    ),
    "a zip bomb in a release": "sources/test_releases.py::test_a_zip_bomb_is_left_packed",
    "an archive that lies about sizes": (
        "sources/formats/test_document_files.py::test_a_size_that_an_archive_lies_about_does_no_harm"
    ),
    "a Parquet bomb": (
        "sources/formats/test_parquet.py::test_a_file_of_some_hundred_bytes_that_decodes_to_32_megabytes_is_refused"
    ),
    "other encodings and byte order marks": "sources/formats/test_decode.py::test_the_ladder_reads_the_same_text",
    "UTF-16": "sources/test_reading.py::test_utf16_is_read_with_a_note",
    "NUL and control characters": "sources/test_reading.py::test_control_characters_are_replaced_in_place_and_noted",
    "lone surrogates": "sources/test_reading.py::test_lone_surrogates_in_json_are_replaced",
    "an article that is too long": "sources/test_reading.py::test_too_long_an_article_is_rejected_by_the_stated_limit",
    "a text that is empty or in another language": "features/test_readability_features.py::test_null_with_its_reason",
    "ids given twice": "sources/test_reading.py::test_ids_given_twice",
    "a bad line of JSON": "sources/test_reading.py::test_json_lines_come_in_on_a_stream",
    "JSON that is nested too deeply": "sources/formats/test_json_lines.py::test_deep_nesting_is_bad_json",
    "a wrong number of fields": "sources/formats/test_delimited.py::test_a_wrong_field_count_is_rejected_with_its_line",
    "a quotation mark that is not closed": (
        "sources/formats/test_delimited.py::test_a_quote_that_nobody_closes_costs_its_own_row_alone"
    ),
    "a missing column": "sources/formats/test_delimited.py::test_no_header_and_no_text_column",
    "an outlet named like a path": "sources/test_reading.py::test_an_outlet_that_looks_like_a_path_is_a_name",
    "an archive that leads out of itself": "sources/test_releases.py::test_names_that_lead_out_of_an_archive_lead_nowhere",
    "links and devices in an archive": "sources/test_releases.py::test_links_and_devices_in_an_archive_are_passed_over",
    "an archive of absurdly many files": "sources/test_releases.py::test_an_archive_of_absurdly_many_files_is_refused",
    "external entities in a document": (
        "sources/formats/test_document_files.py::test_entities_of_a_document_open_no_file_and_do_not_grow"
    ),
    "external entities in a workbook": (
        "sources/formats/test_spreadsheets.py::test_entities_of_a_workbook_open_no_file_and_do_not_grow"
    ),
    "external entities in a feed": "sources/formats/test_feeds.py::test_a_feed_never_opens_files_or_grows_beyond_reason",
    "links to folders, and in circles": "sources/formats/test_locate.py::test_links_to_folders_are_not_followed",
    "links out of a folder": (
        "sources/formats/test_locate.py::test_a_link_to_a_file_elsewhere_is_rejected_and_one_within_the_folder_is_read"
    ),
    "pipes, devices and broken links": "sources/formats/test_locate.py::test_what_is_no_file_is_rejected_and_never_opened",
    "a catastrophic pattern": "sources/test_declarations.py::test_a_pattern_finds_its_group_in_linear_time",
    "a model that is a pickle": "classifiers/test_store.py::test_a_pickle_is_refused_and_never_run",
    "a model that is nested or claims beyond reason": "classifiers/test_store.py::test_a_damaged_schema_is_unreadable",
    "a list whose aliases unfold without end": (
        "lexicons/test_layouts.py::test_yaml_that_would_unfold_without_end_or_has_no_names"
    ),
    "an options file that is nested too deeply": (
        "test_config.py::test_a_file_that_is_nested_too_deeply_is_unreadable"
    ),
    "a full disk": "test_faults.py::test_a_full_disk_leaves_nothing_and_earlier_outputs_as_they_were",
    "a full disk of the cache": "storage/test_cache.py::test_a_full_cache_is_stepped_around_however_the_build_writes",
    "a full disk for output and cache": "test_faults.py::test_no_room_for_output_and_cache",
    "a folder that can't be written to": "test_faults.py::test_a_folder_without_rights_is_an_output_error",
    "a cache that can't be written to": "test_faults.py::test_a_cache_without_rights_costs_no_run",
    "a file that can't be read": "test_faults.py::test_a_file_without_rights_is_a_reject",
    "SIGINT and SIGTERM": "cli/test_cli_process.py::test_a_signal_ends_the_run_without_a_trace",
    "signals to several workers": (
        "cli/test_cli_process.py::test_a_signal_ends_a_run_of_two_workers_at_once_and_the_next_run_goes_on"
    ),
    "SIGKILL": "cli/test_cli_verify.py::test_a_run_that_is_ended_takes_its_workers_with_it_and_is_taken_up",
    "workers without a run": "engines/test_workers.py::test_workers_end_with_their_run",
    "a worker that dies once": "engines/test_streaming.py::test_a_process_that_dies_once_costs_nothing",
    "an article that kills its worker": (
        "engines/test_streaming.py::test_an_article_that_kills_its_process_is_a_reject_and_the_others_are_measured"
    ),
    "a file that kills its worker": "engines/test_streaming.py::test_a_file_that_kills_whoever_reads_it_is_a_reject",
    "an article that needs more memory than there is": (
        "test_faults.py::test_an_article_that_there_is_no_memory_for_is_a_reject"
    ),
    "no memory for a command": "test_faults.py::test_a_command_without_memory_says_so",
    "a file that grows while it is read": "test_faults.py::test_a_file_that_grows_while_it_is_read_is_a_reject",
    "a file that vanishes while it is read": "test_faults.py::test_a_file_that_vanishes_while_it_is_read",
    "a large file that changes between two looks": (
        "test_faults.py::test_a_large_file_that_changes_while_it_is_read_ends_the_reading"
    ),
    "a file that changes after it was hashed": "test_faults.py::test_a_file_that_changes_after_it_was_hashed_is_a_reject",
    "runs of one character in files": "sources/test_linear.py::test_twice_the_run_takes_twice_the_time",
    "runs of one character in texts": "text/test_hostile_text.py::test_time_is_linear",
    "two runs at once": "storage/test_commit.py::test_a_second_run_is_locked_out_while_the_first_writes",
    "two runs of several workers at once": (
        "cli/test_cli_process.py::test_of_two_runs_of_two_workers_at_once_one_wins"
    ),
    "locale, time zone, hash seed, jobs": "test_promises.py::test_the_same_input_gives_the_same_bytes",
    "the network": "test_promises.py::test_the_main_job_asks_no_network",
}
"""Every fault, and the test that injects it."""


@pytest.mark.parametrize("test", FAULTS.values(), ids=FAULTS)
def test_every_fault_has_a_test(test: str) -> None:
    file, _, name = test.partition("::")
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert name in {item.name for item in tree.body if isinstance(item, ast.FunctionDef)}


def write_more(path: Path) -> None:
    """Add an article to a file."""
    with path.open("a") as file:
        file.write('{"id": "more", "outlet": "B", "text": "One more."}\n')


def cut(path: Path) -> None:
    """Leave the first half of a file."""
    os.truncate(path, path.stat().st_size // 2)


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Two files of articles."""
    for outlet in "AB":
        write(tmp_path / "in" / f"{outlet}.jsonl", outlet, 30)
    return tmp_path / "in"


LARGE = "No. {number}: the mayor of {town} said it may fall, and nobody in {town} told him why. "
COMMANDS = {
    "read": ("read", "{big}", "-o", "{out}/articles.csv"),
    "measure": ("measure", "{big}", "-o", "{out}/features.parquet", "--no-cache"),
    "measure a folder": ("measure", "{big}", "-o", "{out}/features", "--no-cache"),
    "report": ("report", "{big}", "-o", "{out}/report.html"),
}
"""Commands whose output has more than ``ROOM`` bytes."""
ROOM = 4_096


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """One file of articles whose results are larger than ``ROOM``."""
    texts = [" ".join(LARGE.format(number=n * k, town=f"Ardel{n}") for k in range(20)) for n in range(80)]
    rows = [{"id": str(n), "outlet": "ABC"[n % 3], "text": text} for n, text in enumerate(texts)]
    path = tmp_path / "big.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_full_disk_leaves_nothing_and_earlier_outputs_as_they_were(
    tmp_path: Path, big: Path, command: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    arguments = [part.format(big=big, out=out) for part in command]
    earlier = Path(arguments[arguments.index("-o") + 1])
    if earlier.suffix:
        earlier.write_text("made before")
    done = program(*arguments, prepare=with_files_of(ROOM))
    assert (done.returncode, "Traceback" in done.stderr) == (5, False), done.stderr
    assert "could not write: File too large" in done.stderr
    assert left_in(out) == []
    if earlier.suffix:
        assert earlier.read_text() == "made before"
        assert list(out.iterdir()) == [earlier]
    else:
        assert list(earlier.iterdir()) == []


def test_no_room_for_output_and_cache(tables: Path, small_disk: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        (small_disk / "filler").write_bytes(bytes(2_000_000))
    done = program("measure", tables, "-o", small_disk / "f.parquet", MASTHEAD_CACHE=str(small_disk / "cache"))
    assert (done.returncode, "Traceback" in done.stderr) == (5, False), done.stderr
    assert "No space left on device" in done.stderr
    assert left_in(small_disk) == []
    assert not (small_disk / "f.parquet").exists()


@pytest.mark.parametrize("to", ["f.parquet", "folder", "a.csv"])
def test_a_folder_without_rights_is_an_output_error(tables: Path, tmp_path: Path, to: str) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o555)
    done = program("read" if to.endswith("csv") else "measure", tables, "-o", locked / to, prepare=as_anybody())
    assert (done.returncode, "Traceback" in done.stderr) == (5, False), done.stderr
    assert "Permission denied" in done.stderr
    assert list(locked.iterdir()) == []


def test_a_cache_without_rights_costs_no_run(tables: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o555)
    done = program(
        "measure", tables, "-o", tmp_path / "f.parquet", prepare=as_anybody(), MASTHEAD_CACHE=str(locked / "cache")
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith(f"wrote 60 rows to {tmp_path / 'f.parquet'}\n")
    assert list(locked.iterdir()) == []


def test_a_file_without_rights_is_a_reject(tables: Path, tmp_path: Path) -> None:
    (tables / "B.jsonl").chmod(0)
    done = program("read", tables, "-o", tmp_path / "a.csv", prepare=as_anybody())
    assert done.returncode == 3
    [reject] = [json.loads(line) for line in (tmp_path / "a.csv.rejects.jsonl").read_text().splitlines()]
    assert (Path(reject["origin"]).name, reject["detail"]) == ("B.jsonl", "Permission denied")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="address space is bounded by what /proc tells")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_article_that_there_is_no_memory_for_is_a_reject(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(shards, "own_process", begin_bounded)
    if jobs == 1:  # this process is no worker, so that it is told to have no memory for the file
        monkeypatch.setattr(Counter, "measure", _without_memory)
    write(tables / "B.jsonl", "B", 1)
    long = "The mayor said it may fall, and nobody told him why. " * 60_000
    with (tables / "B.jsonl").open("a") as file:
        file.write(json.dumps({"id": "long", "outlet": "B", "text": long}) + "\n")
    write(tables / "C.jsonl", "C", 3)
    found = measure(tables, How(jobs=jobs), to=tmp_path / "out")
    assert found.tally.articles == {"A": 30, "B": 1, "C": 3}
    [reject] = found.rejects
    assert (reject.reason, Path(reject.origin).name) == ("kills its process", "B.jsonl")
    assert reject.detail.startswith("article 2, of id long: ")


def _without_memory(counter: Counter, articles: pa.Table, *, hits: bool = True) -> Any:
    """Measure as ever, but for long articles."""
    if articles["text"].nbytes > 1_000_000:
        raise MemoryError
    return counter.batches.measure(articles, hits=hits)


def test_a_command_without_memory_says_so(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def measured(*_given: object, **_how: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Counter, "measure", measured)
    done = CliRunner().invoke(app, ["measure", str(tables), "-o", str(tmp_path / "f.parquet"), "--jobs", "1"])
    assert (done.exit_code, done.stdout) == (4, "")
    assert "error: there is not enough memory for this\n" in done.stderr
    assert "which leaves out only the articles that need too much" in done.stderr
    assert list(tmp_path.iterdir()) == [tables]


def test_a_file_that_grows_while_it_is_read_is_a_reject(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_bytes = files.read_bytes

    def growing(path: Path, limit: int) -> bytes:
        data = read_bytes(path, limit)
        if path.name == "B.jsonl":
            write_more(path)
        return data

    monkeypatch.setattr(files, "read_bytes", growing)
    found = read(tables)
    assert found.articles.num_rows == 30
    assert [(reject.reason, Path(reject.origin).name, reject.detail) for reject in found.rejects] == [
        ("changed", "B.jsonl", "something was written to it while it was read")
    ]


def test_a_file_that_vanishes_while_it_is_read(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def located(*given: Any) -> Any:
        found = locate(*given)
        (tables / "B.jsonl").unlink()
        return found

    monkeypatch.setattr(reading, "locate", located)
    found = read(tables)
    assert found.articles.num_rows == 30
    assert [(reject.reason, Path(reject.origin).name) for reject in found.rejects] == [("not a file", "B.jsonl")]


@pytest.mark.parametrize("change", [write_more, cut], ids=["grows", "is cut off"])
def test_a_large_file_that_changes_while_it_is_read_ends_the_reading(
    tables: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    """Its articles are handed on as they come, so that there is no going back to leaving it out."""
    monkeypatch.setattr(large, "LARGE", 100)
    path = tables / "B.jsonl"

    def looked(*given: Any) -> Any:
        for item in stream(*given):
            yield item
            if isinstance(item, Sound):
                change(path)

    stream = large.stream_json_lines
    monkeypatch.setattr(large, "stream_json_lines", looked)
    with pytest.raises(UnreadableInput, match="the file changed: something was written to it while it was read"):
        read(tables)


def test_a_large_parquet_file_that_is_cut_off_while_it_is_read_ends_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.parquet"
    texts = [f"It may rain on {number}." * 200 for number in range(4_000)]
    pq.write_table(pa.table({"outlet": ["A"] * 4_000, "text": texts}), path, row_group_size=100, compression="none")

    def looked(*given: Any) -> Any:
        for item in through(*given):
            yield item
            if isinstance(item, Sound):
                cut(path)

    through = arrow._looked_through
    monkeypatch.setattr(arrow, "_looked_through", looked)
    monkeypatch.setattr(reading, "HELD_BYTES", 1_000_000)
    with pytest.raises(UnreadableInput, match="the file changed"):
        list(reading.stream(path, held=1_000_000).tables())


def test_a_file_that_changes_after_it_was_hashed_is_a_reject(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(*given: Any) -> Any:
        hashed = keyed(*given)
        write_more(tables / "B.jsonl")
        return hashed

    keyed = folders._keyed
    monkeypatch.setattr(folders, "_keyed", told)
    found = measure(tables, to=tmp_path / "out")
    assert found.tally.articles == {"A": 30}
    [reject] = found.rejects
    assert reject.detail == "the file changed: something was written to it while it was read"
    monkeypatch.undo()
    assert measure(tables, to=tmp_path / "out").tally.articles == {"A": 30, "B": 31}
    assert not any(row["status"] == "failed" for row in verify(tmp_path / "out").table.to_pylist())
