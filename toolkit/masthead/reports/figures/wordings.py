"""Figures of choices of words: for each concept the shares of its wordings, by outlet and voice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from masthead.numerals import known
from masthead.reports.concepts import concepts_shown, heading
from masthead.reports.figures.model import Bar, Bars, Part
from masthead.reports.figures.named import Named, named
from masthead.reports.outlets import Shown, outlets_shown
from masthead.reports.view import Mark, Voice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.profiles.overview import Overview

    Row = Mapping[str, Any]

VOICES: tuple[Voice, ...] = get_args(Voice)


def choices_figures(
    choices: pa.Table,
    titles: Mapping[str, str],
    overview: Overview,
    *,
    show: Shown | None = None,
    referents: bool = False,
) -> tuple[Named, ...]:
    """A CHOICES table as bars, one figure a concept; the concepts are those that the table for people shows."""
    show = show or Shown()
    outlets, _ = outlets_shown(choices, overview, everything=show.all_outlets)
    concepts = concepts_shown(choices.to_pylist(), everything=show.everything, referents=referents)
    figures = [
        (
            "-".join(filter(None, concept)),
            Bars(title=heading(concept, titles, rows), name=concept[0], bars=_bars(rows, outlets)),
            "Intervals of the shares in the own voice, and q, are in the data.",
        )
        for concept, rows in concepts.items()
    ]
    return named(figures)


def _bars(rows: Sequence[Row], outlets: Sequence[str]) -> tuple[Bar, ...]:
    """Bars of the outlets that mention the concept, own voice first."""
    made = []
    for outlet in outlets:
        own = [row for row in rows if row["outlet"] == outlet]
        for voice in VOICES:
            bar = Bar(outlet=outlet, voice=voice, parts=tuple(_parts(own, voice)))
            if bar.parts:
                made.append(bar)
    return tuple(made)


def _parts(rows: Sequence[Row], voice: Voice) -> list[Part]:
    """In the own voice the shares are those of the table, in the others plain shares of the mentions."""
    total = sum(row[f"mentions_{voice}"] for row in rows)
    if not total:
        return []
    if voice == "own":
        return [_own_part(row) for row in rows if known(row["share"]) and (row["mentions_own"] or row["share"])]
    counted = [(row["wording"], row[f"mentions_{voice}"]) for row in rows]
    return [Part(wording=wording, n=n, share=n / total) for wording, n in counted if n]


def _own_part(row: Row) -> Part:
    mark: Mark = ("higher" if row["difference"] > 0 else "lower") if row["marked"] else ""
    return Part(
        wording=row["wording"],
        n=row["mentions_own"],
        share=row["share"],
        low=row["low"],
        high=row["high"],
        mark=mark,
        fragile=row["fragile"] or "",
        q=row["q"],
    )
