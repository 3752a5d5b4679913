"""What is said of the measured validity of the features a report shows."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

import pytest

from masthead.evaluation import agreement as figures
from masthead.evaluation.validity import load_suite
from masthead.features import catalogue, without_choices
from masthead.reports import agreement
from masthead.reports.instruments import feature_report, features_report
from masthead.storage import bundled

FEATURES = {feature.name: feature for feature in without_choices(catalogue())}
SHARE, LOADED, MATTR = (FEATURES[name] for name in ("attribution.sentence_share", "loaded.all", "style.mattr"))


def row(task: str, metric: str, value: float, outlet: str | None = None, half: float = 0.01) -> dict[str, Any]:
    instrument, corpus, _ = task.split(".")
    common = {"task": task, "instrument": instrument, "corpus": corpus, "metric": metric, "outlet": outlet}
    return {
        **common,
        "lexicon": "cues",
        "value": value,
        "low": value - half,
        "high": value + half,
        "n": 100,
        "reason": None,
    }


ARTICLE, OUTLET, BASIL = "attribution.polnear.article", "attribution.polnear.outlet", "loaded.basil.sentence"


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put other figures in the place of those that ship."""
    _, tasks, corpora = figures.shipped()

    def put(*rows: dict[str, Any]) -> None:
        monkeypatch.setattr(figures, "shipped", lambda: (rows, tasks, corpora))

    return put


def test_how_far_figures_of_outlets_are_off_is_said_in_one_sentence(shipped: Any) -> None:
    shipped(
        *(row(OUTLET, "bias", value, outlet) for value, outlet in ((-0.05, None), (-0.082, "nyt"), (-0.02, "usa"))),
        row(OUTLET, "bias_spread", 0.062),
        row(ARTICLE, "mae", 0.13, "nyt"),
        row(ARTICLE, "mae", 0.196, "usa"),
    )
    assert agreement.caution([SHARE, MATTR]) == (
        "Measured validity: on PolNeAR, attributed sentences are off by −5.0 points for the average outlet (nyt −8.2 to "
        "usa −2.0), so by up to 6.2 points between two outlets. Small differences may come from the instrument "
        "(docs/validity.md)."
    )
    assert agreement.caution([LOADED, MATTR]) == ""


def test_an_error_of_articles_alone_says_nothing_of_outlets(shipped: Any) -> None:
    shipped(row(ARTICLE, "mae", 0.13, "nyt"), row(ARTICLE, "mae", 0.196, "usa"), row(OUTLET, "bias", -0.05))
    assert agreement.caution([SHARE]) == ""


def test_weak_agreement_is_told_by_the_first_figure_of_a_task(shipped: Any) -> None:
    shipped(row(BASIL, "auc", 0.601), row(BASIL, "f1", 0.17), row("loaded.ptc.sentence", "auc", 0.745))
    label = FEATURES["loaded.label"]
    assert agreement.caution([LOADED, label]).startswith(
        "Measured validity: loaded terms agreed weakly with readers of BASIL (AUC 0.60). "
    )
    shipped(row(BASIL, "auc", 0.7), row(BASIL, "f1", 0.17))
    assert agreement.caution([LOADED]) == ""


def test_a_feature_is_shown_with_its_figures_and_their_limits(shipped: Any) -> None:
    shipped(row(ARTICLE, "mae", 0.15), row(ARTICLE, "mae", 0.13, "nyt"))
    report = feature_report(SHARE)
    assert report.title == "attribution.sentence_share: Attributed sentences"
    assert report.remarks[0] == "attribution.polnear.article: the share of an article's sentences that are attributed."
    assert report.remarks[1].startswith("polnear: A very broad notion of attribution")
    [shown] = report.rows
    assert shown["agreement"] == [
        {"task": ARTICLE, "metric": "mae", "value": 0.15, "low": pytest.approx(0.14), "high": 0.16, "n": 100}
    ]
    assert feature_report(MATTR).remarks == ("Not measured: there is no figure for its agreement with people.",)
    [section] = features_report([SHARE]).blocks[0].sections
    assert section.rows[0][1].detail == "MAE 0.15 polnear"
    [section] = features_report([MATTR]).blocks[0].sections
    assert section.rows[0][1].detail == "not measured"


@pytest.mark.parametrize(
    ("feature", "tasks"),
    [
        ("attribution.official_share", {"kinds.source_kinds.state"}),
        ("attribution.anonymous_share", {"kinds.source_kinds.anonymous"}),
        ("attribution.distinct_sources", set()),
        ("attribution.cues_doubt", set()),
        ("loaded.label", set()),
        ("hedging.epistemic", set()),
    ],
)
def test_a_feature_has_its_own_figures_or_none(feature: str, tasks: set[str]) -> None:
    suite = load_suite(bundled(figures.DECLARED))
    found = {task.id for task in suite.tasks if any(fnmatchcase(feature, pattern) for pattern in task.features)}
    assert found == tasks


def test_what_ships_is_declared_and_every_pattern_fits_a_feature() -> None:
    suite = load_suite(bundled(figures.DECLARED))
    rows = json.loads(bundled(figures.RESULTS).read_bytes())["rows"]
    assert {row["task"] for row in rows} <= {task.id for task in suite.tasks}
    patterns = [pattern for task in suite.tasks for pattern in task.features]
    assert [name for name in patterns if not any(fnmatchcase(feature, name) for feature in FEATURES)] == []
    covered = {feature for feature in FEATURES if figures.figures_of(feature)}
    primary = {name for name, feature in FEATURES.items() if feature.primary}
    assert {"loaded.all", "attribution.sentence_share", "attribution.quoted_share", "hedging.rate"} <= covered & primary
