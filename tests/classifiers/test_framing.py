from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import parametrize_with_checks

from masthead.classifiers.framing import FramingFeatures
from masthead.errors import UsageError

TEXTS = ["Officials said the regime fell.", "A calm day in town, and nothing was said about it."]


# Scikit-learn feeds numbers in most of its checks and leaves these out for what takes texts.
@pytest.mark.filterwarnings("ignore:Can't test estimator")
@parametrize_with_checks([FramingFeatures()])
def test_scikit_learn_s_checks(estimator, check):
    check(estimator)


def test_texts_give_a_row_each_and_a_column_a_feature():
    model = FramingFeatures(["loaded.all", "attribution.sentence_share"]).fit(TEXTS)
    assert model.get_feature_names_out().tolist() == ["loaded.all", "attribution.sentence_share"]
    found = model.transform(TEXTS)
    assert found.shape == (2, 2)
    assert found[0, 1] == 100.0


@pytest.mark.parametrize(
    "x",
    [
        np.array(TEXTS, dtype=object),
        np.array(TEXTS, dtype=object).reshape(-1, 1),
        pd.DataFrame({"text": TEXTS}),
        pa.table({"text": TEXTS}),
    ],
    ids=["array", "column", "pandas", "arrow"],
)
def test_whatever_holds_the_texts_gives_the_same(x):
    np.testing.assert_array_equal(FramingFeatures().fit_transform(x), FramingFeatures().fit_transform(TEXTS))


def test_output_can_be_a_data_frame_with_names():
    frame = FramingFeatures(["loaded.all"]).set_output(transform="pandas").fit_transform(TEXTS)
    assert list(frame.columns) == ["loaded.all"]


def test_it_is_a_step_of_any_pipeline():
    model = make_pipeline(FramingFeatures(["loaded.all"]), FunctionTransformer(np.nan_to_num), LogisticRegression())
    assert set(clone(model).fit(TEXTS, ["a", "b"]).predict(TEXTS)) <= {"a", "b"}


def test_numbers_and_unknown_features_are_refused():
    with pytest.raises(TypeError, match="FramingFeatures takes texts, not float"):
        FramingFeatures().fit([1.0, 2.0])
    with pytest.raises(UsageError, match=r"there is no feature 'loaded\.al'\. Did you mean 'loaded\.all'"):
        FramingFeatures(["loaded.al"]).fit(TEXTS)
    with pytest.raises(UsageError, match="no column 'text'"):
        FramingFeatures().fit(pd.DataFrame({"body": TEXTS}))
