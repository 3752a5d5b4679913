"""Evaluation: splits that no outlet crosses, metrics with intervals over outlets, honest training."""

from __future__ import annotations

from masthead.classifiers.models import DEFAULT
from masthead.evaluation.audit import audit, facts
from masthead.evaluation.scoring import Protocol, data_hash, details, evaluate, notes, score, train
from masthead.evaluation.splits import SPLITS

__all__ = [
    "DEFAULT",
    "SPLITS",
    "Protocol",
    "audit",
    "data_hash",
    "details",
    "evaluate",
    "facts",
    "notes",
    "score",
    "train",
]
