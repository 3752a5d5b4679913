import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.sources import copies, read_articles
from masthead.sources.copies import seniority
from masthead.sources.rows import Span
from masthead.sources.strings import text_key
from masthead.sources.texts import Texts

WORDS = (
    "The council met for the third time this week and again put off the vote on the river dam until the autumn "
    "session, the mayor said on Monday."
)


PIECES = st.sampled_from([WORDS, WORDS[:61], "By Lena Orsay", "(CNN)", "VELK —", "“Go,” she said.", "É", " ", ""])
DRESSED = st.lists(
    st.tuples(PIECES, st.booleans(), st.sampled_from(["", " ", "  ", "\n", " \n\n", "\xa0"])), max_size=9
)


def article(outlet, name, text=WORDS, **more):
    return {"outlet": outlet, "id": name, "text": text, **more}


def read(rows):
    table = read_articles(pd.DataFrame(rows)).select(["id", "agency", "copy_of"])
    return {row["id"]: (row["copy_of"], row["agency"]) for row in table.to_pylist()}


def test_a_text_that_recurs_is_a_copy_of_its_earliest_dated_appearance():
    rows = [
        article("A", "a", date="2031-05-04"),
        article("B", "b", date="3 May 2031"),
        article("C", "c"),
        article("A", "other", text=f"{WORDS} Nobody was surprised."),
    ]
    assert read(rows) == {"a": ("b", None), "b": (None, None), "c": ("b", None), "other": (None, None)}


def test_without_dates_the_first_is_the_original():
    assert read([article("A", "a"), article("B", "b")]) == {"a": (None, None), "b": ("a", None)}


def test_furniture_white_space_and_case_make_no_difference():
    dressed = f"VELK, Kestria — {WORDS.upper()}\n\n  Share this article"
    assert read([article("A", "a"), article("B", "b", text=dressed)])["b"] == ("a", None)


def test_an_agencys_own_article_is_the_original():
    rows = [article("A", "a", date="2031-05-01"), article("Reuters", "r", date="2031-05-02")]
    assert read(rows) == {"a": ("r", None), "r": (None, None)}


def test_a_credit_is_not_lent_to_a_copy_that_has_none():
    rows = [article("A", "a", text=f"VELK (AP) — {WORDS}"), article("B", "b")]
    assert read(rows) == {"a": (None, "Associated Press"), "b": ("a", None)}


def test_short_texts_are_nobodys_copy():
    assert read([article("A", "a", text="No comment."), article("B", "b", text="No comment.")])["b"] == (None, None)
    assert text_key("word " * 19, ()) is None
    assert text_key("word " * 20, ()) == text_key("WORD\n" * 20, ())


def test_what_an_earlier_reading_found_is_kept():
    first = read_articles([to_table([article("A", "a"), article("B", "b", text=f"{WORDS} And so on and on.")])])
    row = first.to_pylist()[1] | {"copy_of": "a", "agency": None}
    again = read_articles(pa.Table.from_pylist([first.to_pylist()[0], row], schema=first.schema))
    assert again["copy_of"].to_pylist() == [None, "a"]


def to_table(rows):
    return pa.Table.from_pylist(rows)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (("Reuters", None, 9), ("A", "2031-01-01", 0)),
        (("A", "2031-01-01", 9), ("A", "2031-01-02", 0)),
        (("A", "2031-01-01T08:00", 9), ("A", "2031-01-01T11:00", 0)),
        (("A", "2031-01-01", 9), ("A", None, 0)),
        (("A", "2031-01-01", 0), ("B", "2031-01-01", 1)),
    ],
)
def test_who_came_first(earlier, later):
    assert seniority(*earlier) < seniority(*later)


@settings(max_examples=300, deadline=None)
@given(st.lists(DRESSED, min_size=1, max_size=4))
def test_articles_that_begin_alike_have_one_key_whether_or_not_it_is_read_off_their_bytes(articles):
    texts, spans = [], {}
    for row, parts in enumerate(articles):
        text, spans[row] = "", []
        for piece, is_furniture, between in parts:
            if is_furniture and piece:
                spans[row].append(Span(len(text), len(text) + len(piece), "other"))
            text += piece + between
        texts.append(text)
    column = Texts(pa.array(texts, pa.large_string()))
    found = copies._beginnings(column, spans)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(copies, "evenly_spaced", lambda words: np.zeros(len(words[0]), np.bool_))
        assert found.tolist() == copies._beginnings(column, spans).tolist()
