"""Who uses a word how often, and how evenly: USES by outlet and over all, from counts of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from masthead.features import Feature
from masthead.profiles import profile_outlets
from masthead.schema import USES, VOICES
from masthead.stats import dispersion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from masthead.comparisons.options import ConcordanceOptions

    Floats = NDArray[np.float64]

SCALE = 1000.0


def uses_table(features: pa.Table, options: ConcordanceOptions) -> pa.Table:
    """USES in the voice asked for: outlet by outlet in their order, and at last a row without an outlet for all.

    ``features`` has the columns ``words.VOICE`` and ``sought.VOICE`` beside those of FEATURES_IDENTITY; null counts are
    of articles that were not read. Rates are ratios of sums, with the intervals of ``profile_outlets``.
    """
    voices = VOICES if options.voice == "all" else (options.voice,)
    rate = _rate(voices)
    limits = {row["outlet"]: row for row in profile_outlets(features, (rate,), **options.intervals).to_pylist()}
    read = features.filter(pc.is_valid(features["words.own"]))
    whose = np.array(read["outlet"].to_pylist(), dtype=object)
    counts = {name: read[name].to_numpy() for name in read.column_names if name.startswith(("words.", "sought."))}
    rows = [_row(counts, whose == outlet, voices) | _limits(limits[outlet]) for outlet in sorted(limits)]
    everyone = _row(counts, np.ones(len(whose), np.bool_), voices)
    spread = dispersion(*(np.array([row[name] for row in rows], np.float64) for name in ("uses", "words")))
    named = {"dp_outlets": spread.dp, "dp_outlets_norm": spread.normalised}
    listed = [{"outlet": outlet} | row for outlet, row in zip(sorted(limits), rows, strict=True)]
    return pa.Table.from_pylist(list(map(_known, [*listed, {**everyone, **named}])), schema=USES)


def _rate(voices: tuple[str, ...]) -> Feature:
    return Feature(
        name="sought",
        family="sought",
        title="Uses",
        kind="density",
        unit=f"per {SCALE:,.0f} words",
        numerator=tuple(f"sought.{voice}" for voice in voices),
        denominator=tuple(f"words.{voice}" for voice in voices),
        scale=SCALE,
        higher="more uses",
        citation="",
        voice_aware=True,
    )


def _row(counts: Mapping[str, Floats], own: NDArray[np.bool_], voices: tuple[str, ...]) -> dict[str, Any]:
    """The counts of some articles, their rate and how evenly they use the word."""
    words, uses = (
        sum((counts[f"{name}.{voice}"][own] for voice in voices), np.zeros(own.sum())) for name in ("words", "sought")
    )
    spread = dispersion(uses, words)
    return {
        "n_articles": int(np.count_nonzero(words)),
        "n_articles_using": int(np.count_nonzero(uses)),
        "words": int(words.sum()),
        "uses": int(uses.sum()),
        **{f"uses_{voice}": int(counts[f"sought.{voice}"][own].sum()) for voice in VOICES},
        "rate": SCALE * uses.sum() / words.sum() if words.any() else np.nan,
        "dp": spread.dp,
        "dp_norm": spread.normalised,
    }


def _limits(profile: Mapping[str, Any]) -> dict[str, Any]:
    return {name: profile[name] for name in ("low", "high", "n_clusters", "reason")}


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with null for what is unknown."""
    return {name: None if value != value else value for name, value in row.items()}  # noqa: PLR0124 - NaN alone
