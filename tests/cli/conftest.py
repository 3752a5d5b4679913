"""Running commands in-process, and a small corpus of three outlets to run them on."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from masthead.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

WORDS = (
    "The minister said on Monday that the plan may help {n} towns in the north. Residents said the roads were "
    "closed for a week and that nobody had told them why. The ministry denied it. A spokesman, Karl Voss, said the "
    "works would end in spring and that they cost {n} million crowns. Some people in the town believe the plan will "
    "fail, and the council will vote on it in March. The road was built in the last century and has been repaired "
    "several times since, most recently after the flood that closed the valley for more than a month."
)


SYLLABLES = ("bar", "len", "mor", "tis", "kan", "dol", "per", "vin", "sal", "gor")
DOINGS = ("was seen by", "stands near", "has been given to", "will be shown to", "was named after", "belongs to")
LOADED = "The brutal regime is a disgraceful failure. "


def name(draw: random.Random) -> str:
    return "".join(draw.choices(SYLLABLES, k=3))


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run ``masthead`` with arguments; standard input may be given as text."""

    def call(*arguments: object, stdin: str | None = None) -> Any:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, prog_name="masthead")

    return call


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """``news``: outlets Alpha and Beta with eleven articles each; Alpha's are loaded, Beta's are not."""
    for outlet, loaded in (("Alpha", "The brutal regime is a disgraceful failure, as everyone knows. "), ("Beta", "")):
        folder = tmp_path / "news" / outlet
        folder.mkdir(parents=True)
        for n in range(11):
            text = loaded * (1 + n % 3) + WORDS.format(n=n + 2)
            front = (
                f"---\ntitle: Plan for {n + 2} towns\nevent: e{n}\nlabel_side: {'left' if loaded else 'right'}\n---\n\n"
            )
            (folder / f"{n}.md").write_text(f"{front}{text}\n", encoding="utf-8")
    return tmp_path / "news"


@pytest.fixture
def rows() -> Callable[[Result], list[dict[str, Any]]]:
    """The rows of a result printed as JSON."""
    return lambda result: json.loads(result.stdout)["rows"]


@pytest.fixture
def sided(tmp_path: Path) -> Path:
    """``sided``: outlets Alpha to Delta, twelve articles each; Alpha's and Gamma's are loaded, "left" and undated."""
    for outlet in ("Alpha", "Beta", "Gamma", "Delta"):
        folder = tmp_path / "sided" / outlet
        folder.mkdir(parents=True)
        for n in range(12):
            draw = random.Random(f"{outlet}{n}")
            said = [f"the {name(draw)} {draw.choice(DOINGS)} the {name(draw)} of {name(draw)}" for _ in range(12)]
            left = outlet in ("Alpha", "Gamma")
            text = LOADED * (left + n % 2 * left) + ". ".join(words.capitalize() for words in said) + "."
            front = f"label_side: {'left' if left else 'right'}\nlabel_part: {'train' if outlet < 'C' else 'test'}\n"
            (folder / f"{n}.md").write_text(f"---\n{front}---\n\n{text}\n", encoding="utf-8")
    return tmp_path / "sided"
