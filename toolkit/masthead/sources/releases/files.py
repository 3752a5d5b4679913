"""The files of a release: where they lie on this machine, how they get there, and what is in them.

They are single files, folders, zip and tar archives, and archives in folders. Members are read, never unpacked to disk,
so that no name in an archive can lead anywhere.
"""

from __future__ import annotations

import os
import tarfile
import zipfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from platformdirs import user_data_path

from masthead.errors import UnreadableInput, UsageError
from masthead.sources.formats.decode import read_bytes
from masthead.sources.formats.office import DAMAGED_ZIP
from masthead.sources.options import InputFile
from masthead.sources.rows import Unusable
from masthead.storage import bundled, download
from masthead.storage.hashing import hash_file, hash_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType

    from masthead.sources.options import ReadOptions
    from masthead.sources.releases.declaration import Corpus
    from masthead.storage import Downloaded

DATA_VARIABLE = "MASTHEAD_DATA"
_ZIP = (".zip",)
_TAR = (".tar", ".tgz", ".tar.gz", ".tar.xz", ".tar.bz2")
_MOST_TAR_BYTES = 2_000_000_000
_MOST_FILES = 500_000
"""Files of an archive; a published release has some tens of thousands at most."""
_HIDDEN = (".", "__MACOSX")
FETCHED_FIELDS = ("file", "path", "url", "bytes", "sha256", "published", "present")


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


def fetched_record(item: Downloaded) -> dict[str, Any]:
    """A file that is here now as one row for machines."""
    facts = item._asdict() | {"file": item.path.name, "path": str(item.path), "published": item.known}
    return {name: facts[name] for name in FETCHED_FIELDS}


class Member(NamedTuple):
    """A file of a release: how messages call it, its place within the release, and what reads its bytes."""

    name: str
    place: PurePosixPath
    read: Callable[[], bytes]


class Release:
    """Every file under some paths; a context manager, since archives stay open while they are read.

    ``inputs`` are the paths with their SHA-256; that of a folder is of the names and hashes of its files.
    """

    def __init__(self, paths: Sequence[Path], options: ReadOptions) -> None:
        self._stack = ExitStack()
        self._options = options
        self.inputs: list[InputFile] = []
        try:
            found = [member for path in paths for member in self._members(path)]
        except BaseException:
            self._stack.close()
            raise
        self.members = sorted(found, key=lambda member: member.name)

    def find(self, patterns: Sequence[str], *, renamed: bool = False) -> list[Member]:
        """The members whose place ends as the first pattern that matches any says, in the order of their names.

        Where they may be ``renamed``, a file that is all there is needs only the ending of a pattern.
        """
        for pattern in patterns:
            found = [member for member in self.members if member.place.match(pattern)]
            if found:
                return found
        if renamed and len(self.members) == 1:
            endings = {PurePosixPath(pattern).suffix.lower() for pattern in patterns}
            return [member for member in self.members if member.place.suffix.lower() in endings]
        return []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _members(self, path: Path) -> Iterator[Member]:
        if path.is_dir():
            places = {PurePosixPath(file.relative_to(path).as_posix()): file for file in path.rglob("*")}
            hashes = []
            for place, file in sorted(places.items()):
                if file.is_file() and not _hidden(place):
                    yield from self._file(file, place)
                    hashes.append((str(place), hash_file(file)))
            self.inputs.append(InputFile(str(path), hash_options(hashes)))
        elif path.is_file():
            yield from self._file(path, PurePosixPath(path.name))
            self.inputs.append(InputFile(str(path), hash_file(path)))
        else:
            raise UnreadableInput("no such file or folder", where=str(path), fix="Check the path.")

    def _file(self, path: Path, place: PurePosixPath) -> Iterator[Member]:
        name = path.name.lower()
        try:
            if name.endswith(_ZIP):
                found = list(self._zip(path, place))
            elif name.endswith(_TAR):
                found = list(_tar(path, place))
            else:
                limit = self._options.max_file_bytes
                found = [Member(str(path), place, partial(read_bytes, path, limit))]
        except (*DAMAGED_ZIP, tarfile.TarError) as error:
            raise UnreadableInput(
                f"the archive is damaged or cut off ({error})", where=str(path), fix="Download it again."
            ) from error
        yield from found

    def _zip(self, path: Path, place: PurePosixPath) -> Iterator[Member]:
        archive = self._stack.enter_context(zipfile.ZipFile(path))
        _refuse_many(len(archive.infolist()), path)
        for info in archive.infolist():
            inner = PurePosixPath(info.filename)
            if not info.is_dir() and not _hidden(inner):
                yield Member(f"{path}/{inner}", place / inner, partial(self._unzip, archive, info))

    def _unzip(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        options = self._options
        if info.file_size > options.max_file_bytes:
            raise Unusable("too large", f"unpacks to {info.file_size:,} bytes")
        if info.file_size > max(options.ratio_free_bytes, options.max_ratio * info.compress_size):
            raise Unusable("zip bomb", f"unpacks to more than {options.max_ratio:g} times its size")
        try:
            return archive.read(info)
        except DAMAGED_ZIP as error:
            raise Unusable("damaged archive", str(error)) from error


def _tar(path: Path, place: PurePosixPath) -> Iterator[Member]:
    """All members at once: a packed tar file can only be read from its beginning."""
    total = 0
    with tarfile.open(path) as archive:
        for number, info in enumerate(archive, start=1):
            _refuse_many(number, path)
            inner = PurePosixPath(info.name)
            if not info.isfile() or _hidden(inner):
                continue
            total += info.size
            if total > _MOST_TAR_BYTES:
                raise UnreadableInput(
                    f"the archive unpacks to more than {_MOST_TAR_BYTES:,} bytes",
                    where=str(path),
                    fix="Unpack it and name the folder.",
                )
            file = archive.extractfile(info)
            data = file.read() if file is not None else b""
            yield Member(f"{path}/{inner}", place / inner, data.__bytes__)


def _refuse_many(files: int, path: Path) -> None:
    if files > _MOST_FILES:
        raise UnreadableInput(
            f"the archive has more than {_MOST_FILES:,} files",
            where=str(path),
            fix="Unpack it and name the folder.",
        )


def _hidden(place: PurePosixPath) -> bool:
    return any(part.startswith(_HIDDEN) for part in place.parts)
