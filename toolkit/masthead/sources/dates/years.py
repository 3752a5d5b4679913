"""Years that articles can be of."""

from datetime import date

FIRST_YEAR, YEARS_AHEAD = 1600, 10
"""Dates before the first newspapers, and those further ahead than this, are mistakes."""


def possible(year: int) -> bool:
    """Whether an article can be of this year."""
    return FIRST_YEAR <= year <= date.today().year + YEARS_AHEAD
