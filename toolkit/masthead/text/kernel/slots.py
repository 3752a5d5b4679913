"""Tables with open addressing: keys, and the places they had among the keys that a table was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel.compiled import entry, inlined, wrapped_product

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from masthead.text.kernel.records import Records

PRIME = -7046029254386353131


@inlined
def first_slot(key: int, shift: int, size: int) -> int:
    """Where the search for a key begins in a table of ``size`` words, two a slot."""
    return ((wrapped_product(key, PRIME) >> shift) << 1) & (size - 1)


@inlined
def place_in(slots: NDArray[np.int64], shift: int, key: int) -> int:
    """The place of a key among those a table was made of; -1 where it is none of them."""
    slot = first_slot(key, shift, len(slots))
    while slots[slot + 1]:
        if slots[slot] == key:
            return slots[slot + 1] - 1
        slot = (slot + 2) & (len(slots) - 1)
    return -1


@entry
def fill_slots(slots: NDArray[np.int64], shift: int, keys: NDArray[np.int64], count: int) -> int:
    """Put the first keys into an empty table, two words a slot: the key, and its place plus 1."""
    for place in range(count):
        slot = first_slot(keys[place], shift, len(slots))
        while slots[slot + 1]:
            slot = (slot + 2) & (len(slots) - 1)
        slots[slot], slots[slot + 1] = keys[place], place + 1
    return count


@inlined
def pair_place(pairs: Records, shift: int, key: int) -> int:
    """Where the search for a pair of words begins."""
    return (wrapped_product(key, PRIME) >> shift) & (len(pairs) - 1)


@inlined
def pair_at(pairs: Records, shift: int, key: int) -> int:
    """The place of a pair of words in a table of them; of a free place, with an empty range, where it has it not."""
    at = pair_place(pairs, shift, key)
    while pairs[at].end and pairs[at].key != key:
        at = (at + 1) & (len(pairs) - 1)
    return at


@entry
def fill_pairs(pairs: Records, shift: int, rows: Records, count: int) -> int:
    """Put the first rows into an empty table of pairs."""
    for place in range(count):
        pairs[pair_at(pairs, shift, rows[place].key)] = rows[place]
    return count
