"""What was read and what was measured, before any comparison: articles, furniture, nulls, hits."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from masthead.reports.numerals import count, percent
from masthead.reports.view import Cell, Column, Grid, Report, Section
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
    grids = [_articles_grid(articles, furniture)]
    if furniture.num_rows:
        grids.append(_furniture_grid(furniture))
    lead = f"{count(rejects, 'input')} could not be used." if rejects else ""
    return Report(
        title=f"Read {size}",
        lead=(lead,) if lead else (),
        blocks=tuple(grids),
        remarks=("Furniture stays in the text; it is marked, and every later step skips it.",)
        if furniture.num_rows
        else (),
        rows=articles,
        fields=tuple(articles.column_names),
        manifest=manifest or {},
    )


def measurement_report(
    tally: Tally, features: pa.Table | None = None, *, rejects: int = 0, manifest: Mapping[str, Any] | None = None
) -> Report:
    """Articles by outlet, words and what stayed unknown; hits by family; ``rows`` are those of ``features``."""
    size = f"{count(tally.total, 'article')} of {count(len(tally.articles), 'outlet')}"
    grids = [_measured_grid(tally)]
    if tally.hits:
        grids.append(_hits_grid(tally))
    lead = f"{count(rejects, 'input')} could not be used." if rejects else ""
    return Report(
        title=f"Measured {size}",
        lead=(lead,) if lead else (),
        blocks=tuple(grids),
        remarks=("Unknown: all counts where the language is not English, readability where a text is too short.",),
        rows=features if features is not None else (),
        fields=tuple(features.column_names) if features is not None else (),
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
    titles = (
        "articles",
        "characters",
        "furniture",
        *(genre for genre in _GENRES if any(key[1] == genre for key in genres)),
    )
    rows = tuple(
        (
            Cell(outlet),
            Cell(f"{present[outlet]:,}"),
            Cell(f"{lengths[outlet]:,}"),
            Cell(percent(marked[outlet] / lengths[outlet] if lengths[outlet] else None)),
            *(Cell(f"{genres[outlet, genre]:,}" if genres[outlet, genre] else "·") for genre in titles[3:]),
        )
        for outlet in sorted(present)
    )
    columns = (Column("outlet", wrap=True), *(Column(title, "right") for title in titles))
    return Grid("", columns, (Section("", rows),))


def _furniture_grid(furniture: pa.Table) -> Grid:
    sections = []
    by_outlet: dict[str, list[Mapping[str, Any]]] = {}
    for row in furniture.to_pylist():
        by_outlet.setdefault(row["outlet"], []).append(row)
    for outlet in sorted(by_outlet):
        rows = tuple(
            (
                Cell(row["kind"].replace("_", " ")),
                *(Cell(f"{row[name]:,}") for name in ("n_articles", "n_spans", "characters")),
            )
            for row in sorted(by_outlet[outlet], key=lambda row: (-row["characters"], row["kind"]))
        )
        sections.append(Section(outlet, rows))
    columns = (Column("kind"), *(Column(title, "right") for title in ("articles", "spans", "characters")))
    return Grid("Furniture, marked and not counted", columns, tuple(sections))


def _measured_grid(tally: Tally) -> Grid:
    named = sorted({reason for _, reason in tally.reasons})
    rows = tuple(
        (
            Cell(outlet),
            Cell(f"{tally.articles[outlet]:,}"),
            Cell(f"{tally.words[outlet]:,}"),
            *(_count_cell(tally.reasons[outlet, reason]) for reason in named),
        )
        for outlet in sorted(tally.articles)
    )
    titles = ("articles", "words", *(reason.replace("_", " ") for reason in named))
    columns = (Column("outlet", wrap=True), *(Column(title, "right") for title in titles))
    return Grid("", columns, (Section("", rows),))


def _hits_grid(tally: Tally) -> Grid:
    rows = tuple(
        (
            Cell(family),
            *(_count_cell(tally.hits[family, voice]) for voice in VOICES),
            _count_cell(sum(n for (name, _), n in tally.hits.items() if name == family)),
        )
        for family in sorted({family for family, _ in tally.hits})
    )
    columns = (Column("family"), *(Column(title, "right") for title in (*VOICES, "all")))
    return Grid("Hits, by voice", columns, (Section("", rows),))


def _count_cell(n: int) -> Cell:
    return Cell(f"{n:,}" if n else "·")
