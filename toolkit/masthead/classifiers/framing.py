"""Framing features as a scikit-learn transformer, for pipelines of your own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from masthead.classifiers.samples import feature_matrix
from masthead.engines import How, measure_articles
from masthead.errors import UsageError, did_you_mean
from masthead.features import catalogue, without_choices
from masthead.schema import ARTICLES
from masthead.sources import to_arrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from masthead.features.base import Feature


class FramingFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts in, framing features out: n rows, one column a feature, float64, NaN where a feature is unknown.

    ``x`` is a sequence of n texts, an n x 1 array of them, an ARTICLES table or any data frame with a column ``text``
    (and ``title`` where there is one). ``features`` names the features wanted, all but shares of single wordings for
    None. Nothing is learned, so fitting only checks; ``set_output`` and ``get_feature_names_out`` work as usual.
    """

    def __init__(self, features: Sequence[str] | None = None) -> None:
        self.features = features

    def fit(self, x: Any, y: object = None) -> FramingFeatures:  # noqa: ARG002
        """Check the input and the names; raises UsageError for an unknown one, TypeError for no texts."""
        self.n_features_in_ = _width(x)
        _articles(x)
        self.feature_names_ = [feature.name for feature in self._rows()]
        return self

    def transform(self, x: Any) -> NDArray[np.float64]:
        """Measure the texts."""
        check_is_fitted(self)
        if _width(x) != self.n_features_in_:
            raise ValueError(
                f"X has {_width(x)} features, but {type(self).__name__} is expecting {self.n_features_in_} features "
                "as input"
            )
        return feature_matrix(measure_articles(_articles(x), How(hits=False)).features, self._rows())

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:  # noqa: ARG002
        """The names of the features."""
        check_is_fitted(self)
        return np.array(self.feature_names_, dtype=object)

    def _rows(self) -> list[Feature]:
        known = {feature.name: feature for feature in without_choices(catalogue())}
        names = list(known) if self.features is None else list(self.features)
        for name in names:
            if name not in known:
                raise UsageError(
                    f"there is no feature {name!r}.{did_you_mean(name, known)}", fix="See `masthead features`."
                )
        return [known[name] for name in names]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.no_validation = True
        return tags


def _articles(x: Any) -> pa.Table:
    """An ARTICLES table of whatever holds the texts."""
    titles: list[Any] | None = None
    if isinstance(x, pa.Table) or hasattr(x, "columns"):
        table = to_arrow(x)
        if "text" not in table.column_names:
            raise UsageError("the data frame has no column 'text'", fix="Rename the column that holds the texts.")
        texts = table["text"].to_pylist()
        titles = table["title"].to_pylist() if "title" in table.column_names else None
        excluded = table["excluded"].to_pylist() if "excluded" in table.column_names else None
    else:
        values = np.asarray(x, dtype=object)
        values = values[:, 0] if values.ndim == 2 and values.shape[1] == 1 else values
        texts, excluded = list(values), None
    wrong = next((text for text in texts if not isinstance(text, str) and text is not None), None)
    if wrong is not None or (not isinstance(x, pa.Table) and np.ndim(texts) != 1):
        raise TypeError(f"FramingFeatures takes texts, not {type(wrong).__name__}")
    columns = {
        "id": [str(row) for row in range(len(texts))],
        "outlet": [""] * len(texts),
        "title": titles or [None] * len(texts),
        "text": [text or "" for text in texts],
        "excluded": excluded or [None] * len(texts),
    }
    rows = [columns.get(field.name, [None] * len(texts)) for field in ARTICLES]
    return pa.table([pa.array(row, field.type) for row, field in zip(rows, ARTICLES, strict=True)], schema=ARTICLES)


def _width(x: Any) -> int:
    if hasattr(x, "columns"):
        return len(x.columns)
    values = np.asarray(x, dtype=object)
    return int(values.shape[1]) if values.ndim == 2 else 1
