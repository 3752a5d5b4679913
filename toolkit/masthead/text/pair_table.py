"""The table of pairs of words, with open addressing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import entry, inlined, wrapped_product

if TYPE_CHECKING:
    from masthead.text.records import Records

PRIME = -7046029254386353131


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
