"""Choice of words: rival wordings of a concept as rows and outlets as columns, or outlets below each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from masthead.comparisons.differences import REST
from masthead.comparisons.groups import told_members
from masthead.comparisons.options import ChoicesOptions
from masthead.comparisons.outlets import LOST
from masthead.numerals import NONE, NOTHING, count, interval, known, probability, signed, whole_percent
from masthead.reports.concepts import FEWEST_MENTIONS, concepts_shown, heading, ranked_concepts, words_of
from masthead.reports.outlets import (
    IN_NOTES,
    IN_TABLE,
    Shown,
    fragile_means,
    mark_rule,
    nothing_stands_out,
    outlets_shown,
    standouts_told,
)
from masthead.reports.side_by_side import group_title
from masthead.reports.stacked import MOST_ROWS, NO_MATCH
from masthead.reports.view import Cell, Grid, Mark, Notes, Report, Section, amount, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from masthead.profiles.overview import Overview
    from masthead.reports.concepts import Concept

    Row = Mapping[str, Any]
    Members = Mapping[str, tuple[str, ...]]

_SMALL, _COLUMNS = "Small print: 95% interval", "Intervals: 95%,"
_THE_REST = "the rest"
_DIFFERENCES = ("share", "difference", "95% interval", "q", "hits", "of")
_NO_RIVALS = f"No concept has two rival wordings and {FEWEST_MENTIONS} own-voice mentions in these articles."


def choices_report(
    choices: pa.Table,
    titles: Mapping[str, str],
    overview: Overview,
    *,
    options: ChoicesOptions | None = None,
    members: Members | None = None,
    show: Shown | None = None,
    referents: bool = False,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """A CHOICES table, concept by concept, those with the most own-voice mentions first.

    ``titles`` says each concept in words; ``options`` are those it was made with, and ``members`` the outlets of each
    group where groups were compared. The table for people leaves out concepts with one wording or fewer than ten
    own-voice mentions, and shows ``MOST_CONCEPTS``, unless ``show`` asks for everything; ``referents`` splits by
    referent; outlets stand below each other, with their differences, where ``show`` asks for that.
    """
    options, show = options or ChoicesOptions(), show or Shown()
    listed = choices.to_pylist()
    concepts = ranked_concepts(listed, referents=referents)
    outlets, unseen = outlets_shown(choices, overview, everything=show.all_outlets)
    chosen = list(concepts_shown(listed, everything=show.everything, referents=referents))
    notes = Notes()
    lines = sum(bool(row["mentions"]) for concept in chosen for row in concepts[concept]) if show.stacked else 0
    tested = lines > MOST_ROWS and not show.everything
    rows_of = partial(_stacked_rows, tested=tested) if show.stacked else _rows
    heads = {concept: heading(concept, titles, concepts[concept]) for concept in chosen}
    bodies = {concept: rows_of(concepts[concept], outlets, notes) for concept in chosen}
    sections = tuple(Section(heads[concept], body) for concept, body in bodies.items() if body)
    columns = (
        (*wordings("", "outlet"), *figures(*_DIFFERENCES)) if show.stacked else (*wordings(""), *figures(*outlets))
    )
    voices = _voices_grid(chosen, concepts, titles)
    left = len(concepts) - len(chosen)
    more = (f"{count(left, 'more concept')}: --all-features, or one by its name: --concept.",) if left else ()
    untested = (f"What was not tested ({count(lines, 'row')} in all): --all-features.",) if tested else ()
    meant = () if referents else ("Who or what the words stand for: --referents.",)
    matched = options.events and not _has_own_intervals(listed)
    legend = _legend(overview, members, matched=matched)
    unmatched = (NO_MATCH,) if options.events and not matched else ()
    told = (_standouts(listed),) if chosen else (_NO_RIVALS,)
    return Report(
        title=_title(overview, members, matched=matched),
        lead=(*unmatched, *told, *overview.cautions()),
        blocks=(Grid("", columns, sections, notes.texts, stub=1 + show.stacked),) if chosen else (),
        details=(voices,) if chosen else (),
        paper=(_complete_grid({heads[concept]: concepts[concept] for concept in chosen}, outlets), voices)
        if chosen
        else (),
        paper_remarks=(legend.replace(_SMALL, _COLUMNS), *_marks(listed, IN_NOTES)),
        remarks=(legend, *_marks(listed)),
        hints=(*unseen, *more, *untested, *meant),
        rows=choices,
        manifest=manifest or {},
    )


def _complete_grid(concepts: Mapping[str, Sequence[Row]], outlets: Sequence[str]) -> Grid:
    """The table for a paper: a line for each wording and outlet, with the interval of its share beside the share."""
    notes = Notes()
    sections = {
        title: [_with_limits(cells, row) for cells, row in _lines(rows, outlets, notes)]
        for title, rows in concepts.items()
    }
    share, *differences = _DIFFERENCES
    columns = (*wordings("", "outlet"), *figures(share, "95% interval", *differences))
    return replace(Grid.of("", columns, sections, notes, stub=2), whole=True)


def _with_limits(cells: tuple[Cell, ...], row: Row) -> tuple[Cell, ...]:
    wording, outlet, share, *differences = cells
    return (wording, outlet, share, Cell(_limits(row) or NOTHING), *differences)


def _has_own_intervals(rows: Sequence[Row]) -> bool:
    return any(row["low"] is not None for row in rows)


def _title(overview: Overview, members: Members | None, *, matched: bool) -> str:
    if members is not None:
        return f"Choice of words: {group_title(members, overview)}"
    return f"Choice of words in {overview.size}{', on the same events' if matched else ''}"


def _legend(overview: Overview, members: Members | None, *, matched: bool) -> str:
    """What the figures are."""
    share = "Share of each wording among the outlet's own-voice mentions of the concept."
    if members is not None:
        share = "Share of each wording among own-voice mentions of the concept, the mean of the outlets of a group."
        return f"{share} {_SMALL} over outlets. {told_members(members)}"
    if matched:
        return f"{share} Shares are means over the events in which another outlet also mentions the concept."
    return (
        f"{share} {_SMALL} over clusters; none below 10 clusters with a mention, where a share is only an anecdote. "
        f"{overview.cluster_sentence()}"
    )


def _standouts(rows: Sequence[Row], most: int = 3) -> str:
    """The strongest differences in one sentence, one of an outlet."""
    tested = [row for row in rows if row["q"] is not None]
    if not tested:
        return "Nothing could be tested: too few clusters with a mention, or one outlet."
    found = sorted((row for row in tested if row["marked"]), key=lambda row: -abs(row["effect"] or 0.0))
    if not found:
        return nothing_stands_out(_reference(rows), len(tested))
    first: dict[str, Row] = {}
    for row in found:
        first.setdefault(row["outlet"], row)
    said = [
        f"{row['outlet']}{_during(row)}, {words_of(row['wording'])} {whole_percent(row['share'])} against "
        f"{whole_percent(row['share'] - row['difference'])}"
        for row in list(first.values())[:most]
    ]
    return standouts_told(said, _reference(rows), len(found))


def _during(row: Row) -> str:
    return f" ({row['stratum']})" if row["stratum"] is not None else ""


def _marks(rows: Sequence[Row], where: str = IN_TABLE) -> tuple[str, ...]:
    """What the marks mean, where anything was tested."""
    if not any(row["q"] is not None for row in rows):
        return ()
    against = _reference(rows)
    family = [row | {"primary": row["q"] is not None or row["reason"] is not None} for row in map(dict, rows)]
    other = "the mean of the other tested outlets" if against == _THE_REST else against
    alone = "An outlet that is marked is left out of the reference before others are marked."
    said = f"▲ higher, ▼ lower than {other}: {mark_rule(family)} of the difference."
    return (" ".join((said, *((alone,) if against == _THE_REST else ()), *fragile_means(rows, where))),)


def _reference(rows: Sequence[Row]) -> str:
    """What the outlets are compared with."""
    named = {row["reference"] for row in rows} - {None, REST}
    return named.pop() if named else _THE_REST


def _rows(rows: Sequence[Row], outlets: Sequence[str], notes: Notes) -> tuple[tuple[Cell, ...], ...]:
    """The outlets' mentions, then the wordings in use, the most used first."""
    cells = {(row["wording"], row["outlet"]): row for row in rows}
    totals = {outlet: sum(row["mentions_own"] for row in rows if row["outlet"] == outlet) for outlet in outlets}
    ranked = _in_use(rows)
    return (
        (Cell("mentions"), *(amount(totals[outlet]) for outlet in outlets)),
        *(
            (Cell(words_of(wording)), *(_share_cell(cells.get((wording, outlet)), notes) for outlet in outlets))
            for wording in ranked
        ),
    )


