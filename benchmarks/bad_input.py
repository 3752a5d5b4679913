"""Hostile and broken files through every reader: none may end the process, hang, or be refused without a reason.

    python benchmarks/bad_input.py FOLDER... [--as-named]

Each file is read under its own name and under one ending of each kind of file that is read, in another process. A file
that this dies of, or takes ``SECONDS`` of a processor or ``STILL`` by the clock for, is named, and another process goes
on. Prints what became of them as JSON; the exit status is 1 where one crashed or hung. ``--as-named`` reads each
under its own name alone.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any, NamedTuple

from masthead.errors import MastheadError
from masthead.sources import ReadOptions, read

SECONDS, STILL = 20, 300
ENDINGS = (".txt", ".html", ".csv", ".jsonl", ".json", ".docx", ".odt", ".rtf", ".pdf", ".xml", ".parquet", ".xlsx")
MORE = (".xls", ".warc", ".txt.gz", ".tsv", ".md", ".doc")


class Case(NamedTuple):
    """A file, and the ending it is read under; its own where that is empty."""

    path: str
    ending: str


def cases(folders: list[Path], *, as_named: bool) -> list[Case]:
    """Every file under every ending."""
    endings = [""] if as_named else ["", *ENDINGS, *MORE]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return [Case(str(path), ending) for path in files for ending in endings]


def outcomes(wanted: list[Case]) -> dict[Case, str]:
    """What became of each: ``read``, ``refused``, ``crash: ...``, ``died: ...`` or ``hang``."""
    found: dict[Case, str] = {}
    while len(found) < len(wanted):
        todo = wanted[len(found) :]
        command = [sys.executable, __file__, "--child"]
        given = "\n".join(json.dumps(case) for case in todo)
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
        for line, case in zip(done.stdout.splitlines(), todo, strict=False):
            found[case] = json.loads(line)
        if len(found) < len(wanted):
            at = wanted[len(found)]
            hung = "Timeout" in done.stderr or done.returncode == -signal.SIGXCPU
            found[at] = "hang" if hung else f"died: {done.returncode} {done.stderr[-300:]}"
    return found


def read_each() -> None:
    """Read the files named on standard input, and print what became of each."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as place:
        for line in sys.stdin:
            case = Case(*json.loads(line))
            path = Path(case.path)
            if case.ending:
                path = Path(place) / f"case{case.ending}"
                shutil.copyfile(case.path, path)
            faulthandler.dump_traceback_later(STILL, exit=True)
            resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + SECONDS, resource.RLIM_INFINITY))
            try:
                read(path, ReadOptions(outlet="x"))
                said = "read"
            except MastheadError:
                said = "refused"
            except Exception as error:  # noqa: BLE001 - any other is what is looked for
                said = f"crash: {type(error).__name__}: {str(error)[:200]}"
            faulthandler.cancel_dump_traceback_later()
            print(json.dumps(said), flush=True)


def tried(folders: list[Path], *, as_named: bool) -> dict[str, Any]:
    """How many cases there were, and those that went wrong."""
    began = time.perf_counter()
    found = outcomes(cases(folders, as_named=as_named))
    wrong = {
        f"{Path(case.path).name} {case.ending}".strip(): said
        for case, said in found.items()
        if said not in ("read", "refused")
    }
    return {
        "files": len({case.path for case in found}),
        "cases": len(found),
        "read": sum(said == "read" for said in found.values()),
        "refused": sum(said == "refused" for said in found.values()),
        "crashes": sum(said != "hang" for said in wrong.values()),
        "hangs": sum(said == "hang" for said in wrong.values()),
        "wrong": wrong,
        "seconds": round(time.perf_counter() - began, 1),
    }


def main() -> int:
    if sys.argv[1:] == ["--child"]:
        read_each()
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--as-named", action="store_true")
    given = parser.parse_args()
    told = tried(given.folders, as_named=given.as_named)
    print(json.dumps(told, indent=1))
    return 1 if told["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
