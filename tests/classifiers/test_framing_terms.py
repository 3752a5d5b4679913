"""Framing terms: a bag of what masthead counts in an article."""

import pyarrow as pa

from masthead.classifiers.framing_terms import COLUMN, term_counts, term_names, with_terms
from masthead.schema import HITS


def hits(*rows):
    """HITS of (article, family, category, canonical, voice)."""
    return pa.Table.from_pylist(
        [
            {
                "article_id": article,
                "field": "text",
                "start": 0,
                "end": 1,
                "family": family,
                "category": category,
                "term": "as written",
                "canonical": canonical,
                "voice": voice,
            }
            for article, family, category, canonical, voice in rows
        ],
        schema=HITS,
    )


FOUND = hits(
    ("a", "loaded", "label", "Regime", "own"),
    ("a", "loaded", "label", "Regime", "quoted"),
    ("a", "choices", "abortion_opponents", "pro_life", "quoted"),
    ("a", "attribution", "cue", "claim", "own"),
    ("a", "attribution", "source", None, "own"),
    ("a", "loaded", "scare_quote", "double", "own"),
    ("b", "loaded", "label", "Regime", "attributed"),
    ("b", "hedging", "epistemic", None, "own"),
)
FEATURES = pa.table({"id": ["b", "a", "c"]})


def test_terms_are_counted_in_any_voice_and_once_more_in_own_voice():
    listed = with_terms(FEATURES, FOUND)[COLUMN].to_pylist()
    assert [{term["name"]: term["count"] for term in row} for row in listed] == [
        {"loaded.regime": 1.0, "hedging.as written": 1.0, "hedging.as written@own": 1.0},
        {
            "loaded.regime": 2.0,
            "loaded.regime@own": 1.0,
            "choices.abortion_opponents.pro_life": 1.0,
            "attribution.claim": 1.0,
            "attribution.claim@own": 1.0,
        },
        {},
    ]


def test_a_model_reads_terms_of_two_articles_or_more():
    assert term_names(with_terms(FEATURES, FOUND)) == ["loaded.regime"]


def test_counts_are_in_the_order_of_names_and_0_for_a_term_not_met():
    counts = term_counts(with_terms(FEATURES, FOUND), ["hedging.never", "loaded.regime"])
    assert counts.toarray().tolist() == [[0, 1], [0, 2], [0, 0]]


def test_without_hits_there_are_no_terms():
    assert with_terms(FEATURES, None) is FEATURES
    assert term_names(FEATURES) == []
    assert term_counts(FEATURES, ["loaded.regime"]).toarray().tolist() == [[0]] * 3
