"""Errors a person can act on: what happened, where, and what to do about it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable


Kind = TypeVar("Kind")


class MastheadError(Exception):
    """Base of every error that is about the user's input, options or machine.

    ``what`` is one sentence, ``where`` is ``path`` or ``path:line``, ``fix`` names the flag or command that
    helps. The command line prints the three and exits with ``exit_code``; a traceback appears under ``--debug``.
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str | None = None, fix: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n{self.fix}" if self.fix else head


class UsageError(MastheadError):
    """Wrong use, configuration or schema (exit 2)."""


class MissingColumn(UsageError):
    """A table lacks a column that is needed or was named; among other input that table alone is left out."""


class UnreadableInput(MastheadError):
    """Nothing could be read from the input (exit 4)."""

    exit_code = 4


class OutputFailed(MastheadError):
    """The result could not be written; earlier outputs are untouched (exit 5)."""

    exit_code = 5


class Locked(MastheadError):
    """Another run is writing the same output (exit 6)."""

    exit_code = 6


def options_of(given: Kind | None, kind: type[Kind]) -> Kind:
    """The options given to a public function, those of ``kind`` by default; raises UsageError for any other thing."""
    if given is None:
        return kind()
    if not isinstance(given, kind):
        name = kind.__name__
        raise UsageError(f"options are given as {name}(...), not as {given!r:.60}", fix=f"See help(masthead.{name}).")
    return given


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like ``name``, or None where none is close."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    close = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint ending for an error message: `` Did you mean 'x'?`` or the empty string."""
    match = nearest(name, known)
    return f" Did you mean {match!r}?" if match else ""
