"""How a corpus is read, measured and run, in one value; and what comes of it: tables, a tally, a manifest."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from functools import cache as once
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from masthead.engines.later import Later
from masthead.engines.tally import Tally
from masthead.errors import UsageError, did_you_mean, options_of
from masthead.features import MeasureOptions, lexicon_versions, load_instruments
from masthead.numerals import count
from masthead.results import Result
from masthead.sources import GENRES, ReadOptions
from masthead.sources.genre import UNKNOWN
from masthead.storage import StoredTable, canonical_json, decoded, hash_file, hash_options
from masthead.text.dictionaries import package_versions
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from masthead.features import Feature, NotOwn
    from masthead.sources import Finding, InputFile, Reject

    Progress = Callable[[int, int], None]
    Note = Callable[[str, float], None]

FEATURES_KIND = "features"
LOCAL: Literal["local"] = "local"
DASK: Literal["dask"] = "dask"
READING = "Reading"
COUNTING_ROOMS = ("native", "text", "features", "lexicons", "sources")
_ASIDE = frozenset({"stdin", "strict", "other_columns", "outlets_file"})
"""Options of reading that nothing measured depends on; what a file of outlets says is an option of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How articles are read and measured, and how that is run.

    ``jobs`` is the number of workers (0: one per core), which never changes a byte of a result. If ``cache`` is
    False, everything is measured again, whether it was kept in the cache or, after an interrupted run, in a folder of
    results. ``shard`` is the number of this job and how many there are, (3, 100), if several share the files of one
    run; ``merge`` puts together what they measure. ``engine`` is ``local``, or ``dask`` for one task per file on the
    workers of the ``scheduler`` with that address, or on ``jobs`` workers of this machine.

    ``genre`` keeps the articles of one genre. ``keep_reprints`` counts an article as many times as its outlet
    published it, if agency copy and copies are looked for. If ``hits`` is False, counted spans are not written down,
    which is faster. ``more`` is added to the manifests of files.

    ``progress`` is called with the items done and their total (0 if it is not known yet). ``note`` is called with a
    phase that has a name and the share of it that is done. Raises UsageError for a negative number of jobs and an
    unknown genre.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    measure: MeasureOptions = field(default_factory=MeasureOptions)
    jobs: int = 1
    cache: bool = True
    shard: tuple[int, int] | None = None
    engine: Literal["local", "dask"] = LOCAL
    scheduler: str | None = None
    genre: str | None = None
    keep_reprints: bool = False
    hits: bool = True
    more: Mapping[str, Any] = field(default_factory=dict)
    progress: Progress | None = field(default=None, compare=False, repr=False)
    note: Note | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        options_of(self.read, ReadOptions)
        options_of(self.measure, MeasureOptions)
        if not isinstance(self.jobs, int) or self.jobs < 0:
            raise UsageError(f"jobs is {self.jobs!r}", fix="Give a number of workers, or 0 for one per core.")
        if self.shard is not None and not 1 <= self.shard[0] <= self.shard[1]:
            number, of = self.shard
            raise UsageError(f"there is no part {number} of {of}", fix="Number the parts from 1: --shard 1/4.")
        if self.engine not in (LOCAL, DASK):
            raise UsageError(f"no engine {self.engine!r}", fix=f"Engines: {LOCAL}, {DASK}.")
        if self.scheduler is not None and self.engine != DASK:
            raise UsageError("a scheduler is of an engine that was not asked for", fix="Add --engine dask.")
        if self.genre is not None and self.genre not in GENRES:
            what = f"no genre {self.genre!r}.{did_you_mean(self.genre, GENRES)}"
            raise UsageError(what, fix=f"Genres: {', '.join(GENRES)}.")

    @property
    def reading(self) -> ReadOptions:
        """How articles are read to be measured, which takes no column besides."""
        return replace(self.read, other_columns=False)

    @property
    def shared(self) -> bool:
        """Whether files are shared between jobs, or machines."""
        return self.shard is not None or self.engine != LOCAL

    @property
    def workers(self) -> int:
        """The number of workers that ``jobs`` asks for."""
        return self.jobs or os.cpu_count() or 1

    def begin(self, phase: str) -> None:
        """Tell that a phase begins whose length is not known."""
        if self.note is not None:
            self.note(phase, 0.0)

    def note_reading(self, done: int, total: int) -> None:
        """Tell how much of the input is read; a total of 0 means that this is not known."""
        if self.note is not None:
            self.note(READING, done / total if total else 0.0)


