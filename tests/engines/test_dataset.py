"""A folder of results is one data set: nothing stale, mixed or twice is pooled, and what is off is named."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masthead.engines import MANIFEST, How, ids, measure, open_corpus, verify
from masthead.engines.ids import repeated_ids
from masthead.errors import Locked, UnreadableInput, UsageError
from masthead.sources import ReadOptions
from masthead.storage import read_manifest, read_table, sole_writer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TEXT = "It may rain on {town}, said Karl Voss of {town}. Nobody told {town} why the brutal regime fell. "


def write(path: Path, outlet: str, n: int, **more: Any) -> Path:
    rows = [
        {"id": f"{outlet}{k}", "outlet": outlet, "text": TEXT.format(town=f"{outlet}{k}"), **more} for k in range(n)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    for outlet, n in (("A", 3), ("B", 2), ("C", 4)):
        write(tmp_path / "in" / f"{outlet}.parquet", outlet, n)
    return tmp_path / "in"


@pytest.fixture
def out(inputs: Path, tmp_path: Path) -> Path:
    measure(inputs, to=tmp_path / "out", hits_to=tmp_path / "hits")
    return tmp_path / "out"


def again(inputs: Path, out: Path, how: How | None = None) -> Sequence[str]:
    return measure(inputs, how, to=out, hits_to=out.parent / "hits").notes


def listed(out: Path) -> dict[str, Any]:
    return json.loads((out / MANIFEST).read_bytes())


def failed(out: Path) -> dict[str, str]:
    """Checks that fail, each with the name of the last file it fails for."""
    rows = verify(out).table.to_pylist()
    return {row["check"]: row["path"].rsplit("/", 1)[-1] for row in rows if row["status"] == "failed"}


def test_the_manifest_tells_inputs_rows_options_and_versions(inputs: Path, out: Path) -> None:
    manifest = listed(out)
    told = [(item["name"], item["input"]["name"], item["articles"], item["rows"]) for item in manifest["files"]]
    assert told == [(f"{name}.parquet", f"{name}.parquet", n, n) for name, n in (("A", 3), ("B", 2), ("C", 4))]
    assert [item["input"]["path"] for item in manifest["files"]] == [f"../in/{name}.parquet" for name in "ABC"]
    one = read_manifest(out / "A.parquet")
    for name in ("masthead", "code", "lexicons", "packages", "options"):
        assert manifest[name] == one[name]
    assert (manifest["articles"], manifest["rejects"], manifest["hits"]) == (9, 0, "../hits")
    measure(inputs, How(read=ReadOptions(limit=2)), to=out.parent / "few")
    assert listed(out.parent / "few")["options"] == {"limit": 2}
    assert listed(out.parent / "hits")["kind"] == "hits"
    assert not failed(out)
    assert not failed(out.parent / "hits")


def test_the_same_run_again_does_nothing_and_says_so(inputs: Path, out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    assert again(inputs, out) == ("3 results are as an earlier run left them: nothing to do",)
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before


def test_the_manifest_tells_the_command_of_the_last_run_and_files_are_those_of_any(
    inputs: Path, tmp_path: Path
) -> None:
    def files(out: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in out.iterdir()}

    for seed in (1, 2):
        assert measure(inputs, How(more={"command": f"measure in --seed {seed}"}), to=tmp_path / "out").tally.total == 9
        assert listed(tmp_path / "out")["command"] == f"measure in --seed {seed}"
    measure(inputs, How(more={"command": "measure in --seed 2"}), to=tmp_path / "new")
    assert files(tmp_path / "out") == files(tmp_path / "new")


def test_a_result_whose_input_is_gone_is_moved_out_and_not_pooled(inputs: Path, out: Path) -> None:
    (inputs / "B.parquet").unlink()
    notes = again(inputs, out)
    moved = "1 result without an input was moved to {}, which is never read: B.parquet"
    assert notes[:2] == tuple(moved.format(folder / "removed") for folder in (out, out.parent / "hits"))
    assert open_corpus(out).tally.articles == {"A": 3, "C": 4}
    assert sorted(path.name for path in out.iterdir()) == ["A.parquet", "C.parquet", MANIFEST, "removed"]
    assert not failed(out)


def test_a_result_whose_input_can_no_longer_be_read_is_moved_out_too(inputs: Path, out: Path) -> None:
    (inputs / "B.parquet").write_bytes(b"cut off")
    found = measure(inputs, to=out, hits_to=out.parent / "hits")
    assert [reject.reason for reject in found.rejects] == ["file failed"]
    assert open_corpus(out).tally.articles == {"A": 3, "C": 4}
    assert listed(out)["rejects"] == 1


def test_a_file_that_comes_to_the_inputs_is_measured_and_the_others_are_kept(inputs: Path, out: Path) -> None:
    write(inputs / "D.parquet", "D", 1)
    assert "3 results are as an earlier run left them, and 1 measured" in again(inputs, out)
    assert open_corpus(out).tally.total == 10


def test_a_result_that_was_changed_by_hand_is_made_again(inputs: Path, out: Path) -> None:
    whole = (out / "A.parquet").read_bytes()
    table = read_table(out / "A.parquet")
    pq.write_table(pa.concat_tables([table, table]), out / "A.parquet")
    assert read_manifest(out / "A.parquet")["key"]
    assert "2 results are as an earlier run left them, and 1 measured" in again(inputs, out)
    assert (out / "A.parquet").read_bytes() == whole


def test_what_was_made_with_other_options_is_refused_and_may_be_made_anew(inputs: Path, out: Path) -> None:
    few = How(read=ReadOptions(limit=2))
    with pytest.raises(UsageError, match="the option limit was none and is 2") as refused:
        again(inputs, out, few)
    assert refused.value.fix == "Choose another folder, or measure everything again with --no-cache."
    assert open_corpus(out).tally.total == 9
    again(inputs, out, How(read=few.read, cache=False))
    assert open_corpus(out).tally.total == 6
    manifest = listed(out)
    (out / MANIFEST).write_text(json.dumps({**manifest, "masthead": "0.0.9"}))
    with pytest.raises(UsageError, match=r"the version of masthead was 0\.0\.9 and is "):
        again(inputs, out, few)


def test_hits_that_would_age_are_refused_and_those_that_are_new_are_not(inputs: Path, out: Path) -> None:
    with pytest.raises(UsageError, match=r"the hits of this folder are in \.\./hits") as refused:
        measure(inputs, to=out)
    assert refused.value.fix == f"Give --hits {out.parent / 'hits'} again, or choose another folder."
    shutil.rmtree(out.parent / "hits")
    measure(inputs, to=out)
    again(inputs, out)
    assert listed(out)["hits"] == "../hits"


def test_the_same_file_twice_is_refused_or_measured_once(inputs: Path, tmp_path: Path) -> None:
    shutil.copy(inputs / "A.parquet", inputs / "E.parquet")
    with pytest.raises(UsageError, match=r"the same file is given twice: .*A\.parquet and .*E\.parquet"):
        measure(inputs, to=tmp_path / "out")
    found = measure(inputs, How(read=ReadOptions(on_duplicate="keep-first")), to=tmp_path / "out")
    assert [(reject.reason, reject.origin) for reject in found.rejects] == [
        ("duplicate file", str(inputs / "E.parquet"))
    ]
    assert open_corpus(tmp_path / "out").tally.total == 9


def test_an_id_of_two_articles_is_refused_wherever_it_shows(inputs: Path, out: Path, tmp_path: Path) -> None:
    said = r"the id 'A0' belongs to two articles: in .*A\.parquet and in .*F\.parquet"
    write(inputs / "F.parquet", "A", 1, date="2031-05-04")
    with pytest.raises(UsageError, match=said):
        again(inputs, out)
    with pytest.raises(UnreadableInput, match="holds results and no"):
        open_corpus(out)
    with pytest.raises(UsageError, match=said):
        open_corpus([out / "A.parquet", out / "F.parquet"])


def test_files_given_one_by_one_are_held_against_each_other(inputs: Path, out: Path, tmp_path: Path) -> None:
    one, other = out / "A.parquet", out / "B.parquet"
    for given in ([one, other], [str(out / "[AB].parquet")]):
        found = open_corpus(given)
        assert found.tally.articles == {"A": 3, "B": 2}
        assert [item["name"] for item in found.manifest["inputs"]] == ["A.parquet", "B.parquet"]
        assert found.manifest["articles"] == 5
    with pytest.raises(UsageError, match=r"the same input, A\.parquet, was measured into .*A\.parquet and .*copy"):
        open_corpus([one, shutil.copy(one, tmp_path / "copy.parquet")])
    with pytest.raises(UsageError, match="this is given twice"):
        open_corpus([one, one])
    with pytest.raises(UsageError, match=r"the same input, A\.parquet"):
        open_corpus([one, out])
    measure(inputs / "B.parquet", How(read=ReadOptions(limit=1)), to=tmp_path / "few.parquet")
    with pytest.raises(UsageError, match=r"the option limit is none in .*A\.parquet and 1 in .*few\.parquet"):
        open_corpus([one, tmp_path / "few.parquet"])
    pq.write_table(pq.read_table(inputs / "C.parquet").rename_columns(["id", "outlet", "body"]), tmp_path / "c.parquet")
    measure(tmp_path / "c.parquet", How(read=ReadOptions(columns={"text": "body"})), to=tmp_path / "named.parquet")
    mapped = open_corpus([one, tmp_path / "named.parquet"])
    assert mapped.tally.total == 7
    assert mapped.notes == ("these results were read from columns of different names: their contents must be the same",)


def unfinished(out: Path) -> None:
    (out / MANIFEST).unlink()


def cut_manifest(out: Path) -> None:
    (out / MANIFEST).write_text('{"kind": "feat')


def unlisted(out: Path) -> None:
    shutil.copy(out / "A.parquet", out / "X.parquet")


def gone(out: Path) -> None:
    (out / "B.parquet").unlink()


def changed(out: Path) -> None:
    pq.write_table(read_table(out / "B.parquet").slice(1), out / "B.parquet")


def stripped(out: Path) -> None:
    pq.write_table(pq.read_table(out / "B.parquet"), out / "B.parquet")


def input_twice(out: Path) -> None:
    shutil.copy(out / "A.parquet", out / "X.parquet")
    manifest = listed(out)
    manifest["files"].append({**manifest["files"][0], "name": "X.parquet"})
    (out / MANIFEST).write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("harm", "kind", "said", "checks"),
    [
        (unfinished, UnreadableInput, "holds results and no masthead.manifest.json", {"manifest", "unlisted"}),
        (cut_manifest, UnreadableInput, "this is not the manifest of a folder of results", {"manifest", "unlisted"}),
        (unlisted, UnreadableInput, "it holds results that its manifest does not list", {"unlisted"}),
        (gone, UnreadableInput, "a file that its manifest lists is missing", {"file"}),
        (changed, UnreadableInput, "a file differs from what its manifest says", {"sha256", "rows"}),
        (stripped, UnreadableInput, "a file differs from what its manifest says", {"sha256", "options"}),
        (input_twice, UsageError, "an input was measured into two files", {"input twice", "id twice", "rows"}),
    ],
)
def test_a_folder_that_is_not_what_its_manifest_says_is_refused_and_the_same_run_mends_it(
    inputs: Path, out: Path, harm: Any, kind: type[Exception], said: str, checks: set[str]
) -> None:
    harm(out)
    for source in (out, [out]):
        with pytest.raises(kind, match=said):
            open_corpus(source)
    assert set(failed(out)) == checks
    again(inputs, out)
    assert open_corpus(out).tally.total == 9
    assert failed(out) == {}


def test_verify_tells_files_of_other_making_and_shape(inputs: Path, out: Path) -> None:
    table = read_table(out / "B.parquet")
    pq.write_table(table.drop_columns("sentences"), out / "B.parquet")
    assert failed(out) == {"sha256": "B.parquet", "schema": "B.parquet"}
    measure(inputs / "B.parquet", How(read=ReadOptions(limit=1)), to=out.parent / "few.parquet")
    shutil.copy(out.parent / "few.parquet", out / "B.parquet")
    [row] = [row for row in verify(out).table.to_pylist() if row["check"] == "options"]
    assert (row["expected"], row["found"]) == ("the option limit: none", "1")


def test_verify_looks_at_inputs_and_leftovers(inputs: Path, out: Path) -> None:
    (out / ".A.parquet.abcd1234.part").write_bytes(b"half")
    write(inputs / "A.parquet", "A", 2)
    (inputs / "C.parquet").unlink()
    found = verify(out)
    rows = {row["path"]: (row["check"], row["status"]) for row in found.table.to_pylist() if row["status"] != "ok"}
    assert rows == {
        str(out / ".A.parquet.abcd1234.part"): ("leftover", "failed"),
        "../in/A.parquet": ("input", "failed"),
        "../in/C.parquet": ("input", "warning"),
    }
    assert found.details == {"failed": 2, "warnings": 1}
    with pytest.raises(UnreadableInput, match="no such folder of results"):
        verify(out / "nowhere")


def test_one_run_at_a_time_writes_to_a_folder(inputs: Path, out: Path) -> None:
    (out / ".A.parquet.abcd1234.part").write_bytes(b"half")
    with sole_writer(out):
        for call in (lambda: again(inputs, out), lambda: verify(out)):
            with pytest.raises(Locked, match=r"process \d+ on .*, since 20"):
                call()
        (out / MANIFEST).unlink()
        with pytest.raises(UnreadableInput, match=r"a run is still writing to this folder: process \d+ on"):
            open_corpus(out)
    assert sorted(path.name for path in out.iterdir()) == ["A.parquet", "B.parquet", "C.parquet"]


def test_files_of_others_are_not_overwritten_or_pooled(inputs: Path, out: Path, tmp_path: Path) -> None:
    foreign = write(tmp_path / "mine" / "A.parquet", "Z", 1)
    before = foreign.read_bytes()
    with pytest.raises(UsageError, match=r"this folder holds a file that is none of these features: A\.parquet"):
        measure(inputs, to=tmp_path / "mine")
    assert foreign.read_bytes() == before
    with pytest.raises(UsageError, match="this folder holds hits, and features are to go there"):
        measure(inputs, to=tmp_path / "hits")
    with pytest.raises(UsageError, match="this folder holds hits, not features"):
        open_corpus([out / "A.parquet", tmp_path / "hits"])


def test_a_folder_in_the_folder_of_inputs_is_none_of_them(inputs: Path) -> None:
    for _ in range(2):
        assert measure(inputs, to=inputs / "out").tally.total == 9


@pytest.mark.parametrize("at_a_time", [2, 4_000_000])
def test_ids_are_found_twice_in_parts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_a_time: int) -> None:
    monkeypatch.setattr(ids, "AT_A_TIME", at_a_time)
    long = "https://example.org/a-long-way/{}/to-an-article-of-the-same-length"
    names = [["", "a", "b", long.format("x")], ["c", long.format("y"), "é", "a"], ["ab", long.format("x"), "a"]]
    paths = [tmp_path / f"{number}.parquet" for number in range(3)]
    for path, found in zip(paths, names, strict=True):
        pq.write_table(pa.table({"id": found}), path)
    found = {repeat.id: (repeat.first.name, repeat.again.name) for repeat in repeated_ids(paths)}
    assert found == {"a": ("0.parquet", "1.parquet"), long.format("x"): ("0.parquet", "2.parquet")}
    assert len(repeated_ids(paths, most=1)) == 1
    assert repeated_ids(paths[:1]) == []
