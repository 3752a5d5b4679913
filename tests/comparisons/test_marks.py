"""What is marked: on enough hits, with quotation marks, and not by one cluster, one outlet or a few long articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from masthead.comparisons.choices import compare_choices
from masthead.comparisons.compare import compare
from masthead.comparisons.fragile import Difference, withstands
from masthead.comparisons.options import ChoicesOptions, CompareOptions
from masthead.comparisons.outlets import LOST, compare_outlets
from masthead.engines import How
from masthead.engines.health import MANY_WORDS, marks_lost
from masthead.features import catalogue, without_choices
from masthead.features.base import Feature
from masthead.profiles.facts import FEW_HITS, FEW_MISSES
from masthead.sources import ReadOptions

FA_KES = Path(__file__).parents[3] / "shared" / "corpora" / "articles" / "fa_kes.parquet"
OPTIONS = CompareOptions(draws=199, permutations=999)


def feature(name: str = "loaded.all", **row: Any) -> Feature:
    kind = {"kind": "density", "scale": 1000.0, "numerator": ("hits",), "denominator": ("words.own",)} | row
    return Feature(name=name, family="loaded", title=name, unit="", higher="", citation="", primary=True, **kind)


def articles(outlet: str, hits: list[int], words: int = 500, quoted: int = 50) -> list[dict[str, Any]]:
    """One article a day with so many hits, and all its words but the quoted ones in the outlet's own voice."""
    base = {"reason": None, "words.own": words, "words.attributed": 0, "words.quoted": quoted}
    return [
        {
            "id": f"{outlet}{n}",
            "outlet": outlet,
            "date": f"2031-{n // 28 + 1:02}-{n % 28 + 1:02}",
            "hits": count,
            **base,
        }
        for n, count in enumerate(hits)
    ]


def compared(rows: list[dict[str, Any]], *features: Feature, **options: Any) -> dict[tuple[str, str], dict[str, Any]]:
    asked = CompareOptions(**{"draws": 199, "permutations": 999} | options)
    found = compare_outlets(pa.Table.from_pylist(rows), features or (feature(),), asked).to_pylist()
    return {(row["outlet"], row["feature"]): row for row in found}


def test_two_outlets_are_one_row_the_first_minus_the_second() -> None:
    rows = articles("Quill", [2, 4] * 10) + articles("Harrow Post", [8, 10] * 10)
    (row,) = compared(rows).values()
    assert (row["outlet"], row["reference"]) == ("Harrow Post", "Quill")
    assert (row["estimate"], row["difference"]) == (18.0, 12.0)
    assert (row["hits"], row["hits_expected"], row["hits_reference"]) == (180.0, 60.0, 60.0)
    assert (row["marked"], row["fragile"]) == (True, None)
    (turned,) = compared(rows, baseline="Harrow Post").values()
    assert (turned["outlet"], turned["reference"], turned["difference"]) == ("Quill", "Harrow Post", -12.0)
    assert (turned["low"], turned["high"]) == (-row["high"], -row["low"])


def test_a_test_takes_ten_hits_had_or_expected() -> None:
    few = compared(articles("Quill", [1] * 9 + [0] * 11) + articles("Post", [0] * 20))["Post", "loaded.all"]
    assert (few["hits"], few["hits_expected"], few["p"], few["q"], few["marked"]) == (0.0, 9.0, None, None, False)
    assert few["reason"] == FEW_HITS
    assert few["low"] < few["difference"] < few["high"]
    enough = compared(articles("Quill", [1] * 10 + [0] * 10) + articles("Post", [0] * 20))["Post", "loaded.all"]
    assert enough["hits_expected"] == 10.0
    assert enough["p"] is not None


def test_of_a_share_the_same_is_asked_of_what_is_no_hit() -> None:
    share = feature(kind="share", scale=100.0, high=100.0, numerator=("hits",), denominator=("words.own",))
    rows = articles("Post", [20] * 19 + [15], words=20) + articles("Quill", [20] * 20, words=20)
    row = compared(rows, share)["Post", "loaded.all"]
    assert (row["hits"], row["p"], row["reason"]) == (395.0, None, FEW_MISSES)
    rows = articles("Post", [20] * 19 + [10], words=20) + articles("Quill", [20] * 20, words=20)
    assert compared(rows, share)["Post", "loaded.all"]["p"] is not None


