"""Figures for a paper of a whole study: those of its parts, each called after its part too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from masthead.reports.figures.compared import comparison_figures
from masthead.reports.figures.others import trend_figures, words_figures
from masthead.reports.figures.wordings import choices_figures
from masthead.reports.stated import table_note
from masthead.reports.view import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from masthead.reports.figures.named import Named
    from masthead.studies.running import StudyResult


def study_figures(found: StudyResult) -> tuple[Named, ...]:
    """The figures of the comparison, choices, words and trend, and of the groups; ``forest-loaded.all`` of the first
    is ``compare-forest-loaded.all`` here.
    """
    return tuple(
        replace(one, name=f"{part}-{one.name}", method=table_note(manifest))
        for part, manifest, drawn in _parts(found)
        for one in drawn
    )


def captions_of(manifest: Mapping[str, Any]) -> Report:
    """What all captions say of how a figure was made: the command, for each part has a method of its own."""
    return Report(title="", manifest={name: manifest[name] for name in ("masthead", "command") if name in manifest})


def _parts(found: StudyResult) -> Iterator[tuple[str, Mapping[str, Any], tuple[Named, ...]]]:
    """The parts that there are: name, manifest and figures."""
    yield "compare", found.compared.manifest, comparison_figures(found.compared, features=found.shown)
    if found.grouped is not None:
        yield "groups", found.grouped.manifest, comparison_figures(found.grouped, features=found.shown)
    if found.choices is not None:
        made = found.choices
        yield "choices", made.manifest, choices_figures(made.table, made.details["titles"], made.overview)
    if found.words is not None:
        yield "words", found.words.manifest, words_figures(found.words.table)
    if found.trend is not None:
        over, names = found.trend, [feature.name for feature in found.shown]
        told = over.rows, over.catalogue, over.overview
        yield "trend", over.manifest, trend_figures(*told, by=over.options.by, names=names)
