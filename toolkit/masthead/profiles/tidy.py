"""Articles by features, one row each, for those who fit mixed models in R or statsmodels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.engines import How, open_corpus
from masthead.features import ready
from masthead.features.base import by_voice
from masthead.features.rows import compared, shown
from masthead.profiles.clusters import clusters
from masthead.profiles.weighing import article_values, counts, nullable
from masthead.results import Result
from masthead.schema import FEATURES_IDENTITY, LABEL_PREFIX, TIDY
from masthead.sources.dates import days_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature

    Floats = NDArray[np.float64]


def tidy(
    source: Any,
    how: How | None = None,
    *,
    families: Sequence[str] = (),
    every_feature: bool = False,
    keep_wire: bool = False,
) -> Result:
    """Measure articles, or use what was measured, and return one row per article and feature: a TIDY table.

    ``source``, ``how`` and ``keep_wire`` are those of ``masthead.engines.open_corpus``, so the rows are those of the
    articles that ``compare`` counts. Features are the primary ones, those of ``families``, or with ``every_feature``
    all except shares of wordings. Raises UsageError for a family that was not measured.
    """
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    features = shown(compared(corpus.catalogue, families), families, everything=every_feature)
    return Result(tidy_articles(corpus.features, features), corpus.notes, manifest={**corpus.manifest, "kind": "tidy"})


def tidy_articles(features: Any, catalogue: Sequence[Feature]) -> pa.Table:
    """FEATURES as a TIDY table, article by article and in each feature by feature; labels follow the other columns.

    ``value`` is the feature of the article alone, ``numerator`` and ``denominator`` are its counts, and ``exposure``
    is the denominator in the feature's unit (thousands of words where it is per 1,000 words), so that ``value`` is
    ``numerator / exposure`` and a count model with the offset ``log(exposure)`` has its coefficients in that unit. A
    formula has a value alone. Where an article has no value everything is null.
    """
    table, catalogue = ready(features, catalogue)
    articles, kinds = table.num_rows, len(catalogue)
    measured = np.array([_measures(table, feature) for feature in catalogue]).reshape(kinds, 4, articles)
    found = {
        name: nullable(measured[:, place].T.ravel())
        for place, name in enumerate(("value", "numerator", "denominator", "exposure"))
    }
    found |= {
        name: pa.array([getattr(feature, name) for feature in catalogue] * articles, pa.string())
        for name in ("family", "kind", "unit")
    }
    found["feature"] = pa.array([feature.name for feature in catalogue] * articles, pa.string())
    repeated = pa.array(np.repeat(np.arange(articles), kinds))
    labels = [name for name in table.column_names if name.startswith(LABEL_PREFIX)]
    found |= {name: pc.take(column, repeated) for name, column in _of_articles(table, labels).items()}
    schema = pa.schema([*TIDY, *(pa.field(name, found[name].type) for name in labels)])
    return pa.table([found[name] for name in schema.names], schema=schema)


def _measures(table: pa.Table, feature: Feature) -> Floats:
    """Value, numerator, denominator and exposure of every article, NaN where it has no value."""
    value = article_values(table, feature)
    numerator, denominator = feature.totals({name: counts(table, name) for name in feature.columns})
    measures = np.array([value, numerator, denominator, denominator / feature.scale], np.float64)
    measures[:, np.isnan(value)] = np.nan
    return measures


def _of_articles(table: pa.Table, labels: Sequence[str]) -> dict[str, pa.Array]:
    """What an article's rows have in common."""
    wanted = [name for name in FEATURES_IDENTITY.names if name in TIDY.names]
    found = {
        name: table.column(name).combine_chunks() if name in table.column_names else pa.nulls(table.num_rows)
        for name in (*wanted, *labels)
    }
    found = {name: pc.cast(column, pa.string()) for name, column in found.items()}
    found["date"] = days_of(found["date"])
    within = pc.binary_join_element_wise(found["outlet"], clusters(table).labels, "/")
    words = np.sum([counts(table, name) for name in by_voice("words")], axis=0)
    return found | {"cluster": within, "words": nullable(words)}
