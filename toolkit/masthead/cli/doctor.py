"""``masthead doctor``: whether this machine has what masthead needs."""

import typer

from masthead.cli.command import command
from masthead.cli.options import OutputFlags
from masthead.cli.output import write_report
from masthead.cli.session import Session


@command
def doctor(context: typer.Context, output: OutputFlags) -> None:
    """Check Python, the packages, the cache folder, the readability tables, the bundled corpus and the terminal.

    Compiles the counting code if that has not been done yet, so that no later command waits for it.
    """
    from masthead.engines.doctor import doctor as check
    from masthead.errors import UsageError
    from masthead.reports import Cell, Column, Grid, Report, Section

    session = Session.of(context, output)
    found = check()
    checks = found.table.to_pylist()
    bad = [row for row in checks if not row["ok"]]
    rows = tuple(
        (Cell(row["what"]), Cell("ok" if row["ok"] else "PROBLEM"), Cell(row["found"], detail=row["fix"]))
        for row in checks
    )
    columns = (Column("what"), Column("state"), Column("found", wrap=True))
    report = Report(
        title=f"masthead {found.manifest['masthead']}: "
        + (f"{len(bad)} of {len(checks)} checks failed" if bad else "everything is in place"),
        blocks=(Grid("", columns, (Section("", rows),)),),
        rows=checks,
        fields=tuple(found.table.column_names),
        manifest=session.made(found),
    )
    write_report(report, output)
    if bad:
        raise UsageError(f"checks that failed: {', '.join(row['what'] for row in bad)}", fix=bad[0]["fix"] or None)
