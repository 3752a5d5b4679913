"""What comes of measuring articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa


class Measurement(NamedTuple):
    """FEATURES (one row an article) and HITS (one row a hit, by article, field and offset)."""

    features: pa.Table
    hits: pa.Table
