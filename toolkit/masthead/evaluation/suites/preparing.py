"""From the articles of a corpus to the sample of one task: which rows, which label, whose outlet, which part."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from masthead.classifiers.samples import by_outlet, make_sample
from masthead.errors import MissingColumn, UsageError, did_you_mean
from masthead.evaluation.splits import with_copies
from masthead.schema import LABEL_PREFIX
from masthead.sources.publishers import publisher_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from masthead.classifiers.samples import Sample
    from masthead.evaluation.suites.declaration import Join, Parts, Task, Values
    from masthead.features.base import Feature

SINGLE = "id"
"""The column of a task that draws single rows for its intervals."""


class Measured(NamedTuple):
    """Articles with their feature rows and the features these are for; no features where only texts are read."""

    articles: pa.Table
    features: pa.Table
    catalogue: tuple[Feature, ...]


def columns_of(task: Task) -> list[str]:
    """Every column that a task may ask of its articles."""
    names = [*task.outlet, *task.resample, *task.keep]
    names += [*(task.part.column if task.part else ()), *(task.join.on if task.join else ())]
    names += [name for source in task.train for name in (*source.outlet, *source.label.column)]
    return [*names, *(() if task.join else task.label.column)]


def prepare(task: Task, measured: Measured, ratings: pa.Table | None = None) -> Sample:
    """The labelled sample of a task, with its outlets and copies; parts and splits are not looked at.

    Tasks that differ only in how they divide have the same sample. Raises MissingColumn where the articles lack a
    column, and UsageError where no article has a label.
    """
    articles = measured.articles
    values = labels_of(task, articles, ratings)
    rows = _chosen(task, articles, [value is not None for value in values])
    if not rows:
        raise UsageError(f"no article of the task {task.id} has a label", fix="Is this the corpus that the task names?")
    name = f"{LABEL_PREFIX}{task.label.column[0].removeprefix(LABEL_PREFIX)}"
    table = _with(articles, name, values).take(rows)
    sample = make_sample(table, measured.features, measured.catalogue, label=name)
    outlets = column_of(table, task.outlet or ("outlet",))
    own = dict(zip(table["id"].to_pylist(), outlets, strict=True))
    sample = replace(sample, outlets=tuple(own[key] or "unknown" for key in sample.ids))
    if task.level == "article":
        return with_copies(sample, table)
    position = {key: row for row, key in enumerate(measured.features["id"].to_pylist())}
    return by_outlet(sample, measured.features.take([position[key] for key in sample.ids]), measured.catalogue)


def with_parts(task: Task, sample: Sample, articles: pa.Table) -> Sample:
    """``sample`` with the part, ``train``, ``test`` or none, of each article, as the task has it.

    Raises MissingColumn where there is no such column and UsageError where a part is empty.
    """
    if task.part is None:
        return sample
    said, test = _said(task.part, sample, articles)
    parts = ["train" if value in task.part.train else "test" if test and value == test else None for value in said]
    if task.apart:
        parts = _apart(parts, sample.outlets)
    return replace(sample, parts=tuple(parts))


def test_part(task: Task, sample: Sample, articles: pa.Table) -> str | None:
    """Which of the test parts that a task names is tested on; None for a task without."""
    return _said(task.part, sample, articles)[1] if task.part else None


def _said(part: Parts, sample: Sample, articles: pa.Table) -> tuple[list[str | None], str | None]:
    """The part of each article, and the test part: the first of those named that occurs."""
    of = dict(zip(articles["id"].to_pylist(), column_of(articles, part.column), strict=True))
    said = [of[key] for key in sample.ids]
    return said, next((value for value in part.test if value in said), None)


def units_of(task: Task, sample: Sample, articles: pa.Table) -> tuple[str, ...]:
    """For each row of the sample the group that is drawn with it for intervals."""
    if task.level == "outlet" or not task.resample:
        return sample.outlets
    if SINGLE in task.resample:
        return sample.ids
    of = dict(zip(articles["id"].to_pylist(), column_of(articles, task.resample), strict=True))
    return tuple(of[key] or key for key in sample.ids)


def column_of(articles: pa.Table, names: Sequence[str]) -> list[str | None]:
    """The first of the columns that is there, with or without ``label_``; blank cells are None."""
    for column in (form for name in names for form in (name, LABEL_PREFIX + name)):
        if column in articles.column_names:
            return [_text(value) for value in articles[column].to_pylist()]
    raise MissingColumn(
        f"there is no column {' or '.join(map(repr, names))}.{did_you_mean(names[0], articles.column_names)}",
        fix="masthead corpora import makes the file with every column that the suites ask for.",
    )


def labels_of(task: Task, articles: pa.Table, ratings: pa.Table | None) -> list[str | None]:
    """The label of each article, as the task translates it; None for none."""
    if task.join is None:
        return translated(column_of(articles, task.label.column), task.label)
    assert ratings is not None
    cut = _cut(task.join)
    keys, rated = column_of(ratings, task.join.key), translated(column_of(ratings, task.label.column), task.label)
    known = {cut(key): value for key, value in zip(keys, rated, strict=True) if key and value is not None}
    return [known.get(cut(site)) if site else None for site in column_of(articles, task.join.on)]


def _cut(join: Join) -> Callable[[str], str]:
    def cut(site: str) -> str:
        site = site.casefold().strip()
        for start in join.strip:
            site = site.removeprefix(start)
        return site

    return cut


def translated(values: Iterable[str | None], label: Values) -> list[str | None]:
    """Labels as a task has them; None for a value that it does not name."""
    if not label.values:
        return list(values)
    return [label.values.get(value) if value else None for value in values]


def _chosen(task: Task, articles: pa.Table, labelled: Sequence[bool]) -> list[int]:
    """The rows of a task, in the order of their ids where that decides which of identical texts is kept."""
    ids, texts = articles["id"].to_pylist(), articles["text"].to_pylist()
    rows = sorted((row for row, has in enumerate(labelled) if has), key=ids.__getitem__)
    for name, allowed in task.keep.items():
        cells = column_of(articles, (name,))
        rows = [row for row in rows if cells[row] in allowed]
    if task.min_characters:
        rows = [row for row in rows if len((texts[row] or "").strip()) >= task.min_characters]
    if task.distinct:
        first: dict[str, int] = {}
        rows = [row for row in rows if first.setdefault(" ".join(texts[row].casefold().split()), row) == row]
    if task.per_outlet:
        rows = _at_most(task.per_outlet, rows, ids, column_of(articles, task.outlet or ("outlet",)))
    return rows


def _at_most(most: int, rows: Sequence[int], ids: Sequence[str], outlets: Sequence[str | None]) -> list[int]:
    """So many articles of each outlet, drawn by the hash of their ids: the same ones wherever they are drawn."""
    members: dict[str | None, list[int]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: hashlib.blake2b(ids[row].encode(), digest_size=8).digest()):
        if len(members[outlets[row]]) < most:
            members[outlets[row]].append(row)
    return sorted(row for chosen in members.values() for row in chosen)


def _apart(parts: Sequence[str | None], outlets: Sequence[str]) -> list[str | None]:
    trained = {publisher_of(site) for part, site in zip(parts, outlets, strict=True) if part == "train"}
    return [
        None if part == "test" and publisher_of(site) in trained else part
        for part, site in zip(parts, outlets, strict=True)
    ]


def _with(articles: pa.Table, name: str, values: Sequence[str | None]) -> pa.Table:
    column = pa.array(values, pa.string())
    if name in articles.column_names:
        return articles.set_column(articles.column_names.index(name), name, column)
    return articles.append_column(name, column)


def _text(value: Any) -> str | None:
    text = "" if value is None else str(value).strip()
    return text or None


def same_sample(task: Task) -> tuple[Any, ...]:
    """What two tasks must have in common for their samples to be the same."""
    kept: Mapping[str, tuple[str, ...]] = task.keep
    join = (task.join.data, task.join.on, task.join.key) if task.join else None
    label = (task.label.column, tuple(sorted(task.label.values.items())))
    size = (task.level, task.per_outlet, task.distinct, task.min_characters)
    train = tuple((source.data, source.label.column, source.outlet) for source in task.train)
    return (task.data, train, label, join, task.outlet, size, tuple(sorted(kept.items())))
