"""Readability features: worked examples, pooling, nulls, and equality with textstat on real articles."""

import os
import tomllib
from functools import cache, partial
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.features.readability import COLUMNS, FEATURES, per_article
from masthead.features.readability_check import VERIFIED, formula_values, textstat_values, verify
from masthead.text.reference import packaged_dictionary
from modes import articles_of

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("MASTHEAD_DATA", ROOT.parent / "shared" / "corpora"))
CASES = [
    case
    for case in tomllib.loads((ROOT / "tests" / "cases" / "readability.toml").read_text("utf-8"))["case"]
    if "values" in case
]
BY_NAME = {feature.name.removeprefix("readability."): feature for feature in FEATURES}
PROSE = "The rebels' leader, who negotiated yesterday, didn't say why government forces left the well-known town. "


@pytest.fixture(scope="module")
def of_textstat():
    """What textstat makes of a text, worked out once for both modes."""
    with packaged_dictionary() as reference:
        yield cache(partial(textstat_values, textstat=reference))


def estimates(text, counter):
    counts = counter.readability([text])
    means = per_article(counts, np.array([True]))
    sums = {**counts, **means, **{f"{name}.n": np.ones(1) for name in means}}
    return {name: float(feature.estimate(sums)[0]) for name, feature in BY_NAME.items()}


def measured(text, counter):
    """The readability columns of one article, and why they are null where they are."""
    (row,) = counter.measure(articles_of([text])).features.to_pylist()
    return {name: row[name] for name in COLUMNS}, row["reason"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_values_of_the_cases(case, counter):
    found = estimates(case["text"], counter)
    assert {name: found[name] for name in case["values"]} == pytest.approx(case["values"], abs=1e-12)


def test_every_feature_has_a_case():
    assert {name for case in CASES for name in case["values"]} == set(BY_NAME)


def test_worked_example_of_thirteen_words_and_twenty_four_syllables():
    sums = {
        "readability.words": np.asarray(13.0),
        "readability.sentences": np.asarray(1.0),
        "readability.syllables": np.asarray(24.0),
    }
    assert round(float(BY_NAME["flesch_reading_ease"].estimate(sums)), 1) == 37.5
    assert round(float(BY_NAME["flesch_kincaid_grade"].estimate(sums)), 1) == 11.3


def test_every_formula_and_count_textstat_computes_for_english_is_here():
    assert [name.removeprefix("readability.") for name in VERIFIED] == [
        "flesch_kincaid_grade",
        "flesch_reading_ease",
        "smog_index",
        "coleman_liau_index",
        "automated_readability_index",
        "dale_chall_readability_score",
        "dale_chall_readability_score_v2",
        "gunning_fog",
        "spache_readability",
        "mcalpine_eflaw",
        "lix",
        "rix",
        "linsear_write_formula",
        "text_standard",
        "reading_time",
        "wiener_sachtextformel_1",
        "wiener_sachtextformel_2",
        "wiener_sachtextformel_3",
        "wiener_sachtextformel_4",
        "gulpease_index",
        "characters",
        "letters",
        "tokens",
        "words",
        "sentences",
        "syllables",
        "monosyllables",
        "polysyllables",
        "miniwords",
        "long_words",
    ]


def test_one_feature_is_primary_and_all_are_fully_declared():
    assert [feature.name for feature in FEATURES if feature.primary] == ["readability.flesch_kincaid_grade"]
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)
    for feature in FEATURES:
        assert feature.family == "readability"
        assert set(feature.columns) <= set(COLUMNS)
        assert all((feature.title, feature.unit, feature.higher, feature.citation, feature.version))
        assert feature.low < feature.high


def test_a_formula_of_sums_is_that_of_the_joined_text(counter):
    one, other = PROSE * 3, "Nobody in the capital knows. It is unclear. " * 4
    counts = counter.readability([one + other, one, other])
    for feature in FEATURES:
        if feature.kind != "mean":
            sums = {name: counts[name][1:].sum() for name in feature.columns}
            joined = {name: counts[name][0] for name in feature.columns}
            assert feature.estimate(sums) == pytest.approx(feature.estimate(joined), abs=1e-12)


def test_estimates_take_arrays_of_any_shape_and_are_nan_without_words(counter):
    row, _ = measured(PROSE * 10, counter)
    for feature in FEATURES:
        sums = {name: np.array([[row[name]] * 3, [0.0, row[name], 2 * row[name]]]) for name in feature.columns}
        value = feature.estimate(sums)
        assert value.shape == (2, 3)
        assert np.isnan(value[1, 0])
        assert np.isfinite(np.delete(value.ravel(), 3)).all()
        assert value[1, 2] == pytest.approx(value[0, 0])


