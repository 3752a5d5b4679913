"""Getting a result out: to standard output as the terminal can take it, or to a file, whole or not at all."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

import typer

from masthead.cli.command import PIPE_CLOSED
from masthead.errors import OutputFailed, UsageError
from masthead.reports import FORMATS, OFFICE, format_of, render, render_office

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pyarrow as pa

    from masthead.cli.options import OutputFlags
    from masthead.reports import Format, OfficeFormat, Report

TABLE_SUFFIX = ".parquet"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.\-]+:/", re.IGNORECASE)
REJECTS = "rejects.jsonl"
_FILE_WIDTH = 100
_PIPE_WIDTH = 80


def write_report(report: Report, flags: OutputFlags) -> None:
    """Write ``report`` where and how the flags say; CSV, JSON lines and office files get their manifest beside them."""
    if flags.output is not None and is_table_file(flags.output):
        _write_parquet(report, flags.output)
        return
    form = chosen_format(flags)
    match form:
        case "docx" | "xlsx":
            _write_office(render_office(report, form), report, flags.output)
        case _:
            _write_text_form(report, form, flags)


def _write_text_form(report: Report, form: Format, flags: OutputFlags) -> None:
    if flags.output is None:
        _print(report, form, flags)
        return
    from masthead.reports.terminal import Look

    look = Look(width=flags.width or _FILE_WIDTH, color=flags.color == "always", verbose=flags.verbose)
    write_text(render(report, form, look), flags.output)
    if form in ("csv", "jsonl"):
        _write_manifest(report, flags.output)


def _write_manifest(report: Report, path: Path) -> None:
    write_text([manifest_text(report.manifest)], path.with_name(f"{path.name}.manifest.json"))


def _write_parquet(report: Report, path: Path) -> None:
    """The rows of a result as Parquet, with its manifest in the file."""
    from masthead.results import table_of
    from masthead.storage import write_table

    rows = report.rows
    if isinstance(rows, Sequence):
        write_table(table_of(rows, report.fields), path, report.manifest)
    else:
        write_table(rows.select(list(report.fields)), path, report.manifest)


def _write_office(data: bytes, report: Report, path: Path | None) -> None:
    """A Word document or a workbook, with the manifest in a file beside it."""
    if path is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    from masthead.storage import write_atomically

    def write(file: BinaryIO) -> None:
        file.write(data)

    write_atomically(path, write)
    _write_manifest(report, path)


def write_beside(report: Report, table: pa.Table, flags: OutputFlags) -> None:
    """Write a command's table to the file named, as Parquet or in the format of its rows, and print the report too."""
    path = flags.output
    if path is not None and is_table_file(path):
        from masthead.storage import write_table

        write_table(table, path, report.manifest)
        write_report(report, replace(flags, output=None))
        return
    write_report(report, flags)
    if path is not None and chosen_format(flags) in ("json", "jsonl", "csv"):
        write_report(report, replace(flags, output=None, form=None))


def chosen_format(flags: OutputFlags) -> Format | OfficeFormat:
    """What was asked for, else what the file name says, else a table."""
    if flags.form is not None:
        return flags.form
    return format_of(flags.output.suffix) if flags.output is not None else "table"


def write_rows(rows: Sequence[Mapping[str, Any]] | pa.Table, fields: tuple[str, ...], path: Path) -> None:
    """Write rows alone, in the machine format of the file name."""
    from masthead.reports import Report

    form = format_of(path.suffix)
    if form not in ("json", "jsonl", "csv"):
        raise UsageError(
            f"rows cannot be written as {form}", where=str(path), fix="End the file name in .jsonl, .json or .csv."
        )
    write_text(render(Report(title="", rows=rows, fields=fields), form), path)


def write_text(chunks: Iterable[str], path: Path) -> None:
    """Write UTF-8 text atomically; OutputFailed or Locked where that fails."""
    from masthead.storage import write_atomically

    def write(file: BinaryIO) -> None:
        file.writelines(chunk.encode("utf-8", "replace") for chunk in chunks)

    write_atomically(path, write)


def manifest_text(manifest: Mapping[str, Any]) -> str:
    """A manifest as JSON for a file of its own."""
    import json

    return json.dumps(manifest, indent=2, ensure_ascii=False, default=str) + "\n"


def write_chunks(chunks: Iterable[str], flags: OutputFlags) -> None:
    """Write text to the file that the flags name, else to standard output."""
    if flags.output is not None:
        write_text(chunks, flags.output)
    else:
        _print_chunks(chunks, "utf-8")


