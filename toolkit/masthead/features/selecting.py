"""Which features of a catalogue are computed, and which a table shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

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


def shown(
    catalogue: Sequence[Feature], families: Sequence[str] = (), *, everything: bool = False
) -> tuple[Feature, ...]:
    """The features a table for people shows: the primary ones, all of the families named, or everything."""
    if families:
        return tuple(feature for feature in catalogue if feature.family in families)
    if everything or not any(feature.primary for feature in catalogue):
        return tuple(catalogue)
    return tuple(feature for feature in catalogue if feature.primary)


def named_features(catalogue: Sequence[Feature], names: Sequence[str]) -> tuple[Feature, ...]:
    """The features of these names, in the order of the catalogue; UsageError for one there is not."""
    known = [feature.name for feature in catalogue]
    for name in names:
        if name not in known:
            raise UsageError(
                f"there is no feature {name!r}.{did_you_mean(name, known)}", fix="masthead features lists them."
            )
    return tuple(feature for feature in catalogue if feature.name in names)


def kept(table: pa.Table, families: Sequence[str]) -> pa.Table:
    """The rows of the families named, all where none is."""
    if not families:
        return table
    return table.filter([family in families for family in table.column("family").to_pylist()])
