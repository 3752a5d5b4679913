"""Examples of what a model goes by, in own voice."""

import pyarrow as pa

from masthead.classifiers import examples as module
from masthead.classifiers.examples import own_voice_examples
from masthead.classifiers.reasons import Coefficient
from masthead.engines import measure
from masthead.features import catalogue
from masthead.schema import ARTICLES as CONTRACT

TEXTS = {
    "one": ("left", 'The vile deal was signed. "A vile plot," the mayor said. The deal may hold.'),
    "two": ("right", "The tax burden grew. Illegal aliens came. Officials said the vile plan was dead."),
}
ARTICLES = pa.table(
    {
        "id": list(TEXTS),
        "outlet": ["A", "B"],
        "title": ["", ""],
        "text": [text for _, text in TEXTS.values()],
        "excluded": pa.nulls(2, CONTRACT.field("excluded").type),
        "label_bias": [label for label, _ in TEXTS.values()],
    }
)


def examples(*reasons, articles=ARTICLES):
    hits = measure(articles).hits
    found = own_voice_examples(
        [Coefficient(towards, name, kind, 1.0) for towards, name, kind in reasons],
        articles,
        hits,
        catalogue(),
        label="label_bias",
    )
    return {key: (line.id, line.match) for key, line in found.items()}


def test_a_feature_is_shown_by_the_first_hit_it_counts_in_an_article_of_the_label():
    assert examples(("left", "hedging.rate", "feature")) == {("left", "hedging.rate"): ("one", "may")}


def test_what_is_said_in_another_voice_only_has_no_example():
    assert examples(("right", "loaded.vile", "framing term")) == {}
    assert examples(("left", "loaded.vile@own", "framing term")) == {("left", "loaded.vile@own"): ("one", "vile")}


def test_words_and_pairs_are_found_in_the_texts():
    found = examples(("left", "vile deal", "term"), ("right", "burden", "term"), ("right", "mayor", "term"))
    assert found == {("left", "vile deal"): ("one", "vile deal"), ("right", "burden"): ("two", "burden")}


def test_wordings_and_leanings_are_shown():
    asked = ("right", "migrants.illegal_alien", "wording"), ("right", "leaning.right.own", "feature")
    assert examples(*asked) == dict.fromkeys([(one, name) for one, name, _ in asked], ("two", "Illegal aliens"))


def test_hits_are_searched_article_by_article_until_all_is_found(monkeypatch):
    monkeypatch.setattr(module, "READ", 1)
    both = ARTICLES.set_column(5, "label_bias", [["left", "left"]])
    asked = ("left", "loaded.vile@own", "framing term"), ("left", "migrants.illegal_alien", "wording")
    found = examples(*asked, articles=both)
    assert found == {("left", asked[0][1]): ("one", "vile"), ("left", asked[1][1]): ("two", "Illegal aliens")}


def test_features_of_style_have_none():
    assert examples(("left", "readability.lix", "feature"), ("left", "style.mattr", "missing")) == {}
