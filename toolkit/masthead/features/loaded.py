"""Loaded terms: words that carry a judgement, by category and intensity, and scare quotes."""

from __future__ import annotations

from masthead.features.base import Feature, by_voice

CATEGORIES = {
    "label": ("Loaded labels", "people and groups more often named by loaded labels (regime, jihadist)"),
    "evaluative": ("Evaluative words", "more words that judge (disastrous, heroic)"),
    "delegitimising": (
        "Delegitimising words",
        "more words that deny legitimacy (self-proclaimed, so-called)",
    ),
    "euphemism": ("Euphemisms", "more words that soften (collateral damage, neutralise)"),
    "intensifier": ("Intensifiers", "more words that heighten (utterly, massively)"),
    "emotive": ("Emotive words", "more verbs and nouns of strong feeling (slam, horror)"),
    "absolutist": ("Absolutist words", "more words that admit no exception (never, every single)"),
}
COUNTED_FROM = 0.2
"""Terms of less weight are faint: they add to the intensity and are counted nowhere else."""

SCARE_QUOTE_WEIGHT = 0.3
"""Short quotation marks keep a distance more often than they sneer, so they alone do not mark a sentence."""

_RECASENS = (
    "Recasens, M., Danescu-Niculescu-Mizil, C. and Jurafsky, D. (2013). Linguistic Models for Analyzing and "
    "Detecting Biased Language. ACL, 1650-1659"
)
_TERMS = tuple(f"loaded.{category}" for category in CATEGORIES)

_COUNTED = by_voice(*_TERMS)

COLUMNS = (*_COUNTED, *by_voice("loaded.weight"), "loaded.scare_quote.own", "loaded.headline_terms")


def _per_thousand(name: str, title: str, numerator: tuple[str, ...], higher: str, **row: object) -> Feature:
    return Feature(
        **{
            "name": name,
            "family": "loaded",
            "title": title,
            "kind": "density",
            "unit": "per 1,000 own-voice words",
            "numerator": numerator,
            "denominator": ("words.own",),
            "scale": 1000.0,
            "higher": higher,
            "citation": _RECASENS,
            "voice_aware": True,
            **row,
        }  # type: ignore[arg-type]
    )


FEATURES = (
    _per_thousand(
        "loaded.all",
        "Loaded terms",
        tuple(f"{term}.own" for term in _TERMS),
        "more loaded words in the outlet's own voice",
        primary=True,
    ),
    *(
        _per_thousand(f"loaded.{category}", title, (f"loaded.{category}.own",), higher)
        for category, (title, higher) in CATEGORIES.items()
    ),
    _per_thousand(
        "loaded.intensity",
        "Loaded intensity",
        ("loaded.weight.own",),
        "loaded words that are more frequent or stronger (the sum of their weights, 0 to 1 each, faint ones included)",
        unit="weight per 1,000 own-voice words",
    ),
    _per_thousand(
        "loaded.quoted",
        "Loaded terms in quotations",
        tuple(f"{term}.quoted" for term in _TERMS),
        "more loaded words in what the outlet quotes",
        unit="per 1,000 quoted words",
        denominator=("words.quoted",),
    ),
    _per_thousand(
        "loaded.scare_quotes",
        "Scare quotes",
        ("loaded.scare_quote.own",),
        'more words set off by quotation marks that quote nobody (the "caliphate")',
        citation="Predelli, S. (2003). Scare Quotes and Their Relation to Other Semantic Issues. "
        "Linguistics and Philosophy 26(1), 1-28",
        primary=True,
    ),
    _per_thousand(
        "loaded.headline",
        "Loaded terms in headlines",
        ("loaded.headline_terms",),
        "more loaded words in headlines",
        unit="per 1,000 headline words",
        denominator=("headline_words",),
        voice_aware=False,
    ),
)
