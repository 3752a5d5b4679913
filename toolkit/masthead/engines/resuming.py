"""Results of a folder that are there already: what tells that they are what would be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from masthead import storage
from masthead.engines.manifest import code_hash
from masthead.engines.streaming import Outcome
from masthead.engines.tally import Tally
from masthead.errors import MastheadError, UnreadableInput
from masthead.features import lexicon_versions, load_instruments
from masthead.text.dictionaries import package_versions
from masthead.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.engines.streaming import How, Targets

KEY = "key"
"""Where the manifest of a result keeps the hash of everything that it was made from."""


def key_of(source: Path, how: How) -> str:
    """The hash of an input file, how it is read and measured, and the versions and code that do it."""
    try:
        content = storage.hash_file(source)
    except OSError as error:
        raise UnreadableInput(f"can't be read: {error.strerror or error}", where=str(source)) from error
    versions = lexicon_versions(load_instruments(how.measure).own)
    return storage.hash_options(
        [content, how.read, how.genre or "", versions, package_versions(), __version__, code_hash()]
    )


def result_of(targets: Targets, key: str) -> Outcome | None:
    """What an earlier run found, where its files are whole and bear this key and nothing was rejected; else None."""
    manifest = _manifest(targets.features, key)
    if not manifest or manifest["rejects"] or (targets.hits is not None and not _manifest(targets.hits, key)):
        return None
    features = storage.read_table(targets.features)
    hits = None if targets.hits is None else pq.read_table(targets.hits, columns=["family", "voice"])
    return Outcome(Tally.of(features, hits), (), (), manifest)


def _manifest(path: Path, key: str) -> dict[str, Any]:
    try:
        manifest = storage.read_manifest(path) if path.is_file() else {}
    except MastheadError:
        return {}  # cut off or another's: it is written anew
    return manifest if manifest.get(KEY) == key else {}
