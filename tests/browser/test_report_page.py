"""The page of a study in a browser: what a reader can tell from it, and that nothing but itself takes part."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import masthead
from browser.conftest import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.conftest import Opened

DEMO = Path(__file__).parents[2] / "corpora" / "demo"
OPENING_SECONDS = 2.0
INJECTED = (
    "<script>window.harm = 1</script>",
    '"><img src=x onerror="window.harm = 2">',
    "'-alert(1)-'",
    "</style><svg onload=alert(1)>",
    "</title></script><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "javascript:alert(1)",
    "&lt;b&gt; \u202e\u0007\x1b[31m",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("report") / "demo.html", str(DEMO))


@cache
def corpus() -> masthead.engines.Corpus:
    return masthead.open_corpus(DEMO, keep_wire=False)


@cache
def hits() -> set[tuple[str, str, int, int, str, str]]:
    return {
        (row["article_id"], row["field"], row["start"], row["end"], row["family"], row["voice"])
        for row in corpus().hits.to_pylist()
    }


@cache
def texts() -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in corpus().articles.select(["id", "title", "text"]).to_pylist()}


def shown(page: Any, row: Any, family: str, *, voice: str | None = None) -> list[str]:
    """Open the sentences of a row of a table by its button, and return their marked words, which are hits."""
    button = row.locator("button.open")
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    below = page.locator(f"[id='{button.get_attribute('aria-controls')}']")
    assert below.is_visible()
    words = []
    for sentence in below.locator("li").all():
        article, field = sentence.get_attribute("data-article"), sentence.get_attribute("data-field") or "text"
        for mark in sentence.locator("mark").all():
            start, end = (int(mark.get_attribute(f"data-{name}")) for name in ("start", "end"))
            within = re.search(r"v-(\w+)", mark.get_attribute("class"))[1]
            assert (article, field, start, end, family, within) in hits()
            assert voice in (None, within)
            word = texts()[article][field][start:end]
            assert mark.inner_text().startswith(word)
            words.append(word)
    return words


def numbers(row: Any) -> list[str]:
    return [" ".join(cell.split()) for cell in row.locator("td").all_inner_texts()]


def test_a_reader_finds_who_uses_most_loaded_words_and_two_sentences(demo: Path, opened: Callable[..., Opened]) -> None:
    page = opened(demo).page
    [told] = [line for line in page.locator("#answer li").all_inner_texts() if "the most loaded words" in line]
    assert told.startswith(
        "Free Kestria Voice uses the most loaded words in its own voice, 89.5 per 1,000 own-voice words (95% interval "
        "76.1–104.6, 12 articles); Borderlands Report"
    )
    row = page.locator("#f0 tr[data-outlet='Free Kestria Voice']").first
    assert numbers(row)[1:3] == ["89.5 ▲", "76.1–104.6"]
    assert numbers(row)[-2:] == ["12", "3 of 240"]
    told = masthead.compare(corpus(), masthead.CompareOptions(draws=50, permutations=199)).profiles.to_pylist()
    [own] = [one for one in told if (one["outlet"], one["feature"]) == ("Free Kestria Voice", "loaded.all")]
    facts = [row.get_attribute(f"data-{name}") for name in ("feature", "estimate", "low", "high", "n")]
    assert facts == ["loaded.all", *(f"{own[name]:.5g}" for name in ("estimate", "low", "high")), "12"]
    assert len(shown(page, row, "loaded", voice="own")) >= 3


def test_a_reader_finds_who_calls_it_what_and_two_sentences(demo: Path, opened: Callable[..., Opened]) -> None:
    page = opened(demo).page
    table = page.locator("details[data-concept='ruling_power']")
    row = table.locator('tr[data-outlet="People\'s Lantern"]').first
    assert numbers(row)[:2] == ["government 43%, regime 57%", "14"]
    bar = row.locator("svg.bar").first.locator("title")
    assert bar.text_content() == "own voice: government 43% (11–81), 6; regime 57% (19–89), 8"
    assert set(shown(page, row, "choices", voice="own")) <= {"government", "Government", "regime", "Regime"}


def test_a_reader_finds_what_holds_on_the_same_events_and_their_sentences(
    demo: Path, opened: Callable[..., Opened]
) -> None:
    page = opened(demo).page
    row = page.locator("#events .heat tr[data-outlet='Free Kestria Voice']")
    assert re.fullmatch(r"\+70\.\d ▲ [\d.]+–[\d.]+ · 12", numbers(row)[0])
    cell = row.locator("td[data-feature='loaded.all']")
    assert cell.get_attribute("data-n") == "12"
    event = page.locator(".stories tr.event").first
    assert len(shown(page, event, "loaded", voice="own")) >= 2


def test_every_sentence_of_the_page_is_where_it_says(demo: Path, opened: Callable[..., Opened]) -> None:
    page = opened(demo).page
    marks = page.evaluate(
        """() => [...document.querySelectorAll(".evidence mark")].map((mark) => {
            const sentence = mark.closest("li").dataset;
            return [sentence.article, sentence.field ?? "text", +mark.dataset.start, +mark.dataset.end,
                    mark.className.match(/f-(\\w+)/)[1], mark.className.match(/v-(\\w+)/)[1]];
        })"""
    )
    assert len(marks) > 200
    assert [mark for mark in map(tuple, marks) if mark not in hits()] == []


def test_the_page_loads_nothing_and_says_nothing_and_opens_soon(demo: Path, opened: Callable[..., Opened]) -> None:
    found = opened(demo)
    assert (found.said, found.asked) == ([], [demo.as_uri()])
    loaded = found.page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert 0 < loaded < 1000 * OPENING_SECONDS
    policy = found.page.locator("meta[http-equiv]").get_attribute("content")
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; base-uri 'none'; form-action 'none'",
        policy,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1300])
def test_the_page_is_accessible_and_fits_its_window(
    demo: Path, opened: Callable[..., Opened], width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = opened(demo, viewport={"width": width, "height": 900}, color_scheme=scheme).page
    page.locator("button.open").first.click()
    found = axe.Axe().run(page).response["violations"]
    serious = {item["id"]: item["nodes"][0]["html"] for item in found if item["impact"] in ("serious", "critical")}
    assert serious == {}
    assert "empty-table-header" not in {item["id"] for item in found}
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_outlets_and_features_are_chosen_found_and_sorted(demo: Path, opened: Callable[..., Opened]) -> None:
    page = opened(demo).page
    rows = page.locator("#f0 tr.row:visible")
    page.locator("#find").fill("kestria")
    assert [row.get_attribute("data-outlet") for row in rows.all()] == ["Free Kestria Voice", "Kestria Today"]
    page.locator("#find").fill("")
    page.locator("summary", has_text="Outlets").press("Enter")
    page.locator("#pick-outlets input[value='Second Glance']").press("Space")
    assert "Second Glance" not in [row.get_attribute("data-outlet") for row in rows.all()]
    assert page.locator("#status").inner_text() == "7 outlets and 11 features are shown."
    page.keyboard.press("Escape")
    assert not page.locator("#pick-outlets").is_visible()
    page.locator("summary", has_text="Features").press("Enter")
    page.locator("[data-none='pick-features']").press("Enter")
    page.locator("#pick-features input[value='loaded.all']").press("Space")
    assert page.locator("#comparison .plot:visible").count() == 1
    assert page.locator("#overview thead th:visible").all_inner_texts()[1].startswith("Loaded terms")
    page.keyboard.press("Escape")
    page.locator("#sort").select_option("estimate")
    assert [row.get_attribute("data-outlet") for row in rows.all()][:2] == ["Free Kestria Voice", "People's Lantern"]
    heading = page.locator("#f0 button[data-by='estimate']")
    heading.press("Enter")
    assert heading.locator("..").get_attribute("aria-sort") == "ascending"
    assert rows.first.get_attribute("data-outlet") == "Borderlands Report"


def test_every_control_is_reached_by_the_tab_key(demo: Path, opened: Callable[..., Opened]) -> None:
    page = opened(demo).page
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.innerText"))
    assert reached[:5] == ["find", "Outlets", "Features", "sort", "theme"]
    assert not page.evaluate(
        "[...document.querySelectorAll('button, input, select, summary, a')].some((one) => one.tabIndex < 0)"
    )


def test_light_and_dark_are_switched(demo: Path, opened: Callable[..., Opened]) -> None:
    page = opened(demo, color_scheme="light").page
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    page.locator("#theme").press("Enter")
    assert page.evaluate(paper) == "rgb(20, 23, 28)"
    page.locator("#theme").press("Enter")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_a_number_at_a_glance_leads_to_its_sentences(demo: Path, opened: Callable[..., Opened]) -> None:
    page = opened(demo).page
    page.locator("#overview tr[data-outlet='Second Glance'] td[data-feature='loaded.all'] a").press("Enter")
    page.wait_for_function("location.hash === '#f0o6'")
    assert page.locator("#f0o6").get_attribute("data-outlet") == "Second Glance"
    assert page.locator("#e-f0o6").is_visible()


@pytest.mark.parametrize(("wanted", "sentences"), [("offsets", True), ("none", False)])
def test_texts_that_must_not_be_passed_on_are_not_in_the_page(tmp_path: Path, wanted: str, sentences: bool) -> None:
    text = written(tmp_path / "page.html", str(DEMO), "--evidence", wanted).read_text(encoding="utf-8")
    assert ("<li data-article=" in text) == sentences
    assert "<mark" not in text
    titles = [row["title"] for row in texts().values()]
    assert [title for title in titles if title in text] == []
    sentence = "has demanded a halt"
    assert sentence in "".join(row["text"] for row in texts().values())
    assert sentence not in text


def injected(folder: Path) -> Path:
    """Articles of four outlets whose every field holds what a page might run."""
    path = folder / "in<img src=x onerror=alert(9)>.csv"
    story = "The brutal regime may have liberated the town. “It is a shameful plot,” said Ada Roth of the {}. "
    rows = [
        {
            "id": f"{number} {INJECTED[number % 8]}",
            "outlet": f"{number % 4} {INJECTED[number % 4]}",
            "title": f"A brutal day {INJECTED[(number + 3) % 8]}",
            "text": "".join(story.format(f"{item} {number} union") for item in INJECTED) * 3,
            "date": f"2031-0{1 + number % 6}-{10 + number % 18}",
            "event": f"{number // 4} {INJECTED[number % 8 // 4]}",
            "section": INJECTED[(number + 5) % 8],
            "camp": f"{number % 2} {INJECTED[number % 2]}",
        }
        for number in range(64)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_what_fields_hold_is_shown_and_never_run(tmp_path: Path, opened: Callable[..., Opened]) -> None:
    words = tmp_path / "words.tsv"
    head = {
        "name": "mine",
        "title": INJECTED[0],
        "version": "1",
        "license": "mine",
        "source": INJECTED[1],
        "citation": INJECTED[3],
    }
    words.write_text(
        "".join(f"# {name}: {value}\n" for name, value in head.items()) + "term\tcategory\nunion\tmine\n",
        encoding="utf-8",
    )
    options = (
        "--group",
        "camp",
        "--title",
        INJECTED[4],
        "--lexicon",
        str(words),
        "--family",
        "mine",
        "--on-duplicate",
        "suffix",
    )
    path = written(tmp_path / "page.html", str(injected(tmp_path)), *options)
    found = opened(path)
    for button in found.page.locator("button.open").all():
        button.evaluate("button => button.click()")
    assert (found.said, found.asked) == ([], [path.as_uri()])
    assert found.page.evaluate("window.harm") is None
    counted = found.page.evaluate(
        """() => ["script", "style", "img, iframe, object, embed, form, base, link", "svg [onload]"].map(
            (kind) => document.querySelectorAll(kind).length)"""
    )
    assert counted == [1, 1, 0, 0]
    assert found.page.evaluate(
        "[...document.querySelectorAll('a, use')].every((one) => one.getAttribute('href')[0] === '#')"
    )
    assert found.page.locator("h1").inner_text() == INJECTED[4]


def test_the_page_is_small_for_many_outlets(tmp_path: Path) -> None:
    rows = [
        {"outlet": f"Outlet {number % 50:02d}", "title": row["title"], "text": row["text"], "date": row["date"]}
        for number, row in enumerate(corpus().articles.to_pylist() * 6)
    ]
    source = tmp_path / "many.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    page = written(tmp_path / "many.html", str(source), "--keep-wire", "--keep-reprints")
    assert page.stat().st_size < 2_000_000
