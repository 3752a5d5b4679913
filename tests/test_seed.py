"""A real scrape, end to end: what is furniture, what is loaded, who said what. Skips without the research corpora."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import masthead

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.engines import Explanation


@pytest.fixture(scope="module")
def seed(research_data: Path) -> Explanation:
    return masthead.explain(research_data / "articles" / "seed-nsnbc.txt")


def hits(seed: Explanation, family: str, category: str) -> list[tuple[str, str, str | None]]:
    """Words, voice and canonical form of the hits in the text."""
    return [
        (seed.text[row["start"] : row["end"]], row["voice"], row["canonical"])
        for row in seed.hits.to_pylist()
        if (row["field"], row["family"], row["category"]) == ("text", family, category)
    ]


def test_the_furniture(seed: Explanation) -> None:
    found = [(kind, seed.text[start:end]) for start, end, kind in seed.excluded]
    assert found[:-1] == [
        ("markup", '" />'),
        ("published", "Published On: Thu, Oct 19th, 2017"),
        ("title", "Deir Ez Zor and Raqqa liberated by Syrian Arab Army and Syrian Democratic Forces"),
        ("lead", "nsnbc :"),
        ("caption", "Sayrian Arab Army_Syria_archives"),
        ("caption", "Raqqa Naim Square_YPG_Oct 18, 2017"),
        ("caption", "SDF forces in Raqqa_Oct 18_YPG press office_2017"),
        ("sign_off", "CH/L – nsnbc 19.10.2017"),
    ]
    kind, last = found[-1]
    assert kind == "about_author"
    assert last.startswith("About the Author")
    assert seed.text.rstrip().endswith(last.rstrip()[-20:])


def test_nothing_from_about_the_author_on_is_counted(seed: Explanation) -> None:
    end = seed.text.index("About the Author")
    assert all(row["end"] <= end for row in seed.hits.to_pylist() if row["field"] == "text")


def test_liberated_is_loaded_and_a_choice_in_the_own_voice(seed: Explanation) -> None:
    assert ("liberated", "own", "liberate") in hits(seed, "loaded", "emotive")
    assert ("liberated", "own", "liberated") in hits(seed, "choices", "taking_a_place")


def test_a_loaded_phrase_in_a_quotation_is_the_sources(seed: Explanation) -> None:
    assert ("“pathetic and a lost cause”", "quoted", "Brett McGurk") in hits(seed, "attribution", "quote")
    assert ("pathetic", "quoted", "pathetic") in hits(seed, "loaded", "evaluative")


def test_scare_quotes_with_curly_marks(seed: Explanation) -> None:
    assert [words for words, _, _ in hits(seed, "loaded", "scare_quote")] == ["“caliphate”", "“caliphate”", "“state”"]


def test_self_proclaimed_delegitimises(seed: Explanation) -> None:
    found = [(words, voice) for words, voice, _ in hits(seed, "loaded", "delegitimising")]
    assert found == [("self-proclaimed", "own")] * 2


def test_claims_of_nobody(seed: Explanation) -> None:
    assert [words for words, _, _ in hits(seed, "attribution", "unsourced")] == ["reportedly", "believed"]


def test_a_colonel_spoke_of_confirmed_cases(seed: Explanation) -> None:
    source = "Colonel Ryan Dillon, the US-led coalition’s spokesman"
    assert (source, "own", "Ryan Dillon") in hits(seed, "attribution", "source")
    assert ("only spoke of", "own", "neutral") in hits(seed, "attribution", "cue")
