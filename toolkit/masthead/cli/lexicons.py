"""``masthead lexicons``: the word lists and choice sets, and every word in them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import OutputFlags
from masthead.cli.output import check_output
from masthead.cli.session import Session
from masthead.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from masthead.reports import Report

app = typer.Typer(invoke_without_command=True, no_args_is_help=False)


@app.callback()
@command
def lexicons(context: typer.Context, output: OutputFlags) -> None:
    """List the word lists and choice sets, or show the words of one."""
    if context.invoked_subcommand is not None:
        return
    from masthead import __version__
    from masthead.lexicons import BUNDLED, bundled_choices, bundled_lexicon
    from masthead.reports.instruments import lexicons_report

    check_output(output)
    session = Session(context, output)
    lists = [bundled_lexicon(name) for name in BUNDLED]
    session.finish(
        lexicons_report(lists, bundled_choices(), manifest=session.manifest("lexicons", {"masthead": __version__}))
    )


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
    check_output(output)
    session = Session(context, output)
    session.finish(_report(name, session))


def _report(name: str, session: Session) -> "Report":
    from masthead import __version__
    from masthead.lexicons import BUNDLED, bundled_choices, bundled_lexicon, load_lexicon
    from masthead.reports.agreement import figures_of_list
    from masthead.reports.instruments import choice_set_report, lexicon_report

    manifest = session.manifest("lexicons", {"masthead": __version__})
    if name in BUNDLED:
        return lexicon_report(bundled_lexicon(name), figures=figures_of_list(name), manifest=manifest)
    sets = {choice.concept: choice for choice in bundled_choices()}
    if name in sets:
        return choice_set_report(sets[name], manifest=manifest)
    if Path(name).is_file():
        return lexicon_report(load_lexicon(Path(name)), manifest=manifest)
    known = (*BUNDLED, *sets)
    raise UsageError(
        f"there is no lexicon or choice set {name!r}.{did_you_mean(name, known)}", fix="List them: masthead lexicons."
    )
