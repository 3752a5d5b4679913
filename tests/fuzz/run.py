"""Fuzz every target in turn: ``python tests/fuzz/run.py --seconds 1800 [--only TARGET] [--folder FOLDER]``.

Prints what was tried and found as JSON; exits with 1 where anything was found.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

HARNESS = Path(__file__).with_name("harness.py")
sys.path.insert(0, str(HARNESS.parents[1]))

from fuzz.targets import targets  # noqa: E402 - found by the line above

LIMITS = ("-timeout=20", "-rss_limit_mb=4000", "-print_final_stats=0", "-verbosity=0")
"""A case that takes 20 seconds hangs; one that needs 4 GB bursts."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--folder", type=Path, default=Path(".fuzz"))
    parser.add_argument("--only", choices=list(targets()), action="append")
    given = parser.parse_args()
    names = given.only or list(targets())
    before = set(found(given.folder))
    told = {name: run(name, given.folder.resolve(), given.seconds // len(names)) for name in names}
    kept = [path.name for path in found(given.folder) if path not in before]
    print(
        json.dumps({"cases": sum(one["cases"] for one in told.values()), "targets": told, "findings": kept}, indent=1)
    )
    return 1 if kept else 0


def run(name: str, folder: Path, seconds: int) -> dict[str, object]:
    """What one target came to; it is begun again where a case ends the process, as long as there is time."""
    until = time.monotonic() + seconds
    told: dict[str, object] = {"cases": 0, "findings": {}}
    cases = 0
    for _ in range(10):
        left = int(until - time.monotonic())
        if left < 5:
            break
        counted = folder / f"{name}.json"
        counted.unlink(missing_ok=True)
        command = [sys.executable, str(HARNESS), name, str(folder), f"-max_total_time={left}", *LIMITS]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if counted.exists():
            told = json.loads(counted.read_text(encoding="utf-8"))
            cases += told["cases"]
        if done.returncode:
            print(f"{name}: ended with {done.returncode}: {done.stderr[-1500:]}", file=sys.stderr)
    return {**told, "cases": cases, "seconds": seconds}


def found(folder: Path) -> list[Path]:
    """The inputs that were found to fail."""
    return sorted((folder / "findings").glob("*"))


if __name__ == "__main__":
    sys.exit(main())
