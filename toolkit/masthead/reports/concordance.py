"""A concordance: lines with the word in the middle, who uses it how often and how evenly, and what stands near it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.comparisons.collocates import FEWEST
from masthead.numerals import count, decimals, interval, known, number
from masthead.reports.view import Cell, Grid, Lines, Notes, Report, Use, amount, figures, grouped, wordings
from masthead.reports.vocabulary import VOICES as IN_VOICE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from masthead.comparisons.concordance import Concordance

    Row = Mapping[str, Any]

MOST_OUTLETS = 12
MOST_FORMS = 8
TOP = 10
_WORDS = {"own": "own-voice words", "attributed": "attributed words", "quoted": "quoted words", "all": "words"}
_TOGETHER = "all together"


def concordance_report(
    found: Concordance, *, top: int = TOP, all_outlets: bool = False, manifest: Mapping[str, Any] | None = None
) -> Report:
    """The lines drawn, the uses by outlet, and the ``top`` words near them; ``rows`` are the lines."""
    outlets, everyone = found.uses.to_pylist()[:-1], found.uses.to_pylist()[-1]
    lines = _lines(found, everyone["uses"], several=len(outlets) > 1)
    near = found.collocates.slice(0, top).to_pylist()
    grids = [_uses_grid(outlets, everyone, found.options.voice, all_outlets=all_outlets)]
    grids += [_near_grid(near, found.options.window)] if near else []
    name = outlets[0]["outlet"] if len(outlets) == 1 else count(len(outlets), "outlet")
    return Report(
        title=f"“{found.word}” in {name}, {count(found.overview.total, 'article')}",
        lead=(*_lead(found, outlets, everyone), *found.overview.cautions()),
        blocks=(*([lines] if lines.by_outlet else []), *grids),
        remarks=(_legend(found, everyone, near=bool(near)),),
        hints=tuple(_hints(found, everyone["uses"], 0 if all_outlets else len(outlets) - MOST_OUTLETS)),
        rows=found.table,
        manifest=manifest or {},
    )


def _lead(found: Concordance, outlets: Sequence[Row], everyone: Row) -> Iterator[str]:
    voice = found.options.voice
    others = [f"{everyone[f'uses_{name}']:,} {name}" for name in ("own", "attributed", "quoted") if name != voice]
    others = [] if voice == "all" else [told for told in others if not told.startswith("0 ")]
    besides = f"{' and '.join(others)}: --voice all" if others else ""
    if not everyone["uses"]:
        yield f"No use {IN_VOICE[voice]}{f'; there are {besides}' if besides else ''}."
        return
    rate, places = everyone["rate"], decimals([everyone["rate"]])
    where = f"in {everyone['n_articles_using']:,} of {count(everyone['n_articles'], 'article')}"
    uses = count(everyone["uses"], "use")
    yield f"{uses} {IN_VOICE[voice]}, {number(rate, places)} per 1,000 {_WORDS[voice]}, {where}" + (
        f"; also {besides}." if besides else "."
    )
    if len(outlets) > 1:
        first, *_, last = _by_rate(outlets)
        yield f"Most often in {_told(first, places)}, least in {_told(last, places)}."
    if len(found.forms) > 1:
        listed = ", ".join(f"{form} {n:,}" for form, n in found.forms[:MOST_FORMS])
        more = len(found.forms) - MOST_FORMS
        yield f"Forms: {listed}{f' and {more:,} more' if more > 0 else ''}."


def _told(row: Row, places: int) -> str:
    limits = interval(row["low"], row["high"], places)
    return f"{row['outlet']} ({number(row['rate'], places)}{f'; {limits}' if limits else ''})"


def _by_rate(outlets: Sequence[Row]) -> list[Row]:
    return sorted(outlets, key=lambda row: (-1.0 if row["rate"] is None else row["rate"], row["words"]), reverse=True)


def _lines(found: Concordance, uses: int, *, several: bool) -> Lines:
    """The lines drawn, by outlet where there are several."""
    rows = found.table.to_pylist()
    by_outlet = grouped(rows, lambda row: row["outlet"] if several else "")
    drawn = f"{len(rows):,} of {count(uses, 'use')}, drawn at random (seed {found.options.seed})"
    every = "the only use" if uses == 1 else f"all {uses:,} uses"
    return Lines(
        f"In context: {drawn if len(rows) < uses else every}",
        {
            outlet: tuple(Use(row["left"], row["match"], row["right"], row["voice"], row["article_id"]) for row in own)
            for outlet, own in by_outlet.items()
        },
        voiced=found.options.voice == "all",
    )


def _uses_grid(outlets: Sequence[Row], everyone: Row, voice: str, *, all_outlets: bool) -> Grid:
    """Outlets by how often they use it, and a last row for all where there are several."""
    shown = _by_rate(outlets)[: None if all_outlets else MOST_OUTLETS]
    places, notes = decimals([row["rate"] for row in shown]), Notes()
    most = max((row["high"] or row["rate"] or 0.0 for row in shown), default=0.0)
    rows = [_uses_row(row, places, most, notes) for row in shown]
    if len(outlets) > 1:
        rows.append(_uses_row({**everyone, "outlet": _TOGETHER}, places, 0.0, notes))
    titles = (f"per 1,000 {_WORDS[voice]}", "own", "attributed", "quoted", "articles", "DP", "DPnorm")
    return Grid.of("How often, and how evenly over articles", (*wordings(""), *figures(*titles)), rows, notes)


def _uses_row(row: Row, places: int, most: float, notes: Notes) -> tuple[Cell, ...]:
    limits = row["low"], row["rate"], row["high"]
    return (
        Cell(row["outlet"], detail=count(row["words"], "word")),
        Cell(
            number(row["rate"], places),
            detail=interval(row["low"], row["high"], places),
            note=notes.number(row["reason"]),
            scale=tuple(limit / most for limit in limits) if most and all(map(known, limits)) else None,
        ),
        *(amount(row[f"uses_{name}"]) for name in ("own", "attributed", "quoted")),
        Cell(f"{row['n_articles_using']:,}", detail=f"of {row['n_articles']:,}"),
        Cell(number(row["dp"], 2)),
        Cell(number(row["dp_norm"], 2)),
    )


def _near_grid(rows: Sequence[Row], window: int) -> Grid:
    shown = [
        (
            Cell(row["word"]),
            Cell(number(row["log_dice"], 1)),
            Cell(number(row["g2"], 1)),
            amount(row["near"]),
            Cell(number(row["expected"], 1)),
            amount(row["uses"]),
        )
        for row in rows
    ]
    titles = ("log-dice", "G²", "near it", "expected", "in all")
    return Grid.of(
        f"Collocates, within {count(window, 'word')} in the sentence", (*wordings(""), *figures(*titles)), shown
    )


def _legend(found: Concordance, everyone: Row, *, near: bool) -> str:
    voice = found.options.voice
    said = [
        "Uses in the text are counted, not those in headlines. A rate is over words of the same voice; small "
        "print: its 95% interval, resampling clusters.",
        "Differences are not tested: compare --lexicon does.",
        found.overview.cluster_sentence(),
        "DP: deviation of proportions, 0 if a word is spread over articles as their words are, 1 if it occurs in "
        "only one (Gries 2008); DPnorm: DP divided by its maximum (Lijffijt and Gries 2012).",
    ]
    if known(everyone["dp_outlets"]):
        both = f"{number(everyone['dp_outlets'], 2)}, DPnorm {number(everyone['dp_outlets_norm'], 2)}"
        said.append(f"Over outlets DP is {both}.")
    if near:
        said.append(
            f"Collocates are {_WORDS[voice]} that occur near it {FEWEST} times or more and more often than "
            "expected: log-dice (Rychly 2008), at most 14 if two words occur only together; G²: log-likelihood "
            "(Dunning 1993)."
        )
    if voice == "all":
        said.append('Signs: ~ attributed, " quoted, none own voice.')
    return " ".join(filter(None, said))


def _hints(found: Concordance, uses: int, left: int) -> Iterator[str]:
    if 0 < len(found.table) < uses:
        yield "More lines: --lines N; all: --all-lines, or --format csv. Others: --seed N."
    if left > 0:
        yield f"{count(left, 'more outlet')}: --all-outlets."
    if len(found.table):
        yield "The article of a line: masthead explain PATH --id ID; ids: --width 120, --format csv."
    yield "All counts: --counts FILE; all collocates: --collocates FILE."
