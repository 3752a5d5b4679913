"""What the rest of the package calls: a function of the text model, as machine code where that is at hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from masthead.native import machine, python_mode
from masthead.native.dialect import compiled
from masthead.native.structs import Placed

if TYPE_CHECKING:
    from collections.abc import Callable


class Entry:
    """A function of the text model that takes placed groups and whole numbers and returns a whole number."""

    def __init__(self, function: Callable[..., int]) -> None:
        self.function = compiled(function)

    def __call__(self, *args: Placed | int) -> int:
        """Call it as machine code where there is some, unless an argument has been in Python mode before.

        Raises IndexError for a place beyond its array, in Python mode and where machine code checks it.
        """
        seen = any(isinstance(arg, Placed) and arg.view is not None for arg in args)
        code = None if seen else machine.code_of(self.function, args)
        return python_mode.call(self.function, args) if code is None else code(*args)

    def ready(self, *args: Placed | int) -> Callable[[], int]:
        """The same call, to be made again and again: what runs it is found once."""
        seen = any(isinstance(arg, Placed) and arg.view is not None for arg in args)
        code = None if seen else machine.code_of(self.function, args)
        return partial(self, *args) if code is None else partial(code, *args)


def entry(function: Callable[..., int]) -> Entry:
    """Mark a function that the rest of the package calls; only its positional arguments count."""
    return Entry(function)
