"""Shares of rival wordings tested: by concept whether outlets differ at all, then each outlet against the rest.

One outlet that stands out moves what the others are compared with. So q asks more than p: outlets that are marked for a
wording are left out, the most significant first, the others are tested among themselves, and the larger of the two p
counts. q is Benjamini and Hochberg's (1995) over concepts, wordings, outlets and parts; of a concept with two wordings,
whose shares mirror each other, one counts; wordings too rare to tell are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.comparisons.concepts import Units
from masthead.comparisons.contrasts import event_codes
from masthead.comparisons.fragile import cutoff_of, say_fragile
from masthead.comparisons.groups import compare_outlet_groups, members_of
from masthead.comparisons.outlets import compared_rows, in_family
from masthead.comparisons.summary import holds
from masthead.engines.health import marks_lost
from masthead.features import ready
from masthead.profiles import ClusterTable, profile_outlets
from masthead.stats import false_discovery_rates, generator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.fragile import Case
    from masthead.comparisons.options import ChoicesOptions
    from masthead.features.base import Feature

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Row = dict[str, Any]
    At = tuple[str, str]

Item = TypeVar("Item")
_FEWEST_DRAWS = 20
_PAIR = 2
AT_ONCE = 32_000_000
"""Counts of articles that are held as columns at a time, most of them in a byte."""
_COUNTS = ("n_articles", "n_clusters", "reason")


def in_parts(items: Iterable[Item], key: Callable[[Item], object], size: int) -> Iterator[list[Item]]:
    """Items in order, in parts of ``AT_ONCE`` numbers at the most, ``size`` an item; those of one key stay together."""
    part: list[Item] = []
    for _, alike in groupby(items, key=key):
        together = list(alike)
        if part and (len(part) + len(together)) * size > AT_ONCE:
            yield part
            part = []
        part += together
    if part:
        yield part


@dataclass(frozen=True, slots=True)
class Tests:
    """How shares are tested in ``features``, a FEATURES table: outlets, events or groups."""

    features: pa.Table
    options: ChoicesOptions

    def run(self, shares: Sequence[Feature]) -> tuple[dict[At, Row], dict[At, Row]]:
        """By feature and outlet (or group): the share with its interval and counts; the difference with its test."""
        options, own = self.options, self.options.tests
        if options.group is not None:
            grouped = compare_outlet_groups(self.features, shares, own)
            return _shares(grouped.profiles.to_pylist()), _differences(grouped.comparisons.to_pylist())
        profiles = profile_outlets(self.features, shares, **options.intervals)
        alone = _shares(profiles.to_pylist())
        if pc.count_distinct(self.features["outlet"]).as_py() < _PAIR or not shares:
            return alone, {}
        found = compared_rows(self.features, shares, own, profiles=None if options.events else profiles)
        matched = options.events and all(row["n_events"] is not None for row in found)
        return _shares(found) if matched else alone, _differences(found)

    def cases(self, shares: Sequence[Feature]) -> dict[At, Case]:
        """Where the difference of each share and outlet comes from; none of groups. Nothing is tested anew."""
        if self.options.group is not None:
            return {}
        own = self.options.tests
        rows = compared_rows(self.features, shares, replace(own, draws=1, permutations=1), intervals=False)
        cases = {(row["feature"], row["outlet"]): row["case"] for row in rows}
        return {
            at: replace(case, options=replace(case.options, permutations=own.permutations))
            for at, case in cases.items()
        }

    def p_without(self, left_out: frozenset[str], shares: Sequence[Feature]) -> dict[At, float]:
        """P by feature and outlet where some outlets (or groups) are left out; none where there is no test."""
        kept, own = self._without(left_out, shares), replace(self.options.tests, draws=_FEWEST_DRAWS)
        if self.options.group is not None:
            rows = compare_outlet_groups(kept, shares, own).comparisons.to_pylist()
        else:
            rows = compared_rows(kept, shares, own, intervals=False)
        return {(row["feature"], row["outlet"]): row["p"] for row in rows if row["p"] is not None}

    def _without(self, left_out: frozenset[str], shares: Sequence[Feature]) -> pa.Table:
        names = left_out
        if self.options.group is not None:
            members = members_of(self.features, self.options.group)
            names = frozenset(outlet for group in left_out for outlet in members[group])
        kept = pc.invert(pc.is_in(self.features["outlet"], pa.array(sorted(names), pa.string())))
        return ready(self.features, shares)[0].filter(kept)

    def worth_testing(self, table: ClusterTable, share: Feature) -> bool:
        """Whether the wording, and its rivals, stand in ``min_clusters`` clusters or more, all outlets together.

        ``table`` has the counts of the articles as columns.

        Where they do not no outlet could stand out, and a test would only weaken the others. How often a wording is
        used in all does not depend on who uses it, so that q holds (independent filtering, Bourgon et al. 2010).
        """
        own = np.nan_to_num(table.count(share.numerator[0]))
        rivals = np.nan_to_num(table.total(share.denominator)) - own
        fewest = max(_PAIR, self.options.min_clusters)
        return all(len(np.unique(table.row_cluster[counts > 0])) >= fewest for counts in (own, rivals))

    def concept_p(self, table: ClusterTable, concept: str, shares: Sequence[Feature]) -> float | None:
        """P of whether outlets (or groups) differ in any of the ``shares`` of one concept; None without a test.

        ``table`` has the counts of the articles as columns.

        The statistic is the sum over outlets and wordings of the squared differences between the outlet's share and
        that of all, each outlet weighed by its mentions. Whole clusters with a mention are permuted over the outlets
        that have ``min_clusters`` of them or more; with ``events`` within each event, and differences are from the
        share of all in the event. With ``group`` outlets are permuted over groups, and each outlet weighs the same.
        ``(b + 1) / (m + 1)``, an arrangement as extreme as the data counting as one.
        """
        own = np.nan_to_num(np.stack([table.count(share.numerator[0]) for share in shares], axis=1))
        sums = np.zeros((len(table.cluster_group), len(shares)))
        np.add.at(sums, table.row_cluster, own)
        unmarked = marks_lost(table.features)
        sums[np.array([name in unmarked for name in table.groups], np.bool_)[table.cluster_group]] = 0.0
        strata = np.zeros(len(sums), np.intp)
        if self.options.events:
            events = event_codes(table)
            strata = events if (events >= 0).any() else strata
        units = Units(sums, table.cluster_group, strata).able(max(_PAIR, self.options.min_clusters))
        if self.options.group is not None:
            units = units.grouped(table.groups, members_of(self.features, self.options.group))
        return units.p(generator(self.options.seed, "concept", concept), self.options.permutations)


class Family(NamedTuple):
    """What was tested in one part of the articles: ``shares`` by name, and ``rows`` by that name and outlet.

    ``tested`` names the shares that q is of.
    """

    tests: Tests
    shares: dict[str, Feature]
    tested: set[str]
    rows: dict[At, Row]

    def counted(self, name: str) -> str:
        """The share that stands for one in the family: of a concept with two wordings the first."""
        rivals = self.shares[name].denominator
        return rivals[0] if len(rivals) == _PAIR else name

    def say_fragile(self, cutoff: float) -> None:
        """Fill in what each mark depends on, a few concepts at a time."""
        marked = {at: row for at, row in self.rows.items() if row["marked"]}
        names = {name for name, _ in marked}
        shares = [share for name, share in self.shares.items() if name in names]
        for some in in_parts(shares, attrgetter("denominator"), self.tests.features.num_rows):
            cases, wanted = self.tests.cases(some), {share.name for share in some}
            rows = [
                row | {"low": row["difference_low"], "high": row["difference_high"], "case": cases[at], "at": at}
                for at, row in marked.items()
                if at[0] in wanted and at in cases
            ]
            say_fragile(rows, cutoff)
            for row in rows:
                self.rows[row["at"]]["fragile"] = row["fragile"]


def mark(families: Sequence[Family]) -> None:
    """Fill in q and ``marked`` of every tested row, in place, over all ``families`` together."""
    p = {(place, *at): 1.0 if row["p"] is None else row["p"] for place, at, row in _tested(families)}
    left_out: dict[tuple[int, str], frozenset[str]] = {}
    while True:
        _adjust(families, p)
        fresh = _next_left_out(families, p, left_out)
        if not fresh:
            break
        left_out |= fresh
        together: dict[tuple[int, frozenset[str]], list[str]] = {}
        for (place, name), outlets in fresh.items():
            together.setdefault((place, outlets), []).append(name)
        for (place, outlets), names in together.items():
            family = families[place]
            again = family.tests.p_without(outlets, [family.shares[name] for name in names])
            for at, value in again.items():
                if (place, *at) in p:
                    p[place, *at] = max(p[place, *at], value)
    cutoff = cutoff_of(row for _, _, row in _tested(families))
    for family in families:
        family.say_fragile(cutoff)


def _tested(families: Sequence[Family]) -> list[tuple[int, At, Row]]:
    """The rows that q corrects over, those with too few hits among them, which count with p = 1."""
    return [
        (place, at, row)
        for place, family in enumerate(families)
        for at, row in family.rows.items()
        if at[0] in family.tested and in_family({"primary": True, **row})
    ]


def _adjust(families: Sequence[Family], p: Mapping[tuple[int, str, str], float]) -> None:
    """Fill in q and marks from ``p``."""
    keys = [key for key in p if families[key[0]].counted(key[1]) == key[1]]
    q = dict(zip(keys, false_discovery_rates([p[key] for key in keys]), strict=True)) if keys else {}
    for place, (name, outlet), row in _tested(families):
        found = q.get((place, families[place].counted(name), outlet))
        row["q"] = None if row["p"] is None or found is None else float(found)
        row["marked"] = holds(row | {"low": row["difference_low"], "high": row["difference_high"]})


def _next_left_out(
    families: Sequence[Family],
    p: Mapping[tuple[int, str, str], float],
    left_out: Mapping[tuple[int, str], frozenset[str]],
) -> dict[tuple[int, str], frozenset[str]]:
    """By part and feature the outlets to leave out next: one marked more, where two remain to be held together."""
    left: dict[tuple[int, str], list[tuple[str, Row]]] = {}
    for place, (name, outlet), row in _tested(families):
        if outlet not in left_out.get((place, name), ()):
            left.setdefault((place, name), []).append((outlet, row))
    fresh = {}
    for (place, name), rows in left.items():
        found = [(p[place, name, outlet], -abs(row["effect"] or 0.0), outlet) for outlet, row in rows if row["marked"]]
        if found and len(rows) > _PAIR:
            fresh[place, name] = left_out.get((place, name), frozenset()) | {min(found)[-1]}
    return fresh


def _shares(rows: Iterable[Row]) -> dict[At, Row]:
    """Rows of PROFILES (or of matched COMPARISONS, without an interval of the share) by feature and outlet."""
    return {
        (row["feature"], row["outlet"]): {
            "share": row["estimate"],
            **{end: None if "reference" in row else row[end] for end in ("low", "high")},
            **{name: row[name] for name in _COUNTS},
        }
        for row in rows
    }


def _differences(rows: Iterable[Row]) -> dict[At, Row]:
    return {
        (row["feature"], row["outlet"]): {
            "difference": row["difference"],
            "difference_low": row["low"],
            "difference_high": row["high"],
            **{name: row[name] for name in ("reference", "effect", "p", "fragile")},
            "untested": row["reason"],
        }
        for row in rows
    }
