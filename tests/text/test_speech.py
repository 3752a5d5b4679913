"""Who speaks in which words: cues at the end of a sentence, subjects with what stands beside them, speech in speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from masthead.text.records import REPORTED

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


@pytest.mark.parametrize(
    ("text", "source", "contents"),
    [
        ("As Ada Roth put it, the dam is old.", "Ada Roth", ["the dam is old"]),
        ("The dam, as Ada Roth put it, is old.", "Ada Roth", ["The dam", "is old"]),
        ("The dam is old, as Ada Roth put it.", "Ada Roth", ["The dam is old"]),
        ("The dam is old, as police have said.", "police", ["The dam is old"]),
        ("As Ada Roth sees it, the dam is old.", "Ada Roth", ["the dam is old"]),
        ("In Ada Roth’s view, the dam is old.", "Ada Roth", ["the dam is old"]),
        ("In Quill’s words, the dam is old.", "Quill", ["the dam is old"]),
        ("The dam, per the Harrow Post, is old.", "the Harrow Post", ["The dam", "is old"]),
        ("To hear Ada Roth tell it, the dam is old.", "Ada Roth", ["the dam is old"]),
        ("If Ada Roth is to be believed, the dam is old.", "Ada Roth", ["the dam is old"]),
        ("Ada Roth was quoted by the Harrow Post as saying the dam is old.", "Ada Roth", ["the dam is old"]),
    ],
)
def test_speech_without_a_verb_of_its_own(counter: Counter, text: str, source: str, contents: list[str]) -> None:
    ((found, _, reported),) = relations(counter, text)
    assert (found, reported) == (source, contents)


@pytest.mark.parametrize("text", ["By her account, the dam is old.", "In his telling, the dam is old."])
def test_an_account_of_somebody_not_yet_named_is_content_all_the_same(counter: Counter, text: str) -> None:
    ((source, _, contents),) = relations(counter, text)
    assert (source, contents) == (None, ["the dam is old"])


@pytest.mark.parametrize(
    "text",
    [
        "All went according to plan.",
        "According to tradition, the mayor swims first.",
        "Salt it according to taste.",
        "The boats lay there according to size, and left according to schedule.",
        "The storm was bad, to say the least.",
        "That said, the wall held.",
        "If, say, the dam broke, the town would flood.",
        "Everyone knows this will be a disaster.",
        "A regime that backs the rebels fell.",
        "The boat made 30 miles per hour, and per capita income rose.",
        "He put it on the table.",
        "If Ada Roth continues, the dam will fall.",
    ],
)
def test_what_only_looks_like_speech(counter: Counter, text: str) -> None:
    assert relations(counter, text) == []


@pytest.mark.parametrize("before", ["", "It rained. "])
def test_a_noun_is_one_wherever_its_sentence_stands(counter: Counter, before: str) -> None:
    assert relations(counter, f"{before}Residents fear.") == []


def test_a_paragraph_that_a_cue_and_a_colon_announce_is_what_is_said(counter: Counter) -> None:
    text = "The board replied in a statement:\n\nWe will not go. We like it here.\n\nThe fares rise in May."
    announced, statement = relations(counter, text)
    assert announced == ("The board", "replied", [])
    assert statement == (None, None, ["We will not go. We like it here"])


def test_paragraphs_marked_as_a_quotation_are_what_is_said(counter: Counter) -> None:
    text = "The board said:\n\n> We will not go.\n> We like it here.\n\nThe fares rise in May."
    found = relations(counter, text)
    assert found[0] == ("The board", "said", [])
    assert [contents for _, _, contents in found[1:]] == [["We will not go"], ["We like it here"]]


@pytest.mark.parametrize(
    ("before", "name"),
    [("Ada Roth sat down.", "Ada Roth"), ("The dam was old.", None), ("Ada Roth saw “the wall”.", None)],
)
def test_a_quotation_alone_is_of_whom_the_sentence_before_is_about(
    counter: Counter, before: str, name: str | None
) -> None:
    reading = counter.read(f"{before} “The plan is a lie that ruined us all.”")
    assert [row.speaker.name if row.speaker else None for row in reading.relations if row.quotes] == [name] * bool(name)


def test_reported_speech_begins_with_its_quotation_sentences_before_the_cue(counter: Counter) -> None:
    reading = counter.read("“The dam is old. Nobody here trusts it,” Roth said. The bus left.")
    told = reading.rows["flags"] & REPORTED != 0
    assert reading.words((0, int(told.sum()))) == "The dam is old. Nobody here trusts it"
    assert told[: int(told.sum())].all()


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("But he fears it has lost its way.", "he", "fears", "it has lost its way"),
        ("He demands legal safeguards for the ferry.", "He", "demands", "legal safeguards for the ferry"),
        ("Voters in each state say the fares are too high.", "Voters in each state", "say", "the fares are too high"),
        ("Roth believes, for example, that the dam is safe.", "Roth", "believes", "that the dam is safe"),
        ("Orr and the council rejected the claim.", "Orr and the council", "rejected", "the claim"),
        ("In a Herald poll released Monday, most were unhappy.", "a Herald poll released", "In", None),
        ("Roth led by two points in the latest Herald poll.", "the latest Herald poll", "in", "Roth led by two points"),
        ("The plan drew criticism from aides.", "aides", "criticism from", None),
    ],
)
def test_cues_in_further_forms(counter: Counter, text: str, source: str, cue: str, content: str | None) -> None:
    found = relations(counter, text)
    assert [row[:2] for row in found] == [(source, cue)]
    assert content is None or found[0][2] == [content]


@pytest.mark.parametrize(
    "text",
    [
        "Voters went to the polls in a blizzard.",
        "He trails her in the polls.",
        "WHAT'S NEXT: A shameful recount starts at noon.",
        "A late night show was on.",
        "The aides met the chief counsel.",
    ],
)
def test_nouns_and_polls_that_tell_of_no_speech(counter: Counter, text: str) -> None:
    assert relations(counter, text) == []


def test_who_speaks_is_not_whom_the_clause_beside_it_tells_of(counter: Counter) -> None:
    text = "Ada Roth, who on Monday endorsed the plan, said she would go."
    assert relations(counter, text)[-1][:2] == ("Ada Roth, who on Monday endorsed the plan", "said")
    text = "The dam, officials said, has become unsafe."
    assert relations(counter, text) == [("officials", "said", ["The dam", "has become unsafe"])]
