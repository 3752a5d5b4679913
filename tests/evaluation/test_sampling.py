"""Samples to code: who is drawn, with what probability, and what the sheet and its codebook say."""

from __future__ import annotations

import io
import json

import numpy as np
import openpyxl
import pyarrow as pa
import pytest

from masthead.errors import UsageError
from masthead.evaluation.coding.drawing import draw
from masthead.evaluation.coding.sampling import Sampled, sample
from masthead.evaluation.coding.writing import doccano_lines, label_studio_tasks, workbook
from masthead.evaluation.options import SampleOptions
from masthead.features.base import Feature
from masthead.profiles.codes import hidden_id

SHARE = Feature(
    name="said", family="said", title="Said", kind="share", unit="% of sentences", numerator=("hits",),
    denominator=("sentences",), scale=100.0, high=100.0, higher="more", citation="",
)  # fmt: skip
TOWNS = ("Velk", "Harrow", "Moor", "Orsay", "Lund", "Farrow", "Marsh", "Tarn", "Esk", "Wick", "Holm", "Brae")
TEXT = "The {0} ferry was late.\n\n“{0} is a disgrace,” said Ada Roth of {1}.\n\n=Nobody in {0} or {1} was asked of it."


def counted(outlets: dict[str, int], hits: int = 0) -> pa.Table:
    """Outlets with so many articles, the first ``hits`` of which have a hit."""
    rows = [
        {"id": f"{outlet}{n:03}", "outlet": outlet, "hits": int(n < hits), "sentences": 10}
        for outlet, number in outlets.items()
        for n in range(number)
    ]
    return pa.Table.from_pylist(rows)


def articles(count: int = 12) -> list[dict[str, str]]:
    return [
        {"id": f"{outlet.lower().replace(' ', '-')}-{n}", "outlet": outlet, "text": TEXT.format(town, outlet[0] + town)}
        for outlet in ("Harrow Post", "Tidewater Post")
        for n, town in enumerate(TOWNS[:count])
    ]


def made(**options: object) -> Sampled:
    asked = {"features": ("attribution.sentence_share",), "n": 8} | options
    return sample(articles(), SampleOptions(**asked))


def test_each_outlet_gives_as_many_or_all_it_has():
    drawn = draw(counted({"a": 40, "b": 5}), [SHARE], 10, 0, by_counts=False)
    assert [one.outlet for one in drawn] == ["a"] * 10 + ["b"] * 5
    assert {(one.outlet, one.probability) for one in drawn} == {("a", 0.25), ("b", 1.0)}
    assert len({one.id for one in drawn}) == 15


def test_the_draw_depends_on_seed_outlet_and_ids_alone():
    table = counted({"a": 40, "b": 30})
    drawn = draw(table, [SHARE], 10, 0, by_counts=False)
    turned = table.take(pa.array(np.random.default_rng(1).permutation(len(table))))
    assert draw(turned, [SHARE], 10, 0, by_counts=False) == drawn
    alone = draw(counted({"b": 30}), [SHARE], 10, 0, by_counts=False)
    assert alone == [one for one in drawn if one.outlet == "b"]
    assert draw(table, [SHARE], 10, 1, by_counts=False) != drawn


def test_every_article_is_drawn_as_often_as_its_probability_says():
    table = counted({"a": 20}, hits=4)
    for by_counts, chances in ((False, {0.5}), (True, {1.0, 6 / 16})):
        times = dict.fromkeys(table.column("id").to_pylist(), 0)
        told = {}
        for seed in range(2000):
            for one in draw(table, [SHARE], 10, seed, by_counts=by_counts):
                times[one.id] += 1
                told[one.id] = one.probability
        assert set(told.values()) == chances
        assert all(abs(times[name] / 2000 - told[name]) < 0.05 for name in times)


def test_half_are_drawn_where_something_is_counted():
    drawn = draw(counted({"a": 100}, hits=20), [SHARE], 10, 0, by_counts=True)
    assert sorted({(int(one.id[1:]) < 20, one.probability) for one in drawn}) == [(False, 5 / 80), (True, 5 / 20)]


