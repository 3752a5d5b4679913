"""Articles and their feature rows as one labelled sample that every model can be fitted on.

Each model gets the same array ``x`` and takes the columns it reads: column 0 is the outlet's name, column 1
the article's own text, the rest are feature values. So models are compared on the same rows and the same
folds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from masthead.errors import UsageError, did_you_mean
from masthead.schema import LABEL_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from masthead.features.base import Feature

OUTLET_COLUMN = 0
TEXT_COLUMN = 1
FEATURE_COLUMNS = slice(2, None)


@dataclass(frozen=True, slots=True)
class Sample:
    """n labelled articles, ordered by id so that the order of the input never changes a figure.

    ``x`` is an object array of n rows and 2 + len(feature_names) columns (outlet, own text, feature values
    with NaN for unknown); ``labels``, ``outlets`` and ``events`` have n entries; an event is None where
    unknown.
    """

    label: str
    ids: tuple[str, ...]
    outlets: tuple[str, ...]
    events: tuple[str | None, ...]
    labels: NDArray[np.str_]
    x: NDArray[Any]
    feature_names: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels that occur, sorted."""
        return tuple(str(value) for value in np.unique(self.labels))

    @property
    def has_features(self) -> bool:
        """Whether at least one feature of one article is known."""
        return bool(np.isfinite(self.x[:, FEATURE_COLUMNS].astype(np.float64)).any())

    def sha256(self) -> str:
        """A hash of ids, outlets, labels and own texts: which data a model was trained on."""
        digest = hashlib.sha256()
        for row in zip(self.ids, self.outlets, self.labels, self.x[:, TEXT_COLUMN], strict=True):
            for value in row:
                data = str(value).encode("utf-8", "surrogatepass")
                digest.update(len(data).to_bytes(8, "little") + data)
        return digest.hexdigest()


def make_sample(articles: pa.Table, features: pa.Table, catalogue: Sequence[Feature], *, label: str) -> Sample:
    """Join ARTICLES and FEATURES by id and keep the rows that carry a label.

    ``label`` names a column with or without its ``label_`` prefix. Rows whose label is null or blank are
    left out and counted in ``notes``. Raises UsageError for a missing column, a duplicate id, or an article
    without a feature row.
    """
    _require(articles, ("id", "outlet", "text"), "articles", "Run `masthead read` to make an article table.")
    column = label_column(articles, label)
    values = [_label(value) for value in articles[column].to_pylist()]
    ids = [str(value) for value in articles["id"].to_pylist()]
    if len(set(ids)) < len(ids):
        raise UsageError("the articles hold the same id twice", fix="Read them with `--on-duplicate suffix`.")
    keep = sorted((i for i, value in enumerate(values) if value is not None), key=ids.__getitem__)
    if not keep:
        raise UsageError(f"no article has a value in {column}", fix="Fill in the labels, or name another --label.")
    table = articles.take(keep)
    kept_ids = [ids[i] for i in keep]
    matrix = feature_matrix(_rows_of(features, kept_ids), catalogue)
    outlets = [str(value) for value in table["outlet"].to_pylist()]
    return Sample(
        label=column,
        ids=tuple(kept_ids),
        outlets=tuple(outlets),
        events=tuple(_optional(table, "event")),
        labels=np.array([values[i] for i in keep], dtype=np.str_),
        x=_assemble(outlets, own_texts(table), matrix),
        feature_names=tuple(feature.name for feature in catalogue),
        notes=_left_out(len(values) - len(keep), len(values), column),
    )


def label_column(articles: pa.Table, label: str) -> str:
    """The column that ``label`` names; UsageError that lists the label columns where there is none."""
    for name in (label, LABEL_PREFIX + label):
        if name in articles.column_names and name.startswith(LABEL_PREFIX):
            return name
    known = [name for name in articles.column_names if name.startswith(LABEL_PREFIX)]
    if not known:
        raise UsageError(
            f"there is no column {label!r}, and no column whose name starts with {LABEL_PREFIX!r}",
            fix="Name the column that holds the labels with --label-col when the articles are read.",
        )
    short = {name.removeprefix(LABEL_PREFIX): name for name in known}
    hint = did_you_mean(label, known) or did_you_mean(label.removeprefix(LABEL_PREFIX), short)
    raise UsageError(f"there is no label column {label!r}.{hint}", fix=f"Labels found: {', '.join(known)}.")


def feature_matrix(features: pa.Table, catalogue: Sequence[Feature]) -> NDArray[np.float64]:
    """Each article's own feature values: len(features) rows, len(catalogue) columns, NaN where unknown."""
    needed = dict.fromkeys(name for feature in catalogue for name in feature.columns)
    _require(features, tuple(needed), "features", "Measure the articles again with this version of masthead.")
    counts: Mapping[str, NDArray[np.float64]] = {
        name: features[name].to_numpy(zero_copy_only=False).astype(np.float64) for name in needed
    }
    matrix = np.full((features.num_rows, len(catalogue)), np.nan)
    for position, feature in enumerate(catalogue):
        matrix[:, position] = feature.estimate(counts)
    return matrix


def own_texts(articles: pa.Table) -> list[str]:
    """The texts with their ``excluded`` spans (furniture, datelines) taken out; titles are not included."""
    texts = articles["text"].to_pylist()
    spans = _optional(articles, "excluded")
    return [_without(text or "", excluded or []) for text, excluded in zip(texts, spans, strict=True)]


def _without(text: str, excluded: Sequence[Mapping[str, Any]]) -> str:
    pieces, position = [], 0
    for start, end in sorted((span["start"], span["end"]) for span in excluded):
        if start > position:
            pieces.append(text[position:start])
        position = max(position, end)
    return " ".join([*pieces, text[position:]]) if position else text


def _assemble(outlets: list[str], texts: list[str], matrix: NDArray[np.float64]) -> NDArray[Any]:
    x = np.empty((len(outlets), 2 + matrix.shape[1]), dtype=object)
    x[:, OUTLET_COLUMN] = outlets
    x[:, TEXT_COLUMN] = texts
    x[:, FEATURE_COLUMNS] = matrix
    return x


def _rows_of(features: pa.Table, ids: Sequence[str]) -> pa.Table:
    _require(features, ("id",), "features", "Make the feature table with `masthead measure`.")
    position = {str(value): row for row, value in enumerate(features["id"].to_pylist())}
    missing = [value for value in ids if value not in position]
    if missing:
        raise UsageError(
            f"{len(missing)} of {len(ids)} articles have no feature row, the first with id {missing[0]!r}",
            fix="Measure the same articles that carry the labels: `masthead measure`.",
        )
    return features.take([position[value] for value in ids])


def _require(table: pa.Table, names: Sequence[str], what: str, fix: str) -> None:
    missing = [name for name in names if name not in table.column_names]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise UsageError(f"the {what} have no column {missing[0]!r}{more}", fix=fix)


def _optional(table: pa.Table, name: str) -> list[Any]:
    return list(table[name].to_pylist()) if name in table.column_names else [None] * table.num_rows


def _label(value: object) -> str | None:
    text = "" if value is None else str(value).strip()
    return text or None


def _left_out(blank: int, total: int, column: str) -> tuple[str, ...]:
    return (f"{blank} of {total} articles have no value in {column} and were left out",) if blank else ()
