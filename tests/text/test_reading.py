"""A text is read alike in Python mode and as machine code, and its parts agree with each other, whatever can be typed."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.lexicons import bundled_lexicon
from masthead.schema import VOICES
from masthead.text import gaps

if TYPE_CHECKING:
    from pathlib import Path

    from masthead.features import Counter
    from masthead.text.reading import Reading

    Counters = tuple[Counter, Counter]

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


def read_alike(counters: Counters, text: str, *, headline: bool = False) -> Reading:
    """What both modes read, which is the same."""
    one, other = (counter.read(text, headline=headline) for counter in counters)
    assert one.tokens == other.tokens
    assert one.paragraphs == other.paragraphs
    assert one.sentences == other.sentences
    assert one.quotes == other.quotes
    assert one.relations == other.relations
    assert one.unsourced == other.unsourced
    assert one.voices == other.voices
    assert one.english == other.english
    for table, twin in ((one.rows, other.rows), (one.distinct, other.distinct)):
        for field in set(table.dtype.names) - {"first_mark"}:  # left as it was where no mark stands
            assert table[field].tolist() == twin[field].tolist(), field
    return one


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.booleans())
def test_any_text_is_read_alike(both_counters: Counters, text: str, headline: bool) -> None:
    read_alike(both_counters, text, headline=headline)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_the_parts_of_any_text_lie_in_order_inside_each_other(counter: Counter, text: str) -> None:
    reading = counter.read(text)
    for one, other in itertools.pairwise(reading.paragraphs):
        assert one[1] <= other[0]
    for sentence in reading.sentences:
        start, end = reading.paragraphs[sentence.paragraph]
        assert start <= sentence.start < sentence.end <= end
        assert sentence.start <= reading.tokens[sentence.first].start
        assert reading.tokens[sentence.last - 1].end <= sentence.end
    ranges = [range(sentence.first, sentence.last) for sentence in reading.sentences]
    assert [at for tokens in ranges for at in tokens] == list(range(len(reading.tokens)))
    assert [number for number, tokens in enumerate(ranges) for _ in tokens] == reading.rows["sentence"].tolist()
    assert len(reading.voices) == len(reading.tokens)
    for quote in reading.quotes:
        assert quote.level or any(start <= quote.start < quote.end <= end for start, end in reading.paragraphs)
    quoted = VOICES.index("quoted")
    assert all(_in_a_quotation(reading, at) for at, voice in enumerate(reading.voices) if voice == quoted)


def _in_a_quotation(reading: Reading, at: int) -> bool:
    token = reading.tokens[at]
    return any(quote.start < token.end and token.start < quote.end for quote in reading.quotes)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_what_stands_between_tokens_has_a_name_or_is_unnamed(counter: Counter, text: str) -> None:
    reading = counter.read(text)
    ends = [0, *(token.end for token in reading.tokens)]
    between = ["".join(text[end : token.start].split()) for end, token in zip(ends, reading.tokens, strict=False)]
    assert [gaps.NAMES.index(gap) if gap in gaps.NAMES else gaps.UNNAMED for gap in between] == reading.rows[
        "gap"
    ].tolist()


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_tokens_of_one_form_have_one_number(counter: Counter, text: str) -> None:
    reading = counter.read(text)
    numbers: dict[str, int] = {}
    assert [numbers.setdefault(form, len(numbers)) for form in reading.forms] == reading.rows["form"].tolist()
    assert reading.distinct["first"].tolist() == [reading.forms.index(form) for form in numbers]


def test_forms_that_fold_alike_are_one(counter: Counter) -> None:
    reading = counter.read("Straße STRASSE strasse Massenkundgebungen Maßenkundgebungen")
    assert reading.rows["form"].tolist() == [0, 0, 0, 1, 1]
    one, other = reading.distinct["key"].tolist()
    assert reading.rows["key"].tolist() == [one, one, one, other, other]
    assert one == int.from_bytes(b"strasse", "big")
    assert other < 0


def sentence_like(rng: random.Random) -> str:
    entries = bundled_lexicon("cues").entries
    parts = []
    for _ in range(rng.randint(1, 25)):
        word = rng.choice([rng.choice(rng.choice(entries).forms), rng.choice(WHO), rng.choice(WHAT), rng.choice(LINKS)])
        parts.append((word[:1].upper() + word[1:] if rng.random() < 0.15 else word) + rng.choice(GAPS))
    turn = "\nQ: Why now?\nORR: I said so." if rng.random() < 0.1 else ""
    return "".join(parts) + rng.choice([".", ""]) + turn


@pytest.mark.parametrize("seed", range(20))
def test_sentences_put_together_at_random_are_read_alike(both_counters: Counters, seed: int) -> None:
    rng = random.Random(seed)
    for number in range(50):
        read_alike(both_counters, sentence_like(rng), headline=number % 5 == 0)


@pytest.mark.parametrize("seed", range(3))
def test_long_texts_of_many_quotations_are_read_alike(both_counters: Counters, seed: int) -> None:
    rng = random.Random(seed)
    words = ["“", "”", '"', "'", "’ ", " the ", "dam ", "Orr ", ". ", "\n", "‘", "’", "«", "»", "„", "said, "]
    assert read_alike(both_counters, "".join(rng.choices(words, k=3000))).quotes


@pytest.mark.parametrize("name", ["semeval2019", "fa_kes", "webis2016"])
def test_real_articles_are_read_alike(both_counters: Counters, research_data: Path, name: str) -> None:
    path = research_data / "articles" / f"{name}.parquet"
    for text in pq.read_table(path, columns=["text"])["text"].slice(0, 40).to_pylist():
        read_alike(both_counters, text or "")


def test_hard_wrapped_lines_are_one_paragraph(counter: Counter) -> None:
    text = "\n".join(
        ["The dam above the town", "fell in the night and", "nobody was told of it", "until the sun", "rose."]
    )
    assert counter.read(text).paragraphs == ((0, len(text)),)


def test_excluded_spans_are_no_text_and_offsets_hold(counter: Counter) -> None:
    text = "The dam Advert: buy now! broke. “No,” Holt said. Photo: Reuters"
    reading = counter.read(text, [(49, 63), (8, 24)])
    assert [reading.text[token.start : token.end] for token in reading.tokens] == [
        *("The", "dam", "broke", "No", "Holt", "said"),
    ]
    assert [(quote.start, quote.end) for quote in reading.quotes] == [(32, 37)]


def test_a_headline_in_title_case_is_known_as_such(counter: Counter) -> None:
    for text, headline, expected in [
        ("Rebels Flee as Army Enters Orvane", True, True),
        ("Rebels flee as army enters Orvane", True, False),
    ]:
        (sentence,) = counter.read(text, headline=headline).sentences
        assert sentence.title_case == expected
