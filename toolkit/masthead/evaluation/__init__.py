"""Evaluation: splits that no outlet crosses, metrics with intervals over outlets, honest training."""

from __future__ import annotations

from masthead.evaluation.scoring import evaluate, notes, score, train
from masthead.evaluation.splits import SPLITS

__all__ = ["SPLITS", "evaluate", "notes", "score", "train"]
