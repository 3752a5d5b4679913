"""What holding outlets at one mix of genres or sections did, said before anything else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from masthead.reports.numerals import count, percent

if TYPE_CHECKING:
    from masthead.comparisons.standard import Standard
    from masthead.reports.view import Report

GENRE = "genre"
_MOST = 4


def at_one_mix(report: Report, mix: Standard) -> Report:
    """The report of a comparison of ``mix``, which says so, and not that genres differ where these are held."""
    lead = [
        sentence for sentence in report.lead if mix.by != GENRE or not sentence.startswith("Outlets differ in genre")
    ]
    return replace(report, lead=(lead[0], _sentence(mix), *lead[1:]))


def _sentence(mix: Standard) -> str:
    parts = sorted(mix.weights.items(), key=lambda item: -item[1])
    said = [f"Held at one mix of {mix.by}: {', '.join(f'{percent(share)} {name}' for name, share in parts)}."]
    if mix.missing:
        lacking = [f"{outlet} ({', '.join(names)})" for outlet, names in list(mix.missing.items())[:_MOST]]
        more = f" and {len(mix.missing) - _MOST} more" if len(mix.missing) > _MOST else ""
        verb = "is" if len(mix.missing) == 1 else "are"
        said.append(f"Left out {verb} what has too few articles of some kind: {', '.join(lacking)}{more}.")
    if mix.unknown:
        verb = "is" if mix.unknown == 1 else "are"
        said.append(f"{count(mix.unknown, 'article')} of unknown {mix.by} {verb} not counted.")
    return " ".join(said)
