"""One verdict per unit: an outlet, an event, an author or a month, by what a trained model says of all its articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import numpy as np

from masthead.classifiers import Unit
from masthead.classifiers.pooling import logs, normalised
from masthead.errors import UsageError
from masthead.numerals import some_of
from masthead.profiles.outlets import MIN_CLUSTERS
from masthead.sources.dates import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

UNITS: tuple[Unit, ...] = get_args(Unit)
STEPS = (1, 5, 10, 20, 50)
"""Numbers of articles of which it is told how often they give the verdict of all."""

DRAWS = 1000
SUBSETS = 200
SHOWN = 3
_COLUMNS = {"outlet": "outlet", "event": "event", "author": "author", "month": "date"}
_MISSING = {
    "event": "Group them first: masthead events PATH -o FILE, or map the column with --event-col.",
    "author": "Map the column with --author-col.",
    "month": "Map the column with --date-col.",
}


class Said(NamedTuple):
    """What a model says of articles, rows by classes.

    ``ranks`` decide the label, as logarithms of probabilities where there are any; ``logs`` are those of calibrated
    probabilities, None for a model without.
    """

    ids: Sequence[str]
    classes: Sequence[str]
    ranks: NDArray[np.float64]
    logs: NDArray[np.float64] | None

    @classmethod
    def of(
        cls,
        ids: Sequence[str],
        classes: Sequence[str],
        values: NDArray[np.float64],
        calibrated: NDArray[np.float64] | None,
    ) -> Said:
        """From values that rank the classes, and the calibrated probabilities where the model gives any."""
        if calibrated is None:
            return cls(ids, classes, values, None)
        return cls(ids, classes, logs(values), logs(calibrated))


@dataclass(frozen=True, slots=True)
class Members:
    """The rows of each unit, by name, and for each row of the table what is drawn for intervals."""

    rows: dict[str, NDArray[np.intp]]
    clusters: NDArray[Any]
    notes: tuple[str, ...]


def members(articles: pa.Table, ids: Sequence[str], unit: Unit) -> Members:
    """The articles ``ids`` by unit; those of which the unit is not known are left out and noted.

    Raises UsageError where it is known of none.
    """
    position = {str(name): row for row, name in enumerate(articles["id"].to_pylist())}
    table = articles.take([position[name] for name in ids])
    values = _values(table, unit)
    known = np.array([value is not None for value in values])
    if not known.any():
        raise UsageError(f"no article says its {unit}, so there is nothing to pool by", fix=_MISSING.get(unit, ""))
    names, number = np.unique([value or "" for value in values], return_inverse=True)
    rows = {str(name): found for at, name in enumerate(names) if len(found := np.flatnonzero((number == at) & known))}
    left_out = int((~known).sum())
    told = some_of(left_out, len(ids), "article", "was", "were")
    notes = (f"without a known {unit}, {told} left out",) if left_out else ()
    events = _values(table, "event") if unit != "event" else [None] * len(ids)
    # The two beginnings keep an id from equalling the name of an event.
    clusters = np.array([f"e {event}" if event else f"a {name}" for event, name in zip(events, ids, strict=True)])
    return Members(rows, clusters, notes)


def _values(table: pa.Table, unit: str) -> list[str | None]:
    column = _COLUMNS[unit]
    if column not in table.column_names:
        return [None] * table.num_rows
    values = [str(value).strip() if value is not None else "" for value in table[column].to_pylist()]
    if unit == "month":
        return [day.isoformat()[:7] if (day := day_of(value)) else None for value in values]
    return [value or None for value in values]


def verdicts(said: Said, found: Members, unit: Unit, seed: int) -> Iterator[dict[str, Any]]:
    """A row of VERDICTS for each unit, in order of names."""
    for name in sorted(found.rows):
        rows = found.rows[name]
        random = np.random.default_rng([seed, len(rows)])
        yield {"unit": unit, "name": name, **_verdict(said, rows, found.clusters[rows], random)}


def _verdict(said: Said, rows: NDArray[np.intp], clusters: NDArray[Any], random: np.random.Generator) -> dict[str, Any]:
    ranks = said.ranks[rows]
    order = np.argsort(-ranks.mean(axis=0), kind="stable")
    label, rival = int(order[0]), int(order[1])
    own = None if said.logs is None else said.logs[rows]
    low, high, reason = _interval(own, label, clusters, random)
    weights = ranks[:, label] - ranks[:, rival]
    return {
        "label": str(said.classes[label]),
        "probability": None if own is None else float(normalised(own.mean(axis=0))[label]),
        "low": low,
        "high": high,
        "n": len(rows),
        "n_clusters": len(set(clusters)),
        "with_fewer": list(_with_fewer(ranks, own, label, random)),
        "speaks_for": _strongest(weights, rows, said.ids),
        "speaks_against": _strongest(-weights, rows, said.ids),
        "rival": str(said.classes[rival]),
        "reason": reason,
    }


def _interval(
    own: NDArray[np.float64] | None, label: int, clusters: NDArray[Any], random: np.random.Generator
) -> tuple[float | None, float | None, str | None]:
    """The percentile interval of the probability, resampling events or else articles of the unit."""
    if own is None:
        return None, None, "the model gives no probabilities"
    names, number = np.unique(clusters, return_inverse=True)
    if len(names) < MIN_CLUSTERS:
        what = "events" if len(names) < len(own) else "articles"
        return None, None, f"too few {what} for an interval ({len(names)} < {MIN_CLUSTERS})"
    sums = np.stack([np.bincount(number, column, len(names)) for column in own.T], axis=1)
    sizes = np.bincount(number)
    drawn = random.multinomial(len(names), np.full(len(names), 1 / len(names)), DRAWS)
    means = (drawn @ sums) / (drawn @ sizes)[:, None]
    low, high = np.quantile(normalised(means)[:, label], [0.025, 0.975])
    return float(low), float(high), None


def _with_fewer(
    ranks: NDArray[np.float64], own: NDArray[np.float64] | None, label: int, random: np.random.Generator
) -> Iterator[dict[str, Any]]:
    """How often so many articles, drawn without replacement, give the same label, and its mean probability."""
    steps = [step for step in STEPS if step < len(ranks)]
    if not steps:
        return
    keys = random.random((SUBSETS, len(ranks)))
    chosen = np.argsort(keys, axis=1)[:, : steps[-1]]
    for step in steps:
        part = chosen[:, :step]
        same = ranks[part].mean(axis=1).argmax(axis=1) == label
        sure = None if own is None else float(normalised(own[part].mean(axis=1))[:, label].mean())
        yield {"n": step, "same": float(same.mean()), "probability": sure}


def _strongest(weights: NDArray[np.float64], rows: NDArray[np.intp], ids: Sequence[str]) -> list[dict[str, Any]]:
    """The articles with the largest weights above 0: what each adds to the log-odds of the label against its rival."""
    order = np.argsort(-weights, kind="stable")[:SHOWN]
    return [{"id": ids[rows[at]], "weight": float(weights[at])} for at in order if weights[at] > 0]
