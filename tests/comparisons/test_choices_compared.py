"""Rival wordings: who calls what what, in whose voice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import binom

from masthead.comparisons import wordings
from masthead.comparisons.choices import compare_choices
from masthead.comparisons.options import ChoicesOptions
from masthead.errors import UsageError
from masthead.features.choices import TYPE
from masthead.schema import CHOICES, VOICES


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
    choices = pa.array([row["choices"] for row in rows], TYPE)
    made = pa.Table.from_pylist(rows)
    return made.set_column(made.column_names.index("choices"), "choices", choices)


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


def test_an_outlet_that_stands_out_does_not_mark_the_others():
    """One outlet at 100 % puts the mean that others are held against 7 points up; nobody else differs from the others."""
    rows = compare_choices(outlets(EIGHT | {"a": 1.0}, 3, 150), ChoicesOptions(draws=50, permutations=399)).to_pylist()
    others = [row for row in rows if row["outlet"] != "a" and row["wording"] == "liberated"]
    assert sum(row["p"] < 0.05 for row in others) >= 3
    assert {row["outlet"] for row in rows if row["marked"]} == {"a"}


def concepts(names: str, **shares: float) -> pa.Table:
    """Some concepts with the same planted outlet in each, and lengths of articles."""
    made = outlets(EIGHT | shares, 3).to_pylist()
    for row in made:
        counts = row["choices"]
        row["choices"] = [
            {"name": each["name"].replace("capture", concept), "count": each["count"]}
            for concept in names
            for each in counts
        ]
        row |= {f"words.{voice}": 100 for voice in VOICES}
    return table(made)


def test_concepts_compared_one_at_a_time_give_what_they_give_together(monkeypatch):
    made = concepts("pqr", a=1.0)
    options = ChoicesOptions(draws=50, permutations=399)
    together = compare_choices(made, options)
    monkeypatch.setattr(wordings, "AT_ONCE", 1)
    assert compare_choices(made, options).equals(together)


def test_whether_events_are_matched_is_one_answer_for_all_concepts(monkeypatch):
    """The concept p stands in articles on shared events, q in articles on events that one outlet alone reports."""
    rows = concepts("p").to_pylist()
    for row in rows:
        row["event"] = f"shared {row['id'][1:]}"
    alone = [
        {**row, "id": f"{row['id']} q", "event": f"{row['id']} alone",
         "choices": [{**each, "name": each["name"].replace(".p.", ".q.")} for each in row["choices"]]}
        for row in rows
    ]  # fmt: skip
    options = ChoicesOptions(draws=50, permutations=99, events=True)
    together = compare_choices(table(rows + alone), options)
    monkeypatch.setattr(wordings, "AT_ONCE", 1)
    assert compare_choices(table(rows + alone), options).equals(together)
    assert {row["p"] for row in together.to_pylist() if row["concept"] == "q"} == {None}


def test_a_mark_says_that_one_long_article_carries_it():
    """Of 118 mentions 40 stand in one article of the outlet that stands out."""
    plain = concepts("p", a=1.0).to_pylist()
    assert fragile(plain) == {None}
    for row in plain:
        if row["id"] == "a0":
            row["choices"] = [{"name": "choices.p.liberated.own", "count": 40.0}]
    assert fragile(plain) == {"one cluster holds 34% of the hits"}


def fragile(rows: list[dict[str, Any]]) -> set[str | None]:
    """What the marks of the outlet that stands out depend on."""
    found = compare_choices(table(rows), ChoicesOptions(draws=50)).to_pylist()
    shown = [row for row in found if row["outlet"] == "a" and row["wording"] == "liberated"]
    assert [row["marked"] for row in shown] == [True]
    return {row["fragile"] for row in shown}


def test_two_wordings_of_a_concept_count_once():
    """Four outlets, two wordings: a family of 4, q of the smallest p four times that."""
    rows = compare_choices(outlets(dict.fromkeys("abcd", 0.5), 5), ChoicesOptions(draws=50)).to_pylist()
    p = sorted(row["p"] for row in rows if row["wording"] == "liberated")
    smallest = min(4 * value / place for place, value in enumerate(p, 1))
    assert min(row["q"] for row in rows) == pytest.approx(min(smallest, 1.0))
    by_outlet = {(row["wording"], row["outlet"]): row["q"] for row in rows}
    assert all(by_outlet["liberated", outlet] == by_outlet["seized", outlet] for outlet in "abcd")


def test_a_wording_in_fewer_clusters_than_ten_has_no_q():
    made = [
        article(n, outlet, liberated_own=n % 2, seized_own=1, retaken_own=2 * int(outlet == "a" and n < 9)) | {"id": f"{outlet}{n}"}
        for outlet in "abc"
        for n in range(20)
    ]  # fmt: skip
    rows = compare_choices(table(made), ChoicesOptions(draws=50, permutations=99)).to_pylist()
    assert {row["wording"] for row in rows if row["p"] is not None} == {"liberated", "retaken", "seized"}
    assert {row["wording"] for row in rows if row["q"] is not None} == {"liberated", "seized"}
    assert {row["marked"] for row in rows if row["wording"] == "retaken"} == {False}


def test_on_shared_events_an_outlet_is_held_against_reports_of_the_same_event():
    """Events differ from none to all; outlet a is one mention of two above b and c in each where it can be."""
    rows = []
    for n in range(30):
        for outlet in "abc":
            first = min(2, n % 2 + (outlet == "a"))
            made = article(n, outlet, liberated_own=first, seized_own=2 - first)
            rows.append(made | {"id": f"{outlet}{n}", "event": f"e{n:02d}"})
    found = compare(rows, events=True, permutations=399)
    a = found["a", "liberated", None]
    assert (a["share"], a["difference"], a["low"], a["n_clusters"]) == (
        pytest.approx(0.75),
        pytest.approx(0.5),
        None,
        30,
    )
    assert (a["marked"], a["concept_p"]) == (True, 1 / 400)
    assert not found["b", "liberated", None]["marked"]


def test_groups_of_outlets_have_outlets_as_units():
    """Four outlets on either side: of 70 ways to part eight, two are as extreme."""
    made = outlets(dict.fromkeys("abcd", 0.9) | dict.fromkeys("efgh", 0.2), 1)
    side = pa.array(["left" if outlet in "abcd" else "right" for outlet in made["outlet"].to_pylist()])
    rows = compare_choices(made.append_column("label_side", side), ChoicesOptions(group="side", draws=50)).to_pylist()
    left = next(row for row in rows if (row["outlet"], row["wording"]) == ("left", "liberated"))
    assert (left["p"], left["q"], left["n_clusters"], left["marked"]) == (2 / 70, 2 / 70, 4, True)
    assert left["mentions"] == 4 * 80
    by_outlet = {row["outlet"]: row["share"] for row in compare_choices(made, ChoicesOptions(draws=50)).to_pylist()[:8]}
    assert left["share"] == pytest.approx(sum(by_outlet[outlet] for outlet in "abcd") / 4)


def test_groups_too_few_are_not_tested():
    made = outlets({"a": 0.9, "b": 0.8, "c": 0.2}, 1)
    side = pa.array(["left" if outlet in "ab" else "right" for outlet in made["outlet"].to_pylist()])
    rows = compare_choices(made.append_column("label_side", side), ChoicesOptions(group="side", draws=50)).to_pylist()
    assert {(row["p"], row["q"], row["concept_p"]) for row in rows} == {(None, None, None)}


def test_parts_are_compared_each_by_itself_with_one_family():
    made = outlets({"a": 0.9, "b": 0.2}, 1)
    genre = pa.array(["news" if n % 2 else "opinion" for n in range(made.num_rows)])
    rows = compare_choices(made.append_column("genre", genre), ChoicesOptions(by="genre", draws=50)).to_pylist()
    assert [row["stratum"] for row in rows] == ["news"] * 4 + ["opinion"] * 4
    assert {(row["mentions"], row["n_clusters"]) for row in rows} == {(40, 20)}
    assert [(row["outlet"], row["reference"]) for row in rows if row["marked"]] == [("a", "b")] * 4


def test_groups_do_not_go_with_events_or_parts():
    with pytest.raises(UsageError, match="--group compares groups of outlets, on all their articles"):
        ChoicesOptions(group="side", by="genre")


def test_the_columns_that_a_paper_needs_stand_first():
    first = "concept wording outlet share low high difference difference_low difference_high effect p q marked mentions"
    assert CHOICES.names[:15] == [*first.split(), "n_clusters"]


def test_where_nothing_differs_concepts_are_significant_as_often_as_chance_says():
    p = []
    for seed in range(150):
        options = ChoicesOptions(draws=20, permutations=99, seed=seed)
        p.append(compare_choices(outlets(EIGHT, seed, events=12), options).to_pylist()[0]["concept_p"])
    assert binom.ppf(0.005, 150, 0.05) <= sum(value <= 0.05 for value in p) <= binom.ppf(0.995, 150, 0.05)
