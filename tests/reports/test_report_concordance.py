"""The lines of a concordance: aligned, cut to the width, and inert whatever stands in articles."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

import masthead
from masthead import ConcordanceOptions
from masthead.reports import render
from masthead.reports.concordance import concordance_report
from masthead.reports.terminal import Look
from masthead.schema import COLLOCATES, CONCORDANCE, USES

HOSTILE = (
    'He said \x1b[31mred\x1b[0m <script>alert("x")</script> and =HYPERLINK("http://x") near the regime of [bold]Velk[/bold] '
    "\\input{/etc/passwd} \u202eevil\u202c | `code` and the town was quiet for the rest of the day."
)
NAME = '=1+1<img src=x onerror="alert(1)">\x1b]0;t\x07'


def report(texts: dict[str, str], word: str = "regime", **options: Any) -> Any:
    rows = [{"id": f"a{n}", "outlet": outlet, "text": text} for n, (outlet, text) in enumerate(texts.items())]
    return concordance_report(masthead.concordance(rows, word, ConcordanceOptions(**options)))


def shown(found: Any, width: int, **look: Any) -> str:
    return "".join(render(found, "table", Look(width=width, **look)))


def lines_of(text: str) -> list[str]:
    return text.partition("In context")[2].partition("How often")[0].splitlines()[1:]


TEXTS = {
    "A": "It was in the early days of a long and bitter war that the old regime of the north fell at last to the south.",
    "B": "Regime. The regimes of the plain and of the hills were not seen again in the valley for years and years.",
}


@pytest.mark.parametrize("width", [40, 60, 80, 120, 160, 240])
def test_the_word_stands_below_itself_and_no_line_is_too_long(width: int) -> None:
    lines = lines_of(shown(report(TEXTS, "regime*"), width))
    uses = [line for line in lines if "[" in line]
    assert len(uses) == 3
    assert len({line.index("[") for line in uses}) == 1
    assert all(len(line) <= width for line in lines)


def test_from_110_cells_on_the_article_is_named() -> None:
    assert not any(line.endswith("a0") for line in lines_of(shown(report(TEXTS), 109)))
    assert any(line.endswith("a0") for line in lines_of(shown(report(TEXTS), 110)))


def test_the_voice_has_a_sign_where_uses_of_all_are_shown() -> None:
    text = "Officials said that the regime had lost. “The regime fell,” said Ada Roth. The regime is old."
    lines = lines_of(shown(report({"A": text}, voice="all"), 80))
    assert re.findall(r"\[[^\]]*\]", "".join(lines)) == ["[regime~]", '[regime"]', "[regime]"]
    coloured = shown(report({"A": text}, voice="all"), 80, color=True)
    assert "[regime" not in coloured
    assert re.search(r"\x1b\[[\d;]+mregime~", coloured)


def hostile() -> Any:
    """A result whose every text would be a command somewhere."""
    rows = [{"id": "a", "outlet": "A", "text": TEXTS["A"]}]
    found = masthead.concordance(rows, "regime")
    row = found.table.to_pylist()[0] | {
        "outlet": NAME,
        "article_id": NAME,
        "left": HOSTILE,
        "match": NAME,
        "right": HOSTILE,
    }
    uses = [one | {"outlet": one["outlet"] and NAME} for one in found.uses.to_pylist()]
    near = [{"word": NAME, "near": 3, "uses": 3, "expected": 0.1, "g2": 9.0, "log_dice": 13.0}]
    tables = {"table": ([row], CONCORDANCE), "uses": (uses, USES), "collocates": (near, COLLOCATES)}
    made = {name: pa.Table.from_pylist(listed, schema=schema) for name, (listed, schema) in tables.items()}
    return concordance_report(replace(found, word=NAME, forms=((NAME, 1), ("b", 1)), **made))


@pytest.mark.parametrize("width", [40, 80, 300])
@pytest.mark.parametrize("color", [False, True])
def test_text_of_articles_is_inert_in_a_terminal(width: int, color: bool) -> None:
    text = shown(hostile(), width, color=color)
    assert "\x1b[31m" not in text
    assert "\x1b]" not in text
    assert not {"\x07", "\u202e"} & set(text)
    assert "␛" in text


def test_text_of_articles_is_inert_on_a_page_and_in_files() -> None:
    page = "".join(render(hostile(), "html"))
    assert not re.search(r"<script|<img|<b>|\x1b|\u202e", page)
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in page
    assert not re.search(r"<script|<img|\x1b", "".join(render(hostile(), "md")))
    assert "\\input{" not in "".join(render(hostile(), "latex"))
    table = "".join(render(hostile(), "csv"))
    assert not re.search(r"\x1b|\u202e", table)
    assert table.splitlines()[1].startswith("\"'=1+1")


def test_the_word_looked_for_is_inert_too() -> None:
    page = "".join(render(report(TEXTS, "regime"), "html"))
    assert "“regime” in 2 outlets, 2 articles" in page
    with pytest.raises(masthead.errors.UsageError, match="'<>' cannot be part of a word"):
        report(TEXTS, "<b>regime")


def test_more_than_twelve_outlets_are_shown_when_asked_for() -> None:
    texts = {
        f"Outlet {n:02}": f"{'The regime fell. ' * n}Nobody in town {n} was seen in the streets." for n in range(1, 16)
    }
    found = masthead.concordance([{"outlet": name, "text": text} for name, text in texts.items()], "regime")
    short, whole = (shown(concordance_report(found, all_outlets=every), 100) for every in (False, True))
    assert "3 more outlets: --all-outlets." in short
    assert ("Outlet 01 " in short.split("How often")[1], "Outlet 01 " in whole.split("How often")[1]) == (False, True)
