"""The command line: every command, in the order of a day's work, each imported when it is called."""

from __future__ import annotations

import os
import signal
import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from masthead import __version__
from masthead.cli.command import TERMINATED, guarded
from masthead.cli.examples import epilog
from masthead.cli.later import load_later
from masthead.engines.process import collect_rarely

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from importlib.abc import InspectLoader

    app: typer.Typer

_FLAGS = {"lexicons": "lexicon", "cache": "no_cache", "format": "form"}
"""Keys of the options file that the flag they set is not called after."""
COMPARING = "Compare outlets"
STEPS = "Step by step"
CLASSIFYING = "Classify"
KNOWING = "Know your instruments"

HELP = (
    "Compare news outlets by how they frame and how they source what they report.\n\n"
    "The result goes to standard output, everything else to standard error. Exit codes: 0 done, 2 wrong use, "
    "3 some inputs could not be used, 4 input unreadable, 5 output failed, 6 locked by another run."
)

COMMANDS = {
    "report": COMPARING,
    "compare": COMPARING,
    "choices": COMPARING,
    "words": COMPARING,
    "concordance": COMPARING,
    "trend": COMPARING,
    "profile": COMPARING,
    "power": COMPARING,
    "explain": COMPARING,
    "methods": COMPARING,
    "cite": COMPARING,
    "read": STEPS,
    "duplicates": STEPS,
    "events": STEPS,
    "measure": STEPS,
    "merge": STEPS,
    "verify": STEPS,
    "train": CLASSIFYING,
    "evaluate": CLASSIFYING,
    "card": CLASSIFYING,
    "predict": CLASSIFYING,
    "audit": CLASSIFYING,
    "features": KNOWING,
    "sample": KNOWING,
    "validate": KNOWING,
    "demo": KNOWING,
    "doctor": KNOWING,
}
GROUPS = {"study": COMPARING, **dict.fromkeys(("lexicons", "bench", "corpora"), KNOWING)}
"""Commands that have commands of their own."""
_OVERVIEW: tuple[list[str], ...] = ([], ["--help"], ["-h"])


def application(names: Collection[str] = (), *, listed: bool = False) -> typer.Typer:
    """The command line with the commands of these ``names``, or all; merely ``listed`` they have no options."""
    made = typer.Typer(
        name="masthead",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog="Start with: masthead demo",
    )
    for name, panel in {**COMMANDS, **GROUPS}.items():
        if listed:
            made.command(name, rich_help_panel=panel)(_listed(name))
        elif not names or name in names:
            _register(made, name, panel)
    made.callback(help=HELP)(_masthead)
    return made


def _register(made: typer.Typer, name: str, panel: str) -> None:
    module = import_module(f"masthead.cli.{name}")
    if name in COMMANDS:
        made.command(name, rich_help_panel=panel, epilog=epilog(name))(getattr(module, name))
        return
    for command in module.app.registered_commands:
        command.epilog = epilog(f"{name} {command.name}")
    made.add_typer(module.app, name=name, rich_help_panel=panel, epilog=epilog(name))


@cache
def __getattr__(name: str) -> object:
    """``app``: the command line with every command, for what looks at all of them."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return application()


def _listed(name: str) -> Callable[[], None]:
    """What stands for a command in the overview: its docstring, taken from its compiled module.

    Running the thirty modules for one line of each would take longer than everything else that the overview needs.
    """
    spec = find_spec(f"masthead.cli.{name}")
    loader = cast("InspectLoader", spec and spec.loader)
    code = cast("CodeType", loader.get_code(f"masthead.cli.{name}"))
    own = next(part for part in code.co_consts if isinstance(part, CodeType) and part.co_name == name)

    def listed() -> None: ...

    listed.__doc__ = FunctionType(own, {}).__doc__
    return listed


def _version(wanted: bool) -> None:
    if wanted:
        print(f"masthead {__version__}")
        raise typer.Exit


def _masthead(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback has done the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Take the defaults of all commands from the options file of the working folder."""
    if context.invoked_subcommand is not None:
        guarded(lambda: _take_defaults(context), debug=False)


def _take_defaults(context: typer.Context) -> None:
    if defaults := flag_defaults(Path.cwd()):
        context.default_map = dict.fromkeys(COMMANDS, defaults)


def flag_defaults(folder: Path) -> dict[str, Any]:
    """Parameter names and values that the options file of ``folder`` sets; raises what ``load_config`` raises."""
    from masthead.config import load_config

    config = load_config(folder)
    values = {_FLAGS.get(name, name): getattr(config, name) for name in config.__struct_fields__ if name != "columns"}
    values |= {f"{name}_col": getattr(config.columns, name) for name in config.columns.__struct_fields__}
    values["no_cache"] = None if config.cache is None else not config.cache
    return {name: value for name, value in values.items() if value not in (None, [])}


def main() -> None:
    """The entry point. SIGTERM unwinds like an exception, so that temporary files are removed."""
    # Arrow's allocator gives freed memory back after 10 ms and is soon given it again, page by cleared page. It reads
    # this when Arrow is loaded, which no command has done yet.
    os.environ.setdefault("MIMALLOC_PURGE_DELAY", "1000")
    # The threads of NumPy's linear algebra wait by spinning, and what they add up differs in its last digits by how
    # many they are.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    load_later()
    collect_rarely()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(TERMINATED))
    given = sys.argv[1:]
    first = next((name for name in given if not name.startswith("-")), "")
    known = [first] if first in {*COMMANDS, *GROUPS} else []
    application(known, listed=given in _OVERVIEW)(prog_name="masthead")
