"""Articles of one corpus as a folder of tables: read together, so that each table can be measured by itself."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson
import pyarrow as pa

from masthead import storage
from masthead.engines.stream import MOST_THREADS, held_bytes
from masthead.errors import UsageError
from masthead.sources import Reading, stream
from masthead.storage import TableWriter, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from masthead.sources import Finding, ReadOptions
    from masthead.sources.reading import Progress

DIVIDED = "articles.manifest.json"
"""What tells that a folder of tables was written here, and from what."""
ROWS = 50_000
_GROUP = 8_192


def divide(
    inputs: Sequence[Any],
    folder: Path,
    options: ReadOptions,
    *,
    rows: int = ROWS,
    more: dict[str, Any] | None = None,
    look: Callable[[Sequence[Finding]], None] | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a corpus as a whole, and write its articles to ``folder`` as tables of ``rows`` articles each.

    What recurs over articles (lines, copies, ids, how dates are written) is learned from all of them and marked, so
    that measuring the tables one by one gives what measuring all at once gives. Memory does not grow with the texts.
    The folder is complete or not there; one that an earlier reading wrote is replaced.

    ``more`` is added to the manifest. ``look`` is called with the findings, and may raise, before anything is written.
    ``table`` of the result has the articles by outlet, ``details`` the number of ``files``. Raises what ``read``
    raises, UsageError where the folder holds anything else, OutputFailed and Locked.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / DIVIDED).is_file():
        raise UsageError(
            "this folder holds other files, and a folder of articles is written as a whole",
            where=str(folder),
            fix="Choose a folder that is not there yet.",
        )
    found = stream(inputs, options, held=held_bytes(inputs), threads=MOST_THREADS, progress=progress)
    if look is not None:
        look(found.findings)
    outlets: Counter[str] = Counter()
    reading = Reading.of(
        pa.table({"outlet": pa.array([], pa.string())}),
        found.inputs,
        rejects=found.rejects,
        notes=found.notes,
        findings=found.findings,
    )
    manifest: dict[str, Any] = {**reading.manifest, "articles": found.rows, **(more or {})}
    made = {"kind": "articles", "masthead": manifest["masthead"], "articles": found.rows, "rows": rows}

    def write(place: Path) -> None:
        files = []
        for number, parts in enumerate(_parted(found.tables(), rows), start=1):
            path = place / f"articles-{number:05}.parquet"
            storage.write_atomically(path, partial(_write, parts=parts, outlets=outlets, made=made))
            files.append({"name": path.name, "sha256": storage.hash_file(path)})
        told = orjson.dumps({**manifest, "files": files}, option=orjson.OPT_INDENT_2, default=str) + b"\n"
        (place / DIVIDED).write_bytes(told)

    write_folder(folder, write)
    counts = sorted(outlets.items())
    table = pa.table({"outlet": [name for name, _ in counts], "n_articles": [n for _, n in counts]})
    return Reading(
        table,
        found.notes,
        manifest=manifest,
        rejects=found.rejects,
        inputs=found.inputs,
        findings=found.findings,
        details={"files": -(-found.rows // rows)},
    )


def _write(file: BinaryIO, parts: Iterable[pa.Table], outlets: Counter[str], made: dict[str, Any]) -> None:
    with TableWriter(file, group=_GROUP) as writer:
        for part in parts:
            outlets.update(part["outlet"].to_pylist())
            writer.write(part)
        writer.close(made)


def _parted(tables: Iterator[pa.Table], rows: int) -> Iterator[list[pa.Table]]:
    """The tables in lists of ``rows`` rows."""
    waiting: list[pa.Table] = []
    held = 0
    for table in tables:
        at = 0
        while at < table.num_rows:
            taken = table.slice(at, rows - held)
            waiting.append(taken)
            at, held = at + taken.num_rows, held + taken.num_rows
            if held == rows:
                yield waiting
                waiting, held = [], 0
    if waiting:
        yield waiting
