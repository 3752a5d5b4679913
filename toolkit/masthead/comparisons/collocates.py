"""Collocates: words that stand near the uses of another more often than anywhere else in the same voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from masthead.comparisons.bags import Frequencies
from masthead.comparisons.terms import is_word
from masthead.schema import COLLOCATES
from masthead.stats import log_dice, log_likelihood_ratio
from masthead.text.characters import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.features import Searched

    Flags = NDArray[np.bool_]
    Keys = NDArray[np.uint64]
    Counts = NDArray[np.int64]

FEWEST = 3
"""A collocate stands near the uses so many times or more."""


class Surroundings:
    """What stands within ``window`` words of the uses of a term, in the sentence, and how often it does elsewhere."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._all, self._near = Frequencies(), Frequencies()
        self._forms: dict[int, str] = {}
        self.words = self.words_near = 0

    def add(self, found: Searched, chosen: Flags, uses: Counts, texts: pa.ChunkedArray) -> None:
        """Take in texts: ``chosen`` are their words in the voice, ``uses`` the numbers of the uses in it."""
        near, inside = self._places(found, found.firsts[uses], found.lasts[uses])
        others = chosen & ~inside
        near &= others
        self._all.add(*_counted(found, others))
        self._near.add(*_counted(found, near))
        self.words += int(np.count_nonzero(others))
        self.words_near += int(np.count_nonzero(near))
        self._name(found, near, texts)

    def table(self, uses: int) -> pa.Table:
        """COLLOCATES of a term with that many uses, the closest first."""
        keys, near = self._near.totals()
        every, often = self._all.totals()
        often = often[np.searchsorted(every, keys)]
        forms = [self._forms[key] for key in keys.tolist()]
        expected = self.words_near * often / max(1, self.words)
        kept = (near >= FEWEST) & (near > expected) & np.fromiter(map(is_word, forms), np.bool_, len(forms))
        near, often, expected = near[kept], often[kept], expected[kept]
        sizes = (np.full(len(near), float(size)) for size in (self.words_near, self.words - self.words_near))
        columns = {
            "word": [form for form, wanted in zip(forms, kept.tolist(), strict=True) if wanted],
            "near": near,
            "uses": often,
            "expected": expected,
            "g2": log_likelihood_ratio((near.astype(float), (often - near).astype(float)), (next(sizes), next(sizes))),
            "log_dice": log_dice(near.astype(float), uses, often.astype(float)),
        }
        table = pa.table({name: pa.array(columns[name], COLLOCATES.field(name).type) for name in COLLOCATES.names})
        return table.sort_by([("log_dice", "descending"), ("g2", "descending"), ("word", "ascending")]).cast(COLLOCATES)

    def _places(self, found: Searched, firsts: Counts, lasts: Counts) -> tuple[Flags, Flags]:
        """The tokens near a use in its sentence, and those of the uses themselves."""
        near, inside = np.zeros(len(found.form), np.bool_), np.zeros(len(found.form), np.bool_)
        for step in range(1, self._window + 1):
            for places, edges in ((firsts - step, firsts), (lasts - 1 + step, lasts - 1)):
                there = (places >= 0) & (places < len(near))
                there[there] = found.sentence[places[there]] == found.sentence[edges[there]]
                near[places[there]] = True
        for step in range(int((lasts - firsts).max(initial=0))):
            inside[(firsts + step)[firsts + step < lasts]] = True
        return near, inside

    def _name(self, found: Searched, near: Flags, texts: pa.ChunkedArray) -> None:
        """Note how the forms near a use are spelt."""
        text, place = "", -1
        for form in np.unique(found.form[near]).tolist():
            key = int(found.keys[form])
            if key not in self._forms:
                article, start, end = found.spelt[form].tolist()
                if article != place:
                    text, place = str(texts[article].as_py()), article
                self._forms[key] = fold(text[start:end])


def _counted(found: Searched, tokens: Flags) -> tuple[Keys, Counts]:
    """The forms of some tokens, and how often each occurs among them."""
    counts = np.bincount(found.form[tokens], minlength=len(found.keys))
    there = counts > 0
    return found.keys[there], counts[there]
