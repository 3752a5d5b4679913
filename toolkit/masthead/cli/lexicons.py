"""``masthead lexicons``: the word lists and choice sets, and every word in them."""

from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import OutputFlags
from masthead.cli.session import Session

app = typer.Typer(invoke_without_command=True, no_args_is_help=False)


@app.callback()
@command
def lexicons(context: typer.Context, output: OutputFlags) -> None:
    """List the word lists and choice sets, or show the words of one."""
    if context.invoked_subcommand is not None:
        return
    from masthead.evaluation.instruments import list_lexicons
    from masthead.reports.instruments import lexicons_report

    session = Session.of(context, output)
    found = list_lexicons()
    session.finish(lexicons_report(found.lexicons, found.choices, manifest=session.made(found)))


@app.command()
@command
def show(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A word list, a choice set, or a word list file of your own.")
    ],
    output: OutputFlags,
) -> None:
    """Show one word list or choice set: its header, its limits, how well it agrees with people, and every entry."""
    from masthead.evaluation.agreement import figures_of_list
    from masthead.evaluation.instruments import show_lexicon
    from masthead.lexicons import BUNDLED
    from masthead.reports.instruments import choice_set_report, lexicon_report

    session = Session.of(context, output)
    found = show_lexicon(name)
    manifest = session.made(found)
    if found.choices:
        session.finish(choice_set_report(found.choices[0], manifest=manifest))
    else:
        figures = figures_of_list(name) if name in BUNDLED else ()
        session.finish(lexicon_report(found.lexicons[0], figures=figures, manifest=manifest))
