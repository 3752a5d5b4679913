"""The commands and their options as the manual shows them, read from the typer app."""

from __future__ import annotations

import inspect
from dataclasses import fields
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from markdown_text import plain, table
from typer.models import ArgumentInfo

from masthead.cli.app import app
from masthead.cli.examples import EXAMPLES
from masthead.cli.options import MeasureFlags, OutputFlags, ReadFlags
from masthead.config import Columns, Config

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

GROUPS: dict[str, Any] = {"Reading": ReadFlags, "Measuring": MeasureFlags, "Output": OutputFlags}
RENAMED = {"lexicons": "lexicon", "cache": "no_cache", "format": "form"}
KINDS = {"str": "text", "int": "number", "bool": "true or false", "list[str]": "list of texts"}


class Flag(NamedTuple):
    """One option or argument as the manual shows it; ``parameter`` is its name in the code."""

    parameter: str
    names: str
    value: str
    default: str
    help: str


class Command(NamedTuple):
    """One command: its name in full, its help, its arguments, its own options, and the groups it shares."""

    name: str
    help: str
    arguments: tuple[Flag, ...]
    options: tuple[Flag, ...]
    groups: tuple[str, ...]


def commands() -> Iterator[Command]:
    """Every command, in the order of ``masthead --help``, sub-commands after their own."""
    for info in app.registered_commands:
        yield _command(str(info.name), info.callback)
    for group in app.registered_groups:
        inner: Any = group.typer_instance
        if inner.registered_callback is not None:
            yield _command(str(group.name), inner.registered_callback.callback)
        for info in inner.registered_commands:
            function: Any = info.callback
            yield _command(f"{group.name} {info.name or function.__name__}", function)


def commands_part() -> str:
    """Usage, help and options of each command, then the options that commands share."""
    parts = [_command_text(command) for command in commands()]
    parts += [f"## {title} options\n\n{_flags_table(shared(title))}" for title in GROUPS]
    return "\n".join(parts)


def options_file_part() -> str:
    """Each key of the options file with its type and the option whose default it sets."""
    flags = {flag.parameter: flag for command in commands() for flag in command.options}
    flags |= {flag.parameter: flag for title in GROUPS for flag in shared(title)}
    kinds = {key: kind for key, kind in Config.__annotations__.items() if key != "columns"}
    keys = {key: (kind, flags[RENAMED.get(key, key)]) for key, kind in kinds.items()}
    keys |= {f"columns.{key}": (kind, flags[f"{key}_col"]) for key, kind in Columns.__annotations__.items()}
    return table(
        ("key", "value", "sets", "which is"),
        (
            (f"`{key}`", KINDS[kind.removesuffix(" | None")], flag.names, plain(flag.help))
            for key, (kind, flag) in keys.items()
        ),
    )


def shared(title: str) -> tuple[Flag, ...]:
    """The options of one of the groups that commands share."""
    hints = inspect.get_annotations(GROUPS[title], eval_str=True)
    return tuple(_flag(field.name, hints[field.name], field.default) for field in fields(GROUPS[title]))


def _command(name: str, function: Any) -> Command:
    parameters = {
        parameter.name: (parameter.annotation, parameter.default)
        for parameter in inspect.signature(function).parameters.values()
        if get_args(parameter.annotation)
    }
    groups = [title for title, kind in GROUPS.items() if {field.name for field in fields(kind)} <= set(parameters)]
    in_groups = {
        name
        for title in groups
        for name, kind in inspect.get_annotations(GROUPS[title], eval_str=True).items()
        if parameters[name][0] == kind
    }
    own = {name: kind for name, kind in parameters.items() if name not in in_groups}
    arguments = {name: kind for name, kind in own.items() if isinstance(get_args(kind[0])[1], ArgumentInfo)}
    return Command(
        name,
        str(function.__doc__),
        tuple(_flag(name, *kind) for name, kind in arguments.items()),
        tuple(_flag(name, *kind) for name, kind in own.items() if name not in arguments),
        tuple(groups),
    )


def _flag(parameter: str, annotation: Any, default: object) -> Flag:
    kind, info = get_args(annotation)[:2]
    # In an Annotated type typer takes the first name of an option for its default.
    given = [name for name in (info.default, *(info.param_decls or ())) if isinstance(name, str)]
    names = ", ".join(f"`{flag}`" for name in given for flag in name.split("/")) or f"`{info.metavar}`"
    value = " or ".join(_choices(kind)) or info.metavar or ""
    shown = default.value if isinstance(default, Enum) else default
    absent = shown is None or shown is False or shown is inspect.Parameter.empty
    return Flag(parameter, names, value, "" if absent else "on" if shown is True else str(shown), str(info.help))


def _choices(kind: Any) -> list[str]:
    """The values that an option of an enumeration or of literals takes."""
    for item in (kind, *get_args(kind)):
        if isinstance(item, type) and issubclass(item, Enum):
            return [member.value for member in item]
        if get_origin(item) is Literal:
            return list(get_args(item))
    return []


def _command_text(command: Command) -> str:
    usage = " ".join(["masthead", command.name, *(flag.value for flag in command.arguments), "[OPTIONS]"])
    links = ", ".join(f"[{title.lower()}](#{title.lower()}-options)" for title in command.groups)
    flags = _flags_table((*command.arguments, *command.options))
    shared = f"\nShared options: {links}.\n" if links else ""
    examples = "\n".join(EXAMPLES[command.name])
    head = f"## masthead {command.name}\n\n`{usage}`\n\n{plain(command.help)}\n\n```sh\n{examples}\n```\n"
    return f"{head}{flags}{shared}"


def _flags_table(flags: Iterable[Flag]) -> str:
    rows = [(flag.names, plain(flag.value), plain(flag.default), plain(flag.help)) for flag in flags]
    return f"\n{table(('option', 'value', 'default', 'what it does'), rows)}" if rows else ""
