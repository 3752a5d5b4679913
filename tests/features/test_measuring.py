"""The pass over a batch: what becomes of each article, and the same FEATURES and HITS in either mode."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from masthead.features.choices import widen
from masthead.lexicons import Entry, bundled_choices, bundled_lexicon
from masthead.sources import read_articles
from modes import articles_of, assert_same

if TYPE_CHECKING:
    from pathlib import Path

    from modes import CounterInMode

    Counters = tuple[CounterInMode, CounterInMode]

PROSE = (
    'The minister said on Monday that the "so-called" regime had fallen. “It was a disgrace!” Jane Hall, a spokeswoman, '
    "added. Residents feared the worst; critics slammed the terrorist-held town’s militants. He reportedly fled. "
)
GERMAN = "Der Minister und die Polizei sagten nicht, dass das Dorf von der Armee und den Rebellen ist und nicht war."
TEXTS = [PROSE * 12, PROSE, "", " \n ", GERMAN, "ALL SHOUTING!!! Why?? İstanbul’s ΟΔΟΣ — naïve “quotes"]
TITLES = ["Regime “falls”: why?", None, "", "10 dead!"]
HEADER = "# name: pets\n# version: 1\n# title: Pets\n# license: CC0-1.0\n# source: own\n# citation: none\n# categories: pet\n"
PIECES = (
    *(
        "it's",
        "don't",
        "“quoted”",
        "state-run",
        "U.S.",
        "3.5",
        "2016,",
        "Σ",
        "ΟΔΟΣ",
        "İstanbul",
        "ﬁne",
        "naïve",
        "he'll",
    ),
    *(
        "Xylophonically",
        "Zbigniewowicz",
        "they've",
        "rock'n'roll",
        "_",
        "a_b",
        "—",
        "...",
        "?!",
        "No.",
        "The",
        "minister",
    ),
    *(
        "the",
        "of",
        "and",
        "to",
        "was",
        "in",
        "that",
        "he",
        "on",
        "with",
        "considered",
        "it",
        "unbelievable",
        "that",
        "90s",
    ),
    *("(they", "fell)", "a", "I", "antidisestablishmentarianism"),
)


def test_the_fate_of_each_article(counter: CounterInMode) -> None:
    found = counter.measure(articles_of(TEXTS))
    assert found.features["reason"].to_pylist() == [
        None,
        "too_short",
        "empty",
        "empty",
        "language",
        "too_short",
    ]
    assert found.features["words.own"].to_pylist() == [264.0, 22.0, None, None, None, 6.0]
    assert found.features["words.quoted"].to_pylist() == [72.0, 6.0, None, None, None, 1.0]
    assert found.features["readability.words"].to_pylist() == [396.0, None, None, None, None, None]


def test_the_hits_of_an_article(counter: CounterInMode) -> None:
    (title, text) = TITLES[0], PROSE
    hits = counter.measure(articles_of([text], [title])).hits.to_pylist()
    fields = {"text": text, "title": title}
    assert [
        (hit["family"], hit["category"], hit["voice"], fields[hit["field"]][hit["start"] : hit["end"]], hit["term"])
        for hit in hits
        if hit["family"] != "attribution"
    ] == [
        ("loaded", "delegitimising", "quoted", "so-called", "so-called"),
        ("choices", "ruling_power", "attributed", "regime", "regime"),
        ("loaded", "label", "attributed", "regime", "regime"),
        ("loaded", "evaluative", "quoted", "disgrace", "disgrace"),
        ("hedging", "weasel", "own", "critics slammed", "critics accuse"),
        ("loaded", "emotive", "own", "slammed", "slam"),
        ("choices", "armed_group", "own", "terrorist", "terrorist"),
        ("loaded", "label", "own", "terrorist", "terrorist"),
        ("choices", "armed_group", "own", "militants", "militant"),
        ("hedging", "epistemic", "own", "reportedly", "reportedly"),
        ("choices", "ruling_power", "own", "Regime", "regime"),
        ("loaded", "label", "own", "Regime", "regime"),
        ("loaded", "scare_quote", "own", "“falls”", "falls"),
        ("style", "question", "own", "?", "?"),
    ]


def test_hits_of_a_headline_come_after_those_of_the_text(counter: CounterInMode) -> None:
    hits = counter.measure(articles_of([PROSE], [TITLES[0]])).hits
    fields = hits["field"].to_pylist()
    assert fields == sorted(fields)
    starts = [(row["field"], row["start"]) for row in hits.to_pylist()]
    assert starts == sorted(starts)


def test_titles_and_texts_of_every_fate_are_counted_alike(both_counters: Counters) -> None:
    assert_same(*both_counters, articles_of(TEXTS, TITLES))


def test_excluded_spans_are_not_counted(counter: CounterInMode) -> None:
    first, last = PROSE.index("“It was"), PROSE.index("He reportedly")
    furniture = [
        {"start": 0, "end": first, "kind": "credit"},  # five words of the outlet's own, two quoted, five attributed
        {"start": last, "end": len(PROSE), "kind": "advert"},
    ]
    found = counter.measure(articles_of([PROSE, PROSE], excluded=[furniture, []]))
    assert found.features["words.own"].to_pylist() == [22.0 - 5 - 3, 22.0]
    assert found.features["words.quoted"].to_pylist() == [6.0 - 2, 6.0]
    assert found.features["words.attributed"].to_pylist() == [7.0 - 5, 7.0]
    assert [hit["article_id"] for hit in found.hits.to_pylist() if hit["term"] == "reportedly"] == ["a1"] * 2


def test_excluded_spans_are_read_alike(both_counters: Counters) -> None:
    spans = [{"start": 4, "end": 12, "kind": "credit"}, {"start": 60, "end": 75, "kind": "advert"}]
    assert_same(*both_counters, articles_of(TEXTS, excluded=[spans, None, []]))


def test_slices_and_chunks_are_counted_as_one_table(counter: CounterInMode) -> None:
    table = articles_of(TEXTS, TITLES[:1])
    whole = counter.measure(table).features.to_pylist()
    assert counter.measure(table.slice(1, 3)).features.to_pylist() == whole[1:4]
    chunks = pa.concat_tables([table.slice(0, 2), table.slice(4, 2)])
    assert counter.measure(chunks).features.to_pylist() == [*whole[:2], *whole[4:]]
    assert counter.measure(table.slice(0, 0)).features.num_rows == 0


def test_without_hits_the_counts_are_the_same(counter: CounterInMode) -> None:
    table = articles_of(TEXTS, TITLES[:1])
    bare = counter.measure(table, hits=False)
    assert bare.hits.num_rows == 0
    assert bare.features.equals(counter.measure(table).features)


def test_more_hits_than_there_was_room_for(counter: CounterInMode) -> None:
    text = "He slammed it. " * 5000
    found = counter.twin().measure(articles_of([text]))
    assert found.features["loaded.emotive.own"].to_pylist() == [5000.0]
    assert sum(hit == "loaded" for hit in found.hits["family"].to_pylist()) == 5000


@pytest.mark.parametrize("seed", range(5))
def test_odd_words_are_counted_alike(both_counters: Counters, seed: int) -> None:
    rng = random.Random(seed)
    gaps = [" ", " ", " ", ". ", "\n", "\u2028", "  "]
    texts = ["".join(rng.choice(PIECES) + rng.choice(gaps) for _ in range(400)) for _ in range(20)]
    assert_same(*both_counters, articles_of(texts))


def test_terms_in_their_contexts_are_found_alike(both_counters: Counters) -> None:
    rng = random.Random(0)
    texts = []
    for entry in rng.sample([entry for entry in _entries() if entry.conditions], 300):
        around = [word for condition in entry.conditions for word in sorted(condition.values)]
        around += ["the", "Holt", "3", "not"]
        texts.append(" ".join([rng.choice(around), rng.choice(entry.forms), rng.choice(around), "fell."]))
    assert_same(*both_counters, articles_of(texts))


def _entries() -> list[Entry]:
    listed = [entry for name in ("loaded", "hedging") for entry in bundled_lexicon(name).entries]
    return listed + [entry for choice in bundled_choices() for entry in choice.entries]


@pytest.mark.parametrize("name", ["semeval2019", "fa_kes"])
def test_real_articles_are_counted_alike(both_counters: Counters, research_data: Path, name: str) -> None:
    assert_same(*both_counters, read_articles(str(research_data / "articles" / f"{name}.parquet")).slice(0, 40))


def test_a_list_of_the_users_own_is_counted_with_the_others(counter: CounterInMode, tmp_path: Path) -> None:
    path = tmp_path / "pets.tsv"
    path.write_text(HEADER + "term\tcategory\ncat\tpet\nguinea pig\tpet\n")
    text = "The minister said his cat and a guinea pig were safe. A cat's life is good."
    found = counter.with_lists(path).measure(articles_of([text]))
    assert [
        (hit["term"], hit["category"], hit["voice"], text[hit["start"] : hit["end"]])
        for hit in found.hits.to_pylist()
        if hit["family"] == "pets"
    ] == [
        ("cat", "pet", "attributed", "cat"),
        ("guinea pig", "pet", "attributed", "guinea pig"),
        ("cat", "pet", "own", "cat"),
    ]
    assert found.features["pets.pet.own"].to_pylist() == [1.0]
    assert found.features["pets.pet.attributed"].to_pylist() == [2.0]


def test_the_counters_of_these_tests_are_in_their_modes(both_counters: Counters) -> None:
    python, machine_code = both_counters
    for counter in both_counters:
        counter.read("It rained.")
    assert python._room is not None
    assert machine_code._room is not None
    assert python._room[1].view is not None
    assert machine_code._room[1].view is None


def test_a_choice_is_widened_beside_columns_that_are_there_already(counter: CounterInMode) -> None:
    found = counter.measure(articles_of(["The regime said that it had won."]))
    name = "choices.ruling_power.regime.own"
    widened = widen(found.features, ["words.own", name])
    assert widened.column_names == [*found.features.column_names, name]
    assert widened[name].to_pylist() == [1.0]
