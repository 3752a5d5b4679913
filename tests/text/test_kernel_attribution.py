"""The compiled attribution rules find the same relations, voices and scare quotes as the plain code."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

pytest.importorskip("numba", reason="the compiled kernel needs numba")

from compiled_reading import read_parts, relations_of
from masthead.lexicons import bundled_lexicon
from masthead.plain_text.voice import read_text

DATA = Path(os.environ.get("MASTHEAD_DATA", Path(__file__).parents[3] / "../shared/corpora"))
WHO = [
    *("Brett McGurk", "the minister", "Mr. Holt", "Mrs. Orr", "Jane Hall", "he", "she", "they", "the White House"),
    *("officials", "a senior official", "an official who asked not to be named", "the police", "critics", "the report"),
    *("who", "which", "that", "IT", "the Ministry of Defence", "the Mill Trust's Bob Ray", "Smith and Jones", "his"),
    *("a spokesman", "anonymously", "President Smith", "Bob Ray, the mayor,", "Eric Holt", "Holt", "her", "their"),
]
WHAT = [
    *("the town fell", "that the deal was vile", "it a disaster", "him a liar", "to leave", "on Monday", "of theft"),
    *(
        "“a very bad deal for everyone”",
        '"the worst"',
        "‘so-called’",
        "the old regime of lying",
        "as a fraud",
        "was safe",
    ),
    *("by his rivals", "by the army on Monday", "whether it would", "and the dam had leaked", "his novel “The Bridge”"),
]
LINKS = [
    *(
        "and",
        "but",
        "was",
        "is",
        "been",
        "has",
        "will",
        "not",
        "to",
        "as",
        "after",
        "On Monday",
        "However",
        "reportedly",
    ),
    *("It is", "are", "Did", "of", "according to", "widely", "1990s", "three", "said"),
]
GAPS = [
    *[" "] * 12,
    ", ",
    ",",
    "; ",
    " — ",
    ": ",
    ". ",
    "? ",
    "\n\n",
    "” ",
    " “",
    '" ',
    ' "',
    ", “",
    ",' ",
    " '",
    "’s ",
    "' ",
]


def assert_same_reading(text: str, *, headline: bool = False) -> None:
    expected, reading = read_text(text, headline=headline), read_parts(text, headline=headline)
    assert [
        (
            (row.speaker.span, row.speaker.kind, row.speaker.name) if row.speaker else None,
            row.cue,
            row.term,
            row.stance,
            row.contents,
            row.quotes,
            row.worded,
        )
        for row in expected.attributions.relations
    ] == relations_of(reading)
    assert list(expected.voices) == list(reading.tokens["voice"])
    assert expected.scare_quotes == tuple(at for at, quote in enumerate(reading.quotes) if quote["scare"])


def sentence_like(rng: random.Random) -> str:
    entries = bundled_lexicon("cues").entries
    parts = []
    for _ in range(rng.randint(1, 25)):
        word = rng.choice([rng.choice(rng.choice(entries).forms), rng.choice(WHO), rng.choice(WHAT), rng.choice(LINKS)])
        parts.append((word[:1].upper() + word[1:] if rng.random() < 0.15 else word) + rng.choice(GAPS))
    turn = "\nQ: Why now?\nORR: I said so." if rng.random() < 0.1 else ""
    return "".join(parts) + rng.choice([".", ""]) + turn


@pytest.mark.parametrize("seed", range(20))
def test_sentences_put_together_at_random(seed: int) -> None:
    rng = random.Random(seed)
    for number in range(50):
        assert_same_reading(sentence_like(rng), headline=number % 5 == 0)


@pytest.mark.parametrize("name", ["semeval2019", "fa_kes", "webis2016"])
def test_real_articles(name: str) -> None:
    path = DATA / "articles" / f"{name}.parquet"
    if not path.exists():
        pytest.skip(f"{path} is not there; point MASTHEAD_DATA at the folder of corpora")
    import pyarrow.parquet as pq  # noqa: PLC0415

    for text in pq.read_table(path, columns=["text"])["text"].slice(0, 40).to_pylist():
        if text:
            assert_same_reading(text)
