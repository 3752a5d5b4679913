"""Files that others collected to break parsers: read or refused with a reason, and JSON with the right verdict.

Every file is read under its own name and under one other ending; ``make torture`` reads each under every ending.
"""

from __future__ import annotations

import runpy
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from masthead.errors import UnreadableInput
from masthead.sources import read

SCRIPT = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks/bad_input.py"))
CONTROLS = {
    "n_multidigit_number_then_00.json",
    "n_string_unescaped_ctrl_char.json",
    "n_string_unescaped_tab.json",
    "n_structure_whitespace_formfeed.json",
}
"""Files that are wrong only for a stray control character, which is replaced before any parser sees it."""


def test_every_file_is_read_or_refused(research_data: Path) -> None:
    named = SCRIPT["cases"]([research_data / "badinput", research_data / "exports"], as_named=True)
    endings = (*SCRIPT["ENDINGS"], *SCRIPT["MORE"])
    other = [case._replace(ending=endings[zlib.crc32(case.path.encode()) % len(endings)]) for case in named]
    found = SCRIPT["outcomes"]([*named, *other])
    assert len(found) > 2_000
    assert {case: said for case, said in found.items() if said not in ("read", "refused")} == {}


@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_json_is_valid_where_the_suite_says_so(research_data: Path, tmp_path: Path, kind: str) -> None:
    wrong = []
    files = sorted((research_data / "badinput/jsontestsuite/test_parsing").glob("[yn]_*.json"))
    assert len(files) > 100
    for file in files:
        held = file.read_bytes()
        if kind == "jsonl" and (b"\n" in held or b"\r" in held):
            continue
        article = b'{"outlet": "A", "text": "one", "held": ' + held + b"}"
        path = tmp_path / f"a.{kind}"
        path.write_bytes(b"[" + article + b"]" if kind == "json" else article)
        valid = False
        with suppress(UnreadableInput):
            valid = read(path).articles.num_rows == 1
        if valid != file.name.startswith("y_") and file.name not in CONTROLS:
            wrong.append(file.name)
    assert wrong == []


def test_what_became_of_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("outlet,text\nA,one\n")
    (tmp_path / "b.json").write_text("[{")
    cases = SCRIPT["cases"]([tmp_path], as_named=True)
    assert list(SCRIPT["outcomes"](cases).values()) == ["read", "refused"]
    assert len(SCRIPT["cases"]([tmp_path], as_named=False)) == 2 * 19
