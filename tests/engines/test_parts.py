"""Several jobs share a run: merged, their parts are what one run would have written, and nothing else is merged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from masthead import storage
from masthead.cli.app import app
from masthead.engines import How, folders, measure, merge, merging, open_corpus, verify
from masthead.errors import Locked, MastheadError, UnreadableInput, UsageError
from masthead.sources import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = "The brutal regime of {town} fell, said Karl Voss. It may rain on {town}, and nobody told them why. "


def write(path: Path, outlet: str, n: int, *, bad: bool = False, **more: Any) -> None:
    rows = [
        {"id": f"{outlet}{k}", "outlet": outlet, "text": TEXT.format(town=f"{outlet}{k}"), **more} for k in range(n)
    ]
    path.write_text("\n".join([*map(json.dumps, rows), *(["{bad"] if bad else []), ""]), encoding="utf-8")


@pytest.fixture(autouse=True)
def _inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven files of which two hold a line that is no JSON, and one is damaged."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for number, outlet in enumerate("ABCDEF"):
        write(Path("in") / f"{outlet}.jsonl", outlet, 1 + number % 3, bad=outlet in "BE")
    Path("in/G.parquet").write_bytes(b"PAR1 cut off")


def job(number: int, of: int, to: str = "out", hits: str | None = "hits", **how: Any) -> Any:
    return measure("in", How(shard=(number, of), **how), to=to, hits_to=hits)


def jobs(of: int, to: str = "out", hits: str | None = "hits", **how: Any) -> None:
    for number in range(of, 0, -1):
        job(number, of, to, hits, **how)


def files(*folders: str) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for folder in folders for path in Path(folder).rglob("*") if path.is_file()}


@pytest.fixture
def whole() -> dict[str, bytes]:
    """What one run without parts writes."""
    measure("in", to="out", hits_to="hits")
    found = files("out", "hits")
    shutil.rmtree("out")
    shutil.rmtree("hits")
    return found


@pytest.mark.parametrize("of", [1, 3, 9])
def test_merged_parts_are_the_bytes_of_one_run(whole: dict[str, bytes], of: int) -> None:
    jobs(of)
    found = merge("out")
    assert files("out", "hits") == whole
    assert sorted(found.tally.articles.items()) == [("A", 1), ("B", 2), ("C", 3), ("D", 1), ("E", 2), ("F", 3)]
    assert open_corpus("out").tally.total == 12
    assert verify("out").details == {"failed": 0, "warnings": 0}


def test_rejects_are_merged_in_the_order_of_one_run() -> None:
    once = measure("in", to="once").rejects
    jobs(3, hits=None)
    assert merge("out").rejects == once
    assert [(reject.reason, reject.origin) for reject in once] == [
        ("file failed", "in/G.parquet"),
        ("bad JSON", "in/B.jsonl:3"),
        ("bad JSON", "in/E.jsonl:3"),
    ]


def test_the_command_line_writes_the_same_bytes_with_rejects_and_command(tmp_path: Path) -> None:
    def run(*words: str) -> int:
        return CliRunner().invoke(app, words, prog_name="masthead").exit_code

    assert run("measure", "in", "-o", "out", "--hits", "hits") == 3
    once = files("out", "hits")
    shutil.rmtree("out")
    shutil.rmtree("hits")
    assert [run("measure", "in", "-o", "out", "--hits", "hits", "--shard", f"{n}/2") for n in (1, 2)] == [3, 3]
    assert run("merge", "out") == 3
    assert files("out", "hits") == once
    assert "out/rejects.jsonl" in once


def test_parts_from_several_machines_are_merged_into_a_folder_that_is_named(whole: dict[str, bytes]) -> None:
    for number in (1, 2):
        Path(f"machine-{number}").mkdir()
        job(number, 2, f"machine-{number}/out", f"machine-{number}/hits")
    with pytest.raises(UsageError, match="nothing says where the merged results go"):
        merge(["machine-1/out", "machine-2/out"])
    with pytest.raises(UsageError, match="these parts have hits, which go to a folder of their own"):
        merge(["machine-1/out", "machine-2/out"], "out")
    merge(["machine-1/out", "machine-2/out"], "out", "hits")
    assert files("out", "hits") == whole
    assert Path("machine-1/out/parts/1-of-2/masthead.part.json").is_file()


def test_a_job_again_keeps_what_it_did_and_makes_the_rest() -> None:
    job(1, 2)
    before = {path: Path(path).stat().st_mtime_ns for path in files("out") if "E." not in path and "json" not in path}
    # Of A, C, E and G, the second last has a reject that is to be told again, and the last can't be read.
    assert "2 results are as an earlier run left them, and 1 measured" in job(1, 2).notes
    assert before == {path: Path(path).stat().st_mtime_ns for path in before}
    assert len(before) == 2


def test_more_parts_than_files_do_no_harm() -> None:
    found = job(9, 9)
    assert (found.tally.total, found.rejects) == (0, ())


def test_a_large_file_that_jobs_cannot_share_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "LARGE", 1)
    said = "7 files for 8 jobs: a file is measured by one of them; masthead read in/A.jsonl -o FOLDER makes tables that"
    assert [note for note in job(1, 8).notes if "jobs" in note] == [f"{said} they can share"]
    assert not [note for note in job(1, 7, "other", None).notes if "jobs" in note]


def test_parts_are_no_data_set_before_they_are_merged() -> None:
    jobs(2)
    for folder in ("out", "out/parts/1-of-2"):
        with pytest.raises((UnreadableInput, UsageError)):
            open_corpus(folder)


def given_twice() -> Sequence[str]:
    shutil.copytree("out", "copy")
    return ["out", "copy"]


def missing() -> str:
    shutil.rmtree("out/parts/2-of-3")
    return "out"


def unfinished() -> str:
    Path("out/parts/2-of-3/masthead.part.json").unlink()
    return "out"


def of_another_run() -> str:
    job(1, 4)
    return "out"


def other_options() -> str:
    shutil.rmtree("out/parts/2-of-3")
    job(2, 3, read=ReadOptions(limit=1), cache=False)
    return "out"


def other_version() -> str:
    path = Path("out/parts/2-of-3/masthead.part.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"masthead": "0.0.9"}))
    return "out"


def other_inputs() -> str:
    write(Path("in/A.jsonl"), "A", 2)
    job(3, 3)
    return "out"


def other_command() -> str:
    job(3, 3, more={"command": "masthead measure there"})
    return "out"


def damaged() -> str:
    write(Path("out/parts/2-of-3/B.parquet"), "B", 1)
    return "out"


def nothing() -> str:
    Path("empty").mkdir()
    return "empty"


@pytest.mark.parametrize(
    ("harm", "kind", "said"),
    [
        (given_twice, UsageError, r"part 1 of 3 is there twice: out/parts/1-of-3 and copy/parts/1-of-3"),
        (missing, UsageError, r"1 part is missing of 3: 2"),
        (unfinished, UnreadableInput, r"out/parts/2-of-3: this part is not finished"),
        (of_another_run, UsageError, r"these are parts of different runs: part 1 of 3 and part 1 of 4"),
        (other_options, UsageError, r"the option limit is none in part 1 of 3 and 1 in part 2 of 3"),
        (other_version, UsageError, r"the version of masthead is 0\.1\.0 in part 1 of 3 and 0\.0\.9 in part 2 of 3"),
        (other_inputs, UsageError, r"the list of input files, their names and sizes is one in part 1 of 3"),
        (other_command, UsageError, r"the command is None in part 1 of 3 and masthead measure there in part 3 of 3"),
        (damaged, UnreadableInput, r"out/parts/2-of-3/B\.parquet: a file is missing or differs"),
        (nothing, UnreadableInput, r"there are no parts in this folder"),
    ],
)
def test_what_is_not_one_run_is_refused(harm: Any, kind: type[MastheadError], said: str) -> None:
    jobs(3)
    given = harm()
    with pytest.raises(kind, match=said):
        merge(given, *(["merged", "spans"] if harm is given_twice else []))
    assert not Path("out/masthead.manifest.json").exists()


def test_a_part_that_a_job_is_still_at_is_not_merged() -> None:
    jobs(2)
    with storage.sole_writer(Path("out/parts/2-of-2")), pytest.raises(Locked, match="a job is still at this part"):
        merge("out")


def test_a_merge_that_was_stopped_leaves_no_data_set_and_can_be_run_again(
    whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs(3)
    put, times = storage.put_in_place, iter(range(100))

    def stopped(source: Path, target: Path) -> None:
        if next(times) == 5:
            raise KeyboardInterrupt
        put(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(merging.storage, "put_in_place", stopped)
        with pytest.raises(KeyboardInterrupt):
            merge("out")
    with pytest.raises(UnreadableInput, match="holds results and no"):
        open_corpus("out")
    merge("out")
    assert files("out", "hits") == whole
    with pytest.raises(UsageError, match="the parts of this folder are a data set already"):
        merge("out", "elsewhere", "spans")


def test_a_merge_that_was_stopped_when_all_was_done_has_nothing_to_do(
    whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs(3)

    def stopped(*_given: object, **_how: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(merging.shutil, "rmtree", stopped)
        with pytest.raises(KeyboardInterrupt):
            merge("out")
    assert Path("out/.parts.removed").is_dir()
    assert merge("out").tally.total == sum(merge("out").tally.articles.values()) > 0
    done = CliRunner().invoke(app, ["merge", "out"], prog_name="masthead")
    assert (done.exit_code, done.stderr) == (0, "out holds a whole data set and no parts: nothing to do\n")
    assert files("out", "hits") == whole
    with pytest.raises(UnreadableInput, match="there are no parts in this folder"):
        merge("in")


def test_results_are_copied_where_a_file_system_has_no_second_names(
    whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, target: Path) -> None:
        raise OSError(95, "Operation not supported")

    jobs(2)
    monkeypatch.setattr(Path, "hardlink_to", refused)
    merge("out")
    assert files("out", "hits") == whole


@pytest.mark.parametrize("of", [2, 3])
def test_the_same_file_twice_is_refused_or_counted_once_whichever_parts_it_is_in(of: int) -> None:
    shutil.copy("in/A.jsonl", "in/AA.jsonl")
    kept = {"read": ReadOptions(on_duplicate="keep-first")}
    once = measure("in", How(**kept), to="out", hits_to="hits")
    expected = files("out", "hits")
    shutil.rmtree("out")
    shutil.rmtree("hits")
    jobs(of, **kept)
    assert merge("out").rejects == once.rejects
    assert files("out", "hits") == expected
    jobs(of, to="other", hits=None)
    with pytest.raises(UsageError, match=r"the same file is given twice: in/A\.jsonl and in/AA\.jsonl"):
        merge("other")


def test_an_id_of_two_parts_is_refused() -> None:
    write(Path("in/Z.jsonl"), "A", 1, date="2031-05-04")
    jobs(2)
    with pytest.raises(UsageError, match="the id 'A0' belongs to two articles"):
        merge("out")


def test_genres_are_told_of_all_parts(tmp_path: Path) -> None:
    write(Path("in/H.jsonl"), "H", 2, genre="opinion")
    once = measure("in", How(genre="opinion"), to="out")
    expected = files("out")
    shutil.rmtree("out")
    jobs(3, hits=None, genre="opinion")
    found = merge("out")
    assert files("out") == expected
    assert found.manifest["genres"] == once.manifest["genres"]


@pytest.mark.parametrize("shard", ["0/4", "5/4", "one/two", "3"])
def test_a_part_that_there_can_not_be_is_refused(shard: str) -> None:
    done = CliRunner().invoke(app, ["measure", "in", "-o", "out", "--shard", shard], prog_name="masthead")
    assert done.exit_code == 2
    assert "Number the jobs from 1: --shard 1/4." in done.output
    lone = CliRunner().invoke(app, ["measure", "in", "-o", "out.parquet", "--shard", "1/4"], prog_name="masthead")
    assert "--shard and --engine share out the files of a folder" in lone.output
