"""Who speaks in layouts without a word of speech: transcripts, signed quotations, what a colon announces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from modes import hits_of

if TYPE_CHECKING:
    from masthead.features import Counter

Said = tuple[str | None, str]


def said(counter: Counter, text: str) -> list[Said]:
    """The source of each content without a cue, and its words."""
    reading = counter.read(text)
    return [
        (relation.speaker and relation.speaker.span and reading.words(relation.speaker.span), reading.words(content))
        for relation in reading.relations
        if relation.cue is None
        for content in relation.contents
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["PELL: Is it safe?", "(LAUGHTER)", "VOSS: It held.", "Nobody was hurt there.", "PELL: Thanks to all."],
            [("PELL", "Is it safe"), ("VOSS", "It held"), ("VOSS", "Nobody was hurt there"), ("PELL", "Thanks to all")],
        ),
        (
            ["Harrow Post: Is it safe?", "Anders Pell: It held.", "Harrow Post: For long?", "Anders Pell: Till May."],
            [
                ("Harrow Post", "Is it safe"),
                ("Anders Pell", "It held"),
                ("Harrow Post", "For long"),
                ("Anders Pell", "Till May"),
            ],
        ),
        (
            ["Pell: Is it safe?", "Voss: It held.", "Pell: Thanks."],
            [("Pell", "Is it safe"), ("Voss", "It held"), ("Pell", "Thanks")],
        ),
        (["Q1: Is it safe?", "A1: It held."], [("Q", "Is it safe"), ("A", "It held")]),
        (["Host: Is it safe?", "Inga Voss: It held."], [("Host", "Is it safe"), ("Inga Voss", "It held")]),
        (["Q. Is it safe?", "A. It held.", "It will hold."], [("Q", "Is it safe"), ("A", "It held")]),
        (
            ["Q: Is it safe?", "A: It held.", "I built it."],
            [("Q", "Is it safe"), ("A", "It held"), ("A", "I built it")],
        ),
        (
            ["Speaker 1: Is it safe?", "Speaker 2: It held."],
            [("Speaker 1", "Is it safe"), ("Speaker 2", "It held")],
        ),
        (
            ["[00:14] PELL: Is it safe?", "[00:19] VOSS: It held."],
            [("PELL", "Is it safe"), ("VOSS", "It held")],
        ),
        (["PELL [00:14]: Is it safe?", "VOSS 00:19: It held."], [("PELL", "Is it safe"), ("VOSS", "It held")]),
        (
            ["PELL (on the phone): Is it safe?", "INGA VOSS, HEAD OF WORKS: It held."],
            [("PELL", "Is it safe"), ("INGA VOSS", "It held")],
        ),
        (
            ["THE PRESIDENT: It held.", "Q  Mr. President, is it safe?", "THE PRESIDENT: It is."],
            [("THE PRESIDENT", "It held"), ("Q", "Mr. President, is it safe"), ("THE PRESIDENT", "It is")],
        ),
        (
            [
                "Anders Pell",
                "You built it.",
                "Inga Voss",
                "I did.",
                "It held.",
                "Anders Pell",
                "Why?",
                "Inga Voss",
                "We can.",
            ],
            [
                ("Anders Pell", "You built it"),
                ("Inga Voss", "I did"),
                ("Inga Voss", "It held"),
                ("Anders Pell", "Why"),
                ("Inga Voss", "We can"),
            ],
        ),
    ],
)
def test_a_label_tells_who_speaks(counter: Counter, lines: list[str], expected: list[Said]) -> None:
    assert said(counter, "\n\n".join(lines)) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ["WHAT WE KNOW: The dam held.", "THE COST: It is high.", "WHAT'S AHEAD: A vote."],
        ["UPDATE: The dam held.", "SOURCES: City archive.", "EDITOR'S NOTE: Corrected."],
        ["CLAIM: The dam fell.", "VERDICT: False.", "CLAIM: The gate fell.", "VERDICT: True."],
        ["Photo: Inga Voss", "The dam held.", "Photo: Anders Pell", "It rained."],
        ["Director: Inga Voss", "Cast: Anders Pell", "Director: Bo Lind", "Cast: Inga Voss"],
        ["Weather: rain.", "Traffic: slow.", "Sport: Velk won."],
        ["ASKER: The dam held.", "TEAL: The fire is out.", "HARROW: A vote is due."],
        [
            "Quay Pictures",
            "The dam held.",
            "Teal Press",
            "It rained.",
            "Quay Pictures",
            "It fell.",
            "Teal Press",
            "So.",
        ],
        ["10:03 a.m. The vote begins.", "10:09 a.m. It ends."],
    ],
)
def test_headings_notes_and_credits_are_no_speakers(counter: Counter, lines: list[str]) -> None:
    assert said(counter, "\n\n".join(lines)) == []


def test_what_follows_the_last_label_is_told_unless_it_speaks(counter: Counter) -> None:
    text = "PELL: Is it safe?\n\nVOSS: It held.\n\nVoss left at noon. I saw her.\n\nThe dam is old."
    assert said(counter, text) == [("PELL", "Is it safe"), ("VOSS", "It held")]


def test_a_label_is_nobodys_wording(counter: Counter) -> None:
    assert [row["term"] for row in hits_of(counter, "HARROW: It is TERRIBLE weather.\n\nMARLOW: Is it?", "style")] == [
        "terrible",
        "?",
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“The gate will hold for years” (Inga Voss, city works). It rained.", "Inga Voss, city works"),
        ("“The gate will hold for years.” — Inga Voss\n\nIt rained.", "Inga Voss"),
        ("“The gate will hold for years.”\n– Mayor Inga Voss, Velk\n\nIt rained.", "Mayor Inga Voss, Velk"),
        ("“The gate will hold for years.”\n\nInga Voss, head of works\n\nIt rained.", "Inga Voss, head of works"),
        ("“The gate will hold for years.”\n\n(Inga Voss)\n\nIt rained.", "Inga Voss"),
        ("“The gate will hold for years.” Inga Voss, 43, nurse\n\nIt rained.", "Inga Voss, 43, nurse"),
        ("> The gate will hold for years.\n>\n> — Inga Voss\n\nIt rained.", "Inga Voss"),
    ],
)
def test_a_quotation_is_signed_after_it(counter: Counter, text: str, source: str) -> None:
    assert said(counter, text)[0] == (source, "The gate will hold for years")


@pytest.mark.parametrize(
    "text",
    [
        "“The gate will hold for years” (2019). It rained.",
        "“The gate will hold for years.”\n\nMonday was cold.",
        "“The gate will hold for years.”\n\nGate Opens\n\nIt rained.",
        "“The gate” (Inga Voss) is a play.",
    ],
)
def test_what_is_no_name_signs_nothing(counter: Counter, text: str) -> None:
    assert said(counter, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The works answered in a letter:\n\nThe gate held.\n\nIt rained.", [(None, "The gate held")]),
        (
            "Voss wrote on her page:\n\nI built it.\n\nWe all did.\n\nIt rained.",
            [(None, "I built it"), (None, "We all did")],
        ),
        ("Voss named three reasons:\n\nThe gate held.", []),
        ("Voss said in a statement:\n\n“The gate held.”", []),
    ],
)
def test_a_colon_announces_words_without_marks(counter: Counter, text: str, expected: list[Said]) -> None:
    assert [pair for pair in said(counter, text) if "“" not in text] == expected


def test_a_block_is_a_quotation_by_its_layout(counter: Counter) -> None:
    text = "Inga Voss said in a letter:\n\n> The gate held. It will hold.\n\nIt rained."
    reading = counter.read(text)
    assert [(quote.kind, text[quote.start : quote.end]) for quote in reading.quotes] == [
        ("block", "The gate held. It will hold.")
    ]
    assert reading.relations[-1].speaker is not None
    assert reading.relations[-1].speaker.name == "Inga Voss"
