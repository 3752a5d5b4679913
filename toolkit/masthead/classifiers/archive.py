"""The archive that a model is kept in: the same bytes for the same model, and limits to what reading one may cost."""

from __future__ import annotations

import io
import json
import math
import zipfile
from functools import lru_cache
from typing import Any, BinaryIO

import numpy as np
import skops.io

SCHEMA = "schema.json"
MAX_UNPACKED = 1 << 30
MAX_SCHEMA = 1 << 26
"""Bytes of a whole model, and of what describes it."""
_MAGIC = np.lib.format.MAGIC_LEN
_MAX_HEAD = 1 << 16
"""What is read of the head of an array at most; NumPy takes a sixth of that."""
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_ID, _FILE, _LOADER = "__id__", "file", "__loader__"


def packed(content: Any) -> bytes:
    """``content`` in the skops format.

    skops names objects by their places in memory, keeps sets in the order of their hashes, and dates every file: here
    objects are numbered, sets sorted, and nothing has a date.
    """
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(skops.io.dumps(content))) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        schema = json.loads(before.read(SCHEMA))
        numbers: dict[str, int] = {}
        _number(schema, numbers)
        names = {name: _numbered(name, numbers) for name in before.namelist() if name != SCHEMA}
        for name, new in sorted(names.items(), key=lambda pair: numbers[pair[0].partition(".")[0]]):
            after.writestr(_undated(new), before.read(name))
        after.writestr(_undated(SCHEMA), json.dumps(schema))
    return made.getvalue()


def excess(file: BinaryIO) -> str | None:
    """What a model would claim beyond all limits; None where it keeps them. Raises what reading an archive raises."""
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            return f"unpack to more than {MAX_UNPACKED >> 20} MiB"
        for member in members:
            kind = member.filename.rpartition(".")[2]
            if member.filename == SCHEMA and member.file_size > MAX_SCHEMA:
                return f"be described in more than {MAX_SCHEMA >> 20} MiB"
            if kind == "npy" and _claimed(archive, member) > member.file_size:
                return f"hold more numbers than there are in {member.filename}"
            if kind == "npz" and (inner := excess(io.BytesIO(archive.read(member)))) is not None:
                return inner
    return None


def _claimed(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Bytes that an array would have by what its head says."""
    with archive.open(member) as file:
        start = file.read(_MAGIC + 4)
        sized = 2 if start[6:7] == b"\x01" else 4
        size = _MAGIC + sized + int.from_bytes(start[_MAGIC : _MAGIC + sized], "little")
        return _claimed_by(start + file.read(max(0, min(size, _MAX_HEAD) - len(start))))


@lru_cache(1024)
def _claimed_by(head: bytes) -> int:
    """Bytes of a whole array with this head; most of the thousands of arrays of a forest have one of a few heads."""
    file = io.BytesIO(head)
    version = np.lib.format.read_magic(file)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, kind = read(file)
    return file.tell() + math.prod(shape) * kind.itemsize


def _number(node: Any, numbers: dict[str, int]) -> None:
    """Give the objects below ``node`` numbers in place of addresses, in the order in which they are met."""
    if isinstance(node, list):
        for item in node:
            _number(item, numbers)
    if not isinstance(node, dict):
        return
    if node.get(_LOADER) == "SetNode":
        node["content"].sort(key=_spelled)
    for name, value in node.items():
        if name == _ID:
            node[name] = _of(str(value), numbers)
        elif name == _FILE and isinstance(value, str):
            node[name] = _numbered(value, numbers)
        else:
            _number(value, numbers)


def _spelled(node: Any) -> str:
    """What a node says but for its address."""
    return json.dumps({name: value for name, value in node.items() if name != _ID}, sort_keys=True)


def _of(address: str, numbers: dict[str, int]) -> int:
    return numbers.setdefault(address, len(numbers) + 1)


def _numbered(name: str, numbers: dict[str, int]) -> str:
    address, dot, kind = name.partition(".")
    return f"{_of(address, numbers)}{dot}{kind}"


def _undated(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, _NO_DATE)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made
