"""The same articles give the same figures, whatever layout they come in."""

from __future__ import annotations

import csv
import html
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import exports
import masthead
from masthead.engines import How
from masthead.errors import UsageError
from masthead.sources import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

OUTLETS = ("Harrow Post", "Tidewater Courier", "Velk Daily", "Kestria Mirror")
SPEAKERS = ("Ada Roth", "Mara Quill", "Sten Holm", "the harbour board", "a union of crews", "officials in Velk")
OPENINGS = (
    "The council of Velk spoke for three hours about the ferry, and nobody left before the vote.",
    "Boats stayed in the harbour for a second day, while hundreds of passengers slept in the hall.",
    "A thug of a storm took the roof of the market, and traders counted what was left in the morning.",
    "The regime in Kestria closed the bridge again, perhaps for good, and opened a road through the hills.",
)
SAID = (
    "“We have to mend the pier before the winter comes,” said {who}, who had not been asked.",
    "{Who} said that the plan was shameful and that the crews would probably not return before May.",
    "According to {who}, it may take years until the boats sail on time.",
    "{Who} claimed the figures were a disgrace, but showed no others.",
    "“Nobody told us,” said {who}. “It is a vile bargain, and it will fail.”",
)
PLAIN = (
    "The harbour was built two hundred years ago and has seldom been repaired since.",
    "Twelve of the ships are older than their captains.",
    "It could rain on the day of the march, which might keep some people at home.",
    "The price of a ticket rose by a third in spring, and the brutal cuts of last year were kept.",
    "The road along the coast is narrow, and lorries have waited there since the first week of the year for a place on "
    "one of the boats that still sail to the islands.",
    "Children threw paper boats from the quay and cheered whenever one of them sank.",
)


class Article(NamedTuple):
    outlet: str
    title: str
    day: date
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def made(number: int) -> Article:
    chance = random.Random(number)
    said = []
    for line in chance.sample(SAID, 4):
        who = chance.choice(SPEAKERS)
        said.append(line.format(who=who, Who=who[0].upper() + who[1:]))
    paragraphs = [chance.choice(OPENINGS), *said, *chance.sample(PLAIN, 6), f"It was day {number} of the dispute."]
    day = date(2031, 1, 1) + timedelta(days=number // 4 * 3)
    return Article(OUTLETS[number % 4], f"Ferry dispute enters day {number}", day, tuple(paragraphs))


ARTICLES = [made(number) for number in range(160)]


def table(path: Path, articles: Sequence[Article], text: Callable[[Article], str], day: str = "%Y-%m-%d") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["outlet", "title", "date", "text"])
        rows.writerows([item.outlet, item.title, item.day.strftime(day), text(item)] for item in articles)
    return path


def plain(item: Article) -> str:
    return item.text


def markup(item: Article) -> str:
    """As a content management system keeps it, entities and all."""
    inside = (html.escape(part).replace("“", "&ldquo;").replace("”", "&rdquo;") for part in item.paragraphs)
    return "".join(f"<p>{part}</p>" for part in inside)


def pieces() -> list[exports.Piece]:
    return [
        exports.Piece(
            item.title, item.outlet, f"{item.day:%B} {item.day.day}, {item.day.year} {item.day:%A}", item.paragraphs
        )
        for item in ARTICLES
    ]


def nexis_text(path: Path) -> Path:
    path.write_text(exports.numbered_text(pieces()), encoding="utf-8")
    return path


def nexis_docx(path: Path) -> Path:
    path.write_bytes(exports.docx(exports.uni_body(pieces())))
    return path


LAYOUTS: dict[str, Callable[[Path], Path]] = {
    "HTML in cells": lambda folder: table(folder / "a.csv", ARTICLES, markup),
    "Nexis text": lambda folder: nexis_text(folder / "a.txt"),
    "Nexis docx": lambda folder: nexis_docx(folder / "a.docx"),
    "day first": lambda folder: table(folder / "a.csv", ARTICLES, plain, "%d/%m/%Y"),
    "month first": lambda folder: table(folder / "a.csv", ARTICLES, plain, "%m/%d/%Y"),
    "dotted dates": lambda folder: table(folder / "a.csv", ARTICLES, plain, "%d.%m.%Y"),
    "each twice": lambda folder: table(folder / "a.csv", [*ARTICLES, *ARTICLES], plain),
    "line ends of Windows": lambda folder: table(
        folder / "a.csv", ARTICLES, lambda item: item.text.replace("\n", "\r\n")
    ),
    "line ends written out": lambda folder: table(
        folder / "a.csv", ARTICLES, lambda item: item.text.replace("\n", "\\n")
    ),
}
KEPT = ("outlet", "feature", "estimate", "low", "high", "n_articles", "n_clusters", "reason")


def figures(source: Path, options: ReadOptions | None = None) -> list[dict[str, Any]]:
    found = masthead.profile(str(source), How(read=options or ReadOptions()), draws=200)
    return [{name: row[name] for name in KEPT} for row in found.table.to_pylist()]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    return figures(table(tmp_path_factory.mktemp("clean") / "a.csv", ARTICLES, plain))


def test_the_articles_have_something_to_count(clean: list[dict[str, Any]]) -> None:
    estimates = {(row["outlet"], row["feature"]): row["estimate"] for row in clean}
    assert {(row["n_articles"], row["n_clusters"]) for row in clean if row["feature"] == "loaded.all"} == {(40, 40)}
    assert len({estimates[outlet, "loaded.all"] for outlet in OUTLETS}) == 4
    assert min(estimates[outlet, "attribution.sentence_share"] for outlet in OUTLETS) > 20


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_changes_no_figure(layout: str, clean: list[dict[str, Any]], tmp_path: Path) -> None:
    assert figures(LAYOUTS[layout](tmp_path)) == clean


def test_articles_in_another_language_are_not_in_the_n(clean: list[dict[str, Any]], tmp_path: Path) -> None:
    german = "Der Rat von Velk sprach drei Stunden lang über die Fähre, und niemand ging vor der Abstimmung. "
    others = [
        item._replace(paragraphs=(german * 9 + f"Es war Tag {number} des Streits.",))
        for number, item in enumerate(ARTICLES[:34])
    ]
    source = table(tmp_path / "a.csv", [*ARTICLES, *others], plain)
    found = figures(source)
    assert [row["n_articles"] for row in found] == [row["n_articles"] for row in clean]
    assert [row["estimate"] for row in found] == [row["estimate"] for row in clean]
    compared = masthead.compare(str(source))
    assert [row["n"] for row in compared.manifest["unusable"] if row["reason"] == "language"] == [9, 8, 9, 8]
    said = " ".join(compared.notes)
    assert (
        "Not counted: 34 articles (Harrow Post 9 not in English, Kestria Mirror 8 not in English, "
        "Tidewater Courier 9 not in English and Velk Daily 8 not in English)." in said
    )


def test_dates_that_can_be_read_in_two_ways_are_refused(tmp_path: Path) -> None:
    early = [item for item in ARTICLES if item.day.day <= 12]
    source = table(tmp_path / "a.csv", early, plain, "%d/%m/%Y")
    with pytest.raises(UsageError) as refused:
        figures(source)
    assert "--day-first" in f"{refused.value}"
    assert "--month-first" in f"{refused.value}"
    expected = figures(table(tmp_path / "b.csv", early, plain))
    assert figures(source, ReadOptions(day_first=True)) == expected