@dataclass(frozen=True, slots=True)
class Corpus(Result):
    """A measured corpus; ``table`` are its FEATURES as they are held: from files, with their counts coded.

    ``articles`` and ``hits`` are None where a FEATURES file was given, and ``hits`` has no rows where none were asked
    for; ``spans`` is where they are read from when somebody asks. ``rejects`` are the inputs that could not be used,
    and ``findings`` what may change figures. ``catalogue`` are the features that can be estimated. ``manifest`` says
    what the numbers were made from: versions, lexicons, the hash of each input, options.

    ``not_own`` tells of agency copy and copies, where these were looked for, and ``otherwise`` are the FEATURES under
    the other choice: with these where ``table`` leaves them out, and without where it counts them. ``written`` is the
    tally of what went to files instead; ``table`` then has no rows, and ``catalogue`` is empty.
    """

    texts: pa.Table | Later | None = None
    spans: pa.Table | StoredTable | Later | None = None
    rejects: tuple[Reject, ...] = ()
    findings: tuple[Finding, ...] = ()
    catalogue: tuple[Feature, ...] = ()
    not_own: NotOwn | None = None
    otherwise: pa.Table | None = None
    written: Tally | None = None

    @property
    def features(self) -> pa.Table:
        """FEATURES, one row per article."""
        return decoded(self.table)

    @property
    def articles(self) -> pa.Table | None:
        """ARTICLES; those of a large corpus are read anew each time."""
        return self.texts.table() if isinstance(self.texts, Later) else self.texts

    @property
    def hits(self) -> pa.Table | None:
        """HITS: what was counted in the articles."""
        return self.spans.table() if isinstance(self.spans, StoredTable | Later) else self.spans

    def articles_of(self, ids: pa.Array) -> pa.Table:
        """The ARTICLES with these ids, of a corpus that has texts."""
        assert self.texts is not None
        return Corpus(self.table, texts=_only(self.texts, "id", ids)).articles

    def narrowed(self, features: pa.Table) -> Corpus:
        """The corpus with some of its articles only: those of ``features``."""
        if features.num_rows == self.table.num_rows:
            return self
        ids = features["id"].combine_chunks()
        spans = self.hits if isinstance(self.spans, StoredTable) else self.spans
        texts = None if self.texts is None else _only(self.texts, "id", ids)
        spans = None if spans is None else _only(spans, "article_id", ids)
        return replace(self, table=features, texts=texts, spans=spans)

    def forget_hits(self) -> None:
        """Give back the memory that ``hits`` take, where they can be read again: they are more than the articles."""
        if isinstance(self.spans, StoredTable):
            self.spans.forget()

    @property
    def tally(self) -> Tally:
        """What was measured, in a few figures an outlet."""
        return self.written or Tally.of(self.table, self.hits)


def _only(table: pa.Table | Later, key: str, ids: pa.Array) -> pa.Table | Later:
    if isinstance(table, Later):
        return table.only(ids)
    return table.filter(pc.is_in(table[key], value_set=ids))


def counted(features: pa.Table, *names: str) -> Counter[tuple[Any, ...]]:
    """How many rows of FEATURES have each combination of values in some columns, in the order that they come up in.

    In a column that there is not they have None.
    """
    have = [name for name in names if name in features.column_names]
    table = features.select(have).group_by(have, use_threads=False).aggregate([([], "count_all")])
    columns = (table[name].to_pylist() if name in have else [None] * table.num_rows for name in names)
    return Counter(dict(zip(zip(*columns, strict=True), table["count_all"].to_pylist(), strict=True)))


