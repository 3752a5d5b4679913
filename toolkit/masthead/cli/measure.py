"""``masthead measure``: articles to feature rows and hits."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from masthead.cli.command import command
from masthead.cli.options import MEASURING, OUTPUT, Inputs, MeasureFlags, OutputFlags, ReadFlags, Seed
from masthead.cli.output import check_folder, check_output, chosen_format, is_table_file, write_report, write_rows
from masthead.cli.session import Session
from masthead.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from masthead.engines import Corpus, How, Outcome

TOLERANCE = 1e-9
"""The difference from textstat that is rounding."""


@command
def measure(
    context: typer.Context,
    inputs: Inputs,
    *,
    hits: Annotated[
        Path | None,
        typer.Option(
            "--hits",
            metavar="FILE",
            help="Write every counted span to FILE (.parquet, .jsonl), or to files in a folder as -o FOLDER does.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    no_hits: Annotated[
        bool,
        typer.Option("--no-hits", help="Counts only: sooner done, and says no hits.", rich_help_panel=MEASURING),
    ] = False,
    verify: Annotated[
        int,
        typer.Option(
            "--verify",
            metavar="N",
            min=0,
            help="Recompute the readability of N articles with textstat itself and compare.",
            rich_help_panel=MEASURING,
        ),
    ] = 0,
    seed: Seed = 0,
    measuring: MeasureFlags,
    output: OutputFlags,
    reading: ReadFlags,
) -> None:
    """Count every feature of every article: one feature row an article, one hit a counted span.

    Counts are kept, not rates, so that profile and compare can pool them: give them the file written with
    -o features.parquet instead of the articles. Parquet files are written batch by batch, so a corpus of any size will
    do. -o FOLDER writes one Parquet file for each table read, --jobs of them at a time.
    """
    if hits is not None and no_hits:
        raise UsageError("--hits FILE and --no-hits contradict each other", fix="Leave one of them out.")
    from masthead.engines import own_process

    own_process()
    session = Session(context, output)
    how = _how(session, measuring, reading, hits=not no_hits)
    if _is_folder(output):
        _to_folder(session, inputs, hits, how, verify)
    elif _streams(inputs, hits, output, verify):
        _to_files(session, inputs, hits, how)
        if verify:
            from masthead.engines import Incoming

            _verify(session, Incoming(inputs, how.read).batches(), verify, seed)
    else:
        corpus = _in_memory(session, inputs, hits, measuring, reading, shown=not no_hits)
        if verify:
            if corpus.articles is None:
                raise UsageError("a FEATURES file holds no text to verify", fix="Give the articles themselves.")
            _verify(session, [corpus.articles], verify, seed)
    session.finish_rejects()


def _how(session: Session, measuring: MeasureFlags, reading: ReadFlags, *, hits: bool) -> "How":
    from masthead.engines import How

    return How(
        read=reading.options(),
        measure=measuring.options(),
        jobs=measuring.jobs,
        genre=measuring.genre.value if measuring.genre else None,
        hits=hits,
        again=measuring.no_cache,
        more={"command": session.manifest("features", {})["command"]},
    )


def _is_folder(output: OutputFlags) -> bool:
    """Whether results go to a folder: there is one of that name, or the name has no ending."""
    return output.output is not None and output.form is None and (output.output.is_dir() or not output.output.suffix)


def _streams(inputs: "Sequence[str]", hits: Path | None, output: OutputFlags, verify: int) -> bool:
    """Whether the result can be written as it is counted: Parquet, from articles (twice, to verify)."""
    from masthead.engines.corpus import is_features_file

    files = is_table_file(output.output) and (hits is None or is_table_file(hits))
    table = output.form is None or output.form.value == "table"
    return files and table and not any(map(is_features_file, inputs)) and not (verify and "-" in inputs)


def _to_folder(session: Session, inputs: "Sequence[str]", hits: Path | None, how: "How", verify: int) -> None:
    from masthead.engines import measure_shards

    folder = session.output.output
    assert folder is not None
    if verify or "-" in inputs:
        what = "--verify" if verify else "standard input"
        raise UsageError(f"{what} does not go with a folder of results", fix="Write one result: -o features.parquet.")
    check_folder(folder, hits)
    with session.progress("Measuring") as (advance, note):
        outcome = measure_shards(inputs, folder, hits, how, progress=advance, note=note)
    session.output = replace(session.output, output=folder / "features")  # rejects.jsonl goes into the folder
    _tell(session, outcome)


def _to_files(session: Session, inputs: "Sequence[str]", hits: Path | None, how: "How") -> None:
    from masthead.engines import Targets, measure_to

    output = session.output.output
    assert output is not None
    check_output(session.output, hits, tables=True)
    session.refuse_to_overwrite(inputs, hits)
    with session.progress("Measuring") as (advance, note):
        outcome = measure_to(inputs, Targets(output, hits), how, progress=advance, note=note)
    _tell(session, outcome)


def _tell(session: Session, outcome: "Outcome") -> None:
    """What was written, by outlet, on standard output; rejects and notes on standard error."""
    from masthead.reports.corpora import measurement_report

    session.heard(outcome.rejects, outcome.notes)
    report = measurement_report(outcome.tally, rejects=len(outcome.rejects), manifest=outcome.manifest)
    write_report(report, replace(session.output, output=None))


def _in_memory(
    session: Session,
    inputs: "Sequence[str]",
    hits: Path | None,
    measuring: MeasureFlags,
    reading: ReadFlags,
    *,
    shown: bool,
) -> "Corpus":
    """Measure what is shown or written as text, all of it at once."""
    from masthead.engines import Tally
    from masthead.reports.corpora import measurement_report

    output = session.output
    check_output(output, hits, tables=True)
    session.refuse_to_overwrite(inputs, hits)
    corpus = session.open(inputs, reading, measuring)
    manifest = session.manifest("features", corpus.manifest)
    tally = Tally.of(corpus.features, corpus.hits if shown else None)
    report = measurement_report(tally, corpus.features, rejects=len(corpus.rejects), manifest=manifest)
    if hits is not None:
        _write_hits(corpus, hits, manifest)
    if output.output is not None and is_table_file(output.output):
        from masthead.storage import write_table

        write_table(corpus.features, output.output, manifest)
        write_report(report, replace(output, output=None))
    else:
        write_report(report, output)
        if output.output is not None and chosen_format(output) in ("json", "jsonl", "csv"):
            write_report(report, replace(output, output=None, form=None))
    return corpus


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


def _verify(session: Session, articles: "Iterable[pa.Table]", n: int, seed: int) -> None:
    """Say how far each readability formula is from textstat; a difference is an error of this program."""
    from masthead.features import Counter, MeasureOptions, load_instruments
    from masthead.features.readability_check import verify

    with session.working("Verifying"):
        differences = verify(_visible_texts(articles), n, seed, Counter(load_instruments(MeasureOptions())))
    worst = max(differences, key=lambda found: found.largest)
    if not worst.n:
        raise UsageError("no article is long enough to verify readability on", fix="Give texts of 100 words or more.")
    session.say(
        f"verified: {len(differences)} formulas and counts on {worst.n} articles, largest difference {worst.largest:g}"
    )
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
