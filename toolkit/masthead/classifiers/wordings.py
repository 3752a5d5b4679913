"""How often an article uses each rival wording of a concept, and which side's wordings it prefers, as models read it.

Single wordings are rare, so a model sees few of them in training and others in new articles. Leanings sum them: the
side that a wording belongs to is written in the choice sets; over all concepts, the wordings of a side are frequent
enough to go by, and nothing about them is learned.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc
from scipy import sparse

from masthead.features import choices
from masthead.features.base import Feature
from masthead.lexicons import bundled_choices
from masthead.schema import VOICES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

_WORDS = tuple(f"words.{voice}" for voice in VOICES)
AT_ONCE = 5_000
"""Articles whose rates are formed together; most are 0."""


def wording_names(features: pa.Table) -> list[str]:
    """The wordings (``concept.wording``) that at least two articles use, whatever referent they are tied to."""
    if choices.COLUMN not in features.column_names:
        return []
    lists = features[choices.COLUMN].combine_chunks()
    names = lists.flatten().field("name").to_pylist()
    rows = pc.list_parent_indices(lists).to_pylist()
    users = {(name.rpartition(".")[0], row) for name, row in zip(names, rows, strict=True) if "@" not in name}
    spread = Counter(name.removeprefix(f"{choices.COLUMN}.") for name, _ in users)
    return sorted(name for name, articles in spread.items() if articles > 1)


def wording_rates(features: pa.Table, names: Sequence[str]) -> sparse.csr_matrix:
    """Mentions of each wording per 1,000 words in any voice: n rows, len(names) columns, 0 where nothing is known."""
    if not names or not features.num_rows:
        return sparse.csr_matrix((features.num_rows, len(names)))
    starts = range(0, features.num_rows, AT_ONCE)
    return sparse.vstack(
        [sparse.csr_matrix(_rates(features.slice(start, AT_ONCE), names)) for start in starts], format="csr"
    )


def _rates(features: pa.Table, names: Sequence[str]) -> NDArray[np.float64]:
    columns = {f"{choices.COLUMN}.{name}.{voice}": at for at, name in enumerate(names) for voice in VOICES}
    present = set(features.column_names)
    wide = [name for name in columns if name in present]
    listed = {name: at for name, at in columns.items() if name not in wide}
    counts = choices.summed(features, listed, len(names))
    for name in wide:
        counts[columns[name]] += np.nan_to_num(features[name].to_numpy(zero_copy_only=False).astype(np.float64))
    words = sum(np.nan_to_num(features[name].to_numpy(zero_copy_only=False).astype(np.float64)) for name in _WORDS)
    return np.asarray((counts * 1000.0 / np.maximum(words, 1.0)).T, dtype=np.float64)


SIDES = ("left", "right")
_SAID = {"own": ("own",), "quoted": ("quoted",), "any": VOICES}
_CITATION = (
    "Gentzkow, M. and Shapiro, J. M. (2010). What Drives Media Slant? Evidence from U.S. Daily Newspapers. "
    "Econometrica 78(1), 35-71"
)


def with_leanings(features: pa.Table, catalogue: Sequence[Feature]) -> tuple[pa.Table, tuple[Feature, ...]]:
    """FEATURES with the counts that leanings read, and ``catalogue`` with their rows after its own.

    Both are left as they are where FEATURES has no counts of choices, or ``catalogue`` is empty (a model of words
    alone) or has the rows already.
    """
    rows = leanings()
    known = {feature.name for feature in catalogue}
    if not catalogue or choices.COLUMN not in features.column_names or rows[0].name in known:
        return features, tuple(catalogue)
    needed = (name for row in rows for name in row.columns if name.startswith(f"{choices.COLUMN}."))
    return choices.widen(features, needed), (*catalogue, *rows)


@cache
def leanings() -> tuple[Feature, ...]:
    """For own voice, quotations and all voices: mentions of each side per 1,000 words, and the share of the right."""
    return tuple(row for voice in _SAID for row in (*(_rate(side, voice) for side in SIDES), _share(voice)))


def _rate(side: str, voice: str) -> Feature:
    return Feature(
        name=f"leaning.{side}.{voice}",
        family="choices",
        title=f"Wordings of the {side}, {voice} voice",
        kind="density",
        unit="per 1,000 words",
        numerator=_counts(side, voice),
        denominator=tuple(f"words.{said}" for said in _SAID[voice]),
        scale=1000.0,
        higher=f"more wordings that the {side} prefers",
        citation=_CITATION,
        voice_aware=True,
    )


def _share(voice: str) -> Feature:
    return Feature(
        name=f"leaning.share.{voice}",
        family="choices",
        title=f"Wordings of the right among those of left and right, {voice} voice",
        kind="share",
        unit="%",
        numerator=_counts("right", voice),
        denominator=tuple(name for side in SIDES for name in _counts(side, voice)),
        scale=100.0,
        high=100.0,
        higher="wordings that the right prefers are chosen more often",
        citation=_CITATION,
        voice_aware=True,
    )


def _counts(side: str, voice: str) -> tuple[str, ...]:
    return tuple(
        f"{choices.COLUMN}.{choice.concept}.{name}.{said}"
        for choice in bundled_choices()
        for name, wording in choice.declaration.wordings.items()
        if wording.side == side
        for said in _SAID[voice]
    )
