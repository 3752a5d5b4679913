"""Whether this machine has what masthead needs."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from re import match
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NamedTuple

from masthead.engines.counting import choose_counter
from masthead.features import MeasureOptions, load_instruments
from masthead.results import Result, table_of
from masthead.storage import bundled, cache_root
from masthead.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

OLDEST_PYTHON = (3, 11)
AGAIN = "Install masthead again."


class Check(NamedTuple):
    """One thing looked at: what, whether it is as it should be, what was found, and what to do."""

    what: str
    ok: bool
    found: str
    fix: str


def doctor() -> Result:
    """Check Python, the packages, the cache folder, the readability tables, the bundled corpus and the terminal.

    Rows have the fields of ``Check``. Compiles the counting code if that has not been done yet, so that no later
    command waits for it.
    """
    checks = [_checked(look) for look in (_python, _packages, _cache, _counting, _corpus, _terminal)]
    rows = [check._asdict() for check in checks]
    return Result(table=table_of(rows, Check._fields), manifest={"masthead": __version__, "kind": "checks"})


def _checked(look: Callable[[], Check]) -> Check:
    """A check that fails in a way it did not foresee has failed, and says how."""
    try:
        return look()
    except Exception as error:  # noqa: BLE001 - whatever is wrong here is what the user asked about
        return Check(look.__name__.strip("_"), ok=False, found=f"{type(error).__name__}: {error}", fix=AGAIN)


def _python() -> Check:
    ok = sys.version_info >= OLDEST_PYTHON
    fix = "" if ok else f"Use Python {'.'.join(map(str, OLDEST_PYTHON))} or newer."
    return Check("python", ok, sys.version.split()[0], fix)


def _packages() -> Check:
    """Every package that the distribution requires, extras aside."""
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
    root = cache_root()
    try:
        root.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=root):
            pass
    except OSError as error:
        reason = error.strerror or str(error)
        fix = "Point MASTHEAD_CACHE at a folder that can be written."
        return Check("cache", ok=False, found=f"{root}: {reason}", fix=fix)
    return Check("cache", ok=True, found=str(root), fix="")


def _counting() -> Check:
    """Whether the fast counting code can be compiled and kept; it is, if it was not yet."""
    place = _cache()
    if not place.ok:
        return Check("counting code", ok=False, found="not compiled: there is no folder to keep it in", fix=place.fix)
    counter = choose_counter(load_instruments(MeasureOptions()))
    if counter.note:
        return Check("counting code", ok=False, found=counter.note, fix="pip install --upgrade numba")
    return Check("counting code", ok=True, found="compiled", fix="")


def _corpus() -> Check:
    articles = [path for path in Path(bundled("corpora/demo")).rglob("*.md") if path.is_file()]
    return Check("bundled corpus", bool(articles), f"{len(articles)} articles", "" if articles else AGAIN)


def _terminal() -> Check:
    encoding = sys.stdout.encoding or "unknown"
    ok = encoding.lower().replace("-", "") in ("utf8", "utf16", "utf32")
    found = f"{encoding}, {'every symbol' if ok else 'symbols are replaced by ASCII'}"
    return Check("terminal", ok=True, found=found, fix="" if ok else "Set PYTHONUTF8=1 for every symbol.")
