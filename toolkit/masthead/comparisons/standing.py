"""What is compared of articles to say which repeat others, column by column: nothing of their texts but numbers."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.comparisons.shingles import Shingles
from masthead.sources.agencies.credits import owner
from masthead.sources.copies import seniority
from masthead.sources.strings import reported, short_key, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from masthead.sources.agencies.credits import Agency
    from masthead.sources.copies import Seniority

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

COLUMNS = ("id", "outlet", "agency", "date", "title", "text", "excluded")
_ROWS = 1024
_KEY = np.dtype([("one", "<u8"), ("other", "<u8")])
_NOTHING = b"\0" * _KEY.itemsize
_CORRECTED = re.compile(
    r"\bcorrect(?:ion|ed)\b|\bclarification\b|\ban earlier version of this\b"
    r"|\bthis (?:article|story|report|piece) (?:has been|was) (?:updated|amended|changed)\b",
    re.IGNORECASE,
)
_SIGNS = ("correct", "clarification", "earlier version", "updated", "amended", "changed")
"""One of these is in whatever ``_CORRECTED`` matches."""


class Standing(NamedTuple):
    """Articles, one place each: ``order`` are their places from the most senior to the least (``Seniority``).

    ``outlet`` and ``agency`` number the names in ``outlets`` and ``agencies``; agency -1 is none. ``days`` are
    ordinals, 0 without a date. ``group`` numbers the articles with the same text, -1 without words. ``long`` are those
    with enough words to be a near copy, ``corrected`` those that say that they were corrected.
    """

    ids: pa.ChunkedArray
    dates: pa.ChunkedArray
    outlets: tuple[str, ...]
    outlet: Integers
    agencies: tuple[str, ...]
    agency: Integers
    days: Integers
    order: Integers
    group: Integers
    long: Flags
    corrected: Flags
    shingles: Shingles

    def owners(self) -> list[Agency | None]:
        """The agency, if any, that publishes under the name of each outlet."""
        return [owner(name) for name in self.outlets]


def look_at(batches: Iterable[pa.Table]) -> Standing:
    """What is compared of ARTICLES that come in tables of at least ``COLUMNS``."""
    shingles, keys = Shingles(), bytearray()
    flags: list[tuple[bool, bool]] = []
    kept: list[pa.Table] = []
    for batch in batches:
        kept.append(batch.select(["id", "outlet", "agency", "date"]))
        texts = batch.select(["outlet", "title", "text", "excluded"]).to_batches(max_chunksize=_ROWS)
        for row in chain.from_iterable(part.to_pylist() for part in texts):
            excluded = [(span["start"], span["end"]) for span in row["excluded"] or ()]
            whole = text_key(row["text"], excluded)
            key = whole or short_key(row["text"], excluded, outlet=row["outlet"], title=row["title"])
            keys += key or _NOTHING
            flags.append((whole is not None, any(map(_says_corrected, (row["title"] or "", row["text"])))))
            shingles.add(reported(row["text"], excluded) if whole is not None else "")
    shingles.close()
    table = pa.concat_tables(kept)
    outlets, outlet = _numbered(table["outlet"])
    agencies, agency = _numbered(table["agency"])
    days, order = _ranked(outlets, outlet, table["date"])
    group = _grouped(np.frombuffer(bytes(keys), _KEY))
    long, corrected = np.array(flags, np.bool_).reshape(-1, 2).T
    return Standing(
        table["id"], table["date"], outlets, outlet, agencies, agency, days, order, group, long, corrected, shingles
    )


def _numbered(names: pa.ChunkedArray) -> tuple[tuple[str, ...], Integers]:
    """The distinct names, and the number of each article's, -1 for null."""
    found = names.combine_chunks().dictionary_encode()
    return tuple(found.dictionary.to_pylist()), found.indices.fill_null(-1).to_numpy().astype(np.int64)


def _ranked(outlets: tuple[str, ...], outlet: Integers, dates: pa.ChunkedArray) -> tuple[Integers, Integers]:
    """The day of each article, 0 where there is none, and the places of all from the most senior on."""
    moments, moment = _numbered(dates)
    of_moments = [seniority("", value, 0) for value in (*moments, None)]
    place = {when: number for number, when in enumerate(sorted(set(map(_when, of_moments))))}
    rank = np.array([place[_when(found)] for found in of_moments], np.int64)
    later = np.array([seniority(name, None, 0).later for name in outlets], np.bool_)
    order = np.lexsort((rank[moment], later[outlet]))
    return np.array([found.day for found in of_moments], np.int64)[moment], order


def _when(rank: Seniority) -> tuple[bool, int, str]:
    return rank.undated, rank.day, rank.moment


def _grouped(keys: NDArray[np.void]) -> Integers:
    """A number for each key; -1 for that of no words."""
    order = np.lexsort((keys["other"], keys["one"]))
    ordered = keys[order]
    group = np.empty(len(keys), np.int64)
    group[order] = np.cumsum(np.append(True, ordered[1:] != ordered[:-1])[: len(keys)])
    group[(keys["one"] == 0) & (keys["other"] == 0)] = -1
    return group


def _says_corrected(text: str) -> bool:
    folded = text.casefold()  # most texts have none of the words, which is found at a tenth of the cost
    return any(sign in folded for sign in _SIGNS) and bool(_CORRECTED.search(text))
