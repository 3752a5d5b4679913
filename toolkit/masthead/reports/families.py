"""What families of features are called, and which features a table shows."""

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


def shown(
    catalogue: Sequence[Feature], families: Sequence[str] = (), *, everything: bool = False
) -> tuple[Feature, ...]:
    """The features a table for people shows: the primary ones, all of the families named, or everything."""
    if families:
        return tuple(feature for feature in catalogue if feature.family in families)
    if everything or not any(feature.primary for feature in catalogue):
        return tuple(catalogue)
    return tuple(feature for feature in catalogue if feature.primary)


def by_family(features: Sequence[Feature]) -> Iterator[tuple[str, list[Feature]]]:
    """Family and its features, in the order of the catalogue."""
    groups: dict[str, list[Feature]] = {}
    for feature in features:
        groups.setdefault(feature.family, []).append(feature)
    yield from groups.items()
