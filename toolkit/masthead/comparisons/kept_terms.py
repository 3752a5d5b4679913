"""Which articles use which words, kept in the cache: reading texts takes long, and a seed changes nothing of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from scipy.sparse import csc_array

from masthead import storage
from masthead.comparisons import terms
from masthead.comparisons.terms import TermTable, read_terms
from masthead.engines.corpus import code_hash
from masthead.features import lexicon_versions
from masthead.storage.hashing import hash_file, hash_table

if TYPE_CHECKING:
    from masthead.comparisons.terms import Voice

_TERMS, _LENGTHS = "terms.parquet", "lengths.parquet"


def kept_terms(articles: pa.Table, *, voice: Voice, pairs: bool, names: bool, min_docs: int) -> TermTable:
    """What ``read_terms`` makes of ``articles``, from the cache where the same was read before, and kept there."""
    asked: dict[str, Any] = {"voice": voice, "pairs": pairs, "names": names, "min_docs": min_docs}
    read = articles.select(["id", "text", "excluded"])
    parts = [hash_table(read), lexicon_versions(), code_hash(), hash_file(Path(str(terms.__file__))), asked]
    made: list[TermTable] = []

    def build(folder: Path) -> None:
        if not made:
            made.append(read_terms(articles, **asked))
        _write(made[0], folder)

    folder = storage.Cache().get_or_build(f"terms-{storage.hash_options(parts)[:40]}", build)
    return made[0] if made else _read(folder)


def _write(found: TermTable, folder: Path) -> None:
    users = pa.ListArray.from_arrays(found.matrix.indptr.astype(np.int32), found.matrix.indices.astype(np.int32))
    columns = {"term": pa.array(found.terms, pa.string()), "pair": found.pairs, "uses": found.uses, "users": users}
    storage.write_table(pa.table(columns), folder / _TERMS, {})
    storage.write_table(pa.table({"words": found.lengths}), folder / _LENGTHS, {})


def _read(folder: Path) -> TermTable:
    table, lengths = storage.read_table(folder / _TERMS), storage.read_table(folder / _LENGTHS)["words"].to_numpy()
    users = pa.concat_arrays(table["users"].chunks)
    articles, starts = users.flatten().to_numpy(), np.append(0, np.cumsum(users.value_lengths().to_numpy()))
    matrix = csc_array((np.ones(len(articles)), articles, starts), shape=(len(lengths), table.num_rows))
    pairs = table["pair"].to_numpy().astype(np.bool_)
    return TermTable(tuple(table["term"].to_pylist()), pairs, table["uses"].to_numpy(), matrix, lengths)
