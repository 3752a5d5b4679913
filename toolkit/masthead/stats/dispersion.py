"""How evenly a word is spread over the parts of a corpus, and how closely two words keep together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LOG_DICE_MOST = 14.0
"""The log-dice of two words that never stand but together."""


class Dispersion(NamedTuple):
    """Gries's (2008) deviation of proportions, ``dp``, and ``normalised`` so that it reaches 1; NaN for none."""

    dp: float
    normalised: float


def dispersion(uses: Floats, sizes: Floats) -> Dispersion:
    """The deviation of proportions of a word's ``uses`` over parts of those ``sizes``; parts of size 0 are none.

    Half the sum of the absolute differences between each part's share of the uses and its share of the corpus: 0 where
    the word is spread as the parts are large, and nearly 1 where it stands in one small part (Gries 2008). Normalised,
    it is divided by the most that it can be, 1 less the share of the smallest part (Lijffijt and Gries 2012). There is
    none without a use, or with fewer than two parts.
    """
    parts = sizes > 0
    uses, sizes = uses[parts], sizes[parts]
    if len(sizes) < 2 or not uses.sum():
        return Dispersion(float("nan"), float("nan"))
    shares = sizes / sizes.sum()
    dp = float(np.abs(uses / uses.sum() - shares).sum() / 2)
    return Dispersion(dp, dp / float(1 - shares.min()))


def log_dice(together: Floats, one: Floats | float, other: Floats | float) -> Floats:
    """Rychly's (2008) log-dice of two words: 14 and the binary log of Dice's coefficient of their frequencies.

    It is 14 where the two stand together whenever either is used, one less where that is half as often, and does not
    grow with the corpus. ``together`` is above 0.
    """
    result: Floats = LOG_DICE_MOST + np.log2(2.0 * together / (one + other))
    return result
