"""Outlets side by side: the table that ``profile`` and ``compare`` share, and what its readers are told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from masthead.comparisons.fragile import LARGE_SHARE, LONGEST
from masthead.comparisons.outlets import in_family
from masthead.comparisons.summary import THRESHOLD, holds
from masthead.features.rows import CHOICES
from masthead.numerals import NOTHING, count, decimals, interval, known, number, percent, signed
from masthead.reports.stated import sentences
from masthead.reports.titles import by_family, family_rows, in_sentence
from masthead.reports.view import DAGGER, Cell, Grid, Mark, Notes, figures, wordings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pyarrow as pa

    from masthead.comparisons.standard import Standard
    from masthead.features.base import Feature
    from masthead.profiles.overview import Overview
    from masthead.reports.view import Report

    Rows = Mapping[tuple[str, str], Mapping[str, Any]]

TOO_SMALL = "too small"
TOO_SMALL_MEANS = "too small: too few clusters for an interval or a test."
MOST_OUTLETS, MOST_FEATURES, MOST_WORDINGS = 24, 40, 8
SMALL_PRINT = "Small print: unit; 95% interval over clusters."
_TOO_FEW = "too few clusters"
EXPLORATORY = "°"
IN_TABLE, IN_NOTES, IN_DATA = "--stacked says which", "the notes say which", "the data say which"
_MOST_LACKING = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """What a table shows: families by name, every feature, or the primary ones; every outlet, or those that matter.

    ``stacked`` asks for outlets below each other, each with its difference, interval, q and hits.
    """

    families: tuple[str, ...] = ()
    everything: bool = False
    all_outlets: bool = False
    stacked: bool = False


def outlets_shown(
    profiles: pa.Table, overview: Overview, *, everything: bool = False
) -> tuple[list[str], tuple[str, ...]]:
    """The outlets a table shows, and a sentence on those it leaves out.

    Beyond ``MOST_OUTLETS`` a table shows those that have an interval, or where none has the largest.
    """
    outlets = list(dict.fromkeys(profiles.column("outlet").to_pylist()))
    if everything or len(outlets) <= MOST_OUTLETS:
        return outlets, ()
    rows = zip(profiles.column("outlet").to_pylist(), profiles.column("low").to_pylist(), strict=True)
    chosen = {outlet for outlet, low in rows if low is not None}
    if not chosen:
        chosen = set(sorted(outlets, key=lambda outlet: (-overview.articles.get(outlet, 0), outlet))[:MOST_OUTLETS])
    left = len(outlets) - len(chosen)
    said = (f"{count(left, 'smaller outlet')} with too little data: --all-outlets.",) if left else ()
    return [outlet for outlet in outlets if outlet in chosen], said


def features_seen(
    features: tuple[Feature, ...], telling: Callable[[Feature], float], others: str, show: Shown
) -> tuple[tuple[Feature, ...], tuple[str, ...]]:
    """The features that a table shows unasked, and how the ``others``, so called, are seen.

    Beyond ``MOST_FEATURES``, of wordings ``MOST_WORDINGS``, only the most ``telling`` are shown, none that is 0.
    """
    chosen = [feature for feature in features if feature.family == CHOICES]
    rest = [feature for feature in features if feature.family != CHOICES]
    told = {item.name for item in (*_most(rest, telling, MOST_FEATURES), *_most(chosen, telling, MOST_WORDINGS))}
    if show.everything or len(told) == len(features):
        return features, ()
    seen = tuple(feature for feature in features if feature.name in told)
    return seen, (f"Not shown: {count(len(features) - len(seen), 'feature')} {others}. --all-features shows all.",)


def _most(features: list[Feature], telling: Callable[[Feature], float], most: int) -> list[Feature]:
    if len(features) <= most:
        return features
    return sorted((feature for feature in features if telling(feature) > 0), key=telling, reverse=True)[:most]


def by_feature(table: pa.Table) -> dict[tuple[str, str], dict[str, Any]]:
    """Rows of PROFILES or COMPARISONS by feature and outlet."""
    return {(row["feature"], row["outlet"]): row for row in table.to_pylist()}


def outlets_grid(
    rows: Rows,
    differences: Rows,
    features: Sequence[Feature],
    outlets: Sequence[str],
    overview: Overview,
    *,
    units: str = "clusters",
) -> Grid:
    """Outlets as columns, features by family as rows; ``differences`` (COMPARISONS) mark what holds.

    ``units`` is what ``n_clusters`` counts.
    """
    notes = Notes()
    clusters = dict.fromkeys(outlets, 0)
    for (_, outlet), row in rows.items():
        if outlet in clusters:
            clusters[outlet] = max(clusters[outlet], row["n_clusters"])
    head = (
        (Cell("articles"), *(Cell(f"{overview.articles.get(outlet, 0):,}") for outlet in outlets)),
        (Cell(units), *(Cell(f"{clusters[outlet]:,}") for outlet in outlets)),
    )
    sections = family_rows(features, lambda feature: _feature_row(feature, rows, differences, clusters, notes))
    return Grid.of("", (*wordings(""), *figures(*outlets)), {"": head, **sections}, notes)


def with_rows_below(
    grid: Grid, features: Sequence[Feature], below: Callable[[Feature], Sequence[tuple[Cell, ...]]]
) -> Grid:
    """``grid``, which has a section for each family at its end, with rows below that of each feature."""
    families = list(by_family(features))
    head = len(grid.sections) - len(families)
    sections = [
        replace(
            section,
            rows=tuple(
                row for feature, raw in zip(members, section.rows, strict=True) for row in (raw, *below(feature))
            ),
        )
        for section, (_, members) in zip(grid.sections[head:], families, strict=True)
    ]
    return replace(grid, sections=(*grid.sections[:head], *sections))


def _feature_row(
    feature: Feature, rows: Rows, differences: Rows, clusters: Mapping[str, int], notes: Notes
) -> tuple[Cell, ...]:
    """``clusters`` has the outlets in their order, with the clusters that the head of the table gives them."""
    found = [rows.get((feature.name, outlet), {}) for outlet in clusters]
    places = decimals([row.get("estimate") for row in found])
    ends = [row[name] for row in found for name in ("low", "estimate", "high") if known(row.get(name))]
    bounds = (min(ends), max(ends)) if ends else (0.0, 0.0)
    sign = "" if feature.primary or not differences else EXPLORATORY
    cells = [
        estimate_cell(row, differences.get((feature.name, outlet)), places, bounds, notes, clusters[outlet])
        for row, outlet in zip(found, clusters, strict=True)
    ]
    return (Cell(f"{feature.title}{sign}", detail=feature.unit), *cells)


def estimate_cell(
    row: Mapping[str, Any],
    difference: Mapping[str, Any] | None,
    places: int,
    bounds: tuple[float, float],
    notes: Notes,
    clusters: int,
) -> Cell:
    """The interval stands below the estimate, or what keeps it from being known.

    Too few clusters need no note where the reader sees how many there are: ``clusters`` is that number.
    """
    estimate, low, high = row.get("estimate"), row.get("low"), row.get("high")
    reason = row.get("reason") or (difference or {}).get("reason")
    small = interval(low, high, places)
    if known(estimate) and not small:
        small = TOO_SMALL if (reason or "").startswith(_TOO_FEW) else NOTHING
    if small == TOO_SMALL and row["n_clusters"] == clusters:
        reason = None
    return Cell(
        number(estimate, places),
        detail=small,
        mark=mark_of(difference),
        fragile=(difference or {}).get("fragile") or "",
        note=notes.number(reason),
        scale=_scale(low, estimate, high, bounds),
    )


def difference_cell(row: Mapping[str, Any] | None, notes: Notes) -> Cell:
    """A difference, its interval below it, its mark, and why there is none."""
    if row is None:
        return Cell(NOTHING)
    places = decimals([row["estimate"], row["difference"]])
    reason = None if (row["reason"] or "").startswith(_TOO_FEW) else row["reason"]
    return Cell(
        signed(row["difference"], places),
        detail=interval(row["low"], row["high"], places),
        mark=mark_of(row),
        fragile=row.get("fragile") or "",
        note=notes.number(reason),
    )


def mark_rule(rows: Iterable[Mapping[str, Any]]) -> str:
    """When a difference is marked; ``rows`` are those that q corrects over, and others."""
    family = [row for row in rows if in_family(row)]
    few = sum(row["p"] is None for row in family)
    spared = f" ({few:,} not made: too few hits)" if few else ""
    return f"q < {THRESHOLD}, Benjamini-Hochberg over {count(len(family), 'test')}{spared}, and 0 outside the interval"


def fragile_means(rows: Iterable[Mapping[str, Any]], where: str = IN_TABLE) -> tuple[str, ...]:
    """What a dagger means, where one of the rows has one; ``where`` is where to see which of it is the case."""
    if not any(row.get("fragile") for row in rows):
        return ()
    return (
        f"{DAGGER} read with care: one cluster holds over {percent(LARGE_SHARE)} of the outlet's hits, or the mark "
        f"disappears without one of the other outlets or without the longest {percent(LONGEST)} of articles "
        f"({where}).",
    )


def standout_told(row: Mapping[str, Any], title: str) -> str:
    """The outlet's figure against the other's; the table has the unit."""
    theirs = row["estimate"] - row["difference"]
    places = decimals([row["estimate"], theirs])
    return f"{row['outlet']}, {in_sentence(title)} {number(row['estimate'], places)} against {number(theirs, places)}"


def standouts_told(said: Sequence[str], against: str, differences: int) -> str:
    """Some of so many ``differences`` in one sentence, and that there are more."""
    more = differences - len(said)
    rest = f" {count(more, 'more difference')} at q < {THRESHOLD}." if more else ""
    return f"Stands out from {against}: {'; '.join(said)}.{rest}"


def nothing_stands_out(against: str, tests: int) -> str:
    """What is said where none of so many ``tests`` holds."""
    return (
        f"Nothing stands out: no difference from {against} is significant at q < {THRESHOLD} ({count(tests, 'test')})."
    )


def mark_of(difference: Mapping[str, Any] | None) -> Mark:
    """The mark of a difference that holds."""
    if difference is None or not holds(difference):
        return ""
    return "higher" if difference["difference"] > 0 else "lower"


def _scale(
    low: float | None, estimate: float | None, high: float | None, bounds: tuple[float, float]
) -> tuple[float, float, float] | None:
    start, end = bounds
    if low is None or estimate is None or high is None or not (known(low) and known(high)) or end <= start:
        return None
    return ((low - start) / (end - start), (estimate - start) / (end - start), (high - start) / (end - start))


def too_small_means(grid: Grid) -> tuple[str, ...]:
    """What "too small" means, where the grid says it."""
    cells = (cell for section in grid.sections for row in section.rows for cell in row)
    return (TOO_SMALL_MEANS,) if any(TOO_SMALL in (cell.text, cell.detail) for cell in cells) else ()


def exploratory_means(features: Sequence[Feature]) -> tuple[str, ...]:
    """What the sign of exploratory features means, where there are any."""
    primary = all(feature.primary for feature in features)
    return () if primary else (f"{EXPLORATORY} exploratory: not among the tests.",)


def weighing_told(weigh: str) -> tuple[str, ...]:
    """What figures are where each article counts the same."""
    return (sentences()["by_article"],) if weigh == "article" else ()


def hints(catalogue: Sequence[Feature], features: Sequence[Feature]) -> tuple[str, ...]:
    """How to see the features of the catalogue that are not among those shown."""
    more = len(catalogue) - len(features)
    return (f"{count(more, 'more feature')}: --all-features. What they mean: masthead features.",) if more else ()


def at_one_mix(report: Report, mix: Standard) -> Report:
    """The report of a comparison of ``mix``, which says so, and not that genres differ where these are held."""
    lead = [
        sentence for sentence in report.lead if mix.by != "genre" or not sentence.startswith("Outlets differ in genre")
    ]
    return replace(report, lead=(lead[0], _mix_sentence(mix), *lead[1:]))


def _mix_sentence(mix: Standard) -> str:
    parts = sorted(mix.weights.items(), key=lambda item: -item[1])
    said = [f"Given the same mix of {mix.by}: {', '.join(f'{percent(share)} {name}' for name, share in parts)}."]
    if mix.missing:
        lacking = [f"{outlet} ({', '.join(names)})" for outlet, names in list(mix.missing.items())[:_MOST_LACKING]]
        more = f" and {len(mix.missing) - _MOST_LACKING} more" if len(mix.missing) > _MOST_LACKING else ""
        said.append(f"Left out for lack of articles of some kind: {', '.join(lacking)}{more}.")
    if mix.unknown:
        verb = "is" if mix.unknown == 1 else "are"
        said.append(f"{count(mix.unknown, 'article')} of unknown {mix.by} {verb} not counted.")
    return " ".join(said)
