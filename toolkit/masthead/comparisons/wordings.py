"""Shares of rival wordings tested: by concept whether outlets differ at all, then each outlet against the rest.

One outlet that stands out moves what the others are compared with. So q asks more than p: outlets that are marked for a
wording are left out, the most significant first, the others are tested among themselves, and the larger of the two p
counts. q is Benjamini and Hochberg's (1995) over concepts, wordings, outlets and parts; of a concept with two wordings,
whose shares mirror each other, one counts; wordings too rare to tell are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_array

from masthead.comparisons.contrasts import event_codes
from masthead.comparisons.groups import compare_outlet_groups, members_of
from masthead.comparisons.outlets import compare_outlets, compared_rows, in_family
from masthead.comparisons.summary import holds
from masthead.engines.health import marks_lost
from masthead.features.rows import narrowed
from masthead.profiles import ClusterTable, profile_outlets
from masthead.stats import false_discovery_rates, generator
from masthead.stats.permutation import TIE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.comparisons.options import ChoicesOptions
    from masthead.features.base import Feature

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Row = dict[str, Any]
    At = tuple[str, str]

_FEWEST_DRAWS = 20
_PAIR = 2
_HELD = 1 << 18
"""Numbers that are held of permutations made at a time."""
_COUNTS = ("n_articles", "n_clusters", "reason")


@dataclass(frozen=True, slots=True)
class Tests:
    """How shares are tested in ``features`` (FEATURES with the counts as columns): outlets, events or groups."""

    features: pa.Table
    options: ChoicesOptions
    table: ClusterTable

    @classmethod
    def of(cls, features: pa.Table, options: ChoicesOptions) -> Tests:
        """Tests of the articles in ``features``."""
        return cls(features, options, ClusterTable.of(features))

    def run(self, shares: Sequence[Feature]) -> tuple[dict[At, Row], dict[At, Row]]:
        """By feature and outlet (or group): the share with its interval and counts; the difference with its test."""
        options, own = self.options, self.options.tests
        if options.group is not None:
            grouped = compare_outlet_groups(self.features, shares, own)
            return _shares(grouped.profiles), _differences(grouped.comparisons)
        profiles = profile_outlets(self.features, shares, **options.intervals)
        if pc.count_distinct(self.features["outlet"]).as_py() < _PAIR or not shares:
            return _shares(profiles), {}
        found = compare_outlets(self.features, shares, own, profiles=None if options.events else profiles)
        if options.events and found["n_events"].null_count == 0:
            return _shares(found), _differences(found)
        return _shares(profiles), _differences(found)

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
        return narrowed(self.features, shares).filter(kept)

    def worth_testing(self, share: Feature) -> bool:
        """Whether the wording, and its rivals, stand in ``min_clusters`` clusters or more, all outlets together.

        Where they do not no outlet could stand out, and a test would only weaken the others. How often a wording is
        used in all does not depend on who uses it, so that q holds (independent filtering, Bourgon et al. 2010).
        """
        table = self.table
        own = np.nan_to_num(table.count(share.numerator[0]))
        rivals = np.nan_to_num(np.sum([table.count(name) for name in share.denominator], axis=0)) - own
        fewest = max(_PAIR, self.options.min_clusters)
        return all(len(np.unique(table.row_cluster[counts > 0])) >= fewest for counts in (own, rivals))

    def concept_p(self, concept: str, shares: Sequence[Feature]) -> float | None:
        """P of whether outlets (or groups) differ in any of the ``shares`` of one concept; None without a test.

        The statistic is the sum over outlets and wordings of the squared differences between the outlet's share and
        that of all, each outlet weighed by its mentions. Whole clusters with a mention are permuted over the outlets
        that have ``min_clusters`` of them or more; with ``events`` within each event, and differences are from the
        share of all in the event. With ``group`` outlets are permuted over groups, and each outlet weighs the same.
        ``(b + 1) / (m + 1)``, an arrangement as extreme as the data counting as one.
        """
        table = self.table
        own = np.nan_to_num(np.stack([table.count(share.numerator[0]) for share in shares], axis=1))
        sums = np.zeros((len(table.cluster_group), len(shares)))
        np.add.at(sums, table.row_cluster, own)
        unmarked = marks_lost(table.features)
        sums[np.array([name in unmarked for name in table.groups], np.bool_)[table.cluster_group]] = 0.0
        strata = np.zeros(len(sums), np.intp)
        if self.options.events:
            events = event_codes(table)
            strata = events if (events >= 0).any() else strata
        units = _Units(sums, table.cluster_group, strata).able(max(_PAIR, self.options.min_clusters))
        if self.options.group is not None:
            units = units.grouped(table.groups, members_of(self.features, self.options.group))
        return units.p(generator(self.options.seed, "concept", concept), self.options.permutations)


class _Units(NamedTuple):
    """What is permuted: mentions by wording, shape ``(units, wordings)``, whose they are, and within what."""

    sums: Floats
    labels: Codes
    strata: Codes

    def able(self, fewest: int) -> _Units:
        """The units with a mention, in strata of two or more units, of labels that have at least ``fewest`` of them."""
        kept = (self.sums.sum(axis=1) > 0) & (self.strata >= 0)
        kept &= np.bincount(self.strata[kept], minlength=self.strata.max(initial=0) + 1)[self.strata] > 1
        kept &= np.bincount(self.labels[kept], minlength=self.labels.max(initial=0) + 1)[self.labels] >= fewest
        return self._only(kept)

    def grouped(self, names: Sequence[str], members: Mapping[str, tuple[str, ...]]) -> _Units:
        """Each label as one unit, its shares in place of mentions, under the number of its group."""
        group_of = {name: place for place, own in enumerate(members.values()) for name in own}
        labels = np.array([group_of.get(name, -1) for name in names], np.intp)
        totals = np.zeros((len(names), self.sums.shape[1]))
        np.add.at(totals, self.labels, self.sums)
        known = (totals.sum(axis=1) > 0) & (labels >= 0)
        shares = totals[known] / totals[known].sum(axis=1, keepdims=True)
        return _Units(shares, labels[known], np.zeros(len(shares), np.intp))

    def p(self, random: np.random.Generator, permutations: int) -> float | None:
        """P of the sum over labels of squared residuals by mentions; None for one label or one wording."""
        names, labels = np.unique(self.labels, return_inverse=True)
        if len(names) < _PAIR or (self.sums.sum(axis=0) > 0).sum() < _PAIR:
            return None
        mentions = self.sums.sum(axis=1)
        residuals = self.sums - mentions[:, None] * self._shares()
        values = np.column_stack([residuals, mentions])
        member = csr_array((np.ones(len(labels)), (labels, np.arange(len(labels)))))
        observed = _spreads(member, values, np.arange(len(labels))[None, :])[0]
        by_stratum = np.argsort(self.strata, kind="stable")
        extreme = 0
        for some in _parts(permutations, max(1, _HELD // values.size)):
            orders = np.empty((some, len(labels)), np.intp)
            strata = np.broadcast_to(self.strata, orders.shape)
            orders[:, by_stratum] = np.lexsort((random.random(orders.shape), strata))
            extreme += int((_spreads(member, values, orders) >= observed * (1 - TIE)).sum())
        return (extreme + 1) / (permutations + 1)

    def _shares(self) -> Floats:
        """The share of each wording in each unit's stratum."""
        totals = np.zeros((self.strata.max(initial=0) + 1, self.sums.shape[1]))
        np.add.at(totals, self.strata, self.sums)
        found: Floats = totals[self.strata] / totals[self.strata].sum(axis=1, keepdims=True)
        return found

    def _only(self, kept: NDArray[np.bool_]) -> _Units:
        return _Units(self.sums[kept], self.labels[kept], self.strata[kept])


