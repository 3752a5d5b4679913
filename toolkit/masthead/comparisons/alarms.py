"""The A/A test: how often the comparison finds a difference where there is none.

Each outlet's clusters are split at random into two halves, many times, and the halves are compared like two outlets.
They are of one make, so every p should be as likely as any other: one in twenty below 0.05, no more and no fewer. This
shows that the arithmetic is right, and cannot fail for any other reason, as the test permutes what was split. So
outlets are also split by halves of the period, by weeks and by topics (``masthead.comparisons.splits``).

For the comparison on shared events the outlet's part is played, event by event, by one of those who report it, drawn at
random, and compared with the others.

The statistic is that of ``compare_outlets``, the studentised difference, and so is its p: from whole clusters permuted
over the halves, or sides swapped within events. As a check that the check can fail, clusters can be ignored: halves are
still made of whole clusters, but the test takes each article for itself.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.special import kolmogorov, ndtri

from masthead.comparisons.contrasts import contrasts_of, drawn_p
from masthead.comparisons.options import AlarmOptions
from masthead.comparisons.splits import KINDS, RANDOM, TOPICS, TOPICS_ASKED, sides_p, splits_of
from masthead.comparisons.summary import Trial, tried
from masthead.comparisons.topics import find_topics
from masthead.engines import How, open_corpus
from masthead.errors import UsageError, options_of
from masthead.features import ready
from masthead.profiles import ClusterTable, blocks_of
from masthead.schema import ALARMS
from masthead.stats import generator, halves_p, on_one_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from masthead.engines import Corpus
    from masthead.features.base import Feature

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Codes = NDArray[np.intp]
    Progress = Callable[[int, int], None]

LEVEL = 0.05
BAND = 0.95


class Halves(NamedTuple):
    """p of one outlet's halves for some features, shape ``(features,)``; NaN where there was nothing to test."""

    outlet: str
    features: tuple[int, ...]
    p: Floats


def false_alarms(
    source: Any, options: AlarmOptions | None = None, how: How | None = None, *, keep_wire: bool = False
) -> Trial:
    """Try the test where nothing differs: random halves of each outlet, compared like two outlets (ALARMS).

    ``source``, ``how`` and ``keep_wire`` as for ``compare``; its ``progress`` is also called with the outlets done
    and their number. ``count_alarms`` has the methods and errors.
    """
    options, how = options_of(options, AlarmOptions), options_of(how, How)
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    made: dict[str, Any] = {"kind": "false alarms", "seed": options.seed, "splits": options.splits}
    topics: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()
    if not options.random_only:
        topics, notes = _topics_of(corpus, options)
        made["not_split"] = list(notes)
    count = partial(count_alarms, options=options, progress=how.progress, topics=topics)
    return tried(corpus, count, made, families=options.families, every_feature=options.every_feature)


@on_one_thread
def count_alarms(
    features: Any,
    catalogue: Sequence[Feature] | None = None,
    options: AlarmOptions | None = None,
    progress: Progress | None = None,
    topics: Mapping[str, str] | None = None,
) -> pa.Table:
    """Compare random halves of each outlet: an ALARMS table, one row a feature and kind of split.

    ``features`` and ``catalogue`` are those of ``compare_outlets``. ``n`` counts tests: splits of outlets whose halves
    have ``min_clusters`` clusters each for the feature, and that vary in it. ``share_below_05`` is the share of p below
    0.05, and ``low`` to ``high`` the band that 95 in 100 such shares of ``n`` right tests lie in. ``ks_p`` is the p of
    the Kolmogorov-Smirnov test that all p are equally likely. With ``events`` the comparison on shared events is tried
    instead, in which ``n_outlets`` with ``min_clusters`` shared events take part. ``progress`` is called with the
    outlets done and their number. Raises ``UsageError`` where no outlet is large enough.
    """
    options = options_of(options, AlarmOptions)
    options = replace(options, min_clusters=max(2, options.min_clusters))
    table, rows = ready(features, catalogue)
    trials = (_matched if options.events else _halved)(table, rows, options)
    total = len(table["outlet"].unique())
    found: dict[int, list[Halves]] = {index: [] for index in range(len(rows))}
    for done, of_outlet in enumerate(trials, 1):
        for trial in of_outlet:
            for index in trial.features:
                found[index].append(trial)
        if progress is not None:
            progress(done, total)
    made = [_row(feature, index, found[index], options) for index, feature in enumerate(rows)]
    if not any(row["n"] for row in made):
        fix = "Give more articles, or their dates if they have none."
        raise UsageError(_too_small(options), fix="`masthead events` finds shared events." if options.events else fix)
    for kind in () if options.random_only else KINDS:
        if kind != TOPICS or topics:
            made += _of_kind(table, rows, kind, topics or {}, options)
    return pa.Table.from_pylist(made, schema=ALARMS)


def _halved(features: pa.Table, catalogue: Sequence[Feature], options: AlarmOptions) -> Iterator[list[Halves]]:
    """For each outlet the trials of its halves; what is permuted are clusters, or articles where they are ignored."""
    whole = ClusterTable.of(features)
    clustering = [name for name in ("date", "event") if name in features.column_names]
    table = ClusterTable.of(features.drop_columns(clustering)) if options.ignore_clusters else whole
    cluster = _clusters_of_units(whole, table)
    blocks = blocks_of(table, catalogue)
    for group, outlet in enumerate(table.groups):
        first, last = np.searchsorted(whole.cluster_group, [group, group + 1])
        trials = []
        for split in range(options.splits if last - first >= 2 * options.min_clusters else 0):
            half = _half(generator(options.seed, "halves", outlet, split), int(last - first))
            for place, block in enumerate(blocks):
                rows = block.group_rows(group)
                codes = cluster[block.clusters[rows]]
                side = half[codes - first]
                if min(len(np.unique(codes[side])), len(np.unique(codes[~side]))) >= options.min_clusters:
                    random = generator(options.seed, "permuted halves", outlet, split, place)
                    p = halves_p(block.moments.rows(rows), side, random, options.permutations)
                    trials.append(Halves(outlet, block.indices, p))
        yield trials


