"""Who is called what: the share of each rival wording of a concept, outlet by outlet."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from masthead.comparisons.options import ChoicesOptions
from masthead.comparisons.outlets import compare_outlets
from masthead.comparisons.summary import Compared
from masthead.engines import How, open_corpus
from masthead.engines.health import marks_lost
from masthead.errors import UsageError, did_you_mean, options_of
from masthead.features import ready
from masthead.features.base import Feature
from masthead.features.choices import COLUMN, counted_names, widen
from masthead.lexicons import bundled_choices
from masthead.profiles import ClusterTable, profile_outlets
from masthead.profiles.facts import method_facts
from masthead.schema import CHOICES, VOICES
from masthead.stats import generator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

PREFIX = "choices."
UNTESTED = {
    **dict.fromkeys(("reference", "difference", "difference_low", "difference_high", "effect", "p", "q", "fragile")),
    "marked": False,
}
_TIE = 1e-9
NO_MENTION = "no mention in the outlet's own voice"


class Wording(NamedTuple):
    """One wording of a concept, about one referent or (None) about any."""

    concept: str
    referent: str | None
    wording: str

    def column(self, voice: str) -> str:
        """The name of its count column for a voice."""
        anchored = f"{self.wording}@{self.referent}" if self.referent is not None else self.wording
        return f"{PREFIX}{self.concept}.{anchored}.{voice}"


def choices(
    source: Any, options: ChoicesOptions | None = None, how: How | None = None, *, keep_wire: bool = False
) -> Compared:
    """Who calls it what: the share of each rival wording in each outlet's own voice (CHOICES).

    ``source``, ``how`` and ``keep_wire`` as for ``compare``; ``details`` has the ``titles`` of the concepts.
    ``compare_choices`` has the methods and errors.
    """
    options = options_of(options, ChoicesOptions)
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    table = compare_choices(corpus.features, options)
    titles = {choice.concept: choice.declaration.title for choice in bundled_choices()}
    told = asdict(options)
    manifest = {
        **corpus.manifest,
        "kind": "choices",
        "seed": told.pop("seed"),
        **method_facts(corpus.features, table, (), told),
    }
    return Compared(
        table=table,
        details={"titles": titles},
        manifest=manifest,
        corpus=corpus,
        features=corpus.features,
        catalogue=corpus.catalogue,
    )


def compare_choices(features: Any, options: ChoicesOptions | None = None) -> pa.Table:
    """Share of each wording among an outlet's own-voice mentions of its concept: a CHOICES table.

    ``features`` is a FEATURES table (or any data frame of one), whose list column ``choices`` holds counts named
    ``choices.<concept>.<wording>.<voice>``, and per referent ``choices.<concept>.<wording>@<referent>.<voice>``.
    Articles without such a mention do not count, so ``n_articles`` and ``n_clusters`` are of articles with one; below
    ``min_clusters`` the interval is null. ``mentions`` counts the outlet's own-voice mentions of the concept,
    ``mentions_*`` the wording itself in each voice. A wording is listed for every outlet once any outlet uses it, in
    any voice. Rows are ordered by concept, referent (all first), wording, outlet.

    ``difference``, its interval, ``effect`` and ``p`` are those of ``compare_outlets``: the outlet's share against the
    mean of the other tested outlets' shares, or of two outlets the first's against the second's, once. ``q``:
    Benjamini-Hochberg over concepts, wordings and outlets; ``marked`` and ``fragile`` as there. ``concept_p``: whether
    outlets differ in their shares of any wording of the concept, by permuting whole clusters over the tested outlets
    (``concept_test``). Rows of a referent are not tested, and no outlet whose quotation marks were lost. Raises
    ``UsageError`` where no choice was measured, or a concept is unknown.
    """
    options = options_of(options, ChoicesOptions)
    features, _ = ready(features, ())
    wordings = _wordings(features, options.concepts)
    table = ClusterTable.of(widen(features, [wording.column(voice) for wording in wordings for voice in VOICES]))
    mentions = {wording: _mentions(table, wording) for wording in wordings}
    used = [wording for wording in wordings if any(counts.sum() for counts in mentions[wording].values())]
    catalogue = [_share(wording, wordings) for wording in used]
    profiles = profile_outlets(table.features, catalogue, **options.intervals)
    whole = [wording for wording in used if wording.referent is None]
    tested = _tested(table, [_share(wording, wordings) for wording in whole], profiles, options)
    firsts = {wording.concept: wording for wording in reversed(whole)}
    concepts = {name: concept_test(table, _rivals(first, used), options) for name, first in firsts.items()}
    outlets = {name: code for code, name in enumerate(table.groups)}
    by_wording: dict[str, list[dict[str, Any]]] = {feature.name: [] for feature in catalogue}
    for row in profiles.to_pylist():
        by_wording[row["feature"]].append(row)
    rows = [
        _row(
            wording,
            row,
            {voice: counts[outlets[row["outlet"]]] for voice, counts in mentions[wording].items()},
            tested.get((feature.name, row["outlet"]), UNTESTED),
        )
        | tested.get((feature.name, row["outlet"]), UNTESTED)
        | {"concept_p": concepts.get(wording.concept) if wording.referent is None else None}
        for wording, feature in zip(used, catalogue, strict=True)
        for row in by_wording[feature.name]
    ]
    return pa.Table.from_pylist(rows, schema=CHOICES)


def _tested(
    table: ClusterTable, catalogue: Sequence[Feature], profiles: pa.Table, options: ChoicesOptions
) -> dict[tuple[str, str], dict[str, Any]]:
    """Each outlet's difference from the rest by wording, with q over all of them."""
    if len(table.groups) < 2 or not catalogue:
        return {}
    rows = compare_outlets(table.features, catalogue, options.tests, profiles=profiles).to_pylist()
    return {
        (row["feature"], row["outlet"]): {
            "reference": row["reference"],
            "difference": row["difference"],
            "difference_low": row["low"],
            "difference_high": row["high"],
            **{name: row[name] for name in ("effect", "p", "q", "marked", "fragile")},
            "untested": row["reason"],
        }
        for row in rows
    }


