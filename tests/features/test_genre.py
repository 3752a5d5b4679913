"""Genre from how an article is written, beside what it says and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from masthead.features import genre
from masthead.schema import ARTICLES, VOICES
from masthead.text.word_sets import MARKERS

if TYPE_CHECKING:
    from modes import CounterInMode

NEWS = (
    "The council of Ardel voted on Tuesday to rebuild the dam, officials said, after 14 people were killed in a "
    "flood last week. Mayor Ada Roth told reporters that work would begin on Friday. The regional government said "
    "it had set aside 20 million marks for the repairs. Police reported that three bridges remained closed on "
    "Wednesday, according to a spokesman for the ministry."
)
OPINION = (
    "We must stop pretending that this is good news. It isn't. I know what these people want, and it is absurd to "
    "believe that they should ever get it. Why do we never learn? This is not courage but folly, a disgraceful "
    "and cynical lie, and we should be honest enough to call it wrong. I think the truth is worse than that. We "
    "need justice, and we must not wait."
)
PLAIN = (
    "The dam of Ardel is eighty years old. Its walls are made of stone from the quarry above the town, and its "
    "gates are opened once in spring. The water behind it feeds four villages and a mill. Few who live there have "
    "seen it empty, and the last repair was before the war."
)
DESK = "https://example.org/politics/dam"


def articles(*rows: dict[str, str | None]) -> pa.Table:
    beside = {"id": "1", "outlet": "Quill"}
    return pa.Table.from_pylist([{**beside, **row} for row in rows], schema=ARTICLES)


def genre_of(counter: CounterInMode, text: str, **row: str | None) -> str | None:
    (found,) = counter.measure(articles({"text": text, **row})).features["genre"].to_pylist()
    return found


def test_a_text_tells_opinion_from_news(counter: CounterInMode) -> None:
    assert genre_of(counter, OPINION, title="We must not wait") == "opinion"
    assert genre_of(counter, NEWS, title="Ardel council votes to rebuild dam after deadly flood") == "news"
    assert genre_of(counter, PLAIN, title="A dam") == "unknown"


def test_what_is_quoted_is_not_how_an_article_is_written(counter: CounterInMode) -> None:
    quoted = f"“{OPINION}”, Ada Roth told the council on Tuesday. {NEWS}"
    assert genre_of(counter, quoted, title="Roth rails against council over Ardel dam") != "opinion"


def test_a_genre_that_was_given_or_said_is_kept(counter: CounterInMode) -> None:
    for named in ("news", "letter", "feature"):
        assert genre_of(counter, OPINION, genre=named) == named
    assert genre_of(counter, OPINION, genre="unknown") == genre_of(counter, OPINION) == "opinion"


def test_a_news_desk_asks_less_of_news_and_more_of_opinion(
    counter: CounterInMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert genre.DESK.opinion > genre.ELSEWHERE.opinion
    assert genre.DESK.news > genre.ELSEWHERE.news
    found = genre.scores(counter.counts(articles({"text": OPINION})))
    opinion, comment = float(found.opinion[0]), float(found.comment[0])
    monkeypatch.setattr(genre, "ELSEWHERE", genre.Bounds(opinion - 1, comment - 1, 0.0))
    monkeypatch.setattr(genre, "DESK", genre.Bounds(opinion + 1, comment - 1, 0.0))
    assert (genre_of(counter, OPINION), genre_of(counter, OPINION, url=DESK)) == ("opinion", "unknown")
    assert genre_of(counter, OPINION, section="World") == "unknown"
    monkeypatch.setattr(genre, "DESK", genre.Bounds(opinion + 1, comment + 1, 0.0))
    assert genre_of(counter, OPINION, url=DESK) == "news"


def test_more_is_asked_of_a_short_text_for_news(counter: CounterInMode, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = counter.counts(articles({"text": NEWS}))
    words = float(sum(counts[f"words.{voice}"][0] for voice in VOICES))
    short = 3.0
    bound = float(genre.scores(counts).comment[0]) + short * genre.FEW / (words + genre.FEW)
    for more, found in ((0.1, "news"), (-0.1, "unknown")):
        monkeypatch.setattr(genre, "ELSEWHERE", genre.Bounds(99.0, bound + more, short))
        assert genre_of(counter, NEWS) == found


def test_without_counts_a_news_desk_is_all_that_tells(counter: CounterInMode) -> None:
    german = "Der Rat der Stadt hat am Dienstag beschlossen, den Damm neu zu bauen. " * 5
    assert genre_of(counter, german, url=DESK) == "news"
    assert genre_of(counter, german) == "unknown"


def test_a_few_words_are_never_called_opinion(counter: CounterInMode) -> None:
    assert genre_of(counter, "We must not wait. It is wrong.", title="Why we must act") == "unknown"


def test_both_modes_count_the_same_markers(both_counters: tuple[CounterInMode, CounterInMode]) -> None:
    table = articles(*({"text": text, "title": "Why we must: it is wrong"} for text in (NEWS, OPINION, PLAIN)))
    first, second = (counter.counts(table) for counter in both_counters)
    assert first.keys() == second.keys()
    for name in genre.COLUMNS:
        assert first[name].tolist() == second[name].tolist()
    assert first["genre.body.weekday"].tolist() == [3, 0, 0]
    assert first["genre.headline.duty"].tolist() == [1, 1, 1]
    assert first["genre.headline.person"].tolist() == [1, 1, 1]


def test_no_word_has_two_markers() -> None:
    listed = [word for words in MARKERS.values() for word in words]
    assert len(listed) == len(set(listed))


def test_every_marker_is_weighed_and_every_rate_is_of_counts() -> None:
    used = {column for rate in genre.RATES.values() for column in rate.of}
    assert {f"genre.body.{name}" for name in MARKERS if name != "asking"} <= used
    assert "genre.headline.asking" in used
    assert {column for column in used if column.startswith("genre.")} <= set(genre.COLUMNS)


@pytest.mark.parametrize("words", [0.0, 1000.0])
def test_a_rate_at_its_mean_adds_nothing(words: float) -> None:
    counts = {column: np.zeros(1) for rate in genre.RATES.values() for column in (*rate.of, *rate.per)}
    counts["words.own"] = np.array([words])
    for name, rate in genre.RATES.items():
        if name != "sentence_length" and rate.per[0] == "words.own":
            counts[rate.of[0]] = np.array([rate.mean * words])
    counts["sentences"] = np.array([words / genre.RATES["sentence_length"].mean])
    assert np.allclose([one[0] for one in genre.scores(counts)], (*genre.INTERCEPTS, 0.0))