def _topics_of(corpus: Corpus, options: AlarmOptions) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Topics of the articles, or why outlets cannot be split by these."""
    articles = corpus.articles
    if articles is None:
        return {}, ("not split by topics: these are found in the texts, which a file of counts does not contain",)
    try:
        return find_topics(articles, TOPICS_ASKED, options.seed).of, ()
    except UsageError as error:
        return {}, (f"not split by topics: {error.what}",)


def _of_kind(
    features: pa.Table, catalogue: Sequence[Feature], kind: str, topics: Mapping[str, str], options: AlarmOptions
) -> list[dict[str, Any]]:
    """The rows of one kind of split."""
    found: dict[int, list[Halves]] = {index: [] for index in range(len(catalogue))}
    for outlet in sorted(set(features["outlet"].to_pylist())):
        own = features.filter(pc.equal(features["outlet"], outlet))
        for split, (articles, side) in enumerate(splits_of(own, kind, topics, options.seed)):
            random = generator(options.seed, "permuted sides", kind, outlet, split)
            limits = {"permutations": options.permutations, "min_clusters": options.min_clusters}
            for indices, p in sides_p(articles, catalogue, side, random, **limits):
                for index in indices:
                    found[index].append(Halves(outlet, indices, p))
    rows = [_row(feature, index, found[index], options) for index, feature in enumerate(catalogue)]
    for row in rows:
        if row["n"]:
            row["low"], row["high"] = band(row["n_outlets"])
            row["ks_p"] = None
    return [row | {"split": kind} for row in rows]


def _clusters_of_units(whole: ClusterTable, table: ClusterTable) -> Codes:
    """For each cluster of ``table``, clusters or single articles of the same rows, its cluster in ``whole``."""
    if table is whole:
        return np.arange(len(whole.cluster_group))
    known = dict(zip(whole.column("id").to_pylist(), whole.row_cluster.tolist(), strict=True))
    return np.array([known[name] for name in table.column("id").to_pylist()], dtype=np.intp)


def _half(random: np.random.Generator, clusters: int) -> Flags:
    """A random half of the clusters; of an odd number the smaller half."""
    chosen = np.zeros(clusters, dtype=np.bool_)
    chosen[random.permutation(clusters)[: clusters // 2]] = True
    return chosen


def _matched(features: pa.Table, catalogue: Sequence[Feature], options: AlarmOptions) -> Iterator[list[Halves]]:
    """For each outlet the trials of players drawn at random from those who report its events."""
    table = ClusterTable.of(features)
    blocks = blocks_of(table, catalogue)
    contrasts = contrasts_of(table, blocks)
    for group, outlet in enumerate(table.groups):
        trials = []
        for block, of_block in zip(blocks, contrasts, strict=True):
            for split in range(options.splits):
                random = generator(options.seed, "players", outlet, split, *block.indices)
                p = drawn_p(of_block, group, random, options.permutations, options.min_clusters)
                trials.append(Halves(outlet, block.indices, p))
        yield trials


def _row(feature: Feature, index: int, trials: Sequence[Halves], options: AlarmOptions) -> dict[str, Any]:
    p = np.array([trial.p[trial.features.index(index)] for trial in trials], dtype=np.float64)
    tested = ~np.isnan(p)
    outlets = {trial.outlet for trial, used in zip(trials, tested, strict=True) if used}
    p = p[tested]
    low, high = band(len(p)) if len(p) else (None, None)
    return {
        "split": RANDOM,
        "feature": feature.name,
        "family": feature.family,
        "primary": feature.primary,
        "n": len(p),
        "n_outlets": len(outlets),
        "share_below_05": float((p < LEVEL).mean()) if len(p) else None,
        "low": low,
        "high": high,
        "ks_p": uniform_p(p) if len(p) else None,
        "reason": None if len(p) else "no outlet varies in this feature" if trials else _too_small(options),
    }


def _too_small(options: AlarmOptions) -> str:
    if options.events:
        return f"no outlet has {options.min_clusters} shared events"
    return f"no outlet has {2 * options.min_clusters} clusters, {options.min_clusters} for each half"


def band(tests: int, among: int = 1) -> tuple[float, float]:
    """Limits that the share below 0.05 of ``tests`` right tests keeps to 95 times in 100, for ``among`` such shares."""
    reach = -float(ndtri((1.0 - BAND) / 2 / among)) * float(np.sqrt(LEVEL * (1.0 - LEVEL) / tests))
    return max(LEVEL - reach, 0.0), LEVEL + reach


def uniform_p(p: Floats) -> float:
    """Kolmogorov-Smirnov p (asymptotic) that values of p are equally likely, compared at the values that occur.

    A p from permutations takes steps, and at its own values its distribution is that of a uniform one.
    """
    values, counts = np.unique(p, return_counts=True)
    furthest = np.abs(np.cumsum(counts) / len(p) - values).max()
    return float(kolmogorov(np.sqrt(len(p)) * furthest))
