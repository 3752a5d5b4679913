"""Who calls it what: rival wordings of a concept as rows, outlets as columns."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from masthead.reports.numerals import NONE, count, interval, known, number
from masthead.reports.outlets import outlets_shown
from masthead.reports.view import Cell, Grid, Notes, Report, Section, amount, figures, grouped, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.reports.overview import Overview

    Row = Mapping[str, Any]
    Concept = tuple[str, str | None]

FEWEST_MENTIONS = 10
_NO_RIVALS = f"No concept has two rival wordings and {FEWEST_MENTIONS} own-voice mentions in these articles."
_PERCENT = 100.0
_HALF_PERCENT = 0.005


def choices_report(
    choices: pa.Table,
    titles: Mapping[str, str],
    overview: Overview,
    *,
    everything: bool = False,
    referents: bool = False,
    all_outlets: bool = False,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """A CHOICES table, concept by concept, those with the most own-voice mentions first.

    ``titles`` says each concept in words. The table for people leaves out concepts with one wording or fewer
    than ten own-voice mentions unless ``everything``, and splits by referent where ``referents``.
    """
    concepts = grouped(choices.to_pylist(), lambda row: (row["concept"], row["referent"]))
    outlets, unseen = outlets_shown(choices, overview, everything=all_outlets)
    ranked = sorted(concepts, key=lambda concept: (-_mentions(concepts[concept]), concept[0], concept[1] or ""))
    ranked = [concept for concept in ranked if referents or concept[1] is None]
    chosen = [concept for concept in ranked if everything or _rivals(concepts[concept])]
    notes = Notes()
    sections = tuple(
        Section(_heading(concept, titles, concepts[concept]), _rows(concepts[concept], outlets, notes))
        for concept in chosen
    )
    left = len(ranked) - len(chosen)
    return Report(
        title=f"Choice of words in {overview.size}",
        lead=(*(() if chosen else (_NO_RIVALS,)), *overview.cautions()),
        blocks=(Grid("", (*wordings(""), *figures(*outlets)), sections, notes.texts),) if chosen else (),
        details=(_voices_grid(chosen, concepts, titles),) if chosen else (),
        remarks=(
            "Share of each wording among the outlet's own-voice mentions of the concept. Small print: 95% interval, "
            "resampling clusters; none below 10 clusters with a mention, where a share is an anecdote. "
            + overview.cluster_sentence(),
        ),
        hints=(*unseen, *_hints(left, referents=referents)),
        rows=choices,
        manifest=manifest or {},
    )


def _mentions(rows: Sequence[Row]) -> int:
    return sum(int(row["mentions_own"]) for row in rows)


def _rivals(rows: Sequence[Row]) -> bool:
    """Whether there is a choice to show: two wordings in use and mentions enough to say something."""
    used = {row["wording"] for row in rows if row["mentions_own"]}
    return len(used) > 1 and _mentions(rows) >= FEWEST_MENTIONS


def _heading(concept: Concept, titles: Mapping[str, str], rows: Sequence[Row]) -> str:
    name, referent = concept
    about = f" · {_words(referent)}" if referent else ""
    return f"{titles.get(name, _words(name))}{about} ({count(_mentions(rows), 'mention')})"


def _rows(rows: Sequence[Row], outlets: Sequence[str], notes: Notes) -> tuple[tuple[Cell, ...], ...]:
    """The outlets' mentions, then the wordings in use, the most used first."""
    cells = {(row["wording"], row["outlet"]): row for row in rows}
    totals = {outlet: sum(row["mentions_own"] for row in rows if row["outlet"] == outlet) for outlet in outlets}
    used: Counter[str] = Counter()
    for row in rows:
        used[row["wording"]] += row["mentions_own"]
    ranked = sorted((wording for wording in used if used[wording]), key=lambda wording: (-used[wording], wording))
    return (
        (Cell("mentions"), *(amount(totals[outlet]) for outlet in outlets)),
        *(
            (Cell(_words(wording)), *(_share_cell(cells.get((wording, outlet)), notes) for outlet in outlets))
            for wording in ranked
        ),
    )


def _share_cell(row: Row | None, notes: Notes) -> Cell:
    if row is None or not row["mentions_own"] or not known(row["share"]):
        return Cell(NONE)
    low, high, reason = row["low"], row["high"], row["reason"] or ""
    return Cell(
        _shown_share(row["share"]),
        detail=interval(_percent(low), _percent(high), 0),
        note=None if "too few" in reason else notes.number(reason),
        scale=(low, row["share"], high) if known(low) and known(high) else None,
    )


def _shown_share(share: float) -> str:
    """Whole percents; a share that would round to none is ``<1%``."""
    return "<1%" if 0 < share < _HALF_PERCENT else f"{number(_percent(share), 0)}%"


def _percent(share: float | None) -> float | None:
    return None if share is None else _PERCENT * share


def _words(name: str | None) -> str:
    return (name or "").replace("_", " ")


def _voices_grid(
    chosen: Sequence[Concept], concepts: Mapping[Concept, Sequence[Row]], titles: Mapping[str, str]
) -> Grid:
    """How often each wording is the outlet's own, how often a source's."""
    voices = ("own", "attributed", "quoted")
    sections = []
    for concept in chosen:
        sums: dict[str, list[int]] = {}
        for row in concepts[concept]:
            counts = sums.setdefault(row["wording"], [0] * len(voices))
            for place, voice in enumerate(voices):
                counts[place] += row[f"mentions_{voice}"]
        rows = tuple(
            (Cell(_words(wording)), *(Cell(f"{n:,}") for n in counts))
            for wording, counts in sorted(sums.items(), key=lambda item: (-item[1][0], item[0]))
        )
        sections.append(Section(_heading(concept, titles, concepts[concept]), rows))
    return Grid("Mentions by voice, all outlets", (*wordings(""), *figures(*voices)), tuple(sections))


def _hints(left: int, *, referents: bool) -> tuple[str, ...]:
    hints = []
    if left:
        hints.append(f"{count(left, 'more concept')} with few mentions or no rival: --all-features.")
    if not referents:
        hints.append("Who or what the words stand for: --referents.")
    return tuple(hints)
