"""Word lists as data: one loader, a mandatory header, and the lists that ship with masthead."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from masthead.errors import UsageError, did_you_mean
from masthead.lexicons.choices import ChoiceSet, load_choices
from masthead.lexicons.entries import Condition, Entry, Lexicon
from masthead.lexicons.load import lexicon_version, load_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BUNDLED",
    "ChoiceSet",
    "Condition",
    "Entry",
    "Lexicon",
    "bundled_choices",
    "bundled_lexicon",
    "bundled_versions",
    "load_choices",
    "load_lexicon",
    "word_classes",
]

BUNDLED = ("loaded", "hedging", "cues", "classes", "sources")

_HERE = Path(__file__).parent


@cache
def bundled_lexicon(name: str) -> Lexicon:
    """The word list of that name which ships with masthead; UsageError names the nearest where there is none."""
    if name not in BUNDLED:
        raise UsageError(f"no bundled lexicon {name!r}.{did_you_mean(name, BUNDLED)}", fix="See `masthead lexicons`.")
    return load_lexicon(_HERE / "data" / f"{name}.tsv")


@cache
def bundled_choices() -> tuple[ChoiceSet, ...]:
    """Every choice set that ships with masthead, by topic, then in the order of its file."""
    sets = tuple(choice for path in sorted((_HERE / "choices").glob("*.toml")) for choice in load_choices(path))
    concepts = [choice.concept for choice in sets]
    twice = {concept for concept in concepts if concepts.count(concept) > 1}
    if twice:
        raise UsageError(f"choice sets declared twice: {', '.join(sorted(twice))}")
    return sets


@cache
def bundled_versions() -> Mapping[str, str]:
    """``version sha256`` of each bundled list, and the SHA-256 of each file of choices as ``choices/topic``.

    Reads bytes only: parsing all lists takes longer than measuring twenty articles.
    """
    lists = {name: lexicon_version(_HERE / "data" / f"{name}.tsv") for name in BUNDLED}
    files = sorted((_HERE / "choices").glob("*.toml"))
    return lists | {f"choices/{path.stem}": hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@cache
def word_classes() -> Mapping[str, frozenset[str]]:
    """The closed classes of ``classes.tsv``: class name to its folded words."""
    entries = bundled_lexicon("classes").entries
    members: dict[str, set[str]] = {}
    for entry in entries:
        members.setdefault(entry.category, set()).add(entry.term.casefold())
    return {name: frozenset(words) for name, words in members.items()}
