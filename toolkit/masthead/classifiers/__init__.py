"""Classifiers: scikit-learn pipelines over features, wordings and masked text; ``store`` keeps them on disk."""

DEFAULT = "auto"
"""The model chosen before any test: the one of its rivals that does best inside the training articles."""
