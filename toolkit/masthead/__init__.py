"""Compare news outlets: how they word, source, hedge and write what they report.

    import masthead

    articles = masthead.read_articles("articles/")
    measured = masthead.measure(articles)
    table = masthead.compare_outlets(measured.features)

Every step takes and returns Arrow tables (``masthead.schema``); any data frame that narwhals knows is taken too.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from masthead.version import __version__

if TYPE_CHECKING:
    from masthead.comparisons import changes_around as changes_around
    from masthead.comparisons import compare_choices as compare_choices
    from masthead.comparisons import compare_outlets as compare_outlets
    from masthead.comparisons import compare_words as compare_words
    from masthead.comparisons import false_alarms as false_alarms
    from masthead.comparisons import find_duplicates as find_duplicates
    from masthead.comparisons import find_events as find_events
    from masthead.comparisons import mark_duplicates as mark_duplicates
    from masthead.comparisons import sensitivity as sensitivity
    from masthead.comparisons import standardise as standardise
    from masthead.comparisons import trend as trend
    from masthead.engines import explain as explain
    from masthead.engines import measure as measure
    from masthead.evaluation import evaluate as evaluate
    from masthead.evaluation import train as train
    from masthead.features import MeasureOptions as MeasureOptions
    from masthead.features import catalogue as catalogue
    from masthead.profiles import pool_profiles as pool_profiles
    from masthead.profiles import profile_outlets as profile_outlets
    from masthead.sources import ReadOptions as ReadOptions
    from masthead.sources import read_articles as read_articles

_HOMES = {
    "MeasureOptions": "features",
    "ReadOptions": "sources",
    "catalogue": "features",
    "changes_around": "comparisons",
    "compare_choices": "comparisons",
    "compare_outlets": "comparisons",
    "compare_words": "comparisons",
    "evaluate": "evaluation",
    "explain": "engines",
    "false_alarms": "comparisons",
    "find_duplicates": "comparisons",
    "find_events": "comparisons",
    "mark_duplicates": "comparisons",
    "measure": "engines",
    "pool_profiles": "profiles",
    "profile_outlets": "profiles",
    "read_articles": "sources",
    "sensitivity": "comparisons",
    "standardise": "comparisons",
    "train": "evaluation",
    "trend": "comparisons",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604 - the names of _HOMES are strings


def __getattr__(name: str) -> object:
    """Import the public functions when they are first used: their libraries take seconds to load."""
    if name not in _HOMES:
        raise AttributeError(f"module 'masthead' has no attribute {name!r}")
    return getattr(import_module(f"masthead.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
