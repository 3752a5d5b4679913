"""``masthead measure``: articles to feature rows and hits."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from masthead.cli.command import command
from masthead.cli.options import MEASURING, OUTPUT, Inputs, MeasureFlags, OutputFlags, ReadFlags, Seed
from masthead.cli.output import check_output, chosen_format, is_table_file, write_report, write_rows
from masthead.cli.session import Session
from masthead.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from masthead.engines import Corpus

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
            help="Write every counted span to FILE (.parquet, .jsonl).",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
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
    -o features.parquet instead of the articles.
    """
    from masthead.reports.corpora import measurement_report

    check_output(output, hits, tables=True)
    session = Session(context, output)
    session.refuse_to_overwrite(inputs, hits)
    corpus = session.open(inputs, reading, measuring)
    manifest = session.manifest("features", corpus.manifest)
    report = measurement_report(corpus.features, corpus.hits, rejects=len(corpus.rejects), manifest=manifest)
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
    if verify:
        _verify(session, corpus, verify, seed)
    session.finish_rejects()


def _write_hits(corpus: "Corpus", path: Path, manifest: dict[str, object]) -> None:
    if corpus.hits is None:
        raise UsageError(
            "a FEATURES file holds no hits", where=str(path), fix="Give the articles themselves, not their features."
        )
    if is_table_file(path):
        from masthead.storage import write_table

        write_table(corpus.hits, path, {**manifest, "kind": "hits"})
    else:
        write_rows(corpus.hits, tuple(corpus.hits.column_names), path)


def _verify(session: Session, corpus: "Corpus", n: int, seed: int) -> None:
    """Say how far each readability formula is from textstat; a difference is an error of this program."""
    from masthead.features.readability_check import verify
    from masthead.text.tables import load_tables

    if corpus.articles is None:
        raise UsageError("a FEATURES file holds no text to verify", fix="Give the articles themselves.")
    with session.working("Verifying"):
        differences = verify(_visible_texts(corpus.articles), n, seed, load_tables())
    worst = max(differences, key=lambda found: found.largest)
    if not worst.n:
        raise UsageError("no article is long enough to verify readability on", fix="Give texts of 100 words or more.")
    session.say(f"verified: {len(differences)} formulas on {worst.n} articles, largest difference {worst.largest:g}")
    if worst.largest > TOLERANCE:
        raise UsageError(
            f"{worst.feature} differs from textstat by {worst.largest:g}",
            where=f"article {worst.article_id}",
            fix="Clear the cache folder (masthead doctor names it) and run again; if it stays, report it.",
        )


def _visible_texts(articles: "pa.Table") -> "Iterator[tuple[str, str]]":
    """Id and text without furniture, article by article."""
    from masthead.text.document import visible

    for row in articles.select(["id", "text", "excluded"]).to_pylist():
        yield row["id"], visible(row["text"], [(span["start"], span["end"]) for span in row["excluded"] or ()])
