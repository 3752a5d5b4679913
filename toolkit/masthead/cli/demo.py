"""``masthead demo``: the bundled corpus, compared."""

import typer

from masthead.cli.command import command
from masthead.cli.compare import comparison
from masthead.cli.options import AllFeatures, Families, MeasureFlags, OutputFlags, ReadFlags, Seed
from masthead.cli.output import check_output
from masthead.cli.session import Session
from masthead.cli.trying import Tested

NEXT = (
    "Your own articles, one folder an outlet:  masthead compare FOLDER",
    "Which words made the numbers of one:  masthead explain ARTICLE",
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
    from masthead.reports.outlets import Shown
    from masthead.storage import bundled

    check_output(output)
    session = Session(context, output)
    corpus = session.open([str(bundled("corpora/demo"))], ReadFlags(), measuring, keep_wire=False)
    show = Shown(tuple(family or ()), all_features)
    session.finish(comparison(session, corpus, show, Tested(seed=seed), hints=NEXT))
