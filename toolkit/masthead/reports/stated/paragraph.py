"""The methods paragraph of a saved result, with the works it cites."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.errors import UnreadableInput, UsageError
from masthead.profiles.facts import METHOD
from masthead.reports.stated import stated
from masthead.reports.stated.instruments import feature_references
from masthead.reports.stated.references import bundled_references, in_words, keys_of
from masthead.reports.view import Cell, Grid, Report, wordings
from masthead.results import Result
from masthead.storage import read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from masthead.reports.stated.references import Reference

BESIDE = ".manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Methods(Result):
    """``table`` has a row per sentence: its ``name``, the ``sentence``, and ``cites``, the keys of the works in it.

    ``paragraph`` is all of them with works by author and year, ``cited`` the same with keys in brackets as pandoc takes
    them, and ``references`` are the works in the order of their keys.
    """

    paragraph: str
    cited: str
    references: tuple[Reference, ...]

    @property
    def bibtex(self) -> str:
        """The works as BibTeX."""
        return "\n".join(work.bibtex() for work in self.references)


def methods(result: Any) -> Methods:
    """Write what a paper has to say about how a result was made, and nothing else, with citations.

    ``result`` is what a public function returned, its manifest, or a path. A path leads to a result in JSON or
    Parquet, to one in CSV or JSON Lines with its manifest beside it, or to that manifest. Raises UnreadableInput if
    there is no manifest, and UsageError if it describes no method, as that of a list does.
    """
    manifest = manifest_of(result)
    said = stated(manifest)
    if not said:
        raise UsageError(
            f"a result of the kind {manifest.get('kind', 'unknown')!r} does not say how it was made",
            fix="Results of compare, choices, trend, words, profile and validate do, if this version wrote them.",
        )
    works = feature_references(manifest[METHOD].get("features") or ()) | bundled_references()
    cites = [keys_of(sentence) for _, sentence in said]
    cited = " ".join(sentence for _, sentence in said)
    told = [in_words(sentence, works) for _, sentence in said]
    rows = {"name": [name for name, _ in said], "sentence": told, "cites": cites}
    keys = sorted({key for own in cites for key in own})
    return Methods(
        pa.table(rows, schema=_SCHEMA),
        manifest=manifest,
        paragraph=" ".join(told),
        cited=cited,
        references=tuple(works[key] for key in keys),
    )


_SCHEMA = pa.schema([("name", pa.string()), ("sentence", pa.string()), ("cites", pa.list_(pa.string()))])


def manifest_of(result: Any) -> Mapping[str, Any]:
    """The manifest of a result, of a saved one where ``result`` is a path; errors are those of ``methods``."""
    if isinstance(result, Result):
        return result.manifest
    if not isinstance(result, str | Path):
        return dict(result)
    path = Path(result)
    if path.suffix == ".parquet":
        return read_manifest(path)
    beside = path.with_name(f"{path.name}{BESIDE}")
    found = _read(beside if beside.exists() else path)
    return dict(found["manifest"]) if isinstance(found.get("manifest"), dict) else found


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableInput("no such file", where=str(path), fix="Check the path.") from error
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise UnreadableInput(
            "there is no manifest in this file, nor one beside it",
            where=str(path),
            fix="Write the result with -o FILE.json, or keep FILE.csv.manifest.json beside FILE.csv.",
        )
    return found


def methods_report(found: Methods, *, keys: bool = False, command: str = "") -> Report:
    """The paragraph and its references; with ``keys`` works are cited as pandoc takes them."""
    rows = [(Cell(work.key), Cell(work.text)) for work in found.references]
    return Report(
        title="Methods",
        lead=(found.cited if keys else found.paragraph,),
        blocks=(Grid.of("References", wordings("key", "work"), rows),) if rows else (),
        rows=found.table,
        manifest={"masthead": found.manifest.get("masthead", ""), "kind": "methods", "command": command},
    )
