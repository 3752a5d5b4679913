"""Comparing outlets: against the rest, against a baseline, and in their choice of words; and what is their own work."""

from masthead.comparisons.choices import compare_choices
from masthead.comparisons.duplicates import find_duplicates, mark_duplicates
from masthead.comparisons.outlets import compare_outlets
from masthead.comparisons.summary import Standout, standouts

__all__ = [
    "Standout",
    "compare_choices",
    "compare_outlets",
    "find_duplicates",
    "mark_duplicates",
    "standouts",
]
