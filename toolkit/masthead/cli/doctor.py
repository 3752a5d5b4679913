"""``masthead doctor``: whether this machine has what masthead needs."""

import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import typer

from masthead.cli.command import command
from masthead.cli.options import OutputFlags
from masthead.cli.output import check_output, write_report
from masthead.cli.session import Session

OLDEST_PYTHON = (3, 11)


class Check(NamedTuple):
    """One thing looked at: what, whether it is as it should be, what was found, and what to do."""

    what: str
    ok: bool
    found: str
    fix: str


@command
def doctor(context: typer.Context, output: OutputFlags) -> None:
    """Check Python, the packages, the cache folder, the readability tables, the bundled corpus and the terminal.

    Compiles the counting code where that has not been done yet, so that no later command waits for it.
    """
    from masthead import __version__
    from masthead.errors import UsageError
    from masthead.reports import Cell, Column, Grid, Report, Section

    check_output(output)
    session = Session(context, output)
    checks = [_checked(look) for look in (_python, _packages, _cache, _counting, _corpus, _terminal)]
    bad = [check for check in checks if not check.ok]
    rows = tuple(
        (Cell(check.what), Cell("ok" if check.ok else "PROBLEM"), Cell(check.found, detail=check.fix))
        for check in checks
    )
    columns = (Column("what"), Column("state"), Column("found", wrap=True))
    report = Report(
        title=f"masthead {__version__}: "
        + (f"{len(bad)} of {len(checks)} checks failed" if bad else "everything is in place"),
        blocks=(Grid("", columns, (Section("", rows),)),),
        rows=[check._asdict() for check in checks],
        fields=Check._fields,
        manifest=session.manifest("checks", {"masthead": __version__}),
    )
    write_report(report, output)
    if bad:
        raise UsageError(f"{', '.join(check.what for check in bad)}: not as needed", fix=bad[0].fix or None)


def _checked(look: Callable[[], Check]) -> Check:
    """A check that fails in a way it did not foresee has failed, and says how."""
    try:
        return look()
    except Exception as error:  # noqa: BLE001 - whatever is wrong here is what the user asked about
        return Check(look.__name__.strip("_"), False, f"{type(error).__name__}: {error}", "Install masthead again.")


def _python() -> Check:
    ok = sys.version_info >= OLDEST_PYTHON
    fix = "" if ok else f"Use Python {'.'.join(map(str, OLDEST_PYTHON))} or newer."
    return Check("python", ok, sys.version.split()[0], fix)


def _packages() -> Check:
    """Every package that the distribution requires, extras aside."""
    from re import match

    needed = [line for line in metadata.requires("masthead") or () if "extra ==" not in line]
    names = [found[0] for line in needed if (found := match(r"[\w.-]+", line))]
    missing = [name for name in names if not _installed(name)]
    fix = f"pip install {' '.join(missing)}" if missing else ""
    found_text = f"missing: {', '.join(missing)}" if missing else f"all {len(names)} are installed"
    return Check("packages", not missing, found_text, fix)


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _cache() -> Check:
    from tempfile import TemporaryFile

    from masthead.storage import cache_root

    root = cache_root()
    try:
        root.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=root):
            pass
    except OSError as error:
        reason = error.strerror or str(error)
        return Check("cache", False, f"{root}: {reason}", "Point MASTHEAD_CACHE at a folder that can be written.")
    return Check("cache", True, str(root), "")


def _counting() -> Check:
    """Whether the fast counting code can be compiled and kept; it is, if it was not yet."""
    from masthead.engines.counting import choose_counter
    from masthead.features import MeasureOptions, load_instruments

    place = _cache()
    if not place.ok:
        return Check("counting code", False, "not compiled: there is no folder to keep it in", place.fix)
    counter = choose_counter(load_instruments(MeasureOptions()))
    if counter.note:
        return Check("counting code", False, counter.note, "pip install --upgrade numba")
    return Check("counting code", True, "compiled", "")


def _corpus() -> Check:
    from masthead.storage import bundled

    articles = [path for path in Path(bundled("corpora/demo")).rglob("*.md") if path.is_file()]
    return Check(
        "bundled corpus", bool(articles), f"{len(articles)} articles", "" if articles else "Install masthead again."
    )


def _terminal() -> Check:
    encoding = sys.stdout.encoding or "unknown"
    ok = encoding.lower().replace("-", "") in ("utf8", "utf16", "utf32")
    return Check(
        "terminal",
        True,
        f"{encoding}, {'every sign' if ok else 'signs are replaced by ASCII'}",
        "" if ok else "Set PYTHONUTF8=1 for every sign.",
    )
