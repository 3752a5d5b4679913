"""Dates: which day a date means that is written in any of many ways, decided for whole columns and never guessed."""

from masthead.sources.dates.columns import Dates, Seen, first_look, read_dates
from masthead.sources.dates.days import day_of, days_of, require_days
from masthead.sources.dates.forms import Order, Written, read_date

__all__ = [
    "Dates",
    "Order",
    "Seen",
    "Written",
    "day_of",
    "days_of",
    "first_look",
    "read_date",
    "read_dates",
    "require_days",
]