def test_rows_with_too_few_hits_count_in_q_as_p_one() -> None:
    rare = feature("loaded.rare", numerator=("rare",))
    rows = articles("Post", [8, 10] * 10) + articles("Quill", [2, 4] * 10)
    rows = [row | {"rare": int(n == 0)} for n, row in enumerate(rows)]
    alone, both = compared(rows)["Post", "loaded.all"], compared(rows, feature(), rare)["Post", "loaded.all"]
    assert both["p"] == alone["p"] == alone["q"]
    assert both["q"] == 2 * alone["q"]


def test_a_mean_and_a_formula_have_no_hits_and_are_tested_all_the_same() -> None:
    mean = feature("style.mean", kind="mean", numerator=("hits",), denominator=("one",))
    rows = [row | {"one": 1} for row in articles("Post", [0, 1] * 10) + articles("Quill", [0, 0, 1, 0] * 5)]
    row = compared(rows, mean)["Post", "style.mean"]
    assert (row["hits"], row["hits_expected"]) == (None, None)
    assert row["p"] is not None


def test_a_score_counts_the_words_that_have_one() -> None:
    score = feature("my.mean", kind="score", numerator=("sum",), denominator=("hits",), low=-1.0, high=1.0)
    rows = [row | {"sum": row["hits"] * 0.5} for row in articles("Post", [1, 2] * 10) + articles("Quill", [2] * 20)]
    assert compared(rows, score)["Post", "my.mean"]["hits"] == 30.0


