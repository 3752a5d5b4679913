"""Dates: which day a date means that is written in any of many ways, decided for whole columns and never guessed."""

from masthead.sources.dates.columns import Dates, Seen, first_look
from masthead.sources.dates.days import DateRange, ambiguity, day_of, days_of, ranges_by_outlet, require_days
from masthead.sources.dates.forms import Order, Written, read_date

__all__ = [
    "DateRange",
    "Dates",
    "Order",
    "Seen",
    "Written",
    "ambiguity",
    "day_of",
    "days_of",
    "first_look",
    "ranges_by_outlet",
    "read_date",
    "require_days",
]
