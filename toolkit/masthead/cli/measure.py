"""``masthead measure``: articles to feature rows and hits."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from masthead.cli.command import command
from masthead.cli.options import (
    MEASURING,
    OUTPUT,
    AllFeatures,
    Families,
    Inputs,
    KeepFlags,
    MeasureFlags,
    OutputFlags,
    ReadFlags,
    Seed,
    option,
)
from masthead.cli.output import (
    check_folder,
    check_output,
    chosen_format,
    is_table_file,
    write_beside,
    write_report,
    write_rows,
)
from masthead.cli.session import Session
from masthead.cli.sharing import EngineFlags
from masthead.errors import UsageError
from masthead.numerals import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from masthead.engines import Corpus, How

TOLERANCE = 1e-9
"""The difference from textstat that is rounding."""


@command
def measure(
    context: typer.Context,
    inputs: Inputs,
    *,
    hits: Annotated[
        Path | None,
        option(
            "--hits",
            "Write every counted span to FILE (.parquet, .jsonl), or to files in a folder as -o FOLDER does.",
            OUTPUT,
            "FILE",
        ),
    ] = None,
    no_hits: Annotated[bool, option("--no-hits", "Write counts only, without hits; faster.", MEASURING)] = False,
    verify: Annotated[
        int,
        option(
            "--verify",
            "Recompute the readability of N articles with textstat itself and compare.",
            MEASURING,
            "N",
            min=0,
        ),
    ] = 0,
    tidy: Annotated[
        bool,
        option(
            "--tidy",
            "Write one row per article and feature, for mixed models in R or statsmodels.",
            MEASURING,
        ),
    ] = False,
    family: Families = None,
    all_features: AllFeatures = False,
    seed: Seed = 0,
    keeping: KeepFlags,
    engine: EngineFlags,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Count every feature in every article: one row per article, and one hit per counted span.

    Stores counts rather than rates, so that profile and compare can pool them: give them the file written with -o
    features.parquet instead of the articles. Parquet files are written batch by batch, so the corpus can be of any
    size. -o FOLDER writes one Parquet file per table read, --jobs of them at a time, and one manifest for all;
    results whose input is gone are moved to FOLDER/removed. --shard I/N shares the tables between N jobs,
    and --engine dask between the workers of a Dask cluster.
    """
    if hits is not None and no_hits:
        raise UsageError("--hits FILE and --no-hits contradict each other", fix="Leave out one of them.")
    from masthead import engines

    engines.own_process()
    if tidy:
        if hits is not None or no_hits or verify:
            raise UsageError("--tidy writes only rows of articles by features", fix="Leave out the hits and --verify.")
        _write_tidy(context, inputs, (tuple(family or ()), all_features), (reading, measuring, keeping), output)
        return
    if family or all_features or keeping != KeepFlags():
        raise UsageError(
            "--family, --all-features, --keep-wire and --keep-reprints choose the rows of --tidy",
            fix="Add --tidy; without it, everything is measured.",
        )
    session = Session(context, output)
    to = _target(inputs, hits, output, verify)
    _check(session, inputs, to, hits, verify)
    command = session.manifest("features", {})["command"]
    with session.how("Measuring", reading, measuring, hits=not no_hits, engine=engine, command=command) as how:
        corpus = engines.measure(inputs, how, to=to, hits_to=hits if to is not None else None)
    if to is not None and engine.part is not None:
        to, hits = (folder and engines.folder_of_part(folder, *engine.part) for folder in (to, hits))
        session.output = replace(session.output, output=to)
    session.heard(corpus.rejects, corpus.notes)
    _tell(session, corpus, to, hits)
    _say_where(session, corpus, session.output.output, hits)
    if verify:
        _verify(session, _articles(inputs, corpus, how), verify, seed)
    session.finish_rejects()


def _write_tidy(
    context: typer.Context,
    inputs: "Sequence[str]",
    chosen: tuple[tuple[str, ...], bool],
    how: tuple[ReadFlags, MeasureFlags, KeepFlags],
    output: OutputFlags,
) -> None:
    """Write the rows of articles by features, or print them as CSV where no file is named."""
    from masthead.profiles.tidy import tidy
    from masthead.reports import Report

    if output.output is None and output.form is None:
        output = replace(output, form="csv")
    session = Session.of(context, output, tables=True)
    corpus = session.open(inputs, how[0], how[1], keeping=how[2])
    found = tidy(corpus, families=chosen[0], every_feature=chosen[1])
    report = Report(title="", rows=found.table, manifest=session.made(found))
    if output.output is not None and is_table_file(output.output):
        from masthead.storage import write_table

        write_table(found.table, output.output, report.manifest)
    else:
        if chosen_format(output) not in ("csv", "json", "jsonl"):
            raise UsageError("rows of articles by features cannot be shown as a table", fix="Write -o FILE.csv.")
        write_report(report, output)
    session.finish_rejects()


