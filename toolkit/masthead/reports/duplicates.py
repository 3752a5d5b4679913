"""Whose work an outlet prints: its own, an agency's, another outlet's, or its own again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from masthead.numerals import count, percent, rejected
from masthead.reports.view import Cell, Grid, Report, amount, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

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
    """One article: whose work it is, its agency, the outlet it repeats, and whether with changes."""

    outlet: str
    standing: str
    agency: str | None
    source: str | None
    changed: bool
    repeat: str | None


def duplicates_report(
    articles: pa.Table, duplicates: pa.Table, *, rejects: int = 0, manifest: Mapping[str, object] | None = None
) -> Report:
    """DUPLICATES of ARTICLES by outlet, by agency and by who takes over from whom; ``rows`` are the DUPLICATES."""
    found = _standings(articles, duplicates)
    outlets = len({article.outlet for article in found})
    return Report(
        title=f"Own work and copies: {count(len(found), 'article')} of {count(outlets, 'outlet')}",
        lead=(_lead(found), *rejected(rejects)),
        blocks=tuple(filter(None, (_outlets_grid(found), _agencies_grid(found), _shared_grid(found)))),
        remarks=_LEGEND,
        hints=("Each article, and which one it repeats:  --format json",),
        rows=duplicates,
        manifest=manifest or {},
    )


def _standings(articles: pa.Table, duplicates: pa.Table) -> list[_Standing]:
    outlets = articles["outlet"].to_pylist()
    outlet_of = dict(zip(articles["id"].to_pylist(), outlets, strict=True))
    found = []
    for outlet, row in zip(outlets, duplicates.to_pylist(), strict=True):
        source = outlet_of.get(row["of"])
        if row["agency"] is not None:
            standing = AGENCY
        elif source is None:
            standing = OWN
        else:
            standing = REPRINTED if source == outlet else REPUBLISHED
        found.append(
            _Standing(outlet, standing, row["agency"], source, (row["similarity"] or 1.0) < 1.0, row["repeat"])
        )
    return found


def _lead(found: Sequence[_Standing]) -> str:
    counts = Counter(article.standing for article in found)
    parts = (
        (counts[AGENCY], "agency copy"),
        (counts[REPUBLISHED], "taken from another outlet"),
        (counts[REPRINTED], f"repeats of an outlet's own ({_repeats_told(found)})"),
    )
    said = [f"{n:,} {what}" for n, what in parts if n]
    own = f"{counts[OWN]:,} of {count(len(found), 'article')} ({percent(counts[OWN] / len(found))}) are own work"
    return f"{own}; {', '.join(said)}." if said else f"{own}."


def _repeats_told(found: Sequence[_Standing]) -> str:
    """``2 re-uploads, 1 correction``."""
    kinds = Counter(article.repeat for article in found if article.standing == REPRINTED)
    return ", ".join(count(kinds[kind], name) for kind, name in _REPEATS.items() if kinds[kind])


def _outlets_grid(found: Sequence[_Standing]) -> Grid:
    present = Counter(article.outlet for article in found)
    counts = Counter((article.outlet, article.standing) for article in found)
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


def _agencies_grid(found: Sequence[_Standing]) -> Grid | None:
    articles = Counter(article.agency for article in found if article.agency)
    outlets = Counter(agency for _, agency in {(article.outlet, article.agency) for article in found})
    rows = [
        (Cell(agency), Cell(f"{n:,}"), Cell(f"{outlets[agency]:,}"))
        for agency, n in sorted(articles.items(), key=lambda item: (-item[1], item[0]))
    ]
    columns = (*wordings("agency"), *figures("articles", "outlets"))
    return Grid.of("Agencies", columns, rows) if rows else None


def _shared_grid(found: Sequence[_Standing]) -> Grid | None:
    """Which outlet prints what another printed before, agency copy too; the most frequent first."""
    taken = [article for article in found if article.source is not None and article.source != article.outlet]
    articles = Counter((article.outlet, article.source or "") for article in taken)
    changed = Counter((article.outlet, article.source or "") for article in taken if article.changed)
    ordered = sorted(articles.items(), key=lambda item: (-item[1], item[0]))
    rows = [
        (Cell(outlet), Cell(source), Cell(f"{n:,}"), amount(changed[outlet, source]))
        for (outlet, source), n in ordered[:MOST_ROWS]
    ]
    more = len(ordered) - len(rows)
    title = "Printed after another outlet" + (f" ({more:,} more pairs)" if more else "")
    columns = (*wordings("outlet", "after"), *figures("articles", "changed"))
    return Grid.of(title, columns, rows, stub=2) if rows else None
