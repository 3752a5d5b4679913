import errno

import pytest
from filelock import FileLock

from masthead.errors import Locked, OutputFailed
from masthead.storage import write_atomically


def test_the_output_is_what_was_written_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "out.bin"
    write_atomically(path, lambda file: file.write(b"whole"))
    assert path.read_bytes() == b"whole"
    assert [p.name for p in tmp_path.iterdir()] == ["out.bin"]


def test_an_earlier_output_is_replaced(tmp_path):
    path = tmp_path / "out.bin"
    path.write_bytes(b"old")
    write_atomically(path, lambda file: file.write(b"new"))
    assert path.read_bytes() == b"new"


def test_a_full_disk_leaves_the_earlier_output_and_no_temporary_file(tmp_path):
    path = tmp_path / "out.bin"
    path.write_bytes(b"old")

    def write(file):
        file.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputFailed) as caught:
        write_atomically(path, write)
    assert str(caught.value) == (
        f"{path}: could not write: No space left on device\n"
        "Free some space or choose a writable place with -o FILE; an earlier output is untouched."
    )
    assert caught.value.exit_code == 5
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.bin"]


def test_an_error_of_the_writer_passes_through_and_nothing_is_left(tmp_path):
    def write(file):
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        write_atomically(tmp_path / "out.bin", write)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named_with_the_command_that_makes_it(tmp_path):
    with pytest.raises(OutputFailed) as caught:
        write_atomically(tmp_path / "no" / "out.bin", lambda file: None)
    assert f"the folder '{tmp_path / 'no'}' does not exist" in caught.value.what
    assert "mkdir -p" in caught.value.fix


def test_a_folder_is_no_place_to_write_a_file(tmp_path):
    with pytest.raises(OutputFailed, match="this is a folder"):
        write_atomically(tmp_path, lambda file: None)


def test_a_second_run_is_locked_out_while_the_first_writes(tmp_path):
    path = tmp_path / "out.bin"
    with FileLock(tmp_path / ".out.bin.lock"), pytest.raises(Locked) as caught:
        write_atomically(path, lambda file: None)
    assert caught.value.exit_code == 6
    assert not path.exists()


def test_a_lock_file_left_by_a_killed_run_does_not_lock(tmp_path):
    (tmp_path / ".out.bin.lock").touch()
    write_atomically(tmp_path / "out.bin", lambda file: file.write(b"x"))
    assert [p.name for p in tmp_path.iterdir()] == ["out.bin"]


def test_what_a_killed_run_left_of_a_file_is_removed_by_the_next_and_of_others_is_not(tmp_path):
    left = tmp_path / ".result.csv.ab12_xyz.part"
    others = [tmp_path / name for name in (".result.csv.manifest.json.ab12_xyz.part", ".other.csv.ab12_xyz.part")]
    for path in (left, *others):
        path.write_bytes(b"half")
    write_atomically(tmp_path / "result.csv", lambda file: file.write(b"whole"))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*(path.name for path in others), "result.csv"])
