"""Corpora that belong to others: the list, one declaration, what was fetched, what an import gave."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from masthead.numerals import count
from masthead.reports.view import Cell, Column, Grid, Report, facts_told, figures, wordings
from masthead.schema import LABEL_PREFIX
from masthead.sources.releases.files import FETCHED_FIELDS, fetched_record
from masthead.sources.releases.listing import corpus_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from masthead.sources.releases import Column as Value
    from masthead.sources.releases import Corpus, File, Imported, Layouts
    from masthead.storage import Downloaded

MOST_VALUES = 8


def corpora_report(
    corpora: Sequence[tuple[Corpus, Path | None]], *, manifest: Mapping[str, Any] | None = None
) -> Report:
    """Every declared corpus with what it is for, how to get it, and whether it is on this machine."""
    rows = tuple(
        (
            Cell(corpus.name),
            Cell(corpus.purpose, detail=corpus.size),
            Cell(corpus.license),
            Cell(_had(corpus)),
            Cell("yes" if path else "·"),
        )
        for corpus, path in corpora
    )
    records = [corpus_record(corpus, path) for corpus, path in corpora]
    columns = (Column("corpus"), *wordings("for"), *map(Column, ("license", "get", "here")))
    present = sum(path is not None for _, path in corpora)
    return Report(
        title=f"{count(len(corpora), 'corpus', 'corpora')}, {present} of them here",
        blocks=(Grid.of("", columns, rows),),
        remarks=("All but demo belong to others: read their terms. masthead holds no text of them.",),
        hints=("Source, terms, citation, what to know before use: masthead corpora info NAME.",),
        rows=records,
        fields=tuple(records[0]),
        manifest=manifest or {},
    )


def corpus_report(corpus: Corpus, path: Path | None, *, manifest: Mapping[str, Any] | None = None) -> Report:
    """One declaration: terms, citation, source, files, what to know before use, and which column becomes what."""
    facts = {
        "for": corpus.purpose,
        "size": corpus.size,
        "license": ". ".join(filter(None, (corpus.license, corpus.terms))),
        "source": corpus.source,
        "citation": corpus.citation,
        "checked": corpus.checked,
        "by hand": corpus.by_hand,
        "here": str(path) if path else "no",
    }
    record = corpus_record(corpus, path)
    traps = [(Cell(trap),) for trap in corpus.traps]
    grids = [Grid.of("", wordings("know before use"), traps)] if traps else []
    if corpus.read is not None:
        grids.append(_map_grid(corpus.read))
    return Report(
        title=f"{corpus.name}: {corpus.title}",
        lead=(*facts_told(facts), *map(_file_line, corpus.files)),
        blocks=tuple(grids),
        hints=(f"BibTeX: masthead corpora info {corpus.name} --bibtex.",) if corpus.bibtex else (),
        rows=[record],
        fields=tuple(record),
        manifest=manifest or {},
    )


def fetched_report(
    corpus: Corpus, fetched: Sequence[Downloaded], folder: Path, *, name: str, manifest: Mapping[str, Any] | None = None
) -> Report:
    """The files that are there now with their checksums; ``name`` is what the user calls the corpus."""
    rows = tuple(
        (Cell(item.path.name, detail=_told(item)), Cell(f"{item.bytes:,}"), Cell(item.sha256)) for item in fetched
    )
    columns = (*wordings("file"), *figures("bytes"), *wordings("SHA-256"))
    return Report(
        title=f"{corpus.name}: {count(len(fetched), 'file')} in {folder}",
        lead=(f"license: {corpus.license}", f"cite: {corpus.citation}"),
        blocks=(Grid.of("", columns, rows),),
        hints=(f"Next: masthead corpora import {folder} --corpus {name} -o {corpus.name}.parquet.",)
        if corpus.read
        else (),
        rows=[fetched_record(item) for item in fetched],
        fields=FETCHED_FIELDS,
        manifest=manifest or {},
    )


def imported_report(corpus: Corpus, imported: Imported, *, manifest: Mapping[str, Any] | None = None) -> Report:
    """How many rows an import gave, and how many of each label: to be compared with the published counts."""
    table = imported.rows
    outlets = len(set(table.column("outlet").to_pylist()))
    unit = corpus.read.unit if corpus.read else "article"
    size = count(table.num_rows, unit)
    published = (f"published size: {corpus.size}",) if corpus.size else ()
    return Report(
        title=f"{corpus.name}: {size}" + ("" if unit == "outlet" else f" of {count(outlets, 'outlet')}"),
        lead=(*published, f"license: {corpus.license}"),
        blocks=(_labels_grid(imported),),
        remarks=("Know before use: " + " ".join(corpus.traps),) if corpus.traps else (),
        rows=table,
        manifest=manifest or {},
    )


def _had(corpus: Corpus) -> str:
    if corpus.articles:
        return "bundled"
    return "fetch" if corpus.files else "by hand"


def _file_line(file: File) -> str:
    return f"file: {file.url} ({file.known or 'no published checksum'}; address {file.checked})"


def _map_grid(layouts: Layouts) -> Grid:
    joined = {
        name: f"{column} of {join.table.files[0]}" for join in layouts.joins for name, column in join.columns.items()
    }
    rows = tuple((Cell(name), Cell(_spelled(spec, joined))) for name, spec in layouts.specs.items())
    each = f"{'a' if layouts.unit == 'sentence' else 'an'} {layouts.unit}"
    return Grid.of(f"Field map, one row {each}", (Column("here"), *wordings("in the release")), rows)


def _spelled(spec: str | Value, joined: Mapping[str, str]) -> str:
    """What a field is made of, with the file that joined columns come from."""
    if isinstance(spec, str):
        return joined.get(spec, spec)
    if spec.constant:
        return f"always {spec.constant!r}"
    parts = [" or ".join(joined.get(column, column) for column in spec.columns)]
    if spec.pattern:
        parts.append(f"the part {spec.pattern}")
    if spec.form != "text":
        parts.append(f"as {spec.form.replace('_', ' ')}{f' ({spec.date_format})' if spec.date_format else ''}")
    if spec.values:
        pairs = spec.values.items()
        parts.append("; ".join(theirs if theirs == ours else f"{theirs}: {ours or 'null'}" for theirs, ours in pairs))
    return ", ".join(parts)


def _told(item: Downloaded) -> str:
    checked = f"matches the published {item.known.partition(':')[0].upper()}" if item.known else "no published checksum"
    return ", ".join(filter(None, ("was here" if item.present else "", checked)))


def _labels_grid(imported: Imported) -> Grid:
    sections = {}
    for name in (name for name in imported.rows.column_names if name.startswith(LABEL_PREFIX)):
        values = Counter(imported.rows.column(name).to_pylist())
        missing = values.pop(None, 0)
        rows = [(Cell(f"{len(values):,} different values"), Cell(f"{values.total():,}"))]
        if len(values) <= MOST_VALUES:
            rows = [(Cell(str(value)), Cell(f"{n:,}")) for value, n in values.most_common()]
        if missing:
            rows.append((Cell("none"), Cell(f"{missing:,}")))
        sections[name] = rows
    return Grid.of("Labels", (*wordings("label"), *figures("rows")), sections)
