"""The words of ``shapes.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def shapes(name: str) -> frozenset[str]:
    """One of the sets of the file."""
    source = resources.files("masthead.sources.repair") / "shapes.toml"
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8"))[name].split())