def concept_test(table: ClusterTable, wordings: Sequence[Wording], options: ChoicesOptions) -> float | None:
    """P of whether outlets differ in their shares of the ``wordings`` of one concept; None where there is no test.

    The statistic is the sum over outlets and wordings of the squared differences between the outlet's share and that of
    all, each outlet weighed by its mentions. Whole clusters with a mention are permuted over the outlets that have
    ``min_clusters`` of them or more: ``(b + 1) / (m + 1)``.
    """
    own = np.nan_to_num(np.stack([table.count(wording.column("own")) for wording in wordings], axis=1))
    sums = np.zeros((len(table.cluster_group), len(wordings)))
    np.add.at(sums, table.row_cluster, own)
    mentioned = sums.sum(axis=1) > 0
    sums, groups = sums[mentioned], table.cluster_group[mentioned]
    sizes = np.bincount(groups, minlength=len(table.groups))
    unmarked = marks_lost(table.features)
    enough = (sizes >= max(2, options.min_clusters)) & [name not in unmarked for name in table.groups]
    kept = enough[groups]
    sums, sizes = sums[kept], sizes[enough]
    if len(sizes) < 2 or (sums.sum(axis=0) > 0).sum() < 2:
        return None
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    share = sums.sum(axis=0) / sums.sum()

    def spread(order: NDArray[np.intp]) -> float:
        totals = np.add.reduceat(sums[order], starts, axis=0)
        mentions = totals.sum(axis=1, keepdims=True)
        return float((mentions * (totals / mentions - share) ** 2).sum())

    observed = spread(np.arange(len(sums)))
    random = generator(options.seed, "concept", wordings[0].concept)
    found = [spread(random.permutation(len(sums))) for _ in range(options.permutations)]
    extreme = sum(value >= observed * (1 - _TIE) for value in found)
    return (extreme + 1) / (options.permutations + 1)


def _rivals(wording: Wording, wordings: Sequence[Wording]) -> list[Wording]:
    """The wordings of the same concept and referent."""
    return [other for other in wordings if other[:2] == wording[:2]]


def _wordings(features: pa.Table, concepts: Sequence[str]) -> list[Wording]:
    """Every wording that some article uses in any voice, sorted."""
    found = {_parse(name) for name in counted_names(features)}
    if COLUMN not in features.column_names:
        raise UsageError(
            "The feature table has no column `choices`, which holds the counts of wordings.",
            fix="Measure the articles again with `masthead measure`, or give the articles themselves.",
        )
    mentioned = {wording.concept for wording in found}
    known = mentioned | {choice.concept for choice in bundled_choices()}
    for concept in concepts:
        if concept not in known:
            raise UsageError(
                f"There is no concept {concept!r}.{did_you_mean(concept, sorted(known))}",
                fix=f"Concepts mentioned in these articles: {', '.join(sorted(mentioned)) or 'none'}.",
            )
    wanted = set(concepts) or mentioned
    chosen = [wording for wording in found if wording.concept in wanted]
    return sorted(chosen, key=lambda w: (w.concept, w.referent is not None, w.referent or "", w.wording))


def _parse(column: str) -> Wording:
    """Read ``choices.<concept>.<wording>[@<referent>].<voice>``; a wording may hold dots, a concept may not."""
    concept, _, rest = column.removeprefix(PREFIX).rpartition(".")[0].partition(".")
    wording, anchored, referent = rest.rpartition("@")
    return Wording(concept, referent, wording) if anchored else Wording(concept, None, rest)


def _mentions(table: ClusterTable, wording: Wording) -> Mapping[str, np.ndarray[Any, np.dtype[np.int64]]]:
    """Mentions by voice and outlet."""
    counted = {voice: wording.column(voice) for voice in VOICES}
    length = len(table.groups)
    return {
        voice: np.bincount(table.row_group, np.nan_to_num(table.count(name)), minlength=length).astype(np.int64)
        for voice, name in counted.items()
    }


def _share(wording: Wording, wordings: Sequence[Wording]) -> Feature:
    """The wording's share as a feature: its own-voice mentions over those of all wordings of the concept."""
    return Feature(
        name=wording.column("own"),
        family="choices",
        title=wording.wording,
        kind="share",
        unit="share",
        numerator=(wording.column("own"),),
        denominator=tuple(other.column("own") for other in _rivals(wording, wordings)),
        high=1.0,
        higher="more of the own-voice mentions of the concept use this wording",
        citation="",
        voice_aware=True,
        primary=True,
    )


def _row(
    wording: Wording, row: Mapping[str, Any], mentions: Mapping[str, int], tested: Mapping[str, Any]
) -> dict[str, Any]:
    """A row of CHOICES as far as it does not come from ``tested``, which may say why there is no test."""
    reason = row["reason"] or tested.get("untested")
    if reason is not None and row["n_articles"] == 0 and not reason.startswith("no usable"):
        reason = NO_MENTION
    return {
        "concept": wording.concept,
        "wording": wording.wording,
        "referent": wording.referent,
        "outlet": row["outlet"],
        "share": row["estimate"],
        "low": row["low"],
        "high": row["high"],
        "mentions": int(row["denominator"] or 0),
        **{f"mentions_{voice}": int(mentions.get(voice, 0)) for voice in VOICES},
        "n_articles": row["n_articles"],
        "n_clusters": row["n_clusters"],
        "reason": reason,
    }
