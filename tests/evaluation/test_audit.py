from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from masthead.errors import UsageError
from masthead.evaluation.audit import audit
from masthead.evaluation.options import AuditOptions
from masthead.schema import AUDIT


@pytest.fixture
def signed(corpus):
    """Three outlets of sixteen articles, each of which names its outlet and is otherwise the same in all."""
    outlets = [name for name in ("Kilo Post", "Lima Post", "Mike Post") for _ in range(16)]
    subjects = ["budget", "bridge", "school", "harbour"]
    texts = [f"The {name} has learned of the {subjects[turn % 4]} talks." for turn, name in enumerate(outlets)]
    articles = corpus.articles.set_column(1, "outlet", pa.array(outlets)).set_column(2, "text", pa.array(texts))
    return replace(corpus, texts=articles)


def test_masking_takes_the_outlet_out_of_what_is_seen(signed):
    table = audit(signed).table
    assert table.schema.equals(AUDIT)
    views = {row["view"]: row for row in table.to_pylist()}
    assert list(views) == ["text", "masked", "features"]
    assert views["text"]["accuracy"] == 1.0
    assert views["masked"]["accuracy"] <= 0.5
    assert (views["text"]["low"], views["text"]["high"]) == (pytest.approx(0.926, abs=5e-4), 1.0)
    assert (views["text"]["n_outlets"], views["text"]["majority"]) == (3, pytest.approx(1 / 3))
    assert {"kilo", "lima", "mike"} <= set(views["text"]["words"])


def test_a_guess_below_chance_is_explained(signed):
    found = audit(signed)
    below = [row["view"] for row in found.table.to_pylist() if row["accuracy"] < row["majority"]]
    assert below
    assert found.notes[0] == (
        f"the guess from {' and '.join(below)} is below chance: it names every outlet now and then, where chance "
        "always names the largest, so nothing in there gives the outlet away"
    )


def test_labels_are_held_against_outlets(signed):
    said = audit(signed, AuditOptions(label="tone")).notes
    assert said[-1] == (
        "the most common label of its outlet is right for 83.3% of the articles; 1 of 3 outlets carries more than "
        "one label"
    )


def test_what_the_parts_of_a_given_split_share_is_said(signed):
    parts = pa.array(["train" if row % 2 else "test" for row in range(48)])
    articles = signed.articles.append_column("label_part", parts)
    said = audit(replace(signed, texts=articles), AuditOptions(part="part")).notes
    assert "100.0% of the test articles have a outlet that is in the training part too" not in said
    assert "100.0% of the test articles have an outlet that is in the training part too" in said


def test_outlets_with_few_articles_cannot_be_audited(corpus):
    with pytest.raises(UsageError, match="two outlets with 10 articles or more; of 12 there are 0"):
        audit(corpus)
