"""Readability features: worked examples, pooling, nulls, and equality with textstat on real articles."""

import os
import tomllib
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.features.readability import COLUMNS, FEATURES, count_article, per_article
from masthead.features.readability_check import VERIFIED, formula_values, textstat_values, verify
from masthead.plain_text.readability import count
from masthead.plain_text.reference import packaged_dictionary
from masthead.plain_text.tables import Tables, load_tables
from masthead.storage.cache import Cache

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
def tables(tmp_path_factory):
    return load_tables(Cache(tmp_path_factory.getbasetemp() / "word-tables"))


@pytest.fixture(scope="module")
def textstat():
    with packaged_dictionary() as reference:
        yield reference


def estimates(text, tables):
    counts = count(text, tables)
    columns = {**counts, **per_article(counts)} | {f"{name}.n": 1.0 for name in per_article(counts)}
    sums = {name: np.asarray(value) for name, value in columns.items()}
    return {name: float(feature.estimate(sums)) for name, feature in BY_NAME.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_values_of_the_cases(case, tables):
    found = estimates(case["text"], tables)
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


def test_a_formula_of_sums_is_that_of_the_joined_text(tables):
    one, other = PROSE * 3, "Nobody in the capital knows. It is unclear. " * 4
    together, parts = count(one + other, tables), [count(one, tables), count(other, tables)]
    for feature in FEATURES:
        if feature.kind != "mean":
            sums = {name: np.asarray(sum(part[name] for part in parts)) for name in feature.columns}
            joined = {name: np.asarray(together[name]) for name in feature.columns}
            assert feature.estimate(sums) == pytest.approx(feature.estimate(joined), abs=1e-12)


def test_estimates_take_arrays_of_any_shape_and_are_nan_without_words(tables):
    row, _ = count_article(PROSE * 10, tables, english=True)
    for feature in FEATURES:
        sums = {name: np.array([[row[name]] * 3, [0.0, row[name], 2 * row[name]]]) for name in feature.columns}
        value = feature.estimate(sums)
        assert value.shape == (2, 3)
        assert np.isnan(value[1, 0])
        assert np.isfinite(np.delete(value.ravel(), 3)).all()
        assert value[1, 2] == pytest.approx(value[0, 0])


def test_values_lie_in_the_declared_range(tables):
    for text in (PROSE * 10, "Go on now. " * 40, "Internationalization " * 99 + "ends. A b c. D e f."):
        row, reason = count_article(text, tables, english=True)
        assert reason is None
        for feature in FEATURES:
            value = feature.estimate({name: np.asarray(row[name]) for name in feature.columns})
            assert feature.low <= value <= feature.high, feature.name


@pytest.mark.parametrize(
    ("text", "english", "reason"),
    [
        ("Go on now. " * 33 + "Stop.", True, None),
        ("Go on now. " * 33, True, "too_short"),
        ("word " * 200 + ". one two three.", True, "too_short"),
        ("word " * 200 + ". one two three. four five six.", True, None),
        ("Der Bericht liegt vor. " * 50, False, "language"),
        ("叙利亚政府军", False, "language"),
        ("", True, "too_short"),
        ("", False, "too_short"),
        (" \n ", False, "too_short"),
    ],
)
def test_null_with_its_reason(text, english, reason, tables):
    row, found = count_article(text, tables, english)
    assert found == reason
    assert tuple(row) == COLUMNS
    assert all((value is None) == (reason is not None) for value in row.values())


def assert_equal_to_textstat(text, tables, textstat):
    ours, theirs = formula_values(text, tables), textstat_values(text, textstat)
    counts = count(text, tables)
    for name, value in theirs.items():
        if np.isnan(ours[name]):
            assert not (counts["readability.words"] and counts["readability.syllables"]), (name, text[:80])
        else:
            assert abs(ours[name] - value) <= 1e-9, (name, text[:80])


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
def test_odd_texts_equal_textstat(text, tables, textstat):
    assert_equal_to_textstat(text, tables, textstat)


WORDS = st.one_of(
    st.sampled_from(["the", "government", "it's", "U.S.", "well-known", "İ", "negotiations", "’", "-", "hmm", "1,000"]),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=8),
)


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", ". ", "? ", "\n"])), max_size=150))
def test_any_text_equals_textstat(words, tables, textstat):
    assert_equal_to_textstat("".join(word + gap for word, gap in words), tables, textstat)


@pytest.mark.parametrize(("corpus", "limit"), [("fa_kes", None), ("semeval2019", 500), ("webis2016", 500)])
def test_real_articles_equal_textstat(corpus, limit, tables, textstat):
    path = DATA / "articles" / f"{corpus}.parquet"
    if not path.exists():
        pytest.skip(f"{path} is absent; set MASTHEAD_DATA to the folder of research corpora")
    texts = pq.read_table(path, columns=["text"])["text"].to_pylist()[:limit]
    assert texts
    for text in texts:
        assert_equal_to_textstat(text, tables, textstat)


def test_verify_finds_no_difference(tables):
    articles = [
        ("empty", ""),
        ("no words", "..."),
        *((f"a{number}", PROSE * number) for number in range(1, 6)),
    ]
    rows = verify(articles, n=5, seed=0, tables=tables)
    assert [row.feature for row in rows] == list(VERIFIED)
    assert {row.n for row in rows} == {5}
    assert max(row.largest for row in rows) <= 1e-9


def test_verify_says_where_a_difference_is(tables):
    wrong = Tables(
        syllables={**tables.syllables, "town": 2},
        easy=tables.easy,
        hyphens=tables.hyphens,
        left=tables.left,
        right=tables.right,
        versions=tables.versions,
    )
    articles = [("right", "The army left the village. "), ("wrong", "The army left the town. ")]
    rows = {row.feature: row for row in verify(articles, n=9, seed=0, tables=wrong)}
    assert rows["readability.flesch_kincaid_grade"].article_id == "wrong"
    assert rows["readability.flesch_kincaid_grade"].largest == pytest.approx(11.8 / 5)
    assert rows["readability.lix"].article_id is None
    assert rows["readability.lix"].n == 2


def test_verify_draws_the_same_sample_for_the_same_seed(tables):
    seen = []

    def articles():
        for number in range(50):
            seen.append(number)
            yield f"a{number}", PROSE

    assert verify(articles(), 2, 7, tables) == verify(articles(), 2, 7, tables)
    assert len(seen) == 100
