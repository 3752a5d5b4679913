"""What other choices on the way to the figures would make of the differences between outlets.

Whether agency copy counts, whether quotations and headlines do, from what weight a word is loaded, whether opinion is
among the articles: each is a choice that another researcher might make otherwise. The comparison is made again with one
of them changed at a time, over the same features, so that every q is corrected for as many tests.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.comparisons.options import CompareOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.comparisons.summary import Trial, holds, tried
from masthead.engines import How, open_corpus
from masthead.errors import UsageError, options_of
from masthead.features import ready
from masthead.schema import SENSITIVITY, VOICES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.features.base import Feature

    Row = dict[str, Any]

AS_COMPARED = "as compared"
WITH_WIRE, WITHOUT_WIRE = "with wire", "without wire"
QUOTATIONS, HEADLINES, NEWS = "quotations", "headlines", "news alone"
FAINT, STRONG = "faint words", "strong words"
STRONG_FROM = 0.5
"""Weight from which a loaded term is strong: half of the way from faint to unmistakable."""
_LOADED = "loaded.all"
_WORDS = tuple(f"words.{voice}" for voice in VOICES)
_THRESHOLDS = {FAINT: 0.0, STRONG: STRONG_FROM}


class Variant(NamedTuple):
    """One choice: its name, the rows it is made on, and the features as it counts them."""

    choice: str
    features: pa.Table
    catalogue: tuple[Feature, ...]


def sensitivity(
    source: Any,
    options: CompareOptions | None = None,
    how: How | None = None,
    *,
    keep_wire: bool = False,
    every_feature: bool = False,
) -> Trial:
    """Show how other choices change the differences: agency copy, quotations, headlines, faint words (SENSITIVITY).

    ``source``, ``how`` and ``keep_wire`` as for ``compare``. The features are the primary ones, those of the families
    asked for, or all with ``every_feature``. Thresholds of weight need hits, which a FEATURES file does not have.
    Raises UsageError with ``by`` or ``stratify``.
    """
    options = options_of(options, CompareOptions)
    refuse_parts(options)
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    compare = partial(try_alternatives, options=options, hits=corpus.hits, otherwise=corpus.otherwise)
    made = {"kind": "sensitivity", "seed": options.seed}
    return tried(corpus, compare, made, families=options.families, every_feature=every_feature)


def refuse_parts(options: CompareOptions) -> None:
    """Raise UsageError where ``by``, ``stratify``, ``topics`` or ``group``, which ``sensitivity`` does not try."""
    if options.by or options.stratify or options.topics or options.group:
        raise UsageError(
            "--sensitivity cannot be combined with --by, --stratify, --topics or --group", fix="Leave them out."
        )


def try_alternatives(
    features: Any,
    catalogue: Sequence[Feature] | None = None,
    options: CompareOptions | None = None,
    *,
    hits: pa.Table | None = None,
    otherwise: pa.Table | None = None,
) -> pa.Table:
    """Compare outlets under one changed choice at a time: a SENSITIVITY table.

    ``features`` is a FEATURES table; ``hits`` its HITS, without which thresholds of weight cannot be tried;
    ``otherwise`` its rows under the other choice on agency copy (those of ``Corpus``), without which that is not tried;
    ``options`` are those of ``compare_outlets``, without parts. The first rows, ``as compared``, are the
    comparison itself. A choice has rows for the features that it concerns only, and choices that change nothing (there
    is no agency copy, no opinion) have none. ``conclusion`` is ``higher`` or ``lower`` at q < 0.05, ``none``, or null
    where nothing was tested; ``changed`` says that both were tested and it is not that of the comparison.
    """
    table, rows = ready(features, catalogue)
    if hits is not None:
        table = _with_thresholds(table, hits)
    found: list[Row] = []
    first: dict[tuple[str, str, str], str | None] = {}
    for variant in _variants(table, None if otherwise is None else ready(otherwise, rows)[0], rows):
        concerned = {new.name for new, old in zip(variant.catalogue, rows, strict=True) if new != old}
        compared = compare_outlets(variant.features, variant.catalogue, options).to_pylist()
        for row in compared:
            if concerned and row["feature"] not in concerned:
                continue
            key = (row["feature"], row["outlet"], row["reference"])
            conclusion = _conclusion(row)
            changed = None not in (conclusion, first.setdefault(key, conclusion)) and conclusion != first[key]
            found.append(row | {"choice": variant.choice, "conclusion": conclusion, "changed": changed})
    place = {feature.name: n for n, feature in enumerate(rows)}
    found.sort(key=lambda row: (place[row["feature"]], row["outlet"], row["reference"]))
    return pa.Table.from_pylist([{name: row[name] for name in SENSITIVITY.names} for row in found], schema=SENSITIVITY)


def _variants(table: pa.Table, otherwise: pa.Table | None, catalogue: tuple[Feature, ...]) -> Iterator[Variant]:
    """The comparison itself, then each choice that changes something."""
    yield Variant(AS_COMPARED, table, catalogue)
    if otherwise is not None and otherwise.num_rows not in (0, table.num_rows):
        yield Variant(WITH_WIRE if otherwise.num_rows > table.num_rows else WITHOUT_WIRE, otherwise, catalogue)
    changes = (
        (QUOTATIONS, _quotations_too),
        (HEADLINES, _headlines_too),
        (FAINT, _faint_too),
        (STRONG, _strong_alone),
    )
    for choice, change in changes:
        changed = tuple(change(feature, table) for feature in catalogue)
        if changed != catalogue:
            yield Variant(choice, table, changed)
    news = _news(table)
    if news is not None and len(news["outlet"].unique()) > 1:
        yield Variant(NEWS, news, catalogue)


def _quotations_too(feature: Feature, table: pa.Table) -> Feature:
    """The feature over all voices, for one that leaves quoted words out."""
    if not feature.voice_aware or "words.own" not in feature.denominator or set(feature.denominator) == set(_WORDS):
        return feature
    stems = dict.fromkeys(name.rpartition(".")[0] for name in feature.numerator)
    numerator = tuple(f"{stem}.{voice}" for stem in stems for voice in VOICES)
    if not set(numerator) <= set(table.column_names):
        return feature
    return replace(feature, numerator=numerator, denominator=_WORDS, voice_aware=False)


def _headlines_too(feature: Feature, table: pa.Table) -> Feature:
    counts = {"loaded.headline_terms", "headline_words"}
    if feature.name != _LOADED or not counts <= set(table.column_names) or not _any(table["headline_words"]):
        return feature
    return replace(
        feature,
        numerator=(*feature.numerator, "loaded.headline_terms"),
        denominator=(*feature.denominator, "headline_words"),
    )


def _any(column: pa.ChunkedArray) -> bool:
    return bool(pc.sum(pc.cast(column, pa.float64())).as_py())


def _faint_too(feature: Feature, table: pa.Table) -> Feature:
    return _from_threshold(feature, table, FAINT)


def _strong_alone(feature: Feature, table: pa.Table) -> Feature:
    return _from_threshold(feature, table, STRONG)


def _from_threshold(feature: Feature, table: pa.Table, choice: str) -> Feature:
    column = _column(choice)
    if feature.name != _LOADED or column not in table.column_names:
        return feature
    return replace(feature, numerator=(column,))


def _column(choice: str) -> str:
    return f"loaded.{choice}.own"


def _with_thresholds(table: pa.Table, hits: pa.Table) -> pa.Table:
    """FEATURES with the loaded terms of each article's own voice, counted from other weights on."""
    told = pc.and_(pc.equal(hits["family"], "loaded"), pc.equal(hits["field"], "text"))
    told = pc.and_(told, pc.and_(pc.equal(hits["voice"], "own"), pc.not_equal(hits["category"], "scare_quote")))
    terms = hits.filter(told)
    known = pc.is_valid(table["words.own"])
    for choice, least in _THRESHOLDS.items():
        heavy = terms.filter(pc.greater_equal(terms["weight"], pa.scalar(least, pa.float32())))
        counted = heavy["article_id"].combine_chunks().value_counts()
        place = pc.index_in(table["id"].combine_chunks(), counted.field("values"))
        counts = pc.fill_null(pc.take(counted.field("counts"), place), 0)
        table = table.append_column(
            _column(choice), pc.if_else(known.combine_chunks(), pc.cast(counts, pa.float64()), None)
        )
    return table


def _news(table: pa.Table) -> pa.Table | None:
    """The articles that are news, where there is opinion too."""
    if "genre" not in table.column_names:
        return None
    genres = np.array(table["genre"].to_pylist(), dtype=object)
    if not (genres == "opinion").any() or not (genres == "news").any():
        return None
    return table.filter(pa.array(genres == "news"))


def _conclusion(row: Row) -> str | None:
    """What a reader would take from a row."""
    tested = row["q"] if row["primary"] else row["p"]
    if tested is None:
        return None
    if not holds({**row, "q": tested}):
        return "none"
    return "higher" if row["difference"] > 0 else "lower"
