"""The table of pairs of words, with open addressing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from masthead.native.dialect import inlined, wrapped_product

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from masthead.native.dialect import Array
    from masthead.text.phrase_tables import Pair


PRIME = -7046029254386353131


@inlined
def pair_place(pairs: Array[Pair], shift: int, key: int) -> int:
    """Where the search for a pair of words begins."""
    return (wrapped_product(key, PRIME) >> shift) & (len(pairs) - 1)


@inlined
def pair_at(pairs: Array[Pair], shift: int, key: int) -> int:
    """The place of a pair of words in a table of them; of a free place, with an empty range, where it has it not."""
    at = pair_place(pairs, shift, key)
    while pairs[at].end and pairs[at].key != key:
        at = (at + 1) & (len(pairs) - 1)
    return at


def free_places(keys: NDArray[np.int64], shift: int, size: int) -> NDArray[np.int64]:
    """A place for each of some different keys in an empty table of ``size`` places; earlier keys come first.

    Between where the search for a key begins and its place no place stays free.
    """
    with np.errstate(over="ignore"):
        places = (keys * np.int64(PRIME) >> shift) & (size - 1)
    taken = np.zeros(size, np.bool_)
    waiting = np.arange(len(keys))
    while len(waiting):
        wanted = places[waiting]
        _, firsts = np.unique(wanted, return_index=True)
        served = firsts[~taken[wanted[firsts]]]
        taken[wanted[served]] = True
        waiting = np.delete(waiting, served)
        places[waiting] += 1
        places[waiting] &= size - 1
    return places
