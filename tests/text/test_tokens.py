from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.plain_text.tokens import forms, tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army entered.", ("the", "army", "entered")),
        ("McGurk’s envoy doesn’t know", ("mcgurk", "envoy", "doesn't", "know")),
        ("The U.S. coup d'état", ("the", "u.s.", "coup", "d'état")),
        (
            "6,000 fighters, 40% and the 19th at 4.1bn",
            ("6,000", "fighters", "40%", "and", "the", "19th", "at", "4.1bn"),
        ),
        ("self-proclaimed far-right", ("self", "proclaimed", "far", "right")),
        ("snake_case_names", ("snake", "case", "names")),
        ("STRASSE Straße", ("strasse", "strasse")),
        ("e\u0301tat", ("e\u0301tat",)),
        ("…—“”!?", ()),
        ("", ()),
    ],
)
def test_the_words_of_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert forms(text) == expected


def test_a_token_knows_its_capital_its_hyphen_and_its_possessive() -> None:
    he, led, rebels = tokenize("US-led rebels' ")
    assert (he.capital, he.hyphened, he.possessive) == (True, False, False)
    assert (led.capital, led.hyphened, led.possessive) == (False, True, False)
    assert (rebels.capital, rebels.hyphened, rebels.possessive) == (False, False, True)
    assert tokenize("Hale's plan")[0].possessive


@given(st.text(max_size=200))
def test_tokens_are_in_order_and_inside_the_text(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end <= len(text)
        assert token.form
        end = token.end
