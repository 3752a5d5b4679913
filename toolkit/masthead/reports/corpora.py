"""What was read and what was measured, before any comparison: articles, furniture, nulls, hits."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from masthead.numerals import NONE, count, percent, rejected
from masthead.reports.view import Cell, Column, Grid, Report, amount, figures, grouped, wordings
from masthead.schema import VOICES
from masthead.sources import GENRES, Finding, Reading
from masthead.sources.assemble import count_furniture
from masthead.sources.genre import NEWS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.engines import Tally
    from masthead.engines.health import Health
    from masthead.sources.options import Severity

_SEVERITIES: dict[Severity, str] = {"severe": "severe finding", "warning": "warning", "note": "note"}
MOST_OUTLETS = 3
"""Outlets with a finding of one kind, beyond which they have one row together."""
_COUNTED = ("empty", "short", "other_language", "repeated", "undated")
_USABLE = (
    "Usable articles are those that a comparison counts: with text, in English, each once. Short ones are among them, "
    "but have no readability."
)
_FURNITURE = "Furniture stays in the text; it is marked, and every later step skips it."


def reading_report(
    reading: Reading,
    health: Health,
    *,
    rows: pa.Table | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """A corpus by outlet, what was found in it, and the furniture that was marked; ``rows`` are HEALTH if not told."""
    n = reading.articles.num_rows
    furniture = reading.furniture if reading.furniture is not None else count_furniture(reading.articles)
    marked = furniture.num_rows > 0
    usable = sum(health.table["n_usable"].to_pylist())
    size = f"{count(n, 'article')} of {count(health.table.num_rows, 'outlet')}"
    return Report(
        title=f"Read {size}" if usable == n else f"Read {size}, {usable:,} usable",
        lead=(_findings_lead(health.findings), *rejected(len(reading.rejects))),
        blocks=(
            _health_grid(reading.articles, health.table, furniture),
            *((_findings_grid(_by_kind(health.findings)),) if health.findings else ()),
            *((_kinds_grid(furniture),) if marked else ()),
        ),
        details=(
            *((_findings_grid(health.findings),) if len(health.findings) > len(_by_kind(health.findings)) else ()),
            *((_furniture_grid(furniture),) if marked else ()),
        ),
        remarks=(_USABLE, *((_FURNITURE,) if marked else ())),
        rows=rows if rows is not None else health.table,
        manifest=manifest or {},
    )


def division_report(reading: Reading, folder: str) -> Report:
    """The articles that were written to a folder of tables, by outlet, and what was found in them."""
    files = count(reading.details["files"], "table")
    rows = reading.table.to_pylist()
    total = count(sum(row["n_articles"] for row in rows), "article")
    grid = Grid.of(
        "",
        (*wordings("outlet"), *figures("articles")),
        ((Cell(row["outlet"]), Cell(f"{row['n_articles']:,}")) for row in rows),
    )
    return Report(
        title=f"Read {total} of {count(len(rows), 'outlet')} into {files}",
        lead=(_findings_lead(reading.findings), *rejected(len(reading.rejects))),
        blocks=(grid, *((_findings_grid(_by_kind(reading.findings)),) if reading.findings else ())),
        remarks=(f"masthead read {folder} says more of the texts.",),
        rows=reading.table,
        manifest=reading.manifest,
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
        remarks=("Unknown: all counts if the language is not English, readability if a text is too short.",),
        rows=features if features is not None else (),
        manifest=manifest or {},
    )


def _findings_lead(findings: Sequence[Finding]) -> str:
    """``1 severe finding, 3 warnings, 2 notes.``."""
    counts = Counter(finding.severity for finding in findings)
    said = [count(counts[severity], name) for severity, name in _SEVERITIES.items() if counts[severity]]
    return f"{', '.join(said)}." if said else "Nothing was found that may affect the figures."


def _health_grid(articles: pa.Table, health: pa.Table, furniture: pa.Table) -> Grid:
    """One row per outlet; a column of counts is there where one of them is not 0."""
    lengths = _sums(articles["outlet"].to_pylist(), pc.utf8_length(articles["text"]).to_pylist())
    marked = _sums(furniture["outlet"].to_pylist(), furniture["characters"].to_pylist())
    genres = Counter(zip(articles["outlet"].to_pylist(), articles["genre"].to_pylist(), strict=True))
    outlets = health.to_pylist()
    counted = [name for name in _COUNTED if any(row[f"n_{name}"] for row in outlets)]
    said = [name for name in GENRES if name not in (NEWS, UNKNOWN) and any(genre == name for _, genre in genres)]
    rows = (
        (
            Cell(row["outlet"]),
            *(Cell(f"{row[name]:,}") for name in ("n_articles", "n_usable", "n_words")),
            Cell(_dates(row)),
            *(amount(row[f"n_{name}"]) for name in counted),
            Cell(percent(marked[row["outlet"]] / max(1, lengths[row["outlet"]]))),
            *(amount(genres[row["outlet"], name]) for name in said),
        )
        for row in outlets
    )
    named = [name.replace("_", " ") for name in counted]
    columns = (
        *figures("articles", "usable", "words"),
        *wordings("dates"),
        *figures(*named, "furniture", *said),
    )
    return Grid.of("", (*wordings("outlet"), *columns), rows)


def _sums(names: Sequence[str], numbers: Sequence[int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, number in zip(names, numbers, strict=True):
        found[name] += number
    return found


def _dates(row: Mapping[str, Any]) -> str:
    first, last = row["date_min"], row["date_max"]
    return NONE if first is None else first if first == last else f"{first} to {last}"


def _by_kind(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, those of one kind in many outlets as one, with the example of the outlet that has most."""
    told: list[Finding] = []
    for (severity, kind), own in grouped(findings, lambda found: (found.severity, found.finding)).items():
        most = max(own, key=lambda found: found.n)
        outlets = f"{most.outlet} and {len(own) - 1:,} more"
        many = [Finding(kind, severity, outlets, sum(found.n for found in own), most.example, most.fix)]
        told += own if len(own) <= MOST_OUTLETS else many
    return told


