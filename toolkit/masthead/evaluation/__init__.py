"""Evaluation: splits that no outlet crosses, metrics with intervals over outlets, honest training."""
