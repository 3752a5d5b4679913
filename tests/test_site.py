"""The manual builds into a site without a warning, and the site asks for nothing outside itself."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CONFIG = "zensical.toml"
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
LOADED = re.compile(r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?([^"'\s>]+)|<link\b[^>]*>|url\(["']?([^"')]+)""")
LINKED = re.compile(r"""\bhref=["']?([^"'\s>]+)""")


def built(folder: Path) -> Path:
    """The site, built in strict mode in this folder from a copy of the manual."""
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / CONFIG, folder)
    build = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    done = subprocess.run(build, cwd=folder, capture_output=True, text=True, check=False)
    said = ESCAPES.sub("", done.stdout + done.stderr)
    assert done.returncode == 0, said
    assert "Warning" not in said
    assert "No issues found" in said
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("manual"))


def navigation(entries: list[Any]) -> list[str]:
    """The pages of the navigation, in their order."""
    found: list[str] = []
    for entry in entries:
        for value in [entry] if isinstance(entry, str) else entry.values():
            found += [value] if isinstance(value, str) else navigation(value)
    return found


def test_every_page_is_in_the_navigation_once() -> None:
    config = tomllib.loads((ROOT / CONFIG).read_text(encoding="utf-8"))
    pages = sorted(path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md"))
    assert sorted(navigation(config["project"]["nav"])) == pages


def test_every_page_of_the_manual_is_a_page_of_the_site(site: Path) -> None:
    pages = [path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")]
    assert [str(page) for page in pages if not (site / page).is_file()] == []
    assert not list(site.rglob("*.py"))


def test_no_page_loads_anything_from_outside_the_site(site: Path) -> None:
    outside = set()
    for path in [*site.rglob("*.html"), *site.rglob("*.css")]:
        for found in LOADED.finditer(path.read_text(encoding="utf-8")):
            targets = LINKED.findall(found[0]) if found[0].startswith("<link") else [found[1] or found[2]]
            outside |= {target for target in targets if re.match(r"(?:https?:)?//", target)}
    assert outside == set()


def test_the_search_index_is_part_of_the_site_and_knows_the_pages(site: Path) -> None:
    index = (site / "search.js").read_text(encoding="utf-8")
    assert index.startswith("var __index = ")
    assert '"location":"not-shown.html"' in index
    assert (site / "assets" / "iframe-worker.js").is_file()
