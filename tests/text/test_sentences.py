"""Where a sentence ends, and what looks like an end and is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from masthead.features import Counter


def cut(counter: Counter, text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in counter.read(text).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. They left! Why? Nobody knows…", ["It rained.", "They left!", "Why?", "Nobody knows…"]),
        (
            "Mr. Hale met Dr. Ferris on Jan. 5 in St. Anne.",
            ["Mr. Hale met Dr. Ferris on Jan. 5 in St. Anne."],
        ),
        ("The U.S. Army left. The U.S. It stayed.", ["The U.S. Army left.", "The U.S.", "It stayed."]),
        ("J. K. Peck spoke. He left.", ["J. K. Peck spoke.", "He left."]),
        ("No. 5 won. He said no. Then he left.", ["No. 5 won.", "He said no.", "Then he left."]),
        ("It cost 3.5 million. Really.", ["It cost 3.5 million.", "Really."]),
        (
            "We ... waited. So it ended... Then came rain.",
            ["We ... waited.", "So it ended...", "Then came rain."],
        ),
        ("“We left.” He nodded.", ["“We left.”", "He nodded."]),
        ("“Why now?” Prado asked. Nobody replied.", ["“Why now?” Prado asked.", "Nobody replied."]),
        ("“Never!” she said. It rained.", ["“Never!” she said.", "It rained."]),
        ("It ended.[1] (He agreed.) They left.", ["It ended.[1] (He agreed.)", "They left."]),
        (
            "It fell at noon.The crew left.In May it rose to 5.He",
            ["It fell at noon.", "The crew left.", "In May it rose to 5.", "He"],
        ),
        (
            "It ended (at noon.)The crew left.“Why?” she asked.",
            ["It ended (at noon.)", "The crew left.", "“Why?” she asked."],
        ),
        ("So it is. 1. Fill it in. 2. Send it. IV. Wait.", ["So it is.", "1. Fill it in.", "2. Send it.", "IV. Wait."]),
        ("Q. Is it safe?", ["Q. Is it safe?"]),
        (
            "Brig. Inga Voss, Det. Sgt. Pell, Cllr. Lind and Mme. Roy of Velk, Mass. Gov. Hale left Marsh Ave. It rained.",
            [
                "Brig. Inga Voss, Det. Sgt. Pell, Cllr. Lind and Mme. Roy of Velk, Mass. Gov. Hale left Marsh Ave.",
                "It rained.",
            ],
        ),
        (
            "He fell ill. Doctors came. N.Y. Mayor Hale left.",
            ["He fell ill.", "Doctors came.", "N.Y. Mayor Hale left."],
        ),
        (
            "It is on Yahoo! News. He said so . ” Then rain .",
            ["It is on Yahoo! News.", "He said so . ”", "Then rain ."],
        ),
        ('She said : " It held . " The end .', ['She said : " It held . "', "The end ."]),
        ("One line\nAnother line. And more", ["One line", "Another line.", "And more"]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_where_sentences_end(counter: Counter, text: str, expected: list[str]) -> None:
    assert cut(counter, text) == expected


def test_a_hard_wrapped_text_is_read_as_if_it_were_not(counter: Counter) -> None:
    text = (
        "The council met on Monday to discuss\nthe plan that had divided the town for\nyears and then adjourned"
        " without a\nvote because too few members were in\nthe room. It meets again soon.\n\nA second paragraph."
    )
    assert [sentence.replace("\n", " ") for sentence in cut(counter, text)] == [
        "The council met on Monday to discuss the plan that had divided the town for years and then adjourned"
        " without a vote because too few members were in the room.",
        "It meets again soon.",
        "A second paragraph.",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["Velk Rowers 24", "Harrow Boat Club 22", "Teal Gorge 19", "Port Emmer 15", "Asker 11", "Halden 9"],
        ["The plan has four parts:", "- higher fares on all lines", "- a new gate", "- fewer boats", "- a long season"],
        ["It has parts", "• higher fares on all lines", "• a new gate", "• fewer boats", "• a long season"],
        [
            "O river of the north",
            "You run",
            "And carry all the boats of Velk to sea",
            "Run on",
            "And on",
            "And on again",
        ],
    ],
)
def test_lines_of_a_list_a_table_or_a_poem_are_sentences_each(counter: Counter, lines: list[str]) -> None:
    assert cut(counter, "\n".join(lines)) == lines


def test_a_short_line_that_ends_a_sentence_ends_a_paragraph_of_a_wrapped_text(counter: Counter) -> None:
    text = (
        "The council met on Monday to discuss\nthe plan that had divided the town for\nyears, and left.\n"
        "Nobody voted because too few members\nwere there to do so, and because the\nroom – a hall by the river\n"
        "– was cold. It meets again soon in the\nsame room of the same old town hall."
    )
    assert [text[slice(*place)].split(maxsplit=1)[0] for place in counter.read(text).paragraphs] == ["The", "Nobody"]


def test_a_list_in_a_wrapped_text_is_a_list(counter: Counter) -> None:
    text = (
        "The council met on Monday to discuss\nthe plan that had divided the town for\nyears, which has these parts:\n"
        "- higher fares on all of the lines of\nthe county\n- fewer boats\n- a longer season for all of those who\nlive there"
    )
    assert [sentence.replace("\n", " ") for sentence in cut(counter, text)][1:] == [
        "- higher fares on all of the lines of the county",
        "- fewer boats",
        "- a longer season for all of those who live there",
    ]


def test_items_that_were_run_into_one_line_are_sentences_each(counter: Counter) -> None:
    assert cut(counter, "It has parts: • higher fares on all lines •a new gate. • Fewer boats") == [
        "It has parts:",
        "• higher fares on all lines",
        "•a new gate.",
        "• Fewer boats",
    ]
