"""Where corpora lie on this machine, and how they get there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from masthead.errors import UsageError
from masthead.storage import bundled, download

if TYPE_CHECKING:
    from collections.abc import Callable

    from masthead.sources.releases.declaration import Corpus
    from masthead.storage import Downloaded

DATA_VARIABLE = "MASTHEAD_DATA"


def data_folder() -> Path:
    """The folder of corpora: ``MASTHEAD_DATA`` if set, else one among the user's data of this system."""
    override = os.environ.get(DATA_VARIABLE)
    return Path(override) if override else user_data_path("masthead") / "corpora"


def find_data(corpus: Corpus, folder: Path) -> Path | None:
    """Where a corpus is found: beside its declaration, or in ``folder`` as a table, as gold or as it was downloaded."""
    if corpus.articles:
        return bundled(f"corpora/{corpus.name}/{corpus.articles}")
    name = corpus.name
    table, gold = f"{name}.parquet", f"{name}.jsonl.gz"
    candidates = (folder / table, folder / "articles" / table, folder / "gold" / gold, folder / gold)
    found = next((path for path in candidates if path.is_file()), None)
    if found is not None:
        return found
    release = folder / name
    whole = release.is_dir() and any(not path.name.startswith(".") for path in release.iterdir())
    return release if whole else None


def fetch_release(
    corpus: Corpus, folder: Path, *, progress: Callable[[int, int], None] | None = None
) -> tuple[Downloaded, ...]:
    """Download the files of a release to ``folder/NAME``; what is there with the right checksum is left alone.

    Raises UsageError where the corpus has no stable address (its message says what to do by hand), and what
    ``storage.download`` raises.
    """
    if not corpus.files:
        if corpus.articles:
            raise UsageError(f"{corpus.name} comes with masthead; there is nothing to fetch", fix="Try: masthead demo")
        raise UsageError(f"{corpus.name} has no stable address to fetch it from", fix=corpus.by_hand)
    otherwise = f"By hand: {corpus.by_hand or corpus.source}"
    return tuple(
        download(file.url, folder / corpus.name / file.name, known=file.known, otherwise=otherwise, progress=progress)
        for file in corpus.files
    )
