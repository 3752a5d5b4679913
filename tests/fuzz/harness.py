"""Fuzz one target, guided by coverage: ``python tests/fuzz/harness.py TARGET FOLDER [options of libFuzzer]``.

An exception that is no MastheadError is a finding: its input is kept in ``FOLDER/findings``, once for each place where
it is raised, and the run goes on. What hangs, takes more memory than ``-rss_limit_mb`` or ends the process is kept by
libFuzzer. Inputs that reach new code stay in ``FOLDER/TARGET``, for later runs to begin with.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import traceback
import types
import warnings
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.targets import LONGEST, targets

MEASURED = "masthead."
"""The modules whose coverage guides."""


class Fuzzed:
    """The work of a target, whose failures are written down and do not end the run."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.work = targets()[name]().work
        self.findings = folder / "findings"
        self.findings.mkdir(parents=True, exist_ok=True)
        self.counted = folder / f"{name}.json"
        self.cases = 0
        self.found: dict[str, str] = {}

    def __call__(self, data: bytes) -> None:
        self.cases += 1
        try:
            self.work(data)
        except Exception as error:  # noqa: BLE001 - any that gets here is a finding
            self._keep(data, error)
        if self.cases % 100 == 0:
            self.write()

    def write(self) -> None:
        self.counted.write_text(json.dumps({"cases": self.cases, "findings": self.found}, indent=1), encoding="utf-8")

    def _keep(self, data: bytes, error: Exception) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
        key = hashlib.sha256(f"{type(error).__name__} {where[-3:]}".encode()).hexdigest()[:12]
        if key not in self.found:
            self.found[key] = f"{type(error).__name__}: {str(error)[:300]} at {' > '.join(where[-6:])}"
            (self.findings / f"{self.name}-{key}").write_bytes(data)
            self.write()


def instrument() -> None:
    """Have the functions of masthead tell which branches they take.

    They are changed where they stand, once machine code has been loaded: its name is made from the unchanged ones.
    """
    for name, module in list(sys.modules.items()):
        if not name.startswith(MEASURED):
            continue
        for held in list(vars(module).values()):
            inside = vars(held).values() if isinstance(held, type) else (held,)
            for item in inside:
                if isinstance(item, types.FunctionType) and item.__module__ == name:
                    atheris.instrument_func(item)


def main() -> None:
    name, folder, *options = sys.argv[1:]
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    place = Path(folder)
    corpus = place / name
    corpus.mkdir(parents=True, exist_ok=True)
    target = targets()[name]()
    for seed in target.seeds:
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    words = place / f"{name}.dict"
    words.write_text("".join(f'"{_quoted(word)}"\n' for word in target.words), encoding="utf-8")
    fuzzed = Fuzzed(name, place)
    for seed in target.seeds:
        fuzzed(seed)  # imports what is imported when it is needed
    instrument()
    given = [
        sys.argv[0],
        str(corpus),
        f"-max_len={LONGEST}",
        f"-dict={words}",
        f"-artifact_prefix={place}/findings/{name}-",
    ]
    atheris.Setup([*given, *options], fuzzed)
    try:
        atheris.Fuzz()
    finally:
        fuzzed.write()


def _quoted(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", errors="surrogatepass"))


if __name__ == "__main__":
    main()
