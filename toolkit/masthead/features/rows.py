"""FEATURES made ready for a set of features: from any data frame, with the columns they read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from masthead.features import choices
from masthead.features.instruments import catalogue as every_feature
from masthead.sources import to_arrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masthead.features.base import Feature


def ready(features: Any, catalogue: Sequence[Feature] | None = None) -> tuple[pa.Table, tuple[Feature, ...]]:
    """FEATURES as an Arrow table with every column the features of ``catalogue`` read, and that catalogue.

    ``features`` may be any data frame narwhals knows. Without a ``catalogue`` it is all features but those of
    choices, which have a table of their own (``compare_choices``) and are too sparse for most others. The rows stay
    as they come: what is not an outlet's own work is left out where a corpus is opened.
    """
    table = features if isinstance(features, pa.Table) else to_arrow(features)
    rows = tuple(catalogue) if catalogue is not None else without_choices(every_feature())
    return choices.widen(table, (name for row in rows if row.family == "choices" for name in row.columns)), rows


def without_choices(catalogue: Sequence[Feature]) -> tuple[Feature, ...]:
    """The features that are not shares of a wording."""
    return tuple(row for row in catalogue if row.family != "choices")
