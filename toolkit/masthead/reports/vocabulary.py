"""Distinctive words: for each outlet those it uses more than the rest, with how much more and in how many articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.comparisons.contexts import FEW_OUTLETS, UNTESTED_Z, words_shown
from masthead.comparisons.summary import THRESHOLD
from masthead.numerals import count, known, number, probability
from masthead.reports.view import Cell, Grid, Notes, Report, Section, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.comparisons.contexts import Line
    from masthead.profiles.overview import Overview

    Row = Mapping[str, Any]
    Lines = Mapping[tuple[str, str], Sequence[Line]]

VOICES = {
    "own": "in the outlet's own voice",
    "attributed": "in what the outlet's sources are reported to have said",
    "quoted": "inside quotation marks",
    "all": "in any voice",
}


def words_report(
    words: pa.Table,
    overview: Overview,
    *,
    voice: str = "own",
    top: int | None = None,
    lines: Lines | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """A WORDS table; ``lines`` (of ``comparisons.concordance``) adds uses of each word shown, below the table."""
    shown = words_shown(words, top)
    notes = Notes()
    sections = tuple(Section(heading, _section_rows(rows, notes)) for heading, rows in shown.items() if rows)
    columns = (*wordings(""), *figures("ratio", "articles", "in the rest", "z", "q"))
    grids = [Grid("", columns, sections, notes.texts)] if sections else []
    if lines:
        grids.append(_concordance_grid(shown, lines))
    outlets = words.column("outlet").unique().to_pylist()
    in_context = ("Each word in context: --concordance N.",) if lines is None and sections else ()
    return Report(
        title=f"Distinctive words: {_subject(outlets, overview)}",
        lead=(*_lead(shown, len(outlets)), *overview.cautions()),
        blocks=tuple(grids),
        remarks=(_legend(words, voice, overview),),
        hints=("All words: --format csv. Without names: --no-names. More of them: --top N.", *in_context),
        rows=words,
        fields=(*words.column_names, "concordance") if lines else tuple(words.column_names),
        manifest=manifest or {},
    )


def _subject(outlets: Sequence[str], overview: Overview) -> str:
    if len(outlets) == 1:
        return f"{outlets[0]} against the rest ({overview.size})"
    if len(outlets) == len(overview.articles) == FEW_OUTLETS:
        return f"{outlets[0]} against {outlets[1]} ({count(overview.total, 'article')})"
    return f"each outlet against the rest ({overview.size})"


def _lead(shown: Mapping[str, Sequence[Row]], outlets: int) -> tuple[str, ...]:
    none = [heading for heading, rows in shown.items() if not rows]
    if len(none) == len(shown):
        return ("No word stands out: no difference is significant.",)
    if not none:
        return ()
    if outlets == 1:
        return (f"{none[0]}: no word.",)
    return (f"No word stands out in {', '.join(none[:5])}{' and others' if len(none) > 5 else ''}.",)


def _section_rows(rows: Sequence[Row], notes: Notes) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(row["term"]),
            Cell(
                f"×{_times(row['log_ratio'])}",
                detail=_limits(row),
                note=notes.number(row["reason"] if "too few" in (row["reason"] or "") else None),
            ),
            Cell(f"{row['n_docs']:,}", detail=f"of {row['articles']:,}"),
            Cell(f"{row['n_docs_rest']:,}", detail=f"of {row['articles_rest']:,}"),
            Cell(number(row["z"], 1)),
            Cell(probability(row["q"])),
        )
        for row in rows
    )


def _times(log_ratio: float) -> str:
    """How many times as often, with two digits that mean something."""
    times = 2.0**log_ratio
    return number(times, 0 if times >= 9.95 else 1 if times >= 0.995 else 2)


def _limits(row: Row) -> str:
    low, high = row["low"], row["high"]
    if known(low) and known(high):
        return f"{_times(low)}–{_times(high)}"
    if known(low):
        return f"{_times(low)} or more"
    return f"{_times(high)} or less" if known(high) else ""


def _concordance_grid(shown: Mapping[str, Sequence[Row]], lines: Lines) -> Grid:
    sections = []
    for heading, rows in shown.items():
        found = tuple(
            (Cell("" if place else row["term"]), Cell(f"…{line.left}[{line.match}]{line.right}…", detail=line.id))
            for row in rows
            for place, line in enumerate(lines.get((row["outlet"], row["term"]), ()))
        )
        if found:
            sections.append(Section(heading, found))
    return Grid("In context", wordings("", "line, article"), tuple(sections))


def _legend(words: pa.Table, voice: str, overview: Overview) -> str:
    terms, outlets = words.column("term").unique(), len(words.column("outlet").unique())
    said = [
        f"Words and pairs of words {VOICES[voice]}; what is counted is articles that use them, not uses.",
        "Ratio: how many times as often as the rest, allowing for the length of articles; small print: 95% "
        "interval, resampling clusters.",
        "z: log-odds with a Dirichlet prior (Monroe et al. 2008).",
        f"Words are listed with q < {THRESHOLD}, Benjamini-Hochberg over {count(len(terms), 'term')} of "
        f"{count(outlets, 'outlet')}; if clusters are too few for a test, with z above {UNTESTED_Z}.",
        overview.cluster_sentence(),
    ]
    return " ".join(filter(None, said))
