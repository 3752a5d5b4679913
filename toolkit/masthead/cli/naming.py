"""Arguments that may be files or names of outlets."""

from __future__ import annotations

from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from masthead.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence


def divided(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Paths and names of outlets. What is no file, glob or standard input is a name, unless nothing is a path."""
    paths = [given for given in arguments if given == "-" or has_magic(given) or Path(given).exists()]
    return (paths, [given for given in arguments if given not in paths]) if paths else (list(arguments), [])


def check_outlets(outlets: Sequence[str], known: Sequence[str]) -> None:
    """Raise UsageError for the first argument that is neither a file nor an outlet."""
    for name in outlets:
        if name not in known:
            raise UsageError(
                f"{name!r} is no file, and no outlet of these articles.{did_you_mean(name, known)}",
                fix=f"Outlets found: {', '.join(sorted(known)[:10])}{', ...' if len(known) > 10 else ''}",
            )
