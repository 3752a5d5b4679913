"""The same articles, however they came, give the same figures."""

from __future__ import annotations

import csv
import html
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import masthead
from masthead.sources import read_articles

if TYPE_CHECKING:
    from collections.abc import Callable

DEMO = Path(__file__).parents[2] / "corpora" / "demo"
FIELDS = ("id", "outlet", "title", "date", "text")
NUMBER = "ascii", "xmlcharrefreplace"


def plain(text: str) -> str:
    return text


def paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n") if part.strip())


def nested(text: str) -> str:
    parts = [f"  <p class='story'>{html.escape(part).encode(*NUMBER).decode()}</p>" for part in text.split("\n\n")]
    return "<!-- story -->\n<div>\n" + "\n".join(parts) + "\n<script>track('<p>');</script></div>"


def breaks(text: str) -> str:
    return html.escape(text).replace("\n\n", "<br><br>")


def twice(text: str) -> str:
    return html.escape(paragraphs(text))


def dumped(text: str) -> str:
    return json.dumps(text)[1:-1]


def misread(text: str) -> str:
    return text.encode().decode("latin-1")


def invisible(text: str) -> str:
    return text.replace("tt", "t\u00adt").replace(" said", "\u200b said").replace("“", "\u200e“")


@pytest.fixture(scope="module")
def articles() -> list[dict[str, str]]:
    rows = read_articles(DEMO).select(FIELDS).to_pylist()
    return [{**row, "text": row["text"].split("---\n", 2)[2].strip()} for row in rows]


def counted(rows: list[dict[str, str]], change: Callable[[str], str], folder: Path) -> list[dict[str, object]]:
    path = folder / f"{change.__name__}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows({**row, "text": change(row["text"])} for row in rows)
    return masthead.measure(read_articles(path)).features.to_pylist()


@pytest.mark.parametrize("change", [paragraphs, nested, breaks, twice, dumped, misread, invisible])
def test_articles_count_the_same_however_they_came(
    articles: list[dict[str, str]], change: Callable[[str], str], tmp_path: Path
) -> None:
    assert counted(articles, change, tmp_path) == counted(articles, plain, tmp_path)