def test_values_lie_in_the_declared_range(counter):
    long_words = "The " + "Internationalization " * 5  # with no more English than it takes
    for text in (PROSE * 10, "Go on now. " * 40, long_words * 20 + "ends. A b c. D e f."):
        row, reason = measured(text, counter)
        assert reason is None
        for feature in FEATURES:
            value = feature.estimate({name: np.asarray(row[name]) for name in feature.columns})
            assert feature.low <= value <= feature.high, feature.name


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Go on now. " * 33 + "Stop.", None),
        ("Go on now. " * 33, "too_short"),
        ("the word " * 100 + ". one two three.", "too_short"),
        ("the word " * 100 + ". one two three. four five six.", None),
        ("Der Bericht liegt vor. " * 50, "language"),
        ("叙利亚政府军", "language"),
        ("", "empty"),
        (" \n ", "empty"),
    ],
)
def test_null_with_its_reason(text, reason, counter):
    row, found = measured(text, counter)
    assert found == reason
    assert all((value is None) == (reason is not None) for value in row.values())


def assert_equal_to_textstat(texts, counter, of_textstat):
    ours = formula_values(texts, counter)
    for place, text in enumerate(texts):
        known = ours["readability.words"][place] and ours["readability.syllables"][place]
        for name, value in of_textstat(text).items():
            if np.isnan(ours[name][place]):
                assert not known, (name, text[:80])
            else:
                assert abs(ours[name][place] - value) <= 1e-9, (name, text[:80])


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "...",
        "Σ ΑΣ ΣΑΣ",
        "İ",
        "İ İstanbul'S",
        "😀 😀",
        "1 2 3",
        "no end",
        "a-b c-d",
        "it's 'the dogs'",
        "hmm",
    ],
)
def test_odd_texts_equal_textstat(text, counter, of_textstat):
    assert_equal_to_textstat([text], counter, of_textstat)


WORDS = st.one_of(
    st.sampled_from(["the", "government", "it's", "U.S.", "well-known", "İ", "negotiations", "’", "-", "hmm", "1,000"]),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=8),
)


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", ". ", "? ", "\n"])), max_size=150))
def test_any_text_equals_textstat(words, counter, of_textstat):
    assert_equal_to_textstat(["".join(word + gap for word, gap in words)], counter, of_textstat)


@pytest.mark.parametrize(("corpus", "limit"), [("fa_kes", None), ("semeval2019", 150), ("webis2016", 150)])
def test_real_articles_equal_textstat(corpus, limit, counter, of_textstat):
    path = DATA / "articles" / f"{corpus}.parquet"
    if not path.exists():
        pytest.skip(f"{path} is absent; set MASTHEAD_DATA to the folder of research corpora")
    texts = pq.read_table(path, columns=["text"])["text"].to_pylist()[:limit]
    assert texts
    assert_equal_to_textstat(texts, counter, of_textstat)


def test_verify_finds_no_difference(counter):
    articles = [
        ("empty", ""),
        ("no words", "..."),
        *((f"a{number}", PROSE * number) for number in range(1, 6)),
    ]
    rows = verify(articles, n=5, seed=0, counter=counter)
    assert [row.feature for row in rows] == list(VERIFIED)
    assert {row.n for row in rows} == {5}
    assert max(row.largest for row in rows) <= 1e-9


class Mistaken:
    """A counter that hears two syllables in *town*."""

    def __init__(self, counter):
        self.counter = counter

    def readability(self, texts):
        counts = self.counter.readability(texts)
        counts["readability.syllables"] = counts["readability.syllables"] + ["town" in text for text in texts]
        return counts


def test_verify_says_where_a_difference_is(counter):
    articles = [("right", "The army left the village. "), ("wrong", "The army left the town. ")]
    rows = {row.feature: row for row in verify(articles, n=9, seed=0, counter=Mistaken(counter))}
    assert rows["readability.flesch_kincaid_grade"].article_id == "wrong"
    assert rows["readability.flesch_kincaid_grade"].largest == pytest.approx(11.8 / 5)
    assert rows["readability.lix"].article_id is None
    assert rows["readability.lix"].n == 2


def test_verify_draws_the_same_sample_for_the_same_seed(counter):
    seen = []

    def articles():
        for number in range(50):
            seen.append(number)
            yield f"a{number}", PROSE

    assert verify(articles(), 2, 7, counter) == verify(articles(), 2, 7, counter)
    assert len(seen) == 100
