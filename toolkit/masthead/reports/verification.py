"""The report of ``verify``: each check of a folder of results, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from masthead.reports.view import Cell, Column, Grid, Report, Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

_SHA256 = 64
_SHOWN = 12


def verification_report(checks: pa.Table, folder: str, *, manifest: Mapping[str, Any]) -> Report:
    """One line per row of CHECKED; ``folder`` is left out of the paths in it."""
    rows = checks.to_pylist()
    failed = sum(row["status"] == "failed" for row in rows)
    shown = tuple(
        (
            Cell(row["check"]),
            Cell(row["status"] if row["status"] != "failed" else "FAILED"),
            Cell(row["path"].removeprefix(folder).lstrip("/\\") or folder),
            Cell(_short(row["expected"])),
            Cell(_short(row["found"])),
        )
        for row in rows
    )
    columns = (Column("check"), Column("status"), *(Column(name, wrap=True) for name in ("path", "expected", "found")))
    return Report(
        title=f"{folder}: " + (f"{failed:,} of {len(rows):,} checks failed" if failed else "as its manifest says"),
        blocks=(Grid("", columns, (Section("", shown),)),),
        rows=rows,
        fields=tuple(checks.column_names),
        manifest=manifest,
    )


def _short(text: str) -> str:
    """A text, but of a hash its beginning."""
    return f"{text[:_SHOWN]}..." if len(text) == _SHA256 and text.isalnum() else text
