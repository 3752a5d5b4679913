"""Addresses, handles, hashtags and names of files are one token each and no words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from modes import articles_of, hits_of

if TYPE_CHECKING:
    from masthead.features import Counter


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "Read https://harrow.example/a/regime-thugs?x=1&y=Vile now.",
            "https://harrow.example/a/regime-thugs?x=1&y=vile",
        ),
        ("Read (www.harrow.example/thugs).", "www.harrow.example/thugs"),
        ("Read harrow.example/thugs, please.", "harrow.example/thugs"),
        ("Read quayside.co.uk.", "quayside.co.uk"),
        ("Ask inga.voss@works.example.", "inga.voss@works.example"),
        ("So did @thug_hunter’s page.", "@thug_hunter"),
        ("So did “@regime-watch”.", "@regime-watch"),
        ("They wrote #VileThugs2 again.", "#vilethugs2"),
        ("See r/regimes there.", "r/regimes"),
        ("See vile_thugs.PNG there.", "vile_thugs.png"),
        ("See “regime-list.docx”.", "regime-list.docx"),
    ],
)
def test_an_address_is_one_token_that_no_list_matches(counter: Counter, text: str, address: str) -> None:
    forms = counter.read(text).forms
    assert address in forms
    assert hits_of(counter, text, "loaded") == hits_of(counter, text, "choices") == []
    measured = counter.measure(articles_of([text])).features
    assert measured["words.own"].to_pylist() == [len(forms) - 1] or "“" in text


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("He and/or she, 24/7.", ("he", "and", "or", "she", "24", "7")),
        ("It was #1 @ 9.", ("it", "was", "1", "9")),
        ("So (#one,#two).", ("so", "#one", "#two")),
        ("It fell at noon.The end.", ("it", "fell", "at", "noon", "the", "end")),
        ("Ph.D. and No.5 of J.K. Peck", ("ph", "d", "and", "no", "5", "of", "j.k.", "peck")),
        ("a vile_thugs list", ("a", "vile", "thugs", "list")),
    ],
)
def test_what_only_looks_like_one_is_cut_as_ever(counter: Counter, text: str, forms: tuple[str, ...]) -> None:
    assert counter.read(text).forms == forms


def test_no_mark_inside_an_address_counts(counter: Counter) -> None:
    text = "See https://harrow.example/?q=what!&a=1 and www.harrow.example/it's-here now."
    assert hits_of(counter, text, "style") == []
    assert counter.read(text).quotes == ()
    assert len(counter.read(text).sentences) == 1
