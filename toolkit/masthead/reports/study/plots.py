"""Forest plots: each outlet's estimate with its interval on the scale of its feature; and all features at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.comparisons.differences import REST
from masthead.numerals import NOTHING, decimals, interval, known, number, probability, signed
from masthead.reports.figures.model import ends
from masthead.reports.figures.scale import Scale
from masthead.reports.outlets import TOO_SMALL, by_feature, mark_of
from masthead.reports.study.view import Heat, HeatCell, Plot, Row, Whisker
from masthead.reports.view import DAGGER, MARKS, Notes
from masthead.studies.running import OWN, QUOTED
from masthead.studies.selecting import hits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from masthead.comparisons.compare import Comparison
    from masthead.features.base import Feature
    from masthead.reports.study.proof import Proofs
    from masthead.reports.study.view import Facts
    from masthead.reports.view import Mark
    from masthead.studies.running import StudyResult

    Values = Mapping[str, Any]

WIDTH = 200.0
"""Of a plot, in its own units."""
_TICKS = 4
_SHADES = 8
_NO_WORDS = "It is computed from all words, not from single hits, so there are no sentences to show."


def facts_of(outlet: str, feature: str, value: Any, low: Any, high: Any, n: Any) -> Facts:
    """What an element says of an estimate to machines, as ``data-`` attributes."""
    numbers = {"estimate": value, "low": low, "high": high}
    told = {name: f"{item:.5g}" for name, item in numbers.items() if known(item)}
    return {"outlet": outlet, "feature": feature, **told, "n": str(n)}


def plots_of(found: StudyResult, proofs: Proofs) -> tuple[Plot, ...]:
    """A plot of each feature that the report shows, with the difference from what outlets are compared with."""
    profiles, differences = by_feature(_profiles(found.compared)), by_feature(found.compared.comparisons)
    plots = []
    for place, feature in enumerate(found.shown):
        drawn = proofs.of(feature.name, hits_of(feature, proofs.hits)) if proofs.hits is not None else {}
        key = f"f{place}"
        outlets = [outlet for name, outlet in profiles if name == feature.name]
        own = {outlet: profiles[feature.name, outlet] for outlet in outlets}
        places = decimals([row["estimate"] for row in own.values()])
        scale, notes = _scale(own.values()), Notes()
        rows = tuple(
            Row(
                key=f"{key}o{number_}",
                outlet=outlet,
                facts=_facts(own[outlet]),
                whiskers=(_whisker(own[outlet], scale, mark_of(differences.get((feature.name, outlet)))),),
                cells=_cells(own[outlet], differences.get((feature.name, outlet)), places),
                sign=_sign(differences.get((feature.name, outlet))),
                mark=mark_of(differences.get((feature.name, outlet))),
                note=notes.number(_note(own[outlet], differences.get((feature.name, outlet)))),
                proof=proofs.proof(f"{key}o{number_}", drawn[outlet]) if outlet in drawn else None,
            )
            for number_, outlet in enumerate(outlets)
        )
        plots.append(
            Plot(
                key,
                feature.name,
                feature.title,
                feature.unit,
                f"Higher means {feature.higher}.",
                rows,
                tuple(scale.ticks()),
                ("estimate", "95% interval", "difference", "its interval", "q", "articles"),
                notes=notes.texts,
                remarks=(_NO_WORDS,) if not feature.hits else (),
            )
        )
    return tuple(plots)


def matched_table(found: Comparison, features: Sequence[Feature]) -> Heat:
    """The differences on shared events, those of all features side by side."""
    rows = found.comparisons.to_pylist()
    by_name = {feature.name: [row for row in rows if row["feature"] == feature.name] for feature in features}
    told = [feature for feature in features if any(known(row["difference"]) for row in by_name[feature.name])]
    outlets = dict.fromkeys(row["outlet"] for row in rows)
    cells: dict[str, list[HeatCell]] = {outlet: [] for outlet in outlets}
    for feature in told:
        own = by_name[feature.name]
        places = decimals([row["difference"] for row in own])
        for row in own:
            limits = interval(row["low"], row["high"], places)
            facts = facts_of(row["outlet"], feature.name, row["difference"], row["low"], row["high"], row["n_articles"])
            text, detail = signed(row["difference"], places), f"{limits or NOTHING} · {row['n_events'] or 0:,}"
            cells[row["outlet"]].append(HeatCell(feature.name, text, 0, _sign(row), mark_of(row), "", facts, detail))
    columns = tuple((feature.name, feature.title, feature.unit) for feature in told)
    return Heat(columns, tuple((outlet, tuple(own)) for outlet, own in cells.items() if own), linked=False)


def voices_plot(found: StudyResult, proofs: Proofs) -> Plot | None:
    """Loaded words in the outlet's own voice beside those in what it quotes, on one scale."""
    profiles = by_feature(_profiles(found.compared))
    known_features = {feature.name: feature for feature in found.catalogue}
    if QUOTED not in known_features or OWN not in known_features:
        return None
    outlets = [outlet for name, outlet in profiles if name == OWN]
    pairs = {outlet: (profiles[OWN, outlet], profiles[QUOTED, outlet]) for outlet in outlets}
    scale = _scale([row for pair in pairs.values() for row in pair])
    places = decimals([row["estimate"] for pair in pairs.values() for row in pair])
    notes = Notes()
    drawn = {} if proofs.hits is None else proofs.of(QUOTED, hits_of(known_features[QUOTED], proofs.hits))
    rows = tuple(
        Row(
            key=f"vo{number_}",
            outlet=outlet,
            facts=_facts(quoted),
            whiskers=(_whisker(own, scale), _whisker(quoted, scale)),
            cells=(*_told(own, places), *_told(quoted, places), f"{own['n_articles']:,}"),
            note=notes.number(_note(quoted, None)),
            proof=proofs.proof(f"vo{number_}", drawn[outlet]) if outlet in drawn else None,
        )
        for number_, (outlet, (own, quoted)) in enumerate(pairs.items())
    )
    return Plot(
        "v",
        QUOTED,
        "Loaded words: own voice against quoted",
        "per 1,000 words of the voice",
        "A loaded word inside quotation marks is the source's, not the outlet's. The sentences are quotations.",
        rows,
        tuple(scale.ticks()),
        ("own voice", "95% interval", "quoted", "95% interval", "articles"),
        plots=("own voice", "quoted"),
        notes=notes.texts,
    )


