"""Comparing outlets: against the rest, against a baseline, and in their choice of words."""

from masthead.comparisons.choices import compare_choices
from masthead.comparisons.outlets import compare_outlets
from masthead.comparisons.summary import Standout, standouts

__all__ = ["Standout", "compare_choices", "compare_outlets", "standouts"]