def _findings_grid(findings: Sequence[Finding]) -> Grid:
    by_severity: dict[str, list[tuple[Cell, ...]]] = {}
    for found in findings:
        cells = (Cell(found.finding), Cell(found.outlet), Cell(f"{found.n:,}"), Cell(found.example), Cell(found.fix))
        by_severity.setdefault(found.severity, []).append(cells)
    columns = (*wordings("finding", "outlet"), *figures("n"), *wordings("example", "what to do"))
    return Grid.of("Findings", columns, by_severity)


def _kinds_grid(furniture: pa.Table) -> Grid:
    """Furniture by kind, over all outlets."""
    wanted = ("n_articles", "n_spans", "characters")
    sums = furniture.group_by("kind").aggregate([(name, "sum") for name in wanted]).to_pylist()
    rows = (
        (Cell(row["kind"].replace("_", " ")), *(Cell(f"{row[f'{name}_sum']:,}") for name in wanted))
        for row in sorted(sums, key=lambda row: (-row["characters_sum"], row["kind"]))
    )
    return Grid.of(
        "Furniture, marked and not counted", (Column("kind"), *figures("articles", "spans", "characters")), rows
    )


def _furniture_grid(furniture: pa.Table) -> Grid:
    by_outlet: dict[str, list[tuple[Cell, ...]]] = {}
    for row in sorted(furniture.to_pylist(), key=lambda row: (row["outlet"], -row["characters"], row["kind"])):
        counts = (Cell(f"{row[name]:,}") for name in ("n_articles", "n_spans", "characters"))
        by_outlet.setdefault(row["outlet"], []).append((Cell(row["kind"].replace("_", " ")), *counts))
    columns = (Column("kind"), *figures("articles", "spans", "characters"))
    return Grid.of("Furniture by outlet", columns, by_outlet)


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
