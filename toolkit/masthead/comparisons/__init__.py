"""Comparing outlets: against the rest, against a baseline, and in their choice of words; and what is their own work."""

from masthead.comparisons.alarms import false_alarms
from masthead.comparisons.alternatives import sensitivity
from masthead.comparisons.choices import compare_choices
from masthead.comparisons.contexts import concordance
from masthead.comparisons.duplicates import find_duplicates, mark_duplicates
from masthead.comparisons.events import find_events, list_events
from masthead.comparisons.outlets import compare_outlets
from masthead.comparisons.periods import changes_around, trend
from masthead.comparisons.standard import Standard, standardise
from masthead.comparisons.summary import Standout, standouts
from masthead.comparisons.words import compare_words

__all__ = [
    "Standard",
    "Standout",
    "changes_around",
    "compare_choices",
    "compare_outlets",
    "compare_words",
    "concordance",
    "false_alarms",
    "find_duplicates",
    "find_events",
    "list_events",
    "mark_duplicates",
    "sensitivity",
    "standardise",
    "standouts",
    "trend",
]