def test_marks_are_lost_where_so_many_words_have_none() -> None:
    enough = articles("Quill", [0] * 10, words=MANY_WORDS // 10, quoted=0)
    short = articles("Post", [0] * 10, words=MANY_WORDS // 10 - 1, quoted=0)
    one = articles("Lantern", [0] * 10, words=1000, quoted=0)
    one[3]["words.quoted"] = 1
    table = pa.Table.from_pylist(enough + short + one)
    assert marks_lost(table) == {"Quill"}
    foreign = pa.Table.from_pylist([row | {"reason": "language"} for row in enough])
    assert marks_lost(foreign) == frozenset()
    assert marks_lost(table.drop_columns(["words.quoted"])) == frozenset()


@pytest.mark.parametrize("options", [{}, {"events": True}, {"baseline": "Post"}, {"all_pairs": True}])
def test_an_outlet_without_quotation_marks_is_neither_tested_nor_held_against(options: dict[str, Any]) -> None:
    voiced, plain = feature(voice_aware=True), feature("style.plain")
    lost = articles("Lost", [40, 50] * 10, quoted=0)
    others = articles("Post", [8, 10] * 10) + articles("Quill", [2, 4] * 10)
    rows = [row | {"event": row["date"]} for row in lost + others]
    found = compared(rows, voiced, plain, **options)
    missing = found["Lost", "loaded.all"]
    assert [missing[name] for name in ("difference", "low", "p", "q", "marked")] == [None, None, None, None, False]
    assert missing["reason"] == LOST
    assert found["Lost", "style.plain"]["q"] is not None
    (row,) = [row for row in found.values() if {row["outlet"], row["reference"]} & {"Quill"} and row["q"] is not None][
        :1
    ]
    assert row is not None
    if not options:
        assert found["Post", "loaded.all"]["difference"] == 18.0 - 6.0
        assert found["Post", "style.plain"]["difference"] == 18.0 - (6.0 + 90.0) / 2


def test_a_baseline_without_quotation_marks_is_named() -> None:
    rows = articles("Lost", [4] * 20, quoted=0) + articles("Post", [8, 10] * 10) + articles("Quill", [2, 4] * 10)
    found = compared(rows, feature(voice_aware=True), baseline="Lost")
    assert {row["reason"] for row in found.values()} == {f"the baseline {LOST}"}


def test_what_hangs_on_quotation_marks_is_all_that_tells_voices_apart() -> None:
    named = {row.name for row in without_choices(catalogue()) if row.needs_marks}
    families = {name.partition(".")[0] for name in named}
    assert families == {"loaded", "attribution", "hedging", "style"}
    assert {"attribution.quoted_share", "loaded.all", "hedging.rate", "style.headline_quotes"} <= named
    free = {row.name for row in without_choices(catalogue())} - named
    assert {"loaded.headline", "style.mattr", "style.sentence_length"} <= free
    read = {column for row in without_choices(catalogue()) if row.name in free for column in row.columns}
    voices = {column.rpartition(".")[0] for column in read if column.endswith((".own", ".attributed", ".quoted"))}
    assert all({f"{name}.{voice}" for voice in ("own", "attributed", "quoted")} <= read for name in voices)


def test_a_mark_that_one_cluster_carries_says_so() -> None:
    steady = [4, 6] * 20
    rows = articles("Post", [40, 42] * 10) + articles("Quill", steady) + articles("Lantern", steady)
    assert compared(rows)["Post", "loaded.all"]["fragile"] is None
    hits = [30, 34] * 9 + [31, 300]
    row = compared(articles("Post", hits) + articles("Quill", steady) + articles("Lantern", steady))[
        "Post", "loaded.all"
    ]
    assert row["marked"]
    assert row["fragile"].startswith("one cluster holds 33% of the hits")


def test_a_mark_that_hangs_on_one_of_the_rest_names_it() -> None:
    alike = [10, 14] * 10
    rows = (
        articles("Post", alike) + articles("Quill", alike) + articles("Lantern", alike) + articles("Odd", [80, 90] * 10)
    )
    found = compared(rows)
    assert found["Post", "loaded.all"]["marked"]
    assert found["Post", "loaded.all"]["fragile"] == "disappears without Odd"
    assert found["Odd", "loaded.all"]["fragile"] is None


def test_a_mark_that_hangs_on_the_longest_articles_says_so() -> None:
    # Of Post's 40 articles the longest also has the most hits.
    plain = articles("Quill", [9, 11] * 20)
    rows = articles("Post", [10, 11] * 18 + [9, 11] * 2)
    rows[-2] |= {"words.own": 600, "hits": 18}
    row = compared(rows + plain)["Post", "loaded.all"]
    assert (row["marked"], row["fragile"]) == (True, "disappears without the longest 2% of articles")
    del rows[-2], plain[0]
    assert compared(rows + plain)["Post", "loaded.all"]["p"] > row["p"]


@pytest.mark.parametrize(
    ("left", "stays"),
    [
        ((3.0, 1.0), True),
        ((-3.0, 1.0), False),  # the other sign
        ((1.9, 1.0), False),  # the interval, moved, is -0.1 to 3.9
        ((2.2, 1.0), True),  # 2.2 is above z(0.03) / z(0.01) = 0.842 of 2.6
        ((2.1, 1.0), False),  # and 2.1 below it
        ((3.0, 2.0), False),  # the interval, widened, is -1 to 7
        ((1.0, 0.0), True),
    ],
)
def test_what_a_mark_withstands(left: tuple[float, float], stays: bool) -> None:
    row = {"low": 0.6, "high": 4.6, "p": 0.01}
    assert withstands(row, Difference(2.6, 1.0), Difference(*left), 0.03, OPTIONS) is stays


def test_of_the_least_p_the_difference_itself_says_how_far_it_is() -> None:
    row, least = {"low": 8.0, "high": 12.0, "p": 0.001}, Difference(10.0, 1.0)
    assert withstands(row, least, Difference(4.0, 1.0), 0.03, OPTIONS)
    assert not withstands(row | {"p": 0.002}, least, Difference(4.0, 1.0), 0.03, OPTIONS)


@pytest.mark.skipif(not FA_KES.is_file(), reason="the FA-KES articles are not here")
@pytest.mark.parametrize("options", [{}, {"by": "camp"}, {"baseline": "reuters"}, {"all_pairs": True}])
def test_fa_kes_marks_nothing_that_hangs_on_lost_quotation_marks(options: dict[str, Any]) -> None:
    how = How(read=ReadOptions(label="camp"))
    found = compare(str(FA_KES), CompareOptions(draws=50, permutations=199, **options), how)
    hanging = {row.name for row in found.catalogue if row.needs_marks}
    lost = marks_lost(found.features)
    assert len(lost) == 4
    wrong = [row for row in found.comparisons.to_pylist() if row["marked"] and row["feature"] in hanging]
    assert not [row for row in wrong if {row["outlet"], row["reference"]} & lost]


def test_choices_are_not_tested_without_quotation_marks() -> None:
    rows = [
        row
        | {
            "choices": [
                {"name": "choices.camp.rebel.own", "count": float(2 + n % 2)},
                {"name": "choices.camp.fighter.own", "count": float(1 + (n + shift) % 3)},
            ]
        }
        for outlet, quoted, shift in (("Lost", 0, 0), ("Post", 50, 1), ("Quill", 50, 2))
        for n, row in enumerate(articles(outlet, [0] * 20, quoted=quoted))
    ]
    found = {
        (row["wording"], row["outlet"]): row
        for row in compare_choices(pa.Table.from_pylist(rows), ChoicesOptions(draws=50, permutations=99)).to_pylist()
    }
    assert found["rebel", "Lost"]["reason"] == LOST
    assert found["rebel", "Lost"]["q"] is None
    assert found["rebel", "Post"]["reference"] == "rest"
    assert found["rebel", "Post"]["q"] is not None
