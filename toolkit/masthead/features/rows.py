"""FEATURES made ready for a set of features: from any data frame, with the columns they read; and which set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.errors import UsageError, did_you_mean
from masthead.features import choices
from masthead.features.instruments import catalogue as every_feature
from masthead.sources import to_arrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.features.base import Feature

CHOICES = "choices"


def ready(features: Any, catalogue: Sequence[Feature] | None = None) -> tuple[pa.Table, tuple[Feature, ...]]:
    """FEATURES as an Arrow table with every column the features of ``catalogue`` read, and that catalogue.

    ``features`` may be any data frame narwhals knows. Without a ``catalogue`` it is all features but those of
    choices, which have a table of their own (``compare_choices``) and are too sparse for most others; counts of
    choices that none of them reads are left out. The rows stay as they come: what is not an outlet's own work is left
    out where a corpus is opened.
    """
    table = features if isinstance(features, pa.Table) else to_arrow(features)
    rows = tuple(catalogue) if catalogue is not None else without_choices(every_feature())
    widened = choices.widen(table, (name for row in rows if row.family == CHOICES for name in row.columns))
    return narrowed(widened, rows), rows


def narrowed(features: pa.Table, catalogue: Sequence[Feature]) -> pa.Table:
    """FEATURES without those counts of choices that no feature of ``catalogue`` reads: there may be thousands."""
    read = {name for row in catalogue for name in row.columns}
    return features.select(
        [name for name in features.column_names if name in read or not choices.is_count_of_choices(name)]
    )


def without_choices(catalogue: Sequence[Feature]) -> tuple[Feature, ...]:
    """The features that are not shares of a wording."""
    return tuple(row for row in catalogue if row.family != CHOICES)


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
