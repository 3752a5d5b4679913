"""Compare news outlets: how they word, source, hedge and write what they report.

    import masthead

    found = masthead.compare("articles/")
    print(found.table, found.notes)

Each command has a function here, which gives what it prints as a ``Result``: a table, notes, details, a manifest. Where
a part of the package has the command's name, the function is called after what it does (``list_features``). They take
paths, folders, data frames, or what an earlier step gave back, and options in a dataclass (``CompareOptions``).
Tables are Arrow tables (``masthead.schema``); any data frame that narwhals knows is taken too.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from masthead.version import __version__

if TYPE_CHECKING:
    from masthead.classifiers.using import predict as predict
    from masthead.comparisons.choices import choices as choices
    from masthead.comparisons.compare import compare as compare
    from masthead.comparisons.compare import false_alarms as false_alarms
    from masthead.comparisons.compare import sensitivity as sensitivity
    from masthead.comparisons.duplicates import duplicates as duplicates
    from masthead.comparisons.events import events as events
    from masthead.comparisons.options import AlarmOptions as AlarmOptions
    from masthead.comparisons.options import ChoicesOptions as ChoicesOptions
    from masthead.comparisons.options import CompareOptions as CompareOptions
    from masthead.comparisons.options import EventsOptions as EventsOptions
    from masthead.comparisons.options import TrendOptions as TrendOptions
    from masthead.comparisons.options import WordsOptions as WordsOptions
    from masthead.comparisons.periods import trend as trend
    from masthead.comparisons.words import words as words
    from masthead.engines import explain as explain
    from masthead.engines import measure as measure
    from masthead.engines import open_corpus as open_corpus
    from masthead.evaluation.audit import audit as audit
    from masthead.evaluation.options import AuditOptions as AuditOptions
    from masthead.evaluation.options import EvaluateOptions as EvaluateOptions
    from masthead.evaluation.options import Protocol as Protocol
    from masthead.evaluation.options import TrainOptions as TrainOptions
    from masthead.evaluation.scoring import evaluate as evaluate
    from masthead.evaluation.scoring import score as score
    from masthead.evaluation.training import train as train
    from masthead.features import MeasureOptions as MeasureOptions
    from masthead.features import catalogue as catalogue
    from masthead.profiles import pool_profiles as pool_profiles
    from masthead.profiles import profile_outlets as profile_outlets
    from masthead.results import Result as Result
    from masthead.sources import ReadOptions as ReadOptions
    from masthead.sources import read_articles as read_articles

_HOMES = {
    "AlarmOptions": "comparisons.options",
    "AuditOptions": "evaluation.options",
    "ChoicesOptions": "comparisons.options",
    "CompareOptions": "comparisons.options",
    "EvaluateOptions": "evaluation.options",
    "EventsOptions": "comparisons.options",
    "MeasureOptions": "features",
    "Protocol": "evaluation.options",
    "ReadOptions": "sources",
    "Result": "results",
    "TrainOptions": "evaluation.options",
    "TrendOptions": "comparisons.options",
    "WordsOptions": "comparisons.options",
    "audit": "evaluation.audit",
    "catalogue": "features",
    "choices": "comparisons.choices",
    "compare": "comparisons.compare",
    "duplicates": "comparisons.duplicates",
    "evaluate": "evaluation.scoring",
    "events": "comparisons.events",
    "explain": "engines",
    "false_alarms": "comparisons.compare",
    "measure": "engines",
    "open_corpus": "engines",
    "pool_profiles": "profiles",
    "predict": "classifiers.using",
    "profile_outlets": "profiles",
    "read_articles": "sources",
    "score": "evaluation.scoring",
    "sensitivity": "comparisons.compare",
    "train": "evaluation.training",
    "trend": "comparisons.periods",
    "words": "comparisons.words",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604 - the names of _HOMES are strings


def __getattr__(name: str) -> object:
    """Import the public functions when they are first used: their libraries take seconds to load."""
    if name not in _HOMES:
        raise AttributeError(f"module 'masthead' has no attribute {name!r}")
    return getattr(import_module(f"masthead.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
