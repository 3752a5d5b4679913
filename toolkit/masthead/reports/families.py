"""What families of features are called, and which features a table shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from masthead.features.base import Feature

CHOICES = "choices"

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


def compared(catalogue: Sequence[Feature], families: Sequence[str] = ()) -> tuple[Feature, ...]:
    """The features a profile or comparison computes: all, but choices of words only where they are asked for.

    Choices have a table of their own; none of them is primary, so leaving them out changes no figure.
    Raises UsageError for a family that was not measured.
    """
    known = tuple(dict.fromkeys(feature.family for feature in catalogue))
    for family in families:
        if family not in known:
            raise UsageError(
                f"there is no family {family!r}.{did_you_mean(family, known)}",
                fix=f"Families: {', '.join(known)}.",
            )
    return tuple(feature for feature in catalogue if feature.family != CHOICES or CHOICES in families)


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
