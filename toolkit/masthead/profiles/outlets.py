"""Outlet profiles: every feature of every outlet, with an interval that respects clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from masthead.engines import CorpusResult, How, open_corpus
from masthead.errors import UsageError, options_of
from masthead.features import ready
from masthead.features.rows import compared
from masthead.profiles.codes import read_codes
from masthead.profiles.corrected import correct_profiles, corrections
from masthead.profiles.facts import method_facts
from masthead.profiles.overview import Overview
from masthead.profiles.pooling import pool_profiles
from masthead.profiles.rows import ClusterTable
from masthead.profiles.sums import all_intervals, blocks_of, reason_unknown
from masthead.profiles.weighing import refuse_codes_by_article, weigh_articles
from masthead.schema import PROFILES
from masthead.stats import on_one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature
    from masthead.profiles.sums import Block
    from masthead.profiles.weighing import Weigh

    Floats = NDArray[np.float64]

MIN_CLUSTERS = 10
LEVEL = 0.95
DRAWS = 2000
DEFAULTS = {"draws": DRAWS, "level": LEVEL, "min_clusters": MIN_CLUSTERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(CorpusResult):
    """Outlets described: ``table`` are PROFILES, or POOLED, of the features in ``catalogue``."""

    catalogue: tuple[Feature, ...]


def profile(
    source: Any,
    how: How | None = None,
    *,
    families: Sequence[str] = (),
    pool: bool = False,
    keep_wire: bool = False,
    codes: Any = None,
    weigh: Weigh = "length",
    seed: int = 0,
    **options: Any,
) -> Profile:
    """Describe each outlet: every feature with its interval. One outlet is enough.

    ``source`` and ``keep_wire`` are those of ``masthead.engines.open_corpus``. Choices of words are described if
    ``families`` names them. ``pool`` also shrinks each estimate towards the mean of the outlets (``pool_profiles``).
    ``codes`` (as accepted by ``read_codes``) correct the figures with a hand-coded sample (``corrections``).
    ``weigh`` says how much an article counts (``weigh_articles``). ``options`` are those of ``profile_outlets``.
    Raises what ``open_corpus`` raises, and UsageError for a family that was not measured.
    """
    how = options_of(how, How)
    if pool and codes is not None:
        raise UsageError(
            "pooled estimates are of the instrument alone, not of codes", fix="Leave out --pool or --codes."
        )
    if codes is not None:
        refuse_codes_by_article(weigh)
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    rows, features = weigh_articles(corpus.table, compared(corpus.catalogue, families), weigh)
    how.begin("Estimating")
    table = profile_outlets(rows, features, seed=seed, **options)
    level = options.get("level", LEVEL)
    notes: list[str] = []
    coded: dict[str, int] = {}
    if codes is not None:
        correction = corrections(corpus.table, features, read_codes(codes, features))
        table, notes = correct_profiles(table, correction, features, level=level), correction.notes()
        coded = correction.articles()
    table = pool_profiles(table, features, level=level) if pool else table
    done = {**DEFAULTS, **options, "families": families, "weigh": weigh, "coded": coded}
    facts = method_facts(corpus.table, table, features, done)
    manifest = {**corpus.manifest, "kind": "profile", "seed": seed, **facts}
    about = Overview.of(corpus.table, len(corpus.rejects), corpus.not_own, corpus.findings)
    return Profile(
        table, (*corpus.notes, *about.cautions(), *notes), manifest=manifest, corpus=corpus, catalogue=features
    )


@on_one_thread
def profile_outlets(
    features: Any,
    catalogue: Sequence[Feature] | None = None,
    *,
    by: str = "outlet",
    seed: int = 0,
    draws: int = DRAWS,
    level: float = LEVEL,
    min_clusters: int = MIN_CLUSTERS,
) -> pa.Table:
    """Describe each outlet by the features of ``catalogue``: a PROFILES table, outlet by outlet.

    ``features`` is a FEATURES table, or any data frame of one; the catalogue is every feature but choices where none
    is given. ``estimate`` is the feature of the summed counts of the outlet's usable
    articles, in the feature's unit; ``low`` and ``high`` are the ``level`` interval over its clusters, whatever other
    outlets there are (``masthead.stats.bootstrap`` names the method), null with the reason below ``min_clusters``
    clusters or where clusters cannot tell. ``draws`` are the resamples behind that of a signed score.
    ``by`` may name another column (section, genre, a label) whose values then stand in ``outlet``; clusters
    remain those of the outlets. Rows count as they come, agency copy among them; ``profile`` leaves it out. The result
    depends on the rows, the options and the seed, not on row order. Raises ``UsageError`` where a column is missing.
    """
    features, catalogue = ready(features, catalogue)
    table = ClusterTable.of(features, by)
    blocks = blocks_of(table, catalogue)
    intervals = all_intervals(blocks, table.groups, seed=seed, draws=draws, level=level, min_clusters=min_clusters)
    parts = [PROFILES.empty_table()]
    for group, name in enumerate(table.groups):
        found: dict[int, dict[str, Any]] = {}
        for block, limits in zip(blocks, intervals, strict=True):
            for place, index in enumerate(block.indices):
                counted = _counted(block, block.totals[:, group], group, place, catalogue[index])
                low, high = limits[place, group]
                counted |= {"low": _number(low), "high": _number(high)}
                reason = reason_unknown(table, catalogue[index], block, group, counted, min_clusters)
                about = {field: getattr(catalogue[index], field) for field in ("family", "primary", "unit")}
                found[index] = {"outlet": name, "feature": catalogue[index].name, "reason": reason} | about | counted
        parts.append(pa.Table.from_pylist([found[index] for index in range(len(catalogue))], schema=PROFILES))
    return pa.concat_tables(parts).combine_chunks()


def _counted(block: Block, totals: Floats, group: int, place: int, feature: Feature) -> dict[str, Any]:
    """The estimate and what it rests on; nulls where the group has no usable article."""
    sums = totals[list(block.form.parts[place])]
    some, ratio = bool(block.sizes[group]), feature.formula is None
    return {
        "estimate": _number(block.form.statistics[place].value(sums).item()) if some else None,
        "numerator": float(sums[0]) if some and ratio else None,
        "denominator": float(sums[1]) if some and ratio else None,
        "n_articles": int(block.articles[group]),
        "n_clusters": int(block.sizes[group]),
    }


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
