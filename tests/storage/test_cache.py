import os
import time

import pyarrow as pa
import pytest

from masthead.errors import UnreadableInput, UsageError
from masthead.storage import Cache, bundled, cache_root, read_table, write_table
from masthead.storage.cache import KEPT_DAYS


def builder(calls, text="x"):
    def build(folder):
        calls.append(folder)
        (folder / "table.txt").write_text(text)

    return build


def test_a_key_is_built_once(tmp_path):
    calls = []
    for _ in range(2):
        folder = Cache(tmp_path).get_or_build("tables-1", builder(calls))
        assert (folder / "table.txt").read_text() == "x"
    assert folder == tmp_path / "tables-1"
    assert len(calls) == 1


def test_a_key_that_is_no_file_name_is_hashed(tmp_path):
    folder = Cache(tmp_path).get_or_build("../../etc/passwd", builder([]))
    assert folder.parent == tmp_path
    assert len(folder.name) == 64


def test_a_damaged_entry_is_built_again_with_a_note(tmp_path):
    calls = []
    cache = Cache(tmp_path)
    folder = cache.get_or_build("k", builder(calls, "whole"))
    (folder / "table.txt").write_text("wh")
    assert (cache.get_or_build("k", builder(calls, "whole")) / "table.txt").read_text() == "whole"
    assert len(calls) == 2
    assert cache.notes == ["cache entry k was damaged and has been built again"]


def test_a_failing_build_leaves_no_entry(tmp_path):
    def build(folder):
        (folder / "half").touch()
        raise UsageError("no such lexicon")

    with pytest.raises(UsageError):
        Cache(tmp_path).get_or_build("k", build)
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == []


def test_what_a_killed_build_has_left_goes_with_the_next_or_when_it_is_old(tmp_path):
    for name in (".k.aaaaaaaa", ".gone.bbbbbbbb", ".other.cccccccc"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").touch()
    old = time.time() - (KEPT_DAYS + 1) * 86_400
    os.utime(tmp_path / ".gone.bbbbbbbb", (old, old))
    Cache(tmp_path).get_or_build("k", builder([]))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.cccccccc", "k", "k.lock"]


def test_an_unusable_cache_folder_is_stepped_around_with_a_note(tmp_path):
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file")
    cache = Cache(in_the_way)
    folder = cache.get_or_build("k", builder([]))
    assert (folder / "table.txt").read_text() == "x"
    assert in_the_way not in folder.parents
    assert len(cache.notes) == 1
    assert "built in a temporary folder" in cache.notes[0]


def test_a_full_cache_is_stepped_around_however_the_build_writes(small_disk):
    cache = Cache(small_disk)

    def build(folder):
        write_table(pa.table({"text": [os.urandom(200_000) for _ in range(20)]}), folder / "table.parquet", {})

    folder = cache.get_or_build("k", build)
    assert read_table(folder / "table.parquet").num_rows == 20
    assert small_disk not in folder.parents
    assert [path for path in small_disk.iterdir() if path.suffix != ".lock"] == []
    [note] = cache.notes
    assert note.endswith("can't be used (could not write: No space left on device); built in a temporary folder")


def test_the_cache_folder_can_be_named_by_a_variable(tmp_path, monkeypatch):
    monkeypatch.setenv("MASTHEAD_CACHE", str(tmp_path / "mine"))
    assert cache_root() == tmp_path / "mine"


def test_what_no_run_has_used_for_two_weeks_is_removed_when_something_is_built(tmp_path):
    cache = Cache(tmp_path)
    for key in ("old", "used", "new"):
        cache.get_or_build(key, builder([]))
    fifteen_days_ago = time.time() - 15 * 86_400
    for key in ("old", "used"):
        os.utime(tmp_path / key / ".complete", (fifteen_days_ago, fifteen_days_ago))
    cache.get_or_build("used", builder([]))
    cache.get_or_build("newest", builder([]))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["new", "newest", "used"]
    assert not (tmp_path / "old.lock").exists()


def test_the_demo_corpus_is_found():
    assert (bundled("corpora/demo") / "corpus.toml").is_file()


def test_data_that_is_not_there_is_named():
    with pytest.raises(UnreadableInput, match="'corpora/none' is not part of this installation"):
        bundled("corpora/none")


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd"])
def test_names_do_not_lead_out_of_the_package(name):
    with pytest.raises(UsageError):
        bundled(name)
