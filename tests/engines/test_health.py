"""The health of a corpus: what of it counts, and what may change its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from masthead.engines import How, measure_articles
from masthead.engines.health import check_health, findings_of, refuse_severe
from masthead.engines.survey import survey, survey_of_features
from masthead.errors import UnreadableInput
from masthead.profiles.overview import Overview
from masthead.sources import Finding, read, read_articles

if TYPE_CHECKING:
    from masthead.sources import Reading

REPORT = (
    "The council of Velk met on Monday to speak about the ferry. “We have to mend the pier,” said the mayor, Ada Roth. "
    "The crews were not asked, and nobody knew when the boats would sail again. It was the third strike of the year. "
)
ARTICLE = REPORT * 3
GERMAN = "Der Rat von Velk sprach am Montag über die Fähre, und niemand wusste, wann die Boote wieder fahren. " * 12


def article(number: int, text: str = ARTICLE, **more: Any) -> dict[str, Any]:
    row = {
        "id": str(number),
        "outlet": "Harrow Post",
        "title": f"Ferry {number}",
        "text": f"{text} It was day {number}.",
    }
    return row | {"date": f"2031-05-{number % 28 + 1:02}"} | more


def reading(*rows: dict[str, Any]) -> Reading:
    return read(pa.Table.from_pylist(list(rows)))


def found(*rows: dict[str, Any]) -> dict[str, Finding]:
    return {finding.finding: finding for finding in check_health(reading(*rows)).findings}


def test_what_counts_and_what_does_not_is_said_by_outlet() -> None:
    rows = [article(number) for number in range(4)]
    rows += [
        article(4, outlet="Tidewater Post", text=""),
        article(5, outlet="Tidewater Post", text=GERMAN),
        article(6, outlet="Tidewater Post", text=REPORT, date=None),
        article(7, outlet="Tidewater Post"),
    ]
    rows[4]["text"] = " "
    rows.append(article(8, outlet="Tidewater Post") | {"text": rows[7]["text"]})
    health = check_health(reading(*rows))
    harrow, tide = health.table.to_pylist()
    assert harrow == {
        "outlet": "Harrow Post",
        "n_articles": 4,
        "n_usable": 4,
        "n_empty": 0,
        "n_short": 0,
        "n_other_language": 0,
        "n_repeated": 0,
        "n_undated": 0,
        "date_min": "2031-05-01",
        "date_max": "2031-05-04",
        "n_words": sum(len(row["text"].split()) for row in rows[:4]),
    }
    counts = {name: value for name, value in tide.items() if name.startswith("n_")}
    assert counts.pop("n_words") == sum(len(row["text"].split()) for row in rows[4:])
    assert counts == {
        "n_articles": 5,
        "n_usable": 2,
        "n_empty": 1,
        "n_short": 1,
        "n_other_language": 1,
        "n_repeated": 1,
        "n_undated": 1,
    }
    assert [finding.outlet for finding in health.findings] == ["Tidewater Post"] * 3
    assert health.manifest["findings"][0].keys() == {"finding", "severity", "outlet", "n", "example", "fix"}


def test_the_n_of_a_comparison_is_that_of_the_articles_that_count() -> None:
    rows = [article(number) for number in range(4)] + [article(5, text=GERMAN), article(6, text=REPORT)]
    overview = Overview.of(measure_articles(reading(*rows).articles).features)
    assert overview.articles == {"Harrow Post": 5}
    assert overview.size == "1 outlet, 5 articles"
    assert "Not counted: 1 article (Harrow Post 1 not in English)." in overview.cautions()
    assert "Not counted for readability: 1 article (Harrow Post 1 too short)." in overview.cautions()


@pytest.mark.parametrize("words", [5, 120, 700])
def test_the_survey_says_what_measuring_says(words: int) -> None:
    texts = [
        " ".join((ARTICLE * 9).split()[:words]),
        " ".join((GERMAN * 9).split()[:words]),
        " ".join(f"{ARTICLE} {GERMAN}".split()[-words:]),
        "word " * words,
        "",
    ]
    articles = read_articles(pa.table({"outlet": ["A"] * 5, "text": texts}))
    seen, measured = survey(articles), measure_articles(articles, How(hits=False)).features
    assert seen["reason"].equals(measured["reason"])
    assert seen["words"].to_pylist() == [len(text.split()) for text in texts]
    assert survey_of_features(measured)["reason"].equals(measured["reason"])


def test_lost_quotation_marks_are_severe_and_told_with_every_comparison() -> None:
    bare = ARTICLE.replace("“", "").replace("”", "")
    rows = [article(number, text=bare) for number in range(30)]
    told = found(*rows)["lost quotation marks"]
    assert (told.severity, told.outlet, told.n) == ("severe", "Harrow Post", 30)
    measured = measure_articles(reading(*rows).articles).features
    [severe] = Overview.of(measured).severe
    assert severe._replace(example="") == told._replace(example="")
    with pytest.raises(UnreadableInput, match="lost quotation marks, 30"):
        refuse_severe([severe])
    british = ARTICLE.replace("“", "'").replace("”", "'")
    assert "lost quotation marks" not in found(*(article(number, text=british) for number in range(30)))
    assert "lost quotation marks" not in found(*rows[:9], *(article(number) for number in range(9, 30)))


def test_texts_that_were_cut_off_are_seen() -> None:
    dots = [article(number, text="") | {"text": ARTICLE[: 200 + number] + "..."} for number in range(4)]
    whole = [article(number) for number in range(4, 12)]
    told = found(*dots, *whole)["texts cut off"]
    assert (told.severity, told.n, told.example) == ("warning", 4, "e.g. 'Ferry 0'")
    equal = [article(number, text="") | {"text": f"{number:03} {ARTICLE}"[:500]} for number in range(8)]
    told = found(*equal)["texts cut off"]
    assert (told.severity, told.n, told.example) == ("severe", 8, "e.g. 'Ferry 0', many at 500 characters")
    assert "texts cut off" not in found(*whole)


def test_a_few_articles_that_hold_much_of_the_words_are_seen() -> None:
    rows = [article(number) for number in range(30)]
    told = found(*rows, article(30, text=ARTICLE * 12))["long articles"]
    assert (told.severity, told.n) == ("warning", 1)
    words = sum(len(f"{ARTICLE} It was day 0.".split()) for _ in range(30))
    long = len(f"{ARTICLE * 12} It was day 30.".split())
    assert told.example == f"{100 * long / (words + long):.0f}% of the words; the longest is 'Ferry 30' with {long:,}"
    assert "long articles" not in found(*rows, article(30, text=ARTICLE * 4))


def test_transcripts_are_seen_and_colons_are_not() -> None:
    talk = "ROTH: We have to mend the pier and to pay the crews. QUILL: The “boats” will not sail before May. " * 12
    rows = [article(number, text=talk) for number in range(3)]
    assert found(*rows)["transcripts"].n == 3
    plain = "The council said: no. He had one wish: peace. " * 20
    assert "transcripts" not in found(*(article(number, text=plain) for number in range(3)))


def test_findings_of_reading_come_with_those_of_the_texts_severe_ones_first() -> None:
    given = reading(article(0), article(1))
    findings = (Finding("articles missing", "note", "", 1, "a.txt", ""), Finding("x", "severe", "", 1, "b.txt", ""))
    health = check_health(type(given).of(given.articles, given.inputs, findings=findings))
    assert [finding.finding for finding in health.findings] == ["x", "articles missing"]


def test_a_survey_without_articles_is_empty() -> None:
    empty = read_articles(pa.table({"outlet": ["A"], "text": ["x"]})).slice(0, 0)
    assert findings_of(survey(empty)) == []