def heat_of(plots: Iterable[Plot]) -> Heat:
    """All features of all outlets at a glance; a shade is of the scale of its own feature."""
    plots = tuple(plots)
    outlets = dict.fromkeys(row.outlet for plot in plots for row in plot.rows)
    cells: dict[str, list[HeatCell]] = {outlet: [] for outlet in outlets}
    for plot in plots:
        values = [float(row.facts["estimate"]) for row in plot.rows if "estimate" in row.facts]
        low, high = ends(values)
        for row in plot.rows:
            share = (float(row.facts.get("estimate", low)) - low) / (high - low) if high > low else 0.0
            cells[row.outlet].append(
                HeatCell(
                    plot.feature,
                    row.cells[0],
                    min(_SHADES - 1, int(share * _SHADES)),
                    row.sign,
                    row.mark,
                    row.key,
                    {"feature": plot.feature},
                )
            )
    return Heat(
        tuple((plot.feature, plot.title, plot.unit) for plot in plots),
        tuple((outlet, tuple(own)) for outlet, own in cells.items()),
    )


def _profiles(found: Comparison) -> Any:
    """PROFILES of the comparison, which ``compare`` gives wherever it compares outlets on all their articles."""
    assert found.profiles is not None
    return found.profiles


def _facts(row: Values) -> Facts:
    return facts_of(row["outlet"], row["feature"], row["estimate"], row["low"], row["high"], row["n_articles"])


def _scale(rows: Iterable[Values]) -> Scale:
    values = [row[name] for row in rows for name in ("low", "estimate", "high")]
    return Scale.of(ends(values), (0.0, WIDTH), _TICKS)


def _whisker(row: Values, scale: Scale, mark: Mark = "") -> Whisker:
    low, at, high = (
        round(scale.place(row[name]), 1) if known(row[name]) else None for name in ("low", "estimate", "high")
    )
    return Whisker(low, at, high, mark)


def _told(row: Values, places: int) -> tuple[str, str]:
    small = TOO_SMALL if known(row["estimate"]) else NOTHING
    return number(row["estimate"], places), interval(row["low"], row["high"], places) or small


def _cells(row: Values, difference: Values | None, places: int) -> tuple[str, ...]:
    n = f"{row['n_articles']:,}"
    if difference is None:
        return (*_told(row, places), NOTHING, NOTHING, NOTHING, n)
    limits = interval(difference["low"], difference["high"], places) or NOTHING
    return (*_told(row, places), signed(difference["difference"], places), limits, probability(difference["q"]), n)


def _sign(difference: Values | None) -> str:
    mark = mark_of(difference)
    return MARKS[mark] + (DAGGER if mark and difference is not None and difference.get("fragile") else "")


def _note(row: Values, difference: Values | None) -> str:
    """Why a number is missing, and on what a mark hangs."""
    told = [row.get("reason"), (difference or {}).get("reason"), (difference or {}).get("fragile")]
    return "; ".join(dict.fromkeys(filter(None, told)))


def against(found: Comparison) -> str:
    """What outlets are compared with."""
    reference = next(iter(found.comparisons["reference"].to_pylist()), REST)
    return "the rest" if reference == REST else str(reference)
