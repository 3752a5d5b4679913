"""Files on disk: hashes, the cache, atomic writes, Parquet with a manifest, bundled data."""

from masthead.storage.cache import Cache, bundled, cache_root
from masthead.storage.coded import coded, coded_counts, decoded, read_coded
from masthead.storage.commit import put_in_place, write_atomically
from masthead.storage.downloads import Downloaded, download
from masthead.storage.folders import leftovers, sole_writer, write_folder, writer_of
from masthead.storage.hashing import canonical_json, hash_bytes, hash_file, hash_options
from masthead.storage.memory import give_back_memory
from masthead.storage.tables import (
    StoredTable,
    TableWriter,
    read_columns,
    read_manifest,
    read_table,
    write_batches,
    write_table,
)

__all__ = [
    "Cache",
    "Downloaded",
    "StoredTable",
    "TableWriter",
    "bundled",
    "cache_root",
    "canonical_json",
    "coded",
    "coded_counts",
    "decoded",
    "download",
    "give_back_memory",
    "hash_bytes",
    "hash_file",
    "hash_options",
    "leftovers",
    "put_in_place",
    "read_coded",
    "read_columns",
    "read_manifest",
    "read_table",
    "sole_writer",
    "write_atomically",
    "write_batches",
    "write_folder",
    "write_table",
    "writer_of",
]
