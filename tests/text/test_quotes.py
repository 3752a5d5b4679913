"""Every kind of quotation mark, and what looks like one and is none."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from masthead.features import Counter


def found(counter: Counter, text: str) -> list[tuple[str, str, int, str]]:
    def state(closed: bool, continued: bool) -> str:
        return "closed" if closed else "continued" if continued else "unbalanced"

    return [
        (quote.kind, text[quote.start : quote.end], quote.level, state(quote.closed, quote.continued))
        for quote in counter.read(text).quotes
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we left" then.', [("straight", '"we left"', 0, "closed")]),
        ("He said “we left” then.", [("double", "“we left”", 0, "closed")]),
        ("He said ‘we left’ then.", [("single", "‘we left’", 0, "closed")]),
        ("He said 'we left' then.", [("straight single", "'we left'", 0, "closed")]),
        ("He said «we left» then.", [("guillemets", "«we left»", 0, "closed")]),
        ("He said ‹we left› then.", [("single guillemets", "‹we left›", 0, "closed")]),
        ("He said „we left“ then.", [("low-high", "„we left“", 0, "closed")]),
        ("He said „we left” then.", [("low-high", "„we left”", 0, "closed")]),
        ("He said ‚we left‘ then.", [("low-high single", "‚we left‘", 0, "closed")]),
        ("He said ‚we left’ then.", [("low-high single", "‚we left’", 0, "closed")]),
        ("He said »we left« then.", [("guillemets", "»we left«", 0, "closed")]),
        ("He said »we left» then.", [("guillemets", "»we left»", 0, "closed")]),
        ("He said ›we left‹ then.", [("single guillemets", "›we left‹", 0, "closed")]),
        ("He said ”we left“ then.", [("double", "”we left“", 0, "closed")]),
        ("He said “we left“ then.", [("double", "“we left“", 0, "closed")]),
        ("He said ″we left″ then.", [("straight", "″we left″", 0, "closed")]),
        ("He said ＂we left＂ then.", [("straight", "＂we left＂", 0, "closed")]),
        ('He said "we left” then. "No."', [("straight", '"we left”', 0, "closed"), ("straight", '"No."', 0, "closed")]),
        ('He said “we left" then.', [("double", '“we left"', 0, "closed")]),
        ("He said ‘we left' then.", [("single", "‘we left'", 0, "closed")]),
        ('He said " we left " then .', [("straight", '" we left "', 0, "closed")]),
        ('He said:"We left."The end.', [("straight", '"We left."', 0, "closed")]),
        ('He said,"we left,"and left.', [("straight", '"we left,"', 0, "closed")]),
        ('"The 6” pipe fell," he said.', [("straight", '"The 6” pipe fell,"', 0, "closed")]),
        ("The 12″ pipe and the 6 ″ one.", []),
        ("» Read on", []),
        ("He said ``we left'' then.", [("backticks", "``we left''", 0, "closed")]),
        ("He said ''we left'' then.", [("two apostrophes", "''we left''", 0, "closed")]),
        (
            '"A," he said, "and B."',
            [("straight", '"A,"', 0, "closed"), ("straight", '"and B."', 0, "closed")],
        ),
        (
            "“He called it ‘a farce’ twice.”",
            [
                ("double", "“He called it ‘a farce’ twice.”", 0, "closed"),
                ("single", "‘a farce’", 1, "closed"),
            ],
        ),
        (
            "‘He called it “a farce” twice.’",
            [
                ("single", "‘He called it “a farce” twice.’", 0, "closed"),
                ("double", "“a farce”", 1, "closed"),
            ],
        ),
        (
            "“He said “no” twice.”",
            [("double", "“He said “no” twice.”", 0, "closed"), ("double", "“no”", 1, "closed")],
        ),
        (
            "‘The rebels’ leader didn’t come,’ she said.",
            [("single", "‘The rebels’ leader didn’t come,’", 0, "closed")],
        ),
        (
            "'The rebels' leader didn't come,' she said.",
            [("straight single", "'The rebels' leader didn't come,'", 0, "closed")],
        ),
        (
            "“It isn’t the rebels’ fault,” she said.",
            [("double", "“It isn’t the rebels’ fault,”", 0, "closed")],
        ),
        ('a so-called "safe zone", they say', [("straight", '"safe zone"', 0, "closed")]),
        ("the (“safe”) zone", [("double", "“safe”", 0, "closed")]),
    ],
)
def test_quotations(counter: Counter, text: str, expected: list[tuple[str, str, int, str]]) -> None:
    assert found(counter, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The rebels' leader didn't know the '90s.",
        "The rebels’ leader didn’t know the ’90s.",
        'A 6\'2" man with a 27" screen.',
        "Rock 'n' roll, 'em and 'tis.",
        "It's James's, not the Joneses'.",
        "no marks at all",
    ],
)
def test_apostrophes_and_inches_are_no_quotations(counter: Counter, text: str) -> None:
    assert found(counter, text) == []


def test_inches_inside_a_quotation_do_not_end_it(counter: Counter) -> None:
    assert found(counter, '"He is 6\'2" tall," she said.') == [("straight", '"He is 6\'2" tall,"', 0, "closed")]


def test_a_paragraph_that_opens_and_does_not_close_goes_on_where_the_next_opens_again(counter: Counter) -> None:
    assert found(counter, "“First.\n\n“Second.\n\n“Third,” she said.") == [
        ("double", "“First.", 0, "continued"),
        ("double", "“Second.", 0, "continued"),
        ("double", "“Third,”", 0, "closed"),
    ]


def test_an_unbalanced_quotation_ends_with_its_paragraph(counter: Counter) -> None:
    assert found(counter, 'He said "we left.\n\nIt rained.') == [("straight", '"we left.', 0, "unbalanced")]
    assert found(counter, "He said “we left.\n\nIt rained.") == [("double", "“we left.", 0, "unbalanced")]


def test_a_missing_closer_before_the_next_opener_costs_only_its_own_stretch(counter: Counter) -> None:
    assert found(counter, "He said “we left. She said “so did we.”") == [
        ("double", "“we left. She said", 0, "unbalanced"),
        ("double", "“so did we.”", 0, "closed"),
    ]


@settings(deadline=None)
@given(st.text(alphabet="ab .,'\"“”‘’«»„`\n", max_size=80))
def test_quotations_lie_inside_the_text_and_nest(counter: Counter, text: str) -> None:
    quotes = counter.read(text).quotes
    for quote in quotes:
        assert 0 <= quote.start < quote.end <= len(text)
    for outer, inner in itertools.pairwise(quotes):
        assert inner.start >= outer.end or inner.end <= outer.end
