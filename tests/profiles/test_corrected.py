"""Profiles and comparisons corrected by codes: what stands in the rows, and where nothing is corrected, and why."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from masthead.comparisons.corrected import correct_comparisons, correction_notes
from masthead.comparisons.options import CompareOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.errors import UsageError
from masthead.features.base import Feature
from masthead.profiles import correct_profiles, corrections, profile_outlets, read_codes
from masthead.profiles.codes import hidden_id
from masthead.schema import COMPARISONS, CORRECTED_COMPARISONS, CORRECTED_PROFILES, PROFILES

SHARE = Feature(
    name="said", family="said", title="Said", kind="share", unit="% of sentences", numerator=("hits",),
    denominator=("sentences",), scale=100.0, high=100.0, higher="more", citation="", primary=True,
)  # fmt: skip
OTHER = Feature(
    name="other", family="said", title="Other", kind="share", unit="% of sentences", numerator=("others",),
    denominator=("sentences",), scale=100.0, high=100.0, higher="more", citation="", primary=True,
)  # fmt: skip
CATALOGUE = [SHARE, OTHER]
Row = dict[str, Any]


def corpus(outlets: dict[str, float], articles: int = 40, missed: float = 0.3) -> tuple[pa.Table, list[Row]]:
    """Outlets with their true shares, an instrument that misses some, and what people would code everywhere."""
    random = np.random.default_rng(5)
    rows: list[Row] = []
    codes: list[Row] = []
    for outlet, share in outlets.items():
        for n in range(articles):
            true = int(random.binomial(20, share))
            found = int(random.binomial(true, 1 - missed))
            name = f"{outlet}{n}"
            rows.append({"id": name, "outlet": outlet, "hits": found, "others": found, "sentences": 20})
            codes.append({"id": name, "feature": "said", "numerator": true})
    return pa.Table.from_pylist(rows), codes


def some(codes: list[Row], each: int) -> list[Row]:
    """So many codes of each outlet."""
    return [code for code in codes if int(code["id"][1:]) < each]


def both(features: pa.Table, codes: list[Row], **options: Any) -> tuple[dict[str, Row], dict[str, Row], list[str]]:
    """Corrected profiles and comparisons of the feature by outlet, and the notes."""
    asked = CompareOptions(draws=200, permutations=19, **options)
    profiles = profile_outlets(features, CATALOGUE, draws=200)
    compared = compare_outlets(features, CATALOGUE, asked)
    found = corrections(features, CATALOGUE, read_codes(codes, CATALOGUE))
    levels = correct_profiles(profiles, found, CATALOGUE, level=0.95)
    differences = correct_comparisons(compared, found, CATALOGUE, level=0.95)
    assert (levels.schema, differences.schema) == (CORRECTED_PROFILES, CORRECTED_COMPARISONS)
    assert levels.select(PROFILES.names).equals(profiles)
    assert differences.select(COMPARISONS.names).equals(compared)
    rows = (
        {row["outlet"]: row for row in table.to_pylist() if row["feature"] == "said"} for table in (levels, differences)
    )
    return *rows, correction_notes(differences, found, CATALOGUE)


def test_an_instrument_that_misses_a_third_is_put_right():
    features, codes = corpus({"a": 0.6, "b": 0.5, "c": 0.4})
    levels, differences, notes = both(features, some(codes, 15))
    assert levels["a"]["high"] < levels["a"]["corrected_low"] < 60 < levels["a"]["corrected_high"]
    assert {row["n_coded"] for row in levels.values()} == {15}
    assert all(0 < row["lambda"] <= 1 for row in levels.values())
    assert levels["a"]["corrected_reason"] is None
    a, others = differences["a"], [differences[name]["corrected"] for name in "bc"]
    assert a["corrected"] == levels["a"]["corrected"]
    assert a["corrected_difference"] == pytest.approx(a["corrected"] - np.mean(others))
    assert a["corrected_difference_low"] < 15 < a["corrected_difference_high"]
    assert len(notes) == 1
    assert notes[0].startswith("Said: corrected with 45 coded articles of 3 outlets (lambda ")


def test_everything_coded_is_what_people_counted():
    features, codes = corpus({"a": 0.6, "b": 0.5})
    levels, _, _ = both(features, codes)
    for outlet, row in levels.items():
        own = [code["numerator"] for code in codes if code["id"].startswith(outlet)]
        assert row["corrected"] == pytest.approx(100 * sum(own) / (20 * 40))


def test_fewer_than_eight_coded_articles_correct_nothing():
    features, codes = corpus({"a": 0.6, "b": 0.5, "c": 0.4})
    kept = [code for code in some(codes, 10) if code["id"][0] != "c" or int(code["id"][1:]) < 7]
    levels, differences, notes = both(features, kept)
    assert levels["c"]["corrected"] is levels["c"]["lambda"] is None
    assert levels["c"]["n_coded"] == 7
    assert levels["c"]["corrected_reason"] == "too few coded articles (7 < 8)"
    assert differences["a"]["corrected_difference"] == pytest.approx(
        levels["a"]["corrected"] - levels["b"]["corrected"]
    )
    assert "leave out c, with too few coded articles" in notes[0]


def test_a_feature_without_codes_keeps_its_own_figures_alone():
    features, codes = corpus({"a": 0.6, "b": 0.5})
    found = corrections(features, CATALOGUE, read_codes(some(codes, 9), CATALOGUE))
    rows = correct_profiles(profile_outlets(features, CATALOGUE, draws=200), found, CATALOGUE, level=0.95).to_pylist()
    assert {
        (row["corrected"], row["n_coded"], row["corrected_reason"]) for row in rows if row["feature"] == "other"
    } == {(None, 0, "no codes for this feature")}


def test_pairs_and_baselines_are_differences_of_the_two():
    features, codes = corpus({"a": 0.6, "b": 0.5, "c": 0.4})
    levels, differences, _ = both(features, some(codes, 12), baseline="b")
    assert differences["a"]["corrected_difference"] == pytest.approx(
        levels["a"]["corrected"] - levels["b"]["corrected"]
    )


def test_hidden_ids_are_found_and_ids_not_counted_are_told():
    features, codes = corpus({"a": 0.6, "b": 0.5})
    coded = [code | {"id": hidden_id(code["id"])} for code in some(codes, 10)]
    levels, _, notes = both(features, [*coded, {"id": "elsewhere", "feature": "said", "numerator": 1}])
    assert levels["a"]["n_coded"] == 10
    assert notes[0] == "1 coded article is not among the articles that count, and ignored: elsewhere"


def test_codes_of_other_articles_are_refused():
    features, _ = corpus({"a": 0.6, "b": 0.5})
    with pytest.raises(UsageError, match="none of the 2 coded articles is among the articles that count") as caught:
        corrections(
            features, CATALOGUE, read_codes([{"id": n, "feature": "said", "numerator": 1} for n in "xy"], CATALOGUE)
        )
    assert caught.value.fix == "Ids in the codes: x, y; of articles: a0, a1, a10."


def test_weights_are_of_all_coded_articles_of_an_outlet_or_of_none():
    features, codes = corpus({"a": 0.6, "b": 0.5})
    coded = some(codes, 10)
    with pytest.raises(UsageError, match="some coded articles of a have a weight, others none"):
        corrections(features, CATALOGUE, read_codes([coded[0] | {"weight": 2.0}, *coded[1:]], CATALOGUE))


def test_a_sheet_that_lacks_sentences_is_refused():
    features, _ = corpus({"a": 0.6, "b": 0.5})
    rows = [{"article_id": "a0", "sentence": n, "said": 1} for n in range(1, 20)]
    with pytest.raises(UsageError, match="the sheet has 19 of the 20 sentences of article 'a0'"):
        corrections(features, CATALOGUE, read_codes(rows, CATALOGUE))
