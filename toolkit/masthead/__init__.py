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

from typing import TYPE_CHECKING

from masthead.delayed import delayed, homes_of
from masthead.version import __version__

if TYPE_CHECKING:
    from masthead.classifiers.store import load_model as load_model
    from masthead.classifiers.store import save_model as save_model
    from masthead.classifiers.using import predict as predict
    from masthead.comparisons.alarms import false_alarms as false_alarms
    from masthead.comparisons.alternatives import sensitivity as sensitivity
    from masthead.comparisons.choices import choices as choices
    from masthead.comparisons.compare import compare as compare
    from masthead.comparisons.compare import demo as demo
    from masthead.comparisons.compare import ranks as ranks
    from masthead.comparisons.concordance import concordance as concordance
    from masthead.comparisons.duplicates import duplicates as duplicates
    from masthead.comparisons.events import events as events
    from masthead.comparisons.options import AlarmOptions as AlarmOptions
    from masthead.comparisons.options import ChoicesOptions as ChoicesOptions
    from masthead.comparisons.options import CompareOptions as CompareOptions
    from masthead.comparisons.options import ConcordanceOptions as ConcordanceOptions
    from masthead.comparisons.options import EventsOptions as EventsOptions
    from masthead.comparisons.options import PowerOptions as PowerOptions
    from masthead.comparisons.options import TrendOptions as TrendOptions
    from masthead.comparisons.options import WordsOptions as WordsOptions
    from masthead.comparisons.periods import trend as trend
    from masthead.comparisons.power import power as power
    from masthead.comparisons.why import why_event as why_event
    from masthead.comparisons.words import words as words
    from masthead.engines import How as How
    from masthead.engines import explain as explain
    from masthead.engines import measure as measure
    from masthead.engines import merge as merge
    from masthead.engines import open_corpus as open_corpus
    from masthead.engines import verify as verify
    from masthead.engines.doctor import doctor as doctor
    from masthead.engines.health import check_health as check_health
    from masthead.evaluation.audit import audit as audit
    from masthead.evaluation.bench import compare_suites as compare_suites
    from masthead.evaluation.bench import run_suite as run_suite
    from masthead.evaluation.bench import suite_results as suite_results
    from masthead.evaluation.cards import card as card
    from masthead.evaluation.coding.sampling import sample as sample
    from masthead.evaluation.imported import import_lexicon as import_lexicon
    from masthead.evaluation.instruments import list_features as list_features
    from masthead.evaluation.instruments import list_lexicons as list_lexicons
    from masthead.evaluation.instruments import show_lexicon as show_lexicon
    from masthead.evaluation.listing import list_suites as list_suites
    from masthead.evaluation.options import AuditOptions as AuditOptions
    from masthead.evaluation.options import EvaluateOptions as EvaluateOptions
    from masthead.evaluation.options import Protocol as Protocol
    from masthead.evaluation.options import RunOptions as RunOptions
    from masthead.evaluation.options import SampleOptions as SampleOptions
    from masthead.evaluation.options import TrainOptions as TrainOptions
    from masthead.evaluation.scoring import evaluate as evaluate
    from masthead.evaluation.scoring import score as score
    from masthead.evaluation.training import train as train
    from masthead.evaluation.validity.coded import CodingOptions as CodingOptions
    from masthead.evaluation.validity.validating import validate as validate
    from masthead.features import MeasureOptions as MeasureOptions
    from masthead.profiles import profile as profile
    from masthead.profiles.tidy import tidy as tidy
    from masthead.reports.stated.citing import cite as cite
    from masthead.reports.stated.paragraph import methods as methods
    from masthead.results import Result as Result
    from masthead.sources import ReadOptions as ReadOptions
    from masthead.sources import read as read
    from masthead.sources.releases.listing import fetch_corpus as fetch_corpus
    from masthead.sources.releases.listing import import_corpus as import_corpus
    from masthead.sources.releases.listing import list_corpora as list_corpora
    from masthead.sources.releases.listing import show_corpus as show_corpus
    from masthead.studies.options import StudyOptions as StudyOptions
    from masthead.studies.running import report as report

_NAMES = {
    "classifiers.store": "load_model save_model",
    "classifiers.using": "predict",
    "comparisons.alarms": "false_alarms",
    "comparisons.alternatives": "sensitivity",
    "comparisons.choices": "choices",
    "comparisons.compare": "compare demo ranks",
    "comparisons.concordance": "concordance",
    "comparisons.duplicates": "duplicates",
    "comparisons.events": "events",
    "comparisons.options": "AlarmOptions ChoicesOptions CompareOptions ConcordanceOptions EventsOptions PowerOptions "
    "TrendOptions WordsOptions",
    "comparisons.periods": "trend",
    "comparisons.power": "power",
    "comparisons.why": "why_event",
    "comparisons.words": "words",
    "engines": "How explain measure merge open_corpus verify",
    "engines.doctor": "doctor",
    "evaluation.audit": "audit",
    "evaluation.bench": "compare_suites run_suite suite_results",
    "evaluation.cards": "card",
    "evaluation.coding.sampling": "sample",
    "evaluation.imported": "import_lexicon",
    "evaluation.instruments": "list_features list_lexicons show_lexicon",
    "evaluation.listing": "list_suites",
    "evaluation.options": "AuditOptions EvaluateOptions Protocol RunOptions SampleOptions TrainOptions",
    "evaluation.scoring": "evaluate score",
    "evaluation.training": "train",
    "evaluation.validity.coded": "CodingOptions",
    "evaluation.validity.validating": "validate",
    "features": "MeasureOptions",
    "profiles": "profile",
    "profiles.tidy": "tidy",
    "engines.health": "check_health",
    "reports.stated.citing": "cite",
    "reports.stated.paragraph": "methods",
    "results": "Result",
    "sources": "ReadOptions read",
    "sources.releases.listing": "fetch_corpus import_corpus list_corpora show_corpus",
    "studies.options": "StudyOptions",
    "studies.running": "report",
}
_HOMES = homes_of(_NAMES)

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604 - the names of _HOMES are strings


__getattr__ = delayed(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
