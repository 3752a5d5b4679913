"""The command line: every command, in the order of a day's work."""

import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from masthead import __version__
from masthead.cli.audit import audit
from masthead.cli.bench import app as bench
from masthead.cli.card import card
from masthead.cli.choices import choices
from masthead.cli.command import TERMINATED, guarded
from masthead.cli.compare import compare
from masthead.cli.concordance import concordance
from masthead.cli.corpora import app as corpora
from masthead.cli.demo import demo
from masthead.cli.doctor import doctor
from masthead.cli.duplicates import duplicates
from masthead.cli.evaluate import evaluate
from masthead.cli.events import events
from masthead.cli.examples import epilog
from masthead.cli.explain import explain
from masthead.cli.features import features
from masthead.cli.lexicons import app as lexicons
from masthead.cli.measure import measure
from masthead.cli.methods import methods
from masthead.cli.power import power
from masthead.cli.predict import predict
from masthead.cli.profile import profile
from masthead.cli.read import read
from masthead.cli.sample import sample
from masthead.cli.train import train
from masthead.cli.trend import trend
from masthead.cli.validate import validate
from masthead.cli.verify import verify
from masthead.cli.words import words
from masthead.config import load_config

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

app = typer.Typer(
    name="masthead",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with: masthead demo",
)

COMMANDS = {
    "compare": (compare, COMPARING),
    "choices": (choices, COMPARING),
    "words": (words, COMPARING),
    "concordance": (concordance, COMPARING),
    "trend": (trend, COMPARING),
    "profile": (profile, COMPARING),
    "power": (power, COMPARING),
    "explain": (explain, COMPARING),
    "methods": (methods, COMPARING),
    "read": (read, STEPS),
    "duplicates": (duplicates, STEPS),
    "events": (events, STEPS),
    "measure": (measure, STEPS),
    "verify": (verify, STEPS),
    "train": (train, CLASSIFYING),
    "evaluate": (evaluate, CLASSIFYING),
    "card": (card, CLASSIFYING),
    "predict": (predict, CLASSIFYING),
    "audit": (audit, CLASSIFYING),
    "features": (features, KNOWING),
    "sample": (sample, KNOWING),
    "validate": (validate, KNOWING),
    "demo": (demo, KNOWING),
    "doctor": (doctor, KNOWING),
}

for _name, (_function, _panel) in COMMANDS.items():
    app.command(_name, rich_help_panel=_panel, epilog=epilog(_name))(_function)
for _name, _group in (("lexicons", lexicons), ("bench", bench), ("corpora", corpora)):
    for _command in _group.registered_commands:
        _command.epilog = epilog(f"{_name} {_command.name}")
    app.add_typer(_group, name=_name, rich_help_panel=KNOWING, epilog=epilog(_name))


def _version(wanted: bool) -> None:
    if wanted:
        print(f"masthead {__version__}")
        raise typer.Exit


@app.callback(help=HELP)
def masthead(
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
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(TERMINATED))
    app(prog_name="masthead")
