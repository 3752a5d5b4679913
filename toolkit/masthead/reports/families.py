"""What families of features are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.features.base import Feature

_TITLES = {
    "loaded": "Loaded words",
    "choices": "Choice of words",
    "attribution": "Attribution and sources",
    "hedging": "Hedging",
    "readability": "Readability",
    "style": "Style",
}


def family_title(family: str) -> str:
    """The heading of a family; a user's own lexicon is headed by its name."""
    return _TITLES.get(family, family)


def by_family(features: Sequence[Feature]) -> Iterator[tuple[str, list[Feature]]]:
    """Family and its features, in the order of the catalogue."""
    groups: dict[str, list[Feature]] = {}
    for feature in features:
        groups.setdefault(feature.family, []).append(feature)
    yield from groups.items()
