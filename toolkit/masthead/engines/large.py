"""Corpora that are not held in memory: measured batch by batch into files, from which FEATURES are taken up coded."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from masthead import storage
from masthead.engines.corpus import Corpus, How, made_from
from masthead.engines.files import FEATURE_ROWS, HIT_ROWS
from masthead.engines.later import Later
from masthead.engines.put_aside import PutAside
from masthead.engines.reading import MOST_BYTES, manner
from masthead.engines.stream import Incoming, Measuring, size_of_input
from masthead.features import catalogue, lexicon_versions, load_instruments
from masthead.storage import StoredTable, TableWriter, give_back_memory, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from masthead.sources.options import Finding, Reject

FEATURES, HITS = "features.parquet", "hits.parquet"
"""The files of what was measured, in the cache too."""


def is_large(inputs: Sequence[Any]) -> bool:
    """Whether inputs are files with more text than is held in memory for good."""
    return all(isinstance(item, str | Path) for item in inputs) and sum(map(size_of_input, inputs)) > MOST_BYTES


def open_large(inputs: Sequence[Any], how: How) -> Corpus:
    """The corpus of some files: FEATURES in memory, texts and hits in temporary files.

    What was measured is kept in the cache under the hashes of the files, what reads and what counts. Raises what
    ``sources.stream`` raises, and OutputFailed where there is no room for temporary files.
    """
    with TemporaryDirectory(prefix="masthead-", ignore_cleanup_errors=True) as aside:
        found = _found(inputs, how, Path(aside))
        give_back_memory()  # what reading knew of every article
        features, spans = storage.read_coded([found.folder / FEATURES]), StoredTable(found.folder / HITS)
    give_back_memory()
    return Corpus(
        features,
        found.notes,
        texts=Later(found.texts.tables, "id"),
        spans=Later(spans.parts, "article_id"),
        rejects=found.rejects,
        findings=found.findings,
        catalogue=catalogue(how.measure),
        manifest=found.manifest,
    )


class _Found(NamedTuple):
    """Articles that were read and measured: the ``folder`` of FEATURES and HITS, their texts, what there is to say."""

    folder: Path
    texts: PutAside
    rejects: tuple[Reject, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    manifest: dict[str, Any]


def _found(inputs: Sequence[Any], how: How, aside: Path) -> _Found:
    """Read and measure into the folder ``aside``, or take the measures from the cache."""
    incoming = Incoming(inputs, how)
    counts = {"articles": incoming.total, "rejects": len(incoming.rejects)}
    manifest = made_from(how, incoming.files, findings=incoming.findings, **counts)
    texts, store = PutAside(), storage.Cache()
    key = _key(incoming, how) if how.cache and how.hits else None
    folder = aside
    notes: tuple[str, ...] = ()
    if key is not None and store.has(key):
        folder = store.get_or_build(key, lambda _: None)
        for batch in incoming.batches():
            texts.put(batch)
    else:
        notes = _measure(incoming, texts, how, folder)
        if key is not None:
            store.get_or_build(key, lambda kept: _copy(folder, kept, store.root))
    said = (*incoming.notes, *notes, *store.notes)
    return _Found(folder, texts, incoming.rejects, incoming.findings, said, manifest)


def _key(incoming: Incoming, how: How) -> str:
    files = [(item.path, item.sha256) for item in incoming.files]
    parts = [files, *manner(how.reading), lexicon_versions(load_instruments(how.measure).own)]
    return f"measured-{storage.hash_options(parts)[:40]}"


def _measure(incoming: Incoming, texts: PutAside, how: How, folder: Path) -> tuple[str, ...]:
    """Measure everything into files of the folder, and keep the texts; what there is to say of it."""

    def batches() -> Iterator[pa.Table]:
        for batch in incoming.batches():
            texts.put(batch)
            yield batch

    def write(features: BinaryIO, hits: BinaryIO) -> None:
        with TableWriter(features, group=FEATURE_ROWS) as rows, TableWriter(hits, group=HIT_ROWS, lean=True) as spans:
            for part in measuring:
                rows.write(part.features)
                spans.write(part.hits)
            rows.close({})
            spans.close({})

    measuring = Measuring(batches(), how, incoming.total)
    beside = folder / HITS
    write_atomically(folder / FEATURES, lambda file: write_atomically(beside, lambda other: write(file, other)))
    return measuring.notes


def _copy(folder: Path, kept: Path, root: Path) -> None:
    if kept.parent == root:  # else the cache can't be used
        for name in (FEATURES, HITS):
            shutil.copyfile(folder / name, kept / name)
