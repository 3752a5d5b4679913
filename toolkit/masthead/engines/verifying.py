"""Verify a folder of results: every promise of its manifest, compared with what is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from masthead.engines.checking import CHECKS, FAILED, NOWHERE, OK, Check, left_behind, unlisted
from masthead.engines.dataset import MANIFEST, Dataset, dataset_of
from masthead.errors import Locked, UnreadableInput
from masthead.numerals import count
from masthead.results import Result
from masthead.schema import CHECKED
from masthead.storage import writer_of
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator


def verify(folder: str | Path) -> Result:
    """Check a folder of results against its manifest; ``table`` has a row for each check or failure.

    Files are checked one by one, and ids in bounded memory. ``details`` has ``failed`` and ``warnings``, the number
    of rows with that status. Raises UnreadableInput if there is no such folder, and Locked while a run is writing to
    it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise UnreadableInput("no such folder of results", where=str(folder), fix="Name one that measure wrote to.")
    if (writer := writer_of(folder)) is not None:
        fix = "Wait for it to end."
        raise Locked(f"a run is writing to this folder: {writer}", where=str(folder), fix=fix)
    rows = list(_checks(folder))
    told = {status: sum(row.status == status for row in rows) for status in {row.status for row in rows}}
    details = {"failed": told.get(FAILED, 0), "warnings": len(rows) - told.get(FAILED, 0) - told.get(OK, 0)}
    table = pa.Table.from_pylist([row._asdict() for row in rows], schema=CHECKED)
    return Result(table, details=details, manifest={"masthead": __version__, "kind": "verification"})


def _checks(folder: Path) -> Iterator[Check]:
    path = str(folder / MANIFEST)
    try:
        data = dataset_of(folder)
    except UnreadableInput as error:
        yield Check("manifest", FAILED, path, "a manifest", error.what)
        data = None
    else:
        if data is None:
            yield Check("manifest", FAILED, path, "a manifest", f"{NOWHERE}: the run did not finish")
    if data is None:
        nothing = Dataset(folder, {}, ())
        yield from (*unlisted(nothing), *left_behind(nothing))
        return
    yield Check("manifest", OK, path, "a manifest", "a manifest")
    all_files = count(len(data.files), "file")
    for name, check in CHECKS.items():
        yield from list(check(data)) or [Check(name, OK, str(folder), all_files, all_files)]
