import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from masthead.sources.strings import split_lines
from masthead.sources.texts import Texts, odd_rows

# Letters of one to four bytes, and white space of one to three.
CHARACTERS = st.sampled_from("ab.é“😀 \t\n\n\u00a0\u1680\u2003\u2028\u202f\u205f\u3000")
COLUMN = st.lists(st.text(CHARACTERS, max_size=30), max_size=6)


def column(texts):
    return pa.array(texts, pa.large_string())


@given(COLUMN)
def test_lines_are_those_of_each_text(written):
    texts = Texts(column(written))
    for row, text in enumerate(written):
        lines = slice(texts.first[row], texts.first[row + 1])
        found = list(zip(texts.line_starts[lines].tolist(), texts.line_ends[lines].tolist(), strict=True))
        assert found == list(split_lines(text, 0))
        pieces = [texts.piece(a, b) for a, b in zip(texts.starts[lines], texts.ends[lines], strict=True)]
        assert pieces == [text[a:b] for a, b in found]


@given(COLUMN)
def test_characters_and_bytes_are_told_into_each_other(written):
    texts = Texts(column(written))
    whole = "".join(written)
    starts = [len(whole[:count].encode()) for count in range(len(whole) + 1)]
    assert texts.places(pa.array(range(len(whole) + 1), pa.int64()).to_numpy()).tolist() == starts
    assert texts.characters(pa.array(starts, pa.int64()).to_numpy()).tolist() == list(range(len(whole) + 1))


def test_a_column_may_be_a_slice_of_another():
    texts = Texts(column(["left out", "öne\n\ntwo", "three", "left out"]).slice(1, 2))
    assert [texts.text(row) for row in range(len(texts))] == ["öne\n\ntwo", "three"]
    assert texts.lines.to_pylist() == ["öne\n\n", "two", "three"]
    assert texts.column.to_pylist() == ["öne\n\ntwo", "three"]
    assert texts.slices(texts.starts[[0, 2]], texts.ends[[0, 2]]).to_pylist() == ["öne", "three"]


def test_a_column_may_be_empty():
    for written in ([], [""], ["", " \n"]):
        texts = Texts(column(written))
        assert len(texts) == len(written)
        assert texts.lines.to_pylist() == []


def test_texts_with_an_i_that_only_python_folds_are_found():
    assert odd_rows(Texts(column(["plain", "İstanbul", "é°±", "Diyarbakır, again ı"]))) == [1, 3]
