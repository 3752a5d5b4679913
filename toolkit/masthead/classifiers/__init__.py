"""Classifiers: scikit-learn pipelines over features, wordings and masked text; ``store`` keeps them on disk."""

from __future__ import annotations

from masthead.classifiers.examples import own_voice_examples
from masthead.classifiers.framing import FramingFeatures
from masthead.classifiers.models import MODELS, ModelSpec
from masthead.classifiers.reasons import Coefficient, has_coefficients, top_coefficients
from masthead.classifiers.trained import Trained
from masthead.classifiers.using import predict

__all__ = [
    "MODELS",
    "Coefficient",
    "FramingFeatures",
    "ModelSpec",
    "Trained",
    "has_coefficients",
    "own_voice_examples",
    "predict",
    "top_coefficients",
]