def _target(inputs: "Sequence[str]", hits: Path | None, output: OutputFlags, verify: int) -> Path | None:
    """Where results are written as they are counted: a folder, or Parquet files from articles (twice, to verify)."""
    from masthead.engines import is_features, is_folder

    path, table = output.output, output.form is None or output.form == "table"
    if path is None or (output.form is None and is_folder(path)):
        return path
    files = is_table_file(path) and (hits is None or is_table_file(hits))
    return path if files and table and not any(map(is_features, inputs)) and not (verify and "-" in inputs) else None


def _check(session: Session, inputs: "Sequence[str]", to: Path | None, hits: Path | None, verify: int) -> None:
    """Raise before any work is done where results can't go where they are to go."""
    from masthead.engines import is_folder

    if to is None or not is_folder(to):
        check_output(session.output, hits, tables=True)
        session.refuse_to_overwrite(inputs, hits)
        return
    if verify or "-" in inputs:
        what = "--verify" if verify else "standard input"
        raise UsageError(
            f"{what} cannot be combined with a folder of results", fix=("Write a single file: -o features.parquet.")
        )
    check_folder(to, hits)


def _tell(session: Session, corpus: "Corpus", to: Path | None, hits: Path | None) -> None:
    """What was measured, by outlet, on standard output; what is not written yet to its files."""
    from masthead.reports.corpora import measurement_report

    manifest = session.manifest("features", corpus.manifest)
    report = measurement_report(corpus.tally, corpus.features, rejects=len(corpus.rejects), manifest=manifest)
    if to is not None:
        write_report(report, replace(session.output, output=None))
        return
    if hits is not None:
        _write_hits(corpus, hits, manifest)
    write_beside(report, corpus.features, session.output)


def _say_where(session: Session, corpus: "Corpus", to: Path | None, hits: Path | None) -> None:
    """Which files hold how many rows; nothing where they were there before."""
    if to is None or corpus.details.get("measured") == 0:
        return
    from masthead.numerals import count

    written = f"wrote {count(corpus.tally.total, 'row')} to {to}"
    session.say(f"{written}, {count(corpus.tally.hits.total(), 'hit')} to {hits}" if hits is not None else written)


def _write_hits(corpus: "Corpus", path: Path, manifest: dict[str, Any]) -> None:
    if corpus.hits is None:
        raise UsageError(
            "a FEATURES file holds no hits", where=str(path), fix="Give the articles themselves, not their features."
        )
    if is_table_file(path):
        from masthead.storage import write_table

        write_table(corpus.hits, path, {**manifest, "kind": "hits"})
    else:
        write_rows(corpus.hits, tuple(corpus.hits.column_names), path)


def _articles(inputs: "Sequence[str]", corpus: "Corpus", how: "How") -> "Iterable[pa.Table]":
    """The articles that were measured, read once more where they were not kept."""
    from masthead.engines import Incoming

    if corpus.written is not None:
        return Incoming(inputs, how).batches()
    if corpus.articles is None:
        raise UsageError("a FEATURES file holds no text to verify", fix="Give the articles themselves.")
    return [corpus.articles]


def _verify(session: Session, articles: "Iterable[pa.Table]", n: int, seed: int) -> None:
    """Say how far each readability formula is from textstat; a difference is an error of this program."""
    from masthead.features import Counter, MeasureOptions, load_instruments
    from masthead.features.readability_check import verify

    with session.working("Verifying"):
        differences = verify(_visible_texts(articles), n, seed, Counter(load_instruments(MeasureOptions())))
    worst = max(differences, key=lambda found: found.largest)
    if not worst.n:
        raise UsageError("no article is long enough to verify readability on", fix="Give texts of 100 words or more.")
    on = count(worst.n, "article")
    session.say(f"verified: {len(differences)} formulas and counts on {on}, largest difference {worst.largest:g}")
    if worst.largest > TOLERANCE:
        raise UsageError(
            f"{worst.feature} differs from textstat by {worst.largest:g}",
            where=f"article {worst.article_id}",
            fix="Clear the cache folder (masthead doctor names it) and run again; if it stays, report it.",
        )


def _visible_texts(articles: "Iterable[pa.Table]") -> "Iterator[tuple[str, str]]":
    """Id and text without furniture, article by article."""
    from masthead.text.reading import visible

    columns = ["id", "text", "excluded"]
    for row in (row for batch in articles for row in batch.select(columns).to_pylist()):
        yield row["id"], visible(row["text"], [(span["start"], span["end"]) for span in row["excluded"] or ()])
