"""Strings that others collected to break pages, in every field of the articles: shown on the page, never run."""

from __future__ import annotations

import csv
from itertools import cycle
from typing import TYPE_CHECKING

from browser.conftest import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.conftest import Opened

LONGEST = 400
STORY = "The brutal regime may have liberated the town. “It is a shameful plot,” said Ada Roth. {} It was a savage thug. {} "


def strings(folder: Path) -> list[str]:
    """Every line of the collections."""
    files = [folder / "blns" / "blns.txt", *sorted((folder / "xss").rglob("*.txt"))]
    lines = (line for path in files for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    return list(dict.fromkeys(line for line in lines if line.strip() and len(line) < LONGEST))


def articles(found: Iterator[str]) -> Iterator[dict[str, str]]:
    outlets = [next(one for one in found if "<" in one) for _ in range(6)]
    for number in range(6 * 14):
        yield {
            "id": f"{number} {next(found)}",
            "outlet": f"{number % 6} {outlets[number % 6]}",
            "title": next(found),
            "text": "".join(STORY.format(next(found), next(found)) for _ in range(12)),
            "date": f"2031-0{1 + number % 6}-{10 + number % 18}",
            "event": f"{number // 6} {next(found)}",
            "section": next(found),
            "author": next(found),
        }


def test_nothing_in_articles_runs_on_the_page(
    research_data: Path, tmp_path: Path, opened: Callable[..., Opened]
) -> None:
    found = strings(research_data / "badinput")
    assert len(found) > 1000
    rows = list(articles(cycle(found)))
    path = tmp_path / "in<img src=x onerror=alert(1)>.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    page = written(tmp_path / "page.html", str(path), "--on-duplicate", "suffix", "--title", found[0])
    shown = opened(page)
    for button in shown.page.locator("button.open").all():
        button.evaluate("button => button.click()")
    assert (shown.said, shown.asked) == ([], [page.as_uri()])
    assert shown.page.locator("script").count() == 1
    assert shown.page.locator("img, iframe, object, embed, form, base, link, [onload], [onerror]").count() == 0
    assert shown.page.locator(".evidence mark").count() > 100
