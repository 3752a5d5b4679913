"""How far differences between outlets can be trusted: false alarms in the A/A test, and other choices tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.comparisons import alternatives as choices
from masthead.comparisons.alarms import LEVEL, band
from masthead.comparisons.splits import HALVES, RANDOM, TOPICS, WEEKS
from masthead.comparisons.summary import THRESHOLD
from masthead.numerals import NOTHING, count, decimals, known, probability, signed
from masthead.reports.outlets import hints
from masthead.reports.titles import family_rows
from masthead.reports.view import Cell, Grid, Notes, Report, Section, figures, grouped, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from masthead.features.base import Feature
    from masthead.profiles.overview import Overview
    from masthead.reports.outlets import Shown
    from masthead.reports.view import Mark

    Row = Mapping[str, Any]
    Cases = Mapping[tuple[str, str], Mapping[str, Row]]

_FEW_OUTLETS = 5
_HALVES = "Halves of one outlet, its clusters split at random, compared like two outlets"
_PLAYERS = "On each event, one of the outlets that report it, drawn at random, is compared with the others"
_SPLITS = {HALVES: "halves of the period", WEEKS: "every other week", TOPICS: "topics"}
FEW_ROWS = 60
"""Of longer tables only the differences that depend on a choice are shown."""
_SAID = {
    choices.WITH_WIRE: "agency copy and copies of other outlets' articles counted",
    choices.WITHOUT_WIRE: "agency copy and copies of other outlets' articles left out",
    choices.QUOTATIONS: "quoted and paraphrased words counted like own voice",
    choices.HEADLINES: "loaded terms of headlines counted too",
    choices.FAINT: "loaded terms of any weight counted",
    choices.STRONG: f"loaded terms of weight {choices.STRONG_FROM} or more counted alone",
    choices.NEWS: "only articles known to be news",
}
_CONCLUSIONS = {"higher": "higher", "lower": "lower", "none": "no difference"}


def alarms_report(
    rows: pa.Table,
    tested: Sequence[Feature],
    overview: Overview,
    *,
    splits: int,
    events: bool = False,
    ignore_clusters: bool = False,
    catalogue: Sequence[Feature] = (),
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """An ALARMS table of the features ``tested``; ``catalogue`` are all there are."""
    found = rows.to_pylist()
    by_name = {row["feature"]: row for row in found if row["split"] == RANDOM}
    notes = Notes()
    outlets = {row["n_outlets"] for row in by_name.values() if row["n"]}
    sections = family_rows(
        tested, lambda feature: _line(feature, by_name[feature.name], notes, alike=len(outlets) == 1)
    )
    columns = (*wordings(""), *figures("below 0.05", "band", "KS p", "tests"))
    lead = [_verdict(list(by_name.values()), {feature.name: feature.title for feature in tested})]
    if ignore_clusters:
        lead.append("Clusters are ignored: halves hold whole clusters, but the test treats articles as independent.")
    return Report(
        title=f"{overview.size}: false alarms in {count(splits, 'random split')} of each",
        lead=(*lead, *_passed(found)),
        blocks=(Grid.of("", columns, sections, notes), *_split_grids(found)),
        remarks=(_legend(overview, outlets, events=events),),
        hints=hints(catalogue, tested),
        rows=rows,
        manifest=manifest or {},
    )


def _split_grids(rows: Sequence[Row]) -> tuple[Grid, ...]:
    """A line for each kind of split that can fail: the share of p below 0.05 over all features."""
    lines = []
    for kind, said in _SPLITS.items():
        own = [row for row in rows if row["split"] == kind and row["n"]]
        if own:
            share, high, outlets = _pooled(own)
            mark: Mark = "higher" if share > high else ""
            cells = (Cell(_percent(share), mark=mark), Cell(f"≤ {_percent(high)}"), Cell(f"{outlets:,}"))
            lines.append((Cell(said), *cells, Cell(f"{sum(row['n'] for row in own):,}")))
    columns = (*wordings("articles of one outlet split by"), *figures("below 0.05", "passes", "outlets", "tests"))
    return (Grid.of("Splits that can fail", columns, lines),) if lines else ()


def _pooled(rows: Sequence[Row]) -> tuple[float, float, int]:
    """Share below 0.05 over features, the most it may be, and the outlets; as many tests count as there are outlets."""
    tests, outlets = sum(row["n"] for row in rows), max(row["n_outlets"] for row in rows)
    return sum(row["n"] * row["share_below_05"] for row in rows) / tests, band(outlets)[1], outlets


def _passed(rows: Sequence[Row]) -> list[str]:
    """Which of the splits that can fail this corpus passes; none is spoken of where none was made."""
    passed: list[str] = []
    failed: list[str] = []
    few: list[str] = []
    for kind, said in _SPLITS.items():
        own = [row for row in rows if row["split"] == kind and row["n"]]
        if own:
            share, high, outlets = _pooled(own)
            told = f"{said} ({_percent(share)})"
            (few if outlets < _FEW_OUTLETS else failed if share > high else passed).append(told)
    if not (passed or failed or few):
        return []
    parts = [
        "Random splits show that the arithmetic is right; they cannot fail, since the test permutes what they split.",
        f"Split in ways that can matter, this corpus passes by {' and '.join(passed)}." if passed else "",
        f"It does not pass by {' and '.join(failed)}: an outlet differs from itself this often at p < {LEVEL}, and "
        "outlets that differ in that way will too." if failed else "",
        f"Too few outlets to tell by {' and '.join(few)}." if few else "",
    ]  # fmt: skip
    return [" ".join(filter(None, parts))]


def _line(feature: Feature, row: Row, notes: Notes, *, alike: bool) -> tuple[Cell, ...]:
    """One feature; how many outlets were tried stands below the tests, unless it is ``alike`` for all."""
    if not row["n"]:
        return (Cell(feature.title), Cell(NOTHING, note=notes.number(row["reason"])), Cell(), Cell(), Cell("0"))
    share = row["share_below_05"]
    mark: Mark = "higher" if share > row["high"] else "lower" if share < row["low"] else ""
    return (
        Cell(feature.title),
        Cell(_percent(share), mark=mark),
        Cell(f"{_percent(row['low'])[:-1]}–{_percent(row['high'])}"),
        Cell(probability(row["ks_p"])),
        Cell(f"{row['n']:,}", detail="" if alike else count(row["n_outlets"], "outlet")),
    )


def _verdict(rows: Sequence[Row], titles: Mapping[str, str]) -> str:
    """Whether p holds its level, with room for the number of features looked at."""
    tried = [row for row in rows if row["n"]]
    shares = [row["share_below_05"] for row in tried]
    spread = f"{_percent(min(shares))[:-1]}–{_percent(max(shares))}" if len(shares) > 1 else _percent(shares[0])
    often = [row for row in tried if row["share_below_05"] > band(row["n"], len(tried))[1]]
    uneven = [row for row in tried if row not in often and not _right(row, len(tried))]
    if often:
        return (
            f"p does not hold its level for {len(often)} of {count(len(tried), 'feature')}: where nothing differs 5% "
            f"of p should be below {LEVEL}, and more are ({_named(often, titles)})."
        )
    if uneven:
        return (
            f"p raises no more false alarms than 5%, but its values are not equally likely for {len(uneven)} of "
            f"{count(len(tried), 'feature')}, as when few articles have a hit and p moves in large steps "
            f"({_named(uneven, titles)})."
        )
    few = min(row["n_outlets"] for row in tried)
    of = f" Only {count(few, 'outlet')} could be split: this says little of others." if few < _FEW_OUTLETS else ""
    return f"p holds its level: where nothing differs {spread} of p are below {LEVEL}, by feature; 5% should be.{of}"


def _named(rows: Sequence[Row], titles: Mapping[str, str], most: int = 3) -> str:
    said = ", ".join(f"{titles[row['feature']]} {_percent(row['share_below_05'])}" for row in rows[:most])
    return said + (f" and {len(rows) - most} more" if len(rows) > most else "")


def _right(row: Row, features: int) -> bool:
    low, _ = band(row["n"], features)
    return bool(row["share_below_05"] >= low and row["ks_p"] * features >= LEVEL)


def _percent(share: float | None) -> str:
    return f"{100 * share:.1f}%" if share is not None and known(share) else NOTHING


def _legend(overview: Overview, outlets: set[int], *, events: bool) -> str:
    tried = f" {count(min(outlets), 'outlet')} large enough." if len(outlets) == 1 else ""
    return (
        f"{_PLAYERS if events else _HALVES}.{tried} Below 0.05: share of p. Band: where 95 in 100 such shares lie if p "
        "is right; ▲ above, ▼ below. KS p: Kolmogorov-Smirnov test that all p are equally likely. Each row has its own "
        f"band; the sentence on top allows for the number of rows. {'' if events else overview.cluster_sentence()}"
    ).strip()


def sensitivity_report(
    rows: pa.Table,
    features: Sequence[Feature],
    overview: Overview,
    *,
    show: Shown,
    catalogue: Sequence[Feature] = (),
    thresholds: bool = True,
    manifest: Mapping[str, Any] | None = None,
) -> Report:
    """A SENSITIVITY table: outlets by feature below each other, a column for each choice.

    ``thresholds`` says that weights could be tried; they cannot where a FEATURES file was given.
    """
    found = rows.to_pylist()
    tried = list(dict.fromkeys(row["choice"] for row in found))
    order = [name for name in (choices.AS_COMPARED, *_SAID) if name in tried]
    by_feature: dict[str, dict[tuple[str, str], dict[str, Row]]] = {}
    for row in found:
        cases = by_feature.setdefault(row["feature"], {})
        cases.setdefault((row["outlet"], row["reference"]), {})[row["choice"]] = row
    whole = sum(map(len, by_feature.values())) <= FEW_ROWS or show.all_outlets
    sections = [_section(feature, by_feature.get(feature.name, {}), order, whole=whole) for feature in features]
    columns = (*wordings(""), *figures(*order))
    left = () if whole else ("Only differences that depend on a choice are shown; all of them: --all-outlets.",)
    return Report(
        title=f"{overview.size}: differences under other choices",
        lead=(_choices_lead(found, features, tried), *overview.cautions()),
        blocks=(Grid("", columns, tuple(section for section in sections if section.rows)),),
        remarks=(_choices_legend(order, thresholds=thresholds),),
        hints=(*left, *hints(catalogue, features)),
        rows=rows,
        manifest=manifest or {},
    )


def _section(feature: Feature, cases: Cases, order: Sequence[str], *, whole: bool) -> Section:
    kept = {key: by for key, by in cases.items() if whole or any(row["changed"] for row in by.values())}
    places = decimals(row["difference"] for by in cases.values() for row in by.values())
    lines = tuple((Cell(_who(key)), *(_cell(by.get(choice), places) for choice in order)) for key, by in kept.items())
    return Section(f"{feature.title}, {feature.unit}", lines)


def _who(key: tuple[str, str]) -> str:
    outlet, reference = key
    return outlet if reference == "rest" else f"{outlet} – {reference}"


def _cell(row: Row | None, places: int) -> Cell:
    if row is None:
        return Cell("")
    mark: Mark = row["conclusion"] if row["conclusion"] in ("higher", "lower") else ""
    return Cell(signed(row["difference"], places) if row["difference"] is not None else NOTHING, mark=mark)


def _choices_lead(rows: Sequence[Row], features: Sequence[Feature], tried: Sequence[str]) -> str:
    """How many conclusions depend on a choice, and which."""
    compared = {_key(row): row["conclusion"] for row in rows if row["choice"] == choices.AS_COMPARED}
    cases = grouped((row for row in rows if row["changed"]), _key)
    if len(tried) == 1:
        return "There is no choice to try: no agency copy, no opinion, no quotations, no weights."
    if not cases:
        others = count(len(tried) - 1, "other choice")
        return f"No choice changes a conclusion: {count(len(compared), 'difference')}, {others}."
    titles = {feature.name: feature.title for feature in features}
    said = []
    for key, changed in list(cases.items())[:3]:
        instead = " and ".join(f"{_CONCLUSIONS[row['conclusion']]} ({row['choice']})" for row in changed)
        said.append(f"{key[1]}, {titles[key[0]]}: {_CONCLUSIONS[str(compared[key])]}, but {instead}")
    verb = "depends" if len(cases) == 1 else "depend"
    return f"{len(cases)} of {count(len(compared), 'difference')} {verb} on a choice. {'; '.join(said)}."


def _key(row: Row) -> tuple[str, str, str]:
    return row["feature"], row["outlet"], row["reference"]


def _choices_legend(order: Sequence[str], *, thresholds: bool) -> str:
    said = [f"{name.capitalize()}: {_SAID[name]}." for name in order if name in _SAID]
    if not thresholds:
        said.append("Weights of loaded terms can be tried on articles, not on a file of counts.")
    return " ".join(
        (
            f"Differences, ▲ higher, ▼ lower at q < {THRESHOLD}, one choice changed at a time and corrected "
            "separately. Empty: the choice does not concern the feature.",
            *said,
        )
    )
