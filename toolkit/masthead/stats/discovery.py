"""False discoveries among many tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def false_discovery_rates(p: Sequence[float] | Floats) -> Floats:
    """The q of each p: the least false discovery rate at which its test is kept (Benjamini and Hochberg 1995).

    As ``scipy.stats.false_discovery_control`` has it, which takes a second to import. Raises ``ValueError`` for a p
    that is none.
    """
    found = np.array(p, np.float64)
    if not ((found >= 0) & (found <= 1)).all():
        raise ValueError("a p is a number from 0 to 1")
    order = np.argsort(found)
    scaled = found[order] * (len(found) / np.arange(1, len(found) + 1))
    found[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return np.clip(found, 0.0, 1.0)
