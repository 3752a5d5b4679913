"""Which articles use which words, kept in the cache: reading texts takes long, and a seed changes nothing of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead import storage
from masthead.comparisons import terms
from masthead.comparisons.bags import Block
from masthead.comparisons.terms import TermTable, read_terms
from masthead.engines.corpus import code_hash
from masthead.features import lexicon_versions
from masthead.storage.hashing import hash_file, hash_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from masthead.comparisons.terms import Voice

MOST_USES = 20_000_000
"""More uses, one an article and term, are not kept: they would fill a disk."""
_TERMS, _LENGTHS = "terms.parquet", "lengths.parquet"


def kept_terms(
    articles: Callable[[], Iterable[pa.Table]], *, voice: Voice, pairs: bool, names: bool, min_docs: int
) -> TermTable:
    """What ``read_terms`` makes of ``articles``, from the cache where the same was read before, and kept there."""
    asked: dict[str, Any] = {"voice": voice, "pairs": pairs, "names": names, "min_docs": min_docs}
    read = [hash_table(part.select(["id", "text", "excluded"])) for part in articles()]
    parts = [read, lexicon_versions(), code_hash(), hash_file(Path(str(terms.__file__))), asked]
    store, key = storage.Cache(), f"terms-{storage.hash_options(parts)[:40]}"
    made: list[TermTable] = []
    if not store.has(key):
        made.append(read_terms(articles(), **asked))
        if made[0].documents.sum() > MOST_USES:
            return made[0]

    def build(folder: Path) -> None:
        if not made:  # it was there a moment ago
            made.append(read_terms(articles(), **asked))
        _write(made[0], folder)

    folder = store.get_or_build(key, build)
    return made[0] if made else _read(folder)


def _write(found: TermTable, folder: Path) -> None:
    columns = {"pair": found.pairs, "uses": found.uses, "documents": found.documents}
    storage.write_table(pa.table({"term": pa.array(found.terms, pa.string()), **columns}), folder / _TERMS, {})
    storage.write_table(pa.table({"words": found.lengths}), folder / _LENGTHS, {})
    for block in found.blocks():
        table = pa.table({"article": block.articles, "term": block.terms})
        storage.write_table(table, folder / f"{block.first}-{block.last}.parquet", {})


def _read(folder: Path) -> TermTable:
    table, lengths = storage.read_table(folder / _TERMS), storage.read_table(folder / _LENGTHS)["words"].to_numpy()
    bounds = sorted(tuple(map(int, path.stem.split("-"))) for path in folder.glob("*-*.parquet"))

    def blocks() -> Iterator[Block]:
        for first, last in bounds:
            found = storage.read_table(folder / f"{first}-{last}.parquet")
            yield Block(first, last, found["article"].to_numpy(), found["term"].to_numpy())

    terms_read, pairs = tuple(table["term"].to_pylist()), table["pair"].to_numpy().astype(bool)
    return TermTable(terms_read, pairs, table["uses"].to_numpy(), table["documents"].to_numpy(), lengths, blocks)
