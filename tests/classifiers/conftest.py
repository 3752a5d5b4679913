"""The labelled corpus that classifiers and their evaluation are tested on."""

from labelled import corpus

__all__ = ["corpus"]
