"""Strings that others collected to break pages, in every field of the articles, in word lists and in labels: shown, never run."""

from __future__ import annotations

import csv
from contextlib import suppress
from itertools import cycle
from typing import TYPE_CHECKING

from browser.conftest import written
from masthead.errors import UsageError
from masthead.features.own_lists import load_own

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from browser.conftest import Opened

LONGEST, MOST_TERMS = 400, 60
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
    path = saved(rows, tmp_path / "in<img src=x onerror=alert(1)>.csv")
    page = written(tmp_path / "page.html", str(path), "--on-duplicate", "suffix", "--title", found[0])
    shown = inert(opened, page)
    assert shown.page.locator(".evidence mark").count() > 100


def test_nothing_in_a_word_list_or_a_label_runs_on_the_page(
    research_data: Path, tmp_path: Path, opened: Callable[..., Opened]
) -> None:
    found = strings(research_data / "badinput")
    terms = usable(found, tmp_path / "tried.tsv")
    assert len(terms) > 40
    camps = [one for one in found if "<script" in one][:2]
    rows = [
        {
            **{name: f"{name} {number}" for name in ("id", "title")},
            "outlet": f"Outlet {number % 4}",
            "text": "".join(f"The town has {term} again today. " for term in terms[number % 4 :: 2]),
            "date": f"2031-0{1 + number % 6}-{10 + number % 18}",
            "camp": camps[number % 2],
        }
        for number in range(60)
    ]
    words = listed(terms, cycle(one for one in found if "<" in one), tmp_path / "words.tsv")
    options = ("--group", "camp", "--lexicon", str(words), "--family", "mine", "--keep-wire", "--keep-reprints")
    shown = inert(opened, written(tmp_path / "page.html", str(saved(rows, tmp_path / "in.csv")), *options))
    text = shown.page.locator("body").inner_text()
    assert [camp for camp in camps if " ".join(camp.split()) not in " ".join(text.split())] == []
    assert shown.page.locator(".evidence mark").count() > 10


def usable(found: list[str], path: Path) -> list[str]:
    """The collected strings that a word list takes as terms, with markup or quotation marks in them first."""
    terms = []
    for one in sorted(found, key=lambda one: not set(one) & set("<>\"'&")):
        with suppress(UsageError):
            load_own(str(listed([one], cycle([""]), path)))
            terms.append(one)
        if len(terms) == MOST_TERMS:
            break
    return terms


def listed(terms: Iterable[str], notes: Iterator[str], path: Path) -> Path:
    """A word list of these terms, with notes."""
    header = ("name: mine", "title: <b>mine</b>", "version: 1", "license: x", "source: x", "citation: <i>none</i>")
    rows = (f"{term}\tmine\t{next(notes)}" for term in terms)
    lines = [*(f"# {line}" for line in header), "term\tcategory\tnote", *rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def saved(rows: list[dict[str, str]], path: Path) -> Path:
    """The rows as CSV."""
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def inert(opened: Callable[..., Opened], page: Path) -> Opened:
    """The page with all its evidence opened, on which nothing ran and nothing was asked for."""
    shown = opened(page)
    for button in shown.page.locator("button.open").all():
        button.evaluate("button => button.click()")
    assert (shown.said, shown.asked) == ([], [page.as_uri()])
    assert shown.page.locator("script").count() == 1
    assert shown.page.locator("img, iframe, object, embed, form, base, link, [onload], [onerror]").count() == 0
    return shown
