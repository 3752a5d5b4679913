"""``masthead profile --pool``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


def test_raw_and_pooled_are_both_shown(run: Callable[..., Result], root: Path) -> None:
    result = run("profile", root / "corpora" / "demo", "--pool")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    raw = next(n for n, line in enumerate(lines) if line.startswith("Loaded terms"))
    assert lines[raw + 2].startswith("  pooled")
    assert lines[raw + 3].startswith("  mean ")
    assert "τ² is the variance between outlets" in " ".join(result.stdout.split())


def test_rows_have_both(run: Callable[..., Result], root: Path, rows: Callable[[Result], list[dict[str, Any]]]) -> None:
    found = rows(run("profile", root / "corpora" / "demo", "--pool", "-f", "json"))
    assert {"estimate", "pooled", "shrinkage", "tau2"} <= set(found[0])
    assert "pooled" not in rows(run("profile", root / "corpora" / "demo", "-f", "json"))[0]


def test_too_few_outlets_are_said(run: Callable[..., Result], corpus: Path) -> None:
    result = run("profile", corpus, "--pool")
    assert "Nothing is pooled: pooling needs 4 outlets." in " ".join(result.stdout.split())
