"""``masthead demo``: the bundled corpus, compared."""

import typer

from masthead.cli.command import command
from masthead.cli.options import AllFeatures, Families, MeasureFlags, OutputFlags, ReadFlags, Seed
from masthead.cli.session import Session

NEXT = (
    "Your own articles, one folder per outlet:  masthead compare FOLDER",
    "Which words produced the numbers of one article:  masthead explain ARTICLE",
)


@command
def demo(
    context: typer.Context,
    measuring: MeasureFlags,
    output: OutputFlags,
    family: Families = None,
    all_features: AllFeatures = False,
    seed: Seed = 0,
) -> None:
    """Compare the bundled corpus: eight fictional outlets on the same fictional events. Needs no network."""
    from masthead.comparisons import compare as comparing
    from masthead.comparisons.options import CompareOptions
    from masthead.reports.outlets import Shown
    from masthead.reports.side_by_side import comparison_report

    session = Session.of(context, output)
    show = Shown(tuple(family or ()), all_features)
    with session.how("Measuring", ReadFlags(), measuring) as how:
        found = comparing.demo(CompareOptions(families=show.families, seed=seed), how)
    session.heard(found.corpus.rejects, found.corpus.notes)
    session.finish(comparison_report(found, show=show, hints=NEXT, manifest=session.made(found)))
