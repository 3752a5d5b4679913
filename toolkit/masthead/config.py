"""Options from a file: ``masthead.toml``, or ``[tool.masthead]`` in ``pyproject.toml``, for the project at hand.

The file sets defaults; an option on the command line wins. Unknown keys are errors, so that a misspelt one is
never silently ignored.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_origin

import msgspec

from masthead.errors import UnreadableInput, UsageError, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

Declaration = TypeVar("Declaration", bound=msgspec.Struct)

FILE = "masthead.toml"
TABLE = ("pyproject.toml", "tool", "masthead")


class Columns(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Which input column holds which field of an article."""

    id: str | None = None
    outlet: str | None = None
    title: str | None = None
    text: str | None = None
    date: str | None = None
    url: str | None = None
    lang: str | None = None
    section: str | None = None
    genre: str | None = None
    event: str | None = None
    author: str | None = None
    agency: str | None = None
    words_declared: str | None = None
    label: list[str] = []


class Config(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Every key of an options file; None and empty mean the command's own default."""

    columns: Columns = msgspec.field(default_factory=Columns)
    outlet: str | None = None
    outlets_file: str | None = None
    encoding: str | None = None
    on_duplicate: str | None = None
    genre: str | None = None
    lexicons: list[str] = []
    baseline: str | None = None
    seed: int | None = None
    jobs: int | None = None
    cache: bool | None = None
    strict: bool | None = None
    format: str | None = None


def load_config(folder: Path) -> Config:
    """The options file of ``folder``, or the defaults where there is none. Paths in it are relative to it.

    ``masthead.toml`` wins over ``[tool.masthead]`` in ``pyproject.toml``. Raises UnreadableInput where the file is no
    TOML and UsageError where a key is unknown (with the nearest known one) or a value has the wrong type.
    """
    path = folder / FILE
    found: Any = None
    if path.is_file():
        found = read_toml(path, "options file")
    elif (folder / TABLE[0]).is_file():
        path = folder / TABLE[0]
        tools = read_toml(path, "options file").get(TABLE[1])
        found = tools.get(TABLE[2]) if isinstance(tools, dict) else None
    if found is None:
        return Config()
    config = declared(found, Config, path)
    config.lexicons = [str(path.parent / name) for name in config.lexicons]
    if config.outlets_file is not None:
        config.outlets_file = str(path.parent / config.outlets_file)
    return config


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """The tables of a TOML file; UnreadableInput, which calls the file ``what``, where it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableInput(f"the {what} cannot be read: {error}", where=str(path)) from error


def declared(found: Any, kind: type[Declaration], path: Path) -> Declaration:
    """What a file declares, as a value of ``kind``.

    Raises UsageError where it is no table, a key is unknown, also in a table of keys, or a value has the wrong type.
    """
    if not isinstance(found, dict):
        raise UsageError(f"options are a table of keys, not {found!r:.60}", where=str(path))
    _refuse_unknown(found, kind, path, "")
    try:
        return msgspec.convert(found, kind)
    except msgspec.ValidationError as error:
        raise UsageError(str(error), where=str(path)) from error


def _refuse_unknown(table: dict[str, Any], known: type[msgspec.Struct], path: Path, prefix: str) -> None:
    types = {field.name: field.type for field in msgspec.structs.fields(known)}
    for key, value in table.items():
        if key not in types:
            raise UsageError(
                f"unknown key {prefix}{key!r}.{did_you_mean(key, types)}",
                where=str(path),
                fix=f"Known keys: {', '.join(types)}.",
            )
        held = get_args(types[key])[0] if get_origin(types[key]) is Annotated else types[key]
        if isinstance(value, dict) and isinstance(held, type) and issubclass(held, msgspec.Struct):
            _refuse_unknown(value, held, path, f"{prefix}{key}.")
