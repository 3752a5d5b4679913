"""README shows the real output of real commands: each block is made again and compared.

``MASTHEAD_REGENERATE=1 pytest tests/test_readme.py`` writes the blocks anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
COMMAND = re.compile(r"<!-- output: (masthead [^\n]*?) -->\n```text\n(.*?)```\n", re.DOTALL)
PYTHON = re.compile(r"<!-- python -->\n```python\n(.*?)```\n\n<!-- python output -->\n```text\n(.*?)```\n", re.DOTALL)


def _run(command: str) -> str:
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    arguments = [sys.executable, "-m", "masthead", *shlex.split(command)[1:]]
    done = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _run_python(code: str) -> str:
    shown = io.StringIO()
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(shown):
        exec(compile(code, "README.md", "exec"), {})
    return shown.getvalue()


def _tidy(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.strip("\n").splitlines())


def _blocks() -> list[tuple[str, str]]:
    return COMMAND.findall(README.read_text(encoding="utf-8"))


@pytest.mark.parametrize("command", [command for command, _ in _blocks()])
def test_a_command_in_the_readme_prints_what_the_readme_shows(command: str) -> None:
    made = _tidy(_run(command))
    _write_if_asked(f"<!-- output: {command} -->\n```text\n", made)
    assert made == dict(_blocks())[command]


def test_the_python_of_the_readme_prints_what_the_readme_shows() -> None:
    [(code, _)] = PYTHON.findall(README.read_text(encoding="utf-8"))
    made = _tidy(_run_python(code))
    _write_if_asked("<!-- python output -->\n```text\n", made)
    [(_, shown)] = PYTHON.findall(README.read_text(encoding="utf-8"))
    assert made == shown


def _write_if_asked(head: str, made: str) -> None:
    if os.environ.get("MASTHEAD_REGENERATE"):
        text = README.read_text(encoding="utf-8")
        start = text.index(head) + len(head)
        README.write_text(text[:start] + made + text[text.index("```\n", start) :], encoding="utf-8")
