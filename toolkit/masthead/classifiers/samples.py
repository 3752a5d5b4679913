"""Articles and their feature rows as one labelled sample that every model can be fitted on.

The sample holds what models may see: masked texts, feature values, rates of wordings. ``inputs`` lays them out as one
sparse matrix, of which each model takes the columns it reads, so that models are compared on the same rows and folds
and the corpus is counted once.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from masthead.classifiers.framing_terms import term_counts, term_names
from masthead.classifiers.packed import TEXT, PackedTexts, packed_texts
from masthead.classifiers.wordings import with_leanings, wording_names, wording_rates
from masthead.errors import UsageError, did_you_mean
from masthead.numerals import count, some_of
from masthead.schema import LABEL_PREFIX
from masthead.sources.publishers import publishers_of
from masthead.text.masking import names_to_hide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from masthead.features.base import Feature

LEVELS = ("article", "outlet")
"""``article``: one row per article (or sentence, if rows are that). ``outlet``: its articles pooled to one row."""


@dataclass(frozen=True, slots=True)
class Sample:
    """n labelled articles, ordered by id so that the order of the input never changes a figure.

    ``labels``, ``outlets``, ``events``, ``dates`` and ``texts`` (masked, without furniture and title) have n entries;
    an event or date is None where unknown. ``features`` is n x len(feature_names) with NaN for unknown, ``wordings``
    n x len(wording_names), mentions per 1,000 words, ``term_counts`` n x len(framing_terms), both sparse. ``copies``
    names for each article the first of those that repeat each other. ``hidden`` are the outlet names that the texts
    were masked with.
    """

    label: str
    ids: tuple[str, ...]
    outlets: tuple[str, ...]
    labels: NDArray[np.str_]
    texts: Sequence[str]
    features: NDArray[np.float64]
    feature_names: tuple[str, ...]
    wordings: sparse.csr_matrix
    wording_names: tuple[str, ...]
    term_counts: sparse.csr_matrix
    framing_terms: tuple[str, ...]
    events: tuple[str | None, ...] = ()
    dates: tuple[str | None, ...] = ()
    copies: tuple[str, ...] = ()
    parts: tuple[str | None, ...] = ()
    hidden: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels that occur, sorted."""
        return tuple(str(value) for value in np.unique(self.labels))

    @property
    def has_features(self) -> bool:
        """Whether at least one feature of one article is known."""
        return bool(np.isfinite(self.features).any())

    def sha256(self) -> str:
        """Hash of ids, outlets, labels and what the models read, so that a score can be tied to its data."""
        digest = hashlib.sha256()
        for row, values in zip(
            zip(self.ids, self.outlets, self.labels, self.texts, strict=True), self.features, strict=True
        ):
            for part in row:
                digest.update(str(part).encode("utf-8", "surrogatepass") + b"\0")
            digest.update(np.ascontiguousarray(values).tobytes())
        return digest.hexdigest()

    @property
    def publishers(self) -> tuple[str, ...]:
        """The publisher of each article's outlet."""
        return publishers_of(self.outlets)

    @property
    def groups(self) -> NDArray[Any]:
        """What inner folds must not divide: publishers, or single articles where all are of one publisher."""
        return np.array(self.publishers if len(set(self.publishers)) > 1 else self.ids)

    def without_measures(self, features: int, wordings: int, framing_terms: int) -> Sample:
        """The sample with empty columns in place of what a text model was fitted beside and never looked at."""
        rows = len(self.ids)
        return replace(
            self,
            features=np.full((rows, features), np.nan),
            wordings=sparse.csr_matrix((rows, wordings)),
            term_counts=sparse.csr_matrix((rows, framing_terms), dtype=np.float32),
        )

    def take(self, rows: Sequence[int] | NDArray[Any]) -> Sample:
        """The sample of these rows, in this order."""

        def of(values: Sequence[Any]) -> tuple[Any, ...]:
            return tuple(values[i] for i in rows) if values else ()

        return replace(
            self,
            ids=of(self.ids),
            outlets=of(self.outlets),
            labels=self.labels[rows],
            texts=self.texts.take(rows) if isinstance(self.texts, PackedTexts) else of(self.texts),
            features=self.features[rows],
            wordings=self.wordings[rows],
            term_counts=self.term_counts[rows],
            events=of(self.events),
            dates=of(self.dates),
            copies=of(self.copies),
            parts=of(self.parts),
        )


class Known(NamedTuple):
    """What a model was fitted with: outlet names to mask besides a text's own, the wordings and the terms it reads."""

    hidden: tuple[str, ...]
    wordings: tuple[str, ...] = ()
    framing_terms: tuple[str, ...] = ()


