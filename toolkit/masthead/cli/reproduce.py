"""The command that makes a result again, for its manifest: nothing of display, no folder of this machine."""

from __future__ import annotations

import shlex
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typer

BESIDE_THE_POINT = frozenset(
    {
        "form",
        "output",
        "rejects",
        "width",
        "color",
        "quiet",
        "verbose",
        "debug",
        "jobs",
        "no_cache",
        "hits",
        "counts",
        "collocates",
        "propose_outlets",
        "shard",
        "engine",
        "scheduler",
    }
)
ALWAYS = frozenset({"seed"})
WRITTEN = frozenset({"output", "hits"})
"""What belongs to the command where it is there to write files: one with ``--hits``."""


def reproducing(context: typer.Context) -> str:
    """The command line of ``context``: its name, its inputs, and every option given that can change a figure."""
    words = [*_names(context)]
    options: list[str] = []
    arguments: list[str] = []
    aside = BESIDE_THE_POINT - (WRITTEN if "hits" in context.params else frozenset())
    for parameter in context.command.params:
        name, value = parameter.name, context.params.get(parameter.name or "")
        if name is None or name in aside or value is None:
            continue
        if parameter.param_type_name == "argument":
            arguments += [_plain(item) for item in _listed(value)] if _given(context, name) else []
        elif name in ALWAYS or _given(context, name):
            options += _option(parameter.opts[-1 if name in WRITTEN else 0], value, together=parameter.nargs > 1)
    return shlex.join([*words, *arguments, *options])


def _names(context: typer.Context) -> list[str]:
    """``masthead`` and the commands under it, whatever the program was started as."""
    names: list[str] = []
    current: Any = context
    while current is not None and current.parent is not None:
        names.insert(0, current.info_name or "")
        current = current.parent
    return ["masthead", *names]


def _given(context: typer.Context, name: str) -> bool:
    """Whether a value was given, by the person or by an options file; what a study sets, its file says by itself."""
    source = context.get_parameter_source(name)
    told = ("DEFAULT", "DEFAULT_MAP") if context.params.get("study") else ("DEFAULT",)
    return source is not None and source.name not in told


def _option(flag: str, value: Any, *, together: bool = False) -> list[str]:
    if isinstance(value, bool):
        return [flag] if value else []
    if together:
        return [flag, *map(_plain, value)]
    return [word for item in _listed(value) for word in (flag, _plain(item))]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _plain(value: Any) -> str:
    """A value as it is typed; of a path outside the working folder only the name."""
    if isinstance(value, Enum):
        return str(value.value)
    text = str(value)
    path = PurePath(text)
    return path.name if path.is_absolute() or ".." in path.parts else text
