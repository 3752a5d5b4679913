import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from masthead.sources.eights import (
    after_last,
    before_first,
    digits_or_others,
    eight,
    evenly_spaced,
    lowest,
    marks_as_letters,
    spaces,
)

DATA = st.binary(min_size=1, max_size=24)


def words(data, *places):
    return eight(np.frombuffer(data, np.uint8), np.array(places, np.int64))


def letters(found):
    return [int(word).to_bytes(8, "little") for word in found]


@given(DATA, st.integers(-12, 30))
def test_eight_bytes_are_taken_from_anywhere(data, place):
    around = bytes(12) + data + bytes(50)
    assert letters(words(data, place)) == [around[place + 12 : place + 20]]


@given(st.binary(min_size=8, max_size=8))
def test_bytes_are_told_apart(data):
    found = words(data, 0)
    other = [byte >= 0x80 or chr(byte) in "0123456789" for byte in data]
    assert letters(digits_or_others(found)) == [bytes(0x80 * is_other for is_other in other)]
    assert letters(spaces(found)) == [bytes(0x80 * (byte == 0x20) for byte in data)]
    first = other.index(True) if True in other else 8
    last = 7 - other[::-1].index(True) if True in other else -1
    marks = digits_or_others(found)
    assert letters(before_first(found, marks)) == [data[:first] + bytes(8 - first)]
    assert letters(after_last(found, marks)) == [bytes(last + 1) + data[last + 1 :]]


def test_a_mask_has_no_more_than_eight_bytes():
    assert letters(lowest(np.array([-3, 0, 2, 8, 11]))) == [
        bytes(8),
        bytes(8),
        b"\xff\xff" + bytes(6),
        b"\xff" * 8,
        b"\xff" * 8,
    ]


def test_dashes_and_quotation_marks_become_letters_and_other_characters_stay():
    text = "“Go – now…” said".encode()
    found = marks_as_letters([words(text, place) for place in (0, 8, 16)])
    assert b"".join(word.tobytes() for word in found) == b"xxxGo xxx nowxxxxxx said"
    assert marks_as_letters([words("É\u2028X".encode(), 0)])[0].tobytes() == "É\u2028X".encode().ljust(8, b"\0")


def test_text_is_evenly_spaced_without_controls_others_and_double_spaces():
    texts = [
        b"Said the mayor..",
        b"Said  the mayor.",
        b"Said the  mayor.",
        b"Said the\nmayor.",
        "Said the maj\u00f6r.".encode(),
    ]
    columns = [np.concatenate([words(text, place) for text in texts]) for place in (0, 8)]
    assert evenly_spaced(columns).tolist() == [True, False, False, False, False]