def _in_use(rows: Sequence[Row]) -> list[str]:
    """The wordings that some outlet uses in its own voice, the most used first."""
    used: Counter[str] = Counter()
    for row in rows:
        used[row["wording"]] += row["mentions_own"]
    return sorted((wording for wording in used if used[wording]), key=lambda wording: (-used[wording], wording))


def _stacked_rows(
    rows: Sequence[Row], outlets: Sequence[str], notes: Notes, *, tested: bool = False
) -> tuple[tuple[Cell, ...], ...]:
    """A line for each wording in use and outlet that mentions the concept, with its difference in percent."""
    return tuple(cells for cells, _ in _lines(rows, outlets, notes, tested=tested))


def _lines(
    rows: Sequence[Row], outlets: Sequence[str], notes: Notes, *, tested: bool = False
) -> Iterator[tuple[tuple[Cell, ...], Row]]:
    """The cells of each line, and the row that they are of; only of rows that were ``tested`` where that is asked."""
    cells = {(row["wording"], row["outlet"]): row for row in rows}
    for wording in _in_use(rows):
        own = [cells[wording, outlet] for outlet in outlets if (wording, outlet) in cells]
        told = [row for row in own if row["mentions"] and (row["q"] is not None or not tested)]
        for place, row in enumerate(told):
            name = Cell("" if place else words_of(wording))
            yield (name, Cell(row["outlet"]), *_difference_cells(row, notes)), row


