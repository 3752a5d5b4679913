"""Choices of words as bars: for each concept the share of each wording, by outlet and voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.numerals import interval, known, whole_percent
from masthead.reports.figures.model import Bars
from masthead.reports.figures.palette import PARTS
from masthead.reports.figures.wordings import choices_figures
from masthead.reports.outlets import Shown
from masthead.reports.study.plots import facts_of
from masthead.reports.study.view import Stack, StackPart, StackRow
from masthead.reports.view import MARKS, grouped
from masthead.schema import VOICES
from masthead.studies.options import SOME_OUTLETS
from masthead.studies.selecting import uses_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from masthead.reports.figures.model import Bar, Part
    from masthead.reports.study.proof import Proofs
    from masthead.studies.running import StudyResult

MOST_WORDINGS = len(PARTS) - 1
"""So many wordings have a colour of their own; the others are one part."""
MOST_OF_MANY = 5
"""So many concepts are drawn where outlets are many."""
_OTHER = "other wordings"
_LABELLED = 0.1
"""Share of a bar from which on it is written below it."""


def stacks_of(found: StudyResult, proofs: Proofs) -> Iterator[Stack]:
    """A stack for each concept with a choice to show, those of the most mentions first."""
    if found.choices is None:
        return
    titles = found.choices.details["titles"]
    drawn = choices_figures(found.choices.table, titles, found.choices.overview, show=Shown(all_outlets=True))
    few = len(found.overview.articles) <= SOME_OUTLETS
    for place, named in enumerate(drawn if few else drawn[:MOST_OF_MANY]):
        if isinstance(named.figure, Bars):
            yield _stack(f"c{place}", named.figure, proofs)


def _stack(key: str, figure: Bars, proofs: Proofs) -> Stack:
    used = figure.wordings
    colors = {wording: min(place, MOST_WORDINGS) for place, wording in enumerate(used)}
    legend = [(_words(wording), colors[wording]) for wording in used[:MOST_WORDINGS]]
    legend += [(_OTHER, MOST_WORDINGS)] if len(used) > MOST_WORDINGS else []
    drawn = {} if proofs.hits is None else proofs.of(f"choices.{figure.name}", uses_of(figure.name, proofs.hits))
    rows = []
    for place, (outlet, own) in enumerate(grouped(figure.bars, lambda bar: bar.outlet).items()):
        by_voice: dict[str, Bar] = {bar.voice: bar for bar in own}
        bars = tuple((voice, *_drawn(by_voice.get(voice), colors, figure.name)) for voice in VOICES)
        marked = [part for bar in own for part in bar.parts if part.mark]
        marks = tuple(f"{_words(part.wording)} {MARKS[part.mark]}" for part in marked)
        proof = proofs.proof(f"{key}o{place}", drawn[outlet]) if outlet in drawn else None
        rows.append(StackRow(outlet, bars, marks, proof))
    return Stack(key, figure.name, figure.title, tuple(legend), tuple(rows))


def _drawn(bar: Bar | None, colors: dict[str, int], concept: str) -> tuple[int, tuple[StackPart, ...]]:
    """The mentions in one voice and the parts of its bar, the most common wording of all outlets first."""
    if bar is None:
        return 0, ()
    parts, start = [], 0.0
    for part in sorted(bar.parts, key=lambda part: list(colors).index(part.wording)):
        width = 100.0 * part.share
        parts.append(_part(part, bar, (start, width), colors[part.wording], concept))
        start += width
    return bar.n, tuple(parts)


def _part(part: Part, bar: Bar, place: tuple[float, float], color: int, concept: str) -> StackPart:
    limits = ""
    if part.low is not None and part.high is not None and known(part.low) and known(part.high):
        limits = f" ({interval(100 * part.low, 100 * part.high, 0)})"
    told = f"{_words(part.wording)} {whole_percent(part.share)}"
    facts = facts_of(bar.outlet, f"choices.{concept}.{part.wording}", part.share, part.low, part.high, bar.n)
    shares = told if part.share >= _LABELLED else ""
    own = {name: fact for name, fact in facts.items() if name != "outlet"} if bar.voice == "own" else {}
    return StackPart(round(place[0], 1), round(place[1], 1), color, shares, f"{told}{limits}, {part.n:,}", own)


def _words(name: str) -> str:
    return name.replace("_", " ")
