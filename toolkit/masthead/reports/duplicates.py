"""Whose work an outlet prints: its own, an agency's, another outlet's, or its own again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from masthead.numerals import count, percent, rejected
from masthead.reports.view import Cell, Grid, Report, amount, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

T = TypeVar("T")
STANDINGS = OWN, AGENCY, REPUBLISHED, REPRINTED = ("own", "agency", "republished", "reprinted")
_REPEATS = {"reupload": "re-upload", "edition": "edition", "correction": "correction"}
MOST_ROWS, FEW_OUTLETS = 15, 20
"""Rows of pairs; and up to so many outlets each has its row: of more, only those with copies."""
_LEGEND = (
    "Own: the outlet's own work. Agency: agency copy. Republished: repeats an article of another outlet. Reprinted: "
    "repeats one of its own. Changed: the words are not all the same.",
    "The original among several copies is the agency's own, otherwise the earliest dated, otherwise the first. "
    "profile, compare and choices leave agency copy and republished articles out; --keep-wire counts them. They "
    "count reprinted articles once; --keep-reprints counts them all.",
    "Reprinted articles: a correction says that it is one; an edition has other words and about the same date; a "
    "re-upload is the same text, or later.",
)


class _Standing(NamedTuple):
    """Of an article: whose work it is, its agency, the outlet it repeats, and whether with changes."""

    outlet: str
    standing: str
    agency: str | None
    source: str | None
    changed: bool
    repeat: str | None


def duplicates_report(
    articles: pa.Table,
    duplicates: pa.Table,
    *,
    rejects: int = 0,
    notes: Sequence[str] = (),
    manifest: Mapping[str, object] | None = None,
) -> Report:
    """DUPLICATES of ARTICLES by outlet, by agency and by who takes over from whom; ``rows`` are the DUPLICATES.

    Of the articles only ids and outlets are looked at. ``notes`` say what limits the result.
    """
    found = _standings(articles, duplicates)
    outlets = len({article.outlet for article in found})
    return Report(
        title=f"Own work and copies: {count(found.total(), 'article')} of {count(outlets, 'outlet')}",
        lead=(_lead(found), *(f"{note[0].upper()}{note[1:]}." for note in notes), *rejected(rejects)),
        blocks=tuple(filter(None, (_outlets_grid(found), _agencies_grid(found), _shared_grid(found)))),
        remarks=_LEGEND,
        hints=("Each article, and which one it repeats:  --format json",),
        rows=duplicates,
        manifest=manifest or {},
    )


def _standings(articles: pa.Table, duplicates: pa.Table) -> Counter[_Standing]:
    """How many articles stand how."""
    outlet, ids = articles["outlet"].combine_chunks(), articles["id"].combine_chunks()
    columns = {
        "outlet": outlet,
        "agency": duplicates["agency"],
        "source": outlet.take(pc.index_in(duplicates["of"].combine_chunks(), value_set=ids)),
        "changed": pc.less(pc.fill_null(duplicates["similarity"], 1.0), 1.0),
        "repeat": duplicates["repeat"],
    }
    found: Counter[_Standing] = Counter()
    for row in pa.table(columns).group_by(list(columns), use_threads=False).aggregate([([], "count_all")]).to_pylist():
        outlet, source = row["outlet"], row["source"]
        if row["agency"] is not None:
            standing = AGENCY
        elif source is None:
            standing = OWN
        else:
            standing = REPRINTED if source == outlet else REPUBLISHED
        found[_Standing(outlet, standing, row["agency"], source, row["changed"], row["repeat"])] += row["count_all"]
    return found


def _counted(told: Iterable[tuple[T, int]]) -> Counter[T]:
    """The articles of each kind."""
    found: Counter[T] = Counter()
    for kind, n in told:
        found[kind] += n
    return found


def _lead(found: Counter[_Standing]) -> str:
    counts = _counted((article.standing, n) for article, n in found.items())
    parts = (
        (counts[AGENCY], "agency copy"),
        (counts[REPUBLISHED], "taken from another outlet"),
        (counts[REPRINTED], f"repeats of an outlet's own ({_repeats_told(found)})"),
    )
    said = [f"{n:,} {what}" for n, what in parts if n]
    total = found.total()
    own = f"{counts[OWN]:,} of {count(total, 'article')} ({percent(counts[OWN] / total)}) are own work"
    return f"{own}; {', '.join(said)}." if said else f"{own}."


def _repeats_told(found: Counter[_Standing]) -> str:
    """``2 re-uploads, 1 correction``."""
    kinds = _counted((article.repeat, n) for article, n in found.items() if article.standing == REPRINTED)
    return ", ".join(count(kinds[kind], name) for kind, name in _REPEATS.items() if kinds[kind])


def _outlets_grid(found: Counter[_Standing]) -> Grid:
    present = _counted((article.outlet, n) for article, n in found.items())
    counts = _counted(((article.outlet, article.standing), n) for article, n in found.items())
    rows = [
        (
            Cell(outlet),
            Cell(f"{present[outlet]:,}"),
            *(amount(counts[outlet, standing]) for standing in STANDINGS),
            Cell(percent(counts[outlet, OWN] / present[outlet])),
        )
        for outlet in sorted(present)
        if len(present) <= FEW_OUTLETS or counts[outlet, OWN] < present[outlet]
    ]
    more = len(present) - len(rows)
    title = f"{count(more, 'outlet')} with own work only {'is' if more == 1 else 'are'} not listed" if more else ""
    return Grid.of(title, (*wordings("outlet"), *figures("articles", *STANDINGS, "own %")), rows)


def _agencies_grid(found: Counter[_Standing]) -> Grid | None:
    articles = _counted((article.agency, n) for article, n in found.items() if article.agency)
    outlets = Counter(agency for _, agency in {(article.outlet, article.agency) for article in found})
    rows = [
        (Cell(agency), Cell(f"{n:,}"), Cell(f"{outlets[agency]:,}"))
        for agency, n in sorted(articles.items(), key=lambda item: (-item[1], item[0]))
    ]
    columns = (*wordings("agency"), *figures("articles", "outlets"))
    return Grid.of("Agencies", columns, rows) if rows else None


def _shared_grid(found: Counter[_Standing]) -> Grid | None:
    """Which outlet prints what another printed before, agency copy too; the most frequent first."""
    taken = [
        ((article.outlet, article.source), article.changed, n)
        for article, n in found.items()
        if article.source is not None and article.source != article.outlet
    ]
    articles = _counted((pair, n) for pair, _, n in taken)
    changed = _counted((pair, n) for pair, differs, n in taken if differs)
    ordered = sorted(articles.items(), key=lambda item: (-item[1], item[0]))
    rows = [
        (Cell(outlet), Cell(source), Cell(f"{n:,}"), amount(changed[outlet, source]))
        for (outlet, source), n in ordered[:MOST_ROWS]
    ]
    more = len(ordered) - len(rows)
    title = "Printed after another outlet" + (f" ({more:,} more pairs)" if more else "")
    columns = (*wordings("outlet", "after"), *figures("articles", "changed"))
    return Grid.of(title, columns, rows, stub=2) if rows else None
