"""The answer of a report in five sentences, each made from the figures below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.comparisons.summary import THRESHOLD, holds
from masthead.numerals import count, decimals, interval, known, number
from masthead.reports.outlets import by_feature
from masthead.reports.study.plots import against
from masthead.reports.titles import in_sentence
from masthead.studies.running import OWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from masthead.reports.view import Report
    from masthead.studies.running import StudyResult

    Values = Mapping[str, Any]


def answer(found: StudyResult, compared: Report, chosen: Report | None) -> tuple[str, ...]:
    """What was compared, what stands out, who uses most loaded words, who chooses which words, what events say.

    ``compared`` and ``chosen`` are the reports of the comparison and of choices, whose first sentences are taken.
    """
    first = compared.lead[0]
    choice = [] if chosen is None else [f"Choice of words: {lowered(chosen.lead[0])}"]
    return tuple(filter(None, (_what(found), first, _most_loaded(found), *choice, _on_events(found))))


def lowered(sentence: str) -> str:
    """A sentence that goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]


def _what(found: StudyResult) -> str:
    overview = found.overview
    days = _days(found)
    held = f"each outlet against {against(found.compared)}"
    return f"This report compares {overview.size}{f', from {days}' if days else ''}: {held}."


def _days(found: StudyResult) -> str:
    if found.health is None:
        return ""
    firsts = [day for day in found.health.table["date_min"].to_pylist() if day]
    lasts = [day for day in found.health.table["date_max"].to_pylist() if day]
    if not firsts:
        return ""
    return f"{min(firsts)} to {max(lasts)}" if min(firsts) != max(lasts) else min(firsts)


def _most_loaded(found: StudyResult) -> str:
    """The outlet with most and that with fewest loaded words of its own, among those that can be compared.

    Not among them are outlets without an interval, and those whose quotation marks were lost, where words of others
    count as the outlet's own.
    """
    profiles = found.compared.profiles
    if profiles is None:
        return ""
    rows = [row for (feature, _), row in by_feature(profiles).items() if feature == OWN]
    differences = by_feature(found.compared.comparisons)
    sure = [row for row in rows if _comparable(row, differences.get((OWN, row["outlet"])), found)]
    if len(sure) < 2:
        return "No two outlets can be compared in the loaded words of their own voice."
    most, least = max(sure, key=lambda row: row["estimate"]), min(sure, key=lambda row: row["estimate"])
    places = decimals([row["estimate"] for row in sure])
    return (
        f"{most['outlet']} uses the most loaded words in its own voice, {_told(most, places)}; {least['outlet']} "
        f"the fewest, {_told(least, places, unit=False)}{_of(len(sure), len(rows))}."
    )


def _comparable(row: Values, difference: Values | None, found: StudyResult) -> bool:
    """Whether an outlet's figure can be compared with others; the baseline has no difference of its own."""
    ranged = known(row["low"]) and known(row["high"])
    baseline = row["outlet"] == found.options.baseline
    return ranged and (baseline or (difference is not None and known(difference["difference"])))


def _of(comparable: int, outlets: int) -> str:
    return f", of {comparable} outlets that can be compared" if comparable < outlets else ""


def _told(row: Values, places: int, *, unit: bool = True) -> str:
    limits = interval(row["low"], row["high"], places)
    per = f" {row['unit']}" if unit else ""
    return f"{number(row['estimate'], places)}{per} (95% interval {limits}, {count(row['n_articles'], 'article')})"


def _on_events(found: StudyResult) -> str:
    """How many differences are significant on the events that outlets share, and the largest of them."""
    if found.matched is None:
        return ""
    rows = [row for row in found.matched.comparisons.to_pylist() if row["primary"]]
    shared = max((row["n_events"] or 0 for row in rows), default=0)
    tests = [row for row in rows if row["q"] is not None]
    if not shared or not tests:
        return "Too few events are shared for a comparison on the same stories."
    held = sorted((row for row in tests if holds(row)), key=lambda row: -abs(row["effect"] or 0.0))
    titles = {feature.name: feature.title for feature in found.matched.catalogue}
    many = f"On the same events {len(held):,} of {count(len(tests), 'difference')} are significant at q < {THRESHOLD}"
    if not held:
        return f"{many}."
    top = held[0]
    more = "above" if top["difference"] > 0 else "below"
    return f"{many}; the largest is {top['outlet']}, {more} the others in {in_sentence(titles[top['feature']])}."
