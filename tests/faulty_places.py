"""Commands run where something is wrong with the machine: no room, no rights, little memory."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROGRAM = (sys.executable, "-c", "from masthead.cli.app import main; main()")
_DROP, _OVERRIDE, _SEARCH = 24, 1, 2
"""``prctl`` drops from what a process and its children may do; of root that it passes over rights of files."""


def program(*arguments: object, prepare: Callable[[], object] | None = None, **environment: str) -> Any:
    """A command, in a process that ``prepare`` is called in first."""
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=240,
        env={**os.environ, **environment},
        preexec_fn=prepare,
    )


def with_files_of(size: int) -> Callable[[], object]:
    """No file may grow beyond so many bytes: what a full disk says, said to anybody."""
    return partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))


def as_anybody() -> Callable[[], object]:
    """As an ordinary user, whom the rights of files bind; skips where root can't become one."""
    if os.geteuid() != 0:
        return lambda: None
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        pytest.skip("root can't be bound by rights of files on this system")

    def drop() -> None:
        for right in (_OVERRIDE, _SEARCH):
            if prctl(_DROP, right, 0, 0, 0):
                os._exit(77)

    done = subprocess.run([sys.executable, "-c", ""], preexec_fn=drop, check=False)
    if done.returncode:
        pytest.skip("root can't be bound by rights of files here")
    return drop


def write(path: Path, outlet: str, n: int, text: str = "It may rain on {town}, said Karl Voss of {town}. ") -> Path:
    """A table of ``n`` articles."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [{"id": f"{outlet}{k}", "outlet": outlet, "text": text.format(town=f"{outlet}{k}") * 3} for k in range(n)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def left_in(folder: Path) -> list[str]:
    """The temporary files and locks below a folder."""
    return sorted(path.name for path in folder.rglob(".*"))
