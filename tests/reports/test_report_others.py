"""Profiles, choices, scores, readings, catalogue and lexicons as reports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from masthead.engines import Tally
from masthead.engines.health import Health
from masthead.errors import UsageError
from masthead.features.rows import compared
from masthead.lexicons import bundled_choices, bundled_lexicon
from masthead.reports import Report, format_of, render
from masthead.reports.choices import choices_report
from masthead.reports.classifiers import scores_report
from masthead.reports.corpora import measurement_report, reading_report
from masthead.reports.instruments import choice_set_report, features_report, lexicon_report, lexicons_report
from masthead.reports.outlets import Shown
from masthead.reports.profiles import profile_report
from masthead.reports.terminal import Look
from masthead.schema import ARTICLES, CHOICES, FEATURES_IDENTITY, HEALTH, HITS, SCORES
from masthead.sources import Finding, Reading, Reject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from masthead.features.base import Feature


def terminal(report: Report, width: int = 80, **look: Any) -> str:
    return "".join(render(report, "table", Look(width=width, **look)))


def test_a_single_outlet_is_shown_with_its_counts(
    tables: Callable[..., Any], catalogue: Sequence[Feature], overview: Callable[..., Any]
) -> None:
    text = terminal(profile_report(tables(("Lantern",))[0], catalogue, overview(("Lantern",))))
    assert text.startswith("Lantern: 20 articles\n")
    assert "Loaded terms                    12.3  40 of 8,000        20        12\n" in text
    assert "per 1,000 own-voice words  10.0–15.0\n" in text


def test_a_profile_row_has_exactly_the_documented_fields(
    tables: Callable[..., Any], catalogue: Sequence[Feature], overview: Callable[..., Any]
) -> None:
    report = profile_report(tables(("A", "B"))[0], catalogue, overview(("A", "B")))
    rows = json.loads("".join(render(report, "json")))["rows"]
    assert list(rows[0]) == [
        "outlet",
        "feature",
        "family",
        "estimate",
        "low",
        "high",
        "n_articles",
        "n_clusters",
        "numerator",
        "denominator",
        "unit",
        "reason",
    ]


def choice(wording: str, outlet: str, share: float | None, own: int, **more: Any) -> dict[str, Any]:
    row = {"concept": "ruling_power", "wording": wording, "referent": None, "outlet": outlet, "share": share}
    counts = {"mentions_own": own, "mentions_attributed": 0, "mentions_quoted": 1, "n_articles": 9, "n_clusters": 9}
    return {**row, "low": None, "high": None, **counts, "reason": "too few clusters (9 < 10)", **more}


def test_choices_show_shares_and_leave_out_wordings_nobody_uses(overview: Callable[..., Any]) -> None:
    rows = [
        choice("regime", "A", 0.75, 15, low=0.5, high=0.9, reason=None),
        choice("government", "A", 0.25, 5, low=0.1, high=0.5, reason=None),
        choice("junta", "A", 0.0, 0),
        choice("regime", "B", 0.0, 0),
        choice("government", "B", 1.0, 3),
        choice("junta", "B", 0.0, 0),
    ]
    table = pa.Table.from_pylist(rows, schema=CHOICES)
    text = terminal(choices_report(table, {"ruling_power": "Those who rule"}, overview(("A", "B"))))
    assert (
        "Those who rule (23 mentions)\n"
        "mentions       20     3\n"
        "regime        75%     ·\n"
        "            50–90\n"
        "government    25%  100%\n"
        "            10–50\n"
    ) in text
    assert "junta" not in text


def test_too_few_mentions_are_said(overview: Callable[..., Any]) -> None:
    table = pa.Table.from_pylist([choice("regime", "A", 1.0, 2), choice("government", "A", 0.0, 0)], schema=CHOICES)
    report = choices_report(table, {}, overview(("A",)))
    assert report.lead == ("No concept has two rival wordings and 10 own-voice mentions in these articles.",)
    assert "ruling power" in terminal(choices_report(table, {}, overview(("A",)), show=Shown(everything=True)))


def test_scores_have_models_as_rows_and_metrics_as_columns() -> None:
    common = {"task": "label_bias", "split": "outlet", "n": 40, "n_outlets": 12, "seed": 0, "reason": None}
    common |= {"unit": "article", "effective_outlets": 7.25}
    by_outlet = {**common, "unit": "outlet", "n": 12, "metric": "accuracy"}
    rows = [
        {**by_outlet, "model": "majority", "value": 0.5, "low": 0.2, "high": 0.8},
        {**common, "model": "majority", "metric": "macro_f1", "value": 0.25, "low": 0.2, "high": 0.3},
        {**common, "model": "framing", "metric": "macro_f1", "value": 0.61234, "low": None, "high": None}
        | {"reason": "too few outlets (8 < 10)"},
    ]
    text = terminal(scores_report(pa.Table.from_pylist(rows, schema=SCORES), notes=("2 rows had no label",)))
    assert text.startswith("label_bias: 40 articles, 12 outlets, split by outlet\n")
    assert text.index("By outlet: 12 outlets\n") < text.index("By article: 40 articles\n")
    assert "majority        0.500\n" in text
    assert "majority       0.250\n          0.200–0.300\n" in text
    assert "12 outlets are worth 7.2 of one size." in " ".join(text.split())
    assert "framing        0.612¹\n" in text
    assert "¹ too few outlets (8 < 10)" in text
    assert "Note: 2 rows had no label." in text


def test_a_reading_is_shown_by_outlet_with_what_was_found() -> None:
    articles = pa.Table.from_pylist(
        [
            {"id": "1", "outlet": "A", "text": "x" * 90, "genre": "news"},
            {"id": "2", "outlet": "A", "text": "x" * 10, "genre": "opinion"},
        ],
        schema=ARTICLES,
    )
    furniture = pa.table(
        {"outlet": ["A"], "kind": ["about_author"], "n_articles": [1], "n_spans": [2], "characters": [25]}
    )
    reading = Reading.of(articles, (), rejects=(Reject("empty", "b.txt", ""),), furniture=furniture)
    row = dict.fromkeys(HEALTH.names, 0) | {"outlet": "A", "n_articles": 2, "n_usable": 1, "n_empty": 1, "n_words": 9}
    row |= {"date_min": "2031-01-02", "date_max": "2031-03-04"}
    found = Finding("no text", "note", "A", 1, "e.g. 'Ferry'", "Not counted.")
    health = Health(pa.Table.from_pylist([row], schema=HEALTH), findings=(found,))
    text = terminal(reading_report(reading, health), width=120)
    assert "Read 2 articles of 1 outlet, 1 usable\n1 note.\n1 input could not be used.\n" in text
    assert "outlet  articles  usable  words  dates                     empty  furniture  opinion\n" in text
    assert "A              2       1      9  2031-01-02 to 2031-03-04      1        25%        1\n" in text
    assert "no text  A       1  e.g. 'Ferry'  Not counted.\n" in text
    assert "about author         1      2          25\n" in text


def test_a_reading_counts_each_genre_that_articles_say_they_are_of() -> None:
    genres = ("unknown", "letter", "live blog", "letter")
    rows = [{"id": f"{n}", "outlet": "A", "text": "x", "genre": genre} for n, genre in enumerate(genres)]
    row = dict.fromkeys(HEALTH.names, 0) | {"outlet": "A", "date_min": None, "date_max": None}
    health = Health(pa.Table.from_pylist([row], schema=HEALTH), findings=())
    text = terminal(reading_report(Reading.of(pa.Table.from_pylist(rows, schema=ARTICLES), ()), health), width=120)
    assert "furniture  letter  live blog\n" in text
    assert "0%       2          1\n" in text


def test_a_measurement_counts_words_nulls_and_hits() -> None:
    rows = [
        {"id": "1", "outlet": "A", "reason": None, "words.own": 8.0, "words.attributed": 1.0, "words.quoted": 1.0},
        {"id": "2", "outlet": "A", "reason": "language"},
    ]
    schema = FEATURES_IDENTITY
    for voice in ("own", "attributed", "quoted"):
        schema = schema.append(pa.field(f"words.{voice}", pa.float64()))
    hit = {"article_id": "1", "field": "text", "start": 0, "end": 1, "category": "label", "term": "x", "voice": "own"}
    hits = pa.Table.from_pylist([{**hit, "family": "loaded"}], schema=HITS)
    text = terminal(measurement_report(Tally.of(pa.Table.from_pylist(rows, schema=schema), hits)))
    assert "outlet  articles  words  language\n" in text
    assert "A              2     10         1\n" in text
    assert "loaded    1           ·       ·    1\n" in text


def test_the_catalogue_shows_unit_meaning_and_pooling(catalogue: Sequence[Feature]) -> None:
    report = features_report(catalogue)
    text = terminal(report)
    assert text.startswith("3 features, 2 of them primary\n")
    assert "loaded.all ★" in text
    assert "ratio of sums" in text
    row = json.loads("".join(render(report, "json")))["rows"][0]
    assert row["feature"] == "loaded.all"
    assert row["pooling"] == "ratio of sums"
    assert row["high"] is None


def test_lexicons_are_listed_with_version_and_size() -> None:
    hedging = bundled_lexicon("hedging")
    report = lexicons_report([hedging], bundled_choices())
    assert f"hedging {hedging.version:>20}"[:7] in terminal(report)
    assert report.rows[0]["sha256"] == hedging.sha256
    assert len(report.rows) == 1 + len(bundled_choices())


def test_every_entry_of_a_lexicon_is_in_its_report() -> None:
    hedging = bundled_lexicon("hedging")
    report = lexicon_report(hedging)
    assert [row["term"] for row in report.rows] == [entry.term for entry in hedging.entries]
    assert f"license: {hedging.license}" in report.lead


def test_a_choice_set_shows_its_wordings() -> None:
    choice_set = next(item for item in bundled_choices() if item.concept == "ruling_power")
    text = terminal(choice_set_report(choice_set))
    assert all(name.replace("_", " ") in text for name in choice_set.wordings)


def test_an_unknown_family_is_named_with_its_nearest(catalogue: Sequence[Feature]) -> None:
    with pytest.raises(UsageError, match=r"there is no family 'loadd'. Did you mean 'loaded'\?"):
        compared(catalogue, ["loadd"])


def test_an_unknown_ending_lists_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        format_of(".jsonn")
    assert "Did you mean '.json'?" in caught.value.what
    assert ".tex" in str(caught.value.fix)


def test_csv_writes_nested_values_as_json() -> None:
    report = Report(
        title="", rows=[{"id": "1", "spans": [{"start": 0, "end": 3}], "n": None}], fields=("id", "spans", "n")
    )
    assert "".join(render(report, "csv")) == 'id,spans,n\n1,"[{""start"":0,""end"":3}]",\n'
