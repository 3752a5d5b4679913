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
    from masthead.classifiers.store import load_model as load_model
    from masthead.classifiers.store import save_model as save_model
    from masthead.classifiers.using import predict as predict
    from masthead.comparisons.choices import choices as choices
    from masthead.comparisons.compare import compare as compare
    from masthead.comparisons.compare import demo as demo
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
    from masthead.engines import How as How
    from masthead.engines import explain as explain
    from masthead.engines import measure as measure
    from masthead.engines import open_corpus as open_corpus
    from masthead.evaluation.audit import audit as audit
    from masthead.evaluation.bench import compare_suites as compare_suites
    from masthead.evaluation.bench import run_suite as run_suite
    from masthead.evaluation.bench import suite_results as suite_results
    from masthead.evaluation.instruments import list_features as list_features
    from masthead.evaluation.instruments import list_lexicons as list_lexicons
    from masthead.evaluation.instruments import show_lexicon as show_lexicon
    from masthead.evaluation.listing import list_suites as list_suites
    from masthead.evaluation.options import AuditOptions as AuditOptions
    from masthead.evaluation.options import EvaluateOptions as EvaluateOptions
    from masthead.evaluation.options import Protocol as Protocol
    from masthead.evaluation.options import TrainOptions as TrainOptions
    from masthead.evaluation.scoring import evaluate as evaluate
    from masthead.evaluation.scoring import score as score
    from masthead.evaluation.suites.running import RunOptions as RunOptions
    from masthead.evaluation.training import train as train
    from masthead.evaluation.validity.coded import CodingOptions as CodingOptions
    from masthead.evaluation.validity.validating import validate as validate
    from masthead.features import MeasureOptions as MeasureOptions
    from masthead.profiles import profile as profile
    from masthead.results import Result as Result
    from masthead.sources import ReadOptions as ReadOptions
    from masthead.sources import read as read
    from masthead.sources.releases.listing import fetch_corpus as fetch_corpus
    from masthead.sources.releases.listing import import_corpus as import_corpus
    from masthead.sources.releases.listing import list_corpora as list_corpora
    from masthead.sources.releases.listing import show_corpus as show_corpus

_HOMES = {
    "AlarmOptions": "comparisons.options",
    "AuditOptions": "evaluation.options",
    "ChoicesOptions": "comparisons.options",
    "CodingOptions": "evaluation.validity.coded",
    "CompareOptions": "comparisons.options",
    "EvaluateOptions": "evaluation.options",
    "EventsOptions": "comparisons.options",
    "How": "engines",
    "MeasureOptions": "features",
    "Protocol": "evaluation.options",
    "ReadOptions": "sources",
    "Result": "results",
    "RunOptions": "evaluation.suites.running",
    "TrainOptions": "evaluation.options",
    "TrendOptions": "comparisons.options",
    "WordsOptions": "comparisons.options",
    "audit": "evaluation.audit",
    "choices": "comparisons.choices",
    "compare": "comparisons.compare",
    "compare_suites": "evaluation.bench",
    "demo": "comparisons.compare",
    "duplicates": "comparisons.duplicates",
    "evaluate": "evaluation.scoring",
    "events": "comparisons.events",
    "explain": "engines",
    "false_alarms": "comparisons.compare",
    "fetch_corpus": "sources.releases.listing",
    "import_corpus": "sources.releases.listing",
    "list_corpora": "sources.releases.listing",
    "list_features": "evaluation.instruments",
    "list_lexicons": "evaluation.instruments",
    "list_suites": "evaluation.listing",
    "load_model": "classifiers.store",
    "measure": "engines",
    "open_corpus": "engines",
    "predict": "classifiers.using",
    "profile": "profiles",
    "read": "sources",
    "run_suite": "evaluation.bench",
    "save_model": "classifiers.store",
    "score": "evaluation.scoring",
    "sensitivity": "comparisons.compare",
    "show_corpus": "sources.releases.listing",
    "show_lexicon": "evaluation.instruments",
    "suite_results": "evaluation.bench",
    "train": "evaluation.training",
    "trend": "comparisons.periods",
    "validate": "evaluation.validity.validating",
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
