"""Corpora that belong to others: what is declared of them, how they are fetched, and how a release becomes articles."""

from masthead.sources.releases.declaration import (
    NAMES,
    Column,
    Corpus,
    File,
    Layouts,
    bundled_corpora,
    find_corpus,
    load_corpus,
)
from masthead.sources.releases.files import DATA_VARIABLE, data_folder, fetch_release, find_data
from masthead.sources.releases.importing import READERS, Imported, import_release

__all__ = [
    "DATA_VARIABLE",
    "NAMES",
    "READERS",
    "Column",
    "Corpus",
    "File",
    "Imported",
    "Layouts",
    "bundled_corpora",
    "data_folder",
    "fetch_release",
    "find_corpus",
    "find_data",
    "import_release",
    "load_corpus",
]
