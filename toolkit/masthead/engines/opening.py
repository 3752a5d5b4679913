"""Open a corpus for any command: read and measure raw input, or take up what an earlier step has made.

What was measured is kept in the cache under the hash of the articles, the lexicons and the code that counts, so a
second command on the same input does not count again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from masthead import sources, storage
from masthead.engines.corpus import (
    FEATURES_KIND,
    Corpus,
    How,
    code_hash,
    genres_of,
    made_from,
    no_such_genre,
    told_left_out,
    unusable,
    with_genre,
)
from masthead.engines.large import FEATURES, HITS, is_large, open_large
from masthead.engines.pooling import is_result, pool
from masthead.engines.reading import ArticlesResult, kept_reading
from masthead.errors import UsageError, options_of
from masthead.features import catalogue, lexicon_versions, load_instruments, own_work, without_choices
from masthead.results import Result
from masthead.sources import Finding, Reading
from masthead.storage.hashing import hash_table
from masthead.text.dictionaries import package_versions
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from masthead.engines.pooling import Pool
    from masthead.features import Feature, NotOwn

_COUNTED = "words.own"
"""A column that every table of FEATURES has, and none of articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusResult(Result):
    """A result on a measured corpus, whose ``corpus`` the next function takes."""

    corpus: Corpus


def open_corpus(source: Any, how: How | None = None, *, keep_wire: bool | None = None) -> Corpus:
    """Read and measure ``source``, or use what an earlier step made from it.

    ``source`` is a path, a folder, a glob, ``-``, a data frame, or a list of these. It can also be FEATURES (Parquet
    files, folders written by measure, or a data frame), or the result of reading or measuring.

    If ``keep_wire`` is False, agency copy and copies of other outlets' articles are left out
    (``masthead.features.own_work``). If it is True they are counted, and a note says so. None does not look for them:
    the rows are used as they are. Otherwise an article that occurs several times in its outlet counts once, unless
    ``how.keep_reprints`` is set.

    Raises what ``sources.read`` raises. Raises UsageError if FEATURES are mixed with other input or were counted with
    other lexicons, or no article is left, and what ``pool`` raises if files are not one data set.
    """
    how = options_of(how, How)
    corpus = _opened(source, how)
    listed = load_instruments(how.measure).notes
    if listed:
        corpus = replace(corpus, notes=(*corpus.notes, *listed))
    if keep_wire is not None and corpus.not_own is None:
        corpus = _own_work(corpus, keep_wire=keep_wire, keep_reprints=how.keep_reprints)
    return corpus if how.genre is None else _of_genre(corpus, how.genre)


def is_features(item: object) -> bool:
    """Whether an input is an earlier step's FEATURES: a table, a Parquet file, or a folder of these."""
    if not isinstance(item, str | Path):
        return _COUNTED in getattr(item, "column_names", getattr(item, "columns", ()))
    return is_result(item)


def _opened(source: Any, how: How) -> Corpus:
    if isinstance(source, Corpus | CorpusResult):
        return source if isinstance(source, Corpus) else source.corpus
    inputs = source if isinstance(source, list | tuple) else [source]
    unread = Reading | ArticlesResult
    inputs = [item.table if isinstance(item, Result) and not isinstance(item, unread) else item for item in inputs]
    ready = [item for item in inputs if is_features(item)]
    files = [item for item in ready if isinstance(item, str | Path)]
    if ready and len(inputs) > max(len(files), 1):
        raise UsageError(
            "a FEATURES file cannot be mixed with other input",
            where=str(files[0]) if files else None,
            fix="Give FEATURES files alone, or measure everything together.",
        )
    if not ready and is_large(inputs):
        return open_large(inputs, how)
    if not ready:
        return _measured(kept_reading(inputs[0] if len(inputs) == 1 else inputs, how), how)
    if files:
        return _from_files(pool(files), how)
    return _from_table(sources.to_arrow(ready[0]), how)


def _from_files(found: Pool, how: How) -> Corpus:
    rows = catalogue(how.measure)
    for path in found.paths:
        _require_columns(storage.read_columns(path), rows, str(path))
    features = storage.read_coded(found.paths)
    told = {lexicon.name for lexicon in load_instruments(how.measure).own}
    others = sorted(set(found.manifest.get("own_lexicons", ())) - told)
    notes = (f"{found.called} also counts the word list {name}: give its --lexicon to see it" for name in others)
    findings = tuple(Finding(**item) for item in found.manifest.get("findings", ()))
    return Corpus(features, (*found.notes, *notes), catalogue=rows, manifest=found.manifest, findings=findings)


def _from_table(features: pa.Table, how: How) -> Corpus:
    rows = catalogue(how.measure)
    _require_columns(features.column_names, rows, None)
    inputs = [{"name": "<table 1>", "sha256": hash_table(features)}]
    manifest = {"kind": FEATURES_KIND, "masthead": __version__, "inputs": inputs, "articles": features.num_rows}
    return Corpus(features, catalogue=rows, manifest=manifest)


