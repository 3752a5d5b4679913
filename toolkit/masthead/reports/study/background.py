"""How the figures came about and what they are worth: methods, validity, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.errors import MastheadError
from masthead.reports.agreement import caution
from masthead.reports.instruments import features_report
from masthead.reports.stated.paragraph import methods
from masthead.reports.study.blocks import grids_of
from masthead.reports.study.limits import LIMITS
from masthead.reports.study.view import Part
from masthead.reports.view import Cell, Grid, wordings

if TYPE_CHECKING:
    from masthead.reports.study.proof import Proofs
    from masthead.studies.running import StudyResult


def methods_part(found: StudyResult) -> Part:
    """What was done, part by part, each sentence once; then the works."""
    said: dict[str, None] = {}
    works: dict[str, tuple[Cell, Cell]] = {}
    paragraphs = []
    made = {"Comparison": found.compared, "Choices": found.choices, "Words": found.words, "Events": found.matched}
    for name, result in {**made, "Trend": found.trend}.items():
        if result is None:
            continue
        try:
            told = methods(result)
        except MastheadError:
            continue
        new = [sentence for sentence in told.table["sentence"].to_pylist() if sentence not in said]
        said |= dict.fromkeys(new)
        works |= {work.key: (Cell(work.key), Cell(work.text)) for work in told.references}
        if new:
            paragraphs.append(f"{name}. {' '.join(new)}")
    rows = [works[key] for key in sorted(works)]
    grid = Grid.of("References", wordings("key", "work"), rows)
    return Part("methods", "Methods", tuple(paragraphs), grids_of((grid,) if rows else ()))


def validity_part(found: StudyResult) -> Part:
    """What the features of the report mean, and how well they agree with people."""
    report = features_report(found.shown)
    said = caution(found.shown)
    return Part(
        "validity", "Validity of the instruments", (said,) if said else (), grids_of(report.blocks), report.remarks
    )


def limits_part(found: StudyResult, proofs: Proofs) -> Part:
    """What no figure here shows, and how the sentences were drawn."""
    rule = proofs.rule or f"Evidence: {found.missing.get('evidence', '')}."
    return Part("limits", "What this does not show", remarks=(*LIMITS, rule))
