"""What outlets call things: the words that are distinctive of each, and who calls it what.

Distinctive words: for each outlet those it uses more than the rest, with how much more and in how many articles. Choice
of words: rival wordings of a concept as rows, outlets as columns.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from masthead.comparisons.contexts import FEW_OUTLETS, UNTESTED_Z, words_shown
from masthead.comparisons.summary import THRESHOLD
from masthead.numerals import NONE, count, interval, known, number, whole_percent
from masthead.reports.outlets import mark_rule, nothing_stands_out, outlets_shown, standouts_told
from masthead.reports.view import Cell, Grid, Notes, Report, Section, amount, figures, grouped, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.comparisons.contexts import Line
    from masthead.profiles.overview import Overview

    Row = Mapping[str, Any]
    Lines = Mapping[tuple[str, str], Sequence[Line]]
    Concept = tuple[str, str | None]

VOICES = {
    "own": "in the outlet's own voice",
    "attributed": "in what the outlet's sources are reported to have said",
    "quoted": "inside quotation marks",
    "all": "in any voice",
}
FEWEST_MENTIONS = 10
_THE_REST = "the rest"
_NO_RIVALS = f"No concept has two rival wordings and {FEWEST_MENTIONS} own-voice mentions in these articles."


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
    columns = (*wordings(""), *figures("ratio", "articles", "in the rest", "z"))
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
        return ("No word stands out: no difference holds.",)
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
    terms = words.column("term").unique()
    said = [
        f"Words and pairs of words {VOICES[voice]}; counted are articles that use them, not how often.",
        "Ratio: how many times as often as the rest, the length of articles allowed for; small print: 95% interval, "
        "resampling clusters.",
        "z: log-odds with a Dirichlet prior (Monroe et al. 2008).",
        f"Listed are words with q < {THRESHOLD}, Benjamini-Hochberg over the outlet's {count(len(terms), 'term')}; "
        f"where clusters are too few for a test, those with z above {UNTESTED_Z}.",
        overview.cluster_sentence(),
    ]
    return " ".join(filter(None, said))


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
    more = (f"{count(left, 'more concept')} with few mentions or no rival: --all-features.",) if left else ()
    meant = () if referents else ("Who or what the words stand for: --referents.",)
    return Report(
        title=f"Choice of words in {overview.size}",
        lead=(*((_choices_told(choices.to_pylist()),) if chosen else (_NO_RIVALS,)), *overview.cautions()),
        blocks=(Grid("", (*wordings(""), *figures(*outlets)), sections, notes.texts),) if chosen else (),
        details=(_voices_grid(chosen, concepts, titles),) if chosen else (),
        remarks=(
            "Share of each wording among the outlet's own-voice mentions of the concept. Small print: 95% interval "
            "over clusters; none below 10 clusters with a mention, where a share is an anecdote. "
            + overview.cluster_sentence(),
            *_choices_marked(choices),
        ),
        hints=(*unseen, *more, *meant),
        rows=choices,
        manifest=manifest or {},
    )


def _choices_told(rows: Sequence[Row], most: int = 3) -> str:
    """The strongest differences in one sentence, one of an outlet."""
    tested = [row for row in rows if row["q"] is not None]
    if not tested:
        return "Nothing could be tested: too few clusters with a mention, or one outlet."
    found = sorted((row for row in tested if row["marked"]), key=lambda row: -abs(row["effect"] or 0.0))
    if not found:
        return nothing_stands_out(_THE_REST, len(tested))
    first: dict[str, Row] = {}
    for row in found:
        first.setdefault(row["outlet"], row)
    said = [
        f"{row['outlet']}, {_words(row['wording'])} {whole_percent(row['share'])} against "
        f"{whole_percent(row['share'] - row['difference'])}"
        for row in list(first.values())[:most]
    ]
    return standouts_told(said, _THE_REST, len(found))


def _choices_marked(choices: pa.Table) -> tuple[str, ...]:
    """What the marks mean, where anything was tested."""
    tests = len(choices) - choices["q"].null_count
    if not tests:
        return ()
    return (f"▲ higher, ▼ lower than the mean of the other tested outlets: {mark_rule(tests)} of the difference.",)


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
        whole_percent(row["share"]),
        detail=interval(None if low is None else 100 * low, None if high is None else 100 * high, 0),
        mark=("higher" if row["difference"] > 0 else "lower") if row["marked"] else "",
        note=None if "too few" in reason else notes.number(reason),
        scale=(low, row["share"], high) if known(low) and known(high) else None,
    )


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
