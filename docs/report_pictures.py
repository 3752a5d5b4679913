"""Pictures of a page, as it looks in a window, on a phone and on paper, light and dark, to be looked at.

python docs/report_pictures.py report.html FOLDER
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

HEIGHT = 1500
"""Of a picture; a longer page has several."""


class View(NamedTuple):
    """How a page is looked at: a name, the width of the window, the colours, and the medium."""

    name: str
    width: int
    scheme: str = "light"
    media: str = "screen"


VIEWS = (View("window", 1300), View("dark", 1300, "dark"), View("phone", 390), View("paper", 1040, media="print"))


def main(page: Path, folder: Path) -> None:
    """Write the pictures, called after the view and the part of the page."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only who makes pictures needs it

    chromium = shutil.which("chromium") or sys.exit("there is no Chromium here: apt-get install chromium")
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for view in VIEWS:
            opened = browser.new_page(viewport={"width": view.width, "height": 1000}, color_scheme=view.scheme)
            opened.goto(page.resolve().as_uri())
            opened.emulate_media(media=view.media)
            for place, part in enumerate(_parts(opened, view.width)):
                opened.screenshot(path=folder / f"{view.name}-{place:02d}.png", clip=part, full_page=True)
            opened.close()
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}/")


def _parts(page: Any, width: int) -> Iterator[dict[str, int]]:
    whole = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, whole, HEIGHT):
        yield {"x": 0, "y": top, "width": width, "height": min(HEIGHT, whole - top)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
