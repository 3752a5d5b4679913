"""Linear algebra on one thread."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Given = ParamSpec("Given")
Returned = TypeVar("Returned")


def on_one_thread(function: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """``function`` with BLAS on one thread.

    Products of a few thousand rows gain little from more threads, which mostly wait for each other; and sums come out
    the same, to the last bit, however many cores there are.
    """

    @wraps(function)
    def limited(*given: Given.args, **named: Given.kwargs) -> Returned:
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 - reads which libraries are loaded, here only

        with threadpool_limits(limits=1, user_api="blas"):
            return function(*given, **named)

    return limited
