"""Classifiers: scikit-learn pipelines over features, wordings and masked text; ``store`` keeps them on disk."""

from typing import Literal

Unit = Literal["article", "outlet", "event", "author", "month"]
"""What ``predict`` gives a verdict on."""

DEFAULT = "auto"
"""The model chosen before any test: the one of its rivals that does best inside the training articles."""
