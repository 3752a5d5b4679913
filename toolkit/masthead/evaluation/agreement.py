"""The measured validity that ships with masthead, by word list and by feature."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson

from masthead.storage import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Row = Mapping[str, Any]

RESULTS = "benchmarks/results/validity.json"
DECLARED = "benchmarks/validity.toml"


@cache
def shipped() -> tuple[tuple[Row, ...], Mapping[str, Row], Mapping[str, Row]]:
    """Every figure of a task that is declared, the tasks by id, the corpora by name."""
    # Read as plain data: the types of the suite live with libraries that take a second to load.
    declared = tomllib.loads(bundled(DECLARED).read_text(encoding="utf-8"))
    tasks = {task["id"]: task for task in declared["tasks"]}
    rows = orjson.loads(bundled(RESULTS).read_bytes())["rows"]
    return tuple(row for row in rows if row["task"] in tasks), tasks, {row["name"]: row for row in declared["corpora"]}


def figures_of_list(lexicon: str) -> list[Row]:
    """The figures of whole corpora of the instrument that a word list is part of."""
    return [row for row in shipped()[0] if row["lexicon"] == lexicon and row["outlet"] is None]


def figures_of(feature: str, *, by_outlet: bool = False) -> list[Row]:
    """The figures that say how well the instrument behind a feature agrees with people."""
    rows, tasks, _ = shipped()
    return [
        row
        for row in rows
        if (row["outlet"] is not None) == by_outlet
        and any(fnmatchcase(feature, pattern) for pattern in tasks[row["task"]].get("features", ()))
    ]


def headline(feature: str) -> Row | None:
    """The first figure of a feature, for a line of a table."""
    return next(iter(figures_of(feature)), None)


def limits_of(rows: Iterable[Row]) -> list[str]:
    """What was compared, and what the corpora cannot show, each task and corpus once."""
    _, tasks, corpora = shipped()
    named = list(dict.fromkeys((row["task"], row["corpus"]) for row in rows))
    said = [f"{task}: {tasks[task]['about']}." for task, _ in named]
    limits = {corpus: corpora[corpus].get("limits", "") for _, corpus in named}
    return [*said, *(f"{corpus}: {text}" for corpus, text in limits.items() if text)]


def title_of_corpus(row: Row) -> str:
    """What the corpus of a figure is called, in short."""
    return str(shipped()[2][row["corpus"]]["title"]).partition(",")[0]
