from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from masthead.comparisons import similar
from masthead.comparisons.duplicates import duplicates, find_duplicates, mark_duplicates
from masthead.comparisons.shingles import Shingles
from masthead.comparisons.similar import SHINGLES_SHARED, WORDS_SHARED, Pairs, pairs_of
from masthead.errors import UsageError
from masthead.schema import DUPLICATES
from masthead.sources import read_articles

if TYPE_CHECKING:
    from collections.abc import Iterable

Rows = list[dict[str, Any]]
SYLLABLES = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]


def vocabulary(n: int, generator: random.Random) -> list[str]:
    return ["".join(generator.choices(SYLLABLES, k=generator.randint(1, 4))) for _ in range(n)]


VOCABULARY = vocabulary(3000, random.Random(0))
WEIGHTS = [1 / rank for rank in range(1, len(VOCABULARY) + 1)]


def written(generator: random.Random, length: int) -> list[str]:
    """Words as frequent as in a language: the n-th is used 1/n as often as the first."""
    return generator.choices(VOCABULARY, WEIGHTS, k=length)


def edited(words: list[str], share: float, generator: random.Random) -> list[str]:
    """``words`` with a share of them exchanged, left out, doubled by another or swapped with the next."""
    places = set(generator.sample(range(len(words)), round(share * len(words))))
    out: list[str] = []
    for place, word in enumerate(words):
        kind = generator.choice(["exchange", "drop", "add", "swap"]) if place in places else ""
        other = generator.choice(VOCABULARY)
        out += {"exchange": [other], "drop": [], "add": [word, other]}.get(kind, [word])
        if kind == "swap" and len(out) > 1:
            out[-2:] = out[:-3:-1]
    return out


def similar_pairs(texts: Iterable[str]) -> Pairs:
    found = Shingles()
    for text in texts:
        found.add(text)
    found.close()
    return pairs_of(found, np.arange(len(found)))


def corpus(rows: Rows) -> pa.Table:
    return read_articles(pa.Table.from_pylist(rows))


def standing(rows: Rows) -> dict[str, tuple[str, str | None, str | None]]:
    found = find_duplicates(corpus(rows))
    assert found.schema == DUPLICATES
    return {row["id"]: (row["kind"], row["of"], row["agency"]) for row in found.to_pylist()}


def article(name: str, outlet: str, words: list[str], **more: str) -> dict[str, Any]:
    return {"id": name, "outlet": outlet, "text": " ".join(words), "date": "", **more}


def pairs_in(texts: list[str]) -> set[tuple[int, int]]:
    pairs = similar_pairs(texts)
    return set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))


STORY = written(random.Random(1), 200)
CHANGED = edited(STORY, 0.1, random.Random(2))


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
@pytest.mark.parametrize("length", [80, 250, 800])
def test_planted_near_duplicates_are_found_and_unrelated_pairs_are_not(share: float, length: int) -> None:
    generator = random.Random(f"{share} {length}")
    stories = [written(generator, length) for _ in range(150)]
    copies = [edited(story, share, generator) for story in stories]
    found = pairs_in([" ".join(words) for words in (*stories, *copies)])
    planted = {(place, place + len(stories)) for place in range(len(stories))}
    assert found <= planted
    assert len(found) >= 0.98 * len(planted)


def test_one_word_in_five_exchanged_leaves_what_the_thresholds_ask_for() -> None:
    generator = random.Random(3)
    words = written(generator, 400)
    changed = [f"new{place}" if place % 5 == 0 else word for place, word in enumerate(words)]
    [similarity] = similar_pairs([" ".join(words), " ".join(changed)]).similarity.tolist()
    assert similarity == pytest.approx(0.25, abs=0.02)
    assert WORDS_SHARED < 0.8 / 1.2
    assert similarity > SHINGLES_SHARED


def test_texts_that_share_a_passage_are_not_near_duplicates() -> None:
    generator = random.Random(4)
    passage = written(generator, 120)
    one, other = written(generator, 180), written(generator, 180)
    assert pairs_in([" ".join(passage + one), " ".join(other + passage)]) == set()


def test_texts_without_words_are_like_nothing() -> None:
    assert pairs_in(["", "", "one", "one", "..."]) == set()
    assert pairs_in([]) == set()


def test_the_earliest_dated_is_the_original() -> None:
    rows = [
        article("late", "A", CHANGED, date="2031-05-04"),
        article("undated", "B", STORY),
        article("early", "C", STORY, date="2031-05-03"),
        article("other", "C", written(random.Random(9), 200), date="2031-05-01"),
    ]
    assert standing(rows) == {
        "late": ("near_duplicate", "early", None),
        "undated": ("exact", "early", None),
        "early": ("original", None, None),
        "other": ("original", None, None),
    }


def test_without_dates_the_first_is_the_original() -> None:
    assert standing([article("a", "A", STORY), article("b", "B", CHANGED)]) == {
        "a": ("original", None, None),
        "b": ("near_duplicate", "a", None),
    }


def test_of_several_the_most_similar_is_named() -> None:
    twice = edited(CHANGED, 0.05, random.Random(5))
    rows = [article("a", "A", STORY), article("b", "B", CHANGED), article("c", "C", twice)]
    found = find_duplicates(corpus(rows)).to_pylist()
    assert [row["of"] for row in found] == [None, "a", "b"]
    assert found[2]["similarity"] > found[1]["similarity"] > 0.4


