"""How often an article uses each rival wording of a concept, as a model reads it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from masthead.features import choices
from masthead.schema import VOICES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

_WORDS = tuple(f"words.{voice}" for voice in VOICES)


def wording_names(features: pa.Table) -> list[str]:
    """The wordings (``concept.wording``) that at least two articles use, whatever referent they are tied to."""
    if choices.COLUMN not in features.column_names:
        return []
    lists = features[choices.COLUMN].combine_chunks()
    names = lists.flatten().field("name").to_pylist()
    rows = pc.list_parent_indices(lists).to_pylist()
    users = Counter({(_wording(name), row) for name, row in zip(names, rows, strict=True) if "@" not in name}).keys()
    spread = Counter(name for name, _ in users)
    return sorted(name for name, articles in spread.items() if articles > 1)


def wording_rates(features: pa.Table, names: Sequence[str]) -> NDArray[np.float64]:
    """Mentions of each wording per 1,000 words in any voice: n rows, len(names) columns, 0 where nothing is known."""
    rates = np.zeros((features.num_rows, len(names)))
    if not names:
        return rates
    columns = {f"{choices.COLUMN}.{name}.{voice}": at for at, name in enumerate(names) for voice in VOICES}
    wide = choices.widen(features, columns)
    for column, at in columns.items():
        rates[:, at] += np.nan_to_num(wide[column].to_numpy(zero_copy_only=False).astype(np.float64))
    words = sum(np.nan_to_num(features[name].to_numpy(zero_copy_only=False).astype(np.float64)) for name in _WORDS)
    return np.asarray(rates * 1000.0 / np.maximum(words, 1.0)[:, None], dtype=np.float64)


def _wording(name: str) -> str:
    return name.removeprefix(f"{choices.COLUMN}.").rpartition(".")[0]
