"""``masthead lexicons``: the word lists and choice sets, and every word in them."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import MEASURING, Jobs, MeasureFlags, OutputFlags, ReadFlags, option
from masthead.cli.session import Session

OWN_SUFFIX = ".tsv"

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


@app.command("show")
@command
def show(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A word list, a choice set, or a word list file of your own.")
    ],
    output: OutputFlags,
) -> None:
    """Show one word list or choice set: its header, limits, agreement with human coders, and every entry."""
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


@app.command(name="import")
@command
def import_(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A word list in any layout that --lexicon accepts.")],
    *,
    on: Annotated[
        str | None,
        option("--on", "Count the list in these articles; by default in the bundled ones.", MEASURING, "PATH"),
    ] = None,
    jobs: Jobs = 1,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Read a published word list: LIWC, quanteda, Lexicoder, moral foundations, a table, or one word per line.

    Reports what was read, which entries can never match and why, what is listed twice, and how often each entry
    matches. -o OUT.tsv writes the list in masthead's own layout for you to edit; other endings write the report.
    """
    from masthead.evaluation.imported import import_lexicon
    from masthead.reports.imported import imported_report

    target = output.output if output.output and output.output.suffix.lower() == OWN_SUFFIX else None
    session = Session.of(context, output if target is None else replace(output, output=None), target)
    with session.how("Counting", reading, MeasureFlags(jobs=jobs)) as how:
        found = import_lexicon(path, on, how)
    session.heard((), found.notes)
    if target is not None:
        from masthead.cli.output import write_text
        from masthead.lexicons.writing import lines_of

        write_text(lines_of(found.lexicon), target)
    session.finish(imported_report(found, manifest=session.made(found)))
