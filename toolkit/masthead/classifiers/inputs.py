"""What models see, laid out as one sparse matrix whose blocks each model takes as it needs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin

from masthead.classifiers.terms import MIN_ARTICLES, count_known, count_terms, needed
from masthead.classifiers.views import View
from masthead.storage import give_back_memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.classifiers.samples import Sample


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns, by name: first the outlet's number (0 for one not known), then features (values, NaN where unknown),
    wordings (mentions per 1,000 words), framing terms, and words and word pairs (counts).
    """

    outlets: tuple[str, ...]
    features: tuple[str, ...]
    wordings: tuple[str, ...]
    framing_terms: tuple[str, ...]
    terms: tuple[str, ...]

    def columns(self, block: str) -> slice:
        """Where the columns of a block are: those of one of the fields, or the outlet's number for ``outlets``."""
        names = [field.name for field in fields(self)]
        bounds = [0, *accumulate([1, *(len(getattr(self, name)) for name in names[1:])])]
        return slice(*bounds[names.index(block) :][:2])

    @property
    def names(self) -> NDArray[Any]:
        """A name for every column."""
        return np.array(["outlet", *self.features, *self.wordings, *self.framing_terms, *self.terms], dtype=object)


@dataclass(frozen=True)
class Inputs:
    """The matrix of a sample (a row per article), or a view of it, and what its columns are."""

    x: View | sparse.csr_matrix
    layout: Layout


def lay_out(sample: Sample, *, terms: bool = True) -> Inputs:
    """Count the sample's texts (unless no model reads ``terms``) and put all blocks side by side."""
    outlets = tuple(sorted(set(sample.outlets)))
    # Half of what a term must have to be learned from all articles: no fold of them asks for as little.
    least = max(MIN_ARTICLES, needed(len(sample.ids), len(outlets)) // 2)
    blocks = _measured(sample, outlets)
    give_back_memory()  # of making the sample
    x, names = count_terms(sample.texts, least, blocks) if terms else (_side_by_side(blocks), [])
    give_back_memory()
    return Inputs(x, Layout(outlets, sample.feature_names, sample.wording_names, sample.framing_terms, tuple(names)))


def lay_out_as(sample: Sample, layout: Layout) -> sparse.csr_matrix:
    """The matrix of other articles in the layout a model was fitted with; unknown outlets have the number 0."""
    return _side_by_side([*_measured(sample, layout.outlets), count_known(sample.texts, layout.terms)])


def _measured(sample: Sample, outlets: Sequence[str]) -> list[sparse.csr_matrix]:
    """The blocks before the words: the outlet's number with the features, the wordings, the framing terms."""
    number = {outlet: position for position, outlet in enumerate(outlets, start=1)}
    first = np.array([[number.get(outlet, 0)] for outlet in sample.outlets], dtype=np.float32)
    features = np.hstack([first, sample.features]).astype(np.float32)
    return [sparse.csr_matrix(block, dtype=np.float32) for block in (features, sample.wordings, sample.term_counts)]


def _side_by_side(blocks: Sequence[sparse.csr_matrix]) -> sparse.csr_matrix:
    return sparse.hstack(blocks, format="csr", dtype=np.float32)


class Stateless(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """A step of a pipeline that learns nothing."""

    def fit(self, x: Any, y: object = None) -> Self:  # noqa: ARG002
        """Nothing is learned."""
        self.n_features_in_ = x.shape[1]
        return self


class Block(Stateless):
    """The columns ``start`` to ``stop``, with the outlet's number before them where ``outlet`` asks for it.

    Output names begin with ``name`` and two underscores. (A ColumnTransformer would keep the number of each column
    that is left out, which makes most of a saved model.)
    """

    def __init__(self, name: str = "", start: int = 0, stop: int = 0, *, outlet: bool = False) -> None:
        self.name = name
        self.start = start
        self.stop = stop
        self.outlet = outlet

    @classmethod
    def of(cls, name: str, layout: Layout, block: str = "", *, outlet: bool = False) -> Block:
        """A block of a layout, of the name it has there where no other is given."""
        columns = layout.columns(block or name)
        return cls(name, columns.start, columns.stop, outlet=outlet)

    def transform(self, x: View | sparse.csr_matrix) -> View | sparse.csr_matrix:
        """The columns of the block: as a view where the outlet's number is before them, since a choice follows."""
        view = View.of(x)
        if self.outlet:
            return view.only(np.r_[0, self.start : self.stop])
        return view.only(slice(self.start, self.stop)).matrix()

    def get_feature_names_out(self, input_features: Sequence[str]) -> NDArray[Any]:
        """The names of the columns of the block."""
        names = [*(input_features[:1] if self.outlet else ()), *input_features[self.start : self.stop]]
        return np.array([f"{self.name}__{name}" for name in names], dtype=object)


class Dense(Stateless):
    """A sparse block as a dense array of float64; a row with nothing known keeps its NaN."""

    def transform(self, x: Any) -> NDArray[np.float64]:
        """The same values, dense."""
        return np.asarray(x.toarray() if sparse.issparse(x) else x, dtype=np.float64)

    def get_feature_names_out(self, input_features: Sequence[str]) -> NDArray[Any]:
        """The names are kept."""
        return np.asarray(input_features, dtype=object)
