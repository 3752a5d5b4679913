"""The worked study of the manual: its folder of Nexis files is made here, and its commands print what it shows.

``MASTHEAD_REGENERATE=1 pytest tests/test_study.py`` writes the output anew. A block that ends in ``[...]`` shows only the
beginning of what is printed.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from exports import Piece, docx, uni_body

ROOT = Path(__file__).parents[1]
STUDY = ROOT / "docs" / "study.md"
BLOCK = re.compile(r"```console\n\$ (masthead [^\n]+)\n(.*?)```\n", re.DOTALL)
OUTLETS = ("Free Kestria Voice", "Harrow Chronicle", "State Bulletin")
CUT = "[...]\n"


class Block(NamedTuple):
    """A command of the study and what the page shows of its output."""

    command: str
    shown: str


def blocks() -> list[Block]:
    return [Block(*found) for found in BLOCK.findall(STUDY.read_text(encoding="utf-8"))]


def nexis_file(outlet: str) -> bytes:
    """The articles of an outlet of the bundled corpus as Nexis Uni exports them; every fourth has "The" in its outlet."""
    pieces = []
    for number, path in enumerate(sorted((ROOT / "corpora" / "demo" / "articles" / outlet).glob("*.md"))):
        head, _, text = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
        facts = dict(line.split(": ", 1) for line in head.splitlines())
        day = date.fromisoformat(facts["date"])
        name = f"The {outlet}" if outlet == "Harrow Chronicle" and number % 4 == 3 else outlet
        written = f"{day:%B} {day.day}, {day.year} {day:%A}"
        pieces.append(Piece(facts["title"], name, written, text.strip().split("\n\n"), "Jo Bell", "WORLD"))
    return docx(uni_body(pieces))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the commands print, run one after the other in the folder of the study."""
    folder = tmp_path_factory.mktemp("study")
    (folder / "nexis").mkdir()
    for outlet in OUTLETS:
        (folder / "nexis" / f"{outlet}.docx").write_bytes(nexis_file(outlet))
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", "COLUMNS": "88"}
    outputs = []
    for block in blocks():
        call = [sys.executable, "-m", "masthead", *shlex.split(block.command)[1:]]
        done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        outputs.append("".join(f"{line.rstrip()}\n" for line in (done.stdout or done.stderr).strip("\n").splitlines()))
    return outputs


def test_the_commands_of_the_study_print_what_the_manual_shows(printed: list[str]) -> None:
    if os.environ.get("MASTHEAD_REGENERATE"):
        text = STUDY.read_text(encoding="utf-8")
        for block, output in zip(blocks(), printed, strict=True):
            cut = block.shown.endswith(CUT)
            shown = "".join(output.splitlines(keepends=True)[: block.shown.count("\n") - 1]) + CUT if cut else output
            text = text.replace(f"$ {block.command}\n{block.shown}```", f"$ {block.command}\n{shown}```")
        STUDY.write_text(text, encoding="utf-8")
    for block, output in zip(blocks(), printed, strict=True):
        if block.shown.endswith(CUT):
            assert output.startswith(block.shown.removesuffix(CUT)), block.command
        else:
            assert output == block.shown, block.command


def test_the_study_goes_from_the_files_to_a_table_and_its_methods() -> None:
    commands = [block.command.split()[1] for block in blocks()]
    assert commands[0] == "read"
    assert {"events", "compare", "explain", "methods"} <= set(commands)
