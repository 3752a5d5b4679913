"""One pass over a batch: ARTICLES in, FEATURES and HITS out. Pure, so any engine can run it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.features import article as words
from masthead.features import attribution, choices, custom, hedging, loaded, readability, style
from masthead.schema import FEATURES_IDENTITY, HITS, LABEL_PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.features.base import Hit
    from masthead.features.instruments import Instruments

    Row = dict[str, float]


class Measurement(NamedTuple):
    """FEATURES (one row an article) and HITS (one row a hit, by article, field and offset)."""

    features: pa.Table
    hits: pa.Table


def count_columns(instruments: Instruments) -> tuple[str, ...]:
    """The count columns of FEATURES, in order; the counts of choices are in a list column beside them."""
    return (
        *words.COLUMNS,
        *loaded.COLUMNS,
        *attribution.COLUMNS,
        *hedging.COLUMNS,
        *readability.COLUMNS,
        *style.COLUMNS,
        *(column for lexicon in instruments.own for column in custom.columns(lexicon)),
    )


def measure_batch(articles: pa.Table, instruments: Instruments) -> Measurement:
    """Measure the articles of one ARTICLES table.

    A count is null where it is unknown: all of them where the text is empty or not English, those of readability
    and vocabulary where it is too short; the row's ``reason`` says which (``too_short``, ``language``).
    """
    rows: list[Row | None] = []
    reasons: list[str | None] = []
    hits: list[tuple[str, Hit]] = []
    for record in articles.select(["id", "title", "text", "excluded"]).to_pylist():
        spans = [(span["start"], span["end"]) for span in record["excluded"] or ()]
        counts, reason, found = measure_article(record["text"], record["title"], spans, instruments)
        rows.append(counts)
        reasons.append(reason)
        hits += [(record["id"], hit) for hit in found]
    return Measurement(_features(articles, rows, reasons, count_columns(instruments)), _hits(hits))


def measure_article(
    text: str, title: str | None, excluded: Sequence[tuple[int, int]], instruments: Instruments
) -> tuple[Row | None, str | None, list[Hit]]:
    """Counts (None where nothing can be known), the reason for nulls, and hits in reading order of one article."""
    article = words.read_article(text, title, excluded)
    if not article.english:
        return None, "language", []
    if not article.body.document.tokens and article.title is None:
        return None, "too_short", []
    scores, reason = readability.count_article(article.visible, instruments.tables, article.english)
    counts = words.count_words(article)
    hits: list[Hit] = []
    for family_counts, family_hits in (
        loaded.count(article, instruments.loaded),
        attribution.count(article),
        hedging.count(article, instruments.hedging),
        style.count(article),
        choices.count(article, instruments.choices),
        *(custom.count(article, lexicon, matcher) for lexicon, matcher in instruments.custom),
    ):
        counts |= family_counts
        hits += family_hits
    counts |= {name: np.nan if value is None else value for name, value in scores.items()}
    return (
        counts,
        reason,
        sorted(hits, key=lambda hit: (hit.field, hit.start, hit.end, hit.family, hit.category)),
    )


def _features(
    articles: pa.Table, rows: list[Row | None], reasons: list[str | None], columns: tuple[str, ...]
) -> pa.Table:
    position = {name: index for index, name in enumerate(columns)}
    values = np.zeros((len(columns), len(rows)))
    for index, row in enumerate(rows):
        if row is None:
            values[:, index] = np.nan
            continue
        for name, value in row.items():
            if name in position:
                values[position[name], index] = value
    arrays: dict[str, Any] = {
        field.name: articles.column(field.name) for field in FEATURES_IDENTITY if field.name in articles.column_names
    }
    arrays["reason"] = pa.array(reasons, pa.string())
    labels = {name: articles.column(name) for name in articles.column_names if name.startswith(LABEL_PREFIX)}
    counts = {name: pa.array(values[index], mask=np.isnan(values[index])) for name, index in position.items()}
    return pa.table({**arrays, **labels, **counts, choices.COLUMN: _choice_lists(rows)})


def _choice_lists(rows: list[Row | None]) -> pa.Array:
    prefix = f"{choices.COLUMN}."
    return pa.array(
        [
            row and [{"name": name, "count": row[name]} for name in sorted(row) if name.startswith(prefix)]
            for row in rows
        ],
        choices.TYPE,
    )


def _hits(hits: list[tuple[str, Hit]]) -> pa.Table:
    columns = list(zip(*((article_id, *hit) for article_id, hit in hits), strict=True)) or [()] * len(HITS)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, HITS, strict=True)], schema=HITS)
