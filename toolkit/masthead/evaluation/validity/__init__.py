"""Measured validity: how well each instrument agrees with people who annotated news by hand."""

from __future__ import annotations

from masthead.evaluation.validity.coded import CodingOptions
from masthead.evaluation.validity.gold import Document, GoldSpan, Sentence, read_gold
from masthead.evaluation.validity.marks import Found
from masthead.evaluation.validity.running import FIELDS, Outcome, run_suite
from masthead.evaluation.validity.samples import Estimate, Sample
from masthead.evaluation.validity.suite import Corpus, Instrument, Metric, Suite, Task, load_suite
from masthead.evaluation.validity.units import samples
from masthead.evaluation.validity.validating import CODED_FIELDS, Validation, validate
from masthead.evaluation.validity.worst import CASE_FIELDS

__all__ = [
    "CASE_FIELDS",
    "CODED_FIELDS",
    "FIELDS",
    "CodingOptions",
    "Corpus",
    "Document",
    "Estimate",
    "Found",
    "GoldSpan",
    "Instrument",
    "Metric",
    "Outcome",
    "Sample",
    "Sentence",
    "Suite",
    "Task",
    "Validation",
    "load_suite",
    "read_gold",
    "run_suite",
    "samples",
    "validate",
]