def _print(report: Report, form: Format, flags: OutputFlags) -> None:
    encoding = "utf-8"
    look = None
    if form == "table":
        from masthead.reports.terminal import Look

        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        look = Look(flags.width or _terminal_width(), _colored(flags.color), _shows_unicode(encoding), flags.verbose)
    _print_chunks(render(report, form, look), encoding)


def _print_chunks(chunks: Iterable[str], encoding: str) -> None:
    stream = sys.stdout
    try:
        for chunk in chunks:
            stream.buffer.write(chunk.encode(encoding, "replace"))
        stream.flush()
    except BrokenPipeError:
        # Nobody reads any more; what Python would still flush at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise typer.Exit(PIPE_CLOSED) from None
    except OSError as error:
        raise OutputFailed(
            f"could not write: {error.strerror or error}", where="standard output", fix="Write to a file with -o FILE."
        ) from error


def _colored(color: str) -> bool:
    if color != "auto":
        return color == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _terminal_width() -> int:
    """COLUMNS, else the terminal behind any of our streams (a pager's, where output is piped), else 80."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdigit() and int(asked):
        return int(asked)
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        with suppress(AttributeError, OSError, ValueError):
            return os.get_terminal_size(stream.fileno()).columns or _PIPE_WIDTH  # type: ignore[union-attr]
    return _PIPE_WIDTH


def _shows_unicode(encoding: str) -> bool:
    try:
        "▲–⁰".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def rejects_beside(output: Path) -> Path:
    """The list of what could not be used for an output: in a folder of results, else called after its file alone."""
    return output / REJECTS if output.is_dir() else output.with_name(f"{output.name}.{REJECTS}")


def is_table_file(path: Path | None) -> bool:
    """Whether an output is to be a Parquet file of the command's rows."""
    return path is not None and path.suffix.lower() == TABLE_SUFFIX


def check_output(flags: OutputFlags, *others: Path | None, tables: bool = False) -> None:
    """Raise before any work is done where the result could not be written as asked.

    ``others`` are further files the command writes; ``tables`` allows Parquet for the result itself.
    """
    if flags.output is not None and not is_table_file(flags.output):
        try:
            chosen_format(flags)
        except UsageError as error:
            raise UsageError(error.what, fix=f"{error.fix} Or end it in .parquet." if tables else error.fix) from None
    elif flags.output is not None and not tables:
        raise UsageError(
            "this result cannot be written as Parquet",
            where=str(flags.output),
            fix=f"Choose a name that ends in .json, .csv or .html, or --format {'|'.join((*FORMATS, *OFFICE))}.",
        )
    if flags.output is None and flags.form in OFFICE and sys.stdout.isatty():
        raise UsageError(
            f"{flags.form} cannot be shown in a terminal", fix=f"Write it to a file: -o table.{flags.form}."
        )
    paths = [path for path in (flags.output, flags.rejects, *others) if path is not None]
    for path in paths:
        _refuse_address(path)
        if sum(other.resolve() == path.resolve() for other in paths) > 1:
            raise UsageError(
                "two results would be written to this file", where=str(path), fix=("Give two different files.")
            )
        if not path.parent.is_dir():
            raise OutputFailed(
                f"the folder {str(path.parent)!r} does not exist",
                where=str(path),
                fix="Create it first, or choose another place.",
            )


def _refuse_address(path: Path) -> None:
    """Raise UsageError for an address such as ``s3://bucket``, of which a path keeps one slash."""
    if _ADDRESS.match(str(path)) and not path.parent.is_dir():
        raise UsageError(
            "results are not written to an address: an object store does not replace a folder of files in one step",
            where=str(path),
            fix="Write to a folder of this machine, and copy it when the command has ended.",
        )


def check_folder(folder: Path, *others: Path | None) -> None:
    """Raise before any work is done where results can't go to a folder of files, or two kinds go to the same."""
    for path in (folder, *others):
        if path is None:
            continue
        _refuse_address(path)
        if path.suffix and not path.is_dir():
            raise UsageError(
                "with a folder of results this must be a folder too",
                where=str(path),
                fix="Name a folder, without an ending.",
            )
        if (path.exists() and not path.is_dir()) or not path.parent.is_dir():
            what = "is a file" if path.exists() else f"the folder {str(path.parent)!r} does not exist"
            raise OutputFailed(what, where=str(path), fix="Choose another place.")
    if folder.resolve() in {path.resolve() for path in others if path is not None}:
        raise UsageError(
            "features and hits would be files of the same names", where=str(folder), fix="Give two different folders."
        )
