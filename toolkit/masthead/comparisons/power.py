"""How large a difference must be to be found: the power of a comparison with the articles and codes there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from scipy.special import stdtrit

from masthead.comparisons.differences import REST, Tested
from masthead.comparisons.options import PowerOptions
from masthead.engines import CorpusResult, How, open_corpus
from masthead.errors import UsageError, options_of
from masthead.features.rows import compared, shown
from masthead.profiles import ClusterTable, blocks_of, corrections, read_codes
from masthead.profiles.overview import Overview
from masthead.schema import POWER
from masthead.stats.correction import satterthwaite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature
    from masthead.profiles.corrected import Correction, Corrections

    Floats = NDArray[np.float64]
    Row = dict[str, Any]

HALF = 4
"""How many times the articles there must be for half the standard error."""


def power(
    source: Any,
    options: PowerOptions | None = None,
    how: How | None = None,
    *,
    keep_wire: bool = False,
    codes: Any = None,
) -> CorpusResult:
    """Find the smallest difference of each outlet from the rest that most comparisons like this would find (POWER).

    ``source``, ``how`` and ``keep_wire`` are those of ``masthead.engines.open_corpus``, and ``codes`` those of
    ``compare``. ``detectable`` is the difference for which a test at the level of ``options`` has the power of
    ``options``. It is (t at 1 - alpha/2 + t at the power) times the standard error of the difference, with
    Satterthwaite's degrees of freedom (Bloom 1995). With codes it concerns the corrected difference.

    ``articles_for_half`` is how many articles of the outlet would halve it, if the others grow in proportion.
    ``codes_for_half`` is how many coded articles per outlet would halve it; it is null if coding alone cannot. Raises
    UsageError for fewer than two outlets.
    """
    options = options_of(options, PowerOptions)
    corpus = open_corpus(source, how, keep_wire=keep_wire)
    catalogue = compared(corpus.catalogue, options.families)
    asked = shown(catalogue, options.families, everything=options.every_feature)
    table = ClusterTable.of(corpus.table)
    if len(table.groups) < 2:
        raise UsageError("power is of comparisons: it needs two outlets or more", fix="Give articles of two outlets.")
    correction = None if codes is None else corrections(corpus.table, asked, read_codes(codes, catalogue))
    found = detectable(table, asked, options, correction)
    notes = () if correction is None else tuple(correction.notes())
    about = Overview.of(corpus.table, len(corpus.rejects), corpus.not_own, corpus.findings)
    return CorpusResult(
        table=found,
        notes=(*corpus.notes, *about.cautions(), *notes),
        manifest={**corpus.manifest, "kind": "power"},
        corpus=corpus,
    )


def detectable(
    table: ClusterTable, catalogue: Sequence[Feature], options: PowerOptions, correction: Corrections | None = None
) -> pa.Table:
    """POWER of some features, feature by feature and outlet by outlet."""
    found: dict[int, list[Row]] = {}
    for block in blocks_of(table, catalogue):
        tested = Tested.blank(block)
        for place, index in enumerate(block.indices):
            corrected = None if correction is None else correction.features.get(catalogue[index].name)
            found[index] = list(_rows(table, catalogue[index], tested, place, corrected, options))
    rows = [row for index in range(len(catalogue)) for row in found.get(index, ())]
    return pa.Table.from_pylist(rows, schema=POWER)


def _rows(
    table: ClusterTable,
    feature: Feature,
    tested: Tested,
    place: int,
    corrected: Correction | None,
    options: PowerOptions,
) -> Iterator[Row]:
    """A row for each outlet of one feature."""
    sizes = tested.block.sizes
    variances, freedoms = tested.variance[place], sizes - 1.0
    able = (sizes >= max(2, options.min_clusters)) & (variances > 0)
    if corrected is not None:
        variances, freedoms, able = corrected.variances, corrected.freedoms, corrected.variances > 0
    for group, outlet in enumerate(table.groups):
        others = np.flatnonzero(able & (np.arange(len(able)) != group))
        row: Row = {
            "feature": feature.name,
            "comparison": f"{outlet} against the {REST}",
            "detectable": None,
            "unit": feature.unit,
            "n_articles": int(tested.articles[place, group]),
            "n_clusters": int(sizes[group]),
            "articles_for_half": None,
            "codes_for_half": None,
            "reason": _reason(corrected, group, int(sizes[group]), able, options),
        }
        if row["reason"] is None:
            members = np.append(group, others)
            weights = np.append(1.0, np.full(len(others), 1 / len(others) ** 2))
            parts = weights * variances[members]
            freedom = satterthwaite(parts, freedoms[members])
            needed = stdtrit(freedom, 1 - options.alpha / 2) + stdtrit(freedom, options.power)
            row["detectable"] = min(float(needed * np.sqrt(parts.sum())), feature.high - feature.low)
            if corrected is None:
                row["articles_for_half"] = HALF * row["n_articles"]
            else:
                row["codes_for_half"] = _codes_for_half(corrected, members, weights)
        yield row


def _codes_for_half(corrected: Correction, members: NDArray[np.intp], weights: Floats) -> int | None:
    """Coded articles of each outlet that would halve the standard error of a difference; None where none would."""
    coding = weights * corrected.from_codes[members]
    rest = (weights * corrected.variances[members]).sum() - coding.sum()
    wanted = (weights * corrected.variances[members]).sum() / HALF - rest
    return int(np.ceil((coding * corrected.coded[members]).sum() / wanted)) if wanted > 0 else None


def _reason(
    corrected: Correction | None, group: int, size: int, able: NDArray[np.bool_], options: PowerOptions
) -> str | None:
    """Why nothing can be said of an outlet; None where it can."""
    if able[group]:
        return None if able.sum() > 1 else "no other outlet has enough"
    if corrected is not None:
        return corrected.reasons[group] or "no variation between coded articles"
    least = max(2, options.min_clusters)
    return f"too few clusters ({size} < {least})" if size < least else "no variation between clusters"
