"""Sentences behind figures: drawn from the hits that a figure was counted from, with offsets that are those of HITS."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import masthead
from masthead.errors import UsageError
from masthead.features import catalogue, without_choices
from masthead.studies.evidence import Evidence
from masthead.studies.options import StudyOptions
from masthead.studies.selecting import hits_of, uses_of
from masthead.studies.within import within

DEMO = Path(__file__).parents[2] / "corpora" / "demo"
COUNTED = [
    "loaded.all",
    "loaded.label",
    "loaded.quoted",
    "loaded.headline",
    "loaded.scare_quotes",
    "hedging.rate",
    "hedging.booster",
    "attribution.unsourced",
]
FEATURES = {feature.name: feature for feature in without_choices(catalogue())}


@cache
def corpus() -> masthead.engines.Corpus:
    return masthead.open_corpus(DEMO, keep_wire=False)


@pytest.mark.parametrize("name", COUNTED)
def test_as_many_hits_are_selected_as_the_figure_counts(name: str) -> None:
    counted = sum(pc.sum(corpus().features[column]).as_py() for column in FEATURES[name].hits)
    assert hits_of(FEATURES[name], corpus().hits).num_rows == counted > 0


def test_means_and_formulas_have_no_hits_to_show() -> None:
    assert hits_of(FEATURES["style.mattr"], corpus().hits).num_rows == 0
    assert hits_of(FEATURES["readability.flesch_kincaid_grade"], corpus().hits).num_rows == 0


def test_uses_of_a_concept_are_its_mentions_in_one_voice() -> None:
    found = masthead.choices(corpus(), masthead.ChoicesOptions(concepts=("ruling_power",), draws=20)).table
    whole = found.filter(pc.is_null(found["referent"]))
    for voice in ("own", "quoted"):
        uses = uses_of("ruling_power", corpus().hits, voice)
        assert uses.num_rows == pc.sum(whole[f"mentions_{voice}"]).as_py() > 0


def test_each_sentence_is_cut_at_hits_whose_offsets_are_those_of_the_article() -> None:
    hits = hits_of(FEATURES["loaded.all"], corpus().hits)
    texts = dict(zip(corpus().articles["id"].to_pylist(), corpus().articles["text"].to_pylist(), strict=True))
    drawn = Evidence(corpus().articles, 0, 3).by_outlet("loaded.all", hits)
    assert {outlet: (len(found.sentences), found.hits) for outlet, found in drawn.items()} == {
        "Borderlands Report": (1, 1),
        "Free Kestria Voice": (3, 240),
        "Harrow Chronicle": (2, 2),
        "Kestria Today": (3, 108),
        "National Ledger": (3, 4),
        "People's Lantern": (3, 164),
        "Second Glance": (3, 70),
        "State Bulletin": (3, 7),
    }
    rows = hits.to_pylist()
    for found in drawn.values():
        for sentence in found.sentences:
            assert (
                "".join(text for text, _ in sentence.pieces) == texts[sentence.article][sentence.start : sentence.end]
            )
            assert sentence.hit in [row for _, row in sentence.pieces if row is not None]
            for text, row in sentence.pieces:
                assert row is None or (row in rows and text == texts[sentence.article][row["start"] : row["end"]])


def test_the_draw_depends_on_the_seed_and_on_nothing_else() -> None:
    hits = hits_of(FEATURES["loaded.all"], corpus().hits)
    first, again, other = (
        Evidence(corpus().articles, seed, 2).by_outlet("loaded.all", hits)["Free Kestria Voice"] for seed in (0, 0, 1)
    )
    assert first == again != other
    assert len({sentence.article for sentence in first.sentences}) == 2


def test_a_study_is_of_its_outlets_and_days() -> None:
    articles = corpus().articles
    options = StudyOptions(outlets=("Second Glance", "State Bulletin"), since=date(2031, 5, 1), until=date(2031, 6, 30))
    kept, notes = within(articles, options)
    assert set(kept["outlet"].to_pylist()) == set(options.outlets)
    assert all("2031-05-01" <= day[:10] <= "2031-06-30" for day in kept["date"].to_pylist())
    assert notes[0] == "of the outlets named: 24 of 96 articles"
    assert notes[1] == f"from 2031-05-01 to 2031-06-30: {kept.num_rows} of 24 articles"


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match=r"there is no outlet 'Second Glanse'. Did you mean 'Second Glance'\?"):
        within(corpus().articles, StudyOptions(outlets=("Second Glanse",)))
    with pytest.raises(UsageError, match="no article is left in the study"):
        within(corpus().articles, StudyOptions(since=date(2040, 1, 1)))
    with pytest.raises(UsageError, match="before it begins"):
        StudyOptions(since=date(2040, 1, 1), until=date(2039, 1, 1))
    with pytest.raises(UsageError, match="both groups and a column of groups are given"):
        StudyOptions(group="camp", groups={"a": ("A",)})


def test_undated_articles_are_left_out_of_a_period_and_said() -> None:
    table = pa.table({"outlet": ["A", "A", "B"], "date": ["2031-05-02", None, "2031-05-03"]})
    kept, notes = within(table, StudyOptions(since=date(2031, 5, 1)))
    assert kept.num_rows == 2
    assert notes == ("from 2031-05-01 to the last: 2 of 3 articles; 1 article without a day left out",)
