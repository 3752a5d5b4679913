"""The A/A test and the table of other choices, as the person at the terminal reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from rich.cells import cell_len

from masthead.reports import FORMATS, Report, render
from masthead.reports.outlets import Shown
from masthead.reports.terminal import Look
from masthead.reports.trust import alarms_report, sensitivity_report
from masthead.schema import ALARMS, SENSITIVITY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from masthead.features.base import Feature


def plain(report: Report, width: int = 80) -> str:
    return " ".join("".join(render(report, "table", Look(width=width))).split())


def tried(feature: str, share: float | None, ks: float | None = 0.4, **more: Any) -> dict[str, Any]:
    row = {
        "split": "random",
        "feature": feature,
        "family": feature.partition(".")[0],
        "primary": True,
        "n": 1000,
        "n_outlets": 5,
    }
    return row | {"share_below_05": share, "low": 0.036, "high": 0.064, "ks_p": ks, "reason": None} | more


@pytest.fixture
def alarms(catalogue: Sequence[Feature], overview: Callable[..., Any]) -> Callable[..., Report]:
    def make(*rows: dict[str, Any], **more: Any) -> Report:
        table = pa.Table.from_pylist(rows, schema=ALARMS)
        return alarms_report(table, catalogue[: len(rows)], overview(["A", "B"]), splits=200, **more)

    return make


def test_a_test_that_holds_its_level_is_said_to(alarms: Callable[..., Report]) -> None:
    said = plain(alarms(tried("loaded.all", 0.048), tried("style.questions", 0.055)))
    assert "p holds its level: where nothing differs 4.8–5.5% of p are below 0.05, by feature; 5% should be." in said
    assert "Loaded terms 4.8% 3.6–6.4% 0.400 1,000 Style" in said
    assert "compared like two outlets. 5 outlets large enough." in said


def test_outlets_are_counted_by_feature_where_their_number_differs(alarms: Callable[..., Report]) -> None:
    said = plain(alarms(tried("loaded.all", 0.048), tried("style.questions", 0.055, n=800, n_outlets=4)))
    assert "Loaded terms 4.8% 3.6–6.4% 0.400 1,000 5 outlets" in said
    assert "Question marks 5.5% 3.6–6.4% 0.400 800 4 outlets" in said


def test_a_test_that_does_not_is_named_with_its_share(alarms: Callable[..., Report]) -> None:
    said = plain(alarms(tried("loaded.all", 0.21, 1e-9), tried("style.questions", 0.055), ignore_clusters=True))
    assert (
        "p does not hold its level for 1 of 2 features: where nothing differs 5% of p should be below 0.05, and more are "
        "(Loaded terms 21.0%)." in said
    )
    assert "Loaded terms 21.0% ▲ 3.6–6.4% <0.001" in said
    assert "Clusters are ignored" in said


def test_one_row_a_little_outside_its_band_is_chance_among_many(alarms: Callable[..., Report]) -> None:
    said = plain(alarms(tried("loaded.all", 0.0645), tried("style.questions", 0.05), tried("style.numbers", 0.05)))
    assert "Loaded terms 6.5% ▲" in said
    assert "p holds its level" in said


@pytest.mark.parametrize(("share", "ks"), [(0.05, 1e-4), (0.01, 0.3)])
def test_a_p_that_is_cautious_or_takes_steps_is_told_from_one_that_cries_wolf(
    alarms: Callable[..., Report], share: float, ks: float
) -> None:
    said = plain(alarms(tried("loaded.all", share, ks)))
    assert "p raises no more false alarms than 5%, but its values are not equally likely for 1 of 1 feature" in said


def test_a_feature_without_a_test_says_why(alarms: Callable[..., Report]) -> None:
    none = tried(
        "style.questions", None, None, n=0, n_outlets=0, low=None, high=None, reason="no outlet varies in this feature"
    )
    said = plain(alarms(tried("loaded.all", 0.05), none))
    assert "Question marks –¹" in said
    assert "¹ no outlet varies in this feature" in said


def case(outlet: str, choice: str, difference: float, conclusion: str | None, **more: Any) -> dict[str, Any]:
    row = {"feature": "loaded.all", "family": "loaded", "primary": True, "outlet": outlet, "reference": "rest"}
    row |= {"choice": choice, "difference": difference, "conclusion": conclusion, "n_articles": 20, "n_clusters": 20}
    return row | {"changed": False} | more


@pytest.fixture
def sensitive(catalogue: Sequence[Feature], overview: Callable[..., Any]) -> Callable[..., Report]:
    def make(rows: Sequence[dict[str, Any]], show: Shown | None = None, **more: Any) -> Report:
        table = pa.Table.from_pylist(list(rows), schema=SENSITIVITY)
        outlets = list(dict.fromkeys(row["outlet"] for row in rows))
        return sensitivity_report(table, catalogue[:1], overview(outlets), show=show or Shown(), **more)

    return make


TURNED = [
    case("Velk Daily", "as compared", 4.0, "higher"),
    case("Velk Daily", "quotations", 0.5, "none", changed=True),
    case("Harrow Post", "as compared", -4.0, "lower"),
    case("Harrow Post", "quotations", -3.5, "lower"),
]


def test_what_hangs_on_a_choice_is_said_first(sensitive: Callable[..., Report]) -> None:
    said = plain(sensitive(TURNED))
    assert (
        "1 of 2 differences depends on a choice. Velk Daily, Loaded terms: higher, but no difference (quotations)."
        in said
    )
    assert "Velk Daily +4.00 ▲ +0.50 Harrow Post −4.00 ▼ −3.50 ▼" in said
    assert "Quotations: quoted and paraphrased words counted like own voice." in said


def test_where_no_choice_matters_that_is_said(sensitive: Callable[..., Report]) -> None:
    rows = [row | {"changed": False, "conclusion": "none"} for row in TURNED]
    assert "No choice changes a conclusion: 2 differences, 1 other choice." in plain(sensitive(rows))


def test_where_there_is_nothing_to_try_that_is_said(sensitive: Callable[..., Report]) -> None:
    assert "There is no choice to try" in plain(sensitive(TURNED[::2], thresholds=False))


def test_of_many_outlets_those_that_hang_on_a_choice_are_shown(sensitive: Callable[..., Report]) -> None:
    many = [case(f"Gazette {n}", choice, 1.0, "none") for n in range(61) for choice in ("as compared", "quotations")]
    said = plain(sensitive([*TURNED, *many]))
    assert "Velk Daily" in said
    assert "Gazette" not in said
    assert "all of them: --all-outlets" in said
    assert "Gazette 60" in plain(sensitive([*TURNED, *many], Shown(all_outlets=True)))


@pytest.mark.parametrize("width", [80, 160])
def test_both_fit_the_terminal(alarms: Callable[..., Report], sensitive: Callable[..., Report], width: int) -> None:
    names = ("as compared", "with wire", "quotations", "headlines", "faint words", "strong words", "news alone")
    wide = [case("The Gazette of Port Emmer", name, -12.34, "lower") for name in names]
    for report in (sensitive(wide), alarms(tried("loaded.all", 0.048))):
        lines = "".join(render(report, "table", Look(width=width))).splitlines()
        assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "table"])
def test_both_are_written_in_every_format(
    alarms: Callable[..., Report], sensitive: Callable[..., Report], form: Any
) -> None:
    for report in (alarms(tried("loaded.all", 0.048)), sensitive(TURNED)):
        assert "oaded" in "".join(render(report, form))
