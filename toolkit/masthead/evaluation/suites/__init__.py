"""Suites: tasks that classifiers are compared with, declared as data and citable by name and version."""

from masthead.evaluation.suites.declaration import SUITES, Benchmark, find_benchmark, load_benchmark
from masthead.evaluation.suites.running import FIELDS, Outcome, environment, run_benchmark

__all__ = [
    "FIELDS",
    "SUITES",
    "Benchmark",
    "Outcome",
    "environment",
    "find_benchmark",
    "load_benchmark",
    "run_benchmark",
]
