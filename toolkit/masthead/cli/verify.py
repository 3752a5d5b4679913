"""``masthead verify``: whether a folder of results is what its manifest says."""

from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import OutputFlags
from masthead.cli.session import Session


@command
def verify(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder written by measure.", show_default=False)],
    *,
    output: OutputFlags,
) -> None:
    """Check a folder of results: every file, hash, row count, option, version, input and id against its manifest.

    The exit code is 4 if anything does not match. Inputs that have moved only cause a warning.
    """
    from masthead.engines import verify as check
    from masthead.errors import UnreadableInput, UsageError
    from masthead.numerals import count
    from masthead.reports.verification import verification_report

    session = Session.of(context, output)
    for path in filter(None, (output.output, output.rejects)):
        if path.resolve().is_relative_to(folder.resolve()):
            raise UsageError(
                "this file would be in the folder that is verified, and not in its manifest",
                where=str(path),
                fix="Choose a place outside the folder.",
            )
    with session.working("Verifying"):
        found = check(folder)
    session.finish(verification_report(found.table, str(folder), manifest=session.made(found)))
    if failed := found.details["failed"]:
        raise UnreadableInput(
            f"{count(failed, 'thing does', 'things do')} not match the manifest",
            where=str(folder),
            fix="Run the measure command that wrote the folder again: it keeps what is intact and remakes the rest.",
        )
