"""The sieve lets every text through that is repaired or cleaned."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.sources.repair.column import suspects
from masthead.sources.repair.text import repaired, with_posts
from masthead.sources.strings import clean

PIECES = (
    *"a Z\n\r\t<>/p&;#8\\nu'\"-(@)=.é”“Ââ€œ™Ãš‚Äú\u00a0\u00ad\u200b\u200d\u0301\ufeff\ufffd\x7f\x93\x01\u2010ΓÇö",
    "<p>",
    "</b>",
    "<b>",
    "&amp;",
    "&#8217;",
    "\\n\\n",
    "\\u2019",
    "-\n",
    "â€™",
    "Ã©",
    "‚Äô",
    "ΓÇÖ",
    " — A B (@ab) May 3, 2031",
    "x" * 70,
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), min_size=1, max_size=6))
def test_what_the_sieve_spares_needs_nothing(texts):
    found = suspects(pa.array(texts, pa.large_string()))
    for row, text in enumerate(texts):
        assert found.unclean[row] == (clean(text)[0] != text)
        if not found.damaged[row]:
            assert repaired(text).text == text
        if not found.posts[row]:
            assert with_posts(text, []) == (text, (), [])
        assert found.lost[row] == ("\ufffd" in text)


@given(st.lists(st.text(st.characters(max_codepoint=0x2FF, exclude_categories=["Cs"]), max_size=20), max_size=6))
def test_texts_that_hold_control_characters_are_found(written):
    found = suspects(pa.array(written, pa.large_string())).unclean
    assert found.tolist() == [clean(text)[0] != text for text in written]


def test_an_empty_column_and_nulls():
    assert suspects(pa.array([], pa.string())).damaged.tolist() == []
    assert suspects(pa.array([None, "<p>"], pa.string())).damaged.tolist() == [False, True]
