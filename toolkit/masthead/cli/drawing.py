"""Figures for a paper in a folder: what may be written there, and writing it."""

from __future__ import annotations

import json
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from masthead.cli.output import manifest_text
from masthead.errors import OutputFailed
from masthead.numerals import count
from masthead.reports import Report, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.reports.figures.named import Named

LIST = "figures.json"
"""The file in a folder of figures that says which files masthead wrote there, with their hashes."""


_COVERED = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "MODIFIER", "MICRO", "FEMININE", "MASCULINE")
"""First words of the names of letters that the fonts which come with the converter have."""


def other_scripts(figures: Sequence[Named]) -> list[str]:
    """The scripts of letters that are drawn with a font of the system, if it has one."""
    letters = {letter for one in figures for row in one.figure.rows for letter in row if letter.isalpha()}
    scripts = {unicodedata.name(letter, "UNKNOWN").partition(" ")[0] for letter in letters}
    return sorted(script.title() for script in scripts if script not in _COVERED)


def check_figures(folder: Path) -> None:
    """Raise before any work is done where figures could not be made, or would replace files that are not ours."""
    from masthead.reports.figures.convert import converter

    converter()
    if folder.exists() and not folder.is_dir():
        raise OutputFailed("is a file", where=str(folder), fix="Name a folder for the figures.")
    for name, digest in _listed(folder).items():
        path = folder / name
        if path.exists() and sha256(path.read_bytes()).hexdigest() != digest:
            raise OutputFailed(
                "this figure was changed since masthead wrote it",
                where=str(path),
                fix="Move it elsewhere if you want to keep it, or delete it; or name another folder.",
            )


def write_figures(figures: Sequence[Named], report: Report, folder: Path) -> str:
    """Write every figure, with its caption and data beside it, and the list of them; how many there are, if any.

    Files of an earlier run are replaced, or removed where there is no such figure any more; other files are never
    touched, and where one has the name of a figure OutputFailed is raised before anything is written.
    """
    files = dict(_files(figures, report))
    earlier = _listed(folder)
    for name in files:
        if name not in earlier and (folder / name).exists():
            raise OutputFailed(
                "a file with this name exists, and masthead did not write it",
                where=str(folder / name),
                fix="Name another folder with --figures.",
            )
    folder.mkdir(exist_ok=True)
    for name in earlier.keys() - files.keys():
        (folder / name).unlink(missing_ok=True)
    for name, data in files.items():
        _write(folder / name, data)
    hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
    _write(folder / LIST, manifest_text({"manifest": report.manifest, "files": hashes}).encode())
    return count(len(figures), "figure") if figures else ""


def _files(figures: Sequence[Named], report: Report) -> Iterator[tuple[str, bytes]]:
    from masthead.reports.figures.convert import drawn
    from masthead.reports.figures.data import data_fields, data_rows
    from masthead.reports.figures.named import caption
    from masthead.reports.stated import table_note

    method = table_note(report.manifest)
    for one in figures:
        for ending, data in drawn(one.figure):
            yield f"{one.name}{ending}", data
        yield f"{one.name}.txt", caption(one, method, report.reproduce).encode("utf-8", "replace")
        rows = Report(title="", rows=list(data_rows(one.figure)), fields=data_fields(one.figure))
        yield f"{one.name}.csv", "".join(render(rows, "csv")).encode("utf-8", "replace")


def _listed(folder: Path) -> dict[str, str]:
    """The files that masthead wrote there, with their hashes."""
    try:
        told: Any = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        told = None
    files = told.get("files") if isinstance(told, dict) else None
    if not isinstance(files, dict) or any(Path(name).name != name for name in files):
        raise OutputFailed(
            "this is not a list of figures written by masthead",
            where=str(folder / LIST),
            fix="Name another folder with --figures.",
        )
    return files


def _write(path: Path, data: bytes) -> None:
    from masthead.storage import write_atomically

    def write(file: BinaryIO) -> None:
        file.write(data)

    write_atomically(path, write)
