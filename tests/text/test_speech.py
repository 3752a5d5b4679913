"""Who speaks in which words: cues at the end of a sentence, subjects with what stands beside them, speech in speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from masthead.features import Counter


def relations(counter: Counter, text: str) -> list[tuple[str | None, str | None, list[str]]]:
    """Source, cue and contents of each relation."""
    reading = counter.read(text)
    return [
        (
            reading.words(row.speaker.span) if row.speaker and row.speaker.span else None,
            reading.words(row.cue) if row.cue else None,
            [reading.words(span) for span in row.contents],
        )
        for row in reading.relations
    ]


@pytest.mark.parametrize(
    ("text", "inner", "outer"),
    [
        (
            "The mayor vowed to go, two aides said.",
            ("The mayor", "vowed", ["to go"]),
            ("two aides", "said", ["The mayor vowed to go"]),
        ),
        (
            "The army held four wanted men, a spokesman said on Monday.",
            ("The army held four", "wanted", ["men"]),
            ("a spokesman", "said", ["The army held four wanted men"]),
        ),
        (
            "It is hard to debate whether the dam is safe, said Ada Roth of Quill College.",
            (None, "to debate", ["whether the dam is safe"]),
            ("Ada Roth of Quill College", "said", ["It is hard to debate whether the dam is safe"]),
        ),
    ],
)
def test_a_cue_that_closes_the_sentence_reports_all_of_it(
    counter: Counter, text: str, inner: tuple[str, str, list[str]], outer: tuple[str, str, list[str]]
) -> None:
    assert relations(counter, text) == [inner, outer]


def test_a_closing_cue_leaves_the_clause_of_another_speaker_alone(counter: Counter) -> None:
    found = relations(counter, "“The dam is safe,” Roth said, and “the road is not,” Quill said.")
    assert [source for source, _, _ in found] == ["Roth", "Quill"]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("“It fell,” Rep. Ada Roth (R-Tex.) said.", "Rep. Ada Roth (R-Tex", "said", "It fell"),
        ("Rep. Ada Roth, R-Ky., said the dam fell.", "Rep. Ada Roth, R-Ky", "said", "the dam fell"),
        ("Ada Roth Jr. said the dam fell.", "Ada Roth Jr", "said", "the dam fell"),
        ("Harrow Inc. said the dam fell.", "Harrow Inc", "said", "the dam fell"),
        ("The ministry on Sunday said it fell.", "The ministry", "said", "it fell"),
        ("The mayor last week said it fell.", "The mayor", "said", "it fell"),
        ("Another said it fell.", "Another", "said", "it fell"),
        ("They’ve said it fell.", "They’ve", "said", "it fell"),
        ("“It fell,” Kelly said.", "Kelly", "said", "It fell"),
        ("The family said it fell.", "The family", "said", "it fell"),
        ("“To a point,” Roth said.", "Roth", "said", "To a point"),
        ("Six in 10 say the dam is safe.", "Six in 10", "say", "the dam is safe"),
        ("The letter came. It says the board violated the law.", "It", "says", "the board violated the law"),
        (
            "The dam fell, officials and local media said.",
            "officials and local media",
            "said",
            "The dam fell",
        ),
        (
            "The dam fell, current and former officials said.",
            "current and former officials",
            "said",
            "The dam fell",
        ),
        (
            "Ada Roth, head of the board, said that, if it rains, the dam will fall.",
            "Ada Roth, head of the board",
            "said",
            "that, if it rains, the dam will fall",
        ),
        (
            "Officials whose homes were lost say the dam is old.",
            "Officials whose homes were lost",
            "say",
            "the dam is old",
        ),
        ("The dam is old, said Rep. Ada Roth (R-Tex.).", "Rep. Ada Roth (R-Tex", "said", "The dam is old"),
    ],
)
def test_the_speaker_is_found(counter: Counter, text: str, source: str, cue: str, content: str) -> None:
    assert relations(counter, text)[0] == (source, cue, [content])


def test_what_a_relative_clause_reports_ends_with_it(counter: Counter) -> None:
    text = "Roth, who has told aides he is tired, said the dam is safe."
    assert [contents for _, _, contents in relations(counter, text)] == [["aides he is tired"], ["the dam is safe"]]


@pytest.mark.parametrize("verb", ["has leaked", "leaked"])
def test_what_a_which_clause_reports_ends_where_the_sentence_goes_on(counter: Counter, verb: str) -> None:
    assert relations(counter, f"The dam, which Roth said was safe, {verb}.") == [("Roth", "said", ["was safe"])]
