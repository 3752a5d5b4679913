"""Dates: which day a date means that is written in any of many ways, decided for whole columns and never guessed."""

from typing import TYPE_CHECKING

from masthead.delayed import delayed, homes_of

if TYPE_CHECKING:
    from masthead.sources.dates.columns import Dates as Dates
    from masthead.sources.dates.columns import Seen as Seen
    from masthead.sources.dates.columns import first_look as first_look
    from masthead.sources.dates.columns import read_dates as read_dates
    from masthead.sources.dates.days import day_of as day_of
    from masthead.sources.dates.days import days_of as days_of
    from masthead.sources.dates.days import require_days as require_days
    from masthead.sources.dates.forms import Order as Order
    from masthead.sources.dates.forms import Written as Written
    from masthead.sources.dates.forms import read_date as read_date

_NAMES = {
    "columns": "Dates Seen first_look read_dates",
    "days": "day_of days_of require_days",
    "forms": "Order Written read_date",
}
__getattr__ = delayed(__name__, homes_of(_NAMES))

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