def _difference_cells(row: Row, notes: Notes) -> tuple[Cell, ...]:
    """Share, difference, interval, q and mentions; shares in percent."""
    difference, low, high = (
        None if row[name] is None else 100 * row[name] for name in ("difference", "difference_low", "difference_high")
    )
    fragile = row["fragile"] or ""
    return (
        Cell(whole_percent(row["share"])),
        Cell(signed(difference, 0), mark=_mark(row), fragile=fragile, note=notes.number(fragile)),
        Cell(interval(low, high, 0) or NOTHING),
        Cell(probability(row["q"]), note=notes.number(row["reason"])),
        Cell(f"{row['mentions_own']:,}"),
        Cell(f"{row['mentions']:,}"),
    )


def _mark(row: Row) -> Mark:
    return ("higher" if row["difference"] > 0 else "lower") if row["marked"] else ""


def _share_cell(row: Row | None, notes: Notes) -> Cell:
    if row is None or not (row["mentions_own"] or row["marked"]) or not known(row["share"]):
        return Cell(NONE)
    low, high, reason = row["low"], row["high"], row["reason"] or ""
    return Cell(
        whole_percent(row["share"]),
        detail=_limits(row),
        mark=_mark(row),
        fragile=row["fragile"] or "",
        note=notes.number(reason) if reason == LOST or (low is None and "too few" not in reason) else None,
        scale=(low, row["share"], high) if known(low) and known(high) else None,
    )


def _limits(row: Row) -> str:
    """The interval of the share in percent."""
    low, high = (None if row[end] is None else 100 * row[end] for end in ("low", "high"))
    return interval(low, high, 0)


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
            (Cell(words_of(wording)), *(Cell(f"{n:,}") for n in counts))
            for wording, counts in sorted(sums.items(), key=lambda item: (-item[1][0], item[0]))
        )
        sections.append(Section(heading(concept, titles, concepts[concept]), rows))
    return Grid("Mentions by voice, all outlets", (*wordings(""), *figures(*voices)), tuple(sections))
