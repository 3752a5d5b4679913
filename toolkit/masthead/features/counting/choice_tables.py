"""What each entry of the lists is, and the numbers and names of the counts of choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.features import choices
from masthead.schema import VOICES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.lexicons import Entry

CUE, WORDING, REFERENT, TERM, LOADED, HEDGE, BOOSTER = range(7)
"""What an entry is."""


def kind_of(family: str, category: str, number: int) -> int:
    """What an entry is, by the number and family of its list and its category; the first two lists are of cues."""
    if number < 2:
        return CUE
    if not family:
        return REFERENT
    if family == "hedging":
        return BOOSTER if category == "booster" else HEDGE
    return {"choices": WORDING, "loaded": LOADED}.get(family, TERM)


def choice_names(
    entries: tuple[Entry, ...], kinds: list[int]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], tuple[str, ...]]:
    """Numbers of wordings and referents, the concept of each, the table of counts, and the names of these in order."""
    concepts: dict[str, int] = {}
    wordings: dict[tuple[str, str], int] = {}
    referents: dict[tuple[str, str], int] = {}
    per_concept: dict[str, int] = {}
    numbers, of_concept = np.full(len(entries), -1, np.int32), np.full(len(entries), -1, np.int32)
    for index, (entry, kind) in enumerate(zip(entries, kinds, strict=True)):
        if kind not in (WORDING, REFERENT):
            continue
        of_concept[index] = concepts.setdefault(entry.category, len(concepts))
        pair = (entry.category, entry.canonical)
        if kind == WORDING:
            numbers[index] = wordings.setdefault(pair, len(wordings))
        else:
            if pair not in referents:
                referents[pair] = per_concept[entry.category] = per_concept.get(entry.category, 0) + 1
            numbers[index] = referents[pair] - 1
    rows: dict[tuple[int, int, int], str] = {}
    for (concept, wording), number in wordings.items():
        for voice, name in enumerate(VOICES):
            rows[number, 0, voice] = f"{choices.COLUMN}.{concept}.{wording}.{name}"
            for (other, referent), place in referents.items():
                if other == concept:
                    rows[number, place, voice] = f"{choices.COLUMN}.{concept}.{wording}@{referent}.{name}"
    listing = tuple(sorted(set(rows.values())))
    order = {name: number for number, name in enumerate(listing)}
    names = np.full((len(wordings) or 1, 1 + max(per_concept.values(), default=0), len(VOICES)), -1, np.int32)
    for row, name in rows.items():
        names[row] = order[name]
    return numbers, of_concept, names.reshape(len(names), -1), listing
