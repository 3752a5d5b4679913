"""The file of a study as it is first written: every key with what it means, and its default or an example."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import msgspec

from masthead.studies.declared import Study

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = (
    "A study for masthead report: one file from which the report can be made again. Paths are relative to this file.",
    "A key after # is not set: remove the # to set it. Options on the command line override it.",
)
_UNSET: tuple[Any, ...] = (None, [])


def study_text() -> str:
    """A study's file with every key, what it means, and its default or an example."""
    return "\n".join([*(f"# {line}" for line in _HEAD), "", *_keys(Study, "")]) + "\n"


def _keys(kind: type[msgspec.Struct], inside: str) -> Iterator[str]:
    """The lines of a table: its own keys, then the tables in it."""
    tables = []
    for field in msgspec.structs.fields(kind):
        held, meta = _parts(field.type)
        about = str(meta.description) if meta is not None else f"Column of the {field.name.replace('_', ' ')}."
        if get_origin(held) is dict or (isinstance(held, type) and issubclass(held, msgspec.Struct)):
            tables.append((f"{inside}{field.name}", held, about, meta))
            continue
        value = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
        yield f"# {about}"
        if value in _UNSET:
            example = meta.examples[0] if meta is not None and meta.examples else _column_example(field.name, value)
            yield f"# {field.name} = {_toml(example)}"
        else:
            yield f"{field.name} = {_toml(value)}"
    for name, held, about, meta in tables:
        yield from ("", f"# {about}", f"[{name}]")
        if isinstance(held, type):
            yield from _keys(held, f"{name}.")
        elif meta is not None and meta.examples:
            yield from (f"# {key} = {_toml(value)}" for key, value in meta.examples[0].items())


def _parts(kind: Any) -> tuple[Any, msgspec.Meta | None]:
    """A type without what is said of it, and that."""
    if get_origin(kind) is Annotated:
        held, meta, *_ = get_args(kind)
        return held, meta
    return kind, None


def _column_example(name: str, value: Any) -> Any:
    return [f"my_{name}"] if isinstance(value, list) else f"my_{name}"


def _toml(value: Any) -> str:
    """A value as TOML: strings, numbers, truths and lists of strings are written as in JSON."""
    return json.dumps(value, ensure_ascii=False)
