"""Rival wordings: who calls what what, in whose voice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import binom

from masthead.comparisons.choices import compare_choices
from masthead.comparisons.options import ChoicesOptions
from masthead.errors import UsageError
from masthead.features.choices import TYPE
from masthead.schema import CHOICES


def article(number: int, outlet: str, **counts: int | None) -> dict[str, Any]:
    """``counts`` are named like ``liberated_own`` or ``liberated_at_mosul_own``."""
    named = {
        f"choices.capture.{name.replace('_at_', '@').rpartition('_')[0]}.{name.rpartition('_')[2]}": count
        for name, count in counts.items()
    }
    listed = [{"name": name, "count": float(count)} for name, count in sorted(named.items()) if count]
    return {
        "id": f"a{number:03d}",
        "outlet": outlet,
        "date": None,
        "event": None,
        "reason": None,
        "choices": None if None in counts.values() else listed,
    }


def table(rows: list[dict[str, Any]]) -> pa.Table:
    made = pa.Table.from_pylist(rows)
    return made.set_column(made.column_names.index("choices"), "choices", made["choices"].cast(TYPE))


def compare(rows: list[dict[str, Any]], **options: Any) -> dict[tuple[str, str, str | None], dict[str, Any]]:
    found = compare_choices(table(rows), ChoicesOptions(**{"draws": 199} | options))
    assert found.schema == CHOICES
    return {(row["outlet"], row["wording"], row["referent"]): row for row in found.to_pylist()}


def test_a_share_is_of_the_own_voice_mentions_of_the_concept():
    rows = [
        article(1, "a", liberated_own=3, seized_own=1, liberated_quoted=5),
        article(2, "a", liberated_own=0, seized_own=4, seized_attributed=2),
        article(3, "b", seized_own=2),
    ]
    found = compare(rows)
    assert found["a", "liberated", None]["share"] == 3 / 8
    assert found["a", "seized", None]["share"] == 5 / 8
    assert found["b", "liberated", None]["share"] == 0.0
    mentions = [found["a", "liberated", None][f"mentions_{voice}"] for voice in ("own", "attributed", "quoted")]
    assert mentions == [3, 0, 5]
    assert found["a", "seized", None]["mentions_attributed"] == 2


def test_a_wording_that_nobody_uses_has_no_row():
    assert {wording for _, wording, _ in compare([article(1, "a", seized_own=1)])} == {"seized"}


def test_articles_without_a_mention_do_not_count():
    rows = [article(number, "a", seized_own=int(number < 4)) for number in range(30)]
    row = compare(rows)["a", "seized", None]
    assert (row["n_articles"], row["n_clusters"]) == (4, 4)
    assert (row["share"], row["low"], row["reason"]) == (1.0, None, "too few clusters (4 < 10)")


def test_an_interval_is_given_where_there_are_clusters_enough():
    rows = [article(number, "a", seized_own=1, liberated_own=number % 3) for number in range(30)]
    row = compare(rows)["a", "seized", None]
    assert row["share"] == 0.5
    assert 0.3 < row["low"] < 0.5 < row["high"] < 0.7
    assert row["reason"] is None


def test_a_wording_used_every_time_is_not_certain():
    rows = [article(number, "a", seized_own=1, liberated_quoted=1) for number in range(30)]
    row = compare(rows)["a", "seized", None]
    assert (row["share"], row["high"]) == (1.0, 1.0)
    assert 0.8 < row["low"] < 0.95


def test_referents_are_shares_of_their_own():
    rows = [article(1, "a", liberated_own=1, seized_own=3, liberated_at_mosul_own=1, seized_at_mosul_own=1)]
    found = compare(rows)
    assert found["a", "liberated", None]["share"] == 0.25
    assert found["a", "liberated", "mosul"]["share"] == 0.5
    assert [referent for _, _, referent in found] == [None, None, "mosul", "mosul"]


def test_an_outlet_that_only_quotes_a_concept_has_no_share():
    rows = [article(1, "a", seized_quoted=2), article(2, "b", seized_own=2)]
    row = compare(rows)["a", "seized", None]
    assert (row["share"], row["n_articles"], row["mentions_quoted"]) == (None, 0, 2)
    assert row["reason"] == "no mention in the outlet's own voice"


def test_unknown_counts_are_not_zero():
    rows = [article(1, "a", seized_own=2, liberated_own=2), article(2, "a", seized_own=None, liberated_own=9)]
    assert compare(rows)["a", "seized", None]["share"] == 0.5


def test_a_table_without_choices_says_how_to_get_them():
    with pytest.raises(UsageError, match="no column `choices`") as caught:
        compare_choices(pa.table({"id": ["a"], "outlet": ["x"]}))
    assert "masthead measure" in str(caught.value)


def test_an_unknown_concept_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match=r"There is no concept 'captur'\. Did you mean 'capture'\?"):
        compare([article(1, "a", seized_own=1)], concepts=["captur"])


def outlets(shares: dict[str, float], seed: int, events: int = 40) -> pa.Table:
    """Outlets with two mentions in each of ``events`` articles, and their share of the first wording."""
    random = np.random.default_rng(seed)
    rows = []
    for outlet, share in shares.items():
        for n in range(events):
            first = int(random.binomial(2, share))
            counts = {"liberated_own": first, "seized_own": 2 - first}
            rows.append(article(n, outlet, **counts) | {"id": f"{outlet}{n}"})
    return table(rows)


EIGHT = dict.fromkeys("abcdefgh", 0.5)


def marked(shares: dict[str, float], seed: int) -> set[str]:
    options = ChoicesOptions(draws=100, permutations=399, seed=seed)
    found = compare_choices(outlets(shares, seed), options).to_pylist()
    return {row["outlet"] for row in found if row["marked"]}


def test_an_outlet_s_share_is_held_against_the_mean_of_the_others():
    rows = compare_choices(outlets({"a": 0.9, "b": 0.4, "c": 0.2}, 1), ChoicesOptions(draws=199)).to_pylist()
    by_outlet = {row["outlet"]: row for row in rows if row["wording"] == "liberated"}
    a = by_outlet["a"]
    assert a["difference"] == pytest.approx(a["share"] - (by_outlet["b"]["share"] + by_outlet["c"]["share"]) / 2)
    assert 0 < a["difference_low"] < a["difference"] < a["difference_high"] < 1
    assert (a["p"], a["concept_p"], a["marked"], a["mentions"]) == (1 / 2000, 1 / 2000, True, 80)
    mirrored = next(row for row in rows if (row["outlet"], row["wording"]) == ("a", "seized"))
    assert (mirrored["difference"], mirrored["p"]) == (pytest.approx(-a["difference"]), a["p"])


def test_referents_and_small_outlets_are_not_tested():
    made = table([article(n, outlet, liberated_own=1, seized_at_mosul_own=1, seized_own=1) | {"id": f"{outlet}{n}"}
                  for outlet, size in (("a", 20), ("b", 5)) for n in range(size)])  # fmt: skip
    rows = compare_choices(made, ChoicesOptions(draws=50)).to_pylist()
    assert {(row["p"], row["q"], row["marked"]) for row in rows} == {(None, None, False)}
    assert {row["concept_p"] for row in rows} == {None}


def test_one_outlet_alone_is_not_tested():
    rows = compare_choices(outlets({"a": 0.5}, 1), ChoicesOptions(draws=50)).to_pylist()
    assert {(row["difference"], row["concept_p"]) for row in rows} == {(None, None)}


def test_a_planted_difference_is_found_and_where_there_is_none_little_is():
    """From 50 to 70 % in one of eight outlets is found in two of three collections; without it 1 in 20 mark anything."""
    runs = [marked(EIGHT | {"a": 0.7}, seed) for seed in range(60)]
    assert 36 <= sum("a" in found for found in runs) <= 54
    none = sum(bool(marked(EIGHT, seed)) for seed in range(60))
    assert none <= binom.ppf(0.995, 60, 0.05)


def test_where_nothing_differs_concepts_are_significant_as_often_as_chance_says():
    p = []
    for seed in range(150):
        options = ChoicesOptions(draws=20, permutations=99, seed=seed)
        p.append(compare_choices(outlets(EIGHT, seed, events=12), options).to_pylist()[0]["concept_p"])
    assert binom.ppf(0.005, 150, 0.05) <= sum(value <= 0.05 for value in p) <= binom.ppf(0.995, 150, 0.05)
