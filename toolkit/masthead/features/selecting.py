"""Which features of a catalogue are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.features.base import Feature

CHOICES = "choices"


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
