"""Corpora that belong to others, as tables: what is known of them, what was fetched, what a release gave."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.results import Result, table_of
from masthead.sources.options import Reading
from masthead.sources.releases.declaration import Corpus, bundled_corpora, find_corpus
from masthead.sources.releases.files import FETCHED_FIELDS, data_folder, fetch_release, fetched_record, find_data
from masthead.sources.releases.importing import import_release
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from masthead.sources.releases.importing import Imported
    from masthead.storage import Downloaded

_MADE = {"masthead": __version__, "kind": "corpora"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusList(Result):
    """Rows as ``corpus_record`` gives them; each declaration, and where the corpus is here (None: it is not)."""

    corpora: tuple[tuple[Corpus, Path | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedCorpus(Result):
    """Rows of FETCHED_FIELDS: the files of a corpus that are now in ``folder``."""

    corpus: Corpus
    fetched: tuple[Downloaded, ...]
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCorpus(Result):
    """Articles of a release (ARTICLES, or outlets with their labels), which every other function takes."""

    corpus: Corpus
    imported: Imported


def list_corpora(*, data: Path | None = None) -> CorpusList:
    """List the corpora: what each is for, its size and license, how to get it, and whether it is in ``data``.

    None means the folder in MASTHEAD_DATA, or else one among the user's data of this system.
    """
    return _listed(bundled_corpora(), data)


def show_corpus(name: str, *, data: Path | None = None) -> CorpusList:
    """Describe one corpus, by its name or a corpus.toml: license, source, citation, pitfalls, files."""
    return _listed([find_corpus(name, Path(name))], data)


def import_corpus(
    paths: Sequence[str | Path], corpus: str, *, strict: bool = False, limit: int | None = None
) -> ImportedCorpus:
    """Turn a downloaded release (archive, folder or files) into articles with labels.

    ``corpus`` says which it is, by name or a corpus.toml. ``strict`` stops at the first row that cannot be used,
    ``limit`` after that many rows. Raises what ``import_release`` raises.
    """
    declared = find_corpus(corpus, Path(corpus))
    found = import_release([Path(path) for path in paths], declared, strict=strict, limit=limit)
    about = {name: getattr(declared, name) for name in ("name", "version", "license", "source")}
    read = Reading.of(found.rows, found.inputs, rejects=found.rejects)
    manifest = {"masthead": __version__, "corpus": about, **read.manifest}
    return ImportedCorpus(table=found.rows, notes=found.notes, manifest=manifest, corpus=declared, imported=found)


def fetch_corpus(
    name: str, *, data: Path | None = None, progress: Callable[[int, int], None] | None = None
) -> FetchedCorpus:
    """Download a corpus from its owners to ``data``: the only function that uses the network.

    Files that are present with the right checksum are left alone. Raises what ``fetch_release`` raises, also for a
    corpus without a stable address.
    """
    corpus, folder = find_corpus(name, Path(name)), data or data_folder()
    fetched = tuple(fetch_release(corpus, folder, progress=progress))
    table = table_of([fetched_record(item) for item in fetched], FETCHED_FIELDS)
    return FetchedCorpus(table=table, manifest=_MADE, corpus=corpus, fetched=fetched, folder=folder / corpus.name)


def _listed(corpora: Sequence[Corpus], data: Path | None) -> CorpusList:
    found = tuple((corpus, find_data(corpus, data or data_folder())) for corpus in corpora)
    rows = [corpus_record(*pair) for pair in found]
    return CorpusList(table=table_of(rows, tuple(rows[0])), manifest=_MADE, corpora=found)


def corpus_record(corpus: Corpus, path: Path | None) -> dict[str, Any]:
    """A declaration as one row for machines."""
    return {
        "name": corpus.name,
        "title": corpus.title,
        "purpose": corpus.purpose,
        "size": corpus.size,
        "unit": corpus.read.unit if corpus.read else "article" if corpus.articles else None,
        "license": corpus.license,
        "terms": corpus.terms,
        "source": corpus.source,
        "fetch": bool(corpus.files),
        "import": corpus.read is not None,
        "present": path is not None,
        "path": str(path) if path else None,
        "citation": corpus.citation,
        "bibtex": corpus.bibtex.strip(),
        "checked": corpus.checked,
        "by_hand": corpus.by_hand,
        "traps": list(corpus.traps),
        "files": [
            {"name": file.name, "url": file.url, "checked": file.checked, "hash": file.known} for file in corpus.files
        ],
        "version": corpus.version,
    }