def test_a_credited_article_is_agency_copy_and_a_copy_of_it_is_that_agencys() -> None:
    rows = [
        article("a", "A", ["VELK (AP) —", "A", *STORY]),
        article("b", "B", ["VELK (AP) —", "A", *STORY]),
        article("c", "C", ["A", *CHANGED]),
    ]
    assert standing(rows) == {
        "a": ("agency", None, "Associated Press"),
        "b": ("agency", "a", "Associated Press"),
        "c": ("near_duplicate", "a", "Associated Press"),
    }


def test_an_agencys_own_article_is_original_even_where_its_copy_is_dated_earlier() -> None:
    rows = [
        article("copy", "Harrow Post", STORY, date="2031-05-01"),
        article("own", "Reuters", ["LONDON (Reuters) -", "A", *STORY], date="2031-05-02"),
    ]
    found = standing(rows)
    assert found["own"] == ("original", None, None)
    assert found["copy"] == ("near_duplicate", "own", "Reuters")


def test_short_texts_stay_out() -> None:
    rows = [article("a", "A", STORY[:10]), article("b", "B", STORY[:10])]
    assert standing(rows) == {"a": ("original", None, None), "b": ("original", None, None)}


def test_marked_articles_say_what_they_repeat() -> None:
    articles = corpus([article("a", "A", STORY), article("b", "B", CHANGED)])
    marked = mark_duplicates(articles, find_duplicates(articles))
    assert marked.schema == articles.schema
    assert marked["copy_of"].to_pylist() == [None, "a"]
    assert read_articles(marked).equals(marked)
    with pytest.raises(UsageError, match="found in other articles"):
        mark_duplicates(articles.slice(1), find_duplicates(articles))


def test_the_result_does_not_depend_on_how_the_table_is_cut() -> None:
    generator = random.Random(6)
    rows = [article(f"n{place}", "A", written(generator, 100)) for place in range(30)]
    rows += [article(f"c{place}", "B", edited(rows[place]["text"].split(), 0.1, generator)) for place in range(30)]
    articles = corpus(rows)
    cut = pa.concat_tables([articles.slice(start, 7) for start in range(0, 60, 7)])
    assert find_duplicates(cut).equals(find_duplicates(articles))
    assert np.sum([row["of"] is not None for row in find_duplicates(articles).to_pylist()]) == 30


def repeats(*rows: dict[str, Any]) -> dict[str, str | None]:
    return {row["id"]: row["repeat"] for row in find_duplicates(corpus(list(rows))).to_pylist()}


def test_how_an_article_repeats_its_own_outlet_is_told() -> None:
    changed = edited(STORY, 0.05, random.Random(3))
    found = repeats(
        article("first", "Harrow Post", STORY, date="2031-05-01"),
        article("again", "Harrow Post", STORY, date="2031-05-02"),
        article("late edition", "Harrow Post", changed, date="2031-05-01"),
        article("years on", "Harrow Post", [*changed, "more"], date="2033-05-01"),
        article(
            "mended",
            "Harrow Post",
            [*["Correction:", "the", "ferry", "has", "two", "decks."], *STORY],
            date="2031-05-03",
        ),
        article("elsewhere", "Tidewater Post", STORY, date="2031-05-04"),
    )
    assert found == {
        "first": None,
        "again": "reupload",
        "late edition": "edition",
        "years on": "reupload",
        "mended": "correction",
        "elsewhere": None,
    }


def test_a_short_text_repeats_only_its_own_outlet_and_title() -> None:
    brief = STORY[:8]
    found = repeats(
        article("a", "Harrow Post", brief, title="Ferry"),
        article("b", "Harrow Post", brief, title="Ferry"),
        article("c", "Harrow Post", brief, title="Bridge"),
        article("d", "Tidewater Post", brief, title="Ferry"),
    )
    assert found == {"a": None, "b": "reupload", "c": None, "d": None}


def reports(n: int) -> list[str]:
    """Texts from one template, in which names and numbers differ."""
    generator = random.Random(11)
    line = "Shares of Company{} closed at {} on {}, up {} percent from the day before, the exchange said."
    days = ["Monday", "Tuesday", "Friday"]
    return [
        " ".join(
            line.format(
                generator.randrange(400), generator.randrange(900), generator.choice(days), generator.randrange(9)
            )
            for _ in range(6)
        )
        for _ in range(n)
    ]


def test_of_a_template_the_candidates_grow_with_the_articles_and_not_with_their_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[int] = []
    verified = similar._verified

    def counting(shingles: Any, order: Any, first: Any, second: Any) -> Any:
        compared[-1] += len(first)
        return verified(shingles, order, first, second)

    monkeypatch.setattr(similar, "_verified", counting)
    for n in (500, 1000, 2000):
        compared.append(0)
        similar_pairs(reports(n))
        assert compared[-1] <= similar.CANDIDATES * n
    assert compared[2] < 2.5 * compared[1]


def test_of_a_template_articles_are_said_not_to_be_compared_with_all_like_them() -> None:
    rows = [{"id": f"r{place}", "outlet": "A", "text": text} for place, text in enumerate(reports(100))]
    found = duplicates(pa.Table.from_pylist(rows))
    assert found.details["crowded"] == 68
    assert found.notes[-1].startswith("68 articles have much the same words as 32 or more that came before: the most")


def test_articles_of_no_template_are_compared_with_all_like_them() -> None:
    found = duplicates(pa.Table.from_pylist([article("a", "A", STORY), article("b", "B", CHANGED)]))
    assert found.details == {"crowded": 0}
    assert not [note for note in found.notes if "came before" in note]