def _require_columns(columns: Sequence[str], rows: Sequence[Feature], where: str | None) -> None:
    known = set(columns)
    missing = [column for feature in without_choices(rows) for column in feature.columns if column not in known]
    if missing:
        raise UsageError(
            f"the FEATURES file lacks the count column {missing[0]!r}: it was measured with other lexicons",
            where=where,
            fix="Measure the articles again with this version and the same --lexicon options.",
        )


def _measured(reading: Reading, how: How) -> Corpus:
    articles = reading.articles
    features, spans, notes = _cached(articles, how) if how.cache and how.hits else _counted(articles, how)
    counts = {"articles": articles.num_rows, "rejects": len(reading.rejects)}
    manifest = made_from(how, reading.inputs, findings=reading.findings, **counts)
    return Corpus(
        features,
        (*reading.notes, *notes),
        texts=articles,
        spans=spans,
        rejects=reading.rejects,
        findings=reading.findings,
        catalogue=catalogue(how.measure),
        manifest=manifest,
    )


class _Counts(NamedTuple):
    """FEATURES, HITS, and what is said of counting them."""

    features: pa.Table
    spans: pa.Table | storage.StoredTable
    notes: tuple[str, ...]


def _counted(articles: pa.Table, how: How) -> _Counts:
    from masthead.engines.stream import Measuring  # noqa: PLC0415 - what counts is slow to load

    measuring = Measuring([articles], how, articles.num_rows)
    return _Counts(*measuring.whole(), measuring.notes)


def _cached(articles: pa.Table, how: How) -> _Counts:
    """What the cache holds, or what is counted now and kept there beside."""
    parts = [hash_table(articles), lexicon_versions(load_instruments(how.measure).own), package_versions(), code_hash()]
    store = storage.Cache()
    made: list[_Counts] = []

    def build(folder: Path) -> None:
        if not made:
            made.append(_counted(articles, how))
        if folder.parent == store.root:  # else the cache can't be used
            storage.write_table(made[0].features, folder / FEATURES, {})
            storage.write_table(made[0].spans, folder / HITS, {})

    folder = store.get_or_build(f"measured-{storage.hash_options(parts)[:40]}", build)
    if not made:
        features = storage.read_table(folder / FEATURES).replace_schema_metadata(None)
        return _Counts(features, storage.StoredTable(folder / HITS), tuple(store.notes))
    features, hits, notes = made[0]
    kept = (folder / HITS).exists()
    return _Counts(features, storage.StoredTable(folder / HITS, hits) if kept else hits, (*notes, *store.notes))


def _own_work(corpus: Corpus, *, keep_wire: bool, keep_reprints: bool) -> Corpus:
    work = own_work(corpus.table, keep_reprints=keep_reprints)
    found = work.found
    kept, otherwise = (work.whole, work.own) if keep_wire else (work.own, work.whole)
    if not kept.num_rows:
        raise no_own_work(found)
    notes = corpus.notes if keep_wire else (*corpus.notes, *told_emptied(found))
    found = replace(found, counted=keep_wire)
    lacking = [{"outlet": outlet, "reason": reason, "n": n} for (outlet, reason), n in unusable(kept).items()]
    manifest = {**corpus.manifest, "not_own": not_own_facts(found), "unusable": lacking}
    return replace(corpus.narrowed(kept), notes=notes, manifest=manifest, not_own=found, otherwise=otherwise)


def no_own_work(found: NotOwn) -> UsageError:
    """The error where nothing is left when all that is not own work is left out."""
    return UsageError(
        f"no article among {found.total:,} is an outlet's own work: all are agency copy or copies",
        fix="--keep-wire counts them too.",
    )


def told_emptied(found: NotOwn) -> tuple[str, ...]:
    """What is said of outlets of which nothing is own work, if any."""
    if not found.emptied:
        return ()
    listed = ", ".join(found.emptied[:5]) + (" and others" if len(found.emptied) > 5 else "")
    return (f"nothing of {listed} is own work, so it is left out; --keep-wire counts it",)


def not_own_facts(found: NotOwn) -> dict[str, Any]:
    """How many articles are not own work, for a manifest."""
    return {
        "agency": found.agency,
        "republished": found.republished,
        "counted": found.counted,
        "repeated": sum(found.repeated.values()),
        "reprints_counted": found.reprints_counted,
    }


def _of_genre(corpus: Corpus, genre: str) -> Corpus:
    kept, genres = with_genre(corpus.table, genre), genres_of(corpus.table)
    if not kept.num_rows:
        raise no_such_genre(genre, genres)
    otherwise = None if corpus.otherwise is None else with_genre(corpus.otherwise, genre)
    manifest = {**corpus.manifest, "genre": genre, "genres": dict(sorted(genres.items()))}
    notes = (*corpus.notes, told_left_out(genre, genres))
    return replace(corpus.narrowed(kept), notes=notes, manifest=manifest, otherwise=otherwise)