def unusable(features: pa.Table) -> dict[tuple[str, str], int]:
    """Articles of which all counts, or some, are unknown, by outlet and ``reason``."""
    pairs = counted(features, "outlet", "reason")
    return dict(sorted((pair, n) for pair, n in pairs.items() if pair[1]))


def no_such_genre(genre: str, found: Iterable[str | None]) -> UsageError:
    """The error where no article is of the genre; ``found`` are the genres of the others."""
    named = sorted({value for value in found if value})
    return UsageError(
        f"no article is of genre {genre!r}",
        fix=f"Genres found: {', '.join(named) or 'none'}. Name a column of genres with --genre-col, or give "
        "addresses, sections and headlines, which say more than texts alone.",
    )


def genres_of(features: pa.Table) -> Counter[str]:
    """How many articles of FEATURES are of each genre."""
    found: Counter[str] = Counter()
    for (genre,), n in counted(features, "genre").items():
        found[genre or UNKNOWN] += n
    return found


def with_genre(features: pa.Table, genre: str) -> pa.Table:
    """The articles of FEATURES that are of a genre."""
    return features.filter(pc.fill_null(pc.equal(features["genre"], genre), fill_value=False))


def told_left_out(genre: str, genres: Mapping[str, int]) -> str:
    """How many articles are of the genre that is kept, and of which genre those are that are left out."""
    others = ", ".join(f"{n:,} {name}" for name, n in sorted(genres.items()) if name != genre)
    kept = f"{genres.get(genre, 0):,} of {count(sum(genres.values()), 'article')}"
    return f"of genre {genre}: {kept}; left out: {others or 'none'}"


def made_from(
    how: How, inputs: Iterable[InputFile], *, articles: int, rejects: int, findings: Iterable[Finding] = ()
) -> dict[str, Any]:
    """The manifest of FEATURES: versions, lexicons, options, the hash of each input, articles, rejects, findings."""
    own = load_instruments(how.measure).own
    manifest = {
        "kind": FEATURES_KIND,
        "masthead": __version__,
        **read_from(inputs, articles=articles, rejects=rejects, findings=findings),
        "lexicons": lexicon_versions(own),
        "own_lexicons": [lexicon.name for lexicon in own],
        "packages": package_versions(),
        "options": unusual_options(how),
        "code": code_hash()[:16],
    }
    return manifest if how.genre is None else {**manifest, "genre": how.genre}


def read_from(
    inputs: Iterable[InputFile], *, articles: int, rejects: int, findings: Iterable[Finding] = ()
) -> dict[str, Any]:
    """What of a manifest depends on the inputs."""
    return {
        "inputs": [{"name": Path(item.path).name, "sha256": item.sha256} for item in inputs],
        "articles": articles,
        "rejects": rejects,
        "findings": [finding._asdict() for finding in findings],
    }


def unusual_options(how: How) -> dict[str, Any]:
    """How articles are read, where that is not the default."""
    usual = ReadOptions()
    given = {item.name: getattr(how.read, item.name) for item in fields(usual) if item.name not in _ASIDE}
    other = {name: value for name, value in given.items() if value != getattr(usual, name)}
    return dict(orjson.loads(canonical_json(other)))


@once
def code_hash() -> str:
    """Hash of what reads and counts, so that what a changed rule would do otherwise is never taken as it is."""
    root = Path(__file__).parents[1]
    kinds = (".py", ".toml", ".tsv")
    files = sorted(path for room in COUNTING_ROOMS for path in (root / room).rglob("*") if path.suffix in kinds)
    return hash_options([hash_file(path) for path in (root / "schema.py", *files)])
