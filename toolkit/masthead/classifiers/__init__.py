"""Classifiers: scikit-learn pipelines over feature values and masked text; ``store`` keeps them on disk."""

from __future__ import annotations

from masthead.classifiers.models import MODELS, ModelSpec
from masthead.classifiers.reasons import Coefficient, top_coefficients
from masthead.classifiers.trained import Trained

__all__ = ["MODELS", "Coefficient", "ModelSpec", "Trained", "top_coefficients"]
