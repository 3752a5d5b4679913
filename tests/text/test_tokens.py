"""What is a token, and its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.text.tokens import Cut, cut_terms

if TYPE_CHECKING:
    from masthead.features import Counter

WORDS = [
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
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_the_words_of_a_text(counter: Counter, text: str, expected: tuple[str, ...]) -> None:
    assert counter.read(text).forms == expected
    assert cut_terms([text.replace("?", "!")])[0].words == expected  # in a term ? is a wildcard


def test_many_terms_are_cut_at_once() -> None:
    texts, expected = zip(*WORDS, strict=True)
    cuts = cut_terms([*(text.replace("?", "!") for text in texts), "one\nterm"])
    assert [cut.words for cut in cuts] == [*expected, ("one", "term")]


@pytest.mark.parametrize(
    ("term", "words", "lost"),
    [
        ("grumb*", ("grumb*",), ""),
        ("*Phobia", ("*phobia",), ""),
        ("attack? on", ("attack?", "on"), ""),
        ("19*", ("19*",), ""),
        ("u.s.*", ("u.s.*",), ""),
        ("u.s*", ("u.s*",), ""),
        ("u.s.a?", ("u.s.a?",), ""),
        ("u.*", ("u.*",), ""),
        ("harrow.com*", ("harrow", "com*"), ""),
        ("the u. s*", ("the", "u", "s*"), ""),
        ("anti-immigra*", ("anti", "immigra*"), ""),
        ("house * horror", ("house", "*", "horror"), ""),
        ("O’Nei*", ("o'nei*",), ""),
        ("Straße*", ("strasse*",), ""),
        ("etc.", ("etc",), ""),
        ("it's", ("it's",), ""),
        ("miller's", ("miller",), "'s"),
        ("c++", ("c",), "+"),
        ("and/or", ("and", "or"), "/"),
        ("#strike", ("#strike",), ""),
        (":-(", (), ":("),
        ("?", ("?",), ""),
    ],
)
def test_a_term_keeps_its_wildcards_and_tells_what_no_token_holds(term: str, words: tuple[str, ...], lost: str) -> None:
    assert cut_terms([term]) == [Cut(words, lost)]


def test_a_token_knows_its_capital_its_hyphen_and_its_possessive(counter: Counter) -> None:
    he, led, rebels = counter.read("US-led rebels' ").tokens
    assert (he.capital, he.hyphened, he.possessive) == (True, False, False)
    assert (led.capital, led.hyphened, led.possessive) == (False, True, False)
    assert (rebels.capital, rebels.hyphened, rebels.possessive) == (False, False, True)
    assert counter.read("Hale's plan").tokens[0].possessive


@settings(deadline=None)
@given(st.text(max_size=200))
def test_tokens_are_in_order_and_inside_the_text(counter: Counter, text: str) -> None:
    end = 0
    for token in counter.read(text).tokens:
        assert end <= token.start < token.end <= len(text)
        assert token.form
        end = token.end


@pytest.mark.parametrize(
    ("text", "hyphened"),
    [
        ("the US–led talks", ["led"]),
        ("the US−led talks", ["led"]),
        ("the US – led by it – talks", []),
        ("the US—led by it", []),
        ("in 2019–2020 and 5−3", []),
    ],
)
def test_a_dash_between_two_words_without_a_space_is_typed_for_a_hyphen(
    counter: Counter, text: str, hyphened: list[str]
) -> None:
    assert [token.form for token in counter.read(text).tokens if token.hyphened] == hyphened
