"""Whole-program output, kept in ``tests/golden``: what a person sees, to the letter.

``MASTHEAD_REGENERATE=1 pytest tests/test_golden.py`` writes the files anew; read the difference before committing it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden"
DATA = Path(os.environ.get("MASTHEAD_DATA", ROOT.parent / "shared" / "corpora"))
COMMANDS = {
    "compare-80.txt": ["compare", "corpora/demo", "--width", "80"],
    "compare-160.txt": ["compare", "corpora/demo", "--width", "160"],
    "compare.md": ["compare", "corpora/demo", "--format", "md"],
    "compare.tex": ["compare", "corpora/demo", "--format", "latex"],
    "profile-one-outlet.txt": [
        "profile",
        "corpora/demo/articles/State Bulletin",
        "--width",
        "80",
    ],
    "concordance-80.txt": ["concordance", "corpora/demo", "govern*", "--width", "80"],
    "concordance-160.txt": ["concordance", "corpora/demo", "govern*", "--voice", "all", "--width", "160"],
    "choices.txt": ["choices", "corpora/demo", "--width", "120"],
    "error-misspelt-baseline.txt": ["compare", "corpora/demo", "--baseline", "Harow Chronicle"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_output_is_what_it_was(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "masthead", *COMMANDS[name]],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stderr if name.startswith("error-") else done.stdout
    made = "".join(f"{line.rstrip()}\n" for line in said.splitlines()) + f"exit {done.returncode}\n"
    path = GOLDEN / name
    if os.environ.get("MASTHEAD_REGENERATE"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def test_the_card_of_a_model_says_first_what_it_is_good_for(tmp_path: Path) -> None:
    """Figures, outlets and single words of SemEval-2019 (CC BY 4.0) alone; no text of the articles."""
    articles = DATA / "articles" / "semeval2019.parquet"
    if not articles.is_file():
        pytest.skip(f"{articles} is not here; set MASTHEAD_DATA to the folder of research corpora")
    model = str(tmp_path / "model.skops")
    said_by = ("--labels-by", "Kiesel et al. (2019)")
    width = ("--width", "80")
    told = _said("train", str(articles), "--label", "bias", "--model", "tfidf_lr", *said_by, *width, "--save", model)
    made = _said("card", model, *width).replace(model, "model.skops")
    assert told.splitlines()[:10] == made.splitlines()[:10]
    made = made.replace(f"scikit-learn {metadata.version('scikit-learn')}", "scikit-learn 1.x")
    path = GOLDEN / "card-semeval2019.txt"
    if os.environ.get("MASTHEAD_REGENERATE"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def _said(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "masthead", *arguments],
        env={**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
