"""Inputs as named on the command line to the files they stand for, each with the outlet its place tells."""

from __future__ import annotations

import glob
import os
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from masthead.errors import UnreadableInput, UsageError
from masthead.sources.formats.contents import OFFICE
from masthead.sources.formats.remote import is_remote, remote_files
from masthead.sources.formats.telling import kind_by_marks, kind_of_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from masthead.sources.options import ReadOptions, Reject
    from masthead.sources.rows import Log

STDIN = "-"
MANIFEST = "corpus.toml"
NO_FILE = "not a file"
KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "doc",
    ".rtf": "rtf",
    ".odt": "odt",
    ".pdf": "pdf",
    ".xml": "xml",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".warc": "warc",
    ".arc": "warc",
    ".rss": "xml",
    ".atom": "xml",
}
DOCUMENTS = OFFICE | {"text", "markdown", "html", "xml"}
_IGNORED = ("readme", "license", "licence", "copying")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. ``outlet`` is the outlet of articles that name none themselves, where one is known.

    ``called`` is its name where its path is not what the user gave. ``assumed`` means that only the folder's name tells
    the outlet. ``address`` is where the file has to be fetched from, if it has; ``path`` is then only a name.
    """

    path: Path
    kind: str
    zipped: bool
    outlet: str | None
    called: str | None = None
    assumed: bool = False
    address: str | None = None

    @property
    def name(self) -> str:
        """How messages call it: the path as it was given."""
        return self.called or os.fsencode(self.path).decode("utf-8", errors="replace")


def locate(inputs: Sequence[str | Path], options: ReadOptions, log: Log) -> list[Source]:
    """The files that paths, folders and globs stand for, in a fixed order, none twice.

    A file in a sub-folder belongs to the outlet that the sub-folder is named after. Hidden files, README,
    LICENSE and corpus.toml are passed over; other unknown extensions in folders are counted in a note. Raises
    UnreadableInput for a missing path or an empty folder, UsageError for a corpus.toml that can't be used. Of an
    address (``s3://bucket/folder``) only names are read, and no corpus.toml.
    """
    paths = [path for item in inputs for path in ([item] if is_remote(item) else _expanded(item))]
    several = sum(isinstance(path, Path) and path.is_dir() for path in paths) > 1
    sources: dict[Path, Source] = {}
    for path in paths:
        if isinstance(path, str):
            found = _remote(path, options, log)
        else:
            found = _folder(path, options, log, several=several) if path.is_dir() else _file(path, options, log)
        for source in found:
            sources.setdefault(source.path, source)
    return list(sources.values())


def _remote(address: str, options: ReadOptions, log: Log) -> Iterator[Source]:
    """The files at an address, of the kinds that their names tell."""
    root, names = remote_files(address)
    unknown: Counter[str] = Counter()
    found = 0
    for name in names:
        parts = name[len(root) :].strip("/").split("/")
        path = Path(name)
        if _passed_over(path.name) or any(part.startswith(".") for part in parts):
            continue
        kind, zipped = kind_of(path)
        if kind is None:
            unknown[_ending(path)] += 1
            continue
        found += 1
        outlet = parts[0] if len(parts) > 1 else None
        yield Source(path, kind, zipped, outlet or options.outlet, called=name, address=name)
    listed = _listed(unknown)
    if not found:
        held = f"it holds {listed}" if unknown else "it is empty"
        raise UnreadableInput(f"no articles at this address: {held}", where=address, fix=_EXPECTED)
    if unknown:
        log.note(f"{address}: files of other kinds were skipped: {listed}")


def _ending(path: Path) -> str:
    return "".join(path.suffixes[-2:]).lower()[:20] or "without extension"


def _listed(unknown: Counter[str]) -> str:
    return ", ".join(f"{count} {extension}" for extension, count in sorted(unknown.items()))


def kind_of(path: Path) -> tuple[str | None, bool]:
    """The kind of file that the name tells, or None, and whether it is gzipped."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    zipped = bool(suffixes) and suffixes[-1] == ".gz"
    rest = suffixes[:-1] if zipped else suffixes
    return KINDS.get(rest[-1]) if rest else None, zipped


def _expanded(item: str | Path) -> list[Path]:
    path = Path(item)
    if os.path.lexists(path):
        return [path]
    if glob.has_magic(str(item)):
        found = sorted(Path(name) for name in glob.glob(str(item), recursive=True))  # noqa: PTH207 - absolute too
        if found:
            return found
        raise UnreadableInput("nothing matches this pattern", where=str(item), fix="Check the pattern.")
    raise UnreadableInput("no such file or folder", where=str(item), fix="Check the path.")


def _file(path: Path, options: ReadOptions, log: Log) -> Iterator[Source]:
    kind, zipped = kind_of(path)
    if path.is_file() and not zipped and kind in (None, *DOCUMENTS):
        kind = kind_of_file(path, kind)
    if not path.is_file():
        log.reject(NO_FILE, str(path), "neither a regular file nor a folder")
    elif kind is None:
        known = ", ".join(dict.fromkeys(KINDS))
        log.reject(
            "unknown format",
            str(path),
            f"its name ends in none of {known} (each also with .gz), and its content is none of these for certain",
        )
    else:
        assumed = options.outlet is None and kind in DOCUMENTS
        outlet = path.absolute().parent.name or None if assumed else options.outlet
        yield Source(path, kind, zipped, outlet, assumed=assumed)


def _folder(folder: Path, options: ReadOptions, log: Log, *, several: bool) -> Iterator[Source]:
    root, names = _articles_of(folder)
    unknown: Counter[str] = Counter()
    refused = len(log.rejects)
    found = [source for path in _walk(root, log) if (source := _placed(path, root, names, unknown))]
    listed = _listed(unknown)
    if unknown and found:
        log.note(f"{folder}: files of other kinds were skipped: {listed}")
    if not found:
        refused = len(log.rejects) - refused
        held = f"it holds {listed}" if unknown else "it is empty" if not refused else _told(log.rejects[-1])
        fix = " ".join([_EXPECTED, *_advice(unknown)])
        raise UnreadableInput(f"no articles in this folder: {held}", where=str(folder), fix=fix)
    one_outlet = several or all(source.outlet is None and source.kind in DOCUMENTS for source in found)
    spare = options.outlet or (folder.absolute().name if one_outlet else None)
    for source in found:
        yield Source(source.path, source.kind, source.zipped, source.outlet or spare)


def _told(reject: Reject) -> str:
    return f"{reject.origin} is {reject.detail}"


_OTHERWISE = {
    ("zip", "7z", "rar", "tar", "tgz"): "Unpack archives.",
    ("rds", "rda", "rdata", "sav", "dta", "sas7bdat"): "Save data of R, SPSS, Stata and SAS as Parquet or CSV.",
    ("jpg", "jpeg", "png", "tif", "tiff", "gif"): "Use text recognition (OCR) on images of pages and read the result.",
    ("sqlite", "db", "mdb", "accdb"): "Save tables of databases as CSV.",
    ("pages", "numbers", "wpd", "epub", "eml", "msg"): "Save other documents as .docx, .txt or .html.",
}
"""What would make files of other kinds readable, by ending."""


def _advice(unknown: Iterable[str]) -> list[str]:
    endings = {ending.rsplit(".", 1)[-1] for ending in unknown}
    return [advice for kinds, advice in _OTHERWISE.items() if not endings.isdisjoint(kinds)]


_EXPECTED = (
    "Expected: one sub-folder per outlet (OUTLET/*.txt, .md, .html, .docx, .rtf, .odt, .pdf), files of a news "
    "database (Nexis, Factiva, Europresse, ProQuest, NewsBank), or CSV, JSONL or Parquet files."
)


def _placed(path: Path, root: Path, names: dict[str, str], unknown: Counter[str]) -> Source | None:
    kind, zipped = kind_of(path)
    kind = kind or kind_by_marks(path)
    if kind is None:
        unknown[_ending(path)] += 1
        return None
    parts = path.relative_to(root).parts
    outlet = names.get(parts[0], parts[0]) if len(parts) > 1 else None
    return Source(path, kind, zipped, outlet)


def _walk(root: Path, log: Log) -> Iterator[Path]:
    """Every file below ``root`` that is not passed over, sorted.

    Links to folders are not followed. Links to files elsewhere are rejects, since who made the folder need not be who
    may read those, and so are pipes, devices and links to nothing.
    """
    inside = root.resolve()
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder) / name
            if _passed_over(name):
                continue
            if not path.is_file():
                log.reject(NO_FILE, str(path), "a broken link, a pipe or a device")
            elif path.is_symlink() and inside not in path.resolve().parents:
                log.reject("link elsewhere", str(path), "a link out of the folder; copy the file, or name it")
            else:
                yield path


def _passed_over(name: str) -> bool:
    """Files that never hold articles: hidden ones, a corpus's own papers, and what masthead writes beside a table."""
    lower = name.lower()
    beside = lower.endswith((".manifest.json", ".rejects.jsonl")) or lower == "rejects.jsonl"
    return name.startswith(".") or name == MANIFEST or lower.startswith(_IGNORED) or beside


def _articles_of(folder: Path) -> tuple[Path, dict[str, str]]:
    """Where a folder keeps its articles and what its sub-folders' outlets are called, by its corpus.toml."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return folder, {}
    try:
        declared = tomllib.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"not a valid TOML file ({error})", where=str(manifest), fix="Mend it.") from error
    articles = declared.get("articles", ".")
    root = folder / articles if isinstance(articles, str) else folder
    if not root.resolve().is_relative_to(folder.resolve()) or not root.is_dir():
        raise UsageError(f"articles = {articles!r} names no folder beside it", where=str(manifest), fix="Mend it.")
    outlets = declared.get("outlets", {})
    entries = outlets.items() if isinstance(outlets, dict) else ()
    return root, {slug: str(entry["name"]) for slug, entry in entries if isinstance(entry, dict) and "name" in entry}
