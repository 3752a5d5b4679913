"""``masthead study``: the file that a report is made from."""

from pathlib import Path
from typing import Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import OUTPUT, option
from masthead.errors import UsageError

STUDY_FILE = Path("study.toml")

app = typer.Typer(no_args_is_help=True)


@app.callback()
def study() -> None:
    """Write the file that a report of a study is made from."""


@app.command(name="init")
@command
def init(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.", show_default=True)] = STUDY_FILE,
    *,
    force: Annotated[bool, option("--force", "Overwrite an existing file.", OUTPUT)] = False,
    debug: Annotated[bool, option("--debug", "Show where in the code an error occurred.", OUTPUT)] = False,  # noqa: ARG001 - command reads it
) -> None:
    """Write a study file with every key, what it means, and its default or an example.

    Fill in what the study is of, then run masthead report --study FILE -o report.html.
    """
    from masthead.cli.output import write_text
    from masthead.studies.written import study_text

    if file.exists() and not force:
        raise UsageError(
            "this file already exists", where=str(file), fix="Give another name, or overwrite it with --force."
        )
    if not file.parent.is_dir():
        raise UsageError("its folder does not exist", where=str(file), fix="Create it first, or choose another place.")
    write_text([study_text()], file)
    typer.echo(f"{file} written. Next: masthead report --study {file} -o report.html", err=True)
