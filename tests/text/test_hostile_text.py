"""No text takes the reader much longer than its length allows. Before this was so, these took minutes to hours."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from masthead.text.reading import visible

if TYPE_CHECKING:
    from masthead.features import Counter

LENGTH = 100_000
SECONDS = 15  # each takes about a tenth of that or less
TIMES = 4
LATITUDE = 2, 0.1
"""How many times as long as in proportion a text of ``TIMES`` the length may take, and seconds that do not count."""

UNITS = {
    "straight quotes": '"',
    "open curly quotes": " “a",
    "nested curly quotes": "“a ",
    "open single quotes": " 'a b",
    "plural apostrophes": "s' a ",
    "apostrophes": "' ",
    "initials": "a. ",
    "abbreviations": "Mr. ",
    "sentences in one paragraph": "Holt said it was bad. ",
    "quotations in one paragraph": '"No," Holt said. ',
    "cues without a full stop": "he said that ",
    "brackets": "(",
    "stops": ".",
    "blanks": " ",
    "new lines": "\n",
    "digits": "7",
    "letters": "a",
    "capitals": "A",
    "dashes": "—",
    "accents": "\N{COMBINING ACUTE ACCENT}",
}


@pytest.fixture
def counter(counter: Counter) -> Counter:
    """The Counter with working room of its own, which grows with the texts of these tests."""
    return counter.twin()


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_time_is_linear(counter: Counter, unit: str) -> None:
    short, long = (_seconds(counter, unit * (length // len(unit)) + "x") for length in (LENGTH // TIMES, LENGTH))
    factor, seconds = LATITUDE
    assert long < factor * TIMES * short + seconds


def _seconds(counter: Counter, text: str) -> float:
    """Of the processor, so that what else the machine does hardly counts."""
    began = time.process_time()
    counter.read(text)
    return time.process_time() - began


def test_a_long_paragraph_of_closed_nested_quotes(counter: Counter) -> None:
    began = time.process_time()
    reading = counter.read("“a " * (LENGTH // 6) + "b” " * (LENGTH // 6))
    assert time.process_time() - began < SECONDS
    assert max(quote.level for quote in reading.quotes) < 10


def test_no_cue_is_read_in_a_sentence_that_is_no_prose(counter: Counter) -> None:
    cell = "Holt said that it was bad and "
    words, longest = cell.count(" "), 5000
    assert counter.read(cell * (longest // words)).relations
    assert not counter.read(cell * (longest // words + 1)).relations


def test_an_abbreviation_is_known_however_far_into_its_paragraph(counter: Counter) -> None:
    before = "The talks went on until late in the evening. " * 500
    reading = counter.read(before + "He met Mr. Holt.")
    assert len(reading.sentences) == 501


def test_visible_blanks_spans_in_any_order_and_overlapping() -> None:
    assert visible("abcdefgh", [(4, 6), (0, 2), (1, 3)]) == "\n\n\nd\n\ngh"
    many = [(at, at + 1) for at in range(0, 400_000, 2)]
    began = time.perf_counter()
    assert visible("ab" * 200_000, many) == "\nb" * 200_000
    assert time.perf_counter() - began < SECONDS