def test_the_sheet_has_a_row_a_sentence_with_its_place():
    found = made()
    assert found.table.column_names == [
        "article_id", "sentence", "start", "end", "outlet_key", "coder", "text", "attribution.sentence_share",
        "probability",
    ]  # fmt: skip
    rows = found.table.to_pylist()
    assert len(rows) == 2 * 8 * 3
    velk = [row for row in rows if "Velk" in row["text"]][:3]
    assert [row["sentence"] for row in velk] == [1, 2, 3]
    assert velk[0]["text"] == "The Velk ferry was late."
    assert [(row["start"], row["end"] - row["start"]) for row in velk][:2] == [(0, 24), (26, 45)]
    assert {row["attribution.sentence_share"] for row in rows} == {None}
    assert {row["probability"] for row in rows} == {8 / 12}
    assert found.outlets.to_pylist()[0] == {
        "outlet": "Harrow Post", "articles": 12, "drawn": 8, "sentences": 24,
        "least_probability": 8 / 12, "greatest_probability": 8 / 12,
    }  # fmt: skip


def test_outlets_are_hidden_and_shuffled_unless_asked():
    hidden, shown = made().table.to_pylist(), made(show_outlets=True).table.to_pylist()
    assert {row["outlet_key"] for row in hidden} == {"A", "B"}
    assert {row["outlet_key"] for row in shown} == {"Harrow Post", "Tidewater Post"}
    assert [row["article_id"] for row in hidden] == [hidden_id(row["article_id"]) for row in shown]
    keys = [row["outlet_key"] for row in hidden]
    assert keys != sorted(keys)
    assert keys != sorted(keys, reverse=True)


def test_two_coders_have_a_column_each_and_shares_two():
    found = made(coders=2, features=("attribution.official_share",))
    assert found.table.column_names[7:-1] == [
        "attribution.official_share_a", "attribution.official_share_b",
        "attribution.official_share of_a", "attribution.official_share of_b",
    ]  # fmt: skip


def test_the_codebook_says_what_to_write():
    lines = dict(made(features=("attribution.sentence_share", "loaded.all", "attribution.official_share")).codebook)
    assert lines["attribution.sentence_share"] == (
        "Attributed sentences (% of sentences). 1 if the sentence is one of these, 0 if not."
    )
    assert lines["loaded.all"].endswith("How many in the sentence, 0 for none.")
    assert lines["attribution.official_share"].endswith(
        "How many in the sentence; in 'attribution.official_share of' how many of which that is a share."
    )


def test_a_workbook_opens_with_its_codebook_and_keeps_texts_as_they_are():
    found = made()
    book = openpyxl.load_workbook(io.BytesIO(workbook(found.table, found.codebook)))
    assert book.sheetnames == ["codebook", "sentences"]
    assert book["codebook"]["A1"].value == "attribution.sentence_share"
    texts = [cell.value for cell in book["sentences"]["G"]][1:]
    assert texts == found.table.column("text").to_pylist()
    assert any(text.startswith("=Nobody") for text in texts)
    assert {cell.data_type for cell in book["sentences"]["G"]} == {"s"}


def test_exports_have_a_sentence_each_with_its_place():
    table = made().table
    lines = [json.loads(line) for line in doccano_lines(table)]
    tasks = json.loads(label_studio_tasks(table))
    first = table.to_pylist()[0]
    about = {name: first[name] for name in ("article_id", "sentence", "start", "end", "outlet_key", "probability")}
    assert lines[0] == {"text": first["text"], "label": [], **about}
    assert tasks[0] == {"data": {"text": first["text"], **about}}
    assert len(lines) == len(tasks) == len(table)


def test_outlets_too_small_to_be_corrected_are_told():
    found = sample(articles(5), SampleOptions(features=("attribution.sentence_share",)))
    assert found.notes[-1] == (
        "Harrow Post, Tidewater Post have fewer than 8 articles to code and will not be corrected"
    )


@pytest.mark.parametrize(
    ("feature", "told"),
    [
        ("readability.rix", "readability.rix is not counted in sentences and can't be coded in a sheet"),
        ("loaded.headline", "loaded.headline is not counted in sentences and can't be coded in a sheet"),
        ("loaded.al", "there is no feature 'loaded.al'. Did you mean 'loaded.all'?"),
    ],
)
def test_what_can_not_be_coded_in_sentences_is_refused(feature: str, told: str):
    with pytest.raises(UsageError) as caught:
        made(features=(feature,))
    assert caught.value.what == told


def test_options_out_of_range_are_refused():
    with pytest.raises(UsageError, match="0 articles per outlet are not enough"):
        SampleOptions(features=("loaded.all",), n=0)
    with pytest.raises(UsageError, match="1 or 2 coders, not 3"):
        SampleOptions(features=("loaded.all",), coders=3)
