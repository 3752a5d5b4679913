"""What was read and what was measured, before any comparison: articles, furniture, nulls, hits."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from masthead.numerals import count, percent, rejected
from masthead.reports.view import Cell, Column, Grid, Report, amount, figures, wordings
from masthead.schema import VOICES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from masthead.engines import Tally

_GENRES = ("news", "opinion", "unknown")


def reading_report(
    articles: pa.Table, furniture: pa.Table, *, rejects: int = 0, manifest: Mapping[str, Any] | None = None
) -> Report:
    """ARTICLES by outlet, and the furniture that was marked in them; ``rows`` are the articles."""
    outlets = articles.column("outlet").to_pylist()
    size = f"{count(articles.num_rows, 'article')} of {count(len(set(outlets)), 'outlet')}"
    marked = furniture.num_rows > 0
    return Report(
        title=f"Read {size}",
        lead=rejected(rejects),
        blocks=(_articles_grid(articles, furniture), *((_furniture_grid(furniture),) if marked else ())),
        remarks=("Furniture stays in the text; it is marked, and every later step skips it.",) if marked else (),
        rows=articles,
        manifest=manifest or {},
    )


def measurement_report(
    tally: Tally, features: pa.Table | None = None, *, rejects: int = 0, manifest: Mapping[str, Any] | None = None
) -> Report:
    """Articles by outlet, words and what stayed unknown; hits by family; ``rows`` are those of ``features``."""
    size = f"{count(tally.total, 'article')} of {count(len(tally.articles), 'outlet')}"
    return Report(
        title=f"Measured {size}",
        lead=rejected(rejects),
        blocks=(_measured_grid(tally), *((_hits_grid(tally),) if tally.hits else ())),
        remarks=("Unknown: all counts where the language is not English, readability where a text is too short.",),
        rows=features if features is not None else (),
        manifest=manifest or {},
    )


def _articles_grid(articles: pa.Table, furniture: pa.Table) -> Grid:
    outlets = articles.column("outlet").to_pylist()
    lengths: Counter[str] = Counter()
    for outlet, length in zip(outlets, pc.utf8_length(articles.column("text")).to_pylist(), strict=True):
        lengths[outlet] += length
    genres = Counter(zip(outlets, articles.column("genre").to_pylist(), strict=True))
    marked: Counter[str] = Counter()
    for row in furniture.to_pylist():
        marked[row["outlet"]] += row["characters"]
    present = Counter(outlets)
    shown = [genre for genre in _GENRES if any(key[1] == genre for key in genres)]
    rows = (
        (
            Cell(outlet),
            Cell(f"{present[outlet]:,}"),
            Cell(f"{lengths[outlet]:,}"),
            Cell(percent(marked[outlet] / lengths[outlet] if lengths[outlet] else None)),
            *(amount(genres[outlet, genre]) for genre in shown),
        )
        for outlet in sorted(present)
    )
    return Grid.of("", (*wordings("outlet"), *figures("articles", "characters", "furniture", *shown)), rows)


def _furniture_grid(furniture: pa.Table) -> Grid:
    by_outlet: dict[str, list[tuple[Cell, ...]]] = {}
    for row in sorted(furniture.to_pylist(), key=lambda row: (row["outlet"], -row["characters"], row["kind"])):
        counts = (Cell(f"{row[name]:,}") for name in ("n_articles", "n_spans", "characters"))
        by_outlet.setdefault(row["outlet"], []).append((Cell(row["kind"].replace("_", " ")), *counts))
    columns = (Column("kind"), *figures("articles", "spans", "characters"))
    return Grid.of("Furniture, marked and not counted", columns, by_outlet)


def _measured_grid(tally: Tally) -> Grid:
    named = sorted({reason for _, reason in tally.reasons})
    rows = (
        (
            Cell(outlet),
            Cell(f"{tally.articles[outlet]:,}"),
            Cell(f"{tally.words[outlet]:,}"),
            *(amount(tally.reasons[outlet, reason]) for reason in named),
        )
        for outlet in sorted(tally.articles)
    )
    reasons = (reason.replace("_", " ") for reason in named)
    return Grid.of("", (*wordings("outlet"), *figures("articles", "words", *reasons)), rows)


def _hits_grid(tally: Tally) -> Grid:
    rows = (
        (
            Cell(family),
            *(amount(tally.hits[family, voice]) for voice in VOICES),
            amount(sum(n for (name, _), n in tally.hits.items() if name == family)),
        )
        for family in sorted({family for family, _ in tally.hits})
    )
    columns = (Column("family"), *figures(*VOICES, "all"))
    return Grid.of("Hits, by voice", columns, rows)
