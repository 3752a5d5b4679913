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

from masthead.classifiers import FramingFeatures
from masthead.errors import UsageError

TEXTS = ["Officials said the regime fell.", "A calm day in town, and nothing was said about it."]

NUMBERS_ONLY = dict.fromkeys(
    (
        "check_dict_unchanged",
        "check_dont_overwrite_attributes",
        "check_dtype_object",
        "check_estimator_sparse_array",
        "check_estimator_sparse_matrix",
        "check_estimator_sparse_tag",
        "check_estimators_dtypes",
        "check_estimators_fit_returns_self",
        "check_estimators_overwrite_params",
        "check_estimators_pickle",
        "check_f_contiguous_array_estimator",
        "check_fit1d",
        "check_fit2d_1feature",
        "check_fit2d_1sample",
        "check_fit2d_predict1d",
        "check_fit_check_is_fitted",
        "check_fit_idempotent",
        "check_fit_score_takes_y",
        "check_methods_sample_order_invariance",
        "check_methods_subset_invariance",
        "check_n_features_in",
        "check_n_features_in_after_fitting",
        "check_pipeline_consistency",
        "check_positive_only_tag_during_fit",
        "check_readonly_memmap_input",
        "check_set_output_transform",
        "check_transformer_data_not_an_array",
        "check_transformer_general",
        "check_transformer_preserve_dtypes",
        "check_transformers_unfitted",
        "check_transformers_unfitted_stateless",
    ),
    "the check feeds numbers, and this transformer takes texts",
)


@parametrize_with_checks([FramingFeatures()], expected_failed_checks=lambda _: NUMBERS_ONLY)
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
