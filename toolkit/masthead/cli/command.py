"""What makes a function a command: option groups become flags, errors become messages and exit codes."""

from __future__ import annotations

import inspect
import sys
import traceback
from dataclasses import MISSING, fields, is_dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, get_type_hints

import typer

from masthead.errors import MastheadError, UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Callable

REJECTS = 3
OUTPUT_FAILED = 5
INTERNAL = 70
INTERRUPTED = 130
PIPE_CLOSED = 141
TERMINATED = 143
_SPARING = "Use --jobs 1, or measure a folder into a folder, which leaves out only the articles that need too much."


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Wrap ``function`` for typer.

    A parameter whose type is a dataclass of options becomes one flag per field, and arrives as a value of that
    dataclass. A MastheadError becomes its three lines on standard error and its exit code.
    """
    hints = get_type_hints(function, include_extras=True)
    parameters: list[inspect.Parameter] = []
    groups: dict[str, type] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        kind = hints[name]
        if is_dataclass(kind) and isinstance(kind, type):
            groups[name] = kind
            parameters += _flags(kind)
        else:
            parameters.append(parameter.replace(annotation=kind, kind=inspect.Parameter.KEYWORD_ONLY))

    @wraps(function)
    def run(**given: Any) -> None:
        taken = {
            name: kind(**{field.name: given.pop(field.name) for field in fields(kind)}) for name, kind in groups.items()
        }
        debug = any(getattr(group, "debug", False) for group in taken.values())
        guarded(lambda: function(**given, **taken), debug=debug)

    run.__doc__ = _unwrapped(inspect.getdoc(function) or "")
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _unwrapped(text: str) -> str:
    """Each paragraph on one line, for help that is wrapped at the reader's width."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def _flags(kind: type) -> list[inspect.Parameter]:
    hints = get_type_hints(kind, include_extras=True)
    return [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(kind)
    ]


def guarded(call: Callable[[], None], *, debug: bool) -> None:
    """Call, and leave with a message and an exit code where that fails."""
    try:
        call()
    except MastheadError as error:
        if debug:
            traceback.print_exc()
        say_error(error)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        _say("interrupted")
        raise typer.Exit(INTERRUPTED) from None
    except MemoryError:
        if debug:
            traceback.print_exc()
        say_error(UnreadableInput("there is not enough memory for this", fix=_SPARING))
        raise typer.Exit(UnreadableInput.exit_code) from None
    except (typer.Exit, SystemExit):
        raise
    except Exception as error:
        if debug:
            raise
        _say(f"error: masthead failed: {type(error).__name__}: {error}")
        _say("  fix: this is a defect of masthead. Run the command again with --debug and report what it prints.")
        raise typer.Exit(INTERNAL) from None


def say_error(error: MastheadError) -> None:
    """What, where and what to do, on standard error."""
    _say(f"error: {error.what}")
    if error.where:
        _say(f"  where: {error.where}")
    if error.fix:
        _say(f"  fix: {error.fix}")


def _say(text: str) -> None:
    """Print text that may come from articles: made inert, and never failing on what the terminal can't show."""
    from masthead.reports.safe import visible

    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    print(visible(text).encode(encoding, "replace").decode(encoding), file=sys.stderr)
