"""What fields, counts and categories mean, in words: meanings.toml, held against what the code has."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MEANINGS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "meanings.toml").read_text(encoding="utf-8")
)


def complete(meanings: Mapping[str, str], names: Iterable[str], what: str) -> Mapping[str, str]:
    """The meanings, if they belong to exactly these names."""
    differing = set(meanings) ^ set(names)
    if differing:
        raise SystemExit(f"docs/meanings.toml: [{what}] and the code differ in {', '.join(sorted(differing))}")
    return meanings
