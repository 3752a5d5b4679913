"""``masthead audit``: what gives articles away before a model is trained on them."""

from dataclasses import replace
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.judging import CLASSIFYING
from masthead.cli.options import Inputs, MeasureFlags, OutputFlags, ReadFlags, Seed, option
from masthead.cli.session import Session
from masthead.evaluation.options import AuditOptions


@command
def audit(
    context: typer.Context,
    inputs: Inputs,
    *,
    label: Annotated[
        str | None, option("--label", "Also compare this label with the outlets.", CLASSIFYING, "NAME")
    ] = None,
    split_col: Annotated[
        str | None,
        option("--split-col", "Column that says train or test, to show what the two parts share.", CLASSIFYING, "NAME"),
    ] = None,
    seed: Seed = AuditOptions().seed,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Show how well a classifier can guess the outlet, from which words, and what outlets have in common."""
    from masthead.evaluation.audit import audit as look
    from masthead.reports.classifiers import audit_report

    session = Session.of(context, output)
    if split_col:
        reading = replace(reading, label_col=[*(reading.label_col or ()), split_col])
    corpus = session.open(inputs, reading, measuring, label=label)
    with session.working("Auditing"):
        found = look(corpus, AuditOptions(label=label, part=split_col, seed=seed))
    session.finish(audit_report(found.table, found.notes, manifest=session.made(found)))
