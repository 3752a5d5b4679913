"""The compiled phases find the same parts of a text as the plain code, on anything that can be typed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the compiled kernel needs numba")

from compiled_reading import read_parts
from masthead.plain_text import quotes as plain_quotes
from masthead.plain_text.document import read_document
from masthead.text import gaps, records

PIECES = st.sampled_from(
    [
        *"abceStU.'’ʼ-‐_,!?…:;3½²٣éİıßΣσςſKﬀŉǅ中ا“”„«»‹›‘`\"()[—–",
        *("\u0301", "\u0345", "\u0085", "\r\n", "\n", "\n\n", " ", "  ", "\u2028", "\u00a0"),
        *("it's", "'s ", "’s ", "U.S.", "3.5", "19th", "40%", "6'2\"", "'90s", "'em ", "''", "``"),
        *(
            "Mr. ",
            "no. ",
            "gen. ",
            "Sun. ",
            "I. ",
            "A. ",
            "The ",
            "he ",
            " said ",
            '?" Smith asked ',
            "ſaid ",
            "her novel “",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)


def assert_same_parts(text: str, *, headline: bool) -> None:
    document, scanned = read_document(text, headline=headline), read_parts(text, headline=headline)
    tokens = scanned.tokens
    assert [(token.start, token.end, token.capital, token.hyphened, token.possessive) for token in document.tokens] == [
        (
            int(row["start"]),
            int(row["end"]),
            *(bool(row["flags"] & bit) for bit in (records.CAPITAL, records.HYPHENED, records.POSSESSIVE)),
        )
        for row in tokens
    ]
    assert [gaps.NAMES.index(gap) if gap in gaps.NAMES else gaps.UNNAMED for gap in document.gaps] == list(scanned.gaps)
    assert [text[row["start"] : row["end"]] for row in scanned.pieces] == text.split()
    assert [tuple(map(int, row)) for row in scanned.blocks] == list(document.paragraphs)
    assert [
        (found.start, found.end, found.first, found.last, found.paragraph, int(found.title_case))
        for found in document.sentences
    ] == [tuple(map(int, row))[:6] for row in scanned.sentences]
    assert list(document.sentence_of) == list(tokens["sentence"])
    kinds = list(plain_quotes.KINDS.values())
    assert [
        (found.start, found.end, found.kind, found.level, found.closed, found.continued) for found in document.quotes
    ] == [
        (
            int(row["start"]),
            int(row["end"]),
            kinds[row["kind"]],
            int(row["level"]),
            bool(row["closed"]),
            bool(row["continued"]),
        )
        for row in scanned.quotes
    ]
    assert list(document.quoted) == list(tokens["quoted"])


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.booleans())
def test_the_parts_of_any_text_are_those_of_the_plain_code(text: str, headline: bool) -> None:
    assert_same_parts(text, headline=headline)


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = "\n".join(
        ["The dam above the town", "fell in the night and", "nobody was told of it", "until the sun", "rose."]
    )
    scanned = read_parts(text)
    assert [(int(row["start"]), int(row["end"])) for row in scanned.blocks] == [(0, len(text))]


def test_forms_that_fold_alike_have_one_key() -> None:
    keys = [int(row["key"]) for row in read_parts("Straße STRASSE strasse Massenkundgebungen Maßenkundgebungen").tokens]
    assert keys[0] == keys[1] == keys[2]
    assert keys[3] == keys[4] != keys[0]


@pytest.mark.parametrize("seed", range(3))
def test_long_texts_of_many_quotations(seed: int) -> None:
    rng = random.Random(seed)
    words = ["“", "”", '"', "'", "’ ", " the ", "dam ", "Orr ", ". ", "\n", "‘", "’", "«", "»", "„", "said, "]
    assert_same_parts("".join(rng.choices(words, k=3000)), headline=False)
