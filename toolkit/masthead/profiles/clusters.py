"""Which articles belong together: the event they report, else the outlet's day, else the article alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.sources.dates import days_of, require_days

if TYPE_CHECKING:
    from numpy.typing import NDArray

STORY_DAYS = 31
STORY_SHARE = 0.8

NO_EVENT = ("", "none", "null", "nan", "na", "n/a", "unknown")


class Clusters(NamedTuple):
    """For each row of FEATURES its cluster within its outlet, and what kind it is.

    ``labels`` are like ``event:strike``, ``day:2017-03-05``, ``article:a17``; ``kinds`` the part before the
    colon. A cluster is a label *within an outlet*.
    """

    labels: pa.Array
    kinds: pa.Array


def clusters(features: pa.Table) -> Clusters:
    """The cluster of each article: its event where known, else its outlet's day, else itself.

    ``features`` has the columns of FEATURES_IDENTITY; ``date`` and ``event`` may be missing. An event that is
    empty or says "none", and a date that names no day, count as unknown. So does an "event" that is a topic: one whose
    dated articles are spread so that fewer than ``STORY_SHARE`` of them lie within ``STORY_DAYS`` of their median day.
    Raises UsageError where the date of an article without an event can be read in two ways; that of one with an event
    only counts as unknown.
    """
    ids = pc.cast(_column(features, "id"), pa.string())
    events = pc.cast(_column(features, "event"), pa.string())
    named = pc.utf8_lower(pc.utf8_trim_whitespace(events))
    events = pc.if_else(pc.is_in(named, value_set=pa.array(NO_EVENT)), None, events)
    dates = pc.cast(_column(features, "date"), pa.string())
    days = days_of(dates)
    events = pc.if_else(pc.is_in(events, value_set=pa.array(_topics(events, days), pa.string())), None, events)
    require_days(dates.filter(pc.is_null(events)))
    kinds = pc.if_else(pc.is_valid(events), "event", pc.if_else(pc.is_valid(days), "day", "article"))
    labels = pc.binary_join_element_wise(kinds, pc.coalesce(events, days, ids), ":")
    return Clusters(labels, kinds)


def kinds_of(features: pa.Table) -> dict[str, int]:
    """How many articles are in clusters of each kind, in the order that these come up in."""
    return {row["values"]: row["counts"] for row in pc.value_counts(clusters(features).kinds).to_pylist()}


def _topics(events: pa.Array, days: pa.Array) -> list[str]:
    """The events that go on too long to be one story."""
    dated = pc.and_(pc.is_valid(events), pc.is_valid(days))
    names = pc.dictionary_encode(events.filter(dated))
    if not len(names):
        return []
    ordinals = pc.cast(pc.cast(days.filter(dated), pa.date32()), pa.int32()).to_numpy()
    goes_on = _share_near(names.indices.to_numpy(), ordinals) < STORY_SHARE
    found: list[str] = names.dictionary.filter(pa.array(goes_on)).to_pylist()
    return found


def _share_near(codes: NDArray[np.int32], ordinals: NDArray[np.int32]) -> NDArray[np.float64]:
    """Of the articles of each event, by its code, the share within ``STORY_DAYS`` of their median day."""
    order = np.lexsort((ordinals, codes))
    codes, ordinals = codes[order], ordinals[order]
    sizes = np.bincount(codes)
    starts = np.cumsum(sizes) - sizes
    medians = (ordinals[starts + (sizes - 1) // 2] + ordinals[starts + sizes // 2]) / 2
    near = np.abs(ordinals - medians[codes]) <= STORY_DAYS
    share: NDArray[np.float64] = np.bincount(codes, near) / sizes
    return share


def _column(features: pa.Table, name: str) -> pa.Array:
    if name not in features.column_names:
        return pa.nulls(features.num_rows, pa.string())
    column = features.column(name)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
