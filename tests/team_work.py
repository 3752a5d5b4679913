"""What worker processes are given to do in tests; a module, so that they can import it."""

from __future__ import annotations

import os
import time

_more = 0


def begun(more: int) -> None:
    """Set the number that is added to squares."""
    global _more  # noqa: PLW0603
    _more = more


def square(number: int) -> int:
    """The square and the number that the process was begun with."""
    return _more + number**2


def lose_two(number: int) -> int:
    """The number; the death of the process for 2."""
    if number == 2:
        os._exit(9)
    return number


def wait_long(_number: int) -> None:
    """Tell that this waits, and do so for longer than any test."""
    print("waiting", flush=True)
    time.sleep(120)