def make_sample(
    articles: pa.Table,
    features: pa.Table,
    catalogue: Sequence[Feature],
    *,
    label: str | None,
    level: str = "article",
    part: str | None = None,
    masked: bool = True,
    known: Known | None = None,
) -> Sample:
    """Join labelled articles (ARTICLES with ``id``) with their feature rows (by ``id``).

    ``label`` names the label column with or without its ``label_`` prefix; with None every row gets the label "".
    ``part`` names the column that says what is for training and for testing. Rows whose label is null or blank are
    left out and counted in ``notes``. ``known`` is that of a trained model, None where one is to be trained. Leanings
    are added to the features of ``catalogue``; framing terms are read where FEATURES holds them (``with_terms``).
    Raises UsageError for a missing column, a duplicate id, an article without a feature row, or, by outlet, an outlet
    whose articles carry two labels equally often.
    """
    _require(articles, ("id", "outlet", "text"), "articles", "Run `masthead read` to make an article table.")
    column = label_column(articles, label) if label is not None else ""
    values = [_label(value) for value in articles[column].to_pylist()] if column else [""] * articles.num_rows
    ids = [str(value) for value in articles["id"].to_pylist()]
    if len(set(ids)) < len(ids):
        raise UsageError("the articles hold the same id twice", fix="Read them with `--on-duplicate suffix`.")
    keep = sorted((i for i, value in enumerate(values) if value is not None), key=ids.__getitem__)
    if not keep:
        raise UsageError(f"no article has a value in {column}", fix="Fill in the labels, or name another --label.")
    rows = _rows_of(features, [ids[i] for i in keep])
    table = articles.drop_columns([name for name in TEXT if name in articles.column_names]).take(keep)
    outlets = [str(value) for value in table["outlet"].to_pylist()]
    if known is None:
        known = Known(tuple(sorted(names_to_hide(outlets))), tuple(wording_names(rows)), tuple(term_names(rows)))
    widened, every = with_leanings(rows, catalogue)
    sample = Sample(
        label=column,
        ids=tuple(ids[i] for i in keep),
        outlets=tuple(outlets),
        labels=np.array([values[i] for i in keep], dtype=np.str_),
        texts=packed_texts(articles, keep, outlets, known.hidden if masked else None),
        features=feature_matrix(widened, every),
        feature_names=tuple(feature.name for feature in every),
        wordings=wording_rates(rows, known.wordings),
        wording_names=known.wordings,
        term_counts=term_counts(rows, known.framing_terms),
        framing_terms=known.framing_terms,
        events=tuple(_optional(table, "event")),
        dates=tuple(_optional(table, "date")),
        parts=tuple(_label(value) for value in table[label_column(table, part)].to_pylist()) if part else (),
        hidden=known.hidden if masked else (),
        notes=_left_out(len(values) - len(keep), len(values), column),
    )
    return by_outlet(sample, rows, catalogue) if level == "outlet" else sample


def by_outlet(sample: Sample, rows: pa.Table, catalogue: Sequence[Feature]) -> Sample:
    """One row per outlet: texts joined, counts summed before the features are formed, the label most articles carry."""
    rows, catalogue = with_leanings(rows, catalogue)
    members: dict[str, list[int]] = defaultdict(list)
    for row, outlet in enumerate(sample.outlets):
        members[outlet].append(row)
    names = sorted(members)
    number = {name: position for position, name in enumerate(names)}
    group = np.array([number[outlet] for outlet in sample.outlets])
    sums = _sums(rows, catalogue, group, len(names))
    matrix = (
        np.column_stack([feature.estimate(sums) for feature in catalogue]) if catalogue else np.empty((len(names), 0))
    )
    pooled = sparse.csr_matrix((np.ones(len(group), np.float32), (group, np.arange(len(group)))))
    rates = sparse.csr_matrix(pooled @ sample.wordings)
    rates.data /= np.repeat(np.bincount(group), np.diff(rates.indptr))
    return replace(
        sample,
        ids=tuple(names),
        outlets=tuple(names),
        labels=np.array([_commonest(name, sample.labels[members[name]]) for name in names], dtype=np.str_),
        texts=PackedTexts.of("\n".join(sample.texts[i] for i in members[name]) for name in names),
        features=matrix,
        wordings=rates,
        term_counts=pooled @ sample.term_counts,
        events=(),
        dates=(),
        parts=(),
        notes=(
            *sample.notes,
            f"{count(len(sample.ids), 'article was', 'articles were')} pooled to {count(len(names), 'outlet')}",
        ),
    )


def _commonest(outlet: str, labels: NDArray[np.str_]) -> str:
    (label, most), *others = Counter(str(value) for value in labels).most_common()
    if others and others[0][1] == most:
        raise UsageError(
            f"the articles of {outlet!r} carry the labels {label!r} and {others[0][0]!r} equally often",
            fix="Give the outlet one label, or classify articles: --level article.",
        )
    return label


def _sums(
    rows: pa.Table, catalogue: Sequence[Feature], group: NDArray[Any], groups: int
) -> dict[str, NDArray[np.float64]]:
    sums = {}
    for name in dict.fromkeys(name for feature in catalogue for name in feature.columns):
        values = rows[name].to_numpy(zero_copy_only=False).astype(np.float64)
        sums[name] = np.asarray(np.bincount(group, np.nan_to_num(values), groups), dtype=np.float64)
    return sums


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


def _rows_of(features: pa.Table, ids: Sequence[str]) -> pa.Table:
    _require(features, ("id",), "features", "Make the feature table with `masthead measure`.")
    position = {str(value): row for row, value in enumerate(features["id"].to_pylist())}
    missing = [value for value in ids if value not in position]
    if missing:
        told = some_of(len(missing), len(ids), "article", "has", "have")
        raise UsageError(
            f"{told} no feature row, the first with id {missing[0]!r}",
            fix="Measure the same articles that carry the labels: `masthead measure`.",
        )
    return features.take([position[value] for value in ids])


def _require(table: pa.Table, names: Sequence[str], what: str, fix: str) -> None:
    known = set(table.column_names)  # a list made anew each time it is asked for
    missing = [name for name in names if name not in known]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise UsageError(f"the {what} have no column {missing[0]!r}{more}", fix=fix)


def _optional(table: pa.Table, name: str) -> list[Any]:
    return list(table[name].to_pylist()) if name in table.column_names else [None] * table.num_rows


def _label(value: object) -> str | None:
    text = "" if value is None else str(value).strip()
    return text or None


def _left_out(blank: int, total: int, column: str) -> tuple[str, ...]:
    left_out = some_of(blank, total, "article", "was", "were")
    return (f"without a value in {column}, {left_out} left out",) if blank else ()
