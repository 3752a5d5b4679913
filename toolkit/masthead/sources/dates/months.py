"""The names of months in the languages that articles and databases come in (``months.tsv``)."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib import resources

_FEWEST_LETTERS = 3
_DASHES = re.compile("[\N{HYPHEN}-\N{EM DASH}\N{MINUS SIGN}]")


def month_of(name: str) -> int | None:
    """The number of the month that a name means, written out or cut to three letters or more."""
    return _months().get(folded(name))


def folded(text: str) -> str:
    """Small letters without accents ("DECEMBRE" and "fevrier" are common), full width and dashes as others."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", _DASHES.sub("-", text))
    return unicodedata.normalize("NFC", "".join(each for each in apart if not unicodedata.combining(each))).casefold()


@cache
def _months() -> dict[str, int]:
    """The month of each name, and of each beginning of names that is of one month alone."""
    text = resources.files(__package__).joinpath("months.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t"))
    whole = {folded(name): int(number) for row in rows for number, name in row.items() if number.isdigit() and name}
    found: dict[str, set[int]] = {}
    for name, number in whole.items():
        for length in range(_FEWEST_LETTERS, len(name)):
            found.setdefault(name[:length], set()).add(number)
    return {cut: numbers.pop() for cut, numbers in found.items() if len(numbers) == 1} | whole
