"""No text takes the reader much longer than its length allows. Before this was so, these took minutes to hours."""

import time

import pytest

from masthead.plain_text.attribution import LONGEST_SENTENCE
from masthead.plain_text.document import visible
from masthead.plain_text.voice import read_text

LENGTH = 100_000
SECONDS = 15  # each takes about a tenth of that or less

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
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_time_is_linear(unit: str):
    text = unit * (LENGTH // len(unit)) + "x"
    began = time.perf_counter()
    read_text(text)
    assert time.perf_counter() - began < SECONDS


def test_a_long_paragraph_of_closed_nested_quotes():
    began = time.perf_counter()
    reading = read_text("“a " * (LENGTH // 6) + "b” " * (LENGTH // 6))
    assert time.perf_counter() - began < SECONDS
    assert max(quote.level for quote in reading.document.quotes) < 10


def test_no_cue_is_read_in_a_sentence_that_is_no_prose():
    cell = "Holt said that it was bad and "
    words = cell.count(" ")
    assert read_text(cell * (LONGEST_SENTENCE // words)).attributions.relations
    assert not read_text(cell * (LONGEST_SENTENCE // words + 1)).attributions.relations


def test_an_abbreviation_is_known_however_far_into_its_paragraph():
    before = "The talks went on until late in the evening. " * 500
    reading = read_text(before + "He met Mr. Holt.")
    assert len(reading.document.sentences) == 501


def test_visible_blanks_spans_in_any_order_and_overlapping():
    assert visible("abcdefgh", [(4, 6), (0, 2), (1, 3)]) == "\n\n\nd\n\ngh"
    many = [(at, at + 1) for at in range(0, 400_000, 2)]
    began = time.perf_counter()
    assert visible("ab" * 200_000, many) == "\nb" * 200_000
    assert time.perf_counter() - began < SECONDS
