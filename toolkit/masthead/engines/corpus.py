"""Open a corpus for any command: read and measure raw input, or take up an earlier step's FEATURES file.

What was measured is kept in the cache under the hash of the articles, the lexicons and the code that counts, so a
second command on the same input does not count again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from masthead import storage
from masthead.engines.counting import choose_counter
from masthead.engines.genres import no_such_genre, require_genre
from masthead.engines.local import count_workers, measure_table, size_of
from masthead.engines.manifest import FEATURES_KIND, code_hash, made_from
from masthead.errors import MastheadError, UsageError
from masthead.features import (
    Feature,
    Measurement,
    MeasureOptions,
    NotOwn,
    catalogue,
    lexicon_versions,
    load_instruments,
    own_work,
    without_choices,
)
from masthead.sources import ReadOptions, read
from masthead.sources.arrow import hash_table
from masthead.text.dictionaries import package_versions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from masthead.sources import InputFile, Reading, Reject


FEATURES_SUFFIX = ".parquet"


@dataclass(frozen=True)
class Corpus:
    """A measured corpus. ``articles``, ``hits`` and ``furniture`` are None where a FEATURES file was given.

    ``not_own`` tells of agency copy and copies, where these were looked for. ``manifest`` says what the numbers were
    made from: versions, lexicons, the hash of each input, options.
    """

    articles: pa.Table | None
    features: pa.Table
    hits: pa.Table | None
    furniture: pa.Table | None
    rejects: tuple[Reject, ...]
    notes: tuple[str, ...]
    inputs: tuple[InputFile, ...]
    catalogue: tuple[Feature, ...]
    manifest: dict[str, Any]
    not_own: NotOwn | None = None


def open_corpus(  # noqa: PLR0913 - all but the inputs have defaults
    inputs: Sequence[Any],
    *,
    read_options: ReadOptions | None = None,
    measure_options: MeasureOptions | None = None,
    jobs: int = 1,
    cache: bool = True,
    genre: str | None = None,
    keep_wire: bool | None = None,
    progress: Callable[[int, int], None] | None = None,
    note: Callable[[str, float], None] | None = None,
) -> Corpus:
    """Read and measure ``inputs`` (paths, globs, ``-``, data frames), or take up FEATURES: a Parquet file or a folder.

    ``genre`` keeps the articles of one genre. ``keep_wire`` False leaves agency copy and copies of other outlets'
    articles out, True counts them and says so, None does not look. Raises what ``sources.read`` raises, and UsageError
    where a FEATURES file is mixed with other input, was counted with other lexicons, or no article is left.
    """
    measure_options = measure_options or MeasureOptions()
    ready = [item for item in inputs if is_features_file(item)]
    if ready and len(inputs) > 1:
        raise UsageError(
            "a FEATURES file cannot be mixed with other input",
            where=str(ready[0]),
            fix="Give the FEATURES file alone, or measure everything together.",
        )
    if ready:
        corpus = _from_features(features_files(ready[0]), measure_options)
    else:
        reading = read(list(inputs), read_options or ReadOptions())
        making = _Making(measure_options, count_workers(jobs), progress, note)
        corpus = _from_articles(reading, making, cache=cache)
    if keep_wire is not None:
        corpus = _own_work(corpus, keep_wire=keep_wire)
    return corpus if genre is None else _of_genre(corpus, genre)


def _own_work(corpus: Corpus, *, keep_wire: bool) -> Corpus:
    features, found = own_work(corpus.features, keep_wire=keep_wire)
    if not features.num_rows:
        raise UsageError(
            f"no article among {found.total:,} is an outlet's own work: all are agency copy or copies",
            fix="--keep-wire counts them too.",
        )
    notes = corpus.notes
    if found.emptied and not keep_wire:
        listed = ", ".join(found.emptied[:5]) + (" and others" if len(found.emptied) > 5 else "")
        notes = (*notes, f"nothing of {listed} is own work, so it is left out; --keep-wire counts it")
    told = {"agency": found.agency, "republished": found.republished, "counted": keep_wire}
    manifest = {**corpus.manifest, "not_own": told}
    corpus = corpus if keep_wire else _kept(corpus, pc.is_in(corpus.features["id"], features["id"].combine_chunks()))
    return replace(corpus, notes=notes, manifest=manifest, not_own=found)


def is_features_file(item: object) -> bool:
    """Whether an input is an earlier step's output: a Parquet file of FEATURES, or a folder of these."""
    if not isinstance(item, str | Path):
        return False
    path = Path(item)
    first = next(iter(sorted(path.glob(f"*{FEATURES_SUFFIX}"))), path) if path.is_dir() else path
    if first.suffix != FEATURES_SUFFIX or not first.is_file():
        return False
    try:
        return storage.read_manifest(first).get("kind") == FEATURES_KIND
    except MastheadError:
        return False  # damaged or not ours: reading it as articles gives the right error


