"""What every command shows in a terminal, 80 and 160 columns wide, kept in ``tests/golden/commands``.

``MASTHEAD_REGENERATE=1 pytest tests/test_every_command.py`` writes the files anew; look at them before committing.
Each command runs once, in this process; what it made is then shown at both widths. Not here: ``doctor``, which tells of
the machine, ``bench run``, which takes long, and what writes a file and shows nothing.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import masthead
from masthead.cli import output
from masthead.cli.app import COMMANDS, app
from masthead.reports import render
from masthead.reports.terminal import Look

if TYPE_CHECKING:
    from masthead.reports import Report

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden" / "commands"
WIDTHS = (80, 160)
STATE = ("Free Kestria Voice", "National Ledger", "People's Lantern", "State Bulletin")
LABELLED = ("labelled.parquet", "--label", "side", "--model", "framing")
BEFORE = {
    "methods": [["compare", "demo", "-o", "results.csv"]],
    "cite": [["compare", "demo", "-o", "results.csv"]],
    "merge": [["measure", "labelled.parquet", "-o", "merged", "--shard", f"{number}/2"] for number in (1, 2)],
    "verify": [["measure", "labelled.parquet", "-o", "features"]],
    "card": [["train", *LABELLED, "--save", "card.skops"]],
    "predict": [["train", *LABELLED, "--save", "predict.skops"]],
}
"""What a command takes from another."""
SHOWN = {
    "compare": ["demo"],
    "compare --stacked": ["demo"],
    "compare --ranks": ["demo"],
    "compare --family choices": ["demo"],
    "choices": ["demo"],
    "words": ["demo"],
    "concordance": ["demo", "govern*"],
    "trend": ["demo"],
    "trend --feature loaded.all": ["demo"],
    "profile": ["demo"],
    "power": ["demo"],
    "explain": ["demo", "--id", "ada557e19d1ad7f7"],
    "methods": ["results.csv"],
    "cite": ["results.csv"],
    "read": ["demo"],
    "duplicates": ["demo"],
    "events": ["demo"],
    "measure": ["demo"],
    "merge": ["merged"],
    "verify": ["features"],
    "train": list(LABELLED),
    "evaluate": list(LABELLED),
    "card": ["card.skops"],
    "predict": ["labelled.parquet", "--trained", "predict.skops", "--unit", "outlet"],
    "audit": ["demo"],
    "features": [],
    "features loaded.all": [],
    "sample": ["demo", "--for", "attribution.sentence_share", "-n", "4", "--sheet", "sheet.csv"],
    "validate": ["coded.csv"],
    "demo": [],
    "lexicons": [],
    "lexicons show": ["taking_a_place"],
    "bench list": ["fa_kes"],
    "corpora list": [],
    "corpora info": ["fa_kes"],
}
CODED = "text,hedged,quoted\n" + "".join(
    f'"{text}",{hedged},{quoted}\n'
    for text, hedged, quoted in (
        ("It may rain in Harrow.", 1, 0),
        ("The mayor said ““We will build it.””", 0, 1),
        ("The bridge was closed on Monday.", 0, 0),
        ("Perhaps the plan will fail.", 1, 0),
    )
)


@pytest.fixture(scope="module", autouse=True)
def _in_a_folder(tmp_path_factory):
    """A folder with the bundled corpus, the same with a label, and four coded sentences."""
    folder = tmp_path_factory.mktemp("shown")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("NO_COLOR", "1")
        (folder / "demo").symlink_to(ROOT / "corpora" / "demo")
        articles = masthead.read("demo").table
        sides = ["state" if outlet in STATE else "free" for outlet in articles["outlet"].to_pylist()]
        pq.write_table(articles.append_column("label_side", pa.array(sides)), "labelled.parquet")
        (folder / "coded.csv").write_text(CODED, encoding="utf-8")
        yield


@pytest.mark.parametrize("command", SHOWN)
def test_output_is_what_it_was_at_both_widths(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in BEFORE.get(command, []):
        _run(arguments)
    shown: list[Report] = []

    def recorded(report, form, look=None):
        if form == "table":
            shown.append(report)
        return render(report, form, look)

    monkeypatch.setattr(output, "render", recorded)
    _run([*command.split(), *SHOWN[command]])
    [report] = shown
    for width in WIDTHS:
        made = "".join(render(report, "table", Look(width=width)))
        assert max(map(len, made.splitlines())) <= width
        path = GOLDEN / f"{command.replace(' --', '-').replace(' ', '-')}-{width}.txt"
        if os.environ.get("MASTHEAD_REGENERATE"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(made, encoding="utf-8")
        assert made == path.read_text(encoding="utf-8")


def test_no_command_is_missing_here() -> None:
    assert set(COMMANDS) - {command.split()[0] for command in SHOWN} == {"doctor", "report"}


def _run(arguments: list[str]) -> None:
    done = CliRunner().invoke(app, arguments, prog_name="masthead")
    assert done.exit_code == 0, done.output
