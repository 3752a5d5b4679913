"""What the manifest of FEATURES says they were made from."""

from __future__ import annotations

from functools import cache as once
from pathlib import Path
from typing import TYPE_CHECKING, Any

from masthead.features import MeasureOptions, lexicon_versions, load_instruments
from masthead.storage import hash_file, hash_options
from masthead.text.dictionaries import package_versions
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from masthead.sources import InputFile

FEATURES_KIND = "features"


def made_from(
    options: MeasureOptions, inputs: Iterable[InputFile], *, articles: int, rejects: int, genre: str | None = None
) -> dict[str, Any]:
    """The manifest: versions, lexicons, the hash of each input, numbers of articles and rejects."""
    own = load_instruments(options).own
    manifest = {
        "kind": FEATURES_KIND,
        "masthead": __version__,
        "inputs": [{"name": Path(item.path).name, "sha256": item.sha256} for item in inputs],
        "articles": articles,
        "rejects": rejects,
        "lexicons": lexicon_versions(own),
        "own_lexicons": [lexicon.name for lexicon in own],
        "packages": package_versions(),
    }
    return manifest if genre is None else {**manifest, "genre": genre}


@once
def code_hash() -> str:
    """Hash of the code that counts, so that what a changed rule would count otherwise is never taken as it is."""
    root = Path(__file__).parents[1]
    files = sorted(path for part in ("text", "features", "lexicons", "sources") for path in (root / part).rglob("*.py"))
    return hash_options([hash_file(path) for path in files])
