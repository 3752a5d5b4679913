import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from masthead.storage import canonical_json, hash_bytes, hash_file, hash_options


def test_the_hash_of_a_file_is_the_hash_of_its_bytes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    assert hash_file(path) == hash_bytes(b"abc") == hashlib.sha256(b"abc").hexdigest()


def test_equal_options_hash_equal_whatever_the_order_of_keys_and_sets():
    assert hash_options({"b": 1, "a": {3, 1, 2}}) == hash_options({"a": {2, 1, 3}, "b": 1})
    assert hash_options({"a": 1}) != hash_options({"a": 2})


def test_canonical_json_is_compact_and_sorted():
    assert canonical_json({"b": Path("x/y"), "a": [1, None]}) == b'{"a":[1,null],"b":"x/y"}'


def test_dataclasses_have_canonical_json():
    @dataclass(frozen=True)
    class Options:
        seed: int
        name: str

    assert canonical_json(Options(0, "x")) == b'{"name":"x","seed":0}'


def test_what_has_no_canonical_json_is_refused():
    with pytest.raises(TypeError):
        hash_options({"a": object()})
