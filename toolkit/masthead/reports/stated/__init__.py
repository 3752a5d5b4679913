"""What a paper has to say of a result: the notes below its tables, the methods paragraph, and the works cited."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from masthead.reports.stated.references import uncited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from masthead.reports.view import Report


@cache
def sentences() -> dict[str, str]:
    """Every sentence by its name, with its places and citations."""
    declared = tomllib.loads((files(__package__) / "sentences.toml").read_text(encoding="utf-8"))
    return {name: str(row["text"]) for name, row in declared.items()}


def stated(manifest: Mapping[str, Any], *, in_tables: bool = False) -> tuple[tuple[str, str], ...]:
    """The name and the sentence of all that was done to make a result, as its manifest says it; nothing where it does
    not. Works are cited by their keys; ``in_tables`` leaves out what a table shows by itself.
    """
    from masthead.reports.stated.clauses import CLAUSES, facts_of, values_of  # noqa: PLC0415 - for papers alone

    facts = facts_of(manifest)
    if not facts:
        return ()
    values = values_of(facts)
    said = [clause.name for clause in CLAUSES if (clause.in_tables or not in_tables) and clause.when(facts)]
    return tuple((name, sentences()[name].format_map(values)) for name in said)


def notes_on_paper(report: Report, *, on_page: bool = False) -> tuple[str, ...]:
    """The remarks of a report, and what a table for a paper (or ``on_page``) has to say of how it was made."""
    remarks = report.paper_remarks if report.paper and not on_page else report.remarks
    return (*remarks, *filter(None, (table_note(report.manifest),)))


def table_note(manifest: Mapping[str, Any]) -> str:
    """What stands below a table for a paper, without citations; empty where the manifest does not say what was done."""
    said = [uncited(sentence) for _, sentence in stated(manifest, in_tables=True)]
    return f"Method: {' '.join(said)}" if said else ""