def features_files(item: str | Path) -> list[Path]:
    """The files of FEATURES that ``is_features_file`` has found."""
    path = Path(item)
    return sorted(path.glob(f"*{FEATURES_SUFFIX}")) if path.is_dir() else [path]


def _from_features(paths: Sequence[Path], options: MeasureOptions) -> Corpus:
    tables = [storage.read_table(path) for path in paths]
    manifests = [storage.read_manifest(path) for path in paths]
    features = pa.concat_tables([table.replace_schema_metadata(None) for table in tables], promote_options="default")
    rows = catalogue(options)
    for path, table in zip(paths, tables, strict=True):
        _require_columns(table, rows, path)
    inputs = [item for manifest in manifests for item in manifest.get("inputs", ())]
    told = {lexicon.name for lexicon in load_instruments(options).own}
    others = sorted({name for manifest in manifests for name in manifest.get("own_lexicons", ())} - told)
    where = paths[0] if len(paths) == 1 else paths[0].parent
    notes = tuple(f"{where} also counts the word list {name}: give its --lexicon to see it" for name in others)
    manifest = manifests[0] if len(paths) == 1 else {**manifests[0], "inputs": inputs, "articles": features.num_rows}
    return Corpus(None, features, None, None, (), notes, (), rows, manifest)


def _require_columns(features: pa.Table, rows: Sequence[Feature], path: Path) -> None:
    missing = [
        column for feature in without_choices(rows) for column in feature.columns if column not in features.column_names
    ]
    if missing:
        raise UsageError(
            f"the FEATURES file lacks the count column {missing[0]!r}: it was measured with other lexicons",
            where=str(path),
            fix="Measure the articles again with this version and the same --lexicon options.",
        )


@dataclass
class _Making:
    """How a corpus is measured if it must be, and what was remarkable about that."""

    options: MeasureOptions
    jobs: int
    progress: Callable[[int, int], None] | None
    note: Callable[[str, float], None] | None
    notes: tuple[str, ...] = ()

    def measure(self, articles: pa.Table) -> Measurement:
        """Measure the articles."""
        instruments = load_instruments(self.options)
        counter = choose_counter(instruments, size=size_of(articles), note=self.note)
        self.notes = (counter.note,) if counter.note else ()
        return measure_table(articles, self.options, counter, jobs=self.jobs, progress=self.progress)


def _from_articles(reading: Reading, making: _Making, *, cache: bool) -> Corpus:
    options = making.options

    def run() -> Measurement:
        return making.measure(reading.articles)

    own = load_instruments(options).own
    versions = lexicon_versions(own)
    measured, notes = _cached(_cache_key(reading.articles, versions), run) if cache else (run(), ())
    manifest = made_from(options, reading.inputs, articles=reading.articles.num_rows, rejects=len(reading.rejects))
    return Corpus(
        reading.articles,
        measured.features,
        measured.hits,
        reading.furniture,
        tuple(reading.rejects),
        (*reading.notes, *making.notes, *notes),
        tuple(reading.inputs),
        catalogue(options),
        manifest,
    )


def _cached(key: str, run: Callable[[], Measurement]) -> tuple[Measurement, tuple[str, ...]]:
    store = storage.Cache()

    def build(folder: Path) -> None:
        measured = run()
        storage.write_table(measured.features, folder / "features.parquet", {})
        storage.write_table(measured.hits, folder / "hits.parquet", {})

    folder = store.get_or_build(key, build)
    features, hits = (storage.read_table(folder / name) for name in ("features.parquet", "hits.parquet"))
    return Measurement(features.replace_schema_metadata(None), hits.replace_schema_metadata(None)), tuple(store.notes)


def _cache_key(articles: pa.Table, versions: dict[str, str]) -> str:
    parts = [hash_table(articles), versions, package_versions(), code_hash()]
    return f"measured-{storage.hash_options(parts)[:40]}"


def _of_genre(corpus: Corpus, genre: str) -> Corpus:
    require_genre(genre)
    keep = pc.fill_null(pc.equal(corpus.features["genre"], genre), fill_value=False)
    if not pc.any(keep).as_py():
        raise no_such_genre(genre, corpus.features["genre"].to_pylist())
    return replace(_kept(corpus, keep), manifest={**corpus.manifest, "genre": genre})


def _kept(corpus: Corpus, keep: pa.ChunkedArray) -> Corpus:
    """The corpus with some of its articles only; ``keep`` has one truth value a row of features."""
    if pc.all(keep).as_py():
        return corpus
    features = corpus.features.filter(keep)
    articles = corpus.articles.filter(keep) if corpus.articles is not None else None
    hits = corpus.hits
    if hits is not None:
        hits = hits.filter(pc.is_in(hits["article_id"], value_set=features["id"].combine_chunks()))
    return replace(corpus, articles=articles, features=features, hits=hits)
