from __future__ import annotations

import pyarrow as pa
import pytest

from masthead.classifiers import packed
from masthead.classifiers.packed import PackedTexts, packed_texts

TEXTS = ["The Harrow Post has learned.", "A \u2588 town \ud800 fell.", "", "Кавказ"]


def test_packed_texts_are_the_texts():
    texts = PackedTexts.of(TEXTS)
    assert list(texts) == TEXTS
    assert (len(texts), texts[1], texts[-1], texts[1:3]) == (4, TEXTS[1], TEXTS[3], TEXTS[1:3])
    assert list(texts.take([3, 0])) == [TEXTS[3], TEXTS[0]]


@pytest.mark.parametrize("at_once", [1, 2, 5000])
def test_texts_are_masked_each_for_its_own_outlet_whatever_the_order_of_the_rows(at_once, monkeypatch):
    monkeypatch.setattr(packed, "AT_ONCE", at_once)
    articles = pa.table({"text": ["Kilo met Lima.", "Left out.", "Lima met Kilo.", "Mike met Lima."]})
    rows, outlets = [3, 0, 2], ["Mike", "Kilo", "Lima"]
    assert list(packed_texts(articles, rows, outlets, ())) == [
        "\u2588 met Lima.",
        "\u2588 met Lima.",
        "\u2588 met Kilo.",
    ]
    assert list(packed_texts(articles, rows, outlets, None)) == ["Mike met Lima.", "Kilo met Lima.", "Lima met Kilo."]
