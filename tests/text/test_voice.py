"""Whose voice each word stands in, and which short quotations are scare quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from masthead.features import Counter

NAMES = "oaq"


def voices(counter: Counter, text: str) -> str:
    """One letter a word: own, attributed or quoted."""
    return "".join(NAMES[voice] for voice in counter.read(text).voices)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The town was liberated.", "oooo"),
        ("Officials said the town was liberated.", "ooaaaa"),
        ("“The town was liberated,” officials said.", "qqqqoo"),
        ("The town was liberated, officials said.", "aaaaoo"),
        ("Officials said the town was “liberated” by them.", "ooaaaqaa"),
        ("According to officials, the town was liberated.", "oooaaaa"),
        ("Officials denied on Monday that the town was liberated.", "ooooaaaaa"),
        ("According to the army, the town was liberated.", "ooooaaaa"),
        ("The “liberated” town slept.", "oqoo"),
    ],
)
def test_the_voice_of_each_word(counter: Counter, text: str, expected: str) -> None:
    assert voices(counter, text) == expected


def scare_quotes(counter: Counter, text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in counter.read(text).scare_quotes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A rump “caliphate” held the city.", ["“caliphate”"]),
        ("The 'safe zone' was shelled.", ["'safe zone'"]),
        ("The so-called \"experts\" met in a 'secret' room.", ['"experts"', "'secret'"]),
        ("Hale called it “reckless”.", []),
        ("She wrote the novel “Night” in 1987.", []),
        ("They watched “The Long Road” on Sunday.", []),
        ("He left. “Never again.”", []),
        ("He spoke of “a long and lonely road home” there.", []),
    ],
)
def test_scare_quotes(counter: Counter, text: str, expected: list[str]) -> None:
    assert scare_quotes(counter, text) == expected