def _parts(whole: int, most: int) -> Iterator[int]:
    """``whole`` in parts of at the most so much."""
    for done in range(0, whole, most):
        yield min(most, whole - done)


def _spreads(member: csr_array, values: Floats, orders: Codes) -> Floats:
    """For each of the ``orders`` of units, the sum over labels and wordings of squared residuals by mentions.

    One product for all of them, which adds up in the order of one by one.
    """
    totals = (member @ values[orders.T].reshape(orders.shape[1], -1)).reshape(member.shape[0], *orders.shape[:1], -1)
    totals = np.ascontiguousarray(totals.transpose(1, 0, 2))
    found: Floats = (totals[..., :-1] ** 2 / totals[..., -1:]).reshape(len(orders), -1).sum(axis=1)
    return found


class Family(NamedTuple):
    """What was tested in one part of the articles: ``shares`` by name, and ``rows`` by that name and outlet.

    ``tested`` names the shares that q is of.
    """

    tests: Tests
    shares: Mapping[str, Feature]
    tested: frozenset[str]
    rows: Mapping[At, Row]

    def counted(self, name: str) -> str:
        """The share that stands for one in the family: of a concept with two wordings the first."""
        rivals = self.shares[name].denominator
        return rivals[0] if len(rivals) == _PAIR else name


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
    for _, _, row in _tested(families):
        row["fragile"] = row["fragile"] if row["marked"] else None


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


def _shares(table: pa.Table) -> dict[At, Row]:
    """PROFILES (or matched COMPARISONS, which have no interval of the share) by feature and outlet."""
    alone = "reference" not in table.column_names
    return {
        (row["feature"], row["outlet"]): {
            "share": row["estimate"],
            **{end: row[end] if alone else None for end in ("low", "high")},
            **{name: row[name] for name in _COUNTS},
        }
        for row in table.to_pylist()
    }


def _differences(comparisons: pa.Table) -> dict[At, Row]:
    return {
        (row["feature"], row["outlet"]): {
            "difference": row["difference"],
            "difference_low": row["low"],
            "difference_high": row["high"],
            **{name: row[name] for name in ("reference", "effect", "p", "fragile")},
            "untested": row["reason"],
        }
        for row in comparisons.to_pylist()
    }
