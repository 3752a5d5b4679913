"""The manual as a site in a browser, opened as files: its search finds pages, and it asks for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from test_site import built

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.conftest import Opened


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("manual"))


def test_the_search_works_on_pages_opened_as_files(site: Path, opened: Callable[..., Opened]) -> None:
    found = opened(site / "index.html", viewport={"width": 1300, "height": 900})
    page: Any = found.page
    page.wait_for_function("document.querySelector('.md-search') !== null")
    page.keyboard.press("/")
    page.keyboard.type("scare quotes")
    page.get_by_text("Whose words are they?").last.wait_for(timeout=20_000)
    assert found.said == []
    assert [address for address in found.asked if not address.startswith(("file:", "blob:", "data:"))] == []


@pytest.mark.parametrize("width", [390, 1300])
def test_no_page_is_wider_than_the_window(site: Path, opened: Callable[..., Opened], width: int) -> None:
    found = opened(site / "index.html", viewport={"width": width, "height": 800})
    for name in ("index.html", "study.html", "commands.html", "features.html", "lists/choices-conflict.html"):
        found.page.goto((site / name).as_uri())
        assert found.page.evaluate("document.documentElement.scrollWidth") <= width, name
